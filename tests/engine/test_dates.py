"""What is derived from dates against Python's datetime (section 4)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paycalc.engine.dates import month_of, months_spanned, part_of_date, span
from paycalc.engine.encoded import EMPTY
from paycalc.engine.numbers import MICRO, Numbers
from paycalc.engine.states import State
from tests.engine.drawing import SOME

EPOCH = date(1970, 1, 1)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
near = st.dates(date(2023, 12, 1), date(2029, 3, 31))
leap_days = st.sampled_from([1904, 1980, 1996, 2000, 2024]).map(lambda year: date(year, 2, 29))


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def column(dates: list[date]) -> Numbers:
    """Dates as the engine holds them."""
    return Numbers(np.array([number(d) for d in dates], np.int64), np.zeros(len(dates), np.uint8))


def whole_years(begin: date, end: date) -> int:
    """Completed years; 29 February completes one on the 28th, a later date none."""
    month, day = begin.month, begin.day
    if (month, day) == (2, 29):
        day = 28
    return max(0, end.year - begin.year - ((end.month, end.day) < (month, day)))


@SOME
@given(st.lists(st.one_of(days, near, leap_days), min_size=1, max_size=20), st.one_of(days, near))
@example([date(2000, 2, 29), date(2000, 2, 28), date(2000, 3, 1)], date(2025, 2, 28))
@example([date(2000, 2, 29), date(2000, 2, 28), date(2000, 3, 1)], date(2024, 2, 28))
@example([date(2000, 2, 29), date(2000, 2, 28), date(2000, 3, 1)], date(2024, 2, 29))
@example([date(2000, 2, 29), date(2001, 3, 1)], date(2025, 2, 27))
def test_years_are_completed_years(begins: list[date], end: date) -> None:
    """`d.years` counts birthdays up to the period's last day, in micro."""
    found = part_of_date(column(begins), "years", number(end))
    assert found.ids.tolist() == [whole_years(begin, end) * MICRO for begin in begins]
    assert found.domain == "decimal"


def test_29_february_completes_a_year_on_the_28th_of_every_year() -> None:
    """Also in leap years, where there would be a 29th."""
    begin = column([date(2000, 2, 29)])
    for year in range(2001, 2030):
        before, on = (number(date(year, 2, d)) for d in (27, 28))
        assert part_of_date(begin, "years", before).ids.tolist() == [(year - 2001) * MICRO]
        assert part_of_date(begin, "years", on).ids.tolist() == [(year - 2000) * MICRO]


@SOME
@given(st.lists(st.one_of(days, near), min_size=1, max_size=20))
def test_months_and_weeks_are_those_of_the_calendar(dates: list[date]) -> None:
    """`d.month` counts months from year 0, `d.week` is the ISO year and week."""
    months = part_of_date(column(dates), "month", 0)
    weeks = part_of_date(column(dates), "week", 0)
    assert months.ids.tolist() == [d.year * 12 + d.month - 1 for d in dates]
    assert weeks.ids.tolist() == [d.isocalendar()[0] * 100 + d.isocalendar()[1] for d in dates]
    assert (months.domain, weeks.domain) == ("month", "week")


def test_every_day_of_many_new_years_has_its_iso_week() -> None:
    """The days around New Year belong to the ISO year of their Thursday, for 200 years."""
    dates = [date(year, 1, 1) + timedelta(k) for year in range(1901, 2101) for k in range(-7, 8)]
    found = part_of_date(column(dates), "week", 0).ids.tolist()
    assert found == [d.isocalendar()[0] * 100 + d.isocalendar()[1] for d in dates]


@pytest.mark.parametrize("part", ["years", "month", "week"])
def test_an_empty_or_unreadable_date_stays_so(part: str) -> None:
    """What is no date has no year, month or week, and keeps its state."""
    states = np.array([State.NONE, State.BAD_DATE, State.OK], np.uint8)
    found = part_of_date(Numbers(np.array([5, 5, 5]), states), part, 10**4)
    assert found.state.tolist() == states.tolist()
    assert found.ids[:2].tolist() == [EMPTY, EMPTY]
    assert found.ids[2] != EMPTY


@SOME
@given(days, st.integers(0, 1000))
def test_months_that_a_period_touches(first: date, length: int) -> None:
    """Each calendar month from the first day's to the last day's counts once."""
    last = first + timedelta(length)
    touched = {(d.year, d.month) for d in (first + timedelta(k) for k in range(length + 1))}
    assert months_spanned(number(first), number(last)) == len(touched)
    assert month_of(column([first]).value).tolist() == [first.year * 12 + first.month - 1]


def test_what_is_held_is_cut_to_the_period() -> None:
    """Empty cells are the period's ends; a stint that reaches beyond the period is cut to it."""
    ok, none = State.OK, State.NONE
    begin = Numbers(np.array([90, 120, 0, 150]), np.array([ok, ok, none, ok], np.uint8))
    end = Numbers(np.array([110, 0, 300, 160]), np.array([ok, none, ok, ok], np.uint8))
    every = np.arange(4)
    low, high = span({"from": begin, "to": end}, every, 100, 199)
    assert low.tolist() == [100, 120, 100, 150]
    assert high.tolist() == [110, 199, 199, 160]
    assert [x.tolist() for x in span({"to": end}, every, 100, 199)] == [[100] * 4, high.tolist()]
    assert [x.tolist() for x in span({}, every[:2], 100, 199)] == [[100, 100], [199, 199]]


def test_what_some_rows_hold_follows_the_rows() -> None:
    """Rows are asked for by their places, in any order and again."""
    ok = np.zeros(3, np.uint8)
    dates = {"from": Numbers(np.array([101, 102, 103]), ok)}
    low, high = span(dates, np.array([2, 0, 2]), 100, 199)
    assert low.tolist() == [103, 101, 103]
    assert high.tolist() == [199] * 3
