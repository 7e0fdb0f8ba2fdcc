"""The kernel of reading that finds equal cells together."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

from paycalc._kernel import C1, C2, I1, I2, O1, O2, N, compiled, inlined, inner, kernel

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
_DIGIT = np.isin(_OCTET, list(b"0123456789"))
_SIGN, _POINT = np.isin(_OCTET, list(b"#=")), np.isin(_OCTET, list(b".E"))
LONG, NOT_BARE, ODD = 1, 2, 4
"""Kinds of texts: longer than their cells; may have something to trim, or be empty; may, trimmed,
begin as what a spreadsheet leaves for a value: with ``#``, ``=``, or a digit before ``.`` or ``E``.
"""
_NULL = (np.int64(-1), np.int64(-2))
"""What no cell is: a text's first integer holds its length, and a single one is its own last."""


def _loading(cell: Any) -> Any:
    """The cell of a type that stands so many places after an address."""

    def typed(_: Any, address: Any, place: Any) -> Any:
        def inserted(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            pointer = context.get_value_type(cell).as_pointer()
            at = builder.gep(builder.inttoptr(values[0], pointer), [values[1]])
            return builder.load(at)

        return cell(types.int64, types.int64), inserted

    return intrinsic(typed)


_integer: Any = _loading(types.int64)
_byte: Any = _loading(types.uint8)


@inner
def _slot(low: Any, high: Any, mask: Any) -> Any:
    mixed = (np.uint64(low) * _MIX1) ^ np.uint64(high)
    mixed = (mixed ^ (mixed >> _S32)) * _MIX2
    return (mixed >> _S32) & mask


@inner
def _enter(words: Any, count: Any, table: Any) -> None:
    """Fill an open table with the places of so many words, -1 where none is."""
    for slot in range(table.size):
        table[slot] = -1
    mask = np.uint64(table.size - 1)
    for place in range(count):
        at = _slot(words[place, 0], words[place, 1], mask)
        while table[at] >= 0:
            at = (at + _ONE) & mask
        table[at] = place


@inner
def _look_up(
    cells: Any,
    bits: Any,
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
    cell is. Cells of few words alternate, which a processor foresees badly: so no branch asks
    whether a cell is as the one before, or null among others. A null is the first of the words.
    Of a text that is not in its cell the second integer becomes its address, as the same integers
    may be another text in another chunk.
    """
    i, end, count, width = state[0], state[1], state[2], state[3]
    mask, room = np.uint64(table.size - 1), table.size // 4  # fewer collisions are foreseen better
    while i < end:
        cell = before + i
        low, high = _integer(cells, cell * width), _integer(cells, cell * width + width - 1)
        if bits:
            octet = _byte(bits, cell >> 3)
            if octet == 0:
                stop = min(i + 8 - (cell & 7), end)
                for k in range(i, stop):
                    codes[k] = -1
                i = stop
                continue
            seen = (octet >> np.uint8(cell & 7)) & 1
            low, high = low if seen else _NULL[0], high if seen else _NULL[1]
        if memory and _SHORT < (low & _LENGTH) < _LENGTH:
            high = _integer(memory, high & _LENGTH) + (high >> 32)
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


@inlined
def _tell_apart(
    lent: Any, width: Any, words: Any, firsts: Any, codes: Any, slots: Any, state: Any
) -> None:
    """Find the codes of a column's cells; how many words there are, null included, in the state."""
    words[0, 0], words[0, 1], firsts[0] = _NULL[0], _NULL[1], 0
    state[0], state[1], state[2], state[3] = 0, 0, 1, width
    size = 512
    _enter(words, 1, slots[:size])
    for chunk in range(lent.shape[0]):
        cells, bits, skip, length = lent[chunk, 0], lent[chunk, 1], lent[chunk, 2], lent[chunk, 3]
        memory, before = lent[chunk, 4], skip - state[1]
        state[1] += length
        while True:
            _look_up(cells, bits, memory, before, slots[:size], words, firsts, codes, state)
            if state[0] == state[1]:
                break
            size *= 4
            _enter(words, state[2], slots[:size])


@inner
def _octet(low: Any, high: Any, place: Any) -> Any:
    """One of the bytes of a text that stands in two integers, after the four of its length."""
    return (low >> (8 * place) if place < 8 else high >> (8 * (place - 8))) & 255


@inlined
def _kind(words: Any, begin: Any, end: Any) -> Any:
    """Whether some texts are `LONG`, `NOT_BARE`, or `ODD`: any of them."""
    kind = 0
    for word in range(begin, end):
        low, high = words[word, 0], words[word, 1]
        length, first, second = low & _LENGTH, _octet(low, high, 4), _octet(low, high, 5)
        if length > _SHORT:
            kind |= LONG
            last = np.int64(_byte(high, length - 1))
        else:
            last = _octet(low, high, 3 + length)
        if length == 0 or not _BEGINS[first] or not _ENDS[last]:
            kind |= NOT_BARE
        if _SIGN[first] or (_DIGIT[first] and _POINT[second]):
            kind |= ODD
        if length and not _BEGINS[first]:
            kind |= ODD
    return kind


@compiled(I2, I1, N, C2, O2, O1, O1, O1, C1, O1)
def _distinct(
    lent: Any,
    chunks: Any,
    width: Any,
    codes: Any,
    words: Any,
    firsts: Any,
    ends: Any,
    kinds: Any,
    slots: Any,
    state: Any,
) -> None:
    begin = end = np.int64(0)
    for column in range(chunks.size):
        some = lent[begin : chunks[column]]
        _tell_apart(some, width, words[end:], firsts[end:], codes[column], slots, state)
        kinds[column] = 0
        if some.shape[0] and some[0, 4]:
            kinds[column] = _kind(words, end + 1, end + state[2])
        begin, end = chunks[column], end + state[2]
        ends[column] = end


@kernel(_distinct, I2, I1, N)
def distinct(lent: Any, chunks: Any, width: Any) -> Any:
    """Codes of the cells of columns that are ``lent`` (see `lent`), equal ones alike.

    ``chunks`` says where those of each column end, all of which have n cells; a cell is ``width``
    integers side by side (1 or 2). Codes of a column count from 0, in the order in which cells
    first stand; -1 where a cell is null. Returns int32[columns, n], the words of each column (after
    one for the null) as int64[m, 2], where each first stands, where those of a column end, and
    whether its texts (cells of 2) are `LONG`, `NOT_BARE`, `ODD`. A long text's words are told apart
    by where it lies, so one that lies in several places has several codes.
    """
    n = lent[: chunks[0], 3].sum()
    codes = np.empty((chunks.size, n), np.int32)
    words = np.empty((chunks.size * (n + 1), 2), np.int64)
    firsts = np.empty(chunks.size * (n + 1), np.int64)
    ends, kinds = np.empty(chunks.size, np.int64), np.empty(chunks.size, np.int64)
    # more than a table grows to; most is never touched
    slots, state = np.empty(16 * (n + 512), np.int32), np.empty(4, np.int64)
    _distinct(lent, chunks, width, codes, words, firsts, ends, kinds, slots, state)
    end = ends[-1] if ends.size else 0
    return codes, words[:end].copy(), firsts[:end].copy(), ends, kinds
