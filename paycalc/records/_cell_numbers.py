"""The number of a cell in micro, vectorised and exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.records._cell_texts import float_texts, stored, trim
from paycalc.records._codes import codes
from paycalc.records._scalars import GROUPED, LARGEST, NARROW, PLAIN, WIDE, scaled
from paycalc.records._views import bits, nulls
from paycalc.records._words import words_of

Ints: TypeAlias = NDArray[np.int64]
States: TypeAlias = NDArray[np.uint8]
Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]

NUMBER, EMPTY, NO_NUMBER, OUT_OF_RANGE = 0, 1, 2, 3
_UNSURE = 4  # of a float: its digits have to be read

_SURE_DIGITS = 15
"""Decimals of so many digits are told apart by floats: each is the shortest of its float."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a column of n cells (policy.md, section 1).

    ``micro`` is int64[n] (0 where there is no number), ``state`` uint8[n]: 0 a number, 1 empty,
    2 not a number (NaN and infinity too), 3 its absolute value exceeds 10^9. ``rounded`` counts
    numbers that had more than six decimals, ``folded`` those read after turning full-width
    characters into ASCII or taking thousands separators out.
    """

    micro: Ints
    state: States
    rounded: int = 0
    folded: int = 0

    def take(self, rows: Ints) -> Numbers:
        """The numbers of some cells."""
        return Numbers(self.micro[rows], self.state[rows])


def numbers(column: pl.Series) -> Numbers:
    """The number of every cell, rounded to six decimals once, halves away from zero.

    >>> numbers(pl.Series(["12", "１，２３４．５", "12节", None, "0.0000005"])).micro.tolist()
    [12000000, 1234500000, 0, 0, 1]
    """
    column = stored(column)
    dtype = column.dtype
    if dtype == pl.String:
        return _of_texts(column)
    if dtype.is_integer():
        return _of_integers(column)
    if dtype == pl.Float64:
        return _of_floats(column)
    if dtype.is_float():
        return _of_texts(float_texts(column), scientific=True)
    if dtype.is_decimal():
        return _of_texts(column.cast(pl.String))
    state = np.full(len(column), NO_NUMBER, np.uint8)
    state[nulls(column)] = EMPTY
    return Numbers(np.zeros(len(column), np.int64), state)


def _of_integers(column: pl.Series) -> Numbers:
    small = column.cast(pl.Int64, strict=False)  # what leaves 64 bits becomes null
    with bits(small) as (cells, none):
        value = cells * ~none if len(none) else cells.copy()
    state = np.zeros(len(value), np.uint8)
    if len(none):
        state = np.multiply(none, EMPTY, dtype=np.uint8)  # a product does not branch
    if small.null_count() != column.null_count():
        state[none & ~nulls(column)] = OUT_OF_RANGE
    if value.min(initial=0) < -(10**9) or value.max(initial=0) > 10**9:
        beyond = (value > 10**9) | (value < -(10**9))
        state[beyond] = OUT_OF_RANGE
        value[beyond] = 0
    value *= 10**6
    return Numbers(value, state)


def _of_floats(column: pl.Series) -> Numbers:
    from paycalc.records._kernels_numbers import micro_of_floats

    with bits(column) as (cells, empty):
        micro, state, rounded = micro_of_floats(cells, empty)
        unsure = np.flatnonzero(state == _UNSURE)
        value = cells[unsure].view(np.float64)
    if unsure.size:
        distinct, place = np.unique(value, return_inverse=True)
        read = [scaled(Decimal(repr(number)), 6) for number in distinct.tolist()]
        micro[unsure] = np.array(read, np.int64)[place]
        state[unsure] = NUMBER
    return Numbers(micro, state, rounded=rounded)


def _nearest(value: Floats) -> tuple[Floats, Flags, Flags]:
    """The nearest micro of floats; where it is exact; where it is sure though digits follow.

    A decimal of at most six decimals up to 10^9 is some k / 10^6 with k below 2^53, and correctly
    rounded division gives back its float; so ``exact`` holds for just those. Else a float lies
    within half an ulp of its decimal, and its product within another: micro is sure unless the
    product comes nearer than that to a half.
    """
    with np.errstate(all="ignore"):
        product = value * 1e6
        micro = np.rint(product)
        exact = micro / 1e6 == value
        sure = np.abs(product - micro) < 0.5 - np.abs(product) * 2.0**-51
    return micro, exact, sure


def _of_texts(column: pl.Series, *, scientific: bool = False) -> Numbers:
    """Numbers of texts; ``scientific`` notation is taken only from floats that Polars wrote."""
    words = words_of(column)
    last = pl.Series([None], dtype=pl.String)  # what the place -1 of an empty cell finds
    read = _of_each(pl.concat([words.words.alias(""), last.alias("")]), scientific)
    micro, state = read[0][words.codes], read[1][words.codes]
    rounded, folded = read[2][words.codes], read[3][words.codes]
    return Numbers(micro, state, int(np.count_nonzero(rounded)), int(np.count_nonzero(folded)))


def _of_each(column: pl.Series, scientific: bool) -> tuple[Ints, States, Flags, Flags]:
    """Micro and state of each text, which were rounded, and which folded."""
    trimmed = trim(column)
    plain, changed = _folded(trimmed)
    is_number = plain.str.contains(f"^(?:{PLAIN})$").fill_null(False).to_numpy()
    odd = np.zeros(len(plain), np.bool_)
    if scientific:
        odd = plain.str.contains(r"^-?[0-9.]+e[+-]?[0-9]+$").fill_null(False).to_numpy()
    value = plain.cast(pl.Float64, strict=False).fill_null(0.0).to_numpy()
    long = (plain.str.len_bytes() > _SURE_DIGITS).fill_null(False).to_numpy()
    state = np.where(is_number | odd, NUMBER, NO_NUMBER).astype(np.uint8)
    state[trimmed.is_null().to_numpy()] = EMPTY
    micro, exact, sure = _nearest(value)
    size = np.abs(value)
    state[(state == NUMBER) & (size > 1e9)] = OUT_OF_RANGE
    usable = state == NUMBER
    unsure = usable & (odd | np.where(long, ~sure | (size >= 1e9), ~exact & ~sure))
    result = np.where(usable & ~unsure, micro, 0.0).astype(np.int64)
    if unsure.any():
        _read_slowly(plain.filter(unsure), np.flatnonzero(unsure), result, state)
    usable = state == NUMBER
    rounded = usable & ~exact
    digits = usable & ~odd & long  # a float may be exact where its text is not
    if digits.any():
        rounded[digits] = plain.filter(digits).str.contains(r"\.[0-9]{6}[0-9]*[1-9]").to_numpy()
    return result, state, rounded, changed & usable


def _folded(trimmed: pl.Series) -> tuple[pl.Series, Flags]:
    """Texts with full-width characters folded and thousands separators out; where that was so."""
    some = trimmed.str.contains("[\uff01-\uff5e,]").fill_null(False)
    if not some.any():
        return trimmed, np.zeros(len(trimmed), np.bool_)
    narrow = trimmed.filter(some).str.replace_many(list(WIDE), list(NARROW)).to_frame("t")
    grouped = pl.col("t").str.contains(f"^(?:{GROUPED})$")
    apart = narrow.select(
        pl.when(grouped).then(pl.col("t").str.replace_all(",", "", literal=True)).otherwise("t")
    )
    return trimmed.scatter(some.arg_true(), apart["t"]), some.to_numpy()


def _read_slowly(plain: pl.Series, where: Ints, result: Ints, state: States) -> None:
    """Read texts whose float does not settle them, each distinct one once."""
    distinct = plain.unique()
    micro, states = [], []
    for text in distinct:
        value = Decimal(text)
        beyond = abs(value) > LARGEST
        micro.append(0 if beyond else scaled(value, 6))
        states.append(OUT_OF_RANGE if beyond else NUMBER)
    place = codes(plain, distinct)
    result[where] = np.array(micro, np.int64)[place]
    state[where] = np.array(states, np.uint8)[place]
