"""The release of the reserve when the appeal window is over (section 15)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from paycalc.engine.settling import share_among_posts, veto_of_lines
from paycalc.result.corrections._accounts import as_balances, of_account
from paycalc.result.corrections._money import (
    UNIT,
    by_unit,
    heir_of,
    of_posts,
    replaced,
    reserve_of,
)
from paycalc.result.corrections._pay import RELEASE, Pay, places_of

if TYPE_CHECKING:
    from paycalc.engine.numbers import Ints
    from paycalc.result import Result
    from paycalc.result.corrections._union import Union


def released(union: Union, result: Result, before: pl.DataFrame) -> tuple[Pay, pl.DataFrame]:
    """What is due with the reserve of each unit shared out, and the balances after.

    ``result`` is that of the records of the last closed revision, ``before`` the balances then.
    """
    policy, made = result.policy, result.made
    assert policy.corrections is not None
    account = reserve_of(policy)
    units = result.units.select(UNIT)
    reserve = of_account(before, account)
    money = _at(places_of(units, reserve, UNIT), reserve["fen"].to_numpy())
    line = f"{RELEASE}{policy.corrections.reserve}"
    shared = share_among_posts(made.plan, made.encoded, money, _weights(union, result))
    taken = veto_of_lines(made.plan, made.encoded, {line: shared})
    paid = union.paid
    grown = [_at(union.in_recomputed, fen) for fen in (shared, taken.forfeited, taken.held)]
    due = replace(
        paid,
        lines={**paid.lines, line: paid.line(line) + grown[0]},
        forfeited=paid.forfeited + grown[1],
        held=paid.held + grown[2],
    )
    sums = by_unit(union.posts, {"shared": grown[0], "forfeited": grown[1]})
    changes = pl.concat(
        [
            before,
            as_balances(sums, account, -pl.col("shared")),
            as_balances(sums, heir_of(policy), "forfeited"),
        ]
    )
    now = changes.group_by(before.columns[:-1]).agg(pl.col("fen").sum())
    return due, replaced(now, of_posts(union.posts, due))


def _weights(union: Union, result: Result) -> Ints:
    """What each post of the result weighs in the release."""
    release = result.policy.corrections.release if result.policy.corrections else None
    assert release is not None
    inside = np.ones(result.gross.size, np.bool_)
    if isinstance(release.who, str):
        inside = result.in_groups[release.who]
    if release.share_equally:
        return inside.astype(np.int64)
    lines = [fen for name, fen in union.paid.lines.items() if not name.startswith("level_1.")]
    has = sum(lines, np.zeros(union.posts.height, np.int64))[union.of_recomputed]
    return np.where(inside, np.maximum(has, 0), 0)


def _at(places: Ints, fen: Ints) -> Ints:
    """The amounts at these places, 0 at -1."""
    return np.append(fen, np.int64(0))[places]
