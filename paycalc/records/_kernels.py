"""The kernels of reading: equal cells found together, and floats as exact decimals."""

from __future__ import annotations

from typing import Any

import numpy as np

from paycalc._kernel import B1, I1, W2, W3, N, inner, kernel, making

_NUMBER, _EMPTY, _NO_NUMBER, _OUT_OF_RANGE, _UNSURE = 0, 1, 2, 3, 4
_ULPS = 2.0**-51
_LARGEST = 1e9
_MIX1 = np.uint64(0x9E3779B97F4A7C15)
_MIX2 = np.uint64(0xD6E8FEB86659FD93)
_S32 = np.uint64(32)
_ONE = np.uint64(1)


@inner
def _slot(low: Any, high: Any, mask: Any) -> Any:
    mixed = (np.uint64(low) * _MIX1) ^ np.uint64(high)
    mixed = (mixed ^ (mixed >> _S32)) * _MIX2
    return (mixed >> _S32) & mask


@making
def _table(size: Any, words: Any, count: Any) -> Any:
    """An open table of so many slots with the places of these words, -1 where none is."""
    table = np.full(size, -1, np.int32)
    mask = np.uint64(size - 1)
    for code in range(count):
        slot = _slot(words[code, 0], words[code, 1], mask)
        while table[slot] >= 0:
            slot = (slot + _ONE) & mask
        table[slot] = code
    return table


@inner
def _look_up(
    pairs: Any, empty: Any, step: Any, table: Any, words: Any, codes: Any, state: Any
) -> None:
    """Look cells up from ``state[0]`` on, until all are or the table has to grow.

    ``state`` holds the next cell, how many words there are, how many of them were known, and then
    where each new one stands. This is a function of its own so that its loop, in which no array is
    ever another one, does not count who refers to them.
    """
    i, count, known = state[0], state[1], state[2]
    mask, room = np.uint64(table.size - 1), table.size // 2
    last_low, last_high, last = np.int64(0), np.int64(0), np.int32(-1)
    while i < codes.size:
        low, high = pairs[i * step], pairs[(i + 1) * step - 1]
        if empty.size and empty[i]:
            codes[i] = -1
        elif low == last_low and high == last_high and last >= 0:  # as often in a sorted file
            codes[i] = last
        else:
            slot = _slot(low, high, mask)
            code = table[slot]
            while code >= 0 and (words[code, 0] != low or words[code, 1] != high):
                slot = (slot + _ONE) & mask
                code = table[slot]
            if code < 0:
                if count >= room:
                    break
                code = np.int32(count)
                table[slot] = code
                words[code, 0], words[code, 1] = low, high
                state[3 + count - known] = i
                count += 1
            last_low, last_high, last = low, high, code
            codes[i] = code
        i += 1
    state[0], state[1] = i, count


@kernel(I1, B1, I1, N)
def distinct(pairs: Any, empty: Any, known: Any, step: Any) -> Any:
    """Codes of n cells of ``step`` integers (1 or 2) side by side, equal ones alike; -1 if empty.

    ``empty`` says which do not count (none, if it has no elements). Cells of ``known``, which
    differ, have the codes of their places there, new ones those that follow, in the order in which
    they first stand. Returns int32[n] and the place of the first of each new one.
    """
    n, before = pairs.size // step, known.size // step
    words = np.empty((before + n, 2), np.int64)
    for code in range(before):
        words[code, 0], words[code, 1] = known[code * step], known[(code + 1) * step - 1]
    size = 512
    while size < 2 * before:
        size *= 2
    codes = np.empty(n, np.int32)
    state = np.empty(3 + n, np.int64)
    state[0], state[1], state[2] = 0, before, before
    while True:
        _look_up(pairs, empty, step, _table(size, words, state[1]), words, codes, state)
        if state[0] == n:
            return codes, state[3 : 3 + state[1] - before].copy()
        size *= 4


@inner
def _agree(
    teacher: Any,
    school: Any,
    county: Any,
    post_of: Any,
    school_of: Any,
    county_of: Any,
    home: Any,
    home_county: Any,
    post: Any,
) -> None:
    for i in range(post.size):
        at = post_of[teacher[i]] if teacher[i] >= 0 else np.int32(-1)
        if at >= 0 and school[i] >= 0 and school_of[school[i]] != home[at]:
            at = np.int32(-1)
        if at >= 0 and county[i] >= 0 and county_of[county[i]] != home_county[at]:
            at = np.int32(-1)
        post[i] = at


@kernel(W3, W3, W2)
def agreeing(rows: Any, words: Any, homes: Any) -> Any:
    """The post of each of n rows, int32[n]: -1 where it has none, or names another place.

    ``rows`` are the codes of each row's teacher, school and county (-1: not named), ``words`` the
    post of each teacher, and which school and county the words are; ``homes`` the school and the
    county of each post.
    """
    post = np.empty(rows[0].size, np.int32)
    _agree(rows[0], rows[1], rows[2], words[0], words[1], words[2], homes[0], homes[1], post)
    return post


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
