"""Rows in order: of pairs of codes, and of short texts by their bytes."""

from __future__ import annotations

import numpy as np

from paycalc.records._apart import Code, Index
from paycalc.records._views import Pairs

_LENGTH, _OCTETS = 0, (7, 6, 5, 4, 3, 2)
"""Where a text has its length, and two of its bytes each, the last first, by halves of integers."""


def in_byte_order(texts: Pairs) -> Index:
    """The places of texts of at most ``SHORT`` bytes, as `views` has them, in their order.

    They are put in order by their last two bytes, then by those before, and so on. A shorter text
    has zeros at its end, and comes before one that ends with such bytes itself.
    """
    from paycalc.records._kernels_places import by_owner

    halves = np.ascontiguousarray(texts).view(">u2")
    order = np.arange(len(texts))
    for place in (_LENGTH, *_OCTETS):
        half = halves[:, place].astype(np.int64)
        if half.min(initial=0) < (most := int(half.max(initial=0))):
            order = order[by_owner(half[order], most + 1)]
    return order


def ranked(high: Code, low: Index | Code) -> tuple[Index, Code]:
    """The pairs of codes in ascending order, each by its first row; and the place of each row's."""
    from paycalc.records._kernels_places import by_owner

    if not len(high):
        return np.empty(0, np.int64), np.empty(0, np.int32)
    order = by_owner(low, int(low.max()) + 1)
    order = order[by_owner(high[order], int(high.max()) + 1)]
    new = np.ones(len(order), np.bool_)
    high, low = high[order], low[order]
    new[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1])
    place = np.empty(len(order), np.int32)
    place[order] = np.cumsum(new, dtype=np.int32) - np.int32(1)
    return order[new], place
