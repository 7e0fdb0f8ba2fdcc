"""A dataset that is partitioned by county, computed in batches that are read one at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import TypeAlias

import polars as pl

from paycalc.engine.computing import compute_records, computed
from paycalc.engine.encoded import joined
from paycalc.engine.expects import expectations
from paycalc.engine.plan import EnginePlan
from paycalc.engine.progress import Progress, in_turn, silent
from paycalc.errors import CountiesTogetherError, InputChangedError
from paycalc.policy.model import Policy
from paycalc.problems import Problem, ProblemsError, has_errors, order
from paycalc.records import Checked, Records, check
from paycalc.records.batches import Batches, dataset_of, headings_of
from paycalc.records.merging import merged
from paycalc.result import Made, Result, join, joined_names

Dataset: TypeAlias = "Records | Batches | str | PathLike[str]"
Parts: TypeAlias = "Generator[Result, None, tuple[Problem, ...]]"
"""Results of counties in their order; what is returned at the end are the problems of all."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a batch: its result, ``None`` where it has errors, and all its problems.

    ``headings`` are those of its files.
    """

    result: Result | None
    problems: tuple[Problem, ...]
    headings: dict[tuple[str, str], str]


def compute_dataset(
    policy: Policy,
    dataset: Batches | str | PathLike[str],
    threads: int,
    progress: Progress | None = None,
) -> Result:
    """`compute` of a dataset's folder, in batches where it is partitioned by county."""
    records = _opened(dataset)
    if isinstance(records, Records):
        return compute_records(policy, records, threads, progress)
    plan = EnginePlan(policy)
    results: list[Result] = []
    try:
        problems = each(_parts(plan, records, threads, progress), results.append)
    except CountiesTogetherError as error:
        return error.result
    return _joined(plan, records, results, problems)


def compute_parts(
    policy: Policy,
    records: Dataset,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Parts:
    """`compute`, handing on the results of a few counties at a time, in the order of counties.

    Of a dataset's folder that is partitioned by county (folders ``county_id=…``) a few counties
    are held in memory at a time, if each result is dropped before the next is asked for. Others
    are computed at once, and there is one result. ``problems`` of a result are those that its
    counties have alone; the generator returns those of all (``problems = yield from …``).

    Raises `ProblemsError` with every problem, in the end or as soon as there is an error in the
    records: for exact problems all counties are then read at once, which takes about 4 GiB of
    memory for a million teachers (and ``progress`` begins anew). Raises `CountiesTogetherError`
    with the result of all where that was needed without an error.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/example-county.yaml")
    >>> for result in paycalc.compute_parts(policy, "fixtures/example-county"):
    ...     print(result.names.counties, result.payouts.height)
    ('X01',) 147
    """
    threads = threads or os.cpu_count() or 1
    records = _opened(records)
    if isinstance(records, Batches):
        return (yield from _parts(EnginePlan(policy), records, threads, progress))
    result = compute_records(policy, records, threads, progress)
    yield result
    return result.problems


def each(parts: Parts, take: Callable[[Result], object]) -> tuple[Problem, ...]:
    """Hand every result on; returns the problems of all."""
    while True:
        try:
            result = next(parts)
        except StopIteration as end:
            problems: tuple[Problem, ...] = end.value
            return problems
        take(result)
        del result  # before the next one is made


def _opened(dataset: Dataset) -> Records | Batches:
    return dataset if isinstance(dataset, Records | Batches) else dataset_of(Path(dataset))


def _parts(plan: EnginePlan, batches: Batches, threads: int, progress: Progress | None) -> Parts:
    tell = silent if progress is None else progress
    counties = [len(some) for some in batches.counties]
    tell(0, sum(counties))
    whole = batches.check_whole(expectations(plan.policy))
    if has_errors(whole):
        raise _together(plan, batches, threads, progress)
    told, failed = list(whole), False
    headings: dict[tuple[str, str], str] = {}
    with closing(compute_batches(plan, batches, threads)) as computed:
        for number, batch in enumerate(computed, 1):
            if batch is None or any(headings.get(k, h) != h for k, h in batch.headings.items()):
                raise _together(plan, batches, threads, progress)
            headings |= batch.headings
            told += batch.problems
            failed = failed or batch.result is None
            tell(sum(counties[:number]), sum(counties))
            if batch.result is not None and not failed:
                yield batch.result
    problems = order(merged(told))
    if has_errors(problems):
        raise ProblemsError(problems)
    return problems


def _together(
    plan: EnginePlan, batches: Batches, threads: int, progress: Progress | None
) -> CountiesTogetherError:
    """What only all counties together tell; raises `ProblemsError` where there are errors."""
    records = batches.at_once()
    return CountiesTogetherError(compute_records(plan.policy, records, threads, progress))


def compute_batches(plan: EnginePlan, batches: Batches, threads: int) -> Generator[Batch | None]:
    """What comes of each batch, in their order; ``None`` where it is not to be judged alone.

    Each thread works on one at a time. No more are ahead of the one that is asked for than there
    are threads.
    """
    expects = expectations(plan.policy)

    def one(number: int) -> Batch | None:
        checked, records, problems = batches.check(number, expects)
        if checked is None:
            return None
        result, problems = computed(plan, records, checked, problems, 1)
        headings = headings_of(records)
        if has_errors(problems):
            return Batch(None, problems, headings)
        return Batch(_without_rows(plan, batches, number, result), problems, headings)

    return in_turn((partial(one, number) for number in range(len(batches.counties))), threads)


def _without_rows(plan: EnginePlan, batches: Batches, number: int, result: Result) -> Result:
    """The result without the records that it was made of; they are read again when asked for."""
    made = result.made
    source = _source(plan, lambda: batches.read(number))
    names = replace(made.names, texts=_no_texts)
    return replace(
        result,
        made=Made(plan, made.period, made.encoded.without_rows(), names, source),
    )


def _source(plan: EnginePlan, read: Callable[[], Records]) -> Callable[[], tuple[Records, Checked]]:
    @cache
    def again() -> tuple[Records, Checked]:
        records = read()
        checked, problems = check(records, expectations(plan.policy))
        if checked is None:  # the files have changed since
            raise ProblemsError(problems)
        return records, checked

    return again


def _paid(result: Result) -> bytes:
    """A digest of what everybody got."""
    digest = sha256()
    for amounts in (result.gross, result.forfeited, result.received, result.held):
        digest.update(amounts.tobytes())
    return digest.digest()


def _no_texts() -> pl.Series:
    raise RuntimeError("a result of batches explains through the batch of a county")


def _joined(
    plan: EnginePlan, batches: Batches, results: list[Result], problems: tuple[Problem, ...]
) -> Result:
    paid = [_paid(result) for result in results]

    @lru_cache(maxsize=2)  # who explains everybody asks for one county after the other
    def of_batch(number: int) -> Result:
        result = compute_records(plan.policy, batches.read(number), 1)
        if _paid(result) != paid[number]:
            counties = ", ".join(sorted(batches.counties[number], key=str.encode))
            raise InputChangedError(f"the records of {counties} have changed since: compute again")
        return result

    def of_county(county: str) -> Result:
        return of_batch(batches.number_of(county))

    made = Made(
        plan,
        batches.period,
        joined([result.encoded for result in results]),
        joined_names(results, _no_texts),
        _source(plan, batches.at_once),
        of_county,
    )
    return join(made, results, problems)
