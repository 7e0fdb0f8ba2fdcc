"""Closing a run: a one-way statement beside its manifest that the period stays as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.errors import TargetExistsError
from paycalc.output.chain import days_of, link_to, of_the_same
from paycalc.output.folder import write_file
from paycalc.output.manifest import sealed
from paycalc.output.runs import CLOSE, Run, damaged, opened
from paycalc.problems import Place, Problem, ProblemsError, order

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMAT = "paycalc-close/1"


def close(folder: str | Path, by: str, at: datetime | None = None) -> dict[str, object]:
    """Close a run: ``close.json`` appears in its folder, whole or not at all, and stays.

    Args:
        folder: A whole run, of all counties, of the period after the last closed one.
        by: Who closes it.
        at: When, with its time zone; now.

    Returns:
        What ``close.json`` says.

    Raises:
        RunError: it is no run folder.
        ProblemsError: it cannot be closed; nothing was written.
        OSError: the file could not be written; nothing of it is left.
    """
    run, found = opened(folder)
    if run is None:
        raise ProblemsError(found)
    blockers = order((*damaged(run), *_blockers(run)))
    if blockers:
        raise ProblemsError(blockers)
    manifest = run.manifest
    before = manifest.get("corrects" if run.revision else "previous")
    content: dict[str, object] = {
        "format": FORMAT,
        "policy": run.policy_id,
        "period": run.period,
        "revision": run.revision,
        "closed_by": by,
        "closed_at": (at or datetime.now(UTC)).isoformat(timespec="seconds"),
        "manifest": link_to(run).manifest,
        "fingerprint": manifest["fingerprint"]["run"],
        "previous": None if before is None else before["close"],
    }
    text = sealed(content)
    try:
        write_file(run.folder / CLOSE, text.encode())
    except TargetExistsError:  # somebody closed it since it was opened
        raise ProblemsError([Problem("V302", Place(file=CLOSE))]) from None
    closed: dict[str, object] = json.loads(text)
    return closed


def _blockers(run: Run) -> Iterator[Problem]:
    """Why a run that is whole cannot be closed."""
    if run.close is not None:
        yield Problem("V302", Place(file=CLOSE))
    if run.status == "incomplete":
        yield Problem("V301", Place(file=run.folder.name))
    others = list(of_the_same(run))
    yield from _out_of_order(run, others)
    first, last = days_of(run)
    for other in others:
        begin, end = days_of(other)
        overlaps = begin <= last and first <= end
        if other.close is not None and overlaps and other.revision >= run.revision:
            yield _of("V305", other)


def _out_of_order(run: Run, others: Sequence[Run]) -> Iterator[Problem]:
    """Periods before that are open, periods after that are closed, and a chain that is not kept."""
    first, last = days_of(run)
    earlier = [other for other in others if days_of(other)[1] < first]
    closed = [other for other in earlier if other.close is not None]
    done = {days_of(other) for other in closed}
    still_open = {days_of(other): other for other in earlier if days_of(other) not in done}
    yield from (_of("V303", still_open[days]) for days in sorted(still_open))
    for other in others:
        # a correction comes as late as the case that it settles
        if not run.revision and other.close is not None and days_of(other)[0] > last:
            yield _of("V304", other)
    if closed and not run.revision:
        latest = max(days_of(other) for other in closed)
        before = [other for other in closed if days_of(other) == latest]
        follows = run.manifest.get("previous", {}).get("close")
        if follows not in {link_to(other).close for other in before}:
            yield _of("V306", before[0])


def _of(code: str, other: Run) -> Problem:
    """A problem with another run that lies beside this one."""
    return Problem(code, Place(file=other.folder.name), {"period": other.period})
