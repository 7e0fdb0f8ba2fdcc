"""Reconciling: what a target holds against what a run's feed gave it, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from paycalc.output.feeds import frappe, odoo, table
from paycalc.output.feeds.arrived import ROW, read_arrived
from paycalc.output.feeds.preparing import Ready, Wanted, prepare
from paycalc.output.feeds.scope import Scope, scope_of
from paycalc.output.tables import restored
from paycalc.problems import Place, Problem, has_errors, order

if TYPE_CHECKING:
    from pathlib import Path

CHECKED: Final = ("F300", "F301", "F302", "F303")
"""The codes of lines that differ."""
_KEY: Final = "key"
_CANCELLED: Final = {"docstatus": "2", "Document Status": "2", "Status": "Cancelled"}
_SEEN: Final = {"true": "1", "false": "0", "yes": "1", "no": "0"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a target should hold: rows, which columns tell them apart, and other headings.

    ``aliases`` are headings that an export may have, by ours; ``keys`` ways to tell lines apart,
    of which the first counts that the export has; ``known`` are keys of earlier exports.
    """

    rows: pl.DataFrame
    keys: tuple[tuple[str, ...], ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The findings, each a problem, and how many lines agree in all that was compared."""

    problems: tuple[Problem, ...]
    agreed: int = 0

    @property
    def readable(self) -> bool:
        """Whether there was anything to compare."""
        others = (problem for problem in self.problems if problem.code not in CHECKED)
        return not has_errors(others)


def reconcile(wanted: Wanted, arrived: Path | None) -> Reconciled:
    """Hold what a target exported against the feed of a run (issue 8).

    Lines are found by their keys; a missing, doubled, changed or extra one is a problem each. A
    line of an earlier export (``wanted.after``) is not extra.
    Amounts are compared as numbers, dates as days, all else as texts; columns that the export
    leaves out are told and not compared. Cancelled documents do not count.

    Args:
        wanted: The run, the target and the map, as for an export; of ``postgresql`` the database,
            whose table is read.
        arrived: The file that the target exported, of any other target.

    Raises:
        RunError: it is no run folder.
        MissingExtraError: the extra ``db`` is not installed.
        ProblemsError: the database does not answer.
    """
    ready, problems = prepare(replace(wanted, database=None))
    if arrived is not None:
        there, found = read_arrived(arrived)
        problems = order((*problems, *found))
    else:
        there = None if ready is None else _from_database(wanted, ready)
    if ready is None or there is None or has_errors(problems):
        return Reconciled(problems)
    expected = replace(_expected(wanted, ready), known=_known(ready))
    if wanted.target in ("feed", "postgresql"):
        there = _of_this_revision(there, scope_of(ready.run))
    if wanted.target == "table":
        there = table.without_trailer(there, ready.map)
    return _compared(expected, restored(there), Place(file=arrived.name if arrived else None))


def _from_database(wanted: Wanted, ready: Ready) -> pl.DataFrame | None:
    """The lines of the period and revision that the database's table holds."""
    from paycalc.output.feeds.postgresql import session

    if ready.map.postgresql is None or wanted.database is None:
        return None
    digits = ready.feed.currency.decimals
    with session(wanted.database, ready.map.postgresql.table) as opened:
        lines = opened.of_revision(scope_of(ready.run), digits)
    return lines.cast(pl.String).with_row_index(ROW, 1).cast({ROW: pl.Int64})


def _known(ready: Ready) -> frozenset[str]:
    """The keys of lines that were exported before, which the target may hold as well."""
    keys = [] if ready.earlier is None else ready.earlier["line_key"].to_list()
    module = "" if ready.map.odoo is None else f"{ready.map.odoo.module}."
    return frozenset(f"{prefix}{key}" for prefix in {"", module} for key in keys)


def _expected(wanted: Wanted, ready: Ready) -> Expected:
    """What the target should hold."""
    feed, map, employees = ready.feed, ready.map, ready.employees
    if wanted.target == "frappe":
        own = frappe.section(map).key_field
        keys = ((own,), ("name",)) if own else (("name",),)
        aliases = {label: name for name, label in frappe.LABELS.items()}
        return Expected(frappe.rows(feed, map, employees), keys, aliases)
    if wanted.target == "odoo":
        return Expected(odoo.rows(feed, map, employees), (("id",),), {"External ID": "id"})
    if wanted.target == "table":
        return Expected(table.rows(feed, map, employees), tuple(table.keys(map)))
    return Expected(feed.lines, (("line_key",),))


def _of_this_revision(there: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The lines of the same policy, period, counties and revision, as far as the export says it."""
    names = {
        "policy": [scope.policy],
        "period_earned": [scope.period],
        "revision": [str(scope.revision)],
        "county_id": list(scope.counties),
    }
    own = [pl.col(name).is_in(texts) for name, texts in names.items() if name in there.columns]
    return there.filter(*own)


def _compared(expected: Expected, there: pl.DataFrame, place: Place) -> Reconciled:
    there = _without_cancelled(there.rename(_renaming(expected, there)))
    key = next((key for key in expected.keys if set(key) <= set(there.columns)), None)
    ours = expected.rows
    if key is None or ours.select(key).is_duplicated().any():
        names = ", ".join(expected.keys[0]) if expected.keys and key is None else "line_key"
        return Reconciled((Problem("F304", place, {"column": names}),))
    keys = {name for names in expected.keys for name in names}  # one of them is enough
    compared = [name for name in ours.columns if name not in keys]
    common = [name for name in compared if name in there.columns]
    absent = [name for name in compared if name not in there.columns]
    schema = {**ours.schema, ROW: pl.Int64()}
    ours, theirs = (
        _plain(frame, schema).with_columns(_joined(key))
        for frame in (ours.select(*key, *common), there.select(*key, *common, ROW))
    )
    theirs = theirs.filter(~pl.col(_KEY).is_in(list(expected.known)))
    problems = list(_differing(ours, theirs, common, place))
    if absent:
        problems.append(Problem("F306", place, {"columns": ", ".join(absent)}))
    found = {problem.values.get(_KEY) for problem in problems if problem.code in CHECKED[:3]}
    return Reconciled(order(problems), ours.height - len(found - {None}))


def _renaming(expected: Expected, there: pl.DataFrame) -> dict[str, str]:
    """The export's headings that are another name of ours."""
    return {
        heading: name
        for heading, name in expected.aliases.items()
        if heading in there.columns and name not in there.columns
    }


def _without_cancelled(there: pl.DataFrame) -> pl.DataFrame:
    for name, text in _CANCELLED.items():
        if name in there.columns:
            there = there.filter(pl.col(name).fill_null("") != text)
    return there


def _plain(frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """All columns as texts that are equal where what they mean is equal."""
    return frame.with_columns(_as_text(name, schema[name]) for name in frame.columns)


def _as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    text = pl.col(name).cast(pl.String).fill_null("").str.strip_chars()
    if isinstance(dtype, pl.Decimal):
        bare = text.str.replace_all("[, ，]", "")
        number = bare.cast(pl.Decimal(38, dtype.scale + 4), strict=False).cast(pl.String)
        return number.fill_null(text).alias(name)
    if dtype == pl.Date:
        return text.str.replace_all("/", "-").str.slice(0, 10).alias(name)
    if name == ROW:
        return pl.col(name)
    seen = text.str.to_lowercase().replace(_SEEN)
    return pl.when(seen.is_in(["0", "1"])).then(seen).otherwise(text).alias(name)


def _joined(key: Iterable[str]) -> pl.Expr:
    return pl.concat_str([pl.col(name) for name in key], separator=" ").alias(_KEY)


def _differing(
    ours: pl.DataFrame, theirs: pl.DataFrame, common: list[str], place: Place
) -> Iterator[Problem]:
    """A problem for each line that is missing, doubled, changed or extra."""
    for key in ours.join(theirs, on=_KEY, how="anti")[_KEY]:
        yield Problem("F300", place, {_KEY: key})
    counted = theirs.join(ours, on=_KEY, how="semi").group_by(_KEY, maintain_order=True)
    doubled = counted.agg(pl.len().alias("times"), pl.col(ROW).last()).filter(pl.col("times") > 1)
    for key, times, row in doubled.iter_rows():
        yield Problem("F301", replace(place, row=row), {_KEY: key, "times": times})
    both = ours.join(theirs, on=_KEY, suffix=" there")
    for row in both.iter_rows(named=True):
        wrong = [name for name in common if row[name] != row[f"{name} there"]]
        if wrong:
            values = {_KEY: row[_KEY], "columns": ", ".join(wrong)}
            yield Problem("F302", replace(place, row=row[ROW]), values)
    for row in theirs.join(ours, on=_KEY, how="anti")[ROW]:
        yield Problem("F303", replace(place, row=row))
