"""Section 5 of policy.md: what each member of a pool weighs or is owed, before any money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .arithmetic import checked, mul, policy_number, to_fen
from .columns import Key, Place, Reading
from .groups import belongs
from .policy import EVERYONE, Node
from .refusal import PayError
from .values import item_at

ONE_POINT = 10**6


@dataclass(frozen=True)
class Claims:
    """Section 5: the members of a pool in ascending key order, with points or fen owed."""

    members: tuple[Key, ...]
    weights: tuple[int, ...]  # points in micro, or what is owed in fen
    taken: int  # fen of `takes: {sum}` or `{item}`


def judge_pool(
    pool: Node, places: Sequence[Place], whole: Place, reading: Reading
) -> tuple[Claims, set[str]]:
    """Section 5: the claims on a pool, and the classes of what went wrong with its members.

    `whole` is the unit at level 2 and the county at level 1.
    """
    errors: set[str] = set()
    claims: list[tuple[Key, int]] = []
    sums: list[int] = []
    summed = pool["takes"].get("sum") if isinstance(pool["takes"], dict) else None
    for place in places:
        try:
            if not belongs(pool.get("for"), place, reading):
                continue
        except PayError as wrong:
            errors |= wrong.classes
            continue
        try:
            claims.append((place.base, claim(pool, place, reading)))
        except PayError as wrong:
            errors |= wrong.classes
        try:
            if summed is not None:
                sums.append(owed(summed, place, reading))
        except PayError as wrong:
            errors |= wrong.classes
    taken = 0
    try:
        checked(sum(weight for _, weight in claims))
        taken = taken_amount(pool["takes"], sums, whole, reading)
    except PayError as wrong:
        errors |= wrong.classes
    members, weights = tuple(key for key, _ in claims), tuple(weight for _, weight in claims)
    return Claims(members, weights, taken), errors


def taken_amount(takes: Node, sums: list[int], whole: Place, reading: Reading) -> int:
    """Section 5, `takes`: the fen of `{sum: [items]}` or `{item: X}`."""
    if isinstance(takes, dict) and "sum" in takes:
        return checked(sum(sums))
    if isinstance(takes, dict) and "item" in takes:
        number = item_at(takes["item"], whole, reading)
        return positive_fen(number or 0, reading)
    return 0


def positive_fen(micro: int, reading: Reading) -> int:
    """Section 5, `pay`: what is owed in fen; negative is an error."""
    if micro < 0:
        raise PayError("negative_owed")
    return to_fen(micro, reading.policy.decimals)


def item_sum(names: list[str], place: Place, reading: Reading) -> int:
    """Section 5: a sum of items at a member; none is nothing in it."""
    return checked(sum(item_at(name, place, reading) or 0 for name in names))


def owed(names: list[str], place: Place, reading: Reading) -> int:
    """Section 5, `takes: {sum}`: what a member is owed, without factors and weights, in fen."""
    return positive_fen(item_sum(names, place, reading), reading)


def claim(pool: Node, place: Place, reading: Reading) -> int:
    """Section 5: items, then factors from left to right, then the weight."""
    if "keep" in pool:
        return 0
    if "pay" in pool:
        number = item_sum(pool["pay"], place, reading)
        if number < 0:
            raise PayError("negative_owed")
    elif "share_by" in pool:
        # a negative sum of points counts as 0
        number = max(0, item_sum(pool["share_by"], place, reading))
    else:
        number = ONE_POINT
    for name in pool.get("factors", []):
        factor = item_at(name, place, reading)
        if factor is not None and factor < 0:
            raise PayError("negative_factor")
        number = 0 if factor is None else mul(number, factor)
    number = mul(number, coefficient(pool.get("weights", {}), place, reading))
    return to_fen(number, reading.policy.decimals) if "pay" in pool else number


def coefficient(weights: Node, place: Place, reading: Reading) -> int:
    """Section 5, `weights`: of the first listed group that a post belongs to."""
    for group, value in weights.items():
        if group == EVERYONE or belongs(group, place, reading):
            return policy_number(value)
    return 10**6
