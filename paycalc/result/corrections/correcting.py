"""Correcting and releasing a closed period: pure functions of what was settled and of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from paycalc.problems import Problem, has_errors, order
from paycalc.result.corrections import _tables
from paycalc.result.corrections._accounts import FUND, OPENING, of_account
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
from paycalc.result.corrections._settled import Settled, balances_of, settled_of_result
from paycalc.result.corrections._union import Union, union_of
from paycalc.result.result import Status, money, status_of

if TYPE_CHECKING:
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

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/example-county.yaml")
    >>> paid = paycalc.compute(policy, paycalc.read_records("fixtures/example-county"))
    >>> again = correct(settled_of_result(paid), paid.made.checked, paid)
    >>> again.blocked, set(again.table("differences")["difference"])
    (False, {Decimal('0.00')})
    """
    policy = result.policy
    corrections = policy.corrections
    assert corrections is not None
    union = union_of(before, result, moves=corrections.mode == "repool")
    balances = before.book.balances
    recomputed = balances_of(lambda name: getattr(result, name), policy)
    units, problems = before.units, list(result.problems)
    if corrections.mode == "repool":
        due, units = union.recomputed, settled_of_result(result).units
        after = recomputed
    else:
        assert old is not None
        problems += of_funds(other_fund(balances, recomputed))
        if corrections.mode == "freeze_others":
            due = due_frozen(union, old, result)
            after, short = frozen(union.posts, union.paid, due, balances, policy)
            problems += of_reserves(short)
        else:
            due = due_carried(union, old, result)
            now = union.recomputed_posts
            pay = union.recomputed.at(union.of_recomputed)
            given = balances.filter(pl.col("account").is_in([FUND, OPENING]))
            after = replaced(carried(union.posts, due, now, pay, recomputed), given)
    difference = due.payable - union.paid.payable
    problems += of_recoveries(union.posts, difference, result.made.checked, policy)
    return _next(before, union, due, _all_units(units, union), after, result, problems)


def release(before: Settled, result: Result) -> Correction:
    """The next revision, which pays the reserve out when the appeal window is over (section 15).

    Args:
        before: What the last closed revision settled.
        result: What the policy, whose mode is `freeze_others`, gives for that revision's records.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/example-county.yaml")
    >>> paid = paycalc.compute(policy, paycalc.read_records("fixtures/example-county"))
    >>> release(settled_of_result(paid), paid).by_county.columns
    ['county_id', 'raised', 'more', 'lowered', 'less']
    """
    union = union_of(before, result, moves=False)
    balances = before.book.balances
    due, after = released(union, result, balances)
    problems = list(result.problems)
    if not of_account(balances, reserve_of(result.policy))["fen"].sum():
        problems.append(Problem("X206"))
    units = _all_units(before.units, union)
    made = _next(before, union, due, units, after, result, problems)
    return Correction(made.before, made.after, union, result, made.problems, is_release=True)


def _next(
    before: Settled,
    union: Union,
    due: Pay,
    units: pl.DataFrame,
    balances: pl.DataFrame,
    result: Result,
    problems: list[Problem],
) -> Correction:
    revision = before.revision + 1
    book = before.book.then(revision, balances)
    after = Settled(union.posts, due, units, book, revision)
    return Correction(before, after, union, result, order(problems))


def _all_units(units: pl.DataFrame, union: Union) -> pl.DataFrame:
    """The units, and those of posts that are none of them."""
    others = union.posts.select(UNIT).unique().join(units, on=UNIT, how="anti")
    none = others.with_columns(pl.lit(0, pl.Int64).alias("allocated"))
    return pl.concat([units, none.select(units.columns)]).sort(UNIT)
