"""Adjustments (section 6): after the pools of level 2, in the order that a plan lists them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from paycalc.engine import kernels
from paycalc.engine.claims import refused_below_zero, sum_of_items
from paycalc.engine.groups import belongs
from paycalc.engine.levels import Money
from paycalc.engine.numbers import (
    MICRO,
    Bools,
    Ints,
    Numbers,
    States,
    full,
    mul,
    muldiv,
    to_fen,
)
from paycalc.engine.scope import Scope
from paycalc.engine.sharing import ROUNDINGS, Members, share
from paycalc.engine.states import State
from paycalc.engine.values import TRUE
from paycalc.engine.work import Work, erring
from paycalc.policy.model import Adjustment, Amount, Plan, TimesMean


class _Place(NamedTuple):
    """One adjustment of one plan, and the posts and units that it can concern."""

    work: Work
    money: Money
    number: int  # of the plan
    adjustment: Adjustment
    units: Bools  # of this plan, in counties without errors
    concerned: Bools  # posts
    rounding: Ints

    @property
    def path(self) -> str:
        return f"level_2.adjust.{self.adjustment.id}"

    @property
    def members(self) -> Members:
        encoded = self.work.encoded
        return Members(encoded.post_starts)

    @property
    def of_plan(self) -> Bools:
        return self.units[self.work.encoded.post_unit]

    def record(self, scope: Scope, state: States, what: str = "") -> None:
        path = f"{self.path}{what}"
        self.work.record(path, self.adjustment.mark, scope, state, self.work.failed)


class _Cut(NamedTuple):
    """What each post would lose; or, of `each_at_least`, lacks, and has above the floor."""

    cut: Ints
    above: Ints


def adjust(work: Work, money: Money) -> None:
    """Carry out every plan's adjustments; each adds a line ``adjust.<id>``.

    The first ones of all plans are judged, then paid, then the second ones, and so on: an error
    of one plan hides none of another's.
    """
    plans = list(work.plan.policy.level_2.plans.values())
    for turn in range(max((len(plan.adjust) for plan in plans), default=0)):
        judged = []
        for number, plan in enumerate(plans):
            if turn < len(plan.adjust):
                place = _place(work, money, plan, number, plan.adjust[turn])
                judged.append((place, _judged(place)))
        work.failed |= erring(work)
        for place, cut in judged:
            _pay(place, cut)
        work.failed |= erring(work)


def _place(work: Work, money: Money, plan: Plan, number: int, adjustment: Adjustment) -> _Place:
    encoded = work.encoded
    units = (money.plan_of == number) & ~work.failed[encoded.unit_county]
    posts = work.members("post")
    truth = np.where(units[encoded.post_unit], belongs(work, posts, adjustment.who), 0)
    rounding = np.array([ROUNDINGS[plan.rounding]])
    place = _Place(work, money, number, adjustment, units, truth == TRUE, rounding)
    place.record(posts, truth.astype(np.uint8))
    return place


def _judged(place: _Place) -> _Cut:
    if place.adjustment.kind == "each_at_least":
        return _lacking(place)
    cut = {"minus": _minus, "keep": _keep, "each_at_most": _above}[place.adjustment.kind](place)
    return _Cut(np.where(place.concerned, cut, 0), cut)


def _pay(place: _Place, cut: _Cut) -> None:
    change = _lift(place, cut) if place.adjustment.kind == "each_at_least" else _take(place, cut)
    line = f"adjust.{place.adjustment.id}"
    money = place.money
    key = ("adjust", place.number, place.adjustment.id)
    place.work.trace.keep(*key, has=money.has, cut=cut.cut, change=change)
    money.lines[line] = money.lines.get(line, 0) + change
    money.has = money.has + change


def _take(place: _Place, cuts: _Cut) -> Ints:
    """What the posts lose, and what others of the unit gain where it goes to them."""
    cut = cuts.cut
    total = place.members.sums(cut)
    gained = np.zeros(cut.size, np.int64)
    unshared = total
    if place.adjustment.goes_to == "others":
        weights = np.where((cut == 0) & place.of_plan, place.money.has, 0)
        shared = share(total, place.members, weights, place.rounding)
        gained, unshared = shared.paid, shared.left
    place.money.cuts = place.money.cuts + unshared
    return gained - cut


def _base(place: _Place) -> Ints:
    """The post's money of the pools that `from` names, at most what it has; default all."""
    has = place.money.has
    if not place.adjustment.sources:
        return has
    lines = place.money.lines
    named = sum(
        lines.get(f"level_2.{pool}", np.zeros_like(has)) for pool in place.adjustment.sources
    )
    return np.minimum(named, has)


