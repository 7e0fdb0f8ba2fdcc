"""Cells that must be there, be numbers, or be dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from paycalc.records._cell_dates import FIRST_DAY, LAST_DAY, days_of
from paycalc.records._reporting import Report
from paycalc.records._scalars import DATE, NARROW, WIDE
from paycalc.records._sieve import Mask, Sieve, count, tell, written
from paycalc.records._spoilt import ERROR, FORMULA
from paycalc.records._views import nulls, only
from paycalc.records.cells import dates
from paycalc.records.tables import TABLES

_SPOILT = (("R221", ERROR), ("R222", FORMULA))
_REASONS = (
    *_SPOILT,
    ("R211", f"^{DATE}"),
    ("R212", r"(?i)^[+-]?(?:nan|inf|infinity)$"),
    ("R213", r"(?i)^[+-]?[0-9.]+e[+-]?[0-9]+$"),
    ("R215", r"^[+-]?[0-9]*,[0-9,]*(?:\.[0-9]*)?$"),
    ("R214", r"^[+-]?[0-9][0-9.,]*\s*[^0-9.,\s]"),
)
"""Why a text is no number, the first that fits; ``R211`` if none does."""


def with_dates(kept: Sieve, report: Report) -> Sieve:
    """The table with the columns that are dates as ``Date``; cells that are none are told."""
    columns, types = [], kept.table.types
    for spec in TABLES[kept.name].columns.values():
        if spec.kind != "date" or spec.name not in types:
            continue
        read = dates(kept.frame[spec.name])
        _tell_first(kept, spec.name, read.state == 2, (*_SPOILT, ("R219", "")), report)
        count(report, "R130", kept, read.folded, spec.name)
        if types[spec.name] != pl.Date or (read.state == 2).any():
            days = pl.Series(spec.name, read.days).cast(pl.Date)
            columns.append(only(read.state == 0, days))
    if columns:
        kept = replace(kept, frame=kept.frame.with_columns(columns))
    if {"from", "to"} <= types.keys():
        begin, end = days_of(kept.frame, "from", FIRST_DAY), days_of(kept.frame, "to", LAST_DAY)
        crossed = begin > end
        tell(report, "R220", kept, crossed, "to")
    return kept


def check_cells(kept: Sieve, report: Report) -> None:
    """Required cells that are empty, and cells that must be numbers and are none."""
    for spec in TABLES[kept.name].columns.values():
        if spec.name not in kept.table.types:
            continue
        if spec.required and kept.frame[spec.name].null_count():
            empty = nulls(kept.frame[spec.name])
            tell(report, "R210", kept, empty, spec.name)
        if spec.kind == "number":
            _check_numbers(kept, spec.name, report)


def _check_numbers(kept: Sieve, column: str, report: Report) -> None:
    read = kept.numbers(column)
    tell_no_number(kept, column, read.state == 2, report)
    tell(report, "R216", kept, read.state == 3, column)
    count(report, "R130", kept, read.folded, column)
    count(report, "R132", kept, read.rounded, column)


def tell_no_number(kept: Sieve, column: str, where: Mask, report: Report) -> None:
    """Tell the cells that are no number, each with the code of its reason."""
    _tell_first(kept, column, where, (*_REASONS, ("R211", "")), report)


def _tell_first(
    kept: Sieve, column: str, where: Mask, reasons: Sequence[tuple[str, str]], report: Report
) -> None:
    """Tell cells each with the code of the first shape that its text has."""
    if not where.any():
        return
    bad = written(kept, column).filter(where).str.replace_many(list(WIDE), list(NARROW))
    left = np.ones(len(bad), np.bool_)
    rows = np.flatnonzero(where)
    for code, shape in reasons:
        fits = left & bad.str.contains(shape).to_numpy()
        left &= ~fits
        mask = np.zeros(len(where), np.bool_)
        mask[rows[fits]] = True
        tell(report, code, kept, mask, column)
