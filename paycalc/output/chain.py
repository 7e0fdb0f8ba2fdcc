"""The runs before a run, and those beside it: links between manifests, and closed periods."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.errors import RunError
from paycalc.output.manifest import ALONE, MANIFEST, Chain, Link
from paycalc.output.runs import CLOSE, Run, open_run, opened
from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from paycalc.records import Period, Records
    from paycalc.records.batches import Batches

_LINKS = ("previous", "corrects")


def link_to(run: Run) -> Link:
    """What the manifest of a run says of one before it."""
    close = None if run.close is None else str(run.close["hash"])
    return Link(hashlib.sha256((run.folder / MANIFEST).read_bytes()).hexdigest(), close)


def days_of(run: Run) -> tuple[date, date]:
    """The first and the last day of a run's period."""
    period = run.manifest["period"]
    return date.fromisoformat(period["from"]), date.fromisoformat(period["to"])


def beside(folder: Path) -> Iterator[Run]:
    """The runs in the folder in which a run lies, or is to lie, but for itself.

    What may not be looked into is none of them.
    """
    folder = folder.resolve()
    paths: list[Path] = []
    with suppress(FileNotFoundError, PermissionError):
        paths = sorted(folder.parent.iterdir())
    found = (_run_at(path) for path in paths if path != folder)
    return (run for run in found if run is not None)


def _run_at(path: Path) -> Run | None:
    """The run in a folder, if it is one: others lie in a shared place, too."""
    with suppress(PermissionError, RunError):
        if (path / MANIFEST).is_file():
            return open_run(path)
    return None


def of_the_same(run: Run) -> Iterator[Run]:
    """The runs beside a run of the same policy that pay one of its counties."""
    for other in beside(run.folder):
        if other.policy_id == run.policy_id and not counties_of(run).isdisjoint(counties_of(other)):
            yield other


def counties_of(run: Run) -> frozenset[str]:
    """The counties that a run pays."""
    return frozenset(str(total["county_id"]) for total in run.manifest["totals"])


def linked(run: Run, name: str) -> Run | None:
    """The run that ``previous`` or ``corrects`` of a manifest names, if it lies beside."""
    told = run.manifest[name]["manifest"]
    return next((other for other in beside(run.folder) if link_to(other).manifest == told), None)


def broken_links(run: Run) -> Iterator[Problem]:
    """The runs that a run says it follows, and that are not beside it as they were then."""
    for name in _LINKS:
        told = run.manifest.get(name)
        if told is None:
            continue
        place = Place(file=MANIFEST, item=name)
        found = next(
            (o for o in beside(run.folder) if link_to(o).manifest == told["manifest"]), None
        )
        if found is None:
            yield Problem("V212", place)
        elif link_to(found).close != told["close"]:
            yield Problem("V211", place, {"run": found.folder.name})


def following(
    out: Path,
    policy_id: str,
    records: Records | Batches,
    previous: Path | None,
) -> tuple[Chain, tuple[Problem, ...]]:
    """The place of a new run in the chain, and what forbids it: `previous` is the run before.

    Raises:
        RunError: ``previous`` is no run folder.
    """
    from paycalc.records.period import NO_PERIOD

    period = records.period
    if period is NO_PERIOD:  # told with all that is wrong with the records
        return ALONE, ()
    closed = list(_closed(out, policy_id, period, _counties(records)))
    if previous is None:
        return ALONE, tuple(closed)
    before, found = opened(previous)
    if before is None:
        places = (Place(file=f"{previous.name}/{problem.place.file}") for problem in found)
        named = [Problem(p.code, at, p.values) for p, at in zip(found, places, strict=True)]
        return ALONE, (*closed, *named)
    place = Place(file=previous.name)
    if before.close is None:
        closed.append(Problem("V307", place))
    elif days_of(before)[1] >= period.first_day:
        closed.append(Problem("V308", place, {"before": before.period, "period": period.id}))
    return Chain(previous=link_to(before)), tuple(closed)


def _closed(
    out: Path, policy_id: str, period: Period, counties: Collection[str]
) -> Iterator[Problem]:
    """The runs beside ``out`` that closed a part of the period for some of the counties."""
    for other in beside(out):
        first, last = days_of(other)
        overlaps = first <= period.last_day and period.first_day <= last
        same = other.policy_id == policy_id and not counties_of(other).isdisjoint(counties)
        if (other.folder / CLOSE).exists() and same and overlaps:
            place = Place(file=other.folder.name)
            yield Problem("V309", place, {"period": other.period})


def _counties(records: Records | Batches) -> frozenset[str]:
    """The counties that a dataset has schools in."""
    from paycalc.records.batches import Batches

    if isinstance(records, Batches):
        return frozenset().union(*records.counties)
    schools = records.tables.get("schools")
    if schools is None or "county_id" not in schools.frame.columns:
        return frozenset()
    return frozenset(schools.words("county_id").words.to_list())
