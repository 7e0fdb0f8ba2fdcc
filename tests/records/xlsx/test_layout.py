"""What of a sheet is a table: headings, rows that are left out, merged and hidden cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paycalc.records import read_records
from paycalc.records.table import place_at
from tests.records.xlsx.making import (
    HEAD,
    column,
    formula,
    read,
    rows,
    sheet,
    told,
    written,
)

ROW = ["T1", "lesson", 3]


def test_plain(tmp_path: Path) -> None:
    """Headings in the first row and rows below them are a table without a word."""
    records = read(tmp_path, rows(HEAD, ROW, ["T2", "lesson", "4"]))
    assert told(records) == []
    table = records.tables["workload"]
    assert table.frame.rows() == [("T1", "lesson", "3"), ("T2", "lesson", "4")]
    assert table.headings == {"teacher_id": "工号", "kind": "工作类别", "quantity": "数量"}


def test_titles(tmp_path: Path) -> None:
    """Rows above the headings are left out and told, merged or not."""
    cells = rows(["某县工作量统计表"], [None, None, "2025年秋"], HEAD, ROW)
    records = read(tmp_path, cells, merged=["A1:C1"])
    assert told(records) == [("R145", "工作量")]
    assert records.problems[0].values == {"count": 2, "rows": "1, 2"}
    assert column(records, "quantity") == ["3"]


@pytest.mark.parametrize(
    ("merged", "lines"),
    [
        # 工号 over both rows, a group over 类别 and 数量
        (["A1:A2", "B1:C1"], [["工号", "工作"], [None, "工作类别", "数量"]]),
        # the same where only the group is merged
        (["B1:C1"], [["工号", "工作"], [None, "工作类别", "数量"]]),
        # known headings only in the second row, 工号 merged down from the first
        (["A1:A2"], [["工号", "别"], [None, "工作类别", "数量"]]),
        # all headings merged downwards
        (["A1:A2", "B1:B2", "C1:C2"], [HEAD]),
        # both languages, one below the other
        ([], [HEAD, ["teacher_id", "kind", "quantity"]]),
    ],
)
def test_headings_in_two_rows(tmp_path: Path, merged: list[str], lines: list[Any]) -> None:
    """Headings may stand in two rows that merged cells join, or once in each language."""
    cells = rows(*lines) | rows(ROW, at=3)
    records = read(tmp_path, cells, merged=merged)
    assert told(records) == []
    assert records.tables["workload"].frame.rows() == [("T1", "lesson", "3")]


def test_names_of_groups(tmp_path: Path) -> None:
    """A column below a group that nobody knows is called by both, and can be given a name."""
    cells = rows(["工号", "工作类别", "课时"], [None, None, "正课", "早读"], ["T1", "lesson", 3, 1])
    (tmp_path / "period.yaml").write_text(
        "aliases: {workload.quantity: 课时/正课}\n", encoding="utf-8"
    )
    records = read(tmp_path, cells, merged=["A1:A2", "B1:B2", "C1:D1"])
    assert told(records) == []
    table = records.tables["workload"]
    assert table.frame.columns == ["teacher_id", "kind", "quantity", "课时/早读"]
    assert table.headings["quantity"] == "课时/正课"


@pytest.mark.parametrize(
    "heading", ["工 号", "工\n号", "工号*", "工号（teacher_id）", "Teacher_ID", "工号\nteacher_id"]
)
def test_forms_of_headings(tmp_path: Path, heading: str) -> None:
    """Line breaks, spaces, a star, both languages and capitals do not hide a heading."""
    records = read(tmp_path, rows([heading, *HEAD[1:]], ROW))
    assert column(records, "teacher_id") == ["T1"]


def test_units_in_headings_are_not_read_over(tmp_path: Path) -> None:
    """A heading with a unit is another heading: thousands are no yuan."""
    cells = rows([*HEAD, "数量（千）"], [*ROW, 1])
    assert read(tmp_path, cells).tables["workload"].frame.columns[-1] == "数量（千）"


def test_no_headings(tmp_path: Path) -> None:
    """A sheet without a row of headings is told what it needs."""
    records = read(tmp_path, rows(["编号", "类别", "课时"], ROW))
    assert told(records) == [("R144", "工作量")]
    assert "工号 (teacher_id)" in str(records.problems[0])


def test_empty(tmp_path: Path) -> None:
    """A sheet of a table without a cell is an error; one with headings alone has no rows."""
    assert told(read(tmp_path, {})) == [("R105", "工作量")]
    records = read(tmp_path, rows(HEAD))
    assert told(records) == []
    assert len(records.tables["workload"].frame) == 0


def test_two_headings_for_one_column(tmp_path: Path) -> None:
    """Two headings that stand for one column are an error, as in CSV."""
    records = read(tmp_path, rows([*HEAD, "quantity"], [*ROW, 1]))
    assert [(p.code, p.place.row, p.place.column) for p in records.problems] == [
        ("R106", 1, "quantity")
    ]


@pytest.mark.parametrize(
    "line",
    [
        ["合计", None, 3],
        ["合　计：", None, 3],
        ["T1小计", None, 3],
        [None, "总计", 3],
        ["Total", None, 3],
        ["Grand total:", None, formula("SUM(C2)", "3")],
    ],
)
def test_totals(tmp_path: Path, line: list[Any]) -> None:
    """Rows of totals, anywhere, are left out and told with their numbers."""
    records = read(tmp_path, rows(HEAD, ROW, line, ROW, line))
    assert told(records) == [("R147", "工作量")]
    assert records.problems[0].values == {"count": 2, "rows": "3, 5"}
    assert column(records, "quantity") == ["3", "3"]


@pytest.mark.parametrize("line", [["T9", "合计", 3], ["小计", "lesson", 3]])
def test_no_totals(tmp_path: Path, line: list[Any]) -> None:
    """A row that has the ids and texts of the table is one of it, whatever its words."""
    records = read(tmp_path, rows(HEAD, ROW, line))
    assert told(records) == []
    assert column(records, "teacher_id") == ["T1", line[0]]


def test_serial_numbers_beside_totals(tmp_path: Path) -> None:
    """A number in a column of another purpose does not make a total a row."""
    records = read(tmp_path, rows(["序号", *HEAD], [1, *ROW], [2, "合计", None, 3]))
    assert told(records) == [("R147", "工作量")]


@pytest.mark.parametrize(
    "line",
    [
        ["制表人：某某", None, "审核：某某"],
        ["填表日期: 2026年1月31日"],
        ["注：课时按周计"],
        ["备  注：无"],
        ["制表人", "某某", "审核人"],
        ["单位负责人签字："],
        ["Prepared by N.N.", None, "Checked by N.N."],
    ],
)
def test_signatures(tmp_path: Path, line: list[Any]) -> None:
    """Who made and checked the sheet, and remarks, are left out and told, never by name."""
    records = read(tmp_path, rows(HEAD, ROW, [], line))
    assert told(records) == [("R148", "工作量")]
    assert column(records, "teacher_id") == ["T1"]
    assert "某某" not in "".join(map(str, records.problems))


def test_no_signature(tmp_path: Path) -> None:
    """A row whose first word could sign, and which is whole, is a row of the table."""
    records = read(tmp_path, rows(["工作类别", "工号", "数量"], ["负责人", "T1", 3]))
    assert told(records) == []
    assert column(records, "kind") == ["负责人"]


def test_repeated_headings(tmp_path: Path) -> None:
    """Headings that are repeated for printing are left out and told."""
    records = read(tmp_path, rows(HEAD, ROW, HEAD, ROW))
    assert told(records) == [("R149", "工作量")]
    assert column(records, "quantity") == ["3", "3"]


def test_blank_rows(tmp_path: Path) -> None:
    """Blank rows in between are counted; those below the last row are nothing."""
    records = read(tmp_path, rows(HEAD, [], ROW, [], ["", " "], ROW, [], [None, ""]))
    assert [(p.code, p.values) for p in records.problems] == [("R146", {"count": 2})]
    assert column(records, "quantity") == ["3", "3"]


def test_a_far_cell(tmp_path: Path) -> None:
    """A cell in the last row and column costs nothing and is told as lying outside."""
    records = read(tmp_path, rows(HEAD, ROW) | {"XFD1048576": "x"})
    assert told(records) == [("R159", "工作量!XFD1048576")]
    assert column(records, "quantity") == ["3"]


def test_cells_without_heading(tmp_path: Path) -> None:
    """Cells of the table's rows in a column without heading are an error at the first of them."""
    records = read(tmp_path, rows(HEAD, ROW, [*ROW, None, "x"], [*ROW, None, "y"]))
    assert told(records) == [("R111", "工作量!E3")]


