"""``paycalc verify``: what a person and a program are told of a run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from paycalc.output import verifying
from tests.cli.conftest import DATASET, POLICY, Done
from tests.output.forging import flipped, manifest_of, resealed

Command = Callable[..., Done]


@pytest.fixture
def run(paycalc: Command, tmp_path: Path) -> Path:
    """The run of the example county, with its records."""
    folder = tmp_path / "run"
    done = paycalc("run", POLICY, DATASET, "--out", folder, "--keep-records")
    assert done.code == 0, done.err
    return folder


def test_a_run_is_proved_wherever_it_goes(run: Path, paycalc: Command, tmp_path: Path) -> None:
    """It needs nothing but its folder, and ends with 0."""
    moved = shutil.move(run, tmp_path / "elsewhere")
    done = paycalc("verify", moved)
    assert (done.code, done.err) == (0, "")
    assert "is proved" in done.out
    assert manifest_of(Path(moved))["fingerprint"]["run"] in done.out
    assert "验证通过" in paycalc("verify", moved, "--lang", "zh").out


def test_what_is_wrong_is_told_and_ends_with_3(run: Path, paycalc: Command) -> None:
    """Every changed file on stderr, with its code."""
    flipped(run / "units.csv", 100)
    flipped(run / "problems.csv", 10)
    done = paycalc("verify", run)
    assert done.code == 3
    assert "units.csv: error V101: " in done.err
    assert "problems.csv: error V101: " in done.err
    assert "is not proved" in done.out


def test_a_row_that_does_not_come_out_is_named_and_no_pay_is(run: Path, paycalc: Command) -> None:
    """Table, county, unit, school, teacher and line, but no amount."""
    path = run / "lines.csv"
    first, second, *rest = path.read_text(encoding="utf-8").splitlines()
    county, unit, school, teacher, line, amount = second.split(",")
    row = ",".join((county, unit, school, teacher, line, "12345.67"))
    path.write_text("\n".join([first, row, *rest]) + "\n", encoding="utf-8")
    resealed(run)
    done = paycalc("verify", run)
    assert done.code == 3
    place = f"table lines county {county} unit {unit} school {school} teacher {teacher} at {line}"
    assert f"{place}: error V205: " in done.err
    assert "12345.67" not in done.err
    assert amount not in done.err


def test_a_program_gets_one_object(run: Path, paycalc: Command) -> None:
    """What was proved, how many rows, and problems with code and place."""
    done = paycalc("verify", run, "--json")
    told = json.loads(done.out)
    assert told["rows"] > 900
    assert {name: told[name] for name in ("format", "ok", "closed", "revision", "problems")} == {
        "format": "paycalc-verify/1",
        "ok": True,
        "closed": False,
        "revision": 0,
        "problems": [],
    }
    flipped(run / "manifest.json", 5)
    told = json.loads(paycalc("verify", run, "--json").out)
    assert (told["ok"], told["problems"][0]["code"]) == (False, "V104")


def test_a_run_of_other_semantics_is_told_which(
    run: Path, paycalc: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not proved, and the version to prove it with is named."""
    monkeypatch.setattr(verifying, "SEMANTICS", 7)
    done = paycalc("verify", run)
    assert done.code == 3
    version = manifest_of(run)["engine"]["paycalc"]
    assert f"semantics 1 (paycalc {version}); this version has semantics 7" in done.err


def test_what_is_no_run_is_wrong_usage(paycalc: Command, tmp_path: Path) -> None:
    """A folder without a manifest ends with 2."""
    done = paycalc("verify", tmp_path)
    assert done.code == 2
    assert "no manifest.json" in done.err.replace("\n", " ")
