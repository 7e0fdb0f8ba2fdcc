"""Sections 2 and 5 of policy.md: a purse's money through its pools, to the last fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .arithmetic import (
    checked,
    is_number,
    is_percentage,
    nearest,
    percentage,
    policy_money,
    policy_number,
)
from .claims import Claims
from .columns import Key
from .division import share
from .limits import share_within
from .policy import Node, Plan
from .refusal import PayError


@dataclass
class Spent:
    """Section 2: where a purse's money went."""

    paid: dict[str, dict[Key, int]] = field(default_factory=dict)  # pool, member, fen
    kept: dict[str, int] = field(default_factory=dict)  # pool, fen
    unallocated: int = 0


@dataclass(frozen=True)
class Purse:
    """Section 2: a purse's whole money, and the pools that draw on it in the order listed."""

    money: int
    pools: dict[str, Node]
    is_general: bool = False


def purses_of(plan: Plan, sources: Mapping[str, int], opening: int = 0) -> list[Purse]:
    """Section 2, purses: those that pools name with `from`, and the general one.

    `opening` is what the general one has besides.
    """
    purses: dict[tuple[str, ...], dict[str, Node]] = {}
    for name, pool in plan.pools.items():
        purses.setdefault(tuple(sorted(pool.get("from", []))), {})[name] = pool
    purses.setdefault((), {})
    named = {source for names in purses for source in names}
    general = opening + sum(fen for source, fen in sources.items() if source not in named)
    return [
        Purse(sum(sources.get(source, 0) for source in names), pools)
        if names
        else Purse(general, pools, is_general=True)
        for names, pools in purses.items()
    ]


def spend(purse: Purse, plan: Plan, claims: Mapping[str, Claims], decimals: int) -> Spent:
    """Section 2: a purse in the order of its steps 0 to 3; raises its first error of money."""
    spent = Spent()
    left = purse.money
    rest = next((name for name, pool in purse.pools.items() if pool["takes"] == "rest"), None)
    left_over = 0

    def give(name: str, money: int) -> None:
        nonlocal left_over
        remains = pay_out(name, purse.pools[name], money, plan, claims[name], decimals, spent)
        if name == rest or purse.pools[name].get("left_over", "rest") == "unallocated":
            spent.unallocated += remains
        else:
            left_over += remains

    for name, money in split(purse.money, of_all(purse.pools), plan).items():
        give(name, money)
        left -= money
    for name, pool in purse.pools.items():
        if takes_amount(pool):
            money = amount(pool, left, purse.money, claims[name], decimals)
            give(name, money)
            left -= money
    for name, money in split(left, of_left(purse.pools), plan).items():
        give(name, money)
        left -= money
    left += left_over
    if rest is not None:
        give(rest, left)
    else:
        spent.unallocated += left
    return spent


def of_all(pools: dict[str, Node]) -> dict[str, int]:
    """Section 2, step 0: pools that take a share `of: all`."""
    return {
        name: percentage(pool["takes"]["share"])
        for name, pool in pools.items()
        if isinstance(pool["takes"], dict) and "share" in pool["takes"]
    }


def of_left(pools: dict[str, Node]) -> dict[str, int]:
    """Section 2, step 2: pools that take a percentage of what step 1 left."""
    return {
        name: percentage(pool["takes"])
        for name, pool in pools.items()
        if isinstance(pool["takes"], str) and is_percentage(pool["takes"])
    }


def takes_amount(pool: Node) -> bool:
    """Section 2, step 1: pools that take an amount, a sum, an item's amount, or as needed."""
    takes = pool["takes"]
    if isinstance(takes, dict):
        return "sum" in takes or "item" in takes
    return bool(takes == "as_needed" or is_number(takes))


def split(money: int, percents: dict[str, int], plan: Plan) -> dict[str, int]:
    """Section 2: all at once by `share` over the percentages and the complement, which is last."""
    if not percents:
        return {}
    complement = 10**6 - sum(percents.values())
    if complement < 0:
        raise PayError("policy")
    parts = share(money, [*percents.values(), complement], plan.rounding)
    return dict(zip(percents, parts[:-1], strict=True))


def amount(pool: Node, left: int, whole: int, claims: Claims, decimals: int) -> int:
    """Section 5, `takes`: what a pool of step 1 gets of what is left."""
    takes = pool["takes"]
    available = left
    if takes == "as_needed":
        wanted = sum(claims.weights)
        if "up_to" in pool:
            available = min(left, up_to(pool["up_to"], whole, decimals))
    elif isinstance(takes, dict):
        wanted = claims.taken
    else:
        wanted = policy_money(takes, decimals)
    if wanted > available and pool.get("if_short", "error") == "error":
        raise PayError("short")
    return min(wanted, available)


def up_to(text: str, whole: int, decimals: int) -> int:
    """Section 5, `up_to`: an amount, or a percentage of the purse's whole money, rounded down."""
    if is_percentage(text):
        return whole * percentage(text) // 10**6
    return policy_money(text, decimals)


def pay_out(
    name: str,
    pool: Node,
    money: int,
    plan: Plan,
    claims: Claims,
    decimals: int,
    spent: Spent,
) -> int:
    """Section 5: a pool's money to its members or to its account; returns what is left over."""
    if "keep" in pool:
        spent.kept[name] = money
        return 0
    if "pay" in pool:
        given = owed_money(pool, money, claims, plan)
    else:
        given = shared_money(pool, money, claims, plan, decimals)
    spent.paid[name] = dict(zip(claims.members, given, strict=True))
    return money - sum(given)


def owed_money(pool: Node, money: int, claims: Claims, plan: Plan) -> list[int]:
    """Section 5, `pay` and `if_short`: what is owed, or what there is in proportion to it."""
    if sum(claims.weights) <= money:
        return list(claims.weights)
    if pool.get("if_short", "error") == "error":
        raise PayError("short")
    return share(money, claims.weights, plan.rounding)


def shared_money(pool: Node, money: int, claims: Claims, plan: Plan, decimals: int) -> list[int]:
    """Section 5, `share_by`, `share_equally` and `limit`; section 1, `round_to`."""
    weighty = [i for i, weight in enumerate(claims.weights) if weight > 0]
    given = [0] * len(claims.weights)
    if not weighty:
        return given
    weights = [claims.weights[i] for i in weighty]
    limit, steps = pool.get("limit", {}), money // plan.step
    if limit:
        at_least = bound(limit.get("at_least", "0"), money, len(weighty), decimals)
        at_most = None
        if "at_most" in limit:
            at_most = bound(limit["at_most"], money, len(weighty), decimals) // plan.step
        at_least = -(-at_least // plan.step)
        parts = share_within(steps, weights, at_least, at_most, plan.rounding)
    else:
        parts = share(steps, weights, plan.rounding)
    for i, part in zip(weighty, parts, strict=True):
        given[i] = part * plan.step
    return given


def bound(limit: Node, money: int, members: int, decimals: int) -> int:
    """Section 5, `limit`: an amount, or k times the pool's money over its members, in fen."""
    if isinstance(limit, dict):
        return checked(nearest(policy_number(limit["times_mean"]) * money, members * 10**6))
    return policy_money(limit, decimals)
