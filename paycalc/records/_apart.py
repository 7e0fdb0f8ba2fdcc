"""Equal cells told apart: the codes of columns, one kernel call for all those of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.records._views import NO_PAIRS, Lent, Pairs, lent, lent_array

Code = NDArray[np.int32]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Apart:
    """The cells of a column as places among its distinct ones.

    ``codes`` is int32[n], -1 where a cell is null; ``firsts`` says where each of m words first
    stands, and ``words`` is int64[m, 2] of their integers (of cells of one integer: twice that).
    """

    codes: Code
    firsts: Index
    words: Pairs


def apart(columns: Sequence[Lent], width: int) -> list[Apart]:
    """The cells of each column that is lent, which are so many integers wide."""
    from paycalc.records._kernels import distinct

    if not columns:
        return []
    chunks = np.cumsum([len(column) for column in columns])
    codes, words, firsts, ends = distinct(np.concatenate(columns), chunks, width)
    begins = [1, *(ends[:-1] + 1).tolist()]  # after the word for null
    return [
        Apart(codes[column], firsts[begin:end], words[begin:end])
        for column, (begin, end) in enumerate(zip(begins, ends.tolist(), strict=True))
    ]


def texts_apart(frame: pl.DataFrame) -> dict[str, Apart]:
    """The texts of each ``String`` column; those longer than ``SHORT`` are not told apart."""
    texts = [column for column in frame.get_columns() if column.dtype == pl.String]
    with lent(texts) as cells:
        return dict(zip((column.name for column in texts), apart(cells, 2), strict=True))


def pairs_apart(pairs: Pairs, known: Pairs = NO_PAIRS) -> Apart:
    """Pairs of integers (int64[n, 2]) after others that are ``known``, which differ."""
    [found] = apart([np.concatenate((lent_array(known), lent_array(pairs)))], 2)
    return found
