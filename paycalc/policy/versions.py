"""The versions of a policy in a folder, and the one that is in effect in a period (section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from paycalc.policy._collector import listing, shown
from paycalc.policy.model import Mark, Policy
from paycalc.problems import Place, Problem, ProblemsError, order

if TYPE_CHECKING:
    from paycalc.policy._load import Loaded

_SUFFIXES = (".yaml", ".yml")
_PERIOD = "period.yaml"  # of a dataset, should it lie in the same folder


class HasFirstDay(Protocol):
    """A period, of which the first day counts."""

    @property
    def first_day(self) -> date:
        """The day on which the policy must be in effect."""


@dataclass(frozen=True, slots=True)
class Version:
    """A policy's file in a folder: what its head says, and the policy unless it has errors.

    ``last_day`` is ``None`` where the version has no end. Both days are inside.
    """

    file: Path
    id: str
    version: str
    first_day: date
    last_day: date | None
    policy: Policy | None
    problems: tuple[Problem, ...]
    effective_mark: Mark
    version_mark: Mark

    def in_effect(self, day: date) -> bool:
        """Whether the version is in effect on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies of a folder: every version, by id, first day and file.

    ``headless`` are the problems of files that do not even say which policy they are and when.
    """

    folder: Path
    versions: tuple[Version, ...]
    headless: tuple[Problem, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the policies, each once."""
        return tuple(dict.fromkeys(version.id for version in self.versions))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the files and with their dates, each id judged by itself.

        Days without a version are warnings, days with two are errors.
        """
        from paycalc.policy._dates import date_problems

        nothing = () if self.versions or self.headless else (_about(self, "P235"),)
        of_files = (problem for version in self.versions for problem in version.problems)
        return order((*nothing, *self.headless, *of_files, *date_problems(self.versions)))

    def version_for(self, period: HasFirstDay) -> Version:
        """The version that is in effect on the period's first day, be it faulty or not.

        Raises:
            ProblemsError: the folder holds several policies, or files that do not say what they
                are, or none or several of its versions are in effect on that day.
        """
        from paycalc.policy._dates import overlaps

        if self.headless:
            raise ProblemsError(self.headless)
        if not self.versions:
            raise ProblemsError([_about(self, "P235")])
        if len(self.ids) > 1:
            raise ProblemsError([_about(self, "P233", found=listing(self.ids))])
        day = period.first_day
        found = [version for version in self.versions if version.in_effect(day)]
        if not found:
            known = "; ".join(_dated(version) for version in self.versions)
            raise ProblemsError([_about(self, "P234", day=day.isoformat(), known=known)])
        if len(found) > 1:
            raise ProblemsError(order(overlaps(found)))
        return found[0]

    def policy_for(self, period: HasFirstDay) -> Policy:
        """The policy that is in effect on the period's first day.

        Raises:
            ProblemsError: as ``version_for``, or the version has errors.
        """
        version = self.version_for(period)
        if version.policy is None:
            raise ProblemsError(version.problems)
        return version.policy


def load_policies(folder: str | Path) -> Policies:
    """The policies whose files (``.yaml``, ``.yml``) lie directly in a folder (section 3).

    A file that a policy names as a plan's by ``file:``, or that has only a plan's keys, is none of
    them. What is wrong with a file is among the problems; nothing is raised for it.

    Raises:
        OSError: the folder cannot be read.

    >>> policies = load_policies("policies")
    >>> [version.file.name for version in policies.versions if version.id == "star"]
    ['star.yaml']
    """
    from paycalc.policy._load import load_file

    place = Path(folder)
    files = sorted(path for path in place.iterdir() if _may_be_policy(path))
    loaded = {file: load_file(file) for file in files}
    plans = {(place / plan).resolve() for one in loaded.values() for plan in one.plans}
    versions: list[Version] = []
    headless: list[Problem] = []
    for file, one in loaded.items():
        if file.resolve() in plans or _is_plan(one):
            continue
        version = _version(file, one)
        if version is None:
            headless += one.problems
        else:
            versions.append(version)
    versions.sort(key=lambda version: (version.id, version.first_day, version.file))
    return Policies(place, tuple(versions), order(headless))


def _may_be_policy(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return path.suffix.lower() in _SUFFIXES and not hidden and path.name != _PERIOD


def _is_plan(loaded: Loaded) -> bool:
    from paycalc.policy._grammar._plans import PLAN

    return loaded.draft is not None and loaded.draft.node.entries.keys() <= set(PLAN.names)


def _version(file: Path, loaded: Loaded) -> Version | None:
    """The version of a file, if its head can be read."""
    draft = loaded.draft
    if draft is None or draft.effective is None or not (draft.id and draft.version):
        return None
    first, last = draft.effective
    if last is not None and last < first:
        return None
    entries = draft.node.entries
    marks = (entries["effective"][1].mark, entries["version"][1].mark)
    return Version(
        file, draft.id, draft.version, first, last, loaded.policy, loaded.problems, *marks
    )


def _dated(version: Version) -> str:
    days = f"{version.first_day} … {version.last_day or ''}".rstrip()
    return f"{shown(version.file.name)} ({days})"


def _about(policies: Policies, code: str, **values: str) -> Problem:
    return Problem(code, Place(file=str(policies.folder)), values)
