"""How money came to a post, or to its unit, from each pool: points, money, the exact share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from paycalc.engine.groups import belongs
from paycalc.engine.numbers import MICRO, Ints
from paycalc.engine.values import TRUE, decimal_text
from paycalc.policy.model import (
    Amount,
    AsNeeded,
    Percent,
    Plan,
    Pool,
    ShareOfAll,
    TakesItem,
    TakesSum,
)
from paycalc.result.explain.facts import FreeFact, PoolFact
from paycalc.result.explain.view import View, line_of, number_at

_MOST_DIGITS = 24


def unit_money(view: View) -> Iterator[PoolFact]:
    """What the post's unit got from each pool of units of level 1."""
    plan = view.policy.level_1.plan
    for pool in plan.pools:
        if not pool.pays_posts and pool.kind != "keep":
            yield _fact(view, plan, pool, 1, 0)


def post_money(view: View) -> Iterator[PoolFact]:
    """What the post got from each pool: of level 1 directly, of level 2 by its unit's plan."""
    plan = view.policy.level_1.plan
    for pool in plan.pools:
        if pool.pays_posts and pool.kind != "keep":
            yield _fact(view, plan, pool, 1, 0)
    number = plan_number(view)
    plan = list(view.policy.level_2.plans.values())[number]
    for pool in plan.pools:
        if pool.kind != "keep":
            yield _fact(view, plan, pool, 2, number)


def plan_number(view: View) -> int:
    """Which plan of level 2 divides the money of the post's unit."""
    return int(view.range.arrays.money.plan_of[view.unit])


def _fact(view: View, plan: Plan, pool: Pool, level: int, number: int) -> PoolFact:
    name = f"level_{level}"
    base = "post" if pool.pays_posts else "unit"
    member = view.member(base)
    segment = 0 if level == 1 else view.unit
    weights = view.kept("claims", name, number, pool.id)["weights"]
    starts = _starts(view, base, level)
    slice_ = slice(int(starts[segment]), int(starts[segment + 1]))
    among = weights[slice_]
    kept = view.kept("pool", name, number, pool.id)
    money, claim = int(kept["money"][segment]), int(weights[member])
    claims = sum(map(int, among))
    amount = _amount(view, pool, level, member)
    limits = _limits(kept, segment)
    floor, ceiling, *free = limits
    exact = _exact(pool, plan.step, money, claim, claims, limits, amount)
    inside = belongs(view.work, view.work.members(base), pool.who)
    whole = view.kept("purse", name, number, *sorted(pool.sources))["whole"]
    return PoolFact(
        id=pool.id,
        level=level,
        kind=pool.kind,
        takes=takes_text(pool, view.policy.currency.decimals),
        line=line_of(pool.mark),
        inside=int(inside[member]) == TRUE,
        items=_numbers(view, pool.items, base, member),
        base=_base(view, pool, base, member),
        factors=_numbers(view, pool.factors, base, member),
        weight=_weight(view, pool, member),
        claim=claim,
        claims=claims,
        members=int((among > 0).sum()),
        whole=int(whole[segment]),
        money=money,
        exact=exact,
        amount=amount,
        rounding=plan.rounding,
        step=1 if pool.kind == "pay" else plan.step,
        at_least=floor if pool.limit is not None and pool.limit.at_least is not None else None,
        at_most=ceiling if pool.limit is not None and pool.limit.at_most is not None else None,
        free=None if pool.limit is None else FreeFact(free[0] * plan.step, free[1]),
        point_value=_point_value(view, pool, plan, level, money, slice_, limits),
    )


def _starts(view: View, base: str, level: int) -> Ints:
    encoded = view.work.encoded
    if level == 2:
        return encoded.post_starts
    return encoded.county_posts if base == "post" else encoded.unit_starts


def _numbers(
    view: View, names: Sequence[str], base: str, member: int
) -> tuple[tuple[str, int | None], ...]:
    return tuple((name, number_at(view, name, base, member)) for name in names)


def _base(view: View, pool: Pool, base: str, member: int) -> int:
    """The sum of the pool's items; none counts as 0. One point each where shared equally."""
    if pool.kind == "share_equally":
        return MICRO
    return max(sum(number or 0 for _, number in _numbers(view, pool.items, base, member)), 0)


