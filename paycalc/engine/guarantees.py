"""Guarantees (section 7): what a group has, held against others, repaired or reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

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
    """The posts of the two sides of a guarantee, and its scope's segments.

    ``other`` are those compared with, or to whom money moves; the heads are by segment.
    """

    group: Bools
    other: Bools
    group_heads: Ints
    other_heads: Ints
    members: Members
    active: Bools

    @property
    def heads(self) -> Ints:
        """Everybody's."""
        return np.diff(self.members.starts)

    def sums(self, of: Bools, has: Ints) -> Ints:
        return self.members.sums(np.where(of, has, 0))


class _Totals(NamedTuple):
    """What the group, the others and everybody of each segment have; only what is compared."""

    group: Ints
    other: Ints
    everyone: Ints


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
        broken[guarantee.id] = np.flatnonzero(
            _breaks(guarantee, scope, _totals(guarantee, scope, has))
        )
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
    group_heads = members.sums(group)
    if _of_everyone(guarantee):
        rest = np.diff(members.starts) - group_heads
        return _Sides(group, ~group, group_heads, rest, members, active)
    both = group & of
    if both.any():
        overlap = np.where(both, State.GROUPS_OVERLAP, State.OK)
        work.failed |= work.record(path, guarantee.mark, posts, overlap, before)
    return _Sides(group, of, group_heads, members.sums(of), members, active)


def _without_failed(work: Work, sides: _Sides, guarantee: Guarantee) -> _Sides:
    failed = work.failed
    if guarantee.within == "unit":
        failed = failed[work.encoded.unit_county]
    return replace(sides, active=sides.active & ~failed)


def _totals(guarantee: Guarantee, sides: _Sides, has: Ints) -> _Totals:
    nothing = np.zeros(0, np.int64)
    group = sides.sums(sides.group, has)
    if _against_everyone(guarantee):
        return _Totals(group, nothing, sides.members.sums(has))
    return _Totals(group, sides.sums(sides.other, has), nothing)


def _against_everyone(guarantee: Guarantee) -> bool:
    return guarantee.kind == "share_at_most" or _of_everyone(guarantee)


def _move(guarantee: Guarantee, sides: _Sides, totals: _Totals, caps: Ints) -> Ints:
    """The least t that mends each segment, at most its cap; a cap of -1 asks whether it breaks.

    With a what may be too much and b what it is held against, each kind says
    ``(a - gives t) by1 by2 <= (b + takes t) times1 times2``.
    """
    n = caps.size
    k, unit = np.full(n, guarantee.factor), np.full(n, MICRO)
    heads = sides.group_heads
    move: Callable[..., Ints] = kernels.least_move
    if guarantee.kind == "share_at_most":
        one = np.ones(n, np.int64)
        return move(totals.group, totals.everyone, unit, one, k, one, caps, 1, 0)
    if guarantee.kind == "per_head_at_least":
        if _of_everyone(guarantee):
            return move(totals.everyone, totals.group, heads, k, sides.heads, unit, caps, 0, 1)
        return move(totals.other, totals.group, heads, k, sides.other_heads, unit, caps, 1, 1)
    if _of_everyone(guarantee):
        return move(totals.group, totals.everyone, sides.heads, unit, heads, k, caps, 1, 0)
    return move(totals.group, totals.other, sides.other_heads, unit, heads, k, caps, 1, 1)


def _of_everyone(guarantee: Guarantee) -> bool:
    return guarantee.of is None or guarantee.of == "everyone"


def _breaks(guarantee: Guarantee, sides: _Sides, totals: _Totals) -> Bools:
    """Where a guarantee does not hold; where one of the sides is empty it does."""
    there = sides.active & (sides.group_heads > 0)
    if not _of_everyone(guarantee):
        there = there & (sides.other_heads > 0)
    return there & (_move(guarantee, sides, totals, np.full(there.size, -1)) > 0)


def _repair(work: Work, money: Money, guarantee: Guarantee, sides: _Sides, rounding: Ints) -> None:
    """Move the least that mends it, and divide each side's new total by what its posts had."""
    has, totals = money.has, _totals(guarantee, sides, money.has)
    there = _breaks(guarantee, sides, totals) & (sides.other_heads > 0)
    if _of_everyone(guarantee):
        other = totals.everyone - totals.group
    else:
        other = sides.sums(sides.other, has)
    ends = [(sides.other, other), (sides.group, totals.group)]
    (giving, given), (taking, taken) = ends if guarantee.kind == "per_head_at_least" else ends[::-1]
    moved = np.where(there, _move(guarantee, sides, totals, np.where(there, given, 0)), 0)
    change = np.zeros(has.size, np.int64)
    if moved.any():
        segment = sides.members.segment_of()
        moves = (moved > 0)[segment]
        for side, had, total in ((giving, given, given - moved), (taking, taken, taken + moved)):
            # Who had nothing among others who had nothing gets an equal share.
            weights = np.where(side, np.where((had == 0)[segment], 1, has), 0)
            new = share(np.where(moved > 0, total, 0), sides.members, weights, rounding).paid
            change += np.where(side & moves, new - has, 0)
    kept = {"moved": moved, "has": has, "giving": giving, "taking": taking}
    work.trace.keep("guarantee", guarantee.id, **kept)
    line = f"guarantee.{guarantee.id}"
    money.lines[line] = money.lines.get(line, 0) + change
    money.has = has + change
