"""The stints of staff: overlaps, the latest of each post, and teachers above one full time."""

from __future__ import annotations

import numpy as np
import polars as pl

from paycalc.records._cell_dates import FIRST_DAY, LAST_DAY, days_of
from paycalc.records._codes import Code
from paycalc.records._ids import Ids
from paycalc.records._reporting import Report
from paycalc.records._sieve import Index, Mask, Sieve, tell, written
from paycalc.records.cells import numbers
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
    begin, end = days_of(kept.frame, "from", FIRST_DAY), days_of(kept.frame, "to", LAST_DAY)
    order = np.lexsort((end, begin, post))
    order = order[post[order] >= 0]
    base = post[order].astype(np.int64) * (LAST_DAY - FIRST_DAY + 1) - FIRST_DAY
    reach = np.maximum.accumulate(base + end[order])
    again = (base[1:] == base[:-1]) & (base[1:] + begin[order][1:] <= reach[:-1])
    overlapping = np.zeros(len(post), np.bool_)
    overlapping[order[1:][again]] = True
    ids = {"teacher": written(kept, "teacher_id"), "school": written(kept, "school_id")}
    tell(report, "R231", kept, overlapping, "from", ids)


def latest_stints(frame: pl.DataFrame, post: Code, posts: int) -> Code:
    """For each post, its row with the greatest ``from`` (empty is earliest)."""
    begin = days_of(frame, "from", -(2**40))
    order = np.lexsort((begin, post))
    latest = np.full(posts, -1, np.int32)
    latest[post[order]] = order
    return latest


def check_fte(kept: Sieve, post: Code, ids: Ids, period: Period, report: Report) -> None:
    """Warn of teachers whose stints add up to more than 1 on a day of the period."""
    read = numbers(with_fte(kept.frame)["fte"])
    if not len(ids.posts) or (read.state > 0).any():
        return
    above = _above(kept.frame, ids.person_of_post[post], read.micro, period)
    person = ids.person_of_post[post]
    shown = np.zeros(len(post), np.bool_)
    rows = np.flatnonzero(above[person])
    shown[rows[np.unique(person[rows], return_index=True)[1]]] = True
    names = {"teacher": written(kept, "teacher_id")}
    tell(report, "R260", kept, shown, "fte", names)


def _above(frame: pl.DataFrame, person: Code, fte: Index, period: Period) -> Mask:
    """For each person, whether their stints add up to more than 1 on a day."""
    first, last = bounds(period)
    begin = np.maximum(days_of(frame, "from", first), first)
    end = np.minimum(days_of(frame, "to", last), last) + 1
    who = np.concatenate((person, person))
    day = np.concatenate((begin, end))
    change = np.concatenate((fte, -fte))
    order = np.lexsort((day, who))
    who, day, total = who[order], day[order], np.cumsum(change[order])
    # A person's changes add up to 0, so that the running total starts anew with the next.
    ends = np.ones(len(who), np.bool_)
    ends[:-1] = (who[1:] != who[:-1]) | (day[1:] != day[:-1])
    above = np.zeros(int(person.max(initial=-1)) + 1, np.bool_)
    above[who[ends & (total > _FULL)]] = True
    return above


def bounds(period: Period) -> tuple[int, int]:
    """The first and the last day of the period, in days since 1970."""
    day = np.array([period.first_day, period.last_day], "datetime64[D]").astype(np.int64)
    return int(day[0]), int(day[1])
