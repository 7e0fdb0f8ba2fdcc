"""What is derived from dates: whole years, months, ISO weeks, the part of the period held."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from paycalc.engine.encoded import EMPTY
from paycalc.engine.numbers import MICRO, Ints, Numbers
from paycalc.engine.scope import Ids

_EPOCH_MONTH = 1970 * 12


def month_of(days: Ints) -> Ints:
    """The calendar month of each day, counted from January of year 0."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    return np.asarray(months.astype(np.int64) + _EPOCH_MONTH)


def months_spanned(first: int, last: int) -> int:
    """How many calendar months the days first to last touch."""
    months = month_of(np.array([first, last]))
    return int(months[1] - months[0]) + 1


def part_of_date(days: Numbers, part: str, last_day: int) -> Ids:
    """``d.years``, ``d.month`` or ``d.week`` of each date (section 4)."""
    take, domain = _PARTS[part]
    value = np.where(days.ok, take(np.where(days.ok, days.value, 0), last_day), EMPTY)
    return Ids(value, days.state, domain)


def _years(days: Ints, last_day: int) -> Ints:
    """Whole years at the period's last day; 29 February completes a year on the 28th."""
    month, day = month_of(days), _day_of_month(days)
    end = np.array([last_day])
    end_month, end_day = month_of(end), _day_of_month(end)
    day = np.where((month % 12 == 1) & (day == 28), 27, day)
    years = end_month // 12 - month // 12
    years -= (end_month % 12 < month % 12) | ((end_month % 12 == month % 12) & (end_day < day))
    whole: Ints = np.maximum(years, 0) * MICRO
    return whole


def _day_of_month(days: Ints) -> Ints:
    """The day of each date within its month, from 0."""
    date = days.astype("datetime64[D]")
    return np.asarray((date - date.astype("datetime64[M]")).astype(np.int64))


def _month(days: Ints, _: int) -> Ints:
    return month_of(days)


def _week(days: Ints, _: int) -> Ints:
    thursday = days - (days + 3) % 7 + 3
    year = thursday.astype("datetime64[D]").astype("datetime64[Y]")
    new_year = year.astype("datetime64[D]").astype(np.int64)
    return (year.astype(np.int64) + 1970) * 100 + (thursday - new_year) // 7 + 1


_PARTS: Mapping[str, tuple] = {  # type: ignore[type-arg]
    "years": (_years, "decimal"),
    "month": (_month, "month"),
    "week": (_week, "week"),
}


def span(dates: Mapping[str, Numbers], index: Ints, first: int, last: int) -> tuple[Ints, Ints]:
    """The days from and to of some rows within the period; an empty cell is the period's end."""
    low = np.full(index.size, first)
    high = np.full(index.size, last)
    if "from" in dates:
        begin = dates["from"].take(index)
        low = np.where(begin.ok, np.maximum(begin.value, first), first)
    if "to" in dates:
        end = dates["to"].take(index)
        high = np.where(end.ok, np.minimum(end.value, last), last)
    return low, high
