"""Numbers, segments and weights for tests of kernels, and their answers in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from paycalc.engine import kernels

LARGEST = 2**63 - 1
ROUNDINGS = {"largest_remainder": kernels.LARGEST_REMAINDER, "webster": kernels.WEBSTER}
MODES = {"half_up": kernels.HALF_AWAY, "down": kernels.DOWN, "up": kernels.UP}

SOME = settings(deadline=None, max_examples=100)
"""For tests that draw examples: a busy machine may be slow."""
FEW = settings(deadline=None, max_examples=25)
"""For tests whose examples are large."""

small = st.integers(-9, 9)
edges = st.sampled_from(
    [s * (e + d) for s in (-1, 1) for e in (10**6, 2**31, 2**32, 10**15, 2**62) for d in (-1, 0, 1)]
    + [0, LARGEST, -LARGEST, LARGEST - 1, 1 - LARGEST]
)
anything = st.integers(-LARGEST, LARGEST)
numbers = st.one_of(small, edges, st.integers(-(10**9), 10**9), anything)
amounts = st.one_of(st.integers(0, 60), st.integers(0, 10**15), st.sampled_from([10**15, 1, 0]))
roundings = st.sampled_from(sorted(ROUNDINGS))

_WEIGHTS = st.one_of(
    st.integers(0, 5),
    st.integers(0, 10**9),
    st.sampled_from([0, 1, 10**6, 2**61, 2**62, LARGEST // 3, LARGEST // 2, LARGEST]),
    st.integers(0, LARGEST),
)


@st.composite
def starts_of_segments(draw: st.DrawFn, members: int = 8, segments: int = 5) -> list[int]:
    """Where segments begin, some of them empty, and the number of members."""
    sizes = draw(st.lists(st.integers(0, members), min_size=1, max_size=segments))
    return [0, *np.cumsum(sizes).tolist()]


@st.composite
def repeated(draw: st.DrawFn, n: int, values: st.SearchStrategy[int]) -> list[int]:
    """So many numbers of which many are equal."""
    palette = draw(st.lists(values, min_size=1, max_size=5))
    return draw(st.lists(st.sampled_from(palette), min_size=n, max_size=n))


@st.composite
def weights_of(draw: st.DrawFn, n: int) -> list[int]:
    """So many weights with ties and zeros; only seldom is their sum beyond 64 bits."""
    weights = draw(st.one_of(repeated(n, st.integers(0, 5)), repeated(n, _WEIGHTS)))
    if sum(weights) > LARGEST and draw(st.integers(0, 9)):
        return [weight // n for weight in weights]
    return weights


@st.composite
def keys_of(draw: st.DrawFn, n: int, rows: int = 3) -> list[list[int]]:
    """Rows of keys of so many members, the first the most important."""
    depth = draw(st.integers(1, rows))
    return [draw(repeated(n, numbers)) for _ in range(depth)]


def array(values: Sequence[Any]) -> np.ndarray[Any, Any]:
    """Whole numbers as an array, also without any."""
    return np.array(values, np.int64)


def table(rows: Sequence[Sequence[int]], n: int) -> np.ndarray[Any, Any]:
    """Rows of n numbers each, also without any."""
    return np.array(rows, np.int64).reshape(len(rows), n)


def answers(value: Any, state: Any) -> list[int | str]:
    """The numbers of a kernel, with a word where there is none."""
    words = {
        kernels.NONE: "none",
        kernels.OVERFLOW: "overflow",
        kernels.LIMITS_CROSSED: "limits_crossed",
        kernels.FLOORS_UNPAYABLE: "floors_unpayable",
    }
    pairs = zip(value.tolist(), state.tolist(), strict=True)
    return [words[s] if s != kernels.OK else v for v, s in pairs]
