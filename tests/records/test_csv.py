"""CSV files: encodings, rows and their lines."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.problems import Place
from paycalc.records._csv import Sheet, read_csv, read_exactly, read_fast
from tests.records.building import UNHURRIED

PLACE = Place(file="workload.csv", table="workload")


def lines_of(sheet: Sheet) -> list[int]:
    """The line where each row begins."""
    if sheet.rows is None:
        return list(range(sheet.first, sheet.first + len(sheet.cells)))
    return sheet.rows.tolist()


def cells_of(sheet: Sheet) -> list[list[str]]:
    """The cells as text; an empty one is empty, whatever the reader."""
    return [[cell or "" for cell in row] for row in sheet.cells.rows()]


def read(data: bytes) -> tuple[list[str], list[list[str]], list[int]]:
    """Headings, cells and lines of a file without an error."""
    sheet, problems = read_csv(data, "workload", "workload.csv")
    assert sheet is not None, problems
    assert not problems
    return list(sheet.headings), cells_of(sheet), lines_of(sheet)


def wrong(data: bytes) -> list[tuple[str, int | None]]:
    """Code and line of what is wrong with a file."""
    sheet, problems = read_csv(data, "workload", "workload.csv")
    assert sheet is None
    return [(problem.code, problem.place.row) for problem in problems]


TEXT = "工号,姓名\n00123,㛃某\n１２, 乙\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.removesuffix("\n").encode(),
        (TEXT + "\n\r\n\n").encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    """A file says the same in UTF-8 with or without mark, GB18030 and UTF-16, by any line end."""
    expected = (["工号", "姓名"], [["00123", "㛃某"], ["１２", " 乙"]], [2, 3])
    assert read(data) == expected


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"a,b\n1,\xff\n", 7),
        (b"\xef\xbb\xbfa\n\xc3\x28", 6),
        (b"\xff\xfea", 3),
        (b"a,b\n1,\x00\n", 7),
    ],
)
def test_no_text(data: bytes, offset: int) -> None:
    """Bytes that are no text of these encodings are told with their place."""
    _, problems = read_csv(data, "workload", "workload.csv")
    assert [(problem.code, problem.values) for problem in problems] == [
        ("R104", {"offset": offset})
    ]


def test_large_utf8() -> None:
    """A character that lies across two spans of a large file is still UTF-8."""
    body = "县" * 6_000_000
    headings, cells, _ = read(f"a,b\n1,{body}\n".encode())
    assert (headings, len(cells[0][1])) == (["a", "b"], 6_000_000)


def test_nothing_inferred() -> None:
    """Cells stay as they are written, whatever they look like."""
    rows = [["00123", "1e5"], ["true", "2025-09-01"], ["NA", "null"], ["#", "-0"]]
    data = "a,b\n" + "".join(f"{x},{y}\n" for x, y in rows)
    assert read(data.encode())[1] == rows


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"a,b\n1,2\n\n3,4\n", [2, 4]),
        (b"\n\na,b\n\n1,2\n", [5]),
        (b'a,b\n"1\n1",2\n3,4\n', [2, 4]),
        (b'"a\nb",c\n1,2\n', [3]),
        (b"a,b\n   \n1,2\n", [3]),
    ],
)
def test_lines(data: bytes, lines: list[int]) -> None:
    """A row is numbered by the line where it begins; blank lines shift nothing."""
    assert read(data)[2] == lines


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("R105", None)]),
        (b"\n\n", [("R105", None)]),
        (b"a,b\n1,2\n1,2,3\n1\n1,2\n", [("R107", 3), ("R108", 4)]),
        (b"a,b\n1,2,\n", [("R107", 2)]),
        (b'a,b\n1,2\n"1,2\n3,4\n', [("R109", 3)]),
        (b'a,b\n"1"x,2\n', [("R109", 2)]),
        (b'a,b\n1\n1,"2\n', [("R108", 2), ("R109", 3)]),
        (b'a,"b\n1,2\n', [("R109", 1)]),
        (b"a,,b\n1,2,3\n", [("R111", 1)]),
    ],
)
def test_wrong(data: bytes, expected: list[tuple[str, int | None]]) -> None:
    """Rows of another length, misplaced quotes and missing headings are told with their line."""
    assert wrong(data) == expected


@pytest.mark.parametrize("sign", [";", "\t", "，"])
def test_separators(sign: str) -> None:
    """Semicolons, tabs and full-width commas separate too; commas are then part of a cell."""
    rows = ["工号,姓名", f'T1{sign}"a{sign}b"', f"T2{sign}1,5"]
    data = "\n".join([rows[0].replace(",", sign), *rows[1:]]).encode("gb18030")
    assert read(data) == (["工号", "姓名"], [["T1", f"a{sign}b"], ["T2", "1,5"]], [2, 3])
    assert wrong(f"a{sign}b\n1{sign}2\n1\n\n1{sign}2{sign}3\n".encode()) == [
        ("R108", 3),
        ("R107", 5),
    ]


def test_the_separator_is_told_from_the_headings() -> None:
    """The sign counts that finds the most known headings, not the one that is most frequent."""
    data = "工号;工作类别;数量,周,月,年\nT1;lesson;12,5\n".encode()
    assert read(data)[:2] == (["工号", "工作类别", "数量,周,月,年"], [["T1", "lesson", "12,5"]])


@pytest.mark.parametrize("sign", ["|", "；", "、"])
def test_other_separators(sign: str) -> None:
    """A file separated by another sign is told so, not read as one column."""
    data = f"teacher_id{sign}kind\nT1{sign}a,b\n".encode()
    _, problems = read_csv(data, "workload", "workload.csv")
    assert [(p.code, p.place.row, p.values) for p in problems] == [("R115", 1, {"separator": sign})]


def test_counts() -> None:
    """A row of another length is told with both numbers of fields."""
    _, problems = read_csv(b"a,b\n1,2,3\n", "workload", "workload.csv")
    assert problems[0].values == {"found": 3, "expected": 2}


def test_capped() -> None:
    """Of a thousand and more problems of one kind the rest is counted."""
    _, problems = read_csv(b"a,b\n" + b"1\n" * 1500, "workload", "workload.csv")
    assert [problem.code for problem in problems] == ["R108"] * 1000 + ["R199"]
    assert problems[-1].values == {"code": "R108", "more": 500}


def test_empty_columns() -> None:
    """A column without heading and without cells is no column."""
    assert read(b"a,b,,\n1,2,,\n3,4, ,\n") == (["a", "b"], [["1", "2"], ["3", "4"]], [2, 3])


def test_no_cells_in_messages() -> None:
    """What a broken row holds, a name say, does not get into a message."""
    _, problems = read_csv('a,b\n"张三"x,2\n'.encode(), "workload", "workload.csv")
    assert "张三" not in "".join(str(problem) + problem.message("zh") for problem in problems)


CELL = st.text("a1县, \"\n\r'", max_size=4)
WIDTH = st.integers(1, 4)
TABLES = WIDTH.flatmap(
    lambda width: st.lists(
        st.lists(CELL, min_size=width, max_size=width).filter(
            lambda row: len(row) > 1 or bool(row[0].strip())
        ),
        min_size=1,
        max_size=6,
    )
)


@UNHURRIED
@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_written_tables(rows: list[list[str]], end: str, every: bool) -> None:
    """What Python's writer writes is read back, cell by cell."""
    text = io.StringIO()
    # The writer puts no quotes around a lone carriage return of its own accord.
    every = every or any("\r" in cell for row in rows for cell in row)
    quoting = csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL
    writer = csv.writer(text, lineterminator=end, quoting=quoting)
    writer.writerow([f"h{place}" for place in range(len(rows[0]))])
    writer.writerows(rows)
    assert read(text.getvalue().encode())[1] == rows


