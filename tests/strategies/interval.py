"""Rough bounds of a number, so that a generator knows what may be negative or grow too large."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LARGEST = 1e11
"""Numbers that a generated policy should not pass by far: sums of them still fit 64 bits."""


@dataclass(frozen=True)
class Interval:
    """From ``low`` to ``high``; a guess good enough to avoid most errors, no proof."""

    low: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    @property
    def magnitude(self) -> float:
        """The largest absolute value."""
        return max(abs(self.low), abs(self.high))

    def divided(self, other: Interval) -> Interval:
        """Bounds of a quotient by a number that is not zero."""
        smallest = other.low if other.low > 0 else -other.high if other.high < 0 else 0.0001
        largest = self.magnitude / max(smallest, 1e-6)
        negative = self.low < 0 or other.low < 0
        return Interval(-largest if negative else 0.0, largest)

    def with_zero(self) -> Interval:
        """The bounds stretched to hold zero."""
        return Interval(min(self.low, 0.0), max(self.high, 0.0))

    def at_least(self, other: Interval) -> Interval:
        """Bounds of the larger of two numbers."""
        return Interval(max(self.low, other.low), max(self.high, other.high))

    def at_most(self, other: Interval) -> Interval:
        """Bounds of the smaller of two numbers."""
        return Interval(min(self.low, other.low), min(self.high, other.high))


def hull(parts: Iterable[Interval]) -> Interval:
    """The bounds of all of them together."""
    known = list(parts)
    return Interval(min(part.low for part in known), max(part.high for part in known))


def point(value: float) -> Interval:
    """The bounds of one number."""
    return Interval(value, value)
