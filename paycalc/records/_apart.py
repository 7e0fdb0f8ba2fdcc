"""Equal cells told apart: the codes of columns, one kernel call for all those of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.records._views import Lent, Pairs, lent, lent_array

Code = NDArray[np.int32]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Apart:
    """The cells of a column as places among its distinct ones.

    ``codes`` is int32[n], -1 where a cell is null; ``firsts`` says where each of m words first
    stands, and ``words`` is int64[m, 2] of their integers (of cells of one integer: twice that).
    Where texts are not ``short`` a longer one may have several codes; those that are ``bare``
    surely have nothing to trim, and none is empty (some with Chinese characters are doubted). If
    none is ``odd``, none is what a spreadsheet leaves in the place of a value.
    """

    codes: Code
    firsts: Index
    words: Pairs
    short: bool = True
    bare: bool = False
    odd: bool = True


def apart(columns: Sequence[Lent], width: int) -> list[Apart]:
    """The cells of each column that is lent, which are so many integers wide."""
    from paycalc.records._kernels_apart import LONG, NOT_BARE, ODD, distinct

    if not columns:
        return []
    chunks = list(accumulate(map(len, columns)))
    cells = np.array(list(chain.from_iterable(columns)), np.int64)
    codes, words, firsts, ends, kinds = distinct(cells, chunks, width)
    begins = [1, *(ends[:-1] + 1).tolist()]  # after the word for null
    of_columns = zip(codes, begins, ends.tolist(), kinds.tolist(), strict=True)
    return [
        Apart(
            of_cells,
            firsts[begin:end],
            words[begin:end],
            not kind & LONG,
            not kind & NOT_BARE,
            bool(kind & ODD),
        )
        for of_cells, begin, end, kind in of_columns
    ]


def texts_apart(frame: pl.DataFrame) -> dict[str, Apart]:
    """The texts of each ``String`` column."""
    texts = [column for column in frame.get_columns() if column.dtype == pl.String]
    with lent(texts) as cells:
        return dict(zip((column.name for column in texts), apart(cells, 2), strict=True))


def pairs_apart(pairs: Pairs) -> Apart:
    """Pairs of integers: int64[n, 2]."""
    [found] = apart([lent_array(pairs)], 2)
    return found
