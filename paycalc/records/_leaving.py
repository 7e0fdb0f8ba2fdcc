"""Rows that a run leaves out by their dates: counted, none an error."""

from __future__ import annotations

import numpy as np

from paycalc.records._cell_dates import days_of
from paycalc.records._reporting import Report
from paycalc.records._sieve import Mask, Sieve, count, keep, sieve
from paycalc.records._staff import bounds
from paycalc.records.cells import dates
from paycalc.records.period import Period
from paycalc.records.table import Table

_SPANS = {"staff": ("from", "to"), "workload": ("date", "date")}


def known(table: Table, period: Period, report: Report) -> Sieve:
    """The rows that were known at the period's ``known_at``.

    The others are as if they were not there: an old run is repeated whatever was added since.
    """
    kept = sieve(table)
    if period.known_at is None or "known_at" not in table.types:
        return kept
    read = dates(kept.frame["known_at"])
    limit = np.datetime64(period.known_at, "D").astype(np.int64)
    later = (read.state == 0) & (read.days > limit)
    count(report, "R272", kept, int(np.count_nonzero(later)), "known_at")
    return keep(kept, ~later)


def outside(kept: Sieve, period: Period) -> Mask:
    """Which rows lie outside the period: stints that do not overlap it, work of another day."""
    begin, end = _SPANS.get(kept.name, ("", ""))
    beyond = np.zeros(kept.frame.height, np.bool_)
    if not {begin, end} & kept.table.types.keys():
        return beyond
    first, last = bounds(period)
    beyond |= days_of(kept.frame, begin, first) > last
    beyond |= days_of(kept.frame, end, last) < first
    return beyond
