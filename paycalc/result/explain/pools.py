"""How money came to a post, or to its unit, from each pool: points, money, the exact share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
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
from paycalc.result.explain.facts import PoolFact
from paycalc.result.explain.view import View, line_of, number_at


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
    among = weights[starts[segment] : starts[segment + 1]]
    kept = view.kept("pool", name, number, pool.id)
    money, claim = int(kept["money"][segment]), int(weights[member])
    claims = sum(map(int, among))
    amount = _amount(view, pool, level, member)
    floor, ceiling, *_ = _limits(kept, segment)
    whole = view.kept("purse", name, number, *sorted(pool.sources))["whole"]
    return PoolFact(
        id=pool.id,
        level=level,
        kind=pool.kind,
        takes=takes_text(pool, view.policy.currency.decimals),
        line=line_of(pool.mark),
        items=_numbers(view, pool.items, base, member),
        base=_base(view, pool, base, member),
        factors=_numbers(view, pool.factors, base, member),
        weight=_weight(view, pool, member),
        claim=claim,
        claims=claims,
        members=int((among > 0).sum()),
        whole=int(whole[segment]),
        money=money,
        exact=_exact(pool, plan.step, money, claim, claims, _limits(kept, segment), amount),
        amount=amount,
        rounding=plan.rounding,
        step=1 if pool.kind == "pay" else plan.step,
        at_least=floor if pool.limit is not None and pool.limit.at_least is not None else None,
        at_most=ceiling if pool.limit is not None and pool.limit.at_most is not None else None,
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
    return sum(number or 0 for _, number in _numbers(view, pool.items, base, member))


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
    money = view.range.arrays.money
    if level == 1 and not pool.pays_posts:
        return int(money.received[pool.id][member])
    return int(money.lines[f"level_{level}.{pool.id}"][member])


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
        return "as_needed"
    return "rest"
