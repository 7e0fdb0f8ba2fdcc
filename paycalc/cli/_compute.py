"""From two paths to a result or everything that is wrong: what ``run`` and ``check`` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import paycalc
from paycalc.cli._progress import Tell

if TYPE_CHECKING:
    from paycalc.output.inputs import Input, Stamp
    from paycalc.policy import Policy
    from paycalc.problems import Problem
    from paycalc.records import Records
    from paycalc.result import Result

STEPS = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """A result, or ``None`` if there are errors; all problems either way.

    ``inputs`` hashes the files that were read; it raises if one changed since.
    """

    result: Result | None
    problems: tuple[Problem, ...]
    inputs: Callable[[], tuple[Input, ...]] = tuple


def attempt(policy_file: Path, dataset: Path, threads: int | None, tell: Tell) -> Attempt:
    """Load, read and compute; a faulty policy and faulty records are reported together."""
    from paycalc.problems import ProblemsError, order

    found: tuple[Problem, ...] = ()
    policy = None
    tell("reading the policy")
    try:
        policy = paycalc.load_policy(policy_file)
    except ProblemsError as error:
        found = error.problems
    tell("reading the records")
    records, sources = read_dataset(dataset)
    if policy is None:
        return Attempt(None, order((*found, *records.problems)))
    tell("computing")
    try:
        result = paycalc.compute(policy, records, threads=threads)
    except ProblemsError as error:
        return Attempt(None, order(error.problems))
    return Attempt(result, order(result.problems), partial(_inputs, policy, policy_file, sources))


def read_dataset(dataset: Path) -> tuple[Records, dict[Path, Stamp]]:
    """The records, and the files that they were read from with their stamps before that."""
    from paycalc.output.inputs import stamps
    from paycalc.records.tables import TABLES

    period = dataset / "period.yaml"
    tables = [path for name in TABLES for path in dataset.glob(f"{name}*")]
    before = stamps([period, *tables, *(path for table in tables for path in table.rglob("*"))])
    records = paycalc.read_records(dataset)
    parts = {part.file for table in records.tables.values() for part in table.parts if part.file}
    read = [period, *(dataset / file for file in parts)]
    return records, {path: before[path] for path in read if path in before}


def _inputs(policy: Policy, policy_file: Path, sources: Mapping[Path, Stamp]) -> tuple[Input, ...]:
    """Every file that was read: the policy, its plan files, the dataset's files."""
    from paycalc.output.inputs import fingerprint_of_text, fingerprints

    plans = ((policy_file.parent / path, text) for path, text in sorted(policy.files.items()))
    texts = ((policy_file, policy.source), *plans)
    return (*(fingerprint_of_text(*file) for file in texts), *fingerprints(sources))
