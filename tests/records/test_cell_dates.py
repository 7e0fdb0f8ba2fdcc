"""Dates of cells."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.records.cells import dates
from tests.records.building import UNHURRIED

EPOCH = date(1970, 1, 1)
FORMS = st.sampled_from(
    [
        "{0.year:04}-{0.month:02}-{0.day:02}",
        "{0.year:04}-{0.month}-{0.day}",
        "{0.year:04}/{0.month}/{0.day}",
        " {0.year:04}/{0.month:02}/{0.day}　",
    ]
)


def days(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


@UNHURRIED
@given(st.lists(st.tuples(st.dates(), FORMS)))
def test_texts(drawn: list[tuple[date, str]]) -> None:
    """A date is read in the three forms, with or without zeros before month and day."""
    column = pl.Series([form.format(day) for day, form in drawn], dtype=pl.String)
    read = dates(column)
    assert read.days.tolist() == [days(day) for day, _ in drawn]
    assert read.state.tolist() == [0] * len(drawn)


@UNHURRIED
@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
def test_calendar(year: int, month: int, day: int) -> None:
    """A day that the calendar lacks is no date."""
    try:
        expected = [days(date(year, month, day))]
    except ValueError:
        expected = []
    read = dates(pl.Series([f"{year:04}-{month}-{day}"]))
    assert read.days[read.state == 0].tolist() == expected


@pytest.mark.parametrize(
    "text",
    [
        *("20250901", "2025.9.1", "2025-9/1", "25-09-01", "2025-09-01 00:00:00", "2025年9月1日"),
        *("1-9-2025", "2025-009-01", "45901", "-2025-09-01", "2025-09-０١", "九月一日"),
    ],
)
def test_refused(text: str) -> None:
    """Nothing else is guessed to be a date."""
    assert dates(pl.Series([text])).state.tolist() == [2]


def test_full_width() -> None:
    """Full-width digits and signs are read, and counted."""
    read = dates(pl.Series(["２０２５－０９－０１", "2025/9/1", "２０２５年", None]))
    assert (read.days.tolist(), read.state.tolist()) == ([20332, 20332, 0, 0], [0, 0, 2, 1])
    assert read.folded == 1


@UNHURRIED
@given(st.lists(st.dates() | st.none()))
def test_date_columns(cells: list[date | None]) -> None:
    """A column of dates, or of times at midnight, is read as it is."""
    column = pl.Series(cells, dtype=pl.Date)
    expected = [0 if cell is None else days(cell) for cell in cells]
    for typed in (column, column.cast(pl.Datetime("us")), column.cast(pl.Datetime("ms"))):
        read = dates(typed)
        assert read.days.tolist() == expected
        assert read.state.tolist() == [int(cell is None) for cell in cells]


@UNHURRIED
@given(st.datetimes())
def test_times(moment: datetime) -> None:
    """A time of day other than midnight is no date."""
    read = dates(pl.Series([moment], dtype=pl.Datetime("us")))
    midnight = moment.time() == datetime.min.time()
    assert read.state.tolist() == [0 if midnight else 2]


def test_beyond_the_calendar() -> None:
    """Days before year 1 or after year 9999 are no dates."""
    first, last = days(date.min), days(date.max)
    column = pl.Series([first - 1, first, last, last + 1], dtype=pl.Int32).cast(pl.Date)
    assert dates(column).state.tolist() == [2, 0, 0, 2]


def test_other_types() -> None:
    """Numbers, booleans and spans of time are no dates; an empty column is empty."""
    for column in (
        pl.Series([20250901, None]),
        pl.Series([1.5, None]),
        pl.Series([True, None]),
        pl.Series([timedelta(1), None]),
    ):
        assert dates(column).state.tolist() == [2, 1]
    assert dates(pl.Series([None])).state.tolist() == [1]
    assert dates(pl.Series([], dtype=pl.String)).days.tolist() == []