@UNHURRIED
@given(st.text('a1, ,,\n\n"县\r', max_size=24), st.sampled_from(["a,b\n", "a,b\r\n", '"a",b,c\n']))
def test_two_readers(body: str, head: str) -> None:
    """Where the fast reader reads a file, the exact one reads just the same."""
    data = (head + body).encode()
    fast = read_fast(data)
    exact, problems = read_exactly(data, PLACE)
    if fast is not None:
        assert exact is not None, problems
        assert not problems
        assert (fast.headings, fast.line) == (exact.headings, exact.line)
        assert cells_of(fast) == cells_of(exact)
        assert lines_of(fast) == lines_of(exact)


def test_fast_where_regular() -> None:
    """A file with a row on every line takes the fast way, quotes or not."""
    for data in (b"a,b\n1,2\n", b'"a","b"\r\n"1,","x""y"\r\n"",2', b"a,b\n,\n"):
        assert read_fast(data) is not None


def test_not_fast_where_irregular() -> None:
    """A file whose rows must be looked at one by one does not."""
    for data in (b"a,b\n1\n", b'a,b\n1,"\n"\n', b"a,b\r1,2", b'a,b\n1,2"\n', b"a\n1\n", b"a,b\n"):
        assert read_fast(data) is None


def test_many_spans() -> None:
    """A file of many spans is regular as a whole, not span by span."""
    row = b"0123456789,0123456789012345678901\n"
    data = b"a,b\n" + row * 600_000
    sheet = read_fast(data)
    assert sheet is not None
    assert len(sheet.cells) == 600_000
    assert read_fast(data + b"1,2,3\n" + row) is None
