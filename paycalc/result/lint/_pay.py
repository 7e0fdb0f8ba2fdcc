"""Who gets how much: leaders against the others, the front line against its heads (L120, L123)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine.numbers import MICRO
from paycalc.policy.lint import Role, groups_of
from paycalc.policy.nodes import decimal_text
from paycalc.result.lint._fractions import Judgement, percent_text, ratio_text

if TYPE_CHECKING:
    from paycalc.engine.numbers import Bools, Ints
    from paycalc.problems import Problem
    from paycalc.result.result import Result


def leaders_mean(judgement: Judgement) -> Iterator[Problem]:
    """Counties whose leaders' mean of the schools' money is too far above the others'."""
    result = judgement.result
    leaders, front = _members(result, "leaders"), _members(result, "front_line")
    if leaders is None:
        yield judgement.no_group("leaders")
        return
    others = ~leaders if front is None else front & ~leaders
    name = "everyone else" if front is None else ", ".join(groups_of(result.policy, "front_line"))
    fen = _school_money(result)
    for county, here in _counties(result):
        heads, rest = int((leaders & here).sum()), int((others & here).sum())
        mine, theirs = int(fen[leaders & here].sum()), int(fen[others & here].sum())
        if heads and rest and mine * rest * MICRO > judgement.figure * theirs * heads:
            ratio = ratio_text(mine * rest, theirs * heads) if theirs else "∞"
            figure = decimal_text(judgement.figure)
            yield judgement.found(county, ratio=ratio, others=name, figure=figure)


def front_line_share(judgement: Judgement) -> Iterator[Problem]:
    """Counties whose front line gets no larger part of the pay than it is of the posts."""
    result = judgement.result
    front = _members(result, "front_line")
    if front is None:
        yield judgement.no_group("front_line")
        return
    for county, here in _counties(result):
        heads, posts = int((front & here).sum()), int(here.sum())
        mine, total = int(result.gross[front & here].sum()), int(result.gross[here].sum())
        if 0 < heads < posts and total and mine * posts <= total * heads:
            share, of_heads = percent_text(mine, total), percent_text(heads, posts)
            yield judgement.found(county, share=share, heads=of_heads)


def _members(result: Result, role: Role) -> Bools | None:
    """The posts of a role's groups; ``None`` where no group is known as it."""
    names = groups_of(result.policy, role)
    if not names:
        return None
    members = np.zeros(result.gross.size, np.bool_)
    for name in names:
        members |= result.in_groups[name]
    return members


def _school_money(result: Result) -> Ints:
    """What each post has of its school's money, in fen: all lines but those of level 1."""
    fen = np.zeros(result.gross.size, np.int64)
    for name, line in result.post_lines.items():
        if not name.startswith("level_1."):
            fen += line
    return fen


def _counties(result: Result) -> Iterator[tuple[str, Bools]]:
    for code, county in enumerate(result.names.counties):
        yield county, result.encoded.post_county == code
