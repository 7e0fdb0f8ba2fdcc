"""``paycalc close`` and ``paycalc run`` of periods that are closed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import DATASET, POLICY, Done
from tests.output.forging import manifest_of

Command = Callable[..., Done]
NAME = "L. Chen"


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The example county's records of the next year: the same, a year later."""
    folder = tmp_path / "later"
    folder.mkdir()
    for file in DATASET.iterdir():
        text = file.read_text(encoding="utf-8")
        for year in (2026, 2025, 2024):
            text = text.replace(f"{year}-", f"{year + 1}-")
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def lasting(tmp_path: Path) -> Path:
    """The example county's policy, in effect until further notice."""
    text = POLICY.read_text(encoding="utf-8")
    lines = [
        "effective: {from: 2025-09-01}" if line.startswith("effective:") else line
        for line in text.splitlines()
    ]
    path = tmp_path / "policy.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_periods_are_run_and_closed_one_after_the_other(
    paycalc: Command, tmp_path: Path, lasting: Path, later: Path
) -> None:
    """A closed period is refused, the next one names it, and is closed after it."""
    out = tmp_path / "out"
    assert paycalc("run", lasting, DATASET, "--out", out / "one").code == 0
    done = paycalc("close", out / "one", "--by", NAME)
    closed = json.loads((out / "one" / "close.json").read_text(encoding="utf-8"))
    assert (done.code, done.err) == (0, "")
    assert closed["hash"] in done.out
    assert closed["closed_by"] == NAME

    again = paycalc("run", lasting, DATASET, "--out", out / "again")
    assert again.code == 1
    assert "one: error V309: " in again.err
    assert not (out / "again").exists()
    told = paycalc("run", lasting, DATASET, "--out", out / "again", "--json")
    assert [problem["code"] for problem in json.loads(told.out)["problems"]] == ["V309"]

    done = paycalc("run", lasting, later, "--out", out / "two", "--previous", out / "one")
    assert done.code == 0, done.err
    assert manifest_of(out / "two")["previous"]["close"] == closed["hash"]
    assert paycalc("close", out / "two", "--by", NAME).code == 0
    assert json.loads((out / "two" / "close.json").read_text("utf-8"))["previous"] == closed["hash"]


def test_what_forbids_a_closing_is_told_and_ends_with_1(paycalc: Command, tmp_path: Path) -> None:
    """With the code, for people and for programs; nothing is written."""
    folder = tmp_path / "run"
    paycalc("run", POLICY, DATASET, "--out", folder)
    (folder / "units.csv").unlink()
    done = paycalc("close", folder, "--by", NAME)
    assert (done.code, done.out) == (1, "")
    assert "units.csv: error V102: " in done.err
    told = json.loads(paycalc("close", folder, "--by", NAME, "--json").out)
    assert told["ok"] is False
    assert [problem["code"] for problem in told["problems"]] == ["V102"]
    assert not (folder / "close.json").exists()


def test_a_program_gets_the_closing(paycalc: Command, tmp_path: Path) -> None:
    """With --json everything that close.json says."""
    folder = tmp_path / "run"
    paycalc("run", POLICY, DATASET, "--out", folder)
    told = json.loads(paycalc("close", folder, "--by", NAME, "--json").out)
    assert told["ok"] is True
    assert told["close"] == json.loads((folder / "close.json").read_text(encoding="utf-8"))


def test_nobody_closes_a_run(paycalc: Command, tmp_path: Path) -> None:
    """A blank name, and a folder that is no run, are wrong usage."""
    folder = tmp_path / "run"
    paycalc("run", POLICY, DATASET, "--out", folder)
    assert paycalc("close", folder, "--by", " ").code == 2
    assert paycalc("close", folder).code == 2
    assert paycalc("close", tmp_path, "--by", NAME).code == 2
    assert not (folder / "close.json").exists()


def test_a_run_follows_a_run_folder(paycalc: Command, tmp_path: Path) -> None:
    """--previous with another folder is wrong usage; nothing is written."""
    done = paycalc("run", POLICY, DATASET, "--out", tmp_path / "run", "--previous", tmp_path)
    assert done.code == 2
    assert "--previous" in done.err
    assert not (tmp_path / "run").exists()


def test_who_may_not_write_is_told(
    paycalc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails is no traceback."""
    folder = tmp_path / "run"
    paycalc("run", POLICY, DATASET, "--out", folder)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("paycalc.output.closing.write_file", fail)
    done = paycalc("close", folder, "--by", NAME)
    assert done.code == 1
    assert "the disk is full" in done.err
    told = json.loads(paycalc("close", folder, "--by", NAME, "--json").out)
    assert told["error"] == "the disk is full"
