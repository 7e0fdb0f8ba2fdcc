"""The list of problems as a workbook."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from paycalc.errors import MissingExtraError, TargetExistsError
from paycalc.output.problem_list import write_problems
from paycalc.problems import CATALOGUE, Place, Problem
from paycalc.problems.rules import rule

CODE = "R210"
CELL = Place(
    file="工作量.xlsx", table="workload", row=7, column="数量", sheet="教师工作量", cell="D7"
)


def written(
    problems: Sequence[Problem], folder: Path, language: str = "zh", folders: Sequence[Path] = ()
) -> Worksheet:
    """The sheet of a list of these problems."""
    write_problems(problems, folder / "problems.xlsx", language, folders)
    return openpyxl.load_workbook(folder / "problems.xlsx").active


def target(sheet: Worksheet, cell: str) -> tuple[str | None, str | None]:
    """Where the link of a cell leads: the file, and the cell in it."""
    link = sheet[cell].hyperlink
    return (link.target, link.location) if link else (None, None)


def test_a_problem_is_a_row_whose_link_opens_its_cell(tmp_path: Path) -> None:
    """A row tells severity, code, place, what is wrong and what to do; its link leads to the cell.

    The link is relative to the list, so that both can be sent away together.
    """
    data = tmp_path / "data"
    data.mkdir()
    (data / "工作量.xlsx").touch()
    sheet = written([Problem(CODE, CELL)], tmp_path, "zh", [data])
    row = [cell.value for cell in sheet[2]]
    assert [cell.value for cell in sheet[1]][:4] == ["级别", "编号", "文件", "工作表"]
    assert row == [
        "错误",
        CODE,
        "工作量.xlsx",
        "教师工作量",
        "D7",
        "数量",
        "表 workload",
        CATALOGUE[CODE].zh,
        rule(CODE).mend["zh"],
    ]
    assert target(sheet, "E2") == ("data\\工作量.xlsx", "'教师工作量'!D7")


@pytest.mark.parametrize(
    ("place", "at", "link"),
    [
        (Place(file="staff.csv", table="staff", row=9), "9", ("staff.csv", None)),
        (Place(file="p.yaml", line=3, position=7), "3:7", ("p.yaml", None)),
        (Place(file="a.xlsx", sheet="Year's end", row=3), "3", ("a.xlsx", "'Year''s end'!A3")),
        (Place(file="gone.xlsx", sheet="a", cell="A1"), "A1", (None, None)),
        (Place(county="C1", school="S1"), None, (None, None)),
    ],
)
def test_links_lead_as_far_as_files_allow(
    tmp_path: Path, place: Place, at: str | None, link: tuple[str | None, str | None]
) -> None:
    """A CSV or policy is opened as a whole; what is not found has no link."""
    for name in ("staff.csv", "p.yaml", "a.xlsx"):
        (tmp_path / name).touch()
    sheet = written([Problem(CODE, place)], tmp_path, "en", [tmp_path])
    assert (sheet["E2"].value or None) == at
    assert target(sheet, "E2") == link


def test_a_text_is_never_a_formula_or_another_link(tmp_path: Path) -> None:
    """Names of files, sheets and columns that look like formulas or links are texts."""
    evil = "=HYPERLINK(1)"
    place = Place(file=evil, sheet="@a", cell="=1+1", column="http://a.b", county="+1")
    (tmp_path / evil).touch()
    sheet = written([Problem(CODE, place)], tmp_path, "en", [tmp_path])
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 9
    assert [cell.value for cell in sheet[2]][2:6] == [evil, "@a", "=1+1", "http://a.b"]
    assert [cell.coordinate for cell in sheet[2] if cell.hyperlink] == ["E2"]


def test_a_list_is_written_whole_and_replaces_nothing(tmp_path: Path) -> None:
    """What stands at the target stays; nothing but the list is left beside it, for its owner."""
    written([], tmp_path)
    before = (tmp_path / "problems.xlsx").read_bytes()
    with pytest.raises(TargetExistsError, match="never overwritten: name another file"):
        write_problems([Problem(CODE, CELL)], tmp_path / "problems.xlsx")
    assert (tmp_path / "problems.xlsx").read_bytes() == before
    assert os.listdir(tmp_path) == ["problems.xlsx"]
    assert (tmp_path / "problems.xlsx").stat().st_mode & 0o777 == 0o600


def test_a_list_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    """The clock does not reach the workbook."""
    for name in ("a", "b"):
        write_problems([Problem(CODE, CELL)], tmp_path / name / "problems.xlsx")
    first, second = ((tmp_path / name / "problems.xlsx").read_bytes() for name in ("a", "b"))
    assert first == second


def test_without_the_library_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where xlsxwriter is not installed, the error tells how to install it."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'paycalc\[excel\]'"):
        write_problems([], tmp_path / "problems.xlsx")
