"""The kernels of reading: equal cells found together, and floats as exact decimals."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic

from paycalc._kernel import B1, I1, I2, W2, W3, N, inner, kernel, making

_NUMBER, _EMPTY, _NO_NUMBER, _OUT_OF_RANGE, _UNSURE = 0, 1, 2, 3, 4
_ULPS = 2.0**-51
_LARGEST = 1e9
_MIX1 = np.uint64(0x9E3779B97F4A7C15)
_MIX2 = np.uint64(0xD6E8FEB86659FD93)
_S32 = np.uint64(32)
_ONE = np.uint64(1)
_SHORT = np.int64(12)
_LENGTH = np.int64(0xFFFFFFFF)
"""The bits of a text's length; all of them are that of a null."""
_OCTET = np.arange(256)
_BEGINS = ((_OCTET > 0x20) & (_OCTET < 0x7F)) | ((_OCTET >= 0xE4) & (_OCTET < 0xF0))
_ENDS = ((_OCTET > 0x20) & (_OCTET < 0x7F)) | (
    (_OCTET >= 0x8B) & (_OCTET < 0xC0) & ~np.isin(_OCTET, [0x9F, 0xA0, 0xA8, 0xA9, 0xAF])
)
LONG, NOT_BARE = 1, 2
"""Kinds of texts: longer than their cells; may have something to trim, or be empty."""
_NULL = (np.int64(-1), np.int64(-2))
"""What no cell is: a text's first integer holds its length, and a single one is its own last."""


