"""Section 6 of policy.md: adjustments, each a line of its own beside the pools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .arithmetic import MICRO, mul, percentage, policy_money, policy_number
from .claims import owed
from .columns import Place, Reading, place_of_post
from .division import share
from .groups import belongs
from .levels import Accounts
from .policy import EVERYONE, Node, Plan
from .records import Post, PostKey
from .refusal import PayError
from .values import item_at

Amounts = dict[PostKey, int]  # fen by post, in ascending order of the key


@dataclass
class Judged:
    """Section 6: an adjustment in one unit, before any money moves."""

    name: str
    rule: Node
    has: Amounts  # what every post of the unit has at level 2
    level: int = 0  # L
    cuts: Amounts = field(default_factory=dict)
    needs: Amounts = field(default_factory=dict)


def adjust(nth: int, reading: Reading, plans: Mapping[str, Plan], accounts: Accounts) -> set[str]:
    """Section 6: the nth adjustment of every unit's plan; first all members, then the money."""
    errors: set[str] = set()
    judged: dict[str, Judged] = {}
    for unit, plan in plans.items():
        if nth < len(plan.adjust):
            name, rule = list(plan.adjust.items())[nth]
            judged[unit], found = judge(name, rule, unit, reading, accounts)
            errors |= found
    if errors:
        return errors
    for unit, judgement in judged.items():
        try:
            moved, lost = move(judgement, plans[unit].rounding)
        except PayError as wrong:
            errors |= wrong.classes
            continue
        accounts.unit_unallocated[unit] += lost
        for key, fen in moved.items():
            accounts.add(key, f"adjust.{judgement.name}", fen)
    return errors


def judge(
    name: str, rule: Node, unit: str, reading: Reading, accounts: Accounts
) -> tuple[Judged, set[str]]:
    """Section 6: what the posts of a unit are cut or lack."""
    posts = reading.county.posts_of(unit)
    judged = Judged(name, rule, {post.key: accounts.has(post.key) for post in posts})
    level = level_of(rule, posts, reading, judged.has)
    errors: set[str] = set()
    for post in posts:
        place = place_of_post(post)
        has = judged.has[post.key]
        try:
            if not belongs(rule.get("for"), place, reading):
                continue
            if "each_at_least" in rule:
                judged.needs[post.key] = 0 if level is None else max(0, level - has)
            elif "each_at_most" in rule:
                judged.cuts[post.key] = 0 if level is None else max(0, has - level)
            else:
                judged.cuts[post.key] = cut_of(rule, has, place, reading, accounts)
        except PayError as wrong:
            errors |= wrong.classes
    judged.level = level or 0
    return judged, errors


def level_of(rule: Node, posts: list[Post], reading: Reading, has: Amounts) -> int | None:
    """Section 6, L: an amount, or k times a group's mean in the unit, rounded down."""
    limit = rule.get("each_at_most", rule.get("each_at_least", "0"))
    if isinstance(limit, str):
        return policy_money(limit, reading.policy.decimals)
    group = limit.get("of", EVERYONE)
    of = [post.key for post in posts if belongs(group, place_of_post(post), reading)]
    if not of:
        return None
    total = sum(has[key] for key in of)
    return policy_number(limit["times_mean"]) * total // (len(of) * MICRO)


def cut_of(rule: Node, has: int, place: Place, reading: Reading, accounts: Accounts) -> int:
    """Section 6, `minus` and `keep`: what a post is cut."""
    assert place.post is not None
    base = has
    if "from" in rule:
        lines = [f"level_2.{pool}" for pool in rule["from"]]
        base = min(has, accounts.of_lines(place.post.key, lines))
    if "minus" in rule:
        cut = min(base, owed(rule["minus"], place, reading))
        return min(cut, mul(base, percentage(rule["at_most"]))) if "at_most" in rule else cut
    remains = base
    for name in rule["keep"]:
        factor = item_at(name, place, reading)
        if factor is not None and not 0 <= factor <= MICRO:
            raise PayError("factor_outside_0_1")
        remains = remains if factor is None else mul(remains, factor)
    return base - remains


def move(judged: Judged, rounding: str) -> tuple[Amounts, int]:
    """Section 6: the line of every post, and what goes to `unallocated`."""
    if "each_at_least" in judged.rule:
        return raise_to_floor(judged, rounding), 0
    lines = {key: -fen for key, fen in judged.cuts.items()}
    total = sum(judged.cuts.values())
    if total and judged.rule.get("goes_to", "unallocated") == "others":
        takers = [key for key in judged.has if not judged.cuts.get(key)]
        weights = [judged.has[key] for key in takers]
        if any(weights):
            return lines | dict(zip(takers, share(total, weights, rounding), strict=True)), 0
    return lines, total


def raise_to_floor(judged: Judged, rounding: str) -> Amounts:
    """Section 6, `each_at_least`: taken from those who lack nothing, by what they have above L."""
    need = sum(judged.needs.values())
    if not need:
        return {}
    above = {k: has - judged.level for k, has in judged.has.items() if has >= judged.level}
    if need > sum(above.values()):
        raise PayError("floor_adjustment_unpayable")
    taken = share(need, list(above.values()), rounding)
    given = {key: -fen for key, fen in zip(above, taken, strict=True)}
    return given | {key: fen for key, fen in judged.needs.items() if fen}
