"""Section 5 of policy.md, `limit`: shares between a floor and a cap."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .arithmetic import checked
from .division import WEBSTER, largest_remainder, webster
from .refusal import PayError


def share_within(
    steps: int, weights: Sequence[int], at_least: int, at_most: int | None, rounding: str
) -> list[int]:
    """Section 5, Limits: clip(lambda * w, at_least, at_most), in whole steps; the rest is left.

    All weights are positive; the members stand in ascending key order; both limits are in steps.
    """
    checked(sum(weights))
    if at_most is not None and at_least > at_most:
        raise PayError("limits_crossed")
    if at_least * len(weights) > steps:
        raise PayError("floors_unpayable")
    fixed = fix_breaches(steps, weights, at_least, at_most)
    free = [i for i in range(len(weights)) if i not in fixed]
    result = [fixed.get(i, 0) for i in range(len(weights))]
    if free:
        money = steps - sum(fixed.values())
        free_weights = [weights[i] for i in free]
        if rounding == WEBSTER:
            rounded = webster(money, free_weights, at_least, at_most)
        else:
            # a share inside whole limits has its floor and, if it is not whole, its ceiling inside
            rounded = largest_remainder(money, free_weights)
        for i, steps_of_i in zip(free, rounded, strict=True):
            result[i] = steps_of_i
    return result


def fix_breaches(
    steps: int, weights: Sequence[int], at_least: int, at_most: int | None
) -> dict[int, int]:
    """Section 5, Limits: who is fixed at which limit, the side with the larger breach first."""
    fixed: dict[int, int] = {}
    while len(fixed) < len(weights):
        free = [i for i in range(len(weights)) if i not in fixed]
        money = steps - sum(fixed.values())
        total = sum(weights[i] for i in free)
        exact = {i: Fraction(money * weights[i], total) for i in free}
        above = {i: x - at_most for i, x in exact.items() if at_most is not None and x > at_most}
        below = {i: at_least - x for i, x in exact.items() if x < at_least}
        if not above and not below:
            break
        too_much, too_little = sum(above.values()), sum(below.values())
        if too_much >= too_little:
            fixed |= {i: at_most for i in above if at_most is not None}
        if too_little >= too_much:
            fixed |= dict.fromkeys(below, at_least)
    return fixed
