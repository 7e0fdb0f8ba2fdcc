"""PostgreSQL: the lines of a feed in a table, by their keys, in one transaction.

Everything happens under one lock of the table's name and is committed once, so that two exports
at a time come one after the other, and one that breaks off has written nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from paycalc.output.feeds.columns import COLUMNS
from paycalc.output.feeds.earlier import typed
from paycalc.problems import Place, Problem, ProblemsError
from paycalc.records._fetching import connected

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Connection

    from paycalc.output.feeds.canonical import Feed
    from paycalc.output.feeds.scope import Scope
    from paycalc.records.databases import Address

_TYPES: Final = {pl.String: "text", pl.Int64: "bigint", pl.Decimal: "numeric"}
_OPTIONAL: Final = ("reverses",)
_STAGED: Final = "paycalc_staged"


@dataclass(frozen=True, slots=True)
class Session:
    """A transaction on the table of the feed; nothing is there before `commit`."""

    connection: Connection
    table: str
    place: Place

    def earlier(self, scope: Scope, digits: int) -> pl.DataFrame:
        """The lines of these counties' period that are of earlier revisions."""
        return self.lines(f"{_where(scope)} AND there.revision < {scope.revision}", digits)

    def of_revision(self, scope: Scope, digits: int) -> pl.DataFrame:
        """The lines of these counties' period and revision."""
        return self.lines(f"{_where(scope)} AND there.revision = {scope.revision}", digits)

    def lines(self, where: str, digits: int) -> pl.DataFrame:
        """Lines of the table."""
        texts = ", ".join(f"there.{name}::text AS {name}" for name in COLUMNS)
        found = self._rows(
            f"SELECT {texts} FROM {self.table} there WHERE {where} ORDER BY line_key"
        )
        return found.select(typed(name, digits) for name in COLUMNS)

    def stage(self, feed: Feed) -> None:
        """Bring the lines to the server, where nobody else sees them."""
        self._run(f"CREATE TEMPORARY TABLE {_STAGED} ({_definitions()}) ON COMMIT DROP")
        with self.connection.cursor() as cursor:
            cursor.adbc_ingest(_STAGED, feed.lines, mode="append", temporary=True)

    def conflicts(self, scope: Scope) -> Iterator[Problem]:
        """Lines of this revision that the table has with another content, or this feed has not."""
        where = f"{_where(scope)} AND there.revision = {scope.revision}"
        found = self._rows(
            "SELECT DISTINCT there.county_id, there.school_id, there.teacher_id"
            f" FROM {self.table} there LEFT JOIN {_STAGED} staged USING (line_key)"
            f" WHERE staged.fingerprint IS DISTINCT FROM there.fingerprint"
            f" AND ((staged.line_key IS NOT NULL) OR ({where})) ORDER BY 1, 2, 3"
        )
        for county, school, teacher in found.iter_rows():
            yield Problem("F215", Place(county=county, school=school, teacher=teacher))

    def write(self, digits: int) -> int:
        """Put the staged lines into the table; those that are there stay. How many are new.

        Amounts keep all their ``digits``, which are lost on the way to the server if they are 0.
        """
        columns = ", ".join(COLUMNS)
        values = columns.replace("amount", f"round(amount, {digits})")
        made = f"INSERT INTO {self.table} ({columns}) SELECT {values} FROM {_STAGED}"
        new = self._rows(
            f"WITH new AS ({made} ON CONFLICT (line_key) DO NOTHING RETURNING 1)"
            " SELECT count(*) AS lines FROM new"
        )
        return int(new.item())

    def commit(self) -> None:
        """Make it so."""
        self.connection.commit()

    def prepare(self) -> None:
        """Lock the table's name, make the table if there is none.

        Raises:
            ProblemsError: the table that is there has not the columns of a feed.
        """
        self._run("SET LOCAL standard_conforming_strings = on")
        name = _literal(f"paycalc {self.table}")
        self._rows(f"SELECT pg_advisory_xact_lock(hashtext({name}))::text AS locked")
        there = f"to_regclass({_literal(self.table)})"
        if self._rows(f"SELECT ({there} IS NOT NULL)::text AS there").item() == "false":
            keyed = _definitions().replace("line_key text NOT NULL", "line_key text PRIMARY KEY")
            self._run(f"CREATE TABLE {self.table} ({keyed})")
            return
        absent = sorted(self._absent(there))
        if absent:
            raise ProblemsError([Problem("F222", self.place, {"found": ", ".join(absent)})])

    def _absent(self, there: str) -> Iterator[str]:
        """What the table lacks of columns, types, and the unique key."""
        types = self._rows(
            "SELECT attname::text AS name, format_type(atttypid, NULL) AS type FROM pg_attribute"
            f" WHERE attrelid = {there} AND attnum > 0 AND NOT attisdropped"
        )
        known = dict(types.iter_rows())
        yield from (
            f"{name} {_TYPES[kind]}"
            for name, kind in COLUMNS.items()
            if known.get(name) != _TYPES[kind]
        )
        unique = self._rows(
            "SELECT count(*) AS keys FROM pg_index i JOIN pg_attribute a"
            " ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
            f" WHERE i.indrelid = {there} AND i.indisunique AND i.indnkeyatts = 1"
            " AND i.indpred IS NULL AND a.attname = 'line_key'"
        )
        if unique.item() == 0:
            yield "UNIQUE (line_key)"

    def _run(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)

    def _rows(self, sql: str) -> pl.DataFrame:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return pl.DataFrame(cursor.fetch_arrow())


@contextmanager
def session(address: Address, table: str) -> Iterator[Session]:
    """A transaction on a table, which is taken back unless it is committed.

    Raises:
        MissingExtraError: the extra ``db`` is not installed.
        ProblemsError: the database does not answer, refuses the login or what is asked, or the
            table is none for a feed.
    """
    place = Place(file=address.shown, table=table)
    with connected(address, read_only=False) as connection:
        from adbc_driver_manager.dbapi import Error

        made = Session(connection, ".".join(_quoted(part) for part in table.split(".")), place)
        try:
            made.prepare()
            yield made
        except Error as error:  # what it says may hold pay
            state = {"state": f"SQLSTATE {error.sqlstate or 'unknown'}"}
            raise ProblemsError([Problem("F227", place, state)]) from None
        finally:
            connection.rollback()


def _definitions() -> str:
    """The columns with their types; only a reversal reverses."""
    return ", ".join(
        f"{name} {_TYPES[kind]}{'' if name in _OPTIONAL else ' NOT NULL'}"
        for name, kind in COLUMNS.items()
    )


def _where(scope: Scope) -> str:
    """Lines of a policy, a period and counties; the table is called ``there``."""
    counties = ", ".join(_literal(county) for county in scope.counties)
    return (
        f"there.policy = {_literal(scope.policy)}"
        f" AND there.period_earned = {_literal(scope.period)}"
        f" AND there.county_id IN ({counties or 'NULL'})"
    )


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
