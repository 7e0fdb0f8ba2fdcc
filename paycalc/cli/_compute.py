"""From two paths to a result or everything that is wrong: what the computing commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import paycalc
from paycalc.cli._progress import Tell, progress
from paycalc.cli._source import Inputs, Source, read_source

if TYPE_CHECKING:
    from paycalc.output.inputs import Input, Stamp
    from paycalc.policy import Policies, Policy
    from paycalc.problems import Problem
    from paycalc.records import Period, Records
    from paycalc.records.batches import Batches
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
class Ready:
    """A policy and the records that it will be computed of, in batches where they lie so."""

    policy: Policy
    policy_file: Path
    records: Records | Batches
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The policy's file and the policy, unless something is wrong with it."""

    file: Path | None
    policy: Policy | None
    problems: tuple[Problem, ...] = ()


def attempt(policy_path: Path, dataset: Source, threads: int | None, tell: Tell) -> Attempt:
    """Load, read and compute; a faulty policy and faulty records are reported together."""
    made = ready(policy_path, dataset, tell)
    if isinstance(made, Attempt):
        return made
    tell("computing")
    return computed(made, threads)


def computed(made: Ready, threads: int | None) -> Attempt:
    """The result of what is ready, whole in memory."""
    from paycalc.problems import ProblemsError, order

    file = made.policy_file
    try:
        result = paycalc.compute(made.policy, made.records, threads=threads)
    except ProblemsError as error:
        return Attempt(None, order(error.problems), file)
    return Attempt(result, order(result.problems), file, made.inputs)


def problems_of(policy_path: Path, dataset: Source, threads: int | None) -> tuple[Problem, ...]:
    """The problems of an `attempt`; of counties that lie apart few are in memory at a time."""
    from paycalc.engine.streaming import each
    from paycalc.errors import CountiesTogetherError
    from paycalc.problems import ProblemsError, order

    with progress(STEPS - 1) as tell:
        made = ready(policy_path, dataset, tell)
    if isinstance(made, Attempt):
        return made.problems
    parts = paycalc.compute_parts(made.policy, made.records, threads=threads)
    try:
        with progress(steps_of(made.records)) as tell:
            tell("computing")
            return order(each(parts, lambda result: tell(told_of(result))))
    except ProblemsError as error:
        return order(error.problems)
    except CountiesTogetherError as error:
        return order(error.result.problems)


def steps_of(records: Records | Batches) -> int:
    """The steps in which records are computed: a few counties at a time, or all at once."""
    from paycalc.records.batches import Batches

    return 1 + (len(records.counties) if isinstance(records, Batches) else 1)


def told_of(result: Result) -> str:
    """How far a computation is, by the last county that is done."""
    return f"computed up to county {result.names.counties[-1]}"


def ready(policy_path: Path, dataset: Source, tell: Tell) -> Ready | Attempt:
    """Load and open; an attempt that has failed if something is wrong with the policy.

    Of a folder of versions the one in effect on the period's first day counts (section 3), and
    only its faults, or what keeps it from being found.
    """
    from paycalc.problems import order

    tell("reading the policy")
    chosen_for = _read_policy(policy_path)
    tell(_before_reading())
    records, read = read_source(dataset)
    chosen = chosen_for(records.period)
    if chosen.file is None or chosen.policy is None:
        return Attempt(None, order((*chosen.problems, *records.problems)), chosen.file)
    policy, file = chosen.policy, chosen.file
    return Ready(policy, file, records, partial(_inputs, policy, file, read))


def _before_reading() -> str:
    """What is done next: on a new machine the engine is compiled first, which takes seconds."""
    from paycalc.engine.warmup import is_warm

    if is_warm():
        return "reading the records"
    return "compiling the engine, once on this machine (see `paycalc warmup`); reading the records"


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


def open_dataset(dataset: Path) -> tuple[Records | Batches, Inputs]:
    """A dataset, and what tells the files that it is read from; their stamps are of before that."""
    from paycalc.output.inputs import fingerprints, stamps
    from paycalc.records._sources import WORKBOOKS, entries
    from paycalc.records.batches import Batches, dataset_of

    folder = dataset.parent if dataset.is_file() else dataset
    period = folder / "period.yaml"
    found = [dataset] if dataset.is_file() else entries(folder) if folder.is_dir() else []
    before = stamps([period, *found, *(path for entry in found for path in entry.rglob("*"))])
    records = dataset_of(dataset)
    if isinstance(records, Batches):
        return records, partial(_inputs_of_batches, records, before)
    parts = {part.file for table in records.tables.values() for part in table.parts if part.file}
    books = (path for path in found if path.suffix.lower() in WORKBOOKS)  # all are looked into
    read = [period, *books, *(folder / file for file in parts)]
    return records, partial(fingerprints, {path: before[path] for path in read if path in before})


def _inputs_of_batches(batches: Batches, before: dict[Path, Stamp]) -> tuple[Input, ...]:
    """The files of batches, which are read until the last one is computed."""
    from paycalc.errors import InputChangedError
    from paycalc.output.inputs import fingerprints

    read = batches.files()
    for path in read:
        if path not in before:
            raise InputChangedError(f"{path} came while the others were being read: run again")
    known = before.keys() - set(read)
    gone = sorted(path for path in known if not path.exists())
    if gone:
        raise InputChangedError(f"{gone[0]} was removed while it was being read")
    return fingerprints({path: before[path] for path in read})


def _inputs(policy: Policy, policy_file: Path, read: Inputs) -> tuple[Input, ...]:
    """All that was read: the policy, its plan files, the dataset's files or tables."""
    from paycalc.output.inputs import fingerprint_of_text

    plans = ((policy_file.parent / path, text) for path, text in sorted(policy.files.items()))
    texts = ((policy_file, policy.source), *plans)
    return (*(fingerprint_of_text(*file) for file in texts), *read())
