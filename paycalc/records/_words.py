"""What the cells of a column say, each distinct text once, and which of them each cell is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.records._cell_texts import stored, texts, trim
from paycalc.records._codes import Code, codes
from paycalc.records._views import (
    ALL_THERE,
    NO_PAIRS,
    are_bare,
    are_short,
    filled,
    gather,
    nulls,
    only,
    views,
)

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

    from paycalc.records._views import Mask, Pairs

Index = NDArray[np.int64]

_NONE = np.empty(0, np.int64)
_PLAIN = (pl.Boolean, pl.Date, pl.Float32, pl.Float64)


@dataclass(frozen=True)
class Words:
    """A column of n cells as int32[n] places among its distinct texts; -1 where a cell is empty.

    ``words`` are trimmed and differ, in the order in which they first stand.
    """

    codes: Code
    _among: pl.Series = field(repr=False)
    _firsts: Index | None = field(default=None, repr=False)  # where words stand, if not all are

    @cached_property
    def words(self) -> pl.Series:
        """The distinct texts."""
        return self._among if self._firsts is None else gather(self._among, self._firsts)

    def among(self, keys: pl.Series) -> Code:
        """The place of each cell's text among other texts, which differ; -1 for none of them."""
        return self.of_words(codes(self.words, keys))

    def of_words(self, answers: Code) -> Code:
        """What was found for each word, for each cell; -1 where the cell is empty."""
        return np.append(answers, np.int32(-1))[self.codes]

    def within(self, some: Collection[str]) -> Mask:
        """Which cells say one of some texts."""
        among = np.array([text in some for text in self.words.to_list()], np.bool_)
        return np.append(among, False)[self.codes]

    def again(self) -> Mask:
        """Which cells say what a cell before them says."""
        first = np.empty(len(self.words) + 1, np.int64)
        first[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)
        return (self.codes >= 0) & (first[self.codes] < np.arange(len(self.codes)))

    def ordered(self) -> tuple[pl.Series, Code]:
        """The words in byte order, and the place of each there."""
        ordered = self.words.sort()
        return ordered, codes(self.words, ordered)

    def take(self, rows: NDArray[np.integer] | None) -> Words:
        """The words of some cells (``None``: of all), without those that no cell has."""
        if rows is None:
            return self
        places = self.codes[rows]
        used = np.zeros(len(self.words) + 1, np.bool_)
        used[places] = True  # an empty cell (-1) marks the last place, which is no word's
        used[-1] = False
        place = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
        return Words(place[places], self.words, np.flatnonzero(used))

    def texts(self) -> pl.Series:
        """The text of every cell, null where it is empty."""
        if not len(self.words):
            return pl.Series([None], dtype=pl.String).new_from_index(0, len(self.codes))
        return only(self.codes >= 0, gather(self.words, np.maximum(self.codes, 0)))


def words_of(column: pl.Series) -> Words:
    """The words of a column of any type (policy.md, section 1: a cell has one text).

    >>> found = words_of(pl.Series([" math", "art", None, "math", ""]))
    >>> found.codes.tolist(), found.words.to_list()
    ([0, 1, -1, 0, -1], ['math', 'art'])
    """
    column = stored(column)
    if not (column.dtype == pl.String or _is_plain(column.dtype)):
        column = texts(column)
    if column.dtype == pl.String:
        return trimmed_words(column)[1]
    empty = nulls(column) if column.null_count() else ALL_THERE
    physical = column.cast(pl.Int32) if column.dtype == pl.Date else column
    bits = filled(physical, 0).to_numpy()
    wide = bits.astype(np.float64).view(np.int64) if bits.dtype.kind == "f" else bits
    places, firsts = _distinct(wide, empty, step=1)
    return _apart(places, texts(gather(column, firsts)))


