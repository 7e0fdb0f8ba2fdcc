"""Workbooks that are refused: old, encrypted, damaged, swelling, or with a document type."""

from __future__ import annotations

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from paycalc.errors import WorkbookError
from paycalc.records import read_records
from paycalc.records._xlsx import _package
from paycalc.records._xlsx._book import open_book
from tests.records.xlsx.making import HEAD, Raw, pack, parts, read, rows, sheet, told

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
LINE = rows(HEAD, ["T1", "lesson", 3])


def code(path: Path) -> str:
    """Why a workbook is refused, whole or in its first sheet."""
    with pytest.raises(WorkbookError) as error:
        book = open_book(path)
        book.grid(book.sheets[0])
    return error.value.code


def test_old_or_encrypted(tmp_path: Path) -> None:
    """An old workbook, or one with a password, is told how to be saved."""
    for name in ("workload.xlsx", "workload.xls"):
        (tmp_path / name).write_bytes(OLE)
    assert code(tmp_path / "workload.xlsx") == "R140"
    problems = read_records(tmp_path).problems
    told_of = [(p.code, p.place.file, p.place.table) for p in problems if p.code == "R140"]
    assert told_of == [
        ("R140", "workload.xls", "workload"),
        ("R140", "workload.xlsx", "workload"),
    ]


@pytest.mark.parametrize("name", ["book.xls", "book.et", "book.ods"])
def test_workbooks_of_other_programs(tmp_path: Path, name: str) -> None:
    """A whole dataset in another format is told how to be saved, and no table is missed."""
    (tmp_path / name).write_bytes(OLE)
    records = read_records(tmp_path / name)
    assert [problem.code for problem in records.problems] == ["R120", "R140"]


def test_encrypted_parts(tmp_path: Path) -> None:
    """A workbook whose parts are encrypted one by one is refused the same way."""
    path = pack(tmp_path / "a.xlsx", parts({"x": sheet(LINE)}))
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\1\2")
    data[directory + 8] |= 1
    path.write_bytes(bytes(data))
    assert code(path) == "R140"


@pytest.mark.parametrize("data", [b"", b"PK", b"<html></html>", b"a,b\n1,2\n"])
def test_no_workbook(tmp_path: Path, data: bytes) -> None:
    """A file of another kind named .xlsx cannot be read."""
    (tmp_path / "a.xlsx").write_bytes(data)
    assert code(tmp_path / "a.xlsx") == "R102"


def test_a_part_that_swells(tmp_path: Path) -> None:
    """A part that becomes more than 200 times its size is refused before it is unpacked."""
    content = parts({"x": sheet(LINE).replace("<sheetData>", " " * 30_000_000 + "<sheetData>")})
    path = pack(tmp_path / "a.xlsx", content)
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    assert code(path) == "R141"
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_small_parts_may_be_as_empty_as_they_like(tmp_path: Path) -> None:
    """A part of less than a mebibyte does no harm, whatever it is made of."""
    content = parts({"x": sheet(LINE).replace("<sheetData>", " " * 900_000 + "<sheetData>")})
    book = open_book(pack(tmp_path / "a.xlsx", content))
    assert book.grid(book.sheets[0]).columns[1].texts == ["工号", "T1"]


