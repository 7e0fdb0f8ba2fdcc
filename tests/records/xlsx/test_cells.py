"""The cells of workbooks: what each kind reads as."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from paycalc.records import check, read_records
from paycalc.records._xlsx._book import open_book
from paycalc.records._xlsx._formats import Format, format_of
from paycalc.records._xlsx._values import number_text
from tests.records.building import EXPECTS
from tests.records.xlsx.making import (
    HEAD,
    Raw,
    column,
    formula,
    number,
    pack,
    parts,
    read,
    rows,
    sheet,
    told,
    written,
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (number("12.5"), "12.5"),
        (number("81432.019999999990"), "81432.02"),
        (number("0.1"), "0.1"),
        (number("1E-5"), "0.00001"),
        (number("-0"), "0"),
        (number("1e3"), "1000"),
        (number("123456789012345"), "123456789012345"),
        (number("1234567890123456"), "1.23456789012346E+15"),
        (Raw("n", inside="<v>7</v>"), "7"),
        (Raw("b", inside="<v>1</v>"), "true"),
        (Raw("b", inside="<v>0</v>"), "false"),
        (Raw("e", inside="<v>#DIV/0!</v>"), "#DIV/0!"),
        (Raw("d", inside="<v>2025-09-01T00:00:00</v>"), "2025-09-01"),
        (Raw("d", inside="<v>2025-09-01T08:30:00</v>"), "2025-09-01 08:30:00"),
        (Raw("s", inside="<v>0</v>"), "shared"),
        (Raw("s", inside="<v>1</v>"), "richtext"),
        (Raw("s", inside="<v>2</v>"), "東京"),
        (Raw("s", inside="<v>3</v>"), "a\nb"),
        (Raw("inlineStr", inside="<is><r><t>in</t></r><r><t>line</t></r></is>"), "inline"),
        (Raw("inlineStr", inside="<is><t>東</t><rPh><t>トウ</t></rPh></is>"), "東"),
        (formula("A1+1", "13"), "13"),
        (formula('"a"', "a", "str"), "a"),
        (formula("1/0", "#DIV/0!", "e"), "#DIV/0!"),
        (formula("A1+1"), "="),
        (formula("A1+1", ""), "="),
        (Raw(inside='<f t="shared" si="0"/>'), "="),
    ],
)
def test_kinds(tmp_path: Path, cell: Raw, text: str) -> None:
    """A cell's text is what Excel shows of its value, whatever its kind."""
    strings = [
        "<si><t>shared</t></si>",
        "<si><r><t>rich</t></r><r><rPr/><t>text</t></r></si>",
        "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>",
        "<si><t>a_x000A_b</t></si>",
    ]
    records = read(tmp_path, rows(HEAD, ["T1", "lesson", cell]), strings=strings)
    assert column(records, "quantity") == [text]


@pytest.mark.parametrize("cell", [formula('""', "", "str"), Raw(style=0), "", "  "])
def test_nothing(tmp_path: Path, cell: object) -> None:
    """A formula's empty text, a cell with a format alone and blanks are empty cells."""
    records = read(tmp_path, rows(HEAD, ["T1", "lesson", cell]), formats=["0.00"])
    assert column(records, "quantity") == [None]


@pytest.mark.parametrize(
    ("raw", "code", "since_1904", "text"),
    [
        ("123", "00000", False, "00123"),
        ("123456", "00000", False, "123456"),
        ("12.5", "00000", False, "12.5"),
        ("-7", "000", False, "-7"),
        ("12", "0", False, "12"),
        ("1234.5", "#,##0.00", False, "1234.5"),
        ("0.95", "0%", False, "0.95"),
        ("45901", "General", False, "45901"),
        ("45901", "yyyy/m/d", False, "2025-09-01"),
        ("45901", 'yyyy"年"m"月"d"日"', False, "2025-09-01"),
        ("45901", "[$-804]yyyy/m/d;@", False, "2025-09-01"),
        ("45901.5", "yyyy-mm-dd hh:mm", False, "2025-09-01 12:00:00"),
        ("45900.9999999999", "yyyy-mm-dd", False, "2025-09-01"),
        ("0.5", "h:mm", False, "12:00:00"),
        ("44439", "yyyy/m/d", True, "2025-09-01"),
        ("0", "yyyy/m/d", True, "1904-01-01"),
        ("1", "yyyy/m/d", False, "1900-01-01"),
        ("59", "yyyy/m/d", False, "1900-02-28"),
        ("60", "yyyy/m/d", False, "1900-02-29"),
        ("61", "yyyy/m/d", False, "1900-03-01"),
        ("2958465", "yyyy/m/d", False, "9999-12-31"),
        ("2958466", "yyyy/m/d", False, "2958466"),
        ("2958465", "yyyy/m/d", True, "2958465"),
        ("-5", "yyyy/m/d", False, "-5"),
        ("12", '0"天"', False, "12"),
        ("12", "[Red]0.00", False, "12"),
        ("12", "0_);(0)", False, "12"),
        ("12", 'G/通用格式"小时"', False, "12"),
    ],
)
def test_formats(raw: str, code: str, since_1904: bool, text: str) -> None:
    """A number format makes a number a date, or keeps its zeros, and changes nothing else."""
    assert number_text(raw, format_of(code), since_1904) == text


