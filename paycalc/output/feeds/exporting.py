"""Exporting a closed run: one feed, checked whole, then written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paycalc.output._books import require_books
from paycalc.output.feeds import control, frappe, odoo, preflight, table
from paycalc.output.feeds.canonical import Feed, feed_of
from paycalc.output.feeds.earlier import ABOUT, FORMAT, read_exports
from paycalc.output.feeds.employees import Employees, read_employees
from paycalc.output.feeds.model import Map, TargetName
from paycalc.output.feeds.reading import read_map
from paycalc.output.folder import create_file, whole_folder
from paycalc.output.inputs import Input, sha256_of
from paycalc.output.runs import Run, open_run
from paycalc.output.tables import Format, write_table
from paycalc.problems import Problem, has_errors, order
from paycalc.result.json_form import hash_of

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
class Prepared:
    """A feed with all that is wrong with it; ``feed`` is ``None`` where none can be made."""

    run: Run
    map: Map | None
    employees: Employees | None
    feed: Feed | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of it: nothing is written if there are errors.

    ``new`` is how many lines the database did not have before.
    """

    problems: tuple[Problem, ...]
    totals: Mapping[str, int | str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    new: int | None = None

    @property
    def done(self) -> bool:
        """Whether nothing stood in the way."""
        return not has_errors(self.problems)


def export(wanted: Wanted, tell: Callable[[str], None] | None = None) -> Exported:
    """Export a closed run to a target (issue 8, "Feeds").

    Every blocker is told at once, and then nothing is written. A folder appears whole or not at
    all; in a database all lines are in one transaction, which is committed when the folder is
    complete, and lines that are there by their key stay as they are.

    Raises:
        RunError: it is no run folder.
        TargetExistsError: something is at ``out``.
        MissingExtraError: the extra ``excel`` or ``db`` is not installed.
        OSError: the folder could not be written.
    """
    tell = tell or (lambda _: None)
    with ExitStack() as stack:
        tell("reading the run")
        _require(wanted)
        opened = _session(wanted, stack)
        made = prepare(wanted, opened)
        if made.feed is None or made.map is None or has_errors(made.problems):
            return Exported(made.problems)
        feed, new = made.feed, None
        if opened is not None:
            new = opened.write()
        files: list[str] = []
        tell("writing")
        if wanted.out is not None:
            partial = stack.enter_context(whole_folder(wanted.out))
            files = _write(partial, wanted, made, feed, made.map)
        if opened is not None:
            opened.commit()
        return Exported(made.problems, control.totals(feed), tuple(files), new)


def checked(wanted: Wanted) -> Exported:
    """What `export` would say, with nothing written.

    Raises:
        RunError: it is no run folder.
        MissingExtraError: the extra ``excel`` or ``db`` is not installed.
        ProblemsError: the database does not answer.
    """
    with ExitStack() as stack:
        _require(wanted)
        made = prepare(wanted, _session(wanted, stack))
    if made.feed is None or has_errors(made.problems):
        return Exported(made.problems)
    return Exported(made.problems, control.totals(made.feed))


def _require(wanted: Wanted) -> None:
    """Raise before anything is done if workbooks are wanted and cannot be written."""
    map, _ = read_map(wanted.map, wanted.target)
    if wanted.target == "table" and map and map.table and map.table.format == "xlsx":
        require_books("a table as a workbook")


def _session(wanted: Wanted, stack: ExitStack) -> Session | None:
    """A transaction of the database, if that is the target."""
    from paycalc.output.feeds.postgresql import session

    if wanted.target != "postgresql" or wanted.database is None:
        return None
    map, _ = read_map(wanted.map, wanted.target)
    if map is None or map.postgresql is None:
        return None
    return stack.enter_context(session(wanted.database, map.postgresql.table))


def prepare(wanted: Wanted, opened: Session | None = None) -> Prepared:
    """The feed of a run, and every blocker there is; nothing is written."""
    run = open_run(wanted.run)
    problems = list(preflight.of_run(run))
    map, found = read_map(wanted.map, wanted.target)
    problems += found
    employees: Employees | None = None
    if map is not None and map.employees is not None:
        employees, found = read_employees(map.employees, wanted.map.parent)
        problems += found
    earlier, found = read_exports(wanted.after, run)
    problems += found
    unreadable = any(problem.code.startswith("V") for problem in problems)
    no_employees = map is not None and map.employees is not None and employees is None
    if map is None or unreadable or no_employees:
        return Prepared(run, map, employees, None, order(problems))
    if opened is not None:
        digits = int(run.manifest["currency"]["decimals"])
        earlier = opened.earlier(run.policy_id, run.period, run.revision, digits)
    feed, found = feed_of(run, map, employees, earlier if run.revision else None)
    problems += found
    problems += preflight.of_feed(feed, run, map, employees)
    if wanted.target in TARGETS:
        problems += TARGETS[wanted.target].blockers(feed, map, employees)
    if opened is not None and not has_errors(problems):
        opened.stage(feed)
        problems += opened.conflicts(feed)
    return Prepared(run, map, employees, feed, order(problems))


def _write(partial: Path, wanted: Wanted, made: Prepared, feed: Feed, map: Map) -> list[str]:
    """The files of an export, each in its name's place; returns their names."""
    names = []
    for name, content in _files(wanted, made, feed, map):
        with create_file(partial / name) as file:
            file.write(content)
        names.append(name)
    about = _about(partial, names, wanted, made, feed)
    with create_file(partial / ABOUT) as file:
        file.write((json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode())
    return [*names, ABOUT]


def _files(wanted: Wanted, made: Prepared, feed: Feed, map: Map) -> Iterator[tuple[str, bytes]]:
    """What the target imports, the feed that it is made of, and the control totals."""
    if wanted.target in TARGETS:
        yield from TARGETS[wanted.target].files(feed, map, made.employees)
    for name, frame in (("feed", feed.lines), ("control_totals", control.control_totals(feed))):
        content = BytesIO()
        write_table(frame, content, wanted.format)
        yield f"{name}.{wanted.format}", content.getvalue()


def _about(
    partial: Path, names: Sequence[str], wanted: Wanted, made: Prepared, feed: Feed
) -> dict[str, object]:
    """What the export is of, what it was made with, and its files; no clock is in it."""
    run, close = made.run, made.run.close or {}
    read = [wanted.map, *([wanted.map.parent / made.employees.file] if made.employees else [])]
    return {
        "format": FORMAT,
        "target": wanted.target,
        "policy": run.policy_id,
        "period": run.period,
        "revision": run.revision,
        "run": str(run.manifest["fingerprint"]["run"]),
        "close": close.get("hash"),
        "after": [hash_of(json.loads((one / ABOUT).read_text("utf-8"))) for one in wanted.after],
        "totals": control.totals(feed),
        "inputs": [asdict(Input(str(p), p.stat().st_size, sha256_of(p))) for p in read],
        "outputs": [
            {
                "path": name,
                "bytes": (partial / name).stat().st_size,
                "sha256": sha256_of(partial / name),
            }
            for name in names
        ],
    }
