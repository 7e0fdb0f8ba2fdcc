"""What the cells of a column say, each distinct text once, and which of them each cell is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.records._apart import Apart, Code, Index, apart, pairs_apart, texts_apart
from paycalc.records._cell_texts import stored, texts, trim
from paycalc.records._codes import codes, codes_of, ended
from paycalc.records._ordering import in_byte_order
from paycalc.records._views import (
    NO_PAIRS,
    filled,
    gather,
    lent,
    only,
)

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

    from paycalc.records._views import Mask, Pairs

_NONE = np.empty(0, np.int64)
_NO_TEXTS = pl.Series([], dtype=pl.String)
_FEW = 64
"""So many texts are told apart sooner one by one."""
_PLAIN = (pl.Boolean, pl.Date, pl.Float32, pl.Float64)


@dataclass(frozen=True)
class Words:
    """A column of n cells as int32[n] places among its distinct texts; -1 where a cell is empty.

    ``words`` are trimmed and differ, in the order in which they first stand. If none is ``odd``,
    none is what a spreadsheet leaves in the place of a value.
    """

    codes: Code
    _among: pl.Series = field(repr=False)
    _firsts: Index | None = field(default=None, repr=False)  # where words stand, if not all are
    _pairs: Pairs | None = field(default=None, repr=False)  # the words, if all are short
    odd: bool = True

    @cached_property
    def words(self) -> pl.Series:
        """The distinct texts."""
        return self._among if self._firsts is None else gather(self._among, self._firsts)

    def __len__(self) -> int:
        """How many distinct texts there are."""
        return len(self._among) if self._firsts is None else len(self._firsts)

    def among(self, keys: pl.Series) -> Code:
        """The place of each cell's text among other texts, which differ; -1 for none of them."""
        return self.of_words(self.places_in(keys))

    def places_in(self, keys: pl.Series) -> Code:
        """The place of each word among other texts, which differ; -1 for none of them."""
        return codes(self.words, keys) if self._pairs is None else codes_of(self._pairs, keys)

    def of_words(self, answers: Code) -> Code:
        """What was found for each word, for each cell; -1 where the cell is empty."""
        return ended(answers)[self.codes]

    def within(self, some: Collection[str]) -> Mask:
        """Which cells say one of some texts."""
        among = np.array([text in some for text in self.words.to_list()], np.bool_)
        return np.append(among, False)[self.codes]

    def again(self) -> Mask:
        """Which cells say what a cell before them says."""
        first = np.empty(len(self) + 1, np.int64)
        first[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)
        return (self.codes >= 0) & (first[self.codes] < np.arange(len(self.codes)))

    def ordered(self) -> tuple[pl.Series, Code]:
        """The words in byte order, and the place of each there."""
        if self.words.is_sorted():
            return self.words, np.arange(len(self), dtype=np.int32)
        if self._pairs is None:
            ordered = self.words.sort()
            return ordered, self.places_in(ordered)
        order = in_byte_order(self._pairs)
        places = np.empty(len(self), np.int32)
        places[order] = np.arange(len(self), dtype=np.int32)
        return gather(self.words, order), places

    def take(self, rows: NDArray[np.integer] | None) -> Words:
        """The words of some cells (``None``: of all), without those that no cell has."""
        if rows is None:
            return self
        places = self.codes[rows]
        used = np.zeros(len(self) + 1, np.bool_)
        used[places] = True  # an empty cell (-1) marks the last place, which is no word's
        used[-1] = False
        place = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
        some = np.flatnonzero(used)
        firsts = some if self._firsts is None else self._firsts[some]
        pairs = None if self._pairs is None else self._pairs[some]
        return Words(place[places], self._among, firsts, pairs, self.odd)

    def texts(self) -> pl.Series:
        """The text of every cell, null where it is empty."""
        if not len(self):
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
    found = _integers_apart(_wide(column))
    return _put_together(found.codes, texts(gather(column, found.firsts)))


def no_words(count: int) -> Words:
    """Those of so many empty cells."""
    return Words(np.full(count, -1, np.int32), _NO_TEXTS, None, NO_PAIRS)


