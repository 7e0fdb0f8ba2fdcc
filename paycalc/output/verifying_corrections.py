"""A run that corrects another proved: its books, for it holds what was settled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from paycalc.errors import RunError
from paycalc.output.runs import Run
from paycalc.problems import Place, Problem

_IDS: Final = ("county_id", "unit_id", "school_id", "teacher_id")
_POST: Final = ("county_id", "school_id", "teacher_id")
_PAYABLE, _SETTLEMENT = "payable", "settlement"


def of_correction(run: Run, *, harmed: bool) -> tuple[list[Problem], int]:
    """What is wrong with the books of a correction or release, and the rows that were added up.

    Each difference is what is due less what was paid; the lines of a post add up to its payable;
    in every county the account ``settlement`` is empty after each revision; and what all revisions
    brought to the account ``payable`` of a unit is what its posts are paid (sections 11 and 14 of
    policies/corrections.md).
    """
    try:
        differences, balances = run.table("differences"), run.table("balances")
        payouts = run.table("payouts")
    except RunError as error:
        # what cannot be read was changed, which is told
        return ([] if harmed else [Problem("V203", Place(), {"found": str(error)})]), 0
    found = [*_differences(differences), *_posts(differences, payouts)]
    found += [*_settlement(balances), *_payable(balances, payouts)]
    return found, differences.height + balances.height + payouts.height


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
