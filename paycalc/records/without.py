"""Records without some counties: what is left where the errors of those are for later."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from paycalc.records.dataset import Records
from paycalc.records.table import Table, rows_of


def without(records: Records, counties: Collection[str], unit_column: str | None = None) -> Records:
    """The records without the rows of some counties; others keep their numbers.

    Errors that were found while reading are taken to be of these counties.

    A row is of the county that it names, else of its school's or its unit's, else of its
    teacher's, if all of that teacher's posts are in these counties. ``unit_column`` is the column
    of ``schools`` that level 1 calls `unit`.

    >>> tables = {
    ...     "schools": {"school_id": ["S1", "S2"], "county_id": ["A", "B"]},
    ...     "staff": {
    ...         "teacher_id": ["T1", "T2"],
    ...         "school_id": ["S1", "S2"],
    ...         "position": ["head", "teacher"],
    ...     },
    ...     "workload": {"teacher_id": ["T2", "T1"], "kind": ["k", "k"], "quantity": ["1", "2"]},
    ... }
    >>> period = {"id": "1", "from": "2025-09-01", "to": "2026-01-31"}
    >>> left = without(Records.from_tables(tables, period=period), {"A"})
    >>> [left.tables[name].frame["teacher_id"].to_list() for name in ("staff", "workload")]
    [['T2'], ['T2']]
    """
    gone = {"county_id": set(counties)}
    tables: dict[str, Table] = {}
    first = [name for name in ("schools", "staff") if name in records.tables]  # others name these
    for name in (*first, *(name for name in records.tables if name not in first)):
        table = records.tables[name]
        left = tables[name] = rows_of(table, np.flatnonzero(~_of(table, gone)))
        if name == "schools":
            gone["school_id"] = _only_before(table, left, "school_id")
            gone["unit_id"] = gone["school_id"] | _only_before(table, left, unit_column)
        elif name == "staff":
            gone["teacher_id"] = _only_before(table, left, "teacher_id")
    return replace(
        records,
        tables={name: tables[name] for name in records.tables},
        problems=tuple(p for p in records.problems if p.severity != "error"),
    )


def _of(table: Table, gone: dict[str, set[str]]) -> NDArray[np.bool_]:
    """The rows of which the first id that is there is gone."""
    taken = np.zeros(table.frame.height, np.bool_)
    open_ = ~taken
    for column in ("county_id", "school_id", "unit_id", "teacher_id"):
        if column in table.frame.columns and column in gone:
            words = table.words(column)
            taken |= open_ & words.within(gone[column])
            open_ &= words.codes < 0
    return taken


def _only_before(before: Table, after: Table, column: str | None) -> set[str]:
    """The ids of a column that no row has any more."""
    if column is None or column not in before.frame.columns:
        return set()
    old, left = (set(table.words(column).words.to_list()) for table in (before, after))
    return old - left
