"""Where a generator's choices come from: a seed for mass runs, Hypothesis draws for shrinking."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Chooser(ABC):
    """Every choice is an integer in a range, and the smallest one is the simplest."""

    @abstractmethod
    def integer(self, low: int, high: int) -> int:
        """An integer from ``low`` to ``high``, both included."""

    def chance(self, percent: int) -> bool:
        """True in about ``percent`` of a hundred cases."""
        return self.integer(0, 99) >= 100 - percent

    def choice(self, options: Sequence[T]) -> T:
        """One of the options, all alike likely."""
        return options[self.integer(0, len(options) - 1)]

    def weighted(self, options: Sequence[tuple[int, T]]) -> T:
        """One of ``(weight, option)`` pairs; the first is the simplest."""
        place = self.integer(0, sum(weight for weight, _ in options) - 1)
        for weight, option in options:
            if place < weight:
                return option
            place -= weight
        raise AssertionError("a place lies in one of the weights")

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """The options in any order."""
        rest = list(options)
        result = []
        while rest:
            result.append(rest.pop(self.integer(0, len(rest) - 1)))
        return result

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """From ``least`` to ``most`` different options, in any order."""
        most = min(most, len(options))
        count = self.integer(min(least, most), most)
        rest = list(options)
        return [rest.pop(self.integer(0, len(rest) - 1)) for _ in range(count)]


class RandomChooser(Chooser):
    """Choices from a seed: the same seed makes the same case everywhere."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def integer(self, low: int, high: int) -> int:
        """An integer that the seed decides."""
        return low + int(self._random.random() * (high - low + 1))


class DrawChooser(Chooser):
    """Choices drawn by Hypothesis, which shrinks them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def integer(self, low: int, high: int) -> int:
        """An integer that Hypothesis draws."""
        return self._draw(st.integers(low, high))
