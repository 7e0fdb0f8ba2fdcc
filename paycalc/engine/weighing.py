"""An item's rows in one pass, where each says all by its own cells or its school's (section 4).

What a policy says of a text is looked up once for each distinct text of a column. Whatever has
more to it (cells, another place's columns, values that are no plain numbers, a row in error) is
left to `rows`, which says the same of every row, step by step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from paycalc.engine import kernels
from paycalc.engine.encoded import EncodedTable, TextColumn, is_full
from paycalc.engine.numbers import MICRO, Bools, Ints, Numbers
from paycalc.engine.plan import DEFAULT_EACH, OF_SCHOOLS
from paycalc.engine.scope import Scope, rows_of
from paycalc.engine.states import State
from paycalc.engine.trace import NO_TRACE
from paycalc.engine.values import literal_ids
from paycalc.engine.work import Work
from paycalc.policy.model import (
    BandLookup,
    Column,
    Condition,
    Item,
    Number,
    Rows,
    TableLookup,
    Value,
)

_KINDS: Mapping[str, int] = {
    "sum": kernels.SUM,
    "mean": kernels.MEAN,
    "max": kernels.MAX,
    "min": kernels.MIN,
    "count": kernels.COUNT,
}
_MOST_WORDS, _MOST_NUMBERS = 4, 2  # so many columns does `weigh` take
_T = TypeVar("_T")
_NO_WORDS = np.empty(0, np.int32)
_NO_ROWS = np.empty(0, np.int64)
_NOTHING_SAID = np.empty(0, np.bool_)


class _MoreToItError(Exception):
    """There is more to a value or condition than the cells of its row say."""


def weighed(work: Work, item: Item, source: Rows, inside: Bools) -> tuple[Numbers, Ints] | None:
    """The number of each member and how many of its rows count; ``None`` where there is more to it.

    ``inside`` says which members are in ``for``.
    """
    if item.columns or source.table is None or source.combine.kind not in _KINDS:
        return None
    if work.trace is not NO_TRACE:
        return None
    reading = _Reading(work, work.encoded.tables[source.table], source.table)
    try:
        tests = [reading.test(condition) for condition in source.where]
        factors = _factors(reading, source)
    except _MoreToItError:
        return None
    rows, owner = reading.rows(item)
    value, count, sure = kernels.weigh(
        owner,
        rows,
        reading.word_columns(),
        reading.number_columns(),
        np.array(tests, np.int64).reshape(-1, 3),
        np.concatenate([_NOTHING_SAID, *reading.accepts]),
        np.array(factors, np.int64).reshape(-1, 4),
        np.concatenate([_NO_ROWS, *reading.said]),
        inside,
        _KINDS[source.combine.kind],
    )
    return (Numbers(value, np.zeros(value.size, np.uint8)), count) if sure else None


def accepted(work: Work, source: Rows) -> Scope | None:
    """The rows of a table for which all conditions hold; ``None`` where there is more to them."""
    table = None if source.table is None else work.encoded.tables[source.table]
    if table is None or not table.is_whole or not source.where or work.trace is not NO_TRACE:
        return None
    reading = _Reading(work, table, source.table or "")
    try:
        tests = [reading.test(condition) for condition in source.where]
    except _MoreToItError:
        return None
    words = reading.word_columns()
    holds = [
        _says(words[column], accepts)
        for (column, *_), accepts in zip(tests, reading.accepts, strict=True)
    ]
    rows = np.flatnonzero(np.logical_and.reduce(holds))
    owner = table.row_owner[rows]
    order = np.argsort(owner, kind="stable")
    return replace(rows_of(work.encoded, reading.name, owner[order]), row=rows[order])


def _says(words: NDArray[np.int32], accepts: Bools) -> Bools:
    """Which cells say what is accepted, of each word, an empty cell last."""
    some = np.flatnonzero(accepts)
    alone = some.size == 1 and not accepts[-1]  # as most conditions say
    found: Bools = words == np.int32(some[0]) if alone else accepts[words]
    return found


def _factors(reading: _Reading, source: Rows) -> list[tuple[int, int, int, int]]:
    """What a row brings: `each`, then the coefficients in the order given."""
    if source.combine.kind == "count":
        return []
    brought = DEFAULT_EACH.get(source.table or "")
    each: Value = Number(MICRO) if brought is None else Column(brought, "row")
    return [reading.factor(value) for value in (source.each or each, *source.times)]


@dataclass
class _Reading:
    """The columns that an item reads of its table, and what the policy says of their cells."""

    work: Work
    table: EncodedTable
    name: str
    words: list[tuple[str, str]] = field(default_factory=list)  # table and column
    numbers: list[str] = field(default_factory=list)
    accepts: list[Bools] = field(default_factory=list)
    said: list[Ints] = field(default_factory=list)

    def rows(self, item: Item) -> tuple[Ints, Ints]:
        """Where in the columns the rows are (nothing: in order), and the member of each."""
        encoded, table = self.work.encoded, self.table
        if table.is_whole:
            return _NO_ROWS, rows_of(encoded, self.name, table.row_owner).at(item.base)
        return table.places, rows_of(encoded, self.name).at(item.base)

    def test(self, condition: Condition) -> tuple[int, int, int]:
        """A condition: its column, and where what it accepts begins, and of how many words."""
        accepts = condition.accepts
        if not isinstance(accepts, frozenset) or not accepts:
            raise _MoreToItError
        column, ids = self._words(condition.column)
        known = np.zeros(self.work.encoded.vocabulary + 1, np.bool_)
        known[literal_ids(self.work, "text", accepts)] = True
        start = sum(part.size for part in self.accepts)
        self.accepts.append(known if ids is None else known[ids])
        return column, start, self.accepts[-1].size

    def factor(self, value: Value) -> tuple[int, int, int, int]:
        """A VALUE: how it is found, its column, where what is said begins, and how much it is."""
        if isinstance(value, Number):
            return kernels.CONSTANT, 0, *self._say(np.array([value.micro]))
        if isinstance(value, Column):
            return kernels.OF_NUMBER, self._number(value), 0, 0
        if isinstance(value, TableLookup) and len(value.by) == 1:
            column, ids = self._words(value.by[0])
            said = np.full(self.work.encoded.vocabulary + 1, _plain(value.default))
            texts = [text for (text,) in value.table]
            plain = [_plain(entry) for entry in value.table.values()]
            said[literal_ids(self.work, "text", texts)] = plain
            return kernels.OF_WORD, column, *self._say(said if ids is None else said[ids])
        if isinstance(value, BandLookup) and isinstance(value.by, Column):
            numbers = [_plain(entry) for entry in value.values]
            told = np.array([_plain(value.default), *value.bounds, *numbers])
            return kernels.OF_BAND, self._number(value.by), *self._say(told)
        raise _MoreToItError

    def _say(self, numbers: Ints) -> tuple[int, int]:
        start = sum(part.size for part in self.said)
        self.said.append(numbers)
        return start, numbers.size

    def _words(self, column: Column) -> tuple[int, Ints | None]:
        """The place of a column of texts, and the ids of its words, if these are no ids."""
        table, name = self.name, column.name
        if column.scope == "school" and column.part is None and self.table.is_whole:
            table = "schools"
        else:
            name = self._own(column)
        found = self.work.encoded.tables[table].texts.get(name)
        if found is None:
            raise _MoreToItError
        if self._may_be_elsewhere(column) and not is_full(found):
            raise _MoreToItError
        ids = found.ids if isinstance(found, TextColumn) else None
        return _place((table, name), self.words, _MOST_WORDS), ids

    def _number(self, column: Column) -> int:
        """The place of a column of numbers."""
        found = self.table.numbers.get(self._own(column))
        if found is None:
            raise _MoreToItError
        if found.state.any() and (
            self._may_be_elsewhere(column) or (found.state >= State.OVERFLOW).any()
        ):
            raise _MoreToItError  # a cell in error is not one without a number
        return _place(column.name, self.numbers, _MOST_NUMBERS)

    def _own(self, column: Column) -> str:
        if column.part is not None or column.scope not in (None, "row"):
            raise _MoreToItError
        return column.name

    def _may_be_elsewhere(self, column: Column) -> bool:
        """Whether the staff row or the school answers where a cell is empty."""
        if column.scope is not None:
            return False
        if self.name == "schools":
            return False  # the row is the school's
        tables = self.work.encoded.tables
        # A stint may lack what the latest of its post says.
        others = ("schools",) if self.name == "school_results" else ("staff", "schools")
        return any(
            column.name in tables[other].texts or column.name in tables[other].numbers
            for other in others
        )

    def word_columns(self) -> tuple[NDArray[np.int32], ...]:
        """The columns of texts, as many as `weigh` takes."""
        found = [
            self.table.words_of(name) if table == self.name else self._of_schools(name)
            for table, name in self.words
        ]
        return (*found, *[_NO_WORDS] * (_MOST_WORDS - len(found)))

    def _of_schools(self, name: str) -> NDArray[np.int32]:
        """What the school of each row says."""
        encoded, owner = self.work.encoded, self.table.row_owner
        schools = encoded.tables["schools"]
        school = owner if self.name in OF_SCHOOLS else encoded.post_school[owner]
        return schools.words_of(name)[schools.places[school]]

    def number_columns(self) -> tuple[Ints, ...]:
        """The columns of numbers, ``NOTHING`` where there is none, as many as `weigh` takes."""
        found = [self.table.plain_numbers(name, kernels.NOTHING) for name in self.numbers]
        return (*found, *[_NO_ROWS] * (_MOST_NUMBERS - len(found)))


def _place(name: _T, among: list[_T], most: int) -> int:
    """The place of a column among those that are read, of which there are so many at most."""
    if name not in among:
        if len(among) == most:
            raise _MoreToItError
        among.append(name)
    return among.index(name)


def _plain(value: Value | None) -> int:
    """The number of an entry of a lookup; ``NOTHING`` where there is none."""
    if value is None:
        return kernels.NOTHING
    if not isinstance(value, Number):
        raise _MoreToItError
    return value.micro
