"""Many cases as one dataset: ids get a prefix for each case, so that no county meets another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import polars as pl

from paycalc.engine.plan import EnginePlan
from paycalc.policy import Policy
from paycalc.problems import Problem
from paycalc.records import Part, Records
from paycalc.records.cells import trim
from paycalc.testing.cases import Case, CaseTable

Shape: TypeAlias = "frozenset[tuple[str, frozenset[str], bool]]"
"""The tables of a case, their columns, and whether they have rows."""

_IDS = frozenset({"county_id", "school_id", "teacher_id", "case_id"})


def alone(case: Case) -> Records:
    """The records of one case; rows are numbered as the lines of its file."""
    frames = {name: _frame(table) for name, table in case.tables.items()}
    records = Records.from_tables(frames, period=case.period)
    tables = {
        name: replace(table, parts=(_part(case, name),)) for name, table in records.tables.items()
    }
    return replace(records, tables=tables)


def _part(case: Case, name: str) -> Part:
    return Part(case.file, 0, np.array(case.tables[name].lines, np.int64))


def _frame(table: CaseTable) -> pl.DataFrame:
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    columns = zip(table.columns, cells, strict=True)
    return pl.DataFrame([pl.Series(name, column, dtype=pl.String) for name, column in columns])


def packable(case: Case, policy: Policy) -> bool:
    """Whether the case comes out the same beside others.

    Its policy compares no id as a value, it expects no problems, which are told of whole tables
    too, and no two of its headings stand for one column.
    """
    if case.wants("problems", "warnings") or _compares_ids(policy):
        return False
    named = [table.named(name) for name, table in case.tables.items()]
    return all(len(set(columns)) == len(columns) for columns in named)


def _compares_ids(policy: Policy) -> bool:
    ids = _ids_of(policy, "schools")
    return any(need.column in ids for need in EnginePlan(policy).needs)


def _ids_of(policy: Policy, table: str) -> frozenset[str]:
    """The columns of a table that name counties, schools, units, teachers and cases."""
    unit = policy.level_1.unit
    return _IDS | {unit} if unit is not None and table == "schools" else _IDS


def shape(case: Case) -> Shape:
    """What cases must agree on to be checked alike."""
    return frozenset(
        (name, frozenset(table.named(name)), bool(table.rows))
        for name, table in case.tables.items()
    )


def prefixes(count: int) -> list[str]:
    """A prefix for each case, all of one length, so that ids of one case keep their order."""
    digits = len(str(count))
    return [f"{number:0{digits}d}:" for number in range(count)]


def together(cases: Sequence[Case], policy: Policy) -> Records:
    """The records of cases of one shape and period."""
    tables = {
        name: _joined([case.tables[name] for case in cases], name, _ids_of(policy, name))
        for name in cases[0].tables
    }
    return Records.from_tables(tables, period=cases[0].period)


def _joined(tables: Sequence[CaseTable], name: str, ids: frozenset[str]) -> pl.DataFrame:
    sizes = [len(table.rows) for table in tables]
    prefix = pl.Series("prefix", prefixes(len(tables)), dtype=pl.String)
    of_rows = prefix[np.repeat(np.arange(len(tables)), sizes)]
    columns = []
    for column, cells in _columns(tables, name).items():
        series = pl.Series(column, cells, dtype=pl.String)
        columns.append((of_rows + trim(series)).alias(column) if column in ids else series)
    return pl.DataFrame(columns)


def _columns(tables: Sequence[CaseTable], name: str) -> Mapping[str, list[str | None]]:
    """The cells of all tables, column by column."""
    columns: dict[str, list[str | None]] = {column: [] for column in tables[0].named(name)}
    for table in tables:
        for column, cells in _cells(table, name):
            columns[column] += cells
    return columns


def _cells(table: CaseTable, name: str) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    yield from zip(table.named(name), cells, strict=True)


def owners(cases: Sequence[Case], table: str) -> list[int]:
    """Which case each row of a table comes from."""
    sizes = [len(case.tables[table].rows) for case in cases]
    return [number for number, size in enumerate(sizes) for _ in range(size)]


def erring(cases: Sequence[Case], problems: Iterable[Problem]) -> set[int]:
    """The cases that errors of a pack belong to, as far as their places tell."""
    found = set()
    width = len(prefixes(len(cases))[0])
    of_rows: dict[str, list[int]] = {}
    for problem in problems:
        place = problem.place
        named = next((x for x in (place.county, place.school, place.teacher) if x), None)
        if problem.severity != "error":
            continue
        if place.table is not None and place.row is not None:
            if place.table not in of_rows:
                of_rows[place.table] = owners(cases, place.table)
            found.add(of_rows[place.table][place.row - 1])
        elif named is not None and named[: width - 1].isdigit():
            found.add(int(named[: width - 1]))
    return found
