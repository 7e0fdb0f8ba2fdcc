"""Corrections and releases as run folders: from a closed run to the next revision of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.output import kept
from paycalc.output.chain import beside, link_to
from paycalc.output.folder import create_file, whole_folder
from paycalc.output.inputs import Input
from paycalc.output.manifest import MANIFEST, Chain, write_about
from paycalc.output.run import write_problems
from paycalc.output.runs import Run, damaged
from paycalc.output.tables import Format, write_table
from paycalc.problems import Place, Problem
from paycalc.result.corrections import Settled, settled_of

if TYPE_CHECKING:
    from paycalc.policy.model import Policy
    from paycalc.records import Period
    from paycalc.result.corrections import Correction
    from paycalc.result.summary import Summary


def blockers(run: Run, policy: Policy, target: Path, *, releases: bool) -> tuple[Problem, ...]:
    """What keeps a run from being corrected, or its reserve from being released.

    It must be closed, whole, and the last closed revision; other revisions are looked for beside
    the run and beside ``target``.
    """
    return tuple(_blockers(run, policy, target, releases=releases))


def _blockers(run: Run, policy: Policy, target: Path, *, releases: bool) -> Iterator[Problem]:
    if run.close is None:
        yield Problem("X102", Place(file=str(run.folder)))
    yield from damaged(run)
    if policy.corrections is None:
        yield Problem("X101", Place(file=str(run.folder)))
    elif releases and policy.corrections.mode != "freeze_others":
        yield Problem("X106", Place(file=str(run.folder)))
    for later in _later(run, target):
        yield Problem("X104", Place(file=str(run.folder)), {"found": str(later.folder)})


def _later(run: Run, target: Path) -> Iterator[Run]:
    """Closed revisions that correct this run, in the folders where they would lie."""
    mine = link_to(run).manifest
    found = {other.folder: other for place in (run.folder, target) for other in beside(place)}
    for other in found.values():
        if other.close is not None and other.manifest.get("corrects", {}).get("manifest") == mine:
            yield other


def other_period(run: Run, period: Period) -> Problem | None:
    """A period that is not the run's, as a problem."""
    told = run.manifest["period"]
    expected = (str(told["id"]), str(told["from"]), str(told["to"]))
    found = (period.id, period.first_day.isoformat(), period.last_day.isoformat())
    if found == expected:
        return None
    texts = {"found": " ".join(found), "expected": " ".join(expected)}
    return Problem("X103", Place(table="period"), texts)


def settled_in(run: Run, policy: Policy) -> Settled:
    """What a run settled, read from its tables.

    Raises:
        RunError: a table is not there, or cannot be read.
    """
    return settled_of(run.table, policy, run.revision)


def write_correction(
    correction: Correction,
    corrected: Run,
    folder: str | Path,
    *,
    format: Format = "csv",
    language: str = "en",
    inputs: Sequence[Input] = (),
    tell: Callable[[str], None] | None = None,
) -> Path:
    """Write a correction or a release as a run folder, whole or not at all.

    Its tables hold what is settled now, under the names that those of a run have; besides there
    are ``differences``, ``balances`` (the ledger of all revisions) and, of one that carries
    forward, ``carried``. The records are always kept: the next correction compares with them.

    Raises:
        ValueError: the correction is blocked by a problem.
        TargetExistsError: there is something at ``folder``; it is left as it is.
        OSError: the folder could not be written; nothing of it is left.
    """
    from paycalc.result.fingerprint import digests_of

    if correction.blocked:
        raise ValueError("a blocked correction is never written")
    target, result = Path(folder), correction.result
    tell = tell or (lambda _: None)
    with whole_folder(target) as partial:
        rows: dict[str, int | None] = {}
        for name in correction.names:
            file_name = f"{name}.{format}"
            tell(file_name)
            frame = correction.table(name)
            rows[file_name] = frame.height
            with create_file(partial / file_name) as file:
                write_table(frame, file, format)
        tell(f"problems.{format}")
        rows |= write_problems(correction.problems, partial, format, language)
        rows |= dict(kept.keep_records(result.made.records, partial, lambda _: None))
        tell(MANIFEST)
        revision, release = correction.after.revision, correction.is_release
        chain = Chain(corrects=link_to(corrected), revision=revision, release=release)
        summary = summary_of_correction(correction)
        write_about(partial, rows, summary, inputs, [digests_of(result)], chain)
    return target


def summary_of_correction(correction: Correction) -> Summary:
    """What a revision came to: the totals, and what each group is paid by now."""
    from paycalc.result.summary import Summary

    result, union = correction.result, correction.union
    payable = correction.due.payable
    of_result = payable[union.of_recomputed]
    heads = {name: int(inside.sum()) for name, inside in result.in_groups.items()}
    paid = {name: int(of_result[inside].sum()) for name, inside in result.in_groups.items()}
    return Summary(
        result.policy,
        result.period,
        correction.totals,
        {**heads, "everyone": union.posts.height},
        {**paid, "everyone": int(payable.sum())},
    )