def _weight(view: View, pool: Pool, member: int) -> tuple[str, int] | None:
    """The first listed group that the post belongs to, and its coefficient."""
    for group, coefficient in pool.weights:
        posts = view.work.members("post")
        if belongs(view.work, posts, group)[member] == TRUE:
            return group, coefficient
    return ("everyone", MICRO) if pool.weights else None


def _exact(
    pool: Pool,
    step: int,
    money: int,
    claim: int,
    claims: int,
    limits: tuple[int, int, int, int],
    amount: int,
) -> Fraction:
    """The exact share before rounding; of `pay` what is owed, scaled where that is too much."""
    if claim == 0 or claims == 0:
        return Fraction(0)
    if pool.kind == "pay":
        return Fraction(claim) if claims <= money else Fraction(money * claim, claims)
    whole = money // step
    if pool.limit is None:
        return Fraction(whole * claim, claims) * step
    floor, ceiling, free, weight = limits
    if weight == 0:  # everybody with a weight is at a limit, which is what they get
        return Fraction(amount)
    share = Fraction(free * claim, weight)
    return min(max(share, Fraction(-(-floor // step))), Fraction(ceiling // step)) * step


def _amount(view: View, pool: Pool, level: int, member: int) -> int:
    return int(_amounts(view, pool, level)[member])


def _amounts(view: View, pool: Pool, level: int) -> Ints:
    money = view.range.arrays.money
    if level == 1 and not pool.pays_posts:
        return money.received[pool.id]
    return money.lines[f"level_{level}.{pool.id}"]


def _point_value(
    view: View,
    pool: Pool,
    plan: Plan,
    level: int,
    money: int,
    members: slice,
    limits: tuple[int, int, int, int],
) -> Fraction | None:
    """Of Webster's rounding: fen for one point, as short a decimal as gives everyone's amount."""
    if plan.rounding != "webster" or pool.kind in ("pay", "keep") or money < plan.step:
        return None
    number = 0 if level == 1 else plan_number(view)
    weights = view.kept("claims", f"level_{level}", number, pool.id)["weights"]
    pairs = zip(
        weights[members].tolist(), _amounts(view, pool, level)[members].tolist(), strict=True
    )
    floor, ceiling, free, weight = limits
    low_, high_ = -(-floor // plan.step), ceiling // plan.step
    steps = [
        (w, paid // plan.step)
        for w, paid in pairs
        if w > 0 and (pool.limit is None or low_ * weight < free * w < high_ * weight)
    ]
    if not steps:
        return None
    low = max(Fraction(max(2 * paid - 1, 0), 2 * w) for w, paid in steps)
    high = min(Fraction(2 * paid + 1, 2 * w) for w, paid in steps)
    return _shortest(low * MICRO * plan.step, high * MICRO * plan.step)


def _shortest(low: Fraction, high: Fraction) -> Fraction | None:
    """The shortest decimal from ``low`` to ``high``; none where there is nothing between."""
    for digits in range(_MOST_DIGITS):
        found = Fraction(ceil(low * 10**digits), 10**digits)
        if found <= high:
            return found
    return low if low <= high else None


def _limits(kept: Mapping[str, Any], segment: int) -> tuple[int, int, int, int]:
    """Lower and upper limit in fen, and the steps and weights of those whom none fixes."""
    names = ("floor", "ceiling", "free_money", "free_weight")
    floor, ceiling, free, weight = (int(kept[n][segment]) if n in kept else 0 for n in names)
    return floor, ceiling, free, weight


def takes_text(pool: Pool, decimals: int) -> str:
    """What a pool takes, in the words of the policy."""
    takes = pool.takes
    if isinstance(takes, Amount):
        return decimal_text(takes.fen * MICRO // 10**decimals)
    if isinstance(takes, Percent):
        return f"{decimal_text(takes.micro * 100)}%"
    if isinstance(takes, ShareOfAll):
        return f"{decimal_text(takes.micro * 100)}% of all"
    if isinstance(takes, TakesSum):
        return f"sum of {', '.join(takes.items)}"
    if isinstance(takes, TakesItem):
        return f"item {takes.item}"
    if isinstance(takes, AsNeeded):
        return _as_needed(takes, decimals)
    return "rest"


def _as_needed(takes: AsNeeded, decimals: int) -> str:
    if isinstance(takes.up_to, Amount):
        return f"as_needed up to {decimal_text(takes.up_to.fen * MICRO // 10**decimals)}"
    if isinstance(takes.up_to, Percent):
        return f"as_needed up to {decimal_text(takes.up_to.micro * 100)}%"
    return "as_needed"
