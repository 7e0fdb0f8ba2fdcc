"""Correcting and releasing a closed period: pure functions of what was settled and of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from paycalc.problems import Problem, has_errors, order
from paycalc.result.corrections import _tables
from paycalc.result.corrections._accounts import SOURCES, of_account
from paycalc.result.corrections._blockers import of_funds, of_recoveries, of_reserves
from paycalc.result.corrections._due import due_carried, due_frozen
from paycalc.result.corrections._money import (
    UNIT,
    carried,
    frozen,
    other_fund,
    replaced,
    reserve_of,
)
from paycalc.result.corrections._pay import Pay
from paycalc.result.corrections._release import released
from paycalc.result.corrections._settled import Settled, settled_of_result
from paycalc.result.corrections._union import Union, union_of
from paycalc.result.result import Status, money, status_of

if TYPE_CHECKING:
    from paycalc.policy.model import Corrections
    from paycalc.records import Checked
    from paycalc.result import Result

TABLES = ("payouts", "lines", "units", "ledger", "bars", "differences", "balances")
"""The tables of a correction; one that carries forward has ``carried`` besides."""


@dataclass(frozen=True)
class Correction:
    """A revision of a closed period: what was settled ``before`` and is ``after`` it.

    ``problems`` are those of the recomputation and what keeps this revision from being paid: with
    an error among them nothing of it counts.
    """

    before: Settled
    after: Settled
    union: Union
    result: Result = field(repr=False)
    problems: tuple[Problem, ...]
    is_release: bool = False

    @property
    def blocked(self) -> bool:
        """Whether an error keeps this revision from being paid."""
        return has_errors(self.problems)

    @property
    def status(self) -> Status:
        """``provisional`` where money is held, else ``final``."""
        return status_of((), bool(self.after.pay.held.any()))

    @property
    def due(self) -> Pay:
        """What is due to every post."""
        return self.after.pay

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that it has."""
        corrections = self.result.policy.corrections
        carries = corrections is not None and corrections.mode == "carry_forward"
        return (*TABLES, "carried") if carries else TABLES

    def table(self, name: str) -> pl.DataFrame:
        """One of the tables, money in major units with its digits."""
        if name == "bars":
            return self.result.bars
        return self._in_major_units(self._made[name])

    @cached_property
    def totals(self) -> pl.DataFrame:
        """One row per county: fund + opening = all that follows them."""
        return self._in_major_units(_tables.totals(self.after))

    @cached_property
    def by_county(self) -> pl.DataFrame:
        """How many teachers' pay is raised and lowered, and by how much: a row per county."""
        return self._in_major_units(_tables.by_county(self.union.posts, self.union.paid, self.due))

    @cached_property
    def _made(self) -> Mapping[str, pl.DataFrame]:
        union = self.union
        recomputed = self.due if self.is_release else union.recomputed
        return {
            "payouts": _tables.payouts(self.after),
            "lines": _tables.lines(self.after),
            "units": _tables.units(self.after),
            "ledger": _tables.ledger(self.after),
            "differences": _tables.differences(union.posts, union.paid, recomputed, self.due),
            "balances": self.after.book.flows().rename({"fen": "amount"}),
            "carried": _tables.carried(self.before, self.after),
        }

    def _in_major_units(self, frame: pl.DataFrame) -> pl.DataFrame:
        currency = self.result.policy.currency
        columns = [
            money(currency, column.name, column)
            if column.dtype == pl.Int64 and column.name not in _COUNTS
            else column
            for column in frame
        ]
        return pl.DataFrame(columns)


_COUNTS = {"revision", "posts", "raised", "lowered"}


