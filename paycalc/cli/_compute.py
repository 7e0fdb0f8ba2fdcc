"""From two paths to a result or everything that is wrong: what ``run`` and ``check`` share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.cli._progress import Tell

if TYPE_CHECKING:
    from paycalc.output import Input
    from paycalc.problems import Problem
    from paycalc.result import Result

STEPS = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """A result, or ``None`` if there are errors; all problems either way."""

    result: Result | None
    problems: tuple[Problem, ...]
    inputs: tuple[Input, ...] = ()


def attempt(policy_file: Path, dataset: Path, threads: int | None, tell: Tell) -> Attempt:
    """Load, read and compute; a faulty policy and faulty records are reported together."""
    tell("reading the policy")
    from paycalc.output.inputs import fingerprints, stamps
    from paycalc.policy import load_policy
    from paycalc.problems import ProblemsError, order
    from paycalc.records import read_records

    problems: tuple[Problem, ...] = ()
    before = stamps([policy_file])
    policy = None
    try:
        policy = load_policy(policy_file)
    except ProblemsError as error:
        problems = error.problems
    tell("reading the records")
    records = read_records(dataset)
    if policy is None:
        return Attempt(None, order((*problems, *records.problems)))
    tell("computing")
    from paycalc.engine import compute

    try:
        result = compute(policy, records, threads=threads)
    except ProblemsError as error:
        return Attempt(None, order(error.problems))
    return Attempt(result, order(result.problems), fingerprints(before))
