"""Section 7 of policy.md: guarantees of a group's money, their repair and their last check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .arithmetic import MICRO, ceiling, percentage, policy_number
from .columns import Reading, place_of_post
from .division import share
from .groups import belongs
from .levels import Accounts
from .policy import EVERYONE, Node, Plan
from .records import Post, PostKey

Broken = set[tuple[str, str, str]]  # guarantee, county, unit or ""


@dataclass(frozen=True)
class Sides:
    """Section 7: the scope's posts, split into the group and the side that it is compared with."""

    group: list[PostKey]
    other: list[PostKey]  # `of`, or everyone
    rest: list[PostKey]  # whom money moves from or to: `of`, or all other posts


def members(group: Node, posts: list[Post], reading: Reading) -> list[PostKey]:
    """Section 7: a group's head count is its posts there, paid or not."""
    return [post.key for post in posts if belongs(group, place_of_post(post), reading)]


def compared_with(rule: Node) -> Node:
    """Section 7: the group on the other side; `share_at_most` speaks of all of the scope."""
    return EVERYONE if "share_at_most" in rule else rule["of"]


def sides(rule: Node, posts: list[Post], reading: Reading) -> Sides:
    """Section 7: the two sides of a guarantee among some posts."""
    group = members(rule["group"], posts, reading)
    other = members(compared_with(rule), posts, reading)
    rest = other
    if compared_with(rule) == EVERYONE:
        rest = [post.key for post in posts if post.key not in set(group)]
    return Sides(group, other, rest)


def overlap(reading: Reading) -> set[str]:
    """Section 7: the two groups of one guarantee may not overlap."""
    for rule in reading.policy.guarantees.values():
        if compared_with(rule) != EVERYONE:
            both = sides(rule, reading.county.posts, reading)
            if set(both.group) & set(both.other):
                return {"groups_overlap"}
    return set()


def missing_fen(rule: Node, both: Sides, money: Mapping[PostKey, int]) -> int:
    """Section 7: the least whole number of fen whose move makes the guarantee hold, exactly.

    With G and O the totals of the group and of those compared with, n and m their heads, and k
    the factor, moving t changes G and the other side by t in opposite directions; `of: everyone`
    includes the group, so that its total stays.
    """
    n, m = len(both.group), len(both.other)
    if not n or not m:
        return 0
    g = sum(money[key] for key in both.group)
    o = sum(money[key] for key in both.other)
    whole = compared_with(rule) == EVERYONE
    if "share_at_most" in rule:
        # G - t is to be at most p of O
        return max(0, ceiling(g * MICRO - percentage(rule["share_at_most"]) * o, MICRO))
    if "per_head_at_least" in rule:
        # (G + t) / n is to be at least k (O - t) / m, or with O unchanged
        k = policy_number(rule["per_head_at_least"])
        too_little = k * o * n - g * m * MICRO
    else:
        # (G - t) / n is to be at most k (O + t) / m, or with O unchanged
        k = policy_number(rule["per_head_at_most"])
        too_little = g * m * MICRO - k * o * n
    return max(0, ceiling(too_little, m * MICRO + (0 if whole else k * n)))


def repair(name: str, reading: Reading, plans: Mapping[str, Plan], accounts: Accounts) -> None:
    """Section 7, `enforce: true`: moves the least number of fen within each unit."""
    rule = reading.policy.guarantees[name]
    for unit, plan in plans.items():
        posts = reading.county.posts_of(unit)
        money = {post.key: accounts.has(post.key) for post in posts}
        both = sides(rule, posts, reading)
        fen = missing_fen(rule, both, money)
        giving, getting = both.group, both.rest
        if "per_head_at_least" in rule:
            giving, getting = both.rest, both.group
        fen = min(fen, sum(money[key] for key in giving))
        if not fen or not both.rest:
            continue
        for side, change in ((giving, -fen), (getting, fen)):
            old = [money[key] for key in side]
            weights = old if any(old) else [1] * len(side)
            for key, before, after in zip(
                side, old, share(sum(old) + change, weights, plan.rounding), strict=True
            ):
                accounts.add(key, f"guarantee.{name}", after - before)


def broken(reading: Reading, accounts: Accounts) -> Broken:
    """Section 7: all are checked at the end, before vetoes; those that do not hold."""
    county, found = reading.county, set()
    for name, rule in reading.policy.guarantees.items():
        units = [""] if rule.get("within", "unit") == "county" else list(county.units)
        for unit in units:
            posts = county.posts_of(unit) if unit else county.posts
            if rule.get("over", "level_2") == "all":
                money = {post.key: accounts.gross(post.key) for post in posts}
            else:
                money = {post.key: accounts.has(post.key) for post in posts}
            if missing_fen(rule, sides(rule, posts, reading), money):
                found.add((name, county.id, unit))
    return found


def guarantee(
    reading: Reading, plans: Mapping[str, Plan], accounts: Accounts
) -> tuple[Broken, set[str]]:
    """Section 7: first who may not overlap, then repairs in the order listed, then the check."""
    errors = overlap(reading)
    if errors:
        return set(), errors
    for name, rule in reading.policy.guarantees.items():
        if rule.get("enforce", "false") == "true":
            repair(name, reading, plans, accounts)
    return broken(reading, accounts), set()