def test_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that are larger together than the most there may be are refused."""
    path = pack(tmp_path / "a.xlsx", parts({"x": sheet(LINE)}))
    with zipfile.ZipFile(path) as archive:
        size = sum(part.file_size for part in archive.infolist())
    monkeypatch.setattr(_package, "MOST_BYTES", size)
    open_book(path)
    monkeypatch.setattr(_package, "MOST_BYTES", size - 1)
    assert code(path) == "R141"


def test_a_part_that_lies_about_its_size(tmp_path: Path) -> None:
    """A part that would be larger than it says is not unpacked any further."""
    path = pack(tmp_path / "a.xlsx", parts({"x": sheet(LINE)}))
    data = bytearray(path.read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    entry = data.rindex(b"PK\1\2", 0, data.rindex(name))
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert code(path) == "R102"


@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"]
)
def test_document_types(tmp_path: Path, name: str) -> None:
    """A part with a document type is refused before an entity can grow."""
    content = parts({"x": sheet(LINE)})
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    content[name] = bomb + content[name]
    assert code(pack(tmp_path / "a.xlsx", content)) == "R142"


@pytest.mark.parametrize(
    "cells",
    [
        {"A1": Raw("s", inside="<v>7</v>")},
        {"A1": Raw("s", inside="<v>x</v>")},
        {"A1": Raw(inside="<v>12a</v>")},
        {"A1": Raw(style=0, inside="<v>NaN</v>")},
        {"XFE1": 1},
        {"A1048577": 1},
    ],
)
def test_damaged_cells(tmp_path: Path, cells: dict[str, object]) -> None:
    """A cell that no program writes makes the sheet unreadable: nothing is guessed."""
    assert code(pack(tmp_path / "a.xlsx", parts({"x": sheet(cells)}))) == "R102"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('r="2"', 'r="1"'),
        ('r="A2"', 'r="A1"'),
        ('r="B2"', 'r="A2"'),
        ("</sheetData>", "</sheetdata>"),
        ("</worksheet>", "<mergeCells><mergeCell ref='A'/></mergeCells></worksheet>"),
    ],
)
def test_damaged_sheets(tmp_path: Path, old: str, new: str) -> None:
    """Rows and cells out of order, and broken XML, make the sheet unreadable."""
    content = sheet(LINE)
    assert old in content
    content = content.replace(old, new)
    assert code(pack(tmp_path / "a.xlsx", parts({"x": content}))) == "R102"


@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "[sheet]"]
)
def test_missing_parts(tmp_path: Path, name: str) -> None:
    """A workbook without one of its parts is unreadable, or has no such sheet."""
    content = parts({"x": sheet(LINE)})
    content.pop(name.replace("[sheet]", "xl/worksheets/sheet1.xml"))
    path = pack(tmp_path / "a.xlsx", content)
    if name == "xl/_rels/workbook.xml.rels":
        assert open_book(path).sheets == ()
    else:
        assert code(path) == "R102"


def test_strings_and_formats_may_lack(tmp_path: Path) -> None:
    """A workbook of inline texts needs neither shared texts nor formats."""
    content = parts({"x": sheet(LINE)})
    del content["xl/sharedStrings.xml"], content["xl/styles.xml"]
    book = open_book(pack(tmp_path / "a.xlsx", content))
    assert book.grid(book.sheets[0]).columns[3].texts == ["数量", "3"]


def test_a_faulty_sheet_is_told_by_name(tmp_path: Path) -> None:
    """What keeps a sheet from being read is told of it, and not of the others."""
    records = read(tmp_path, {"A1": Raw("s", inside="<v>7</v>")})
    assert told(records) == [("R102", "工作量")]
    assert set(records.tables) == {"funds", "schools", "staff"}


def test_capitals_of_parts_do_not_matter(tmp_path: Path) -> None:
    """A part is found whatever the capitals of its name, as in every office program."""
    content = parts(
        {"x": sheet({"A1": Raw("s", inside="<v>0</v>")})}, strings=["<si><t>a</t></si>"]
    )
    content["xl/SharedStrings.xml"] = content.pop("xl/sharedStrings.xml")
    book = open_book(pack(tmp_path / "a.xlsx", content))
    assert book.grid(book.sheets[0]).columns[1].texts == ["a"]


def test_two_sheets_of_one_name(tmp_path: Path) -> None:
    """Two sheets of one name, which Excel forbids and other programs write, are an error."""
    content = parts({"工作量": sheet(LINE), "工作量2": sheet(LINE)})
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace("工作量2", "工作量")
    problems = read_records(pack(tmp_path / "a.xlsx", content)).problems
    (problem,) = [problem for problem in problems if problem.code == "R103"]
    assert problem.values == {"others": "a.xlsx:工作量"}


def test_many_merged_ranges_cost_little(tmp_path: Path) -> None:
    """Ranges of a million rows are looked at by their ends."""
    cells = rows(HEAD, *([f"T{n}", "lesson", 1] for n in range(50)))
    records = read(tmp_path, cells, merged=["B2:B1048576"] * 20_000)
    assert [problem.code for problem in records.problems] == ["R153"]
