"""Running cases: those of one policy, period and shape are computed together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from paycalc.engine import compute
from paycalc.policy import Policy, load_policy
from paycalc.problems import Problem, ProblemsError, order
from paycalc.result import Result
from paycalc.testing import _packing as packing
from paycalc.testing._found import Computed, Found
from paycalc.testing.cases import Case
from paycalc.testing.comparing import Difference, differences, differences_of_problems
from paycalc.testing.finding import found_in
from paycalc.testing.reading import CaseFile, read_cases


@dataclass(frozen=True)
class Outcome:
    """How a case came out: what differs, and the problems of a case that has errors."""

    case: Case
    differences: tuple[Difference, ...]
    policy: Policy = field(repr=False)
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything that the case claims holds."""
        return not self.differences


@dataclass(frozen=True)
class Report:
    """What came of a run of tests: outcomes in the order of the files and of their cases.

    ``problems`` are mistakes of case files and of their policies, and policies without tests;
    with an error among them something could not be run.
    """

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    files: int
    computes: int
    seconds: float

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The cases that failed."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)


@dataclass
class Runner:
    """Loads policies and reads case files, each once, and runs cases; counts its computations."""

    computes: int = 0
    faulty: dict[Path, tuple[Problem, ...]] = field(default_factory=dict)
    _policies: dict[Path, Policy | None] = field(default_factory=dict)
    _packers: dict[Path, packing.Packer] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those of all policies that have errors."""
        return tuple(problem for found in self.faulty.values() for problem in found)

    def read(self, path: Path) -> CaseFile:
        """The cases of a file; the problems of its policy, if it has errors, are ``faulty``."""
        return read_cases(path, self.policy)

    def policy(self, path: Path) -> Policy | None:
        """The policy of a file, `None` where it has errors."""
        key = path.resolve()
        if key not in self._policies:
            try:
                self._policies[key] = load_policy(path)
            except ProblemsError as error:
                self._policies[key] = None
                self.faulty[key] = error.problems
        return self._policies[key]

    def run(self, cases: Sequence[Case]) -> list[Outcome]:
        """The outcomes of cases, in their order, from as few computations as will do."""
        packs: dict[object, list[int]] = {}
        outcomes: dict[int, Outcome] = {}
        for number, case in enumerate(cases):
            shape = self._packer(case).shape(case)
            same = (case.policy.resolve(), case.period, shape)
            packs.setdefault(number if shape is None else same, []).append(number)
        for numbers in packs.values():
            members = [cases[number] for number in numbers]
            outcomes |= zip(numbers, self._pack(members), strict=True)
        return [outcomes[number] for number in range(len(cases))]

    def _packer(self, case: Case) -> packing.Packer:
        key = case.policy.resolve()
        if key not in self._packers:
            policy = self.policy(case.policy)
            assert policy is not None, "a case is read only with its policy"
            self._packers[key] = packing.Packer(policy)
        return self._packers[key]

    def compute(self, case: Case) -> Result:
        """The result of a case alone; raises `ProblemsError`."""
        self.computes += 1
        policy = self._packer(case).policy
        return compute(policy, packing.alone(case), threads=1)

    def _alone(self, case: Case, policy: Policy) -> Outcome:
        try:
            found = Found(Computed(self.compute(case)))
        except ProblemsError as error:
            differing = differences_of_problems(case, error.problems)
            return Outcome(case, differing, policy, error.problems)
        self._count_traced([case])
        return Outcome(case, differences(case, found), policy)

    def _pack(self, cases: list[Case]) -> list[Outcome]:
        """The outcomes of cases that may be computed together; who errs is computed alone."""
        packer = self._packer(cases[0])
        policy = packer.policy
        if len(cases) == 1:
            return [self._alone(cases[0], policy)]
        self.computes += 1
        try:
            result = compute(policy, packer.together(cases), threads=1)
        except ProblemsError as error:
            return self._apart(cases, packing.erring(cases, error.problems), policy)
        computed = Computed(result)
        self._count_traced(cases)
        prefixes = packing.prefixes(len(cases))
        return [
            Outcome(case, differences(case, Found(computed, prefix)), policy)
            for case, prefix in zip(cases, prefixes, strict=True)
        ]

    def _count_traced(self, cases: Sequence[Case]) -> None:
        """What lies between is computed once more, where a case asks for it."""
        self.computes += any(case.wants("item", "step", "cells") for case in cases)

    def _apart(self, cases: list[Case], erring: set[int], policy: Policy) -> list[Outcome]:
        """Cases of which some have errors: these alone, the others together."""
        if not erring:  # nobody knows whose they are: half of them, and the other half
            half = len(cases) // 2
            return [*self._pack(cases[:half]), *self._pack(cases[half:])]
        outcomes = {number: self._alone(cases[number], policy) for number in erring}
        others = [number for number in range(len(cases)) if number not in erring]
        if others:
            rest = self._pack([cases[number] for number in others])
            outcomes |= zip(others, rest, strict=True)
        return [outcomes[number] for number in range(len(cases))]


def run_cases(
    paths: Iterable[str | Path], *, only: str = "", tell: Callable[[str], None] = lambda _: None
) -> Report:
    """Run the cases of folders, policies and case files; nothing is raised for what they hold.

    ``only`` is a text that the names of cases (or of their files) must have in them; ``tell`` is
    told what is being done, in two steps.

    >>> report = run_cases(["policies/sanming.yaml"])
    >>> len(report.outcomes) > 20, report.failed, report.problems
    (True, (), ())
    """
    begin = perf_counter()
    runner = Runner()
    tell("reading cases")
    found = found_in([Path(path) for path in paths])
    files = [runner.read(path) for path in found.files]
    cases = [case for file in files for case in file.cases if only in f"{case.file} {case.name}"]
    tell(f"running {len(cases)} cases")
    outcomes = runner.run(cases)
    problems = [*runner.problems, *found.problems]
    problems += [problem for file in files for problem in file.problems]
    seconds = perf_counter() - begin
    return Report(tuple(outcomes), order(problems), len(files), runner.computes, seconds)
