"""A table on its way through the checks: the rows still kept, and telling what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.problems import Place, Problem
from paycalc.records._reporting import CAP, Report
from paycalc.records._words import Words, no_words, words_of
from paycalc.records.cells import Numbers, numbers, texts
from paycalc.records.table import Table, place_at

Mask = NDArray[np.bool_]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sieve:
    """The kept rows of a table; ``rows`` says which of the table's (``None``: all of them)."""

    table: Table
    frame: pl.DataFrame
    rows: Index | None = None

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    def words(self, column: str) -> Words:
        """The texts of a column, each once, and which each row has; none where it is lacking."""
        types = self.table.types
        if column not in types:
            return no_words(self.frame.height)
        same = self.frame is self.table.frame
        if not same and self.frame[column].dtype != types[column]:
            return words_of(self.frame[column])  # dates, read already
        return self.table.words(column).take(self.rows)

    def numbers(self, column: str) -> Numbers:
        """The numbers of a column that the table has."""
        return self.table.numbers(column) if self.rows is None else numbers(self.frame[column])


def sieve(table: Table) -> Sieve:
    """All rows of a table."""
    return Sieve(table, table.frame)


def keep(kept: Sieve, mask: Mask) -> Sieve:
    """Only the rows where ``mask`` holds."""
    if mask.all():
        return kept
    rows = np.flatnonzero(mask) if kept.rows is None else kept.rows[mask]
    return Sieve(kept.table, kept.frame.filter(mask), rows)


def written(kept: Sieve, column: str) -> pl.Series:
    """The texts of a column, all null where the table lacks it."""
    if column in kept.table.types:
        cells = kept.frame[column]
        return cells if cells.dtype == pl.String else texts(cells)  # trimmed when it was read
    return pl.Series(column, [None], dtype=pl.String).new_from_index(0, len(kept.frame))


def place_in(kept: Sieve, row: int, column: str | None = None) -> Place:
    """Where a row of the sieve stands in the user's files."""
    index = row if kept.rows is None else int(kept.rows[row])
    return place_at(kept.table, index, column)


def heading(kept: Sieve, column: str | None) -> str | None:
    """What the user's file calls a column."""
    return None if column is None else kept.table.headings.get(column, column)


def tell(
    report: Report,
    code: str,
    kept: Sieve,
    where: Mask,
    column: str | None = None,
    ids: Mapping[str, pl.Series] | None = None,
    values: Mapping[str, str | int] | None = None,
) -> None:
    """One problem for each row where ``where`` holds; ``ids`` are parts of its place."""
    if not where.any():
        return
    rows = np.flatnonzero(where)
    for row in rows[:CAP].tolist():
        place = place_in(kept, row, column)
        known = {part: text for part, of in (ids or {}).items() if (text := of[row]) is not None}
        report.add(Problem(code, replace(place, **known), values or {}))
    report.more(code, kept.name, heading(kept, column), max(0, len(rows) - CAP))


def count(report: Report, code: str, kept: Sieve, number: int, column: str | None = None) -> None:
    """One problem that stands for so many rows or cells, if there are any."""
    if number:
        place = Place(table=kept.name, column=heading(kept, column))
        report.add(Problem(code, place, {"count": number}, number))


def listed(texts: Sequence[str] | frozenset[str], most: int = 12) -> str:
    """Texts of a policy in one order, the first few."""
    ordered = sorted(texts, key=str.encode)
    return ", ".join(ordered[:most]) + (", …" if len(ordered) > most else "")
