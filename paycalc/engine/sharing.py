"""Dividing money among the members of segments: `share` (section 1)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from paycalc.engine import kernels
from paycalc.engine.numbers import Ints, States
from paycalc.policy.model import Rounding

ROUNDINGS: dict[Rounding, int] = {
    "largest_remainder": kernels.LARGEST_REMAINDER,
    "webster": kernels.WEBSTER,
}


class Members(NamedTuple):
    """Who shares: members in order of the key, in segments (counties or units)."""

    starts: Ints

    @property
    def n(self) -> int:
        """How many members."""
        return int(self.starts[-1])

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
    """What each member gets, what is left in each segment, and its state."""

    paid: Ints
    left: Ints
    state: States


def share(amount: Ints, members: Members, weights: Ints, rounding: Ints) -> Shared:
    """``share(amount, weights)`` in every segment, by the rounding of each (or of all).

    >>> thirds = Members(np.array([0, 3]))
    >>> share(np.array([100]), thirds, np.array([1, 1, 1]), np.array([0])).paid
    array([34, 33, 33])
    """
    each = np.broadcast_to(rounding, amount.shape)
    return Shared(*kernels.share(amount, members.starts, weights, each))
