"""The faulty workbooks among the datasets: what each puts in the place of ``workload``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.records.xlsx.making import Raw, formula, number, pack, parts, rows, sheet

HEAD = ["工号", "学校编号", "工作类别", "数量", "班额"]
LINES = [
    ["T2", "S1", "lesson", 12, 45],
    ["T2", "S1", "class_head", 5],
    ["T3", "S2", "lesson", 14.5, 52],
    ["T4", "S1", "lesson", 6, 45],
    ["T4", "S2", "lesson", 5, 52],
    ["T5", "S3", "lesson", 13, 40],
]
_PLAIN = {"工作量": sheet(rows(HEAD, *LINES))}


def _old(folder: Path) -> None:
    (folder / "workload.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def _swells(folder: Path) -> None:
    content = parts(_PLAIN)
    content["xl/worksheets/sheet1.xml"] += " " * 5_000_000
    pack(folder / "workload.xlsx", content)


def _document_type(folder: Path) -> None:
    content = parts(_PLAIN)
    content["xl/workbook.xml"] = "<!DOCTYPE workbook>" + content["xl/workbook.xml"]
    pack(folder / "工作量.xlsx", content)


def _two_months(folder: Path) -> None:
    months = {"九月": sheet(rows(HEAD, *LINES[:3])), "十月": sheet(rows(HEAD, *LINES[3:]))}
    pack(folder / "workload.xlsx", parts(months))


def _no_headings(folder: Path) -> None:
    pack(folder / "workload.xlsx", parts({"Sheet1": sheet(rows(*LINES))}))


def _office(folder: Path) -> None:
    """A sheet as an office keeps it, with all that it may have around its rows, and some errors."""
    lines = [
        ["湖边区教职工工作量统计表"],
        ["工号", "学校编号", "工作情况", None, "班额", "备注"],
        [None, None, "工作类别", "数量"],
        ["T2", "S1", "lesson", "１２", 45, None, "x"],
        ["T2", None, "class_head", "5个月"],
        [number("0003", 0), "S2", "lesson", 14.5, number("45901", 1)],
        ["小计", None, None, 31.5],
        [],
        ["工号", "学校编号", "工作类别", "数量", "班额"],
        [number("350426198001011234"), "S1", "lesson", " 6 ", 45],
        ["T4", "S2", "lesson", "十二", Raw("e", inside="<v>#N/A</v>")],
        ["T5", "S3", "lesson", formula("D4+1"), formula("1+1", "40")],
        ["T5", "S3", "lesson", Raw("e", inside="<v>#DIV/0!</v>"), 40, "调课"],
        ["T5", "S3", "lesson", Raw("b", inside="<v>1</v>"), 40],
        ["T5", "S3", "lesson", number("45901", 1), 40],
        ["合　计", None, None, formula("SUM(D4:D13)", "12")],
        ["制表人：某某", None, "审核：某某"],
    ]
    cells = {**rows(*lines), "Z99": "x"}
    merged = ["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "B4:B5", "D13:D14"]
    content = sheet(
        cells, merged=merged, hidden=[5, 8], columns='<col min="5" max="5" hidden="1"/>'
    )
    book = parts(
        {"工作量": content, "旧表": sheet(rows(["x"])), "说明": sheet(rows(["x"]))},
        hidden=["工作量"],
        formats=["0000", "yyyy/m/d"],
        properties='<calcPr fullCalcOnLoad="1"/>',
    )
    pack(folder / "教学工作.xlsx", book)


WORKBOOKS: Mapping[str, Callable[[Path], None]] = {
    "old-workbook": _old,
    "workbook-that-swells": _swells,
    "workbook-with-a-document-type": _document_type,
    "workbook-of-two-months": _two_months,
    "workbook-without-headings": _no_headings,
    "workbook-of-an-office": _office,
}
