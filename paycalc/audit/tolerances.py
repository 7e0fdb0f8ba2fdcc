"""How many fen are no loss: tolerances, and K, the places in which money is rounded apart."""

from __future__ import annotations

from paycalc.audit.model import Promise
from paycalc.policy.model import Amount, AsNeeded, Plan, Policy, TakesItem, TakesSum


def pools_apart(policy: Policy) -> int:
    """K in fen: by how much pay may differ because money is rounded in so many places apart.

    Each pool of posts, adjustment that shares, enforced guarantee and share of forfeits is rounded
    once, each in its level's step; so is each purse that is split by percentages.
    """
    plans = policy.level_2.plans.values()
    of_posts = [pool for pool in policy.level_1.plan.pools if pool.pays_posts]
    level_1 = policy.level_1.plan.step * len(of_posts)
    if policy.level_1.plan.step > 1:  # a step at a unit is a step at some of its posts
        level_1 += policy.level_1.plan.step * (len(policy.level_1.plan.pools) - len(of_posts))
    enforced = sum(guarantee.enforce for guarantee in policy.guarantees)
    to_school = policy.veto is not None and policy.veto.money_goes_to == "school"
    return level_1 + max(map(_apart, plans), default=0) + enforced + to_school


def _apart(plan: Plan) -> int:
    shared = sum(pool.kind != "keep" for pool in plan.pools)
    return plan.step * shared + len(plan.adjust)


def tolerance_of(promise: Promise, policy: Policy) -> int:
    """The tolerance of a promise in fen."""
    return pools_apart(policy) if promise.tolerance == "pools" else promise.tolerance


def names_money(policy: Policy) -> bool:
    """Whether amounts of money stand in the policy, so that it knows rich and poor years."""
    plans = (policy.level_1.plan, *policy.level_2.plans.values())
    pools = [pool for plan in plans for pool in plan.pools]
    fixed = (Amount, AsNeeded, TakesItem, TakesSum)
    bounds = [b for p in pools if p.limit for b in (p.limit.at_most, p.limit.at_least)]
    bounds += [adjustment.bound for plan in plans for adjustment in plan.adjust]
    return (
        any(isinstance(pool.takes, fixed) or pool.kind == "pay" for pool in pools)
        or any(isinstance(bound, Amount) for bound in bounds)
        or any(a.kind == "minus" for plan in plans for a in plan.adjust)
        or any(plan.step > 1 for plan in plans)
    )
