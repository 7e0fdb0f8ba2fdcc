"""Arrays of exact numbers with their states, and the arithmetic of section 1 on them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple, SupportsIndex, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paycalc.engine import kernels
from paycalc.engine.states import State, StateCode

Ints: TypeAlias = NDArray[np.int64]
States: TypeAlias = NDArray[np.uint8]
Bools: TypeAlias = NDArray[np.bool_]

MICRO = 1_000_000
LARGEST = 2**63 - 1
LARGEST_INPUT = 10**9 * MICRO
LARGEST_FUND = 10**15
_BY_MICRO = np.array([MICRO])


class Numbers(NamedTuple):
    """One number per place: micro or fen, and its state; a value counts where its state is OK."""

    value: Ints
    state: States

    def take(self, index: NDArray[np.integer]) -> Numbers:
        """The numbers of some places."""
        return Numbers(self.value[index], self.state[index])

    @property
    def ok(self) -> Bools:
        """Where there is a number."""
        return np.equal(self.state, State.OK)


def full(n: int, value: int = 0, state: StateCode = State.OK) -> Numbers:
    """The same number in n places."""
    return Numbers(np.full(n, value, np.int64), np.full(n, state, np.uint8))


def plain(values: Ints) -> Numbers:
    """Numbers that are all there."""
    return Numbers(values, np.zeros(values.size, np.uint8))


def starts_of(owner: Ints, owners: int) -> Ints:
    """Where the members of each owner begin, who are in order of these, and how many all are."""
    starts = np.zeros(owners + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=owners), out=starts[1:])
    return starts


def join_states(first: States, second: States) -> States:
    """The state of what two numbers give: the first error, else none if one is none."""
    if not np.count_nonzero(second):
        return first
    if not np.count_nonzero(first):
        return second
    return np.where(first >= State.OVERFLOW, first, np.maximum(first, second))


def muldiv(a: Numbers, b: Numbers, c: Numbers, mode: SupportsIndex = kernels.HALF_AWAY) -> Numbers:
    """``a * b / c`` rounded once on exact 128 bits; c is not 0 where all are numbers."""
    state = join_states(join_states(a.state, b.state), c.state)
    divisor = np.where(state == State.OK, c.value, 1)
    value, overflow = kernels.muldiv(a.value, b.value, divisor, mode)
    return Numbers(value, np.where(state == State.OK, overflow, state))


def mul(a: Numbers, b: Numbers) -> Numbers:
    """``mul`` of section 1.

    >>> mul(full(1, 1_500_000), full(1, -333_333)).value
    array([-500000])
    """
    state = join_states(a.state, b.state)
    value, overflow = kernels.muldiv(a.value, b.value, _BY_MICRO, kernels.HALF_AWAY)
    if not np.count_nonzero(state):
        return Numbers(value, overflow)
    return Numbers(value, np.where(state == State.OK, overflow, state))


def div(a: Numbers, b: Numbers) -> Numbers:
    """``div`` of section 1; by zero is an error.

    >>> div(full(1, 1_000_000), full(1, 3_000_000)).value
    array([333333])
    """
    zero = (b.value == 0) & (b.state == State.OK) & (a.state == State.OK)
    divisor = Numbers(np.where(zero, 1, b.value), b.state)
    result = muldiv(a, full(1, MICRO), divisor)
    return Numbers(result.value, np.where(zero, State.DIVIDE_BY_ZERO, result.state))


def add(a: Numbers, b: Numbers) -> Numbers:
    """The sum; leaving 64 bits is an error."""
    return _within(a.value + b.value, a, b, b.value)


def subtract(a: Numbers, b: Numbers) -> Numbers:
    """The difference; leaving 64 bits is an error."""
    return _within(a.value - b.value, a, b, ~b.value)


def exact_sum(parts: Sequence[Numbers]) -> Numbers:
    """The sum of several, exact whatever the order: only the whole sum must fit in 64 bits.

    >>> largest = full(1, LARGEST)
    >>> int(exact_sum([largest, full(1, 1), full(1, -1)]).value[0])
    9223372036854775807
    """
    if len(parts) == 1:
        return parts[0]
    largest = LARGEST // len(parts)
    if all(_are_within(part.value, largest) for part in parts):
        total = parts[0].value + parts[1].value
        for part in parts[2:]:
            total += part.value
        return Numbers(total, reduce(join_states, (part.state for part in parts)))
    return _exact_sum_of_large(parts)


def _are_within(values: Ints, largest: int) -> bool:
    """Whether no number is larger than that, or smaller than its opposite."""
    return int(values.max(initial=0)) <= largest and int(values.min(initial=0)) >= -largest


def _exact_sum_of_large(parts: Sequence[Numbers]) -> Numbers:
    n = parts[0].value.size
    high, low, state = np.zeros(n, np.int64), np.zeros(n, np.int64), parts[0].state
    for part in parts:
        high += part.value >> 32
        low += part.value & 0xFFFFFFFF
        state = join_states(state, part.state)
    high += low >> 32
    total = (high << 32) + (low & 0xFFFFFFFF)
    fits = (high >= -(2**31)) & (high < 2**31) & (total != -(2**63))
    overflow = ~fits & (state == State.OK)
    return Numbers(total, np.where(overflow, State.OVERFLOW, state))


def _within(result: Ints, a: Numbers, b: Numbers, sign_of_b: Ints) -> Numbers:
    # Wrapped sums have another sign than both terms; -2**63 is left out so that the range is
    # symmetric and no negation can wrap.
    wrapped = (((a.value ^ result) & (sign_of_b ^ result)) < 0) | (result == -(2**63))
    state = join_states(a.state, b.state)
    overflow = wrapped & (state == State.OK)
    return Numbers(result, np.where(overflow, State.OVERFLOW, state))


def to_fen(micro: Numbers, decimals: int) -> Numbers:
    """Micro of the major unit as fen, rounded once, halves away from zero."""
    divisor = 10 ** (6 - decimals)
    size = np.abs(micro.value)
    quotient = size // divisor
    quotient += 2 * (size - quotient * divisor) >= divisor
    return Numbers(np.sign(micro.value) * quotient, micro.state)


def or_zero(numbers: Numbers) -> Numbers:
    """None counts as 0."""
    if not np.count_nonzero(numbers.state):
        return numbers
    none = numbers.state == State.NONE
    return Numbers(np.where(none, 0, numbers.value), np.where(none, State.OK, numbers.state))


def choose(condition: Bools, yes: Numbers, no: Numbers) -> Numbers:
    """Each place's number from one of two."""
    return Numbers(
        np.where(condition, yes.value, no.value), np.where(condition, yes.state, no.state)
    )
