"""Whether caps and floors hold to the fen: limits of pools, bounds of adjustments, guarantees.

The engine says only who has how much weight and how much money each pool had; the limits are
reckoned here from the policy, in whole numbers, as policy.md has them (sections 5 and 6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from paycalc.audit._seen import Seen
from paycalc.audit.pairs import Paid, sums
from paycalc.audit.world import World
from paycalc.engine.numbers import MICRO, Bools, Ints
from paycalc.policy.model import Adjustment, Amount, Bound, Guarantee, Plan, Pool


@dataclass(frozen=True)
class Breach:
    """By post: fen beyond a limit (none: at most 0), and the posts of which a limit speaks."""

    fen: Ints
    held: Bools


def cap_breaches(world: World, paid: Paid) -> tuple[Ints, Bools]:
    """By post: fen beyond a limit, or by which a guarantee fails; by county: whether any holds.

    A limit of a unit in level 1 is told of its first post.
    """
    fen = np.zeros(paid.counties.posts, np.int64)
    held = np.zeros(paid.counties.posts, np.bool_)
    for breach in _breaches(Seen(world, paid)):
        fen = np.maximum(fen, np.where(breach.held, breach.fen, 0))
        held |= breach.held
    return fen, paid.by_county(held.astype(np.int64)) > 0


def _breaches(seen: Seen) -> Iterator[Breach]:
    policy = seen.world.policy
    for level, plans in (
        ("level_1", [policy.level_1.plan]),
        ("level_2", [*policy.level_2.plans.values()]),
    ):
        for number, plan in enumerate(plans):
            for pool in plan.pools:
                if pool.limit is not None:
                    yield _of_pool(seen, level, number, plan, pool)
    for number, plan in enumerate(policy.level_2.plans.values()):
        yield from _of_plan(seen, number, plan)
    for guarantee in policy.guarantees:
        if guarantee.enforce:
            yield _of_guarantee(seen, guarantee)


# --- Limits of pools ------------------------------------------------------------------------------


def _of_pool(seen: Seen, level: str, number: int, plan: Plan, pool: Pool) -> Breach:
    """Every member with a weight has what the limits allow, no fen more or less."""
    assert pool.limit is not None
    counties, money = seen.paid.counties, seen.paid.arrays.money
    weighty: Bools = seen.kept("claims", level, number, pool.id)["weights"] > 0
    whole: Ints = seen.kept("pool", level, number, pool.id)["money"]
    if pool.pays_posts:
        has = money.lines[f"{level}.{pool.id}"]
        place = counties.post_unit if level == "level_2" else counties.post_county
    else:
        has, place = money.received[pool.id], counties.unit_county
    heads = np.bincount(place[weighty], minlength=whole.size)
    over = np.zeros(has.size, np.int64)
    if pool.limit.at_most is not None:
        high = _limit(pool.limit.at_most, whole, heads) // plan.step * plan.step
        over = np.maximum(over, has - high[place])
    if pool.limit.at_least is not None:
        low = -(-_limit(pool.limit.at_least, whole, heads) // plan.step) * plan.step
        over = np.maximum(over, low[place] - has)
    breach = Breach(over, weighty)
    return breach if pool.pays_posts else _at_first_posts(seen, breach)


def _limit(bound: Bound, whole: Ints, heads: Ints) -> Ints:
    """An amount; or k times the money over the heads, rounded once to fen."""
    if isinstance(bound, Amount):
        return np.full(whole.size, bound.fen, np.int64)
    below = MICRO * np.maximum(heads, 1).astype(object)
    return np.asarray((2 * bound.k * whole.astype(object) + below) // (2 * below), np.int64)


def _at_first_posts(seen: Seen, of_units: Breach) -> Breach:
    counties = seen.paid.counties
    heads = np.diff(counties.post_starts)
    fen, held = np.zeros(counties.posts, np.int64), np.zeros(counties.posts, np.bool_)
    first = counties.post_starts[:-1][heads > 0]
    fen[first], held[first] = of_units.fen[heads > 0], of_units.held[heads > 0]
    return Breach(fen, held)


# --- Bounds of adjustments ------------------------------------------------------------------------


def _of_plan(seen: Seen, number: int, plan: Plan) -> Iterator[Breach]:
    """Each adjustment with a bound, right after it: who it concerns has no fen beyond it."""
    money, counties = seen.paid.arrays.money, seen.paid.counties
    own = (money.plan_of == number)[counties.post_unit]
    pools = [pool.id for pool in plan.pools if pool.kind != "keep"]
    has = sum((money.lines[f"level_2.{name}"] for name in pools), np.zeros(own.size, np.int64))
    for one in plan.adjust:
        after = has + money.lines[f"adjust.{one.id}"]
        if one.bound is not None:
            yield _of_adjustment(seen, one, own, has, after)
        has = after


def _of_adjustment(seen: Seen, one: Adjustment, own: Bools, has: Ints, after: Ints) -> Breach:
    counties = seen.paid.counties
    assert one.bound is not None
    if isinstance(one.bound, Amount):
        limit, there = np.full(own.size, one.bound.fen, np.int64), own
    else:
        group = own & seen.members(one.bound.of)
        heads = sums(group.astype(np.int64), counties.post_starts)
        whole = sums(np.where(group, has, 0), counties.post_starts).astype(object)
        floor = one.bound.k * whole // (MICRO * np.maximum(heads, 1).astype(object))
        limit = np.asarray(floor, np.int64)[counties.post_unit]
        there = own & (heads > 0)[counties.post_unit]
    over = after - limit if one.kind == "each_at_most" else limit - after
    return Breach(over, there & seen.members(one.who))


# --- Guarantees -----------------------------------------------------------------------------------


def _of_guarantee(seen: Seen, guarantee: Guarantee) -> Breach:
    """Where a guarantee does not hold, one major unit at the first post of the scope."""
    counties = seen.paid.counties
    starts = counties.post_starts if guarantee.within == "unit" else counties.county_posts
    fen = np.zeros(counties.posts, np.int64)
    broken = starts[seen.paid.arrays.broken[guarantee.id]]
    fen[broken] = 10**seen.world.policy.currency.decimals
    return Breach(fen, np.ones(counties.posts, np.bool_))
