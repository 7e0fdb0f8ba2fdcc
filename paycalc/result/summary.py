"""What a run came to in a few numbers, which add up where counties were computed apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from paycalc.result.result import Result, Status, money, status_of

if TYPE_CHECKING:
    from paycalc.policy.model import Policy
    from paycalc.records import Period


@dataclass(frozen=True)
class Summary:
    """The totals of each county; of each named group of posts the heads, and payable in fen.

    ``left_out`` are the counties that are not in it, because they had errors.
    """

    policy: Policy
    period: Period
    totals: pl.DataFrame
    heads: Mapping[str, int]
    paid: Mapping[str, int]
    left_out: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """The status of the result (`Result.status`)."""
        return status_of(self.left_out, self.totals.select((pl.col("held") > 0).any()).item())

    def groups(self) -> pl.DataFrame:
        """Heads, total and mean of payable of each named group of posts, and of everyone.

        The mean is rounded once to the currency's digits, halves away from zero; null of nobody.
        """
        heads, paid = list(self.heads.values()), list(self.paid.values())
        means = [
            None if not n else (2 * total + n) // (2 * n)
            for n, total in zip(heads, paid, strict=True)
        ]
        currency = self.policy.currency
        return pl.DataFrame(
            [
                pl.Series("group", list(self.heads), dtype=pl.String),
                pl.Series("heads", heads, dtype=pl.Int64),
                money(currency, "total", pl.Series(paid, dtype=pl.Int64)),
                money(currency, "mean", pl.Series(means, dtype=pl.Int64)),
            ]
        )


def summary_of(result: Result) -> Summary:
    """The summary of a result."""
    everyone = np.ones(result.gross.size, np.bool_)
    groups = [*result.in_groups.items(), ("everyone", everyone)]
    return Summary(
        result.policy,
        result.period,
        result.totals,
        {name: int(inside.sum()) for name, inside in groups},
        {name: int(result.payable[inside].sum()) for name, inside in groups},
        result.left_out,
    )


def summed(summaries: Sequence[Summary]) -> Summary:
    """The summary of all counties, of those of some, which follow one another."""
    first = summaries[0]
    return replace(
        first,
        totals=pl.concat([one.totals for one in summaries]),
        heads={name: sum(one.heads[name] for one in summaries) for name in first.heads},
        paid={name: sum(one.paid[name] for one in summaries) for name in first.paid},
        left_out=tuple(county for one in summaries for county in one.left_out),
    )
