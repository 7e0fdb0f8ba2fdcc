"""A dataset that is partitioned by county, computed in batches that are read one at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from os import PathLike
from pathlib import Path

import polars as pl

from paycalc.engine.computing import compute_records, computed
from paycalc.engine.encoded import joined
from paycalc.engine.expects import expectations
from paycalc.engine.plan import EnginePlan
from paycalc.errors import InputChangedError
from paycalc.policy.model import Policy
from paycalc.problems import Problem, ProblemsError, has_errors, order
from paycalc.records import Checked, Records, check, read_records
from paycalc.records.batches import Batches, batches_of, headings_of
from paycalc.records.merging import merged
from paycalc.result import Made, Result, join, joined_names


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a batch: its result, ``None`` where it has errors, and all its problems.

    ``headings`` are those of its files.
    """

    result: Result | None
    problems: tuple[Problem, ...]
    headings: dict[tuple[str, str], str]


def compute_dataset(policy: Policy, folder: str | PathLike[str], threads: int) -> Result:
    """`compute` of a dataset's folder, in batches where it is partitioned by county."""
    batches = batches_of(Path(folder))
    result = None if batches is None else _in_batches(EnginePlan(policy), batches, threads)
    if result is None:
        return compute_records(policy, read_records(Path(folder)), threads)
    return result


def _in_batches(plan: EnginePlan, batches: Batches, threads: int) -> Result | None:
    """The result, or ``None`` where only all counties together tell what there is to tell."""
    whole = batches.check_whole(expectations(plan.policy))
    if has_errors(whole):
        return None
    done: list[Batch] = []
    headings: dict[tuple[str, str], str] = {}
    for batch in compute_batches(plan, batches, threads):
        if batch is None or any(headings.get(k, h) != h for k, h in batch.headings.items()):
            return None
        headings |= batch.headings
        done.append(batch)
    problems = order(merged([*whole, *(problem for batch in done for problem in batch.problems)]))
    if has_errors(problems):
        raise ProblemsError(problems)
    results = [batch.result for batch in done if batch.result is not None]
    return _joined(plan, batches, results, problems)


def compute_batches(plan: EnginePlan, batches: Batches, threads: int) -> Iterator[Batch | None]:
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

    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[Future[Batch | None]] = deque()
        for number in range(len(batches.counties)):
            ahead.append(pool.submit(one, number))
            if len(ahead) > threads:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


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
        [number] = [n for n, some in enumerate(batches.counties) if county in some]
        return of_batch(number)

    made = Made(
        plan,
        batches.period,
        joined([result.encoded for result in results]),
        joined_names(results, _no_texts),
        _source(plan, lambda: read_records(batches.folder, period=batches.period)),
        of_county,
    )
    return join(made, results, problems)
