"""Guarantees (section 7): what a group has, held against others, repaired or reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from paycalc.engine import kernels
from paycalc.engine.groups import belongs
from paycalc.engine.levels import Money
from paycalc.engine.numbers import MICRO, Bools, Ints
from paycalc.engine.sharing import Members, share
from paycalc.engine.states import State
from paycalc.engine.values import TRUE
from paycalc.engine.work import Work
from paycalc.policy.model import Guarantee


@dataclass(frozen=True)
class _Sides:
    """The posts of the two sides of a guarantee, and its scope's segments."""

    group: Bools
    other: Bools  # those compared with, or to whom money moves
    everyone: Bools
    members: Members
    active: Bools

    def sums(self, of: Bools, has: Ints) -> Ints:
        return self.members.sums(np.where(of, has, 0))

    def heads(self, of: Bools) -> Ints:
        return self.members.sums(of.astype(np.int64))


def enforce(work: Work, money: Money, rounding: Ints) -> dict[str, Ints]:
    """Repair what is to be repaired, in order; then the segments where each does not hold.

    ``rounding`` is that of each unit's plan. A repair adds a line ``guarantee.<id>``.
    """
    guarantees = work.plan.policy.guarantees
    sides = {guarantee.id: _sides(work, guarantee) for guarantee in guarantees}
    for guarantee in guarantees:
        sides[guarantee.id] = _without_failed(work, sides[guarantee.id], guarantee)
        if guarantee.enforce:
            _repair(work, money, guarantee, sides[guarantee.id], rounding)
    broken = {}
    for guarantee in guarantees:
        scope = _without_failed(work, sides[guarantee.id], guarantee)
        has = money.has
        if guarantee.over == "all":
            direct = [x for line, x in money.lines.items() if line.startswith("level_1.")]
            has = has + sum(direct, np.zeros_like(has))
        broken[guarantee.id] = np.flatnonzero(scope.active & _breaks(guarantee, scope, has))
    return broken


def _sides(work: Work, guarantee: Guarantee) -> _Sides:
    encoded = work.encoded
    path = f"guarantees.{guarantee.id}"
    posts = work.members("post")
    if guarantee.within == "unit":
        members = Members(encoded.post_starts)
        active = ~work.failed[encoded.unit_county]
    else:
        members = Members(encoded.county_posts)
        active = ~work.failed
    before = work.failed.copy()
    truths = []
    for who in (guarantee.group, guarantee.of):
        truth = belongs(work, posts, who)
        work.failed |= work.record(path, guarantee.mark, posts, truth, before)
        truths.append(truth == TRUE)
    group, of = truths
    everyone = np.ones(encoded.posts, np.bool_)
    if _of_everyone(guarantee):
        return _Sides(group, ~group, everyone, members, active)
    overlap = np.where(group & of, State.GROUPS_OVERLAP, State.OK).astype(np.uint8)
    work.failed |= work.record(path, guarantee.mark, posts, overlap, before)
    return _Sides(group, of, everyone, members, active)


def _without_failed(work: Work, sides: _Sides, guarantee: Guarantee) -> _Sides:
    failed = work.failed
    if guarantee.within == "unit":
        failed = failed[work.encoded.unit_county]
    return _Sides(sides.group, sides.other, sides.everyone, sides.members, sides.active & ~failed)


def _move(guarantee: Guarantee, sides: _Sides, has: Ints, caps: Ints) -> Ints:
    """The least t that mends each segment, at most its cap; a cap of -1 asks whether it breaks.

    With a what may be too much and b what it is held against, each kind says
    ``(a - gives t) by1 by2 <= (b + takes t) times1 times2``.
    """
    n = caps.size
    k, unit = np.full(n, guarantee.factor), np.full(n, MICRO)
    one = np.ones(n, np.int64)
    group, heads = sides.sums(sides.group, has), sides.heads(sides.group)
    other, other_heads = sides.sums(sides.other, has), sides.heads(sides.other)
    everyone, all_heads = sides.sums(sides.everyone, has), sides.heads(sides.everyone)
    move: Callable[..., Ints] = kernels.least_move
    if guarantee.kind == "share_at_most":
        return move(group, everyone, unit, one, k, one, caps, 1, 0)
    if guarantee.kind == "per_head_at_least":
        if _of_everyone(guarantee):
            return move(everyone, group, heads, k, all_heads, unit, caps, 0, 1)
        return move(other, group, heads, k, other_heads, unit, caps, 1, 1)
    if _of_everyone(guarantee):
        return move(group, everyone, all_heads, unit, heads, k, caps, 1, 0)
    return move(group, other, other_heads, unit, heads, k, caps, 1, 1)


def _of_everyone(guarantee: Guarantee) -> bool:
    return guarantee.of is None or guarantee.of == "everyone"


def _compares(guarantee: Guarantee, sides: _Sides) -> Bools:
    """Where neither side is empty; elsewhere the guarantee holds."""
    there = sides.active & (sides.heads(sides.group) > 0)
    return there if _of_everyone(guarantee) else there & (sides.heads(sides.other) > 0)


def _breaks(guarantee: Guarantee, sides: _Sides, has: Ints) -> Bools:
    there = _compares(guarantee, sides)
    return there & (_move(guarantee, sides, has, np.full(there.size, -1)) > 0)


def _repair(work: Work, money: Money, guarantee: Guarantee, sides: _Sides, rounding: Ints) -> None:
    """Move the least that mends it, and divide each side's new total by what its posts had."""
    has = money.has
    there = _breaks(guarantee, sides, has) & (sides.heads(sides.other) > 0)
    giving = sides.other if guarantee.kind == "per_head_at_least" else sides.group
    taking = sides.group if guarantee.kind == "per_head_at_least" else sides.other
    given, taken = sides.sums(giving, has), sides.sums(taking, has)
    moved = np.where(there, _move(guarantee, sides, has, np.where(there, given, 0)), 0)
    change = np.zeros(has.size, np.int64)
    for side, total in ((giving, given - moved), (taking, taken + moved)):
        concerned = side & (moved > 0)[sides.members.segment_of()]
        weights = _weights(sides, side, has)
        new = share(np.where(moved > 0, total, 0), sides.members, weights, rounding).paid
        change += np.where(concerned, new - has, 0)
    kept = {"moved": moved, "has": has, "giving": giving, "taking": taking}
    work.trace.keep("guarantee", guarantee.id, **kept)
    line = f"guarantee.{guarantee.id}"
    money.lines[line] = money.lines.get(line, 0) + change
    money.has = has + change


def _weights(sides: _Sides, side: Bools, has: Ints) -> Ints:
    """What the posts of a side had, equal weights where they had nothing."""
    nothing = (sides.sums(side, has) == 0)[sides.members.segment_of()]
    return np.where(side, np.where(nothing, 1, has), 0)
