"""The date of a cell, as days since 1970-01-01."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.records._cell_numbers import Flags, Ints, States
from paycalc.records._cell_texts import stored, trim, wall
from paycalc.records._codes import codes
from paycalc.records._scalars import DATE, NARROW, WIDE
from paycalc.records._views import filled, nulls

A_DATE, NO_CELL, NO_DATE = 0, 1, 2

FIRST_DAY = (date.min - date(1970, 1, 1)).days
LAST_DAY = (date.max - date(1970, 1, 1)).days


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a column of n cells.

    ``days`` is int32[n], days since 1970-01-01 (0 where there is no date); ``state`` uint8[n]:
    0 a date, 1 empty, 2 not a date; ``folded`` counts dates written with full-width characters.
    """

    days: NDArray[np.int32]
    state: States
    folded: int = 0


def dates(column: pl.Series) -> Dates:
    """The date of every cell: ``2025-09-01``, ``2025-9-1``, ``2025/9/1``, or a date's own type.

    A date with a time is a date at midnight (of its own zone), else none.

    >>> dates(pl.Series(["1970-01-02", "2025/2/29", "9.1"])).state.tolist()
    [0, 2, 2]
    """
    column = stored(column)
    if column.dtype == pl.String:
        return _of_texts(column)
    if column.dtype == pl.Date or isinstance(column.dtype, pl.Datetime):
        return _of_days(column)
    state = np.full(len(column), NO_DATE, np.uint8)
    state[nulls(column)] = NO_CELL
    return Dates(np.zeros(len(column), np.int32), state)


def days_of(frame: pl.DataFrame, column: str, empty: int) -> Ints:
    """Days since 1970 of a column of dates, ``empty`` where it has none."""
    if column not in frame.columns:
        return np.full(len(frame), empty, np.int64)
    return filled(frame[column].cast(pl.Int64), empty).to_numpy()


def _of_days(column: pl.Series) -> Dates:
    days, timed = column, np.zeros(len(column), np.bool_)
    if isinstance(column.dtype, pl.Datetime):
        clock = wall(column)
        days = clock.dt.date()
        timed = (clock != clock.dt.truncate("1d")).fill_null(False).to_numpy()
    number = filled(days.cast(pl.Int32), 0).to_numpy()
    state = np.zeros(len(column), np.uint8)
    state[timed | (number < FIRST_DAY) | (number > LAST_DAY)] = NO_DATE
    state[nulls(column)] = NO_CELL
    return Dates(np.where(state == A_DATE, number, 0), state)


def _of_texts(column: pl.Series) -> Dates:
    distinct = column.drop_nulls().unique()
    trimmed = trim(distinct)
    wide = trimmed.str.contains("[\uff01-\uff5e]").fill_null(False).to_numpy()
    days, good = _read(trimmed.str.replace_many(list(WIDE), list(NARROW)).fill_null(""))
    state = np.where(trimmed.is_null().to_numpy(), NO_CELL, np.where(good, A_DATE, NO_DATE))
    days = np.append(np.where(good, days, 0), 0)  # the place -1 of an empty cell finds the last
    state = np.append(state, NO_CELL)
    place = codes(column, distinct)
    folded = int(np.count_nonzero(np.append(wide & good, False)[place]))
    return Dates(days[place].astype(np.int32), state[place].astype(np.uint8), folded)


def _read(distinct: pl.Series) -> tuple[Ints, Flags]:
    """Days of distinct texts, and which of them are days of the calendar."""
    shaped = distinct.str.contains(f"^(?:{DATE})$").to_numpy()
    parts = distinct.str.extract_all("[0-9]+")
    year, month, day = (
        np.where(
            shaped,
            parts.list.get(place, null_on_oob=True)
            .cast(pl.Int64, strict=False)
            .fill_null(0)
            .to_numpy(),
            0,
        )
        for place in range(3)
    )
    good = shaped & (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0)
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    good &= day <= following - first
    return first + day - 1, good
