"""Whether the dates of a policy's versions follow on one another: gaps, overlaps, equal names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, groupby
from typing import TYPE_CHECKING

from paycalc.policy._collector import shown
from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from paycalc.policy.model import Mark
    from paycalc.policy.versions import Version

_DAY = timedelta(days=1)


def date_problems(versions: Sequence[Version]) -> Iterator[Problem]:
    """What is wrong with the dates and names of versions, which come by id and first day."""
    for _, members in groupby(versions, key=lambda version: version.id):
        of_one = list(members)
        yield from overlaps(of_one)
        yield from _gaps(of_one)
        yield from _named_alike(of_one)


def overlaps(versions: Sequence[Version]) -> Iterator[Problem]:
    """An error for each two versions of a policy that are in effect on one day."""
    for earlier, later in combinations(versions, 2):
        if not earlier.in_effect(later.first_day):
            continue
        ends = [one.last_day for one in (earlier, later) if one.last_day is not None]
        last = min(ends).isoformat() if ends else "…"
        yield _at(
            later.effective_mark,
            "P230",
            "effective",
            other=shown(earlier.file.name),
            first=later.first_day.isoformat(),
            last=last,
        )


def _gaps(versions: Sequence[Version]) -> Iterator[Problem]:
    """A warning for each run of days between versions on which none is in effect."""
    latest = versions[0]
    for version in versions[1:]:
        end = latest.last_day
        if end is None:
            return
        if version.first_day - end > _DAY:
            yield _at(
                version.effective_mark,
                "P231",
                "effective",
                other=shown(latest.file.name),
                first=(end + _DAY).isoformat(),
                last=(version.first_day - _DAY).isoformat(),
            )
        latest = max(latest, version, key=_end)


def _end(version: Version) -> date:
    return version.last_day or date.max


def _named_alike(versions: Sequence[Version]) -> Iterator[Problem]:
    """An error for each version that has the version text of an earlier one."""
    first: dict[str, Version] = {}
    for version in versions:
        other = first.setdefault(version.version, version)
        if other is not version:
            found, file = shown(version.version), shown(other.file.name)
            yield _at(version.version_mark, "P232", "version", found=found, other=file)


def _at(mark: Mark, code: str, key: str, **values: str) -> Problem:
    return Problem(code, Place(mark.file, mark.line, mark.column, item=key), values)