def trimmed_words(column: pl.Series, found: Apart | None = None) -> tuple[pl.Series, Words, Index]:
    """A ``String`` column with its cells trimmed, empty ones null; its words; the cells changed.

    Cells of nothing but empty text do not count as changed. ``found`` is what `texts_apart` says.
    """
    if found is None:
        found = texts_apart(column.to_frame())[column.name]
    if found.short and found.bare:
        return column, Words(found.codes, column, found.firsts, found.words, found.odd), _NONE
    raw, pairs = gather(column, found.firsts), found.words if found.short else None
    if not found.short:
        once = _long_apart(raw)
        of_cells = ended(once.codes)[found.codes]
        found = replace(found, codes=of_cells, firsts=found.firsts[once.firsts])
        raw = gather(raw, once.firsts)
    if found.bare:
        return column, Words(found.codes, raw, None, None, found.odd), _NONE
    trimmed = trim(raw)
    same = filled(raw == trimmed, 0).to_numpy()
    if same.all():
        return column, Words(found.codes, raw, None, pairs, found.odd), _NONE
    words = replace(_put_together(found.codes, trimmed), odd=found.odd)
    changed = np.append(~same & (raw != "").to_numpy(), False)[found.codes]
    return words.texts().alias(column.name), words, np.flatnonzero(changed)


def repeated(values: Sequence[str | None], heights: Sequence[int]) -> Words:
    """The words of a column in which each text stands so many times."""
    few = words_of(pl.Series(values, dtype=pl.String))
    return Words(np.repeat(few.codes, heights), few.words, None, few._pairs, few.odd)


def places_of(many: Sequence[Words], keys: pl.Series) -> list[Code]:
    """The place of each word of several columns among texts, which differ; -1 for none of them."""
    pairs = [words._pairs for words in many if words._pairs is not None]
    if len(pairs) < len(many):
        return [words.places_in(keys) for words in many]
    found = codes_of(np.concatenate([NO_PAIRS, *pairs]), keys)  # the keys are put in a table once
    ends = np.cumsum([0, *(len(of) for of in pairs)]).tolist()
    return [found[start:end] for start, end in pairwise(ends)]


def combinations(columns: Sequence[Code]) -> tuple[Code, Index]:
    """Rows of codes with equal ones alike: each row's combination, and where each first stands."""
    first, *others = columns
    packed = np.zeros(len(first), np.int64)
    for more in others:
        packed = packed * (int(more.max(initial=-1)) + 2) + (more + 1)
    pairs = np.empty((len(first), 2), np.int64)
    pairs[:, 0], pairs[:, 1] = first, packed
    found = pairs_apart(pairs)
    return found.codes, found.firsts


def _wide(column: pl.Series) -> pl.Series:
    """A plain column as one of 64 bits."""
    if column.dtype.is_float():
        return column.cast(pl.Float64)
    if column.dtype == pl.UInt64:
        return column.reinterpret(signed=True)
    return (column.cast(pl.Int32) if column.dtype == pl.Date else column).cast(pl.Int64)


def _is_plain(dtype: PolarsDataType) -> bool:
    """Whether a value of this type is at most 64 bits that are all there is to it."""
    return (dtype.is_integer() and dtype not in (pl.Int128, pl.UInt128)) or dtype in _PLAIN


def _put_together(places: Code, written: pl.Series) -> Words:
    """Words from the places of cells among texts that may be empty or alike."""
    if written.null_count() == 0 and written.n_unique() == len(written):
        return Words(places, written)
    words = written.drop_nulls().unique(maintain_order=True)
    return Words(ended(codes(written, words))[places], words)


def _integers_apart(column: pl.Series) -> Apart:
    """The cells of a column of 64 bits, told apart."""
    with lent([column]) as cells:
        [found] = apart(cells, 1)
    return found


def _long_apart(there: pl.Series) -> Apart:
    """Texts of any length, none of them null: many by their hashes, if no two have the same."""
    if len(there) <= _FEW:
        texts = there.to_list()
        first = {text: place for place, text in reversed(list(enumerate(texts)))}
        code = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        few = np.array([code[text] for text in texts], np.int32)
        return Apart(few, np.array([first[text] for text in code], np.int64), NO_PAIRS)
    found = _integers_apart(there.hash().reinterpret(signed=True))
    if (gather(there, found.firsts[found.codes]) == there).all():
        return found
    firsts = np.flatnonzero(there.is_first_distinct().to_numpy())
    return Apart(codes(there, gather(there, firsts)), firsts, NO_PAIRS)
