"""The stints of staff: overlaps, the latest of each post, and teachers above one full time."""

from __future__ import annotations

import numpy as np
import polars as pl

from paycalc.records._cell_dates import FIRST_DAY, LAST_DAY, days_of
from paycalc.records._cell_numbers import EMPTY
from paycalc.records._codes import Code
from paycalc.records._ids import Ids
from paycalc.records._reporting import Report
from paycalc.records._sieve import Index, Mask, Sieve, tell, written
from paycalc.records.period import Period

_FULL = 10**6


def with_fte(frame: pl.DataFrame) -> pl.DataFrame:
    """The stints with ``fte`` 1 where it is absent or empty."""
    if "fte" not in frame.columns or frame["fte"].dtype == pl.Null:
        return frame.with_columns(pl.lit(1, pl.Int64).alias("fte"))
    if not frame["fte"].null_count():
        return frame
    if frame["fte"].dtype == pl.String:
        return frame.with_columns(pl.col("fte").fill_null("1"))
    if frame["fte"].dtype.is_numeric():
        return frame.with_columns(pl.col("fte").fill_null(1))
    return frame


def check_stints(kept: Sieve, post: Code, report: Report) -> None:
    """Tell stints of one post that overlap another; ``post`` is the post of each row (-1: none)."""
    rows = np.flatnonzero((post >= 0) & _shared(post))
    if not len(rows):
        return
    begin, end = days_of(kept.frame, "from", FIRST_DAY), days_of(kept.frame, "to", LAST_DAY)
    order = rows[np.lexsort((end[rows], begin[rows], post[rows]))]
    base = post[order].astype(np.int64) * (LAST_DAY - FIRST_DAY + 1) - FIRST_DAY
    reach = np.maximum.accumulate(base + end[order])
    again = (base[1:] == base[:-1]) & (base[1:] + begin[order][1:] <= reach[:-1])
    overlapping = np.zeros(len(post), np.bool_)
    overlapping[order[1:][again]] = True
    ids = {"teacher": written(kept, "teacher_id"), "school": written(kept, "school_id")}
    tell(report, "R231", kept, overlapping, "from", ids)


def _shared(codes: Code) -> Mask:
    """Which rows have the code of another row."""
    return np.bincount(codes + 1)[codes + 1] > 1


def latest_stints(frame: pl.DataFrame, post: Code, posts: int) -> Code:
    """For each post, its row with the greatest ``from`` (empty is earliest)."""
    latest = np.full(posts, -1, np.int32)
    if len(post) == posts:  # a stint each
        latest[post] = np.arange(posts, dtype=np.int32)
        return latest
    begin = days_of(frame, "from", -(2**40))
    order = np.lexsort((begin, post))
    latest[post[order]] = order
    return latest


def check_fte(kept: Sieve, post: Code, ids: Ids, period: Period, report: Report) -> None:
    """Warn of teachers whose stints add up to more than 1 on a day of the period."""
    fte = _fte(kept)
    if not len(ids.posts) or fte is None:
        return
    person = ids.person_of_post[post]
    # Of one stint alone no sum has to be made.
    rows = np.flatnonzero(_shared(person) | (np.abs(fte) > _FULL))
    if not len(rows):
        return
    first, last = bounds(period)
    begin = np.maximum(days_of(kept.frame, "from", first)[rows], first)
    end = np.minimum(days_of(kept.frame, "to", last)[rows], last)
    above = rows[_above(person[rows], begin, end, fte[rows])]
    shown = np.zeros(len(post), np.bool_)
    shown[above[np.unique(person[above], return_index=True)[1]]] = True
    tell(report, "R260", kept, shown, "fte", {"teacher": written(kept, "teacher_id")})


def _fte(kept: Sieve) -> Index | None:
    """The micro of each stint's ``fte``, 1 where it is absent or empty; ``None`` if one is none."""
    if "fte" not in kept.table.types:
        return np.full(len(kept.frame), _FULL)
    read = kept.numbers("fte")
    empty = read.state == EMPTY
    if (read.state[~empty] > 0).any():
        return None
    return np.where(empty, _FULL, read.micro)


def _above(person: Code, begin: Index, end: Index, fte: Index) -> Mask:
    """Which stints are of a person whose stints add up to more than 1 on a day."""
    who = np.concatenate((person, person))
    day = np.concatenate((begin, end + 1))
    change = np.concatenate((fte, -fte))
    order = np.lexsort((day, who))
    who, day, total = who[order], day[order], np.cumsum(change[order])
    # A person's changes add up to 0, so that the running total starts anew with the next.
    ends = np.ones(len(who), np.bool_)
    ends[:-1] = (who[1:] != who[:-1]) | (day[1:] != day[:-1])
    above = np.zeros(int(person.max(initial=-1)) + 1, np.bool_)
    above[who[ends & (total > _FULL)]] = True
    return above[person]


def bounds(period: Period) -> tuple[int, int]:
    """The first and the last day of the period, in days since 1970."""
    day = np.array([period.first_day, period.last_day], "datetime64[D]").astype(np.int64)
    return int(day[0]), int(day[1])
