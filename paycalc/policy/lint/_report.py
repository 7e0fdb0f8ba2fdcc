"""What a lint comes to: the findings that remain, those silenced with a reason, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from paycalc.policy.lint._switches import Asked, place_of, switch_problems
from paycalc.policy.model import Lint
from paycalc.problems import Place, Problem, order


@dataclass(frozen=True, slots=True)
class Silenced:
    """A rule that a policy switches off: what it would have said, and the written reason."""

    code: str
    reason: str
    count: int
    place: Place


@dataclass(frozen=True, slots=True)
class Report:
    """All that is told; findings are warnings, and what could not be judged is a note."""

    problems: tuple[Problem, ...]
    silenced: tuple[Silenced, ...] = ()

    @property
    def findings(self) -> tuple[Problem, ...]:
        """What remains to be mended, or to be switched off with a reason."""
        return tuple(problem for problem in self.problems if problem.severity != "note")

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What was not judged, and why."""
        return tuple(problem for problem in self.problems if problem.severity == "note")


def report(
    lint: Lint,
    rules: Mapping[str, Asked],
    found: Mapping[str, tuple[Problem, ...]],
    notes: Iterable[Problem] = (),
) -> Report:
    """What remains of what each judged rule found, once the switches are heeded."""
    told = [one for code in found if rules[code].silent is None for one in found[code]]
    counts = {code: len(problems) for code, problems in found.items()}
    silenced = tuple(
        Silenced(code, rules[code].silent or "", len(found[code]), place_of(lint.switches[code]))
        for code in found
        if rules[code].silent is not None and found[code]
    )
    return Report(order((*told, *switch_problems(lint, counts), *notes)), silenced)


def together(reports: Iterable[Report]) -> Report:
    """The reports of several policies as one; a note is told once, without their places."""
    every = tuple(reports)
    if len(every) == 1:
        return every[0]
    findings = [finding for one in every for finding in one.findings]
    notes = {(note.code, str(note.values)): note for one in every for note in one.notes}
    told = order((*findings, *(replace(note, place=Place()) for note in notes.values())))
    return Report(told, tuple(silenced for one in every for silenced in one.silenced))