@pytest.mark.parametrize(
    ("built_in", "text"), [(14, "2025-09-01"), (57, "2025-09-01"), (2, "45901")]
)
def test_built_in_formats(tmp_path: Path, built_in: int, text: str) -> None:
    """Formats that have numbers and no codes, of China's Excel too, are known."""
    content = parts({"x": sheet(rows(["a"], [number("45901", 0)]))})
    formats = f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="{built_in}"/>'
    content["xl/styles.xml"] = f"<styleSheet>{formats}</cellXfs></styleSheet>"
    book = open_book(pack(tmp_path / "x.xlsx", content))
    assert book.grid(book.sheets[0]).columns[1].texts == ["a", text]


def test_1904(tmp_path: Path) -> None:
    """A workbook of a Mac counts its days from 1904."""
    records = read(
        tmp_path,
        rows([*HEAD, "日期"], ["T1", "lesson", 1, number("44439", 0)]),
        formats=["yyyy/m/d"],
        properties='<workbookPr date1904="1"/>',
    )
    assert column(records, "date") == ["2025-09-01"]


@pytest.mark.parametrize("raw", ["nan", "inf", "1e999", "twelve", ""])
def test_no_numbers(raw: str) -> None:
    """What is no number of a workbook is refused, not guessed."""
    with pytest.raises(ValueError, match=r"number|float"):
        number_text(raw, Format(), False)


def test_positions_may_be_left_out(tmp_path: Path) -> None:
    """Rows and cells without a position follow one another; prefixes of names do not matter."""
    inside = "".join(
        "<x:row>" + "".join(f'<x:c t="str"><x:v>{text}</x:v></x:c>' for text in line) + "</x:row>"
        for line in (HEAD, ["T1", "lesson", "3"])
    )
    content = f'<x:worksheet xmlns:x="a"><x:sheetData>{inside}</x:sheetData></x:worksheet>'
    records = read_records(written(tmp_path, {"工作量": content}))
    assert told(records) == []
    assert records.tables["workload"].frame.rows() == [("T1", "lesson", "3")]


def test_dates_among_texts(tmp_path: Path) -> None:
    """A date in a column of texts that is read is a warning at the first; ``3-1`` became one."""
    cells = rows(
        [*HEAD, "年级", "赛事"],
        ["T1", "lesson", 1, "3-1", number("45901", 0)],
        ["T1", "lesson", 1, number("45717", 0)],
        ["T1", "lesson", 1, number("45718", 0)],
    )
    records = read(tmp_path, cells, formats=["m-d"])
    expects = replace(EXPECTS, columns={"workload": frozenset({"grade"})})
    found = [problem for problem in check(records, expects)[1] if problem.code == "R224"]
    assert [(p.place.address, p.count, p.severity) for p in found] == [("工作量!D3", 2, "warning")]
    assert "R224" not in {problem.code for problem in check(records, EXPECTS)[1]}


def test_an_id_of_many_digits(tmp_path: Path) -> None:
    """An id of 15 digits that is a number is whole, one of 16 an error at its cell."""
    cells = rows(HEAD, [number("350426198001011"), "a", 1], [number("3504261980010112"), "a", 1])
    records = read(tmp_path, cells)
    assert records.tables["workload"].frame["teacher_id"][0] == "350426198001011"
    found = {(p.code, p.place.address) for p in check(records, EXPECTS)[1] if p.severity == "error"}
    assert found == {("R241", "工作量!A2"), ("R223", "工作量!A3")}
