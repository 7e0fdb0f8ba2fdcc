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
from typing import Literal, TypeAlias

import polars as pl

from paycalc.engine.computing import compute_records, computed
from paycalc.engine.encoded import joined
from paycalc.engine.expects import expectations
from paycalc.engine.leaving_out import Attempt, Rest, in_order, is_of_errors, rest_of
from paycalc.engine.plan import EnginePlan
from paycalc.engine.progress import Progress, in_turn, silent
from paycalc.errors import CountiesTogetherError, InputChangedError
from paycalc.policy.model import Policy
from paycalc.problems import Problem, ProblemsError, has_errors, order
from paycalc.records import Checked, Records, check
from paycalc.records.at_fault import NOBODY, Counties, at_fault
from paycalc.records.batches import Batches, Everyone, dataset_of, headings_of
from paycalc.records.merging import merged
from paycalc.result import Made, Result, join, joined_names
from paycalc.result.fingerprint import digests_of

Dataset: TypeAlias = "Records | Batches | str | PathLike[str]"
Parts: TypeAlias = "Generator[Result, None, tuple[Problem, ...]]"
"""Results of counties in their order; what is returned at the end are the problems of all."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a batch: its result, ``None`` where it has errors, and all its problems.

    ``headings`` are those of its files. Where counties were ``left_out`` the result is that of the
    others, ``None`` if there are none.
    """

    result: Result | None
    problems: tuple[Problem, ...]
    headings: dict[tuple[str, str], str]
    left_out: Counties = NOBODY

    @property
    def failed(self) -> bool:
        """Whether nothing comes of all counties."""
        return self.result is None and not self.left_out


@dataclass(frozen=True, slots=True)
class How:
    """How a dataset is computed; see `compute` and `compute_parts`."""

    threads: int
    progress: Progress | None = None
    keep_going: bool = False
    digests: bool | Literal["each row"] = False


def compute_dataset(policy: Policy, dataset: Batches | str | PathLike[str], how: How) -> Result:
    """`compute` of a dataset's folder, in batches where it is partitioned by county."""
    records = _opened(dataset)
    if isinstance(records, Records):
        return _whole(policy, records, how)
    plan = policy.once(EnginePlan)
    results: list[Result] = []
    try:
        problems = each(_parts(plan, records, how), results.append)
    except CountiesTogetherError as error:
        return error.result
    left_out = {county for result in results for county in result.left_out}
    return _joined(plan, records.without(left_out), results, problems)


def compute_parts(
    policy: Policy,
    records: Dataset,
    *,
    threads: int | None = None,
    keep_going: bool = False,
    progress: Progress | None = None,
    digests: bool | Literal["each row"] = False,
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

    With ``keep_going`` counties that have errors are left out, as by `compute`, and the results
    name them: each those of its counties, or that came before the next result.

    With ``digests`` the results have the digests of their records (or of ``"each row"``), which
    `paycalc.result.fingerprint.digests_of` would otherwise read again.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/example-county.yaml")
    >>> for result in paycalc.compute_parts(policy, "fixtures/example-county"):
    ...     print(result.names.counties, result.payouts.height)
    ('X01',) 147
    """
    how = How(threads or os.cpu_count() or 1, progress, keep_going, digests)
    records = _opened(records)
    if isinstance(records, Batches):
        return (yield from _parts(policy.once(EnginePlan), records, how))
    result = _whole(policy, records, how)
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


def _whole(policy: Policy, records: Records, how: How) -> Result:
    return compute_records(policy, records, how.threads, how.progress, keep_going=how.keep_going)


def _parts(plan: EnginePlan, every: Batches, how: How) -> Parts:
    tell = silent if how.progress is None else how.progress
    tell(0, sum(map(len, every.counties)))
    batches, told, left_out = _judged(plan, every, how)
    counties = [len(some) for some in batches.counties]
    headings: dict[tuple[str, str], str] = {}
    failed, last = False, None
    with closing(compute_batches(plan, batches, how)) as computed:
        for number, batch in enumerate(computed, 1):
            if batch is None or any(headings.get(k, h) != h for k, h in batch.headings.items()):
                raise _together(plan, every, how)
            headings |= batch.headings
            told += batch.problems
            failed = failed or batch.failed
            left_out |= batch.left_out
            tell(sum(counties[:number]), sum(counties))
            if batch.result is None or failed:
                continue
            if not how.keep_going:
                yield batch.result
                continue
            if last is not None:
                yield last
            last = replace(batch.result, left_out=in_order(left_out))
            left_out = NOBODY
    problems = order(merged(told))
    if has_errors(problems) and last is None:
        raise ProblemsError(problems)
    if last is not None:
        yield replace(last, left_out=(*last.left_out, *in_order(left_out)))
    return problems


def _judged(plan: EnginePlan, every: Batches, how: How) -> tuple[Batches, list[Problem], Counties]:
    """Batches without an error in what is judged of all counties at once.

    What is told of that stands beside them, and the counties that were left out for it.
    """
    expects = expectations(plan.policy)
    batches, told, left_out = every, list[Problem](), NOBODY
    while has_errors(whole := batches.check_whole(expects)):
        wrong = at_fault(whole, batches.whole, expects.unit_column) if how.keep_going else NOBODY
        if not wrong or wrong <= left_out:
            raise _together(plan, every, how)
        told += filter(is_of_errors, whole)
        left_out |= wrong
        batches = every.without(left_out)
    return batches, [*told, *whole], left_out


def _together(plan: EnginePlan, batches: Batches, how: How) -> CountiesTogetherError:
    """What only all counties together tell; raises `ProblemsError` where there are errors."""
    return CountiesTogetherError(_whole(plan.policy, batches.at_once(), how))


def compute_batches(plan: EnginePlan, batches: Batches, how: How) -> Generator[Batch | None]:
    """What comes of each batch, in their order; ``None`` where it is not to be judged alone.

    Each thread works on one at a time. No more are ahead of the one that is asked for than there
    are threads.
    """
    one = partial(_batch, plan, batches, how, Everyone(batches))
    return in_turn((partial(one, n) for n in range(len(batches.counties))), how.threads)


def _batch(
    plan: EnginePlan, batches: Batches, how: How, everyone: Everyone, number: int
) -> Batch | None:
    expects = expectations(plan.policy)

    def attempt(left_out: Counties) -> Attempt:
        checked, records, problems = batches.check(number, expects, left_out)
        if checked is None:
            return Attempt(None, problems, records)
        result, problems = computed(plan, records, checked, problems, 1)
        return Attempt(None if has_errors(problems) else result, problems, records, computed=True)

    found = attempt(NOBODY)
    rest = Rest(found.result, found.problems, found.records, given_up=not found.computed)
    if found.result is None and how.keep_going:
        rest = rest_of(found, attempt, batches.counties[number], expects.unit_column, everyone)
    if rest.given_up:
        return None
    result = rest.result
    if result is not None:
        result = _without_rows(plan, batches, number, result, how)
    return Batch(result, rest.problems, headings_of(rest.records), rest.left_out)


def _without_rows(
    plan: EnginePlan, batches: Batches, number: int, result: Result, how: How
) -> Result:
    """The result without the records that it was made of; they are read again when asked for."""
    made, left_out = result.made, result.left_out
    # what reads them again must not hold the result that has them
    source = _source(plan, lambda: batches.read(number, left_out))
    digests = digests_of(result, each_row=how.digests == "each row") if how.digests else None
    names = replace(made.names, texts=_no_texts)
    bare = made.encoded.without_rows()
    return replace(result, made=Made(plan, made.period, bare, names, source, digests=digests))


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
