"""From two paths to a result or everything that is wrong: what the computing commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import paycalc
from paycalc.cli._progress import Tell
from paycalc.cli._source import Inputs, Source, read_source

if TYPE_CHECKING:
    from paycalc.output.inputs import Input, Stamp
    from paycalc.policy import Policies, Policy
    from paycalc.problems import Problem
    from paycalc.records import Period, Records
    from paycalc.result import Result

STEPS = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """A result, or ``None`` if there are errors; all problems either way.

    ``policy_file`` is the file that was loaded, of a folder the one chosen, if one could be.
    ``inputs`` hashes the files that were read; it raises if one changed since.
    """

    result: Result | None
    problems: tuple[Problem, ...]
    policy_file: Path | None = None
    inputs: Inputs = tuple


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The policy's file and the policy, unless something is wrong with it."""

    file: Path | None
    policy: Policy | None
    problems: tuple[Problem, ...] = ()


def attempt(policy_path: Path, dataset: Source, threads: int | None, tell: Tell) -> Attempt:
    """Load, read and compute; a faulty policy and faulty records are reported together.

    Of a folder of versions the one in effect on the period's first day counts (section 3), and
    only its faults, or what keeps it from being found.
    """
    from paycalc.problems import ProblemsError, order

    tell("reading the policy")
    chosen_for = _read_policy(policy_path)
    tell("reading the records")
    records, read = read_source(dataset)
    chosen = chosen_for(records.period)
    if chosen.file is None or chosen.policy is None:
        return Attempt(None, order((*chosen.problems, *records.problems)), chosen.file)
    policy, file = chosen.policy, chosen.file
    tell("computing")
    try:
        result = paycalc.compute(policy, records, threads=threads)
    except ProblemsError as error:
        return Attempt(None, order(error.problems), file)
    return Attempt(result, order(result.problems), file, partial(_inputs, policy, file, read))


def policy_problems(policy_path: Path) -> tuple[Problem, ...]:
    """Everything wrong with a policy, or with all that a folder holds and with their dates."""
    from paycalc.problems import ProblemsError

    if policy_path.is_dir():
        return paycalc.load_policies(policy_path).problems
    try:
        paycalc.load_policy(policy_path)
    except ProblemsError as error:
        return error.problems
    return ()


def _read_policy(policy_path: Path) -> Callable[[Period], _Chosen]:
    """Reads the policy, or all of a folder; what is returned chooses by the period."""
    from paycalc.problems import ProblemsError

    if policy_path.is_dir():
        return partial(_chosen, paycalc.load_policies(policy_path))
    try:
        read = _Chosen(policy_path, paycalc.load_policy(policy_path))
    except ProblemsError as error:
        read = _Chosen(policy_path, None, error.problems)
    return lambda _: read


def _chosen(policies: Policies, period: Period) -> _Chosen:
    from paycalc.problems import ProblemsError
    from paycalc.records.period import NO_PERIOD

    if period is NO_PERIOD:  # nobody knows which version is meant: all that is wrong is told
        return _Chosen(None, None, policies.problems)
    try:
        version = policies.version_for(period)
    except ProblemsError as error:
        return _Chosen(None, None, error.problems)
    return _Chosen(version.file, version.policy, version.problems)


def read_dataset(dataset: Path) -> tuple[Records, dict[Path, Stamp]]:
    """The records, and the files that they were read from with their stamps before that."""
    from paycalc.output.inputs import stamps
    from paycalc.records._sources import WORKBOOKS, entries

    folder = dataset.parent if dataset.is_file() else dataset
    period = folder / "period.yaml"
    found = [dataset] if dataset.is_file() else entries(folder) if folder.is_dir() else []
    before = stamps([period, *found, *(path for entry in found for path in entry.rglob("*"))])
    records = paycalc.read_records(dataset)
    parts = {part.file for table in records.tables.values() for part in table.parts if part.file}
    books = (path for path in found if path.suffix.lower() in WORKBOOKS)  # all are looked into
    read = [period, *books, *(folder / file for file in parts)]
    return records, {path: before[path] for path in read if path in before}


def _inputs(policy: Policy, policy_file: Path, read: Inputs) -> tuple[Input, ...]:
    """All that was read: the policy, its plan files, the dataset's files or tables."""
    from paycalc.output.inputs import fingerprint_of_text

    plans = ((policy_file.parent / path, text) for path, text in sorted(policy.files.items()))
    texts = ((policy_file, policy.source), *plans)
    return (*(fingerprint_of_text(*file) for file in texts), *read())
