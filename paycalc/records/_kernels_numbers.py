"""The kernel of reading that takes floats as exact decimals."""

from __future__ import annotations

from typing import Any

import numpy as np

from paycalc._kernel import B1, F1, I1, O1, S1, compiled, kernel

_EMPTY, _NO_NUMBER, _OUT_OF_RANGE, _UNSURE = 1, 2, 3, 4
_ULPS = 2.0**-51
_LARGEST = 1e9


@compiled(F1, B1, O1, S1)
def _micro_of_floats(value: Any, empty: Any, micro: Any, state: Any) -> Any:
    rounded = 0
    for i in range(value.size):
        x = value[i]
        if empty.size and empty[i]:
            state[i] = _EMPTY
        elif not np.isfinite(x):
            state[i] = _NO_NUMBER
        elif abs(x) > _LARGEST:
            state[i] = _OUT_OF_RANGE
        else:
            product = x * 1e6
            nearest = np.rint(product)
            micro[i] = np.int64(nearest)
            if nearest / 1e6 != x:
                rounded += 1
                if abs(product - nearest) >= 0.5 - abs(product) * _ULPS:
                    state[i] = _UNSURE
    return rounded


@kernel(_micro_of_floats, I1, B1)
def micro_of_floats(bits: Any, empty: Any) -> Any:
    """The micro of n floats (their bits), states as of `Numbers`, and how many were rounded.

    A decimal of at most six decimals up to 10^9 is some k / 10^6 with k below 2^53, and correctly
    rounded division gives back its float: just those are exact. Else a float lies within half an
    ulp of its decimal, and its product within another: micro is sure unless the product comes
    nearer than that to a half. State 4 is a number that has to be read from its digits.
    """
    micro, state = np.zeros(bits.size, np.int64), np.zeros(bits.size, np.uint8)
    rounded = _micro_of_floats(bits.view(np.float64), empty, micro, state)
    return micro, state, rounded
