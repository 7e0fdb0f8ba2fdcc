"""`muldiv` and `segment_sums` against their plain twins (section 1)."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from paycalc.engine import kernels
from tests.engine.drawing import (
    LARGEST,
    MODES,
    SOME,
    anything,
    array,
    edges,
    numbers,
    repeated,
    small,
    starts_of_segments,
)
from tests.engine.drawing import answers as told
from tests.reference import arithmetic
from tests.reference import kernels as plain

modes = st.sampled_from(sorted(MODES))
divisors = numbers.filter(bool)


@st.composite
def three_columns(draw: st.DrawFn) -> tuple[list[int], list[int], list[int]]:
    """Three lists of one length or of one number, which stands for all."""
    n = draw(st.integers(0, 8))
    a, b, c = (draw(st.sampled_from([1, n])) for _ in range(3))
    columns = [draw(st.lists(numbers, min_size=k, max_size=k)) for k in (a, b)]
    return (*columns, draw(st.lists(divisors, min_size=c, max_size=c)))  # type: ignore[return-value]


@SOME
@given(three_columns(), modes)
def test_muldiv_agrees_with_its_twin(
    columns: tuple[list[int], list[int], list[int]], mode: str
) -> None:
    """`muldiv` gives the exact quotient rounded once, or says that it leaves 64 bits."""
    found = told(*kernels.muldiv(*map(array, columns), MODES[mode]))
    assert found == plain.muldiv(*columns, mode)


@SOME
@given(st.one_of(small, edges, anything).filter(bool), anything, st.integers(-2, 2), modes)
def test_quotients_near_the_end_of_64_bits(c: int, quotient: int, more: int, mode: str) -> None:
    """A quotient around any whole number, the largest included, is rounded exactly."""
    b = LARGEST
    a = max(-LARGEST, min(LARGEST, quotient * c // b + more))
    found = told(*kernels.muldiv(array([a]), array([b]), array([c]), MODES[mode]))
    assert found == plain.muldiv([a], [b], [c], mode)


@SOME
@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6), st.sampled_from([-1, 1]), modes)
def test_exact_halves_are_rounded_by_the_mode(whole: int, c: int, sign: int, mode: str) -> None:
    """A number half way between two goes away from zero, or down, or up."""
    a, b, divisor = 2 * whole + 1, c, 2 * c * sign
    found = told(*kernels.muldiv(array([a]), array([b]), array([divisor]), MODES[mode]))
    assert found == plain.muldiv([a], [b], [divisor], mode)


def test_division_digits_that_are_guessed_too_large() -> None:
    """Divisors whose upper half is small beside the lower one, where a guess must be corrected."""
    rng = np.random.default_rng(7)
    tops = np.array([1, 2, 3, 2**15, 2**30, 2**31 - 1], np.int64)
    c = (rng.choice(tops, 4000) << 32) | rng.choice(np.array([0, 1, 2**32 - 1]), 4000)
    a = rng.integers(2**62, LARGEST, 4000)
    b = np.minimum(c - rng.integers(0, 3, 4000), LARGEST)
    for name, mode in MODES.items():
        found = told(*kernels.muldiv(a, b, c, mode))
        assert found == plain.muldiv(a.tolist(), b.tolist(), c.tolist(), name)


def test_mul_and_div_are_those_of_the_plain_reading() -> None:
    """`muldiv` by a million is `mul`, and `muldiv` times a million is `div`."""
    rng = np.random.default_rng(11)
    a, b = rng.integers(-(10**12), 10**12, 500), rng.integers(1, 10**9, 500)
    million = array([10**6])
    product = kernels.muldiv(a, b, million, kernels.HALF_AWAY)[0].tolist()
    quotient = kernels.muldiv(a, million, b, kernels.HALF_AWAY)[0].tolist()
    pairs = list(zip(a.tolist(), b.tolist(), strict=True))
    assert product == [arithmetic.mul(x, y) for x, y in pairs]
    assert quotient == [arithmetic.div(x, y) for x, y in pairs]


@SOME
@given(st.data(), starts_of_segments())
@example(None, [0, 0])
def test_segment_sums_agrees_with_its_twin(data: st.DataObject | None, starts: list[int]) -> None:
    """`segment_sums` gives exact sums, whatever leaves 64 bits on the way."""
    x = data.draw(repeated(starts[-1], numbers)) if data else []
    assert told(*kernels.segment_sums(array(starts), array(x))) == plain.segment_sums(starts, x)


def test_sums_that_end_at_the_edge_of_64_bits() -> None:
    """The largest number is a sum, one more is not; nor is the one below the least."""
    cases = {
        (LARGEST, 1, -1): LARGEST,
        (LARGEST, 1): "overflow",
        (-LARGEST, -1, 1): -LARGEST,
        (-LARGEST, -1): "overflow",
        (LARGEST,) * 300 + (-LARGEST,) * 299: LARGEST,
        (LARGEST,) * 300: "overflow",
    }
    for x, total in cases.items():
        assert told(*kernels.segment_sums(array([0, len(x)]), array(x))) == [total]
        assert plain.segment_sums([0, len(x)], x) == [total]
