"""The pytest plugin: collects the cases that stand beside policies; imports nothing until it does.

A file is taken if it is `tests/NAME/x.yaml` and NAME.yaml, or what its key `policy` names, is a
policy of paycalc; no other YAML file is touched. `-p no:paycalc` leaves all of them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from paycalc.testing.cases import Case
    from paycalc.testing.running import Outcome, Runner

_POLICY = re.compile(r"^policy\s*:\s*(['\"]?)(.+?)\1\s*(#.*)?$", re.MULTILINE)
_CASES = re.compile(r"^cases\s*:", re.MULTILINE)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """Take a case file whose policy is there."""
    if file_path.suffix != ".yaml" or file_path.parent.parent.name != "tests":
        return None
    if not _has_policy(file_path):
        return None
    file: CaseFile = CaseFile.from_parent(parent, path=file_path)
    return file


def _has_policy(path: Path) -> bool:
    """Whether the policy beside a file is one of paycalc, or else that which the file names."""
    from paycalc.testing.finding import is_policy

    if is_policy(path.parent.parent.parent / f"{path.parent.name}.yaml"):
        return True
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    named = _POLICY.search(text)
    if named is None or _CASES.search(text) is None:
        return False
    return is_policy(path.parent / named[2])


class CaseFile(pytest.File):
    """A file of cases, each an item."""

    def collect(self) -> Iterator[CaseItem]:
        """The cases; a mistake in the file or its policy is an error of collecting it."""
        from paycalc.problems import order, render

        runner = _runner(self.session)
        file = runner.read(_shown(self.path))
        of_policy = runner.faulty.get(file.policy.resolve(), ())
        problems = order([*of_policy, *file.problems])
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors:
            raise self.CollectError("\n".join(render(problem, _language()) for problem in errors))
        for case in file.cases:
            item: CaseItem = CaseItem.from_parent(self, name=case.name, case=case)
            yield item


class CaseItem(pytest.Item):
    """One case; the first of a policy that runs computes those of all items of that policy."""

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case

    def runtest(self) -> None:
        """Compare what the case expects with what was found."""
        outcome = _outcome(self)
        if not outcome.passed:
            raise CaseFailedError(outcome)

    def repr_failure(  # type: ignore[override]
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> Any:
        """What `paycalc test` would print."""
        if not isinstance(excinfo.value, CaseFailedError):
            return super().repr_failure(excinfo)
        from paycalc.testing.explaining import explained
        from paycalc.testing.telling import outcome_text

        outcome, language = excinfo.value.outcome, _language()
        return outcome_text(outcome, language, explained(outcome, language))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands."""
        return self.path, self.case.line - 1, self.name


class CaseFailedError(Exception):
    """A case differs; told by its item."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.case.name)
        self.outcome = outcome


_RUNNER: pytest.StashKey[Runner] = pytest.StashKey()
_OUTCOMES: pytest.StashKey[dict[str, Outcome]] = pytest.StashKey()


def _runner(session: pytest.Session) -> Runner:
    """The one runner of a session, which loads each policy once."""
    if _RUNNER not in session.stash:
        from paycalc.testing.running import Runner

        session.stash[_RUNNER] = Runner()
        session.stash[_OUTCOMES] = {}
    return session.stash[_RUNNER]


def _outcome(item: CaseItem) -> Outcome:
    """The outcome of an item's case, computed with the others of its policy that were selected."""
    runner, outcomes = _runner(item.session), item.session.stash[_OUTCOMES]
    if item.nodeid not in outcomes:
        policy = item.case.policy
        among = [one for one in item.session.items if isinstance(one, CaseItem)]
        alike = [one for one in (item, *among) if one.case.policy == policy]
        fresh = {one.nodeid: one for one in alike if one.nodeid not in outcomes}
        found = runner.run([one.case for one in fresh.values()])
        outcomes |= zip(fresh, found, strict=True)
    return outcomes[item.nodeid]


def _language() -> str:
    from paycalc.problems import language

    return language()


def _shown(path: Path) -> Path:
    """A path as people type it, from where they are."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
