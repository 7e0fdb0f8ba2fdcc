"""How many fen are no loss: tolerances, and K, the fen that rounding apart can make.

K is derived from the policy and from what a promise changes. What money would be if every division
were exact is called exact; a promise that holds of the exact money misses in fen by at most K.

1. *One division.* A pool's money M is shared by weights, w_i / W to post i. By largest remainder
   the line p_i is floor or ceiling of the share q_i = M w_i / W (R8 of `theorems`). If q_i falls by
   at most f, an integer, then p_i' >= floor(q_i') >= floor(q_i) - f >= p_i - 1 - f. Two posts of
   equal weights differ by at most 1 (R6). In a level that counts in steps the same holds in steps,
   with M rounded down to one. By Webster equal weights differ by 1 as well, and more money lowers
   nobody (R2, R4); where others' weights move as well, no bound is claimed, and 1 is used.
2. *One post.* Its lines are those of the pools that it is in, so that with the same money in every
   pool it misses by the number of these pools, in steps (`own_roundings`): pools for other
   positions do not count, nor pools that pay what is owed in full, which is rounded once whoever
   owes it. A teacher with posts in two schools misses twice.
3. *Money of pools.* It falls by rounding alone only where level 1 divides otherwise: a larger fund,
   or units whose money goes by what their people do. Then each pool of level 1 may give the unit a
   step less, and each split by percentages each part a fen less (largest remainder is not monotone
   in a growing purse); what falls, falls once: over all the post's pools the f add up to no more
   than that (`money_roundings`).
4. *After the pools* every adjustment that shares cuts or goes by a mean, every repair and the share
   of forfeits rounds once more (`later_roundings`). Cuts that nobody receives round nothing apart:
   what they leave moves by at most as much as what there was. But cuts, repairs and forfeits that
   are *shared by what people have* may make a fen into more: who is a fen above a bound gives and
   gets nothing, who is not gets a share; and a fen of two is a half of all. There K speaks of each
   of them and not of all together: a miss beyond K is told as BROKEN, and `amplifiers` names what
   makes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from paycalc.audit._apart import (
    forfeits_shared,
    later_roundings,
    level_1_by_people,
    money_roundings,
    own_roundings,
)
from paycalc.audit._ways import because
from paycalc.audit.model import Comparison, Promise, Reason
from paycalc.audit.pairs import Pairs
from paycalc.engine.numbers import Ints
from paycalc.policy.model import Amount, AsNeeded, Mark, Plan, Policy, TakesItem, TakesSum

_OF_ONE_TEACHER: Final = frozenset[Comparison]({"own_not_less", "own_not_more", "own_no_cliff"})


def roundings(promise: Promise, policy: Policy) -> int:
    """K in fen: by how much rounding alone may make one post miss a promise.

    Nothing where the change moves no weight and no money: the fund's account, the order of rows, a
    veto whose money no colleague gets.
    """
    kind = promise.change.kind
    if kind == "veto":
        return int(forfeits_shared(policy))
    if promise.compares == "front_line_per_head":  # two means, each of which misses by so much
        return 2 * with_the_same_money(policy)
    if kind in ("nothing", "row_order", "other_unit"):
        return 0
    moves = kind in ("more_fund", "twice_fund", "school_results")
    moves |= kind not in ("twin", "head_twin", "dominated") and level_1_by_people(policy)
    return with_the_same_money(policy) + (money_roundings(policy) if moves else 0)


def with_the_same_money(policy: Policy) -> int:
    """K in fen where every pool has the same money before and after, or for both of two posts."""
    return own_roundings(policy) + later_roundings(policy)


def tolerance_of(promise: Promise, policy: Policy) -> int:
    """The tolerance of a promise in fen."""
    return roundings(promise, policy) if promise.tolerance == "pools" else promise.tolerance


def limits(pairs: Pairs) -> Ints:
    """By county: the fen beyond which a loss is no rounding, and never within the tolerance.

    K for each post of the teacher of whom a promise speaks.
    """
    promise, policy = pairs.promise, pairs.world.policy
    apart, tolerance = roundings(promise, policy), tolerance_of(promise, policy)
    posts = np.ones(pairs.before.counties.n, np.int64)
    if promise.compares in _OF_ONE_TEACHER:
        ones = np.ones(pairs.before.counties.posts, np.int64)
        posts = np.maximum(pairs.at_subject(ones), 1)
    return np.maximum(apart * posts, tolerance)


def amplifiers(policy: Policy) -> Iterator[Reason]:
    """What shares money by what people have, so that a fen of difference may become more."""
    for plan in policy.level_2.plans.values():
        for one in plan.adjust:
            if one.goes_to == "others":
                yield because(
                    one.mark,
                    f"adjustment {one.id} shares cuts by what people have, and with nobody whom it "
                    "cuts: a fen of rounding may decide who gives and who gets",
                    f"调整 {one.id} 把扣减按各人所得分给未被扣减者：一分舍入差可能决定谁出谁得",
                )
    for guarantee in policy.guarantees:
        if guarantee.enforce:
            yield because(
                guarantee.mark,
                f"guarantee {guarantee.id} divides money by what people have: differences of a fen "
                "grow with it",
                f"保障 {guarantee.id} 按各人所得分配资金：一分之差随之放大",
            )
    if policy.veto is not None and forfeits_shared(policy):
        yield because(
            policy.veto.mark,
            "forfeits are shared by what people have: differences of a fen grow with them",
            "扣减的资金按各人所得分配：一分之差随之放大",
        )


def doubles(policy: Policy) -> bool:
    """Whether twice the fund is twice the pay by exact shares, within K.

    Not where amounts of money stand in the policy, which then knows rich and poor years, nor by
    Webster, which keeps nobody near the exact share (R8).
    """
    return not next(written_amounts(policy), None) and not any(
        plan.rounding == "webster" for plan in _plans(policy)
    )


def written_amounts(policy: Policy) -> Iterator[Mark]:
    """The places at which amounts of money stand, or steps in which it is counted."""
    for plan in _plans(policy):
        for pool in plan.pools:
            if isinstance(pool.takes, _FIXED) or pool.kind == "pay":
                yield pool.mark
            limit = pool.limit
            if limit and any(isinstance(one, Amount) for one in (limit.at_most, limit.at_least)):
                yield limit.mark
        for one in plan.adjust:
            if one.kind == "minus" or isinstance(one.bound, Amount):
                yield one.mark
        if plan.step > 1:
            yield plan.mark


def _plans(policy: Policy) -> tuple[Plan, ...]:
    return (policy.level_1.plan, *policy.level_2.plans.values())


_FIXED: Final = (Amount, AsNeeded, TakesItem, TakesSum)
