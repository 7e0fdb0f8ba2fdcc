"""Records that have been checked: kept rows, with the codes of their schools and posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.problems import Place, Problem
from paycalc.records._words import Words, words_of
from paycalc.records.cells import Dates, Numbers, numbers
from paycalc.records.period import Period
from paycalc.records.table import Table, place_at


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """The kept rows of a table: n rows.

    ``frame`` has every column; those declared as dates are of type ``Date``, others as they came
    (read them with ``cells``). Rows belong to schools or to posts: ``school`` or ``post`` is
    int32[n] codes, indices of ``Checked.schools`` or ``posts``, and the other is ``None``. The
    table ``schools`` alone has the ``county`` of its rows, indices of ``Checked.counties``.
    ``rows`` is int64[n], the row of ``table.frame`` that each row is (``None``: all, as they are).
    """

    table: Table
    frame: pl.DataFrame = field(repr=False)  # names of people stay out of logs
    school: NDArray[np.int32] | None
    post: NDArray[np.int32] | None = None
    rows: NDArray[np.int64] | None = None
    county: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32), repr=False)

    def words(self, column: str) -> Words:
        """The texts of a column, each once, and which each row has."""
        if self._is_read(column):
            return self.table.words(column).take(self.rows)
        return words_of(self.frame[column])

    def numbers(self, column: str) -> Numbers:
        """The numbers of a column."""
        if self._is_read(column):
            read = self.table.numbers(column)
            return read if self.rows is None else read.take(self.rows)
        return numbers(self.frame[column])

    def _is_read(self, column: str) -> bool:
        """Whether the frame still has the column as the table has it: dates and `fte` may not."""
        of = self.table.frame
        return self.frame is of or (
            column in of.columns
            and of[column].dtype == self.frame[column].dtype
            and column != "fte"
        )


@dataclass(frozen=True, slots=True)
class Posts:
    """The p posts, sorted by (county_id, school_id, teacher_id) as UTF-8 bytes.

    ``school``, ``county`` and ``person`` are int32[p] codes; a person is a teacher_id within a
    county. ``latest`` is int32[p], the row of ``Checked.staff`` that is the post's latest stint.
    """

    school: NDArray[np.int32]
    county: NDArray[np.int32]
    teacher_id: pl.Series
    person: NDArray[np.int32]
    latest: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Funds:
    """The f rows of the counties' funds: codes int32[f], fen int64[f], sources (null: none)."""

    county: NDArray[np.int32]
    fen: NDArray[np.int64]
    source: pl.Series


@dataclass(frozen=True, slots=True)
class Cases:
    """The k ethics cases that apply or hold, in file order.

    ``county`` and ``person`` are int32[k] codes; ``status`` is ``apply`` or ``hold``; a date's
    state is 1 where its cell is empty.
    """

    case_id: pl.Series
    county: NDArray[np.int32]
    teacher_id: pl.Series
    person: NDArray[np.int32]
    item: pl.Series
    status: pl.Series
    decided_on: Dates
    committed_on: Dates


@dataclass(frozen=True, slots=True)
class Checked:
    """Records without an error.

    ``counties`` are all that have schools, sorted by their UTF-8 bytes, and ``persons`` counts the
    teachers of all counties. ``schools`` is sorted by (county_id, school_id), ``staff`` (every kept
    stint) and ``tables`` (``workload``, ``outcomes``, ``leave``, ``school_results``, where they are
    there) are in file order. ``problems`` holds the warnings and notes.
    """

    period: Period
    counties: tuple[str, ...]
    schools: CheckedTable
    posts: Posts
    persons: int
    staff: CheckedTable
    tables: Mapping[str, CheckedTable]
    funds: Funds
    ethics: Cases
    problems: tuple[Problem, ...] = ()


def place_of(table: CheckedTable, row: int, column: str | None = None) -> Place:
    """Where a row of a checked table stands in the user's files."""
    index = row if table.rows is None else int(table.rows[row])
    return place_at(table.table, index, column)
