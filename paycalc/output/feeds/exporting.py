"""Exporting a closed run: one feed, checked whole, then written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.output._books import require_books
from paycalc.output.feeds.control import control_totals, totals
from paycalc.output.feeds.earlier import ABOUT, FORMAT
from paycalc.output.feeds.preparing import TARGETS, Ready, Wanted, prepare
from paycalc.output.feeds.reading import read_map
from paycalc.output.folder import create_file, whole_folder
from paycalc.output.inputs import Input, sha256_of
from paycalc.output.tables import write_table
from paycalc.problems import Problem, has_errors
from paycalc.result.json_form import hash_of

if TYPE_CHECKING:
    from paycalc.output.feeds.postgresql import Session


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
        ProblemsError: the database does not answer, or refuses the lines.
        OSError: the folder could not be written.
    """
    tell = tell or (lambda _: None)
    with ExitStack() as stack:
        tell("reading the run")
        session = _session(wanted, stack)
        ready, problems = prepare(wanted, session)
        if ready is None or has_errors(problems):
            return Exported(problems)
        tell("writing")
        new = None if session is None else session.write(ready.feed.currency.decimals)
        files: list[str] = []
        if wanted.out is not None:
            partial = stack.enter_context(whole_folder(wanted.out))
            files = _write(partial, wanted, ready)
        if session is not None:
            session.commit()
        return Exported(problems, totals(ready.feed), tuple(files), new)


def checked(wanted: Wanted) -> Exported:
    """What `export` would say, with nothing written.

    Raises:
        RunError: it is no run folder.
        MissingExtraError: the extra ``excel`` or ``db`` is not installed.
        ProblemsError: the database does not answer.
    """
    with ExitStack() as stack:
        ready, problems = prepare(wanted, _session(wanted, stack))
    if ready is None or has_errors(problems):
        return Exported(problems)
    return Exported(problems, totals(ready.feed))


def _session(wanted: Wanted, stack: ExitStack) -> Session | None:
    """A transaction of the database, if that is the target; a missing extra is told first."""
    from paycalc.output.feeds.postgresql import session

    map, _ = read_map(wanted.map, wanted.target)
    if wanted.target == "table" and map and map.table and map.table.format == "xlsx":
        require_books("a table as a workbook")
    if wanted.database is None or map is None or map.postgresql is None:
        return None
    return stack.enter_context(session(wanted.database, map.postgresql.table))


def _write(partial: Path, wanted: Wanted, ready: Ready) -> list[str]:
    """The files of an export; returns their names."""
    names = []
    for name, content in _files(wanted, ready):
        with create_file(partial / name) as file:
            file.write(content)
        names.append(name)
    about = _about(partial, names, wanted, ready)
    with create_file(partial / ABOUT) as file:
        file.write((json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode())
    return [*names, ABOUT]


def _files(wanted: Wanted, ready: Ready) -> Iterator[tuple[str, bytes]]:
    """What the target imports, the feed that it is made of, and the control totals."""
    feed = ready.feed
    if wanted.target in TARGETS:
        yield from TARGETS[wanted.target].files(feed, ready.map, ready.employees)
    for name, frame in (("feed", feed.lines), ("control_totals", control_totals(feed))):
        content = BytesIO()
        write_table(frame, content, wanted.format)
        yield f"{name}.{wanted.format}", content.getvalue()


def _about(partial: Path, names: Sequence[str], wanted: Wanted, ready: Ready) -> dict[str, object]:
    """What the export is of, what it was made with, and its files; no clock is in it."""
    run, employees = ready.run, ready.employees
    read = [wanted.map, *([wanted.map.parent / employees.file] if employees else [])]
    return {
        "format": FORMAT,
        "target": wanted.target,
        "policy": run.policy_id,
        "period": run.period,
        "revision": run.revision,
        "run": str(run.manifest["fingerprint"]["run"]),
        "close": (run.close or {}).get("hash"),
        "after": [hash_of(json.loads((one / ABOUT).read_text("utf-8"))) for one in wanted.after],
        "totals": totals(ready.feed),
        "inputs": [asdict(_input(path, str(path))) for path in read],
        "outputs": [asdict(_input(partial / name, name)) for name in names],
    }


def _input(path: Path, name: str) -> Input:
    return Input(name, path.stat().st_size, sha256_of(path))