def _typed(_: Any, address: Any, cell: Any) -> Any:
    """An address as a pointer to cells of a type, for `carray`."""

    def inserted(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.inttoptr(values[0], context.get_value_type(signature.return_type))

    to_pointer: Any = types.CPointer(cell.dtype)  # type: ignore[no-untyped-call]
    return to_pointer(types.int64, cell), inserted


_pointer: Any = intrinsic(_typed)
_array: Any = numba.carray  # type: ignore[attr-defined]


@inner
def _slot(low: Any, high: Any, mask: Any) -> Any:
    mixed = (np.uint64(low) * _MIX1) ^ np.uint64(high)
    mixed = (mixed ^ (mixed >> _S32)) * _MIX2
    return (mixed >> _S32) & mask


@inner
def _enter(words: Any, count: Any, table: Any) -> None:
    """Fill an open table with the places of so many words, -1 where none is."""
    table[:] = -1
    mask = np.uint64(table.size - 1)
    for place in range(count):
        slot = _slot(words[place, 0], words[place, 1], mask)
        while table[slot] >= 0:
            slot = (slot + _ONE) & mask
        table[slot] = place


@inner
def _look_up(
    cells: Any,
    there: Any,
    memory: Any,
    before: Any,
    table: Any,
    words: Any,
    firsts: Any,
    codes: Any,
    state: Any,
) -> None:
    """Look the cells of a chunk up, until all are or the table has to grow.

    ``state`` holds the next cell, the end of the chunk, how many words there are, and how wide a
    cell is. This is a function of its own so that its loop, in which no array is ever another one,
    does not count who refers to them. Cells of few words alternate, which a processor foresees
    badly: so no branch asks whether a cell is as the one before, or null among others. A null is
    the first of the words. Of a text that is not in its cell the second integer becomes its
    address, as the same integers may be another text in another chunk.
    """
    i, end, count, width = state[0], state[1], state[2], state[3]
    mask, room = np.uint64(table.size - 1), table.size // 2
    while i < end:
        cell = before + i
        low, high = cells[cell * width], cells[cell * width + width - 1]
        if there.size:
            octet = there[cell >> 3]
            if octet == 0:
                stop = min(i + 8 - (cell & 7), end)
                codes[i:stop] = -1
                i = stop
                continue
            seen = (octet >> np.uint8(cell & 7)) & 1
            low, high = low if seen else _NULL[0], high if seen else _NULL[1]
        if memory.size and _SHORT < (low & _LENGTH) < _LENGTH:
            high = memory[high & _LENGTH] + (high >> 32)
        slot = _slot(low, high, mask)
        place = table[slot]
        while place >= 0 and (words[place, 0] != low or words[place, 1] != high):
            slot = (slot + _ONE) & mask
            place = table[slot]
        if place < 0:
            if count >= room:
                break
            place = np.int32(count)
            table[slot] = place
            words[place, 0], words[place, 1], firsts[place] = low, high, i
            count += 1
        codes[i] = place - np.int32(1)
        i += 1
    state[0], state[2] = i, count


@making
def _tell_apart(lent: Any, width: Any, words: Any, firsts: Any, codes: Any) -> Any:
    """Find the codes of a column's cells; returns how many words there are, the null's included."""
    words[0, 0], words[0, 1], firsts[0] = _NULL[0], _NULL[1], 0
    state = np.array([0, 0, 1, width])
    table = np.empty(512, np.int32)
    _enter(words, 1, table)
    for chunk in range(lent.shape[0]):
        address, bits, skip, size = lent[chunk, 0], lent[chunk, 1], lent[chunk, 2], lent[chunk, 3]
        memory = _array(_pointer(lent[chunk, 4], np.int64), (lent[chunk, 5],))
        cells = _array(_pointer(address, np.int64), ((skip + size) * width,))
        there = _array(_pointer(bits, np.uint8), ((skip + size + 7) // 8 if bits else 0,))
        before = skip - state[1]
        state[1] += size
        while True:
            _look_up(cells, there, memory, before, table, words, firsts, codes, state)
            if state[0] == state[1]:
                break
            table = np.empty(4 * table.size, np.int32)
            _enter(words, state[2], table)
    return state[2]


@inner
def _octet(low: Any, high: Any, place: Any) -> Any:
    """One of the bytes of a text that stands in two integers, after the four of its length."""
    return (low >> (8 * place) if place < 8 else high >> (8 * (place - 8))) & 255


@making
def _kind(words: Any) -> Any:
    """Whether none of some texts is `LONG`, and all are `BARE`."""
    kind = 0
    for word in range(words.shape[0]):
        low, high = words[word, 0], words[word, 1]
        length = low & _LENGTH
        if length > _SHORT:
            kind |= LONG
            last = _array(_pointer(high, np.uint8), (length,))[length - 1]
        else:
            last = _octet(low, high, 3 + length)
        if length == 0 or not _BEGINS[_octet(low, high, 4)] or not _ENDS[last]:
            kind |= NOT_BARE
    return kind


@kernel(I2, I1, N)
def distinct(lent: Any, chunks: Any, width: Any) -> Any:
    """Codes of the cells of columns that are ``lent`` (see `lent`), equal ones alike.

    ``chunks`` says where those of each column end, all of which have n cells; a cell is ``width``
    integers side by side (1 or 2). Codes of a column count from 0, in the order in which cells
    first stand; -1 where a cell is null. Returns int32[columns, n], the words of each column (after
    one for the null) as int64[m, 2], where each first stands, where those of a column end, and
    whether its texts (cells of 2) are `LONG` or `NOT_BARE`. A long text's words are told apart by
    where it lies, so one that lies in several places has several codes.
    """
    n = lent[: chunks[0], 3].sum()
    codes = np.empty((chunks.size, n), np.int32)
    words = np.empty((chunks.size * (n + 1), 2), np.int64)
    firsts = np.empty(chunks.size * (n + 1), np.int64)
    ends, kinds = np.empty(chunks.size, np.int64), np.zeros(chunks.size, np.int64)
    begin = end = np.int64(0)
    for column in range(chunks.size):
        some, its = lent[begin : chunks[column]], words[end:]
        count = _tell_apart(some, width, its, firsts[end:], codes[column])
        if some.shape[0] and some[0, 4]:
            kinds[column] = _kind(its[1:count])
        begin, end = chunks[column], end + count
        ends[column] = end
    return codes, words[:end].copy(), firsts[:end].copy(), ends, kinds


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
