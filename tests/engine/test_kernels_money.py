"""`share` and `least_move` against their plain twins (sections 1 and 7)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paycalc.engine import kernels
from tests.engine.drawing import (
    FEW,
    LARGEST,
    ROUNDINGS,
    SOME,
    amounts,
    answers,
    array,
    roundings,
    starts_of_segments,
    weights_of,
)
from tests.reference import kernels as plain
from tests.reference.division import webster_one_by_one


def shared(
    amount: Any, starts: Any, weights: Any, rounding: list[str]
) -> tuple[list[int], list[int | str]]:
    """What the kernel says, in the words of the twin."""
    by = array([ROUNDINGS[name] for name in rounding])
    paid, left, state = kernels.share(*map(array, (amount, starts, weights)), by)
    return paid.tolist(), answers(left, state)


@st.composite
def purses(draw: st.DrawFn, members: int = 8, segments: int = 5) -> tuple[Any, ...]:
    """Amounts, segments, weights in order of the key, and roundings."""
    starts = draw(starts_of_segments(members, segments))
    count = len(starts) - 1
    weights: list[int] = []
    for low, high in pairwise(starts):
        weights += draw(weights_of(high - low))
    amount = draw(st.lists(amounts, min_size=count, max_size=count))
    return amount, starts, weights, draw(st.lists(roundings, min_size=count, max_size=count))


@SOME
@given(purses())
@example(([100], [0, 3], [LARGEST] * 3, ["largest_remainder"]))  # its sum would wrap above 0
@example(([0], [0, 4], [2**61] * 4, ["webster"]))
def test_share_agrees_with_its_twin(purse: tuple[Any, ...]) -> None:
    """`share` divides every amount by both roundings, to the last fen."""
    assert shared(*purse) == plain.share(*purse)


@FEW
@given(st.integers(0, 2**32), st.integers(1, 300), amounts, roundings, st.integers(0, 3))
def test_share_among_300_members(seed: int, n: int, amount: int, rounding: str, kind: int) -> None:
    """`share` agrees with its twin among hundreds: equal weights, points, or enormous ones."""
    rng = np.random.default_rng(seed)
    high = (4, 10**9, 2**53, LARGEST // n)[kind]
    weights = rng.integers(0, high, n).tolist()
    purse = [amount], [0, n], weights, [rounding]
    assert shared(*purse) == plain.share(*purse)


@SOME
@given(st.lists(st.integers(0, 9), min_size=1, max_size=9).filter(any), st.integers(0, 90))
def test_webster_gives_one_step_after_another(weights: list[int], amount: int) -> None:
    """Webster is the result of giving step after step to the largest `w / (2a + 1)`."""
    n = len(weights)
    paid, left = shared([amount], [0, n], weights, ["webster"])
    assert paid == webster_one_by_one(amount, weights)
    assert left == [0]


@pytest.mark.parametrize(
    ("amount", "weights", "paid"),
    [
        (1, [1, 1, 1], [1, 0, 0]),  # 0.33 each is 0: one step is missing
        (2, [1, 1, 1], [1, 1, 0]),  # 0.67 each is 1: one step is too many
        (4, [5, 1, 1, 1], [3, 1, 0, 0]),  # 2.5 and 0.5: two steps too many, the last keys lose
        (
            7,
            [9, 3, 2, 1, 0],
            [5, 1, 1, 0, 0],
        ),  # of 1, 1, 1 the first key
    ],
)
def test_webster_closes_from_both_sides(amount: int, weights: list[int], paid: list[int]) -> None:
    """Rounding each share may give too few steps or too many; both close in the same order."""
    assert webster_one_by_one(amount, weights) == paid
    assert shared([amount], [0, len(weights)], weights, ["webster"])[0] == paid


def test_equal_remainders_go_in_ascending_order_of_the_key() -> None:
    """Members stand in the order of their keys, and the first ones get what is left."""
    paid, left = shared([2], [0, 3], [7, 7, 7], ["largest_remainder"])
    assert (paid, left) == ([1, 1, 0], [0])


def test_weights_beyond_64_bits_are_an_error_of_their_segment_alone() -> None:
    """A segment whose weights leave 64 bits is paid nothing, and its neighbours all."""
    weights = [1, 1, LARGEST, 1, LARGEST, 0]
    for rounding in ROUNDINGS:
        found = shared([9, 9, 9], [0, 2, 4, 6], weights, [rounding] * 3)
        assert found == ([5, 4, 0, 0, 9, 0], [0, "overflow", 0])


# --- Guarantees -------------------------------------------------------------------------------


@st.composite
def sides(draw: st.DrawFn) -> tuple[Any, ...]:
    """What two sides have, by what they are compared, how much may move, and who gives."""
    gives, takes = draw(st.sampled_from([(1, 1), (1, 0), (0, 1)]))
    n = draw(st.integers(1, 6))
    heads = st.one_of(st.integers(1, 9), st.integers(1, 10**7))
    factor = st.one_of(
        st.sampled_from([0, 1, 10**6]), st.integers(0, 10**7), st.integers(0, 10**15)
    )
    many = {"min_size": n, "max_size": n}
    giver, taker = (draw(st.lists(amounts, **many)) for _ in range(2))
    by1, times1 = (draw(st.lists(heads, **many)) for _ in range(2))
    by2, times2 = (draw(st.lists(factor, **many)) for _ in range(2))
    caps = [draw(st.one_of(st.just(-1), st.just(g), st.integers(0, g))) for g in giver]
    return (giver, taker, by1, by2, times1, times2, caps), gives, takes


@SOME
@given(sides())
def test_least_move_agrees_with_its_twin(drawn: tuple[Any, ...]) -> None:
    """`least_move` finds the least whole move after which a guarantee holds exactly."""
    (giver, taker, by1, by2, times1, times2, cap), gives, takes = drawn
    found = kernels.least_move(*map(array, drawn[0]), gives, takes)
    by = [a * b for a, b in zip(by1, by2, strict=True)]
    times = [a * b for a, b in zip(times1, times2, strict=True)]
    assert found.tolist() == plain.least_move(giver, taker, by, times, cap, gives, takes)


def test_a_move_by_hand() -> None:
    """From 100 and 20 fen of two sides of 2 and 1 posts, 20 move until the means are equal."""
    columns = map(array, ([100], [20], [1], [10**6], [2], [10**6], [100]))
    assert kernels.least_move(*columns, 1, 1).tolist() == [20]
