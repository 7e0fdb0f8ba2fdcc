"""In how many places the money of one post is rounded, counted from the policy's text."""

from __future__ import annotations

from collections.abc import Iterator

from paycalc.audit._reading import reached
from paycalc.policy.model import (
    Composite,
    Condition,
    Group,
    Percent,
    Plan,
    Policy,
    Pool,
    ShareOfAll,
    TimesMean,
    Who,
)

_OF_PEOPLE = frozenset({"workload", "outcomes", "leave"})
_ELSE = "\x00"
"""A position that no group names."""


def own_roundings(policy: Policy) -> int:
    """Fen by which the lines of one post are rounded apart: of whichever post is in most pools.

    A pool that shares rounds each line once, in its level's step; one that pays what is owed rounds
    in fen, and only where it may be short (what is owed in full is nobody's share). Pools of other
    positions are not the post's.
    """
    plans = policy.level_2.plans.values()
    return max(
        _of_pools(policy, policy.level_1.plan, position) + _of_pools(policy, plan, position)
        for position in _positions(policy)
        for plan in plans
    )


def _of_pools(policy: Policy, plan: Plan, position: str) -> int:
    pools = [pool for pool in plan.pools if pool.pays_posts]
    return sum(_rounds(pool, plan) for pool in pools if _may_join(policy, pool.who, position))


def _rounds(pool: Pool, plan: Plan) -> int:
    if pool.kind == "keep":
        return 0
    if pool.kind == "pay":
        return int(pool.if_short == "scale")
    return plan.step


def later_roundings(policy: Policy) -> int:
    """Fen by which what follows the pools rounds: shared cuts, bounds by a mean, repairs."""
    enforced = sum(guarantee.enforce for guarantee in policy.guarantees)
    plans = policy.level_2.plans.values()
    return enforced + forfeits_shared(policy) + max(_of_adjustments(plan) for plan in plans)


def _of_adjustments(plan: Plan) -> int:
    return sum(
        one.goes_to == "others" or one.kind == "each_at_least" or isinstance(one.bound, TimesMean)
        for one in plan.adjust
    )


def forfeits_shared(policy: Policy) -> bool:
    """Whether what a veto takes is shared by the colleagues."""
    return policy.veto is not None and policy.veto.money_goes_to == "school"


def money_roundings(policy: Policy) -> int:
    """Fen by which the money of a unit's pools may fall though by exact shares it would not.

    Of each pool of level 1 the unit's part falls by a step at most; the purses that percentages
    split give each part a fen less at most, at either level. What reaches a pool that counts in
    steps is rounded down to one, so that a fen less may be a step less.
    """
    level_1 = policy.level_1.plan
    units = [pool for pool in level_1.pools if not pool.pays_posts and pool.kind != "keep"]
    falls = _split(level_1) + level_1.step * len(units)
    return falls + max(_splits_and_steps(plan) for plan in policy.level_2.plans.values())


def _split(plan: Plan) -> int:
    """The parts into which percentages split purses; Webster's never fall."""
    if plan.rounding == "webster":
        return 0
    parts = [
        sum(isinstance(pool.takes, kind) for pool in plan.pools) for kind in (ShareOfAll, Percent)
    ]
    return sum(part + 1 for part in parts if part)


def _splits_and_steps(plan: Plan) -> int:
    shared = sum(pool.kind in ("share_by", "share_equally") for pool in plan.pools)
    return _split(plan) + (plan.step - 1) * shared


# --- Who is in a pool -----------------------------------------------------------------------------


def _positions(policy: Policy) -> list[str]:
    named = {text for who in policy.groups.values() for text in _named(who)}
    for plan in (policy.level_1.plan, *policy.level_2.plans.values()):
        named |= {text for pool in plan.pools for text in _named(pool.who)}
    return [*sorted(named), _ELSE]


def _named(who: Who) -> Iterator[str]:
    if isinstance(who, Group):
        for condition in who.conditions:
            if _of_position(condition):
                yield from condition.accepts  # type: ignore[misc]
        yield from _named(who.excludes)


def _of_position(condition: Condition) -> bool:
    column = condition.column
    plain = column.name == "position" and column.scope in (None, "staff") and column.part is None
    return plain and isinstance(condition.accepts, frozenset)


def _may_join(policy: Policy, who: Who, position: str) -> bool:
    """Whether somebody of a position can be in a group."""
    if who is None or who == "everyone":
        return True
    group = policy.groups[who] if isinstance(who, str) else who
    asked = [condition for condition in group.conditions if _of_position(condition)]
    if any(position not in condition.accepts for condition in asked):  # type: ignore[operator]
        return False
    return group.excludes is None or not _must_join(policy, group.excludes, position)


def _must_join(policy: Policy, who: Who, position: str) -> bool:
    """Whether everybody of a position is in a group."""
    if who is None or who == "everyone":
        return True
    group = policy.groups[who] if isinstance(who, str) else who
    if group.has is not None or group.items or group.excludes is not None:
        return False
    return all(
        _of_position(condition) and position in condition.accepts  # type: ignore[operator]
        for condition in group.conditions
    )


# --- Level 1 by what people do --------------------------------------------------------------------


def level_1_by_people(policy: Policy) -> bool:
    """Whether the units' money depends on the work, results or leave of their people."""
    names = [name for pool in policy.level_1.plan.pools for name in (*pool.items, *pool.factors)]
    sources = [item.source for item in reached(policy, names)]
    return any(not isinstance(one, Composite) and one.table in _OF_PEOPLE for one in sources)
