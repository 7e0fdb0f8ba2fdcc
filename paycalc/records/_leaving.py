"""Rows that a run leaves out by their dates: counted, none an error."""

from __future__ import annotations

import numpy as np

from paycalc.records._reporting import Report
from paycalc.records._sieve import Sieve, count, keep, sieve
from paycalc.records._typed import with_dates
from paycalc.records.cells import dates
from paycalc.records.period import Period
from paycalc.records.table import Table


def sifted(table: Table, period: Period, report: Report) -> Sieve:
    """The rows of a table that this period reads, with its dates as dates.

    What is known later than the period's ``known_at`` is left out first and judged by nothing else.
    """
    kept = with_dates(_known(sieve(table), period, report), report)
    if table.name == "workload" and "date" in kept.frame.columns:
        day = kept.frame["date"]
        outside = ((day < period.first_day) | (day > period.last_day)).fill_null(False).to_numpy()
        count(report, "R271", kept, int(np.count_nonzero(outside)), "date")
        kept = keep(kept, ~outside)
    if table.name == "staff":
        outside = np.zeros(len(kept.frame), np.bool_)
        if "from" in kept.frame.columns:
            outside |= (kept.frame["from"] > period.last_day).fill_null(False).to_numpy()
        if "to" in kept.frame.columns:
            outside |= (kept.frame["to"] < period.first_day).fill_null(False).to_numpy()
        count(report, "R270", kept, int(np.count_nonzero(outside)))
        kept = keep(kept, ~outside)
    return kept


def _known(kept: Sieve, period: Period, report: Report) -> Sieve:
    if period.known_at is None or "known_at" not in kept.frame.columns:
        return kept
    read = dates(kept.frame["known_at"])
    limit = np.datetime64(period.known_at, "D").astype(np.int64)
    later = (read.state == 0) & (read.days > limit)
    count(report, "R272", kept, int(np.count_nonzero(later)), "known_at")
    return keep(kept, ~later)
