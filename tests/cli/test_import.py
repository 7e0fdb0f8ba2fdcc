"""``paycalc import fet``."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Done
from tests.records.importing.plans import YEAR, activity, plan

Command = Callable[..., Done]
POLICY = ROOT / "policies" / "timetables.yaml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A timetable with a class head and a formula for a subject."""
    path = tmp_path / "plan.fet"
    content = plan(
        activity("Math", "A", classes=["1A"], lessons="12"),
        activity("班会", "B", classes=["1A"]),
        activity("=1+1", "B", classes=["1B"]),
        students=YEAR,
    )
    path.write_bytes(content)
    return path


def test_the_dataset_has_its_tables_and_templates(
    paycalc: Command, file: Path, tmp_path: Path
) -> None:
    """Tables for spreadsheets, a fund without amount, a period without values, nothing else."""
    out = tmp_path / "dataset"
    done = paycalc("import", "fet", file, "--out", out)
    assert (done.code, done.err) == (0, "")
    texts = {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}
    assert sorted(texts) == ["funds.csv", "period.yaml", "schools.csv", "staff.csv", "workload.csv"]
    assert texts["funds.csv"] == "\ufeffcounty_id,amount,source\nC01,,\n"
    assert texts["workload.csv"].splitlines()[1:] == [
        "S001-T001,S001,lesson,12,Math,40",
        "S001-T002,S001,lesson,1,班会,40",
        "S001-T002,S001,lesson,1,'=1+1,50",
        "S001-T002,S001,class_head,1,,40",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}


def test_what_is_left_to_fill_in_is_said_and_checked(
    paycalc: Command, file: Path, tmp_path: Path
) -> None:
    """The end says what to fill in; ``check`` names just that; filled in, it can be paid."""
    out = tmp_path / "dataset"
    done = paycalc("import", "fet", file, "--out", out)
    said = done.out.splitlines()
    assert said[0] == f"Written to {out}: schools: 1, posts: 2, class heads: 1"
    for name in ("funds.csv", "period.yaml", "schools.csv", "staff.csv", "workload.csv"):
        assert any(line.startswith(f"  {name}: ") for line in said)
    assert said[-1] == f"Then: paycalc check POLICY {out}"
    errors = [line for line in paycalc("check", POLICY, out).out.splitlines() if "error" in line]
    assert len(errors) == 4
    assert "funds.csv: table funds row 2 column amount: error R210" in errors[0]
    assert all("period.yaml: error R123" in line for line in errors[1:])
    (out / "funds.csv").write_text("county_id,amount\nC01,9000\n", encoding="utf-8")
    period = "id: x\nfrom: 2025-09-01\nto: 2026-01-31\n"
    (out / "period.yaml").write_text(period, encoding="utf-8")
    assert paycalc("run", POLICY, out, "--out", tmp_path / "run").code == 0


def test_class_heads_that_no_subject_tells(paycalc: Command, file: Path, tmp_path: Path) -> None:
    """Without a subject of class heads their rows are among what is left; an option names one."""
    fet = ("import", "fet", file, "--out")
    without = paycalc(*fet, tmp_path / "a", "--class-head", "Civics")
    assert "class heads: 0" in without.out
    assert "--class-head" in without.out
    named = paycalc(*fet, tmp_path / "b", "--class-head", "math", "--class-head", "Civics")
    assert "class heads: 1" in named.out
    assert "S001-T001,S001,class_head,1,,40" in (tmp_path / "b" / "workload.csv").read_text("utf-8")


def test_choices(paycalc: Command, file: Path, tmp_path: Path) -> None:
    """Credit, subjects that are no lessons, position and county are chosen by options."""
    done = paycalc(
        *("import", "fet", file, file, "--out", tmp_path / "out", "--co-teaching", "split"),
        *("--leave-out", "MATH", "--position", "教师", "--county", "350402"),
    )
    assert done.code == 0
    assert "R179" in done.err
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert "Math" not in texts["workload"]
    assert texts["staff"].count(",教师,") == 4
    assert texts["funds"].splitlines()[1:] == ["350402,,"]


def test_nothing_is_overwritten(paycalc: Command, file: Path, tmp_path: Path) -> None:
    """A folder that is there is wrong usage, before anything is read."""
    (tmp_path / "there").mkdir()
    done = paycalc("import", "fet", file, "--out", tmp_path / "there")
    assert done.code == 2
    assert list((tmp_path / "there").iterdir()) == []


def test_with_one_bad_file_nothing_is_written(paycalc: Command, file: Path, tmp_path: Path) -> None:
    """All files are read, all problems told, and nothing is written."""
    (tmp_path / "bad.fet").write_text("<fet", encoding="utf-8")
    (tmp_path / "worse.fet").write_text("<!DOCTYPE fet><fet/>", encoding="utf-8")
    files = (tmp_path / "bad.fet", file, tmp_path / "worse.fet")
    done = paycalc("import", "fet", *files, "--out", tmp_path / "out")
    assert (done.code, done.out) == (1, "")
    assert ["bad.fet:1: error R170" in done.err, "worse.fet: error R171" in done.err] == [True] * 2
    assert not (tmp_path / "out").exists()


def test_where_nothing_can_be_written(paycalc: Command, file: Path) -> None:
    """A folder that cannot be made is told, for programs too."""
    out = file / "below" / "a file"
    done = paycalc("import", "fet", file, "--out", out)
    assert done.code == 1
    assert done.err.startswith("Nothing was written")
    told = json.loads(paycalc("import", "fet", file, "--out", out, "--json").out)
    assert (told["ok"], told["problems"]) == (False, [])


def test_for_programs(paycalc: Command, file: Path, tmp_path: Path) -> None:
    """``--json`` gives the files, the counts and what is left, or the problems."""
    done = paycalc("import", "fet", file, "--out", tmp_path / "out", "--json", "--lang", "zh")
    told = json.loads(done.out)
    assert told["ok"]
    assert (told["schools"], told["posts"], told["class_heads"]) == (1, 2, 1)
    assert [one["file"] for one in told["left"]][:2] == ["funds.csv", "period.yaml"]
    assert "本期" in (tmp_path / "out" / "period.yaml").read_text("utf-8")
    (tmp_path / "bad.fet").write_text("no", encoding="utf-8")
    bad = paycalc("import", "fet", tmp_path / "bad.fet", "--out", tmp_path / "bad", "--json")
    assert (bad.code, json.loads(bad.out)["problems"][0]["code"]) == (1, "R170")
