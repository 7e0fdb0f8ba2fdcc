"""Section 1 of policy.md, `share`: the one way money is ever divided, in both roundings."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from fractions import Fraction

from .arithmetic import checked

LARGEST_REMAINDER = "largest_remainder"
WEBSTER = "webster"


def share(amount: int, weights: Sequence[int], rounding: str) -> list[int]:
    """Section 1, `share`: divides an amount of steps; the members stand in ascending key order.

    Some weight must be positive and none negative.
    """
    checked(sum(weights))
    if rounding == WEBSTER:
        return webster(amount, weights)
    return largest_remainder(amount, weights)


def largest_remainder(amount: int, weights: Sequence[int]) -> list[int]:
    """Section 1: floors first, then one each to the largest remainders, ties in key order."""
    total = sum(weights)
    shares = [amount * weight // total for weight in weights]
    remainders = [amount * weight % total for weight in weights]
    left = amount - sum(shares)
    # sorted() is stable: equal remainders stay in ascending order of the key
    for i in sorted(range(len(weights)), key=lambda i: -remainders[i])[:left]:
        shares[i] += 1
    return shares


def webster(
    amount: int, weights: Sequence[int], floor: int = 0, cap: int | None = None
) -> list[int]:
    """Section 1: one step after another to the largest `w_i / (2 a_i + 1)`, ties in key order.

    Every member starts at `floor` steps and takes none above `cap` (limits of section 5).

    The steps are really given one after another, but from a later start. Call w/(2a+1) the claim
    of a member to its step number a+1; claims fall as a grows, so the giving goes through all
    claims from the largest to the smallest. For any number x let c = W/(2x). After exactly the
    claims above c have been served, a member has
    a = the number of k >= 0 with w/(2k+1) > c = ceil(w*x/W - 1/2) steps (at least `floor`, at
    most `cap`, for the served claims of one member come one after another). All of these claims
    come before any other, so this is a state that the giving passes through, if it does not
    spend more than there is. The largest whole x that does not is found by halving; from x to
    x+1 each member gains at most one step, so that fewer steps than there are members remain.
    """

    def state(x: int) -> list[int]:
        total = sum(weights)
        steps = [max(floor, -((total - 2 * w * x) // (2 * total))) for w in weights]
        return steps if cap is None else [min(cap, a) for a in steps]

    low, high = 0, 1
    # beyond this x every member with a weight stands at its cap or has more than the amount
    beyond = (amount + 1) * 2 * sum(weights) + 1
    while high < beyond and sum(state(high)) <= amount:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if sum(state(middle)) <= amount:
            low = middle
        else:
            high = middle
    shares = state(low)

    def claim(i: int) -> tuple[Fraction, int]:
        return Fraction(-weights[i], 2 * shares[i] + 1), i

    queue = [claim(i) for i, w in enumerate(weights) if w > 0 and shares[i] != cap]
    heapq.heapify(queue)
    for _ in range(amount - sum(shares)):
        _, i = heapq.heappop(queue)
        shares[i] += 1
        if shares[i] != cap:
            heapq.heappush(queue, claim(i))
    return shares


def webster_one_by_one(amount: int, weights: Sequence[int]) -> list[int]:
    """Section 1, word for word, for small amounts: what `webster` is compared with."""
    shares = [0] * len(weights)
    for _ in range(amount):
        best = 0
        for i in range(1, len(weights)):
            if weights[i] * (2 * shares[best] + 1) > weights[best] * (2 * shares[i] + 1):
                best = i
        shares[best] += 1
    return shares
