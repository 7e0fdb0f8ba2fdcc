"""Whatever a program writes into workbooks is read back as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from paycalc.records import Records, read_records
from paycalc.records.cells import texts
from tests.records.building import PERIOD, UNHURRIED, write_period
from tests.records.xlsx.making import pack, parts, sheet
from tests.records.xlsx.writing import by_xlsxwriter, lines_of

FREE = st.text(
    st.one_of(
        st.sampled_from("工作 　\n\t_x0041_'\"<&>=#·㛃𬍛１，.,+-e"),
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]),
    ),
    max_size=6,
)
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(-9999, 9999, allow_nan=False, places=4).map(float),
)
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))
IDS = st.integers(1, 99999).map(lambda number: f"T{number:05}")


def columns(cells: st.SearchStrategy[Any], rows: int) -> st.SearchStrategy[list[Any]]:
    """A column of so many cells, some of them empty."""
    return st.lists(st.none() | cells, min_size=rows, max_size=rows)


@st.composite
def workloads(draw: st.DrawFn) -> pl.DataFrame:
    """Rows of workload: ids, and cells of one kind in each other column."""
    rows = draw(st.integers(0, 5))
    full = st.lists(IDS, min_size=rows, max_size=rows)
    return pl.DataFrame(
        {
            "teacher_id": draw(full),
            "kind": draw(columns(FREE, rows)),
            "quantity": draw(columns(NUMBERS, rows)),
            "subject": draw(columns(FREE, rows)),
            "date": draw(columns(DAYS, rows)),
        },
        schema={
            "teacher_id": pl.String,
            "kind": pl.String,
            "quantity": pl.Float64,
            "subject": pl.String,
            "date": pl.Date,
        },
    )


def said(records: Records) -> dict[str, list[str | None]]:
    """The text of every cell, by column."""
    assert {problem.code for problem in records.problems} <= {"R131"}
    frame = records.tables["workload"].frame
    return {column.name: texts(column).to_list() for column in frame.get_columns()}


@UNHURRIED
@given(workloads())
def test_any_table_reads_back(frame: pl.DataFrame) -> None:
    """Texts, numbers and dates of a workbook read as those of a program, cell by cell."""
    expected = said(Records.from_tables({"workload": frame}, period=PERIOD))
    with TemporaryDirectory() as place:
        write_period(Path(place))
        by_xlsxwriter(Path(place, "工作量.xlsx"), "workload", frame)
        assert said(read_records(place)) == expected


@UNHURRIED
@given(workloads(), st.integers(1, 1_000_000), st.sampled_from(["A", "Z", "ZZ", "XFA"]))
def test_any_place_reads_back(frame: pl.DataFrame, row: int, first: str) -> None:
    """A table reads the same wherever it stands in its sheet, and says where that is."""
    lines = lines_of("workload", frame.select("teacher_id", "kind", "quantity"))
    expected = said(
        Records.from_tables({"workload": frame.select(frame.columns[:3])}, period=PERIOD)
    )
    with TemporaryDirectory() as place:
        write_period(Path(place))
        content = sheet(_placed(lines, row, first))
        pack(Path(place, "工作量.xlsx"), parts({"Sheet1": content}))
        records = read_records(place)
        assert said(records) == expected
    (part,) = records.tables["workload"].parts
    assert part.rows is not None
    assert part.rows.tolist() == list(range(row + 1, row + len(lines)))
    assert part.letters["teacher_id"] == first


def _placed(lines: Sequence[Sequence[Any]], row: int, first: str) -> dict[str, Any]:
    """Cells of lines from a row and a column on."""
    letters = [first, first[:-1] + chr(ord(first[-1]) + 1), first[:-1] + chr(ord(first[-1]) + 2)]
    if first.endswith("Z"):
        head = {"Z": "A", "ZZ": "AA"}[first]
        letters = [first, f"{head}A", f"{head}B"]
    return {
        f"{letters[place]}{row + line}": cell
        for line, cells in enumerate(lines)
        for place, cell in enumerate(cells)
        if cell is not None
    }
