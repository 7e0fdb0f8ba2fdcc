"""The kernels of reading: equal cells found together, and floats as exact decimals."""

from __future__ import annotations

from typing import Any

import numpy as np

from paycalc._kernel import B1, I1, N, inner, kernel

_NUMBER, _EMPTY, _NO_NUMBER, _OUT_OF_RANGE, _UNSURE = 0, 1, 2, 3, 4
_ULPS = 2.0**-51
_LARGEST = 1e9
_MIX1 = np.uint64(0x9E3779B97F4A7C15)
_MIX2 = np.uint64(0xD6E8FEB86659FD93)
_S32 = np.uint64(32)


@inner
def _slot(low: Any, high: Any, mask: Any) -> Any:
    mixed = (np.uint64(low) * _MIX1) ^ np.uint64(high)
    mixed = (mixed ^ (mixed >> _S32)) * _MIX2
    return np.int64(mixed >> _S32) & mask


@inner
def _grown(table: Any, size: Any) -> Any:
    """A table of more slots with the same pairs and codes."""
    wider = np.empty((size, 3), np.int64)
    wider[:, 2] = -1
    for old in range(table.shape[0]):
        if table[old, 2] >= 0:
            slot = _slot(table[old, 0], table[old, 1], size - 1)
            while wider[slot, 2] >= 0:
                slot = (slot + 1) & (size - 1)
            for part in range(3):
                wider[slot, part] = table[old, part]
    return wider


@inner
def _insert(table: Any, low: Any, high: Any, code: Any) -> Any:
    """The code of a pair, which is ``code`` if it is new."""
    mask = table.shape[0] - 1
    slot = _slot(low, high, mask)
    while table[slot, 2] >= 0:
        if table[slot, 0] == low and table[slot, 1] == high:
            return table[slot, 2]
        slot = (slot + 1) & mask
    table[slot, 0], table[slot, 1], table[slot, 2] = low, high, code
    return code


@inner
def _repeats(pairs: Any, step: Any) -> Any:
    """Whether most of the first cells say what the one before them says, as in a sorted file."""
    sample, same = min(pairs.size // step, 256), 0
    for i in range(1, sample):
        if (
            pairs[i * step] == pairs[(i - 1) * step]
            and pairs[(i + 1) * step - 1] == pairs[i * step - 1]
        ):
            same += 1
    return 3 * sample < 4 * same


@kernel(I1, B1, I1, N)
def distinct(pairs: Any, empty: Any, known: Any, step: Any) -> Any:
    """Codes of n cells of ``step`` integers (1 or 2) side by side, equal ones alike; -1 if empty.

    ``empty`` says which do not count (none, if it has no elements). Cells of ``known``, which
    differ, have the codes of their places there, new ones those that follow, in the order in which
    they first stand. Returns int32[n] and the place of the first of each new one.
    """
    n, before = pairs.size // step, known.size // step
    codes = np.empty(n, np.int32)
    size = 512
    while size <= 2 * before:
        size *= 2
    table = _grown(np.empty((0, 3), np.int64), size)  # an open table: a cell and its code
    for code in range(before):
        _insert(table, known[code * step], known[(code + 1) * step - 1], code)
    firsts = np.empty(size, np.int64)
    new, repeats = 0, _repeats(pairs, step)
    for i in range(n):
        if empty.size and empty[i]:
            codes[i] = -1
            continue
        low, high = pairs[i * step], pairs[(i + 1) * step - 1]
        if (
            repeats
            and i > 0
            and low == pairs[(i - 1) * step]
            and high == pairs[i * step - 1]
            and codes[i - 1] >= 0
        ):
            codes[i] = codes[i - 1]
            continue
        code = _insert(table, low, high, before + new)
        codes[i] = code
        if code == before + new:
            firsts[new] = i
            new += 1
            if 2 * (before + new) > table.shape[0]:
                table = _grown(table, 4 * table.shape[0])
                wider = np.empty(table.shape[0], np.int64)
                wider[:new] = firsts[:new]
                firsts = wider
    return codes, firsts[:new].copy()


@kernel(I1, B1)
def micro_of_floats(bits: Any, empty: Any) -> Any:
    """The micro of n floats (their bits), states as of `Numbers`, and how many were rounded.

    A decimal of at most six decimals up to 10^9 is some k / 10^6 with k below 2^53, and correctly
    rounded division gives back its float: just those are exact. Else a float lies within half an
    ulp of its decimal, and its product within another: micro is sure unless the product comes
    nearer than that to a half. State 4 is a number that has to be read from its digits.
    """
    value = bits.view(np.float64)
    n = value.size
    micro = np.zeros(n, np.int64)
    state = np.zeros(n, np.uint8)
    rounded = 0
    for i in range(n):
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
    return micro, state, rounded
