"""A run that corrects another proved: its books, and that it comes out again of that run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import polars as pl

from paycalc.errors import NoKeptRecordsError, RunError
from paycalc.output.chain import linked
from paycalc.output.runs import Run
from paycalc.problems import Place, Problem, ProblemsError
from paycalc.result.compare import differing

if TYPE_CHECKING:
    from paycalc.result.corrections import Correction

_IDS: Final = ("county_id", "unit_id", "school_id", "teacher_id")
_POST: Final = ("county_id", "school_id", "teacher_id")
_PAYABLE, _SETTLEMENT = "payable", "settlement"


def books_of(run: Run) -> Iterator[Problem]:
    """What is wrong with the books of a correction or release (policies/corrections.md).

    Each difference is what is due less what was paid; the lines of a post add up to its payable
    (section 14); in every county the account ``settlement`` is empty after each revision; and what
    all revisions brought to the account ``payable`` of a unit is what its posts are paid (11).

    Raises:
        RunError: a table cannot be read.
    """
    differences, balances = run.table("differences"), run.table("balances")
    payouts = run.table("payouts")
    yield from _differences(differences)
    yield from _posts(differences, payouts)
    yield from _settlement(balances)
    yield from _payable(balances, payouts)


def corrected_again(run: Run, threads: int | None) -> tuple[list[Problem], int]:
    """Make a correction or release again and compare, with how many rows.

    It is made of the run that it corrects, which has to lie beside it; else there is nothing to
    compare, which `broken_links` tells.

    Raises:
        RunError: a table or records cannot be read. NoKeptRecordsError: records are not kept.
        ProblemsError: the records have errors by now.
    """
    before = linked(run, "corrects")
    if before is None:
        return [], 0
    correction = _made(run, before, threads)
    found, rows = [], 0
    for name in correction.names:
        kept, made = run.kept_table(name), correction.table(name)
        problems, more = differing(name, kept.all(), kept.as_read(made))
        found += problems
        if more:
            found.append(Problem("V208", Place(table=name), {"more": more}, more))
        rows += made.height
    return found, rows


def _made(run: Run, before: Run, threads: int | None) -> Correction:
    import paycalc
    from paycalc.engine.expects import expectations
    from paycalc.output.correcting import settled_in
    from paycalc.records import check
    from paycalc.result.corrections import correct, release

    policy = run.policy()
    assert policy.corrections is not None
    result = paycalc.compute(policy, run.dataset(), threads=threads)
    settled = settled_in(before, policy)
    if run.manifest.get("release"):
        return release(settled, result)
    if policy.corrections.mode == "repool":
        return correct(settled, None, result)
    try:
        records = before.records()
    except NoKeptRecordsError as error:
        raise RunError(str(error)) from error  # of the other run
    old, problems = check(records, expectations(policy))
    if old is None:
        raise ProblemsError(problems)
    return correct(settled, old, result)


def _differences(differences: pl.DataFrame) -> Iterator[Problem]:
    wrong = differences.filter(pl.col("difference") != pl.col("due") - pl.col("paid"))
    for row in wrong.iter_rows(named=True):
        yield Problem("V213", _place("differences", row, str(row["line"])))


def _posts(differences: pl.DataFrame, payouts: pl.DataFrame) -> Iterator[Problem]:
    """Posts whose lines are not their payable; all have lines, those of the veto at least."""
    due = differences.group_by(_POST).agg(pl.col("due").sum())
    both = payouts.select(*_POST, _PAYABLE).join(due, on=list(_POST), how="full", coalesce=True)
    wrong = both.filter(pl.col("due").ne_missing(pl.col(_PAYABLE)))
    for row in wrong.sort(_POST).iter_rows(named=True):
        yield Problem("V214", _place("differences", row))


def _settlement(balances: pl.DataFrame) -> Iterator[Problem]:
    """Revisions of a county whose flows leave something in the account between all others."""
    sign = pl.when(pl.col("to_account") == _SETTLEMENT).then(1).otherwise(-1)
    left = balances.group_by("county_id", "revision").agg((pl.col("amount") * sign).sum())
    for row in left.filter(pl.col("amount") != 0).sort(pl.all()).iter_rows(named=True):
        place = Place(table="balances", county=row["county_id"])
        yield Problem("V215", place, {"revision": row["revision"]})


def _payable(balances: pl.DataFrame, payouts: pl.DataFrame) -> Iterator[Problem]:
    """Units whose posts are paid otherwise than the ledger says."""
    unit = ["county_id", "unit_id"]
    gets = pl.col("to_account") == _PAYABLE
    flows = balances.filter(gets | (pl.col("from_account") == _PAYABLE))
    amount = pl.when(gets).then("amount").otherwise(-pl.col("amount"))
    booked = flows.group_by(unit).agg(amount.sum().alias("booked"))
    paid = payouts.group_by(unit).agg(pl.col(_PAYABLE).sum())
    both = paid.join(booked, on=unit, how="full", coalesce=True).fill_null(0)
    for row in both.filter(pl.col("booked") != pl.col(_PAYABLE)).sort(unit).iter_rows(named=True):
        yield Problem("V216", _place("balances", row))


def _place(table: str, row: dict[str, object], item: str | None = None) -> Place:
    parts = {name.removesuffix("_id"): str(row[name]) for name in _IDS if name in row}
    return Place(table=table, item=item, **parts)  # type: ignore[arg-type]