def _minus(place: _Place) -> Ints:
    """The least of what the items owe, the base, and `at_most` of the base."""
    work, adjustment = place.work, place.adjustment
    index = np.flatnonzero(place.concerned)
    members = work.members("post").take(index)
    owed = refused_below_zero(sum_of_items(work, adjustment.items, index), State.NEGATIVE_OWED)
    owed = to_fen(owed, work.plan.policy.currency.decimals)
    place.record(members, owed.state)
    base = _base(place)
    cut = np.zeros(base.size, np.int64)
    cut[index] = np.minimum(np.where(owed.ok, owed.value, 0), base[index])
    if adjustment.at_most is not None:
        whole = Numbers(base, np.zeros(base.size, np.uint8))
        cut = np.minimum(cut, mul(whole, full(base.size, adjustment.at_most)).value)
    return cut


def _keep(place: _Place) -> Ints:
    """The base less the base taken through `mul` by each factor; none cuts nothing."""
    work, adjustment = place.work, place.adjustment
    index = np.flatnonzero(place.concerned)
    members = work.members("post").take(index)
    base = _base(place)
    kept = Numbers(base[index], np.zeros(index.size, np.uint8))
    for name in adjustment.items:
        factor = work.items[name].numbers.take(index)
        outside = factor.ok & ((factor.value < 0) | (factor.value > MICRO))
        none = factor.state == State.NONE
        state = np.where(outside, State.FACTOR_OUTSIDE_0_1, np.where(none, State.OK, factor.state))
        factor = Numbers(np.where(none, MICRO, factor.value), state.astype(np.uint8))
        kept = mul(kept, factor)
    place.record(members, kept.state)
    cut = np.zeros(base.size, np.int64)
    cut[index] = np.where(kept.ok, base[index] - kept.value, 0)
    return cut


def _above(place: _Place) -> Ints:
    """What each post has above L."""
    limit, there = _limit(place)
    unit = place.work.encoded.post_unit
    return np.where(there[unit], np.maximum(place.money.has - limit[unit], 0), 0)


def _lacking(place: _Place) -> _Cut:
    """What each post lacks to L, and what those of the unit that lack nothing have above it."""
    limit, there = _limit(place)
    unit = place.work.encoded.post_unit
    above = place.money.has - limit[unit]
    lacks = np.where(place.concerned & there[unit], np.maximum(-above, 0), 0)
    return _Cut(lacks, np.where(place.of_plan & there[unit], np.maximum(above, 0), 0))


def _lift(place: _Place, cut: _Cut) -> Ints:
    """What each post lacks is added, from those above L by `share`; not enough is an error."""
    need, spare = place.members.sums(cut.cut), place.members.sums(cut.above)
    short = np.where(need > spare, State.FLOOR_ADJUSTMENT_UNPAYABLE, State.OK).astype(np.uint8)
    place.record(place.work.members("unit"), short)
    need = np.where(need > spare, 0, need)
    given = share(need, place.members, cut.above, place.rounding).paid
    return np.where(need[place.work.encoded.post_unit] > 0, cut.cut - given, 0)


def _limit(place: _Place) -> tuple[Ints, Bools]:
    """L of each unit, and where it has one: the group of its mean has posts there."""
    bound, units = place.adjustment.bound, place.units
    assert bound is not None
    if isinstance(bound, Amount):
        limit, there = np.full(units.size, bound.fen), units
    else:
        limit, there = _times_mean(place, bound)
    key = ("adjust", place.number, place.adjustment.id)
    place.work.trace.keep(*key, limit=limit, there=there)
    return limit, there


def _times_mean(place: _Place, bound: TimesMean) -> tuple[Ints, Bools]:
    work, members = place.work, place.members
    posts = work.members("post")
    truth = np.where(place.of_plan, belongs(work, posts, bound.of), 0).astype(np.uint8)
    place.record(posts, truth, ".of")
    inside = truth == TRUE
    count = members.sums(inside.astype(np.int64))
    total = members.sums(np.where(inside, place.money.has, 0))
    n = place.units.size
    limit = muldiv(
        full(n, bound.k),
        Numbers(total, np.zeros(n, np.uint8)),
        Numbers(np.maximum(count, 1) * MICRO, np.zeros(n, np.uint8)),
        kernels.DOWN,
    )
    there = place.units & (count > 0)
    state = np.where(there, limit.state, State.OK).astype(np.uint8)
    place.record(work.members("unit"), state)
    return limit.value, there & limit.ok
