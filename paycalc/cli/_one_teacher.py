"""Where one teacher is paid, and of a dataset by county the result of no more than that place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import paycalc
from paycalc.cli._compute import STEPS, Attempt, computed, ready, steps_of, told_of
from paycalc.cli._progress import Tell, progress
from paycalc.errors import CountiesTogetherError, UnknownTeacherError

if TYPE_CHECKING:
    import polars as pl

    from paycalc.cli._source import Source
    from paycalc.policy import Policy
    from paycalc.records.batches import Batches
    from paycalc.result import Result


def result_for(
    policy_path: Path, dataset: Source, teacher: str, county: str | None, threads: int | None
) -> Result:
    """The result that explains a teacher; of a dataset by county that of a few counties.

    All are computed, for there must be no error, and few are in memory at a time.

    Raises:
        ProblemsError: the policy or the records have errors.
        UnknownTeacherError: a dataset by county has no such teacher, or in several counties.
    """
    from paycalc.problems import ProblemsError
    from paycalc.records.batches import Batches

    with progress(STEPS - 1) as tell:
        made = ready(policy_path, dataset, tell)
    if isinstance(made, Attempt):
        raise ProblemsError(made.problems)
    with progress(steps_of(made.records)) as tell:
        tell("computing")
        if isinstance(made.records, Batches):
            return _of_few(made.policy, made.records, teacher, county, threads, tell)
        outcome = computed(made, threads)
    if outcome.result is None:
        raise ProblemsError(outcome.problems)
    return outcome.result


def county_of(ids: pl.LazyFrame, teacher: str, county: str | None) -> str:
    """The county in which a teacher is paid; ``ids`` has a county_id and teacher_id of each post.

    Raises:
        UnknownTeacherError: it is none, or not the one that is asked for, or there are several.
    """
    import polars as pl

    from paycalc.result.explain.build import near_ids

    found = ids.filter(pl.col("teacher_id") == teacher).collect()["county_id"].unique().to_list()
    if county is not None and county in found:
        return county
    if county is None and len(found) == 1:
        return str(found[0])
    near = [] if found else near_ids(ids.collect()["teacher_id"], teacher)
    raise UnknownTeacherError(teacher, sorted(found), near, county)


def _of_few(
    policy: Policy,
    batches: Batches,
    teacher: str,
    county: str | None,
    threads: int | None,
    tell: Tell,
) -> Result:
    import polars as pl

    from paycalc.engine.streaming import each

    ids: list[pl.DataFrame] = []

    def take(result: Result) -> None:
        counties = pl.Series("county_id", result.names.counties)[result.encoded.post_county]
        ids.append(pl.DataFrame([counties, result.names.teachers.alias("teacher_id")]))
        tell(told_of(result))

    try:
        each(paycalc.compute_parts(policy, batches, threads=threads), take)
    except CountiesTogetherError as error:
        return error.result
    where = county_of(pl.concat(ids).lazy(), teacher, county)
    return paycalc.compute(policy, batches.read(batches.number_of(where)), threads=1)
