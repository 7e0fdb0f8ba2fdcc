"""What a post is paid, divided over the pools that it comes from: the components of payroll."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from paycalc.engine.sharing import Members, share
from paycalc.result.result import money

if TYPE_CHECKING:
    from paycalc.engine.numbers import Ints
    from paycalc.policy.model import Currency, Policy

OTHER: Final = "other"
"""The component of a post that has no money of a pool, only of other lines."""

POST: Final = ("county_id", "school_id", "teacher_id")
"""What names a post; a county's units do not share schools."""


def components_of(policy: Policy) -> tuple[str, ...]:
    """The components that a policy can have: its pools as lines name them, and ``OTHER``, last.

    Pools come in the order listed, those of several plans plan after plan, each name once.
    """
    levels = [("level_1", policy.level_1.plan)]
    levels += [("level_2", plan) for plan in policy.level_2.plans.values()]
    names = [f"{level}.{pool.id}" for level, plan in levels for pool in plan.pools]
    return (*dict.fromkeys(names), OTHER)


def divided(
    posts: pl.DataFrame, lines: pl.DataFrame, components: Sequence[str], currency: Currency
) -> pl.DataFrame:
    """Each post's payable over its pools by ``share``, with their amounts as weights (issue 8).

    What adjustments, guarantees and the veto give or take is thereby taken from all pools alike.
    A pool without an amount gets no row; a post without any pool's amount has one row, ``OTHER``,
    so that every post has a row, also where it is paid nothing. Equal remainders go in the order
    of ``components``. What is below 0 is divided like what is above.

    Args:
        posts: ``POST`` and ``payable``, one row per post.
        lines: ``POST``, ``line`` and ``amount``; lines that are no components do not count.
        components: From `components_of`.
        currency: Of the amounts, which are decimals of its major unit.

    Returns:
        ``POST``, ``component`` and ``amount``; the amounts of a post add up to its payable.
    """
    posts = posts.sort(POST)
    ranks = pl.DataFrame({"line": components, "rank": range(len(components))})
    weights = (
        lines.join(ranks, on="line")
        .group_by(*POST, "rank")
        .agg(pl.col("amount").sum())
        .filter(pl.col("amount") > 0)
    )
    joined = (
        posts.with_row_index("post")
        .join(weights, on=POST, how="left")
        .with_columns(pl.col("rank").fill_null(len(components) - 1))
        .sort("post", "rank")
    )
    paid = _shared(
        in_fen(posts["payable"], currency),
        joined["post"].to_numpy(),
        _weights(joined["amount"], currency),
    )
    names = pl.Series("component", components)[joined["rank"].cast(pl.Int64)]
    return joined.select(*POST).with_columns(names, money(currency, "amount", paid))


def in_fen(amounts: pl.Series, currency: Currency) -> Ints:
    """Decimals of the major unit as whole fen.

    >>> from decimal import Decimal
    >>> from paycalc.policy.model import Currency
    >>> in_fen(pl.Series([Decimal("-1.05")]), Currency("CNY", 2)).tolist()
    [-105]
    """
    exact = amounts.cast(pl.Decimal(38, currency.decimals))
    return exact.to_physical().cast(pl.Int64).to_numpy()


def _weights(amounts: pl.Series, currency: Currency) -> Ints:
    """What a post's rows share by; one that is alone takes all, whatever it is."""
    return in_fen(amounts.fill_null(1), currency)


def _shared(payable: Ints, post: Ints, weights: Ints) -> Ints:
    """What each row gets of its post's payable; rows are in the order of posts."""
    starts = np.searchsorted(post, np.arange(payable.size + 1))
    members = Members(starts)
    paid = share(np.abs(payable), members, weights, np.array([0])).paid
    return paid * np.sign(payable)[post]
