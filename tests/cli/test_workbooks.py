"""Workbooks on the command line: as a dataset, with sheet and cell in what is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from paycalc.records import read_records
from tests.cli.conftest import DATASET, POLICY, Done
from tests.records.xlsx.writing import by_openpyxl, by_xlsxwriter

Command = Callable[..., Done]
FRAMES = {
    path.stem: pl.read_csv(path, infer_schema=False) for path in sorted(DATASET.glob("*.csv"))
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The example county as one Chinese workbook."""
    (tmp_path / "data").mkdir()
    period = read_records(DATASET).period
    return by_openpyxl(tmp_path / "data" / "示例县.xlsx", FRAMES, period)


def spoil(book: Path) -> None:
    """Write a quantity with its unit into the workbook."""
    opened = openpyxl.load_workbook(book)
    opened["工作量"]["D7"] = "12节"
    opened.save(book)


@pytest.mark.parametrize("keep", [[], ["--keep-records"]])
def test_a_run_of_a_workbook_is_explained(
    paycalc: Command, book: Path, tmp_path: Path, keep: list[str]
) -> None:
    """A run reads a workbook, and is explained from the file or from what it kept, by sheet."""
    run = tmp_path / "run"
    assert paycalc("run", POLICY, book, "--out", run, *keep).code == 0
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    read = [Path(one["path"]).name for one in manifest["inputs"]]
    assert read == ["example-county.yaml", "示例县.xlsx"]
    if keep:
        book.unlink()
    told = paycalc("explain", run, "T039")
    assert (told.code, told.err) == (0, "")
    assert "示例县.xlsx:工作量" in told.out
    if not keep:
        spoil(book)
        done = paycalc("explain", run, "T039")
        assert done.code != 0
        assert "changed since the run" in done.err.replace("\n", " ")


def test_a_run_of_workbooks_beside_a_period(paycalc: Command, tmp_path: Path) -> None:
    """A folder of a workbook per table is one dataset, and is found again for `explain`."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(DATASET / "period.yaml", data)
    for name, frame in FRAMES.items():
        by_xlsxwriter(data / f"{name}.xlsx", name, frame)
    assert paycalc("run", POLICY, data, "--out", tmp_path / "run").code == 0
    assert paycalc("explain", tmp_path / "run", "T039").code == 0


def test_problems_have_sheet_and_cell(paycalc: Command, book: Path) -> None:
    """A problem of a workbook is told by sheet and cell, as text and as JSON."""
    spoil(book)
    done = paycalc("check", POLICY, book)
    assert done.code == 1
    [line] = [line for line in done.out.splitlines() if " error " in line]
    assert line.startswith("示例县.xlsx:工作量!D7: table workload column 数量: error R214:")
    told = json.loads(paycalc("check", POLICY, book, "--json").out)["problems"]
    [place] = [one["place"] for one in told if one["severity"] == "error"]
    assert place == {
        "file": "示例县.xlsx",
        "table": "workload",
        "row": 7,
        "column": "数量",
        "sheet": "工作量",
        "cell": "D7",
    }
