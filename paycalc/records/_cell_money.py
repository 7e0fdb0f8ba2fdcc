"""The money of a cell, in the currency's minor unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import polars as pl

from paycalc.records._cell_numbers import EMPTY, NO_NUMBER, NUMBER, OUT_OF_RANGE, Ints, States
from paycalc.records._cell_texts import stored, texts
from paycalc.records._scalars import decimal_of, in_scale, scaled
from paycalc.records._views import nulls

TOO_MANY_DECIMALS = 4

LARGEST_FEN = 10**15


@dataclass(frozen=True, slots=True)
class Money:
    """The money of a column of n cells (policy.md, sections 1 and 3).

    ``fen`` is int64[n] (0 where there is none), ``state`` uint8[n]: 0 money, 1 empty, 2 not a
    number, 3 more than 10^15 minor units, 4 more decimals than the currency has; ``folded`` counts
    amounts with full-width characters or thousands separators.
    """

    fen: Ints
    state: States
    folded: int = 0


def money(column: pl.Series, decimals: int) -> Money:
    """The amount of every cell, in major units with at most ``decimals`` decimals, exactly.

    >>> money(pl.Series(["1,234.50", "0.005"]), 2).state.tolist()
    [0, 4]
    """
    column = stored(column)
    if not (column.dtype == pl.String or column.dtype.is_numeric()):
        state = np.where(nulls(column), EMPTY, NO_NUMBER).astype(np.uint8)
        return Money(np.zeros(len(column), np.int64), state)
    written = _written(column)
    known: dict[str | None, tuple[int, int, bool]] = {None: (0, EMPTY, False)}
    known |= {text: _read(text, decimals) for text in set(written) if text is not None}
    cells = [known[text] for text in written]
    return Money(
        np.array([fen for fen, _, _ in cells], np.int64),
        np.array([state for _, state, _ in cells], np.uint8),
        sum(folded for _, _, folded in cells),
    )


def _written(column: pl.Series) -> list[str | None]:
    if column.dtype != pl.Float64:
        return texts(column).to_list()
    # `repr` too writes the shortest decimal; that it may end with `.0` matters to no number.
    return [None if x is None else format(Decimal(repr(x)), "f") for x in column.to_list()]


def _read(text: str, decimals: int) -> tuple[int, int, bool]:
    value = decimal_of(text)
    if value is None:
        return 0, NO_NUMBER, False
    if abs(value) > Decimal(LARGEST_FEN).scaleb(-decimals):
        return 0, OUT_OF_RANGE, False
    if not in_scale(value, decimals):
        return 0, TOO_MANY_DECIMALS, False
    return scaled(value, decimals), NUMBER, "," in text or not text.isascii()