class Finder:
    """Finds the words of a ``String`` column part by part, each while it is fresh in the caches."""

    def __init__(self) -> None:
        self.rows = 0
        self._short = True
        self._parts: list[tuple[Code, Index, Pairs]] = []  # codes, where words stand, and words

    def add(self, column: pl.Series) -> None:
        """Take the next cells; those of texts that are too long are left for later."""
        for chunk in column.get_chunks() if column.n_chunks() > 1 else [column]:
            if self._short:
                self._add(chunk)
            self.rows += len(chunk)

    def _add(self, chunk: pl.Series) -> None:
        with views(chunk) as (pairs, empty):
            places, firsts = _distinct(pairs, empty)
            new = pairs.reshape(-1, 2)[firsts].ravel()
        self._short = are_short(new)
        self._parts.append((places, firsts + self.rows, new))

    def found(self) -> tuple[Code, Index, bool] | None:
        """Codes of all cells, where each first stands, and whether surely none is to be trimmed."""
        if not self._short:
            return None
        if not self._parts:
            return np.empty(0, np.int32), _NONE, True
        codes, firsts, words = self._parts[0]
        if len(self._parts) > 1:
            codes, firsts, words = self._together()
        return codes, firsts, are_bare(words)

    def _together(self) -> tuple[Code, Index, Pairs]:
        """The parts as one: a word of several has the code that it got in the first of them."""
        words = np.concatenate([words for _, _, words in self._parts])
        places, new = _distinct(words)
        codes = np.empty(self.rows, np.int32)
        row = word = 0
        for cells, firsts, _ in self._parts:
            of_words = np.append(places[word : word + len(firsts)], np.int32(-1))
            codes[row : row + len(cells)] = of_words[cells]
            row, word = row + len(cells), word + len(firsts)
        firsts = np.concatenate([firsts for _, firsts, _ in self._parts])[new]
        return codes, firsts, words.reshape(-1, 2)[new].ravel()


def trimmed_words(
    column: pl.Series, finder: Finder | None = None
) -> tuple[pl.Series, Words, Index]:
    """A ``String`` column with its cells trimmed, empty ones null; its words; the cells changed.

    Cells of nothing but empty text do not count as changed. ``finder`` has seen all cells.
    """
    if finder is None or finder.rows != len(column):
        finder = Finder()
        finder.add(column)
    found = finder.found()
    if found is None:
        column = column.rechunk()
        places, firsts = _distinct_long(column)
    else:
        places, firsts, bare = found
        if bare:
            return column, Words(places, column, firsts), _NONE
    raw = gather(column, firsts)
    trimmed = trim(raw)
    same = filled(raw == trimmed, 0).to_numpy()
    if same.all():
        return column, Words(places, raw), _NONE
    words = _apart(places, trimmed)
    changed = np.append(~same & (raw != "").to_numpy(), False)[places]
    return words.texts().alias(column.name), words, np.flatnonzero(changed)


def repeated(values: Sequence[str | None], heights: Sequence[int]) -> Words:
    """The words of a column in which each text stands so many times."""
    few = words_of(pl.Series(values, dtype=pl.String))
    return Words(np.repeat(few.codes, heights), few.words)


def combinations(columns: Sequence[Code]) -> tuple[Code, Index]:
    """Rows of codes with equal ones alike: each row's combination, and where each first stands."""
    first, *others = columns
    packed = np.zeros(len(first), np.int64)
    for more in others:
        packed = packed * (int(more.max(initial=-1)) + 2) + (more + 1)
    pairs = np.empty((len(first), 2), np.int64)
    pairs[:, 0], pairs[:, 1] = first, packed
    return _distinct(pairs.ravel())


def _is_plain(dtype: PolarsDataType) -> bool:
    """Whether a value of this type is at most 64 bits that are all there is to it."""
    return (dtype.is_integer() and dtype not in (pl.Int128, pl.UInt128)) or dtype in _PLAIN


def _apart(places: Code, written: pl.Series) -> Words:
    """Words from the places of cells among texts that may be empty or alike."""
    if written.null_count() == 0 and written.n_unique() == len(written):
        return Words(places, written)
    words = written.drop_nulls().unique(maintain_order=True)
    return Words(np.append(codes(written, words), np.int32(-1))[places], words)


def _distinct(
    cells: Pairs, empty: Mask = ALL_THERE, known: Pairs = NO_PAIRS, *, step: int = 2
) -> tuple[Code, Index]:
    """The code of each cell of so many integers (-1: empty), and where each new one first is."""
    from paycalc.records._kernels import distinct

    return distinct(cells, empty, known, step)  # type: ignore[no-any-return]


def _distinct_long(column: pl.Series) -> tuple[Code, Index]:
    """The same for texts of any length: by their hashes, if no two of them have the same."""
    empty = nulls(column) if column.null_count() else ALL_THERE
    places, firsts = _distinct(column.hash().to_numpy().view(np.int64), empty, step=1)
    there = column.drop_nulls() if len(empty) else column
    if (gather(column, firsts[places[places >= 0]]) == there).all():
        return places, firsts
    firsts = np.flatnonzero((column.is_first_distinct() & column.is_not_null()).to_numpy())
    return codes(column, column.gather(firsts)), firsts
