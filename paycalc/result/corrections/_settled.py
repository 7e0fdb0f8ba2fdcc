"""What is settled after a revision, from the tables of a run (section 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl

from paycalc.result.corrections._accounts import (
    ACCOUNT,
    BALANCES,
    COLUMNS,
    FORFEITED,
    FUND,
    HELD,
    KEPT,
    NO_BOOK,
    OPENING,
    PAYABLE,
    UNALLOCATED,
    Book,
    as_balances,
    book_of,
)
from paycalc.result.corrections._pay import POSTS, Pay, places_of

if TYPE_CHECKING:
    from paycalc.engine.numbers import Ints
    from paycalc.policy.model import Policy
    from paycalc.result import Result

Tables: TypeAlias = Callable[[str], pl.DataFrame]
"""The tables of a run by name, ids as text and money as ``Decimal``."""


@dataclass(frozen=True)
class Settled:
    """What every post has after a revision, and where all other money is.

    ``posts`` (county_id, unit_id, school_id, teacher_id, in order of these) are those of ``pay``;
    ``units`` are county_id, unit_id and what level 1 ``allocated``, in fen.
    """

    posts: pl.DataFrame
    pay: Pay
    units: pl.DataFrame
    book: Book
    revision: int = 0


def settled_of(tables: Tables, policy: Policy, revision: int) -> Settled:
    """What the tables of a run say is settled."""
    digits = policy.currency.decimals
    payouts, lines = in_fen(tables("payouts"), digits), in_fen(tables("lines"), digits)
    units = in_fen(tables("units"), digits).select("county_id", "unit_id", "allocated")
    return Settled(
        payouts.select(POSTS),
        _pay(payouts, lines),
        units,
        book_of(in_fen(tables("balances"), digits).rename({"amount": "fen"}))
        if revision
        else NO_BOOK.then(0, balances_of(tables, policy)),
        revision,
    )


def settled_of_result(result: Result) -> Settled:
    """What a result settles, as revision 0."""
    return settled_of(lambda name: getattr(result, name), result.policy, 0)


def _pay(payouts: pl.DataFrame, lines: pl.DataFrame) -> Pay:
    post, fen = places_of(lines, payouts), lines["amount"].to_numpy()
    by_line: dict[str, Ints] = {}
    for name in lines["line"].unique(maintain_order=True):
        rows = (lines["line"] == name).to_numpy()
        by_line[name] = np.zeros(payouts.height, np.int64)
        by_line[name][post[rows]] = fen[rows]
    return Pay(by_line, *(payouts[name].to_numpy() for name in ("forfeited", "received", "held")))


def in_fen(frame: pl.DataFrame, digits: int) -> pl.DataFrame:
    """The frame with its money as whole fen."""
    money = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Decimal)]
    scale = pl.lit(10**digits).cast(pl.Decimal(38, 0))
    return frame.with_columns(
        (pl.col(name).cast(pl.Decimal(38, digits)) * scale).cast(pl.Int64) for name in money
    )


def balances_of(tables: Tables, policy: Policy) -> pl.DataFrame:
    """The balances that levels 1 and 2 and the veto leave: those of revision 0."""
    digits = policy.currency.decimals
    units, ledger = in_fen(tables("units"), digits), in_fen(tables("ledger"), digits)
    parts = [*_of_units(units, policy), *_of_pools(units, ledger), *_of_counties(ledger)]
    return (
        pl.concat(parts)
        .group_by(ACCOUNT)
        .agg(pl.col("fen").sum())
        .filter(pl.col("fen") != 0)
        .sort(ACCOUNT)
        .select(COLUMNS)
    )


def _of_units(units: pl.DataFrame, policy: Policy) -> Iterator[pl.DataFrame]:
    for account in (PAYABLE, HELD, UNALLOCATED):
        yield as_balances(units, account, account)
    if policy.veto is not None and policy.veto.money_goes_to == "county":
        yield as_balances(units, FORFEITED, "forfeited")


def _of_pools(units: pl.DataFrame, ledger: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What units keep by pool, and their opening balances: of the flows that name the unit."""
    unit = pl.lit("unit.") + pl.col("unit_id")
    kept = ledger.filter(pl.col("to_account").str.starts_with(f"{KEPT}level_2."))
    for account in kept["to_account"].unique():
        source = (unit + "." + account.removeprefix(KEPT)).alias("from_account")
        found = units.with_columns(source).join(
            kept.filter(pl.col("to_account") == account), on=["county_id", "from_account"]
        )
        yield as_balances(found, account, "amount")
    for here, other, sign in (
        ("to_account", "from_account", 1),
        ("from_account", "to_account", -1),
    ):
        flows = ledger.filter(pl.col(other) == OPENING)
        found = units.with_columns(unit.alias(here)).join(flows, on=["county_id", here])
        yield as_balances(found, OPENING, pl.col("amount") * sign)


def _of_counties(ledger: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The fund, and what level 1 keeps or leaves."""
    of_level_1 = (pl.col("from_account") == FUND) | pl.col("from_account").str.starts_with(
        "level_1."
    )
    ends = (pl.col("to_account") == UNALLOCATED) | pl.col("to_account").str.starts_with(KEPT)
    own = ledger.filter(of_level_1 & ends).with_columns(unit_id=pl.lit(""))
    yield own.select("county_id", "unit_id", account="to_account", fen="amount").cast(BALANCES)
    fund = ledger.filter(pl.col("from_account") == FUND).with_columns(unit_id=pl.lit(""))
    yield as_balances(fund, FUND, "amount")
