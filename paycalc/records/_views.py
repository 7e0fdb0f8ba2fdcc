"""The cells of a text column as pairs of integers, without a copy: Arrow's string views."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

Pairs: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

SHORT = 12
"""A text of so many bytes stands in its view; two such texts are equal if their views are."""

ALL_THERE = np.empty(0, np.bool_)
"""The mask of a column without null cells."""

NO_PAIRS = np.empty(0, np.int64)

_OCTET = np.arange(256)
_BEGINS = ((_OCTET > 0x20) & (_OCTET < 0x7F)) | ((_OCTET >= 0xE4) & (_OCTET < 0xF0))
_ENDS = ((_OCTET > 0x20) & (_OCTET < 0x7F)) | (
    (_OCTET >= 0x8B) & (_OCTET < 0xC0) & ~np.isin(_OCTET, [0x9F, 0xA0, 0xA8, 0xA9, 0xAF])
)


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


def _exported(column: pl.Series) -> _Array:
    """The one array of a column that has cells; who asks for it releases it."""
    whole = column if column.n_chunks() == 1 else column.rechunk()
    capsule: Any = whole.__arrow_c_stream__()
    stream = ctypes.cast(_pointer(capsule, b"arrow_array_stream"), ctypes.POINTER(_Stream)).contents
    array = _Array()
    if stream.get_next(ctypes.byref(stream), ctypes.byref(array)) or not array.release:
        raise RuntimeError("Polars gave no array for a column")  # it has cells
    return array


def views(column: pl.Series) -> AbstractContextManager[tuple[Pairs, Mask]]:
    """Two integers for each cell of a ``String`` column, and which cells are null (empty: none).

    Both last as long as the block. The first integer holds the length of a text (its low 32 bits)
    and its first four bytes; together they hold all of one of at most ``SHORT`` bytes. A cell that
    is null may hold anything.
    """
    return _lent(column, 2)


def bits(column: pl.Series) -> AbstractContextManager[tuple[Pairs, Mask]]:
    """The integer, or the bits of the float, of each cell; and which are null (empty: none).

    The column is of 64 bits. Both last as long as the block, as those of `views` do.
    """
    return _lent(column, 1)


@contextmanager
def _lent(column: pl.Series, width: int) -> Iterator[tuple[Pairs, Mask]]:
    """So many integers for each cell, as Polars has them, and which cells are null."""
    if not len(column):
        yield NO_PAIRS, ALL_THERE
        return
    array = _exported(column)
    try:
        cells = array.offset + array.length
        integers = np.asarray(_Lent(array.buffers[1], width * cells, "<i8"))
        empty = _nulls(array) if column.null_count() else ALL_THERE
        yield integers[width * array.offset :], empty
    finally:
        array.release(ctypes.byref(array))


def nulls(column: pl.Series) -> Mask:
    """Which cells are null: what ``is_null`` says, which costs a query each time."""
    if column.null_count() in (0, len(column)):
        return np.full(len(column), column.null_count() > 0)
    array = _exported(column)
    result = _nulls(array)
    array.release(ctypes.byref(array))
    return result


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


def beginnings(column: pl.Series) -> NDArray[np.uint8]:
    """The first four bytes of each text (0 beyond its end), none of them null: uint8[n, 4]."""
    with views(column) as (pairs, _):
        return beginnings_of(pairs)


def beginnings_of(pairs: Pairs) -> NDArray[np.uint8]:
    """The same of texts as `views` has them."""
    octets = np.ascontiguousarray(pairs).view(np.uint8).reshape(-1, 16)
    return octets[:, 4:8].copy()


def are_short(pairs: Pairs) -> bool:
    """Whether texts, none of them null, have at most ``SHORT`` bytes."""
    return bool((pairs[::2] & 0xFFFFFFFF).max(initial=0) <= SHORT)


def are_bare(short: Pairs) -> bool:
    """Whether short texts surely have nothing to trim, and none is empty.

    Judged by their first and last bytes: some that end with a Chinese character are doubted.
    """
    if not len(short):
        return True
    octets = np.ascontiguousarray(short).view(np.uint8).reshape(-1, 16)
    lengths = octets[:, 0].astype(np.int64)
    last = octets[np.arange(len(octets)), 3 + lengths]
    return bool((lengths > 0).all() and _BEGINS[octets[:, 4]].all() and _ENDS[last].all())
