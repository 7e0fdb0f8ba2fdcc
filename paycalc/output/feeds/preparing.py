"""From what is asked for to a feed, or to every reason why it cannot be exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paycalc.output.feeds import frappe, odoo, preflight, table
from paycalc.output.feeds.canonical import Feed, feed_of
from paycalc.output.feeds.earlier import read_exports
from paycalc.output.feeds.employees import Employees, read_employees
from paycalc.output.feeds.model import Map, TargetName
from paycalc.output.feeds.reading import read_map
from paycalc.output.feeds.scope import scope_of
from paycalc.output.runs import Run, opened
from paycalc.output.tables import Format
from paycalc.problems import Problem, has_errors, order

if TYPE_CHECKING:
    import polars as pl

    from paycalc.output.feeds.postgresql import Session
    from paycalc.records.databases import Address


@dataclass(frozen=True, slots=True)
class Target:
    """How a target is written: as one table, as files, and what it would refuse or change."""

    rows: Callable[[Feed, Map, Employees | None], pl.DataFrame]
    files: Callable[[Feed, Map, Employees | None], Iterator[tuple[str, bytes]]]
    blockers: Callable[[Feed, Map, Employees | None], Iterator[Problem]]


TARGETS: Final[Mapping[TargetName, Target]] = {
    "frappe": Target(frappe.rows, frappe.files, frappe.blockers),
    "odoo": Target(odoo.rows, odoo.files, odoo.blockers),
    "table": Target(table.rows, table.files, table.blockers),
}
"""The targets that get files of their own beside the feed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported, where to; ``database`` is that of the target ``postgresql``."""

    run: Path
    target: TargetName
    map: Path
    out: Path | None = None
    format: Format = "csv"
    after: Sequence[Path] = ()
    database: Address | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A run's feed, what it was made with, and the lines exported before it, if they are known."""

    run: Run
    map: Map
    employees: Employees | None
    feed: Feed
    earlier: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read, each ``None`` if it cannot be used."""

    run: Run | None
    map: Map | None
    employees: Employees | None
    earlier: pl.DataFrame | None


def prepare(
    wanted: Wanted, session: Session | None = None
) -> tuple[Ready | None, tuple[Problem, ...]]:
    """The feed of a run, and every blocker there is; nothing is written.

    With a ``session`` earlier lines are those of the database, and if nothing else stands in the
    way the feed is staged there.

    Raises:
        RunError: it is no run folder.
    """
    read, problems = _read(wanted)
    run, map, employees = read.run, read.map, read.employees
    lost = map is not None and map.employees is not None and employees is None
    if run is None or map is None or lost or any(one.code.startswith("V") for one in problems):
        return None, order(problems)
    earlier = read.earlier
    if session is not None:
        digits = int(run.manifest["currency"]["decimals"])
        earlier = session.earlier(scope_of(run), digits)
    feed, found = feed_of(run, map, employees, earlier if run.revision else None)
    problems += [*found, *preflight.of_feed(feed, run, map, employees)]
    if wanted.target in TARGETS:
        problems += TARGETS[wanted.target].blockers(feed, map, employees)
    if session is not None and not has_errors(problems):
        session.stage(feed)
        problems += session.conflicts(scope_of(run))
    return Ready(run, map, employees, feed, earlier), order(problems)


def _read(wanted: Wanted) -> tuple[_Read, list[Problem]]:
    """The run, the map, its file of employees, the exports before it; and what is wrong there."""
    run, broken = opened(wanted.run)
    map, mistakes = read_map(wanted.map, wanted.target)
    problems = [*broken, *mistakes]
    employees, earlier = None, None
    if map is not None and map.employees is not None:
        employees, found = read_employees(map.employees, wanted.map.parent)
        problems += found
    if run is not None:
        problems += preflight.of_run(run)
        earlier, found = read_exports(wanted.after, run)
        problems += found
    return _Read(run, map, employees, earlier), problems
