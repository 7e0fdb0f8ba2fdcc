"""Where the money of a correction comes from and goes to: the balances after it (section 13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from paycalc.engine.accounts import MANUAL
from paycalc.result.corrections._accounts import (
    ACCOUNT,
    CARRIED,
    COLUMNS,
    FORFEITED,
    FUND,
    HELD,
    KEPT,
    OPENING,
    PAYABLE,
    UNALLOCATED,
    as_balances,
    of_account,
)
from paycalc.result.corrections._pay import Pay

if TYPE_CHECKING:
    from paycalc.engine.numbers import Ints
    from paycalc.policy.model import Policy

UNIT = ("county_id", "unit_id")


def by_unit(posts: pl.DataFrame, sums: Mapping[str, Ints]) -> pl.DataFrame:
    """The sums over the posts of each unit: county_id, unit_id, and a column for each."""
    columns = [pl.Series(name, fen, dtype=pl.Int64) for name, fen in sums.items()]
    return posts.select(UNIT).hstack(columns).group_by(UNIT).agg(pl.col(sums).sum()).sort(UNIT)


def of_posts(posts: pl.DataFrame, pay: Pay) -> pl.DataFrame:
    """The balances ``payable`` and ``held`` of units."""
    sums = by_unit(posts, {PAYABLE: pay.payable, HELD: pay.held})
    return pl.concat([as_balances(sums, name, name) for name in (PAYABLE, HELD)])


def reserve_of(policy: Policy) -> str:
    """The account of the reserve."""
    corrections = policy.corrections
    assert corrections is not None
    return f"{KEPT}level_2.{corrections.reserve}"


def frozen(
    posts: pl.DataFrame, paid: Pay, due: Pay, before: pl.DataFrame, policy: Policy
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``freeze_others``: the balances after, and the units whose reserve does not suffice.

    The second has county_id, unit_id, and whether the unit's forfeits shrank (``lifted``).
    """
    reserve, rest, county = reserve_of(policy), UNALLOCATED, FORFEITED
    manual = due.line(MANUAL) - paid.line(MANUAL)
    other = due.gross - paid.gross - manual
    forfeits = due.forfeited - paid.forfeited
    received = due.received - paid.received
    grown = {"m": manual, "g": other + received, "f": forfeits}
    units = by_unit(posts, grown).with_columns(
        (-pl.col("g")).alias(reserve), (-pl.col("m")).alias(rest), pl.lit(0).alias(county)
    )
    heir = heir_of(policy)
    units = units.with_columns(pl.col(heir) + pl.col("f"))
    for account in (reserve, rest, county):
        held = of_account(before, account).rename({"fen": "before"})
        units = units.join(held, on=UNIT, how="left").with_columns(
            pl.col(account) + pl.col("before").fill_null(0)
        )
        units = units.drop("before")
    lacks = sum((pl.col(name).clip(upper_bound=0) for name in (rest, county)), pl.lit(0))
    units = units.with_columns(
        pl.col(reserve) + lacks,
        *(pl.col(name).clip(lower_bound=0) for name in (rest, county)),
    )
    short = units.filter(pl.col(reserve) < 0).select(*UNIT, (pl.col("f") < 0).alias("lifted"))
    changed = [as_balances(units, account, account) for account in (reserve, rest, county)]
    return replaced(before, pl.concat([*changed, of_posts(posts, due)])), short


def heir_of(policy: Policy) -> str:
    """The forfeits' account of a correction: under ``school`` the heirs are frozen."""
    goes_to = "unallocated" if policy.veto is None else policy.veto.money_goes_to
    accounts = {"county": FORFEITED, "unallocated": UNALLOCATED, "school": reserve_of(policy)}
    return accounts[goes_to]


def replaced(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """The balances before, those that are told now in their place."""
    both = pl.concat([now.select(COLUMNS), before.select(COLUMNS)])
    return both.unique(ACCOUNT, keep="first", maintain_order=True).filter(pl.col("fen") != 0)


def carried(
    posts: pl.DataFrame,
    due: Pay,
    recomputed_posts: pl.DataFrame,
    recomputed: Pay,
    balances: pl.DataFrame,
) -> pl.DataFrame:
    """``carry_forward``: the balances of the recomputation, but that posts keep what is settled.

    ``balances`` are those of the recomputation.
    """
    money = {"fen": recomputed.payable + recomputed.held}
    rest = {"fen": -due.payable - due.held}
    sums = pl.concat([by_unit(recomputed_posts, money), by_unit(posts, rest)])
    carried = as_balances(sums.group_by(UNIT).agg(pl.col("fen").sum()), CARRIED, "fen")
    return replaced(
        balances.filter(~pl.col("account").is_in([PAYABLE, HELD])),
        pl.concat([carried, of_posts(posts, due)]),
    )


def other_fund(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """The funds and opening balances that differ: county_id, unit_id."""
    given = [frame.filter(pl.col("account").is_in([FUND, OPENING])) for frame in (before, now)]
    old, new = (frame.select(COLUMNS) for frame in given)
    both = pl.concat([old, new.with_columns(-pl.col("fen"))])
    return both.group_by(ACCOUNT).agg(pl.col("fen").sum()).filter(pl.col("fen") != 0).sort(ACCOUNT)
