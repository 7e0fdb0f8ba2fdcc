"""Dividing money among the members of segments: `share`, percentages, limits (sections 1, 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from paycalc.engine import kernels
from paycalc.engine.numbers import LARGEST, MICRO, Ints, Numbers, States, full, muldiv
from paycalc.engine.states import State
from paycalc.policy.model import Amount, Bound, Limit, Rounding

ROUNDINGS: dict[Rounding, int] = {
    "largest_remainder": kernels.LARGEST_REMAINDER,
    "webster": kernels.WEBSTER,
}


class Members(NamedTuple):
    """Who shares: members in order of the key, in segments (counties or units)."""

    starts: Ints
    order: Ints

    @property
    def n(self) -> int:
        """How many members."""
        return self.order.size

    @property
    def segments(self) -> int:
        """How many counties or units."""
        return self.starts.size - 1

    def segment_of(self) -> Ints:
        """The segment of each member; members of a segment are numbered in a run."""
        return np.repeat(np.arange(self.segments), np.diff(self.starts))

    def sums(self, x: Ints) -> Ints:
        """The sum of each segment, of money that is known to fit."""
        return np.asarray(kernels.segment_sums(self.starts, x)[0])


class Shared(NamedTuple):
    """What each member gets, what is left in each segment, and its state.

    Under limits also, by segment, the limits in fen and what the members that none fixes share:
    steps, and the sum of their weights.
    """

    paid: Ints
    left: Ints
    state: States
    limits: Mapping[str, Ints] = MappingProxyType({})


def share(amount: Ints, members: Members, weights: Ints, rounding: Ints) -> Shared:
    """``share(amount, weights)`` in every segment, by the rounding of each (or of all).

    >>> thirds = Members(np.array([0, 3]), np.arange(3))
    >>> share(np.array([100]), thirds, np.array([1, 1, 1]), np.array([0])).paid
    array([34, 33, 33])
    """
    each = np.broadcast_to(rounding, amount.shape)
    return Shared(*kernels.share(amount, members.starts, members.order, weights, each))


def split(amount: Ints, percents: Sequence[int], rounding: int) -> Ints:
    """Percentages of each amount and the complement, last, by `share`: (parts + 1, amounts)."""
    weights = np.array([*percents, MICRO - sum(percents)])
    parts, segments = weights.size, amount.size
    members = Members(np.arange(segments + 1) * parts, np.arange(segments * parts))
    shared = share(amount, members, np.tile(weights, segments), np.array([rounding]))
    return shared.paid.reshape(segments, parts).T


def share_pool(
    money: Ints, members: Members, weights: Ints, rounding: int, step: int, limit: Limit | None
) -> Shared:
    """A share pool's money among its members, in whole steps and under its limits (section 5)."""
    steps = money // step
    each = np.full(money.size, rounding)
    limits: dict[str, Ints] = {}
    if limit is None:
        shared = share(steps, members, weights, each)
        state = shared.state
    else:
        count = members.sums((weights > 0).astype(np.int64))
        ceiling = _bound(limit.at_most, money, count, LARGEST)
        floor = _bound(limit.at_least, money, count, 0)
        low = -(-floor.value // step)
        high = ceiling.value // step
        *found, free_money, free_weight = kernels.share_within(
            steps, members.starts, members.order, weights, low, high, each
        )
        shared = Shared(*found)
        limits = {
            "floor": floor.value,
            "ceiling": ceiling.value,
            "free_money": free_money,
            "free_weight": free_weight,
        }
        wrong = np.maximum(
            np.where(floor.ok, 0, floor.state), np.where(ceiling.ok, 0, ceiling.state)
        )
        state = np.where((count > 0) & (wrong > 0), wrong, shared.state)
    paid = shared.paid * step
    return Shared(paid, money - members.sums(paid), state.astype(np.uint8), limits)


def _bound(bound: Bound | None, money: Ints, count: Ints, absent: int) -> Numbers:
    """A limit in fen: k times the pool's whole money over the members with a weight."""
    n = money.size
    if bound is None:
        return full(n, absent)
    if isinstance(bound, Amount):
        return full(n, bound.fen)
    whole = Numbers(money, np.zeros(n, np.uint8))
    per = Numbers(np.maximum(count, 1) * MICRO, np.zeros(n, np.uint8))
    return muldiv(full(n, bound.k), whole, per)


def overflowed(state: States) -> States:
    """The states of segment sums as errors."""
    return np.where(state > 0, State.OVERFLOW, State.OK).astype(np.uint8)
