"""Many cases as one dataset: ids get a prefix for each case, so that no county meets another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
import polars as pl

from paycalc.engine import expectations
from paycalc.engine.plan import EnginePlan
from paycalc.policy import Policy
from paycalc.problems import Problem
from paycalc.records import Expectations, Part, Records, Table, lacking
from paycalc.records.cells import trim
from paycalc.records.period import NO_PERIOD
from paycalc.records.table import lacking as required
from paycalc.testing.cases import Case, CaseTable

Shape: TypeAlias = "frozenset[tuple[str, str]]"
"""Tables with rows and those of their columns whose absence says something else than no cell."""

_IDS = frozenset({"county_id", "school_id", "teacher_id", "case_id", "adjustment_id", "unit_id"})
_TELLING = ("from", "to", "known_at")


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


@dataclass
class Packer:
    """Says which cases of a policy come out the same beside others."""

    policy: Policy
    _lacking: dict[object, bool] = field(default_factory=dict)

    def shape(self, case: Case) -> Shape | None:
        """What cases must agree on to be computed together; `None` where one must be alone.

        That is one that expects problems, which are told of whole tables too; one that lacks a
        table or column; and every case of a policy that compares an id with a text or number.
        """
        if case.wants("problems", "warnings") or self.compares_ids or self._lacks(case):
            return None
        named = {name: table.named(name) for name, table in case.tables.items() if table.rows}
        return frozenset((t, c) for t, columns in named.items() for c in _TELLING if c in columns)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The columns that name counties, schools, units, teachers and cases."""
        unit = self.policy.level_1.unit
        return _IDS if unit is None else _IDS | {unit}

    @cached_property
    def compares_ids(self) -> bool:
        """Whether the policy asks more of an id than whether it is the same as another's."""
        needs = self.policy.once(EnginePlan).needs
        return any(n.column in self.ids and (n.use != "text" or n.texts) for n in needs)

    @cached_property
    def _expects(self) -> Expectations:
        return expectations(self.policy)

    def _lacks(self, case: Case) -> bool:
        """Whether a table or column is not there, or stands there twice."""
        columns = {name: table.named(name) for name, table in case.tables.items()}
        filled = {name: bool(table.rows) for name, table in case.tables.items()}
        key = frozenset(columns.items()), frozenset(filled.items())
        if key not in self._lacking:
            twice = any(len(set(named)) < len(named) for named in columns.values())
            self._lacking[key] = twice or self._lacks_some(columns, filled)
        return self._lacking[key]

    def _lacks_some(
        self, columns: Mapping[str, tuple[str, ...]], filled: Mapping[str, bool]
    ) -> bool:
        tables = {}
        for name, named in columns.items():
            some = named or required(name, ())  # a table of nothing has what it must have
            empty = [pl.Series(c, [None] * filled[name], dtype=pl.String) for c in some]
            tables[name] = Table(name, pl.DataFrame(empty), (Part(None, 0),))
        return bool(lacking(Records(tables, NO_PERIOD), self._expects))

    def together(self, cases: Sequence[Case]) -> Records:
        """The records of cases of one shape and period."""
        names = dict.fromkeys(name for case in cases for name in case.tables)
        tables = {
            name: _joined([case.tables.get(name, CaseTable()) for case in cases], name, self.ids)
            for name in names
        }
        return Records.from_tables(tables, period=cases[0].period)


def prefixes(count: int) -> list[str]:
    """A prefix for each case, all of one length, so that ids of one case keep their order."""
    digits = len(str(count))
    return [f"{number:0{digits}d}:" for number in range(count)]


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
    """The cells of all tables, column by column; a column that a table lacks is empty there."""
    named = [table.named(name) for table in tables]
    columns: dict[str, list[str | None]] = {c: [] for some in named for c in some}
    for table, own in zip(tables, named, strict=True):
        cells = dict(zip(own, zip(*table.rows, strict=True), strict=True)) if table.rows else {}
        for column in columns:
            columns[column] += cells.get(column, (None,) * len(table.rows))
    return columns


def owners(cases: Sequence[Case], table: str) -> list[int]:
    """Which case each row of a table comes from."""
    sizes = [len(case.tables[table].rows) if table in case.tables else 0 for case in cases]
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