def correct(before: Settled, old: Checked | None, result: Result) -> Correction:
    """The next revision of a closed period, with the records as now known (section 13).

    Pure: it reads and writes nothing, and what keeps it from being paid is in its ``problems``.

    Args:
        before: What the last closed revision settled (`settled_of_result`, `settled_of`).
        old: The records of that revision; `repool` needs none.
        result: What the policy, which has the key `corrections`, gives for the new records.

    Raises:
        ValueError: the policy has no `corrections`, or ``old`` is missing.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/example-county.yaml")
    >>> paid = paycalc.compute(policy, paycalc.read_records("fixtures/example-county"))
    >>> again = correct(settled_of_result(paid), paid.made.checked, paid)
    >>> again.blocked, set(again.table("differences")["difference"])
    (False, {Decimal('0.00')})
    """
    mode = _said(result).mode
    union = union_of(before, result, moves=mode == "repool")
    if mode == "repool":
        made = _repooled(union, result)
    elif old is None:
        raise ValueError(f"`{mode}` compares with the old records: they are needed")
    elif mode == "freeze_others":
        made = _frozen(before, union, old, result)
    else:
        made = _carried(before, union, old, result)
    difference = made.due.payable - union.paid.payable
    back = of_recoveries(union.posts, difference, result.made.checked, result.policy)
    made = replace(made, problems=(*made.problems, *back))
    return _revision(before, union, result, made)


@dataclass(frozen=True)
class _Made:
    """What is due to the posts of a revision, the balances after it, and what blocks it."""

    due: Pay
    balances: pl.DataFrame
    units: pl.DataFrame
    problems: tuple[Problem, ...] = ()


def _repooled(union: Union, result: Result) -> _Made:
    now = settled_of_result(result)
    return _Made(union.recomputed, now.book.balances, now.units)


def _frozen(before: Settled, union: Union, old: Checked, result: Result) -> _Made:
    balances, policy = before.book.balances, result.policy
    due = due_frozen(union, old, result)
    after, short = frozen(union.posts, union.paid, due, balances, policy)
    other = other_fund(balances, settled_of_result(result).book.balances)
    return _Made(due, after, before.units, (*of_funds(other), *of_reserves(short)))


def _carried(before: Settled, union: Union, old: Checked, result: Result) -> _Made:
    balances, now = before.book.balances, settled_of_result(result)
    due = due_carried(union, old, result)
    after = carried(union.posts, due, now.posts, now.pay, now.book.balances)
    given = balances.filter(pl.col("account").is_in(SOURCES))
    other = other_fund(balances, now.book.balances)
    return _Made(due, replaced(after, given), before.units, tuple(of_funds(other)))


def release(before: Settled, result: Result) -> Correction:
    """The next revision, which pays the reserve out when the appeal window is over (section 15).

    Args:
        before: What the last closed revision settled.
        result: What the policy, whose mode is `freeze_others`, gives for that revision's records.

    Raises:
        ValueError: the policy holds no reserve back.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/example-county.yaml")
    >>> paid = paycalc.compute(policy, paycalc.read_records("fixtures/example-county"))
    >>> release(settled_of_result(paid), paid).by_county.columns
    ['county_id', 'raised', 'more', 'lowered', 'less']
    """
    if _said(result).mode != "freeze_others":
        raise ValueError("only `freeze_others` holds a reserve back")
    union = union_of(before, result, moves=False)
    balances = before.book.balances
    due, after = released(union, result, balances)
    left = of_account(balances, reserve_of(result.policy))["fen"].sum()
    made = _Made(due, after, before.units, () if left else (Problem("X206"),))
    return _revision(before, union, result, made, is_release=True)


def _said(result: Result) -> Corrections:
    corrections = result.policy.corrections
    if corrections is None:
        raise ValueError("the policy has no `corrections`")
    return corrections


def _revision(
    before: Settled, union: Union, result: Result, made: _Made, *, is_release: bool = False
) -> Correction:
    number = before.revision + 1
    book, units = before.book.then(number, made.balances), _all_units(made.units, union)
    after = Settled(union.posts, made.due, units, book, number)
    problems = order((*result.problems, *made.problems))
    return Correction(before, after, union, result, problems, is_release)


def _all_units(units: pl.DataFrame, union: Union) -> pl.DataFrame:
    """The units, and those of posts that are none of them."""
    others = union.posts.select(UNIT).unique().join(units, on=UNIT, how="anti")
    none = others.with_columns(pl.lit(0, pl.Int64).alias("allocated"))
    return pl.concat([units, none.select(units.columns)]).sort(UNIT)
