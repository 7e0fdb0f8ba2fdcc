"""Reading from a database through ADBC: connecting, and the rows of a query.

What a driver says of an error may hold a password, a name or pay; none of it is told but what
the database says of the SQL text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from paycalc.errors import MissingExtraError
from paycalc.problems import Place, Problem, ProblemsError

if TYPE_CHECKING:
    import polars as pl
    from adbc_driver_manager.dbapi import Connection, Error

    from paycalc.records._address import Address

_ABSENT = ("Is the server running", "could not translate host name", "timeout expired")
_SAID = re.compile(r"(?:Failed to prepare query|could not begin COPY): (?:\w+:\s+)?([^\n]+)")
_READ_ONLY = "25006"
_TRANSACTIONS = (
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
)
# the SQLite driver takes a column's type from its first batch of rows: let that be all of them
_ALL_ROWS = {"adbc.sqlite.query.batch_rows": "100000000"}


@contextmanager
def connected(address: Address, *, read_only: bool = True) -> Iterator[Connection]:
    """A connection that reads only; all of its queries see the database at one moment.

    Feeds are written through one that is not ``read_only``.

    Raises:
        MissingExtraError: the drivers are not installed.
        ProblemsError: the database does not answer, or refuses the login.
    """
    try:
        from adbc_driver_manager.dbapi import Error
        from adbc_driver_postgresql import dbapi as postgresql
        from adbc_driver_sqlite import dbapi as sqlite
    except ImportError as error:
        raise MissingExtraError("db", "a database") from error
    opened = postgresql if address.kind == "postgresql" else sqlite
    try:
        connection = opened.connect(address.uri)
    except Error as error:
        raise ProblemsError([_no_entry(address, str(error))]) from None  # it may hold a password
    with connection:
        if address.kind == "postgresql" and read_only:
            with connection.cursor() as cursor:
                cursor.execute(_TRANSACTIONS)
            connection.commit()
        yield connection


def _no_entry(address: Address, said: str) -> Problem:
    absent = address.kind == "sqlite" or any(sign in said for sign in _ABSENT)
    return Problem("R180" if absent else "R181", Place(file=address.shown))


def fetched(
    connection: Connection, kind: str, name: str, sql: str
) -> tuple[pl.DataFrame | None, list[Problem]]:
    """The rows of a table's query in the order in which they come, or why there are none."""
    import polars as pl
    from adbc_driver_manager.dbapi import Error

    place = Place(table=name)
    # the driver puts PostgreSQL's query into brackets: no semicolon, no open remark
    query = f"{sql.strip().rstrip(';')}\n"
    if not query.strip():
        return None, [Problem("R184", place)]
    try:
        with connection.cursor() as cursor:
            if kind == "sqlite":
                cursor.adbc_statement.set_options(**_ALL_ROWS)
            cursor.execute(query)
            frame = pl.DataFrame(cursor.fetch_arrow())
        wrong = _of_money(connection, name, query, frame) if kind == "postgresql" else []
    except Error as error:
        connection.rollback()  # or the next query would be refused for this one
        return None, [_refused(error, place)]
    except pl.exceptions.ComputeError:  # the rows broke off
        connection.rollback()
        return None, [Problem("R183", place, {"state": "SQLSTATE unknown"})]
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None, [Problem("R185", place)]
    if not frame.width:
        return None, [Problem("R184", place)]
    return (None if wrong else frame), wrong


def _refused(error: Error, place: Place) -> Problem:
    """Why the database refused a query; its own words only where they are of the SQL alone."""
    state, said = error.sqlstate, _SAID.search(str(error))
    if state == _READ_ONLY or "readonly database" in str(error):
        return Problem("R184", place)
    # class 42: syntax, names and rights. SQLite says this much while it prepares, before any row
    if said and (state or "42").startswith("42"):
        return Problem("R182", place, {"said": said[1].strip()})
    return Problem("R183", place, {"state": f"SQLSTATE {state or 'unknown'}"})


def _of_money(connection: Connection, name: str, query: str, frame: pl.DataFrame) -> list[Problem]:
    """Columns of PostgreSQL's type money, which arrive as whole numbers like any other."""
    import polars as pl

    whole = [column for column, dtype in frame.schema.items() if dtype == pl.Int64]
    if not whole:
        return []
    quoted = [f'q."{column.replace(chr(34), chr(34) * 2)}"' for column in whole]
    types = ", ".join(f"pg_typeof({one})::text" for one in quoted)
    typed = f"SELECT ARRAY[{types}] FROM (SELECT) one LEFT JOIN ({query}) q"
    with connection.cursor() as cursor:
        cursor.execute(f"{typed} ON false")  # which runs nothing of the query
        [said] = pl.DataFrame(cursor.fetch_arrow()).to_series().to_list()
    return [
        Problem("R186", Place(table=name, column=column))
        for column, type_name in zip(whole, said, strict=True)
        if type_name == "money"
    ]
