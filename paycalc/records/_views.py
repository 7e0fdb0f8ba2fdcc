"""The cells of columns where Polars keeps them, without a copy: texts as Arrow's string views."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

Lent: TypeAlias = "list[tuple[int, ...]]"
Pairs: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

SHORT = 12
"""A text of so many bytes stands in its view; two such texts are equal if their views are."""

ALL_THERE = np.empty(0, np.bool_)
"""The mask of a column without null cells."""

_POINTER = ctypes.sizeof(ctypes.c_void_p)

NO_PAIRS = np.empty((0, 2), np.int64)


class _Array(ctypes.Structure):
    """``ArrowArray`` of the Arrow C data interface."""


class _Stream(ctypes.Structure):
    """``ArrowArrayStream`` of the Arrow C stream interface."""


_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    ("get_schema", ctypes.c_void_p),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))),
    ("get_last_error", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
_STREAM = ctypes.POINTER(_Stream)
_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype = ctypes.c_void_p
_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]


class _Lent:
    """Memory that another owns, as NumPy takes it: to be read only."""

    def __init__(self, address: int, count: int, kind: str) -> None:
        shape = (count,)
        self.__array_interface__ = {
            "data": (address, True),
            "shape": shape,
            "typestr": kind,
            "version": 3,
        }


@contextmanager
def _exported(columns: Iterable[pl.Series]) -> Iterator[list[list[_Array]]]:
    """The arrays in which Polars keeps columns; they last as long as the block."""
    arrays: list[list[_Array]] = []
    try:
        for column in columns:
            arrays.append([])
            arrays[-1].extend(_chunks(column))
        yield arrays
    finally:
        for array in chain.from_iterable(arrays):
            array.release(ctypes.byref(array))


def _chunks(column: pl.Series) -> Iterator[_Array]:
    """The arrays of a column; who asks for them releases them."""
    capsule: Any = column.__arrow_c_stream__()
    stream = ctypes.cast(_pointer(capsule, b"arrow_array_stream"), _STREAM).contents
    while True:
        array = _Array()
        if stream.get_next(ctypes.byref(stream), ctypes.byref(array)):
            raise RuntimeError("Polars gave no array for a column that it has")
        if not array.release:
            return
        yield array


@contextmanager
def lent(columns: Iterable[pl.Series]) -> Iterator[list[Lent]]:
    """Where each column has its cells, chunk by chunk: as long as the block.

    Of a chunk that are the address of its cells, the address of the bits that say which are not
    null (0: none is), how many cells to skip, and how many there are then. Cells are texts, as in
    `views`, or of 64 bits; of texts there follows where the addresses of the memory stand that has
    the longer ones (else 0).
    """
    with _exported(columns) as arrays:
        yield [list(map(_lent, chunks)) for chunks in arrays]


def lent_array(array: NDArray[np.int64]) -> Lent:
    """The same of an array whose rows are its cells; it lasts as long as the array does."""
    return [(array.__array_interface__["data"][0], 0, 0, len(array), 0)]


def _lent(array: _Array) -> tuple[int, ...]:
    buffers, memory = array.buffers, 0
    bits = buffers[0] if array.null_count else None
    if array.n_buffers > 2:  # of texts
        memory = ctypes.addressof(buffers.contents) + 2 * _POINTER
    return buffers[1] or 0, bits or 0, array.offset, array.length, memory


def views(column: pl.Series) -> AbstractContextManager[tuple[Pairs, Mask]]:
    """Two integers for each cell of a ``String`` column, and which cells are null (empty: none).

    Both last as long as the block: int64[n, 2]. The first integer holds the length of a text (its
    low 32 bits) and its first four bytes; together they hold all of one of at most ``SHORT`` bytes.
    A cell that is null may hold anything.
    """
    return _seen(column, 2)


def bits(column: pl.Series) -> AbstractContextManager[tuple[NDArray[np.int64], Mask]]:
    """The integer, or the bits of the float, of each cell; and which are null (empty: none).

    The column is of 64 bits. Both last as long as the block, as those of `views` do.
    """
    return _seen(column, 1)


@contextmanager
def _seen(column: pl.Series, width: int) -> Iterator[tuple[NDArray[np.int64], Mask]]:
    """So many integers for each cell, as Polars has them, and which cells are null."""
    shape = (-1, 2) if width == 2 else (-1,)
    if not len(column):
        yield NO_PAIRS.reshape(shape), ALL_THERE
        return
    with _exported([_whole(column)]) as [[array]]:
        cells = array.offset + array.length
        integers = np.asarray(_Lent(array.buffers[1], width * cells, "<i8"))
        empty = _nulls(array) if column.null_count() else ALL_THERE
        yield integers[width * array.offset :].reshape(shape), empty


def _whole(column: pl.Series) -> pl.Series:
    return column if column.n_chunks() == 1 else column.rechunk()


def nulls(column: pl.Series) -> Mask:
    """Which cells are null: what ``is_null`` says, which costs a query each time."""
    if column.null_count() in (0, len(column)):
        return np.full(len(column), column.null_count() > 0)
    with _exported([_whole(column)]) as [[array]]:
        return _nulls(array)


def _nulls(array: _Array) -> Mask:
    """Which cells of an array that has both kinds are null."""
    if not array.buffers[0]:
        return np.full(array.length, array.null_count > 0)
    cells = array.offset + array.length
    octets = np.asarray(_Lent(array.buffers[0], (cells + 7) // 8, "|u1"))
    there = np.unpackbits(octets, bitorder="little", count=cells)
    result: Mask = there[array.offset :] == 0
    return result


def gather(column: pl.Series, places: NDArray[np.integer]) -> pl.Series:
    """The cells at some places, which come as Polars keeps its own."""
    return column[pl.Series(places.astype(np.uint32))]


def filled(column: pl.Series, value: int) -> pl.Series:
    """A column of plain values with one where cells are null: what ``fill_null`` says."""
    if not column.null_count():
        return column
    there = pl.Series(~nulls(column))
    return column.zip_with(there, pl.Series([value]).cast(column.dtype))


def only(there: Mask, column: pl.Series) -> pl.Series:
    """The column with only the cells where ``there`` holds; the others are null."""
    if there.all():
        return column
    return column.zip_with(pl.Series(there), pl.Series([None], dtype=column.dtype))
