"""Records from a database: the rows of a query for each table (issue 7, records.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.problems import Place, Problem, ProblemsError
from paycalc.records._address import Address, address_of, is_address
from paycalc.records._fetching import connected, fetched
from paycalc.records._queries import Queries, read_queries
from paycalc.records.dataset import Records
from paycalc.records.period import NO_PERIOD, Period, period_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Address", "address_of", "is_address", "read_database"]


def read_database(
    uri: str | Address,
    tables: Mapping[str, str] | str | Path,
    *,
    period: Period | Mapping[str, object] | None = None,
) -> Records:
    """The records that a PostgreSQL or SQLite database holds, through ADBC (extra ``db``).

    All tables are read in one transaction that changes nothing. Columns have the names of
    records.md, English or Chinese (``SELECT id AS 工号``); numbers are exact, ``NUMERIC`` too, and
    a problem's row is the row of the query's result, from 1: an ``ORDER BY`` keeps it the same.
    What cannot be read is among the ``problems`` of the records; none tells the password.

    Args:
        uri: ``postgresql://USER@HOST:PORT/NAME`` (the password in ``~/.pgpass``, ``PGPASSWORD``
            or the address) or ``sqlite:///FILE``.
        tables: The SQL by the table's name, or the path of a ``tables.yaml`` that holds it.
        period: The period; without it the key ``period`` of the file names it.

    Raises:
        AddressError: The address cannot be read; it is not told, since a password may be in it.
        MissingExtraError: The extra ``db`` is not installed.
    """
    address = address_of(uri) if isinstance(uri, str) else uri
    if isinstance(tables, Mapping):
        queries, file = Queries(tables), None
    else:
        queries, file = read_queries(Path(tables)), Path(tables).name
    span, problems = _period(queries, period, file)
    frames, found = _frames(address, queries.tables) if queries.tables else ({}, [])
    records = Records.from_tables(frames, period=NO_PERIOD)
    told = (*queries.problems, *problems, *found, *records.problems)
    return replace(records, period=span, problems=told)


def _period(
    queries: Queries, period: Period | Mapping[str, object] | None, file: str | None
) -> tuple[Period, list[Problem]]:
    if period is not None:
        return period_of(period)
    if queries.period is None:
        return NO_PERIOD, [Problem("R189", Place(file=file))]
    return queries.period, []


def _frames(
    address: Address, tables: Mapping[str, str]
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    frames: dict[str, pl.DataFrame] = {}
    problems: list[Problem] = []
    try:
        with connected(address) as connection:
            for name, sql in tables.items():
                frame, found = fetched(connection, address.kind, name, sql)
                problems += found
                if frame is not None:
                    frames[name] = frame
    except ProblemsError as error:
        problems += error.problems
    return frames, problems