def test_merged_texts(tmp_path: Path) -> None:
    """A text in cells that are merged downwards stands in each of their rows."""
    cells = rows(
        [*HEAD, "任教学科"], [*ROW, "语文"], ["T1", "duty", 1], ["T2", "lesson", 5, "数学"]
    )
    records = read(tmp_path, cells, merged=["D2:D3"])
    assert told(records) == [("R153", "工作量!D2")]
    assert column(records, "subject") == ["语文", "语文", "数学"]


def test_merged_numbers(tmp_path: Path) -> None:
    """A number in merged cells counts once, which is told, and so is a cell merged sideways."""
    cells = rows([*HEAD, "班额", "年级"], [*ROW, 40, "3"], ["T2", "lesson"])
    records = read(tmp_path, cells, merged=["C2:C3", "D2:E2", "A10:B12"])
    assert told(records) == [("R154", "工作量!C2")]
    assert records.problems[0].count == 2
    assert column(records, "quantity") == ["3", None]


def test_hidden(tmp_path: Path) -> None:
    """Hidden sheets, rows and columns are read, and told if they hold data."""
    records = read(
        tmp_path,
        rows(HEAD, ROW, ROW, ROW, [], ["合计", None, 9]),
        hidden_rows=[1, 3, 4, 5, 6, 7],
        columns='<col min="2" max="2" hidden="1"/><col min="5" max="16384" hidden="1"/>',
        hidden=["工作量"],
    )
    assert told(records) == [
        ("R147", "工作量"),
        ("R150", "工作量"),
        ("R151", "工作量"),
        ("R152", "工作量"),
    ]
    by_code = {problem.code: problem for problem in records.problems}
    assert by_code["R151"].values == {"count": 2, "rows": "3, 4"}
    assert (by_code["R152"].place.column, by_code["R152"].values) == ("工作类别", {"letters": "B"})
    assert column(records, "quantity") == ["3", "3", "3"]


def test_stale_formulas(tmp_path: Path) -> None:
    """Results that the writer did not compute are told; without formulas there is nothing."""
    properties = '<calcPr fullCalcOnLoad="1"/>'
    cells = rows(HEAD, ["T1", "lesson", formula("1+2", "0")])
    assert told(read(tmp_path, cells, properties=properties)) == [("R155", "工作量")]
    assert told(read(tmp_path, cells)) == []
    assert told(read(tmp_path, rows(HEAD, ROW), properties=properties)) == []


def test_places(tmp_path: Path) -> None:
    """Every row is told by its sheet, its number and its cell."""
    content = sheet(rows(["标题"], HEAD, ROW, ["合计"], ROW))
    records = read_records(written(tmp_path, {"工作量": content}))
    place = place_at(records.tables["workload"], 1, "quantity")
    assert (place.file, place.sheet, place.cell) == ("book.xlsx", "工作量", "C5")
    assert (place.row, place.column) == (5, "数量")
