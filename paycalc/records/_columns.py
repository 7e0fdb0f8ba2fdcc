"""Columns that must be there, and columns that nobody reads."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from paycalc.problems import Place, Problem
from paycalc.records._reporting import Report
from paycalc.records.dataset import Records
from paycalc.records.expectations import Expectations
from paycalc.records.table import Table
from paycalc.records.tables import FOR_LINT, OF_EVERY_POLICY, TABLES, TableSpec

_KNOWN_OF_ALL = frozenset({"from", "to", "known_at", "county_id", "school_id", "teacher_id"})
_READ_BY_CHECKS: Mapping[str, frozenset[str]] = {
    "funds": frozenset({"source"}),
    "staff": frozenset({"fte"}),
    "workload": frozenset({"date"}),
    "ethics": frozenset({"decided_on", "committed_on"}),
}
_NOTHING_READ = {"R101", "R180", "R181", "R187"}
"""No folder, no database, no queries: which tables are missing is not known."""
_NO_WORKBOOK = {"R102", "R140", "R141", "R142"}
"""The same where the file is a workbook that is not named after a table."""


def check_tables(records: Records, report: Report) -> None:
    """Required tables that are not there, unless reading them has already failed."""
    told = {p.place.table for p in records.problems if p.severity == "error"}
    unread = any(
        p.code in _NOTHING_READ or (p.code in _NO_WORKBOOK and p.place.table is None)
        for p in records.problems
    )
    for name, spec in TABLES.items():
        missing = spec.required and name not in records.tables
        if missing and name not in told and not unread:
            report.add(Problem("R201", Place(table=name)))


def check_columns(records: Records, expects: Expectations, report: Report) -> None:
    """Columns that are required, or that the policy reads, and are not there.

    What a policy reads is not missed where no row would need it: in a table that is not there, or
    that has no rows.
    """
    missing: set[tuple[str, str]] = set()
    for name, table in records.tables.items():
        wanted = {column.name for column in TABLES[name].columns.values() if column.required}
        if len(table.frame):
            wanted |= _read(name, expects)
        for column in sorted(wanted - _columns(table), key=str.encode):
            _missing(table, column, report)
            missing.add((name, column))
    filled = {name: _columns(table) for name, table in records.tables.items() if len(table.frame)}
    for column, tables in expects.anywhere:
        told = any((name, column) in missing for name in tables)
        if (
            tables
            and not told
            and all(name in filled and column not in filled[name] for name in tables)
        ):
            values = {"column": column, "tables": ", ".join(tables)}
            report.add(Problem("R204", Place(column=column), values))


def check_unread(records: Records, read: Mapping[str, set[str]], report: Report) -> None:
    """Tables and columns that nothing of the policy reads."""
    for name, table in records.tables.items():
        if name in FOR_LINT:
            continue
        if not read[name]:
            report.add(Problem("R281", Place(table=name)))
            continue
        unread = sorted(table.types.keys() - read[name], key=str.encode)
        if unread:
            called = ", ".join(table.headings.get(column, column) for column in unread)
            report.add(Problem("R280", Place(table=name), {"columns": called}, len(unread)))


def columns_read(name: str, expects: Expectations) -> set[str]:
    """The columns of a table that the policy or a check reads; none of a table that nobody does."""
    spec = TABLES[name]
    if not _is_read(spec, expects):
        return set()
    read = {column.name for column in spec.columns.values() if column.required}
    read |= _KNOWN_OF_ALL | _READ_BY_CHECKS.get(name, frozenset())
    read |= _read(name, expects) | set(expects.mentioned.get(name, ()))
    return read | {column for column, tables in expects.anywhere if name in tables}


def _is_read(spec: TableSpec, expects: Expectations) -> bool:
    return spec.required or spec.name in OF_EVERY_POLICY or spec.name in expects.tables


def _read(name: str, expects: Expectations) -> frozenset[str]:
    """The columns that the policy reads in this table alone."""
    unit = {expects.unit_column} if name == "schools" and expects.unit_column else set()
    return expects.columns.get(name, frozenset()) | unit


def _columns(table: Table) -> set[str]:
    """The columns of a table; ``fte`` is 1 where staff lacks it."""
    return {*table.types, *(("fte",) if table.name == "staff" else ())}


def _missing(table: Table, column: str, report: Report) -> None:
    place = Place(table=table.name, column=column)
    spec = TABLES[table.name].columns
    zh = spec[column].zh if column in spec else None
    names = [column] if zh is None else [column, zh]
    strange = [other for other in table.types if other not in spec]
    near = [match for name in names for match in get_close_matches(name, strange, 1)]
    values: dict[str, str | int] = {"column": column, "zh": zh or column}
    if near:
        report.add(Problem("R203", place, values | {"nearest": near[0]}))
    else:
        report.add(Problem("R202", place, values))
