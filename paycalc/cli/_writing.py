"""From a policy and a dataset to a run folder: at once, or a few counties at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import paycalc
from paycalc.cli._compute import STEPS, Attempt, Ready, ready
from paycalc.cli._progress import progress

if TYPE_CHECKING:
    from paycalc.cli._source import Source
    from paycalc.engine.streaming import Parts
    from paycalc.output.manifest import Chain
    from paycalc.problems import Problem
    from paycalc.records.batches import Batches
    from paycalc.result.summary import Summary


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to, ``None`` if nothing was written, and all problems either way."""

    summary: Summary | None
    problems: tuple[Problem, ...]
    policy_file: Path | None


@dataclass(frozen=True, slots=True)
class Writing:
    """Where and how a run is written; ``listed`` gets all problems before the folder appears."""

    out: Path
    format: Literal["csv", "parquet"]
    language: str
    threads: int | None
    keep_records: bool
    keep_going: bool
    previous: Path | None
    listed: Callable[[tuple[Problem, ...]], None]


def computed_and_written(policy: Path, dataset: Source, writing: Writing) -> Outcome:
    """Load, read, compute and write, unless there are errors or the period is closed.

    Raises `RunError` where the run before is no run folder.
    """
    from paycalc.output.chain import following
    from paycalc.problems import ProblemsError, order
    from paycalc.records.batches import Batches

    with progress(STEPS - 1) as tell:
        made = ready(policy, dataset, tell)
    if isinstance(made, Attempt):
        writing.listed(made.problems)
        return Outcome(None, made.problems, made.policy_file)
    chain, forbidden = following(writing.out, made.policy.id, made.records, writing.previous)
    if forbidden:
        writing.listed(forbidden)
        return Outcome(None, forbidden, made.policy_file)
    try:
        if isinstance(made.records, Batches):
            summary, problems = _by_county(made, made.records, chain, writing)
        else:
            summary, problems = _at_once(made, chain, writing)
    except ProblemsError as error:
        problems = order(error.problems)
        writing.listed(problems)
        return Outcome(None, problems, made.policy_file)
    return Outcome(summary, order(problems), made.policy_file)


def _at_once(made: Ready, chain: Chain, writing: Writing) -> tuple[Summary, tuple[Problem, ...]]:
    """What it came to, and all warnings and notes."""
    from paycalc.output import write_run
    from paycalc.result.summary import summary_of

    with progress(17 if writing.keep_records else 8) as tell:
        tell("computing")
        result = paycalc.compute(
            made.policy, made.records, threads=writing.threads, keep_going=writing.keep_going
        )
        writing.listed(result.problems)
        write_run(
            result,
            writing.out,
            format=writing.format,
            language=writing.language,
            inputs=made.inputs(),
            keep_records=writing.keep_records,
            chain=chain,
            tell=lambda name: tell(f"writing {name}"),
        )
    return summary_of(result), result.problems


def _by_county(
    made: Ready, batches: Batches, chain: Chain, writing: Writing
) -> tuple[Summary, tuple[Problem, ...]]:
    """The same; each result is written when it comes, and dropped."""
    from paycalc.output import write_parts

    steps = len(batches.counties) + (3 if writing.keep_records else 2)
    with progress(steps) as tell:
        tell("computing")
        parts = paycalc.compute_parts(
            made.policy,
            batches,
            threads=writing.threads,
            keep_going=writing.keep_going,
            digests="each row" if writing.keep_records else True,
        )
        written = write_parts(
            _listing(parts, writing.listed),
            writing.out,
            inputs=made.inputs,
            format=writing.format,
            language=writing.language,
            keep=batches if writing.keep_records else None,
            chain=chain,
            tell=lambda name: tell(f"computed and written: {name}"),
        )
    return written.summary, written.problems


def _listing(parts: Parts, listed: Callable[[tuple[Problem, ...]], None]) -> Parts:
    """The same parts; all problems are listed when they are known."""
    from paycalc.errors import CountiesTogetherError

    try:
        problems = yield from parts
    except CountiesTogetherError as error:
        listed(error.result.problems)
        raise
    listed(problems)
    return problems
