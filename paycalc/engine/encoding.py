"""From checked records to Encoded: ids become codes in key order, cells become integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.engine.encoded import EMPTY, NOTHING, Cases, Encoded, EncodedTable, TextColumn
from paycalc.engine.manual import manual_of, opening_of
from paycalc.engine.numbers import LARGEST_FUND, Ints, Numbers
from paycalc.engine.plan import OF_SCHOOLS, EnginePlan
from paycalc.engine.states import State
from paycalc.records import Checked, CheckedTable
from paycalc.records._codes import codes
from paycalc.records.cells import Dates, dates, numbers, texts, words_of
from paycalc.records.cells import Numbers as CellNumbers

Codes: TypeAlias = NDArray[np.integer]

_EPOCH = date(1970, 1, 1)
_MANY_TEXTS = 5000
_NUMBER_STATES = np.array(
    [State.OK, State.NONE, State.TEXT_FOR_NUMBER, State.NUMBER_OUT_OF_RANGE], np.uint8
)
_NO_ROWS = EncodedTable(np.zeros(0, np.int64))
_DATE_STATES = np.array([State.OK, State.NONE, State.BAD_DATE], np.uint8)


class Order:
    """How schools and posts of the checked records are put in order of their units.

    ``schools`` and ``posts`` list the checked codes in the order in which Encoded has them;
    ``school_place`` and ``post_place`` say the place of each. Where each school is a unit they
    stay as they are: ``is_kept``.
    """

    def __init__(self, plan: EnginePlan, checked: Checked) -> None:
        unit_ids = _unit_ids(plan, checked)
        self.is_kept = unit_ids is None
        self.unit_ids: pl.Series = checked.schools.frame["school_id"]
        if unit_ids is None:
            self.schools = self.school_place = self.school_unit = np.arange(len(self.unit_ids))
            self.posts = self.post_place = np.arange(checked.posts.school.size)
            self.post_school = checked.posts.school.astype(np.int64)
            return
        self.unit_ids = unit_ids
        units = words_of(unit_ids)
        ranked = units.of_words(units.ordered()[1]).astype(np.int64)
        county = checked.schools.county.astype(np.int64)
        self.schools = np.lexsort((ranked, county))  # stable: schools of a unit by school_id
        self.school_place = _inverse(self.schools)
        key = county[self.schools] * (int(ranked.max(initial=0)) + 1) + ranked[self.schools]
        self.school_unit = np.unique(key, return_inverse=True)[1].astype(np.int64)
        post_school = self.school_place[checked.posts.school]
        self.posts = np.argsort(post_school, kind="stable")
        self.post_place = _inverse(self.posts)
        self.post_school = post_school[self.posts]

    def unit_names(self) -> pl.Series:
        """The unit_id of each unit."""
        if self.is_kept:
            return self.unit_ids
        first = np.unique(self.school_unit, return_index=True)[1]
        return self.unit_ids[self.schools[first]]

    def of_schools(self, column: pl.Series) -> pl.Series:
        """A column of the checked schools, in order."""
        return column if self.is_kept else column[self.schools]

    def of_posts(self, column: pl.Series) -> pl.Series:
        """A column of the checked posts, in order."""
        return column if self.is_kept else column[self.posts]

    def schools_of(self, table: CheckedTable) -> Ints:
        """The school of each row, by its place."""
        assert table.school is not None
        return table.school.astype(np.int64) if self.is_kept else self.school_place[table.school]

    def posts_of(self, table: CheckedTable) -> Ints:
        """The post of each row, by its place."""
        assert table.post is not None
        return table.post.astype(np.int64) if self.is_kept else self.post_place[table.post]


def _unit_ids(plan: EnginePlan, checked: Checked) -> pl.Series | None:
    """The unit of each school by the column that level 1 names; none where it is the school."""
    schools = checked.schools.frame
    column = plan.policy.level_1.unit
    if column is None or column not in schools.columns:
        return None
    return pl.select(pl.coalesce(texts(schools[column]), schools["school_id"])).to_series()


def _inverse(order: Codes) -> Ints:
    place = np.empty(order.size, np.int64)
    place[order] = np.arange(order.size)
    return place


def encode(plan: EnginePlan, checked: Checked, order: Order | None = None) -> Encoded:
    """The checked records as arrays, with what the plan reads of them."""
    order = order or Order(plan, checked)
    tables = _tables(plan, checked)
    vocabulary = _vocabulary(plan, tables)
    units = int(order.school_unit.max(initial=-1)) + 1
    encoded = {
        name: _table(plan, name, tables[name], vocabulary, order) if name in tables else _NO_ROWS
        for name in plan.tables
    }
    post_unit = order.school_unit[order.post_school]
    unit_county = _unit_counties(checked, order, units)
    return Encoded(
        first_day=(checked.period.first_day - _EPOCH).days,
        last_day=(checked.period.last_day - _EPOCH).days,
        unit_starts=np.searchsorted(unit_county, np.arange(len(checked.counties) + 1)),
        school_starts=np.searchsorted(order.school_unit, np.arange(units + 1)),
        post_starts=np.searchsorted(post_unit, np.arange(units + 1)),
        post_school=order.post_school,
        post_order=order.post_place,  # checked posts are sorted by (county, school, teacher)
        post_teacher=checked.posts.person[order.posts].astype(np.int64),
        latest=checked.posts.latest[order.posts].astype(np.int64),
        funds=_funds(plan, checked),
        literals=vocabulary.literals,
        vocabulary=max(len(vocabulary.texts), 1),
        tables=encoded,
        cases=_cases(plan, checked),
        code_numbers=_numbers(numbers(vocabulary.series()))
        if plan.reads_cells_as("number")
        else NOTHING,
        code_dates=_dates(dates(vocabulary.series())) if plan.reads_cells_as("date") else NOTHING,
        opening=opening_of(plan, checked, order.school_unit[order.school_place], units),
        manual=manual_of(plan, checked, order.post_place),
    )


def _unit_counties(checked: Checked, order: Order, units: int) -> Ints:
    county = np.zeros(units, np.int64)
    county[order.school_unit] = checked.schools.county[order.schools]
    return county


# --- Cells ------------------------------------------------------------------------------------


class _Vocabulary(NamedTuple):
    """Every text that matters, once, in byte order; a text's code is its place.

    ``literals`` are the codes of the plan's, ``columns`` each text column's words with the codes
    of these, by table and column.
    """

    texts: Sequence[str] | pl.Series
    literals: Ints
    columns: Mapping[tuple[str, str], TextColumn]

    def series(self) -> pl.Series:
        """The texts."""
        return pl.Series("", self.texts, dtype=pl.String)


def vocabulary_of(plan: EnginePlan, checked: Checked) -> pl.Series:
    """Every text that matters, once, in byte order; a text's code is its place."""
    return _vocabulary(plan, _tables(plan, checked)).series()


def _tables(plan: EnginePlan, checked: Checked) -> Mapping[str, CheckedTable]:
    """The tables that the plan reads and the dataset has."""
    tables = {"schools": checked.schools, "staff": checked.staff, **checked.tables}
    return {name: tables[name] for name in sorted(plan.tables) if name in tables}


def _vocabulary(plan: EnginePlan, tables: Mapping[str, CheckedTable]) -> _Vocabulary:
    read = {
        (name, column): table.words(column)
        for name, table in tables.items()
        for column in table.frame.columns
        if (column, "text") in plan.uses[name]
    }
    columns = [words.words for words in read.values()]
    in_order = _in_order if sum(map(len, columns)) < _MANY_TEXTS else _in_order_of_many
    ordered, (literals, *places) = in_order(plan.literals, columns)
    of_columns = {
        key: TextColumn(words.codes, np.append(ids, EMPTY))
        for (key, words), ids in zip(read.items(), places, strict=True)
    }
    return _Vocabulary(ordered, literals, of_columns)


def _in_order(
    literals: Sequence[str], columns: Sequence[pl.Series]
) -> tuple[Sequence[str] | pl.Series, list[Ints]]:
    """Every text once, as their bytes are; the place of each literal there, and of each cell."""
    texts = [literals, *(column.to_list() for column in columns)]
    ordered = sorted(set().union(*texts))
    code = {text: place for place, text in enumerate(ordered)}
    return ordered, [np.array([code[text] for text in cells], np.int64) for cells in texts]


def _in_order_of_many(
    literals: Sequence[str], columns: Sequence[pl.Series]
) -> tuple[Sequence[str] | pl.Series, list[Ints]]:
    """The same, in a quarter of the time where texts are many, and in more where they are few."""
    texts = [pl.Series(literals, dtype=pl.String), *(column.alias("") for column in columns)]
    every = pl.concat(texts)
    ordered = every.unique().sort()
    ends = np.cumsum([len(cells) for cells in texts])
    return ordered, np.split(codes(every, ordered).astype(np.int64), ends[:-1])


def _table(
    plan: EnginePlan, name: str, table: CheckedTable, vocabulary: _Vocabulary, order: Order
) -> EncodedTable:
    """The columns of a table that the plan reads, and the owner of each row."""
    owner = order.schools_of(table) if name in OF_SCHOOLS else order.posts_of(table)
    texts, read, days = {}, {}, {}
    there = frozenset(table.frame.columns)
    for column, use in plan.uses[name]:
        if column not in there:
            continue
        if use == "text":
            texts[column] = vocabulary.columns[name, column]
        elif use == "number":
            read[column] = _numbers(table.numbers(column))
        else:
            days[column] = _dates(dates(table.frame[column]))
    stints = _stints(owner, days["from"]) if name == "staff" and "from" in days else None
    return EncodedTable(owner, None, texts, read, days, stints)


def _stints(owner: Ints, begin: Numbers) -> Ints:
    """The rows of staff in order of their posts, those of a post in order of time."""
    days = np.where(begin.ok, begin.value, np.iinfo(np.int32).min)
    return np.lexsort((days, owner))


def _numbers(read: CellNumbers) -> Numbers:
    plain = read.state.max(initial=0) <= State.NONE  # which is the same in both
    return Numbers(read.micro, read.state if plain else _NUMBER_STATES[read.state])


def _dates(read: Dates) -> Numbers:
    return Numbers(read.days.astype(np.int64), _DATE_STATES[read.state])


# --- Funds and cases --------------------------------------------------------------------------


def _funds(plan: EnginePlan, checked: Checked) -> Ints:
    """Fen by purse and county; a sum beyond any fund stays beyond it, so that it is refused."""
    purse_of = {source: place for place, purse in enumerate(plan.purses) for source in purse}
    sources = checked.funds.source.to_list()
    purse = np.array([purse_of.get(source, 0) for source in sources], np.int64)
    size = len(plan.purses) * len(checked.counties)
    cell = (purse * len(checked.counties) + checked.funds.county).astype(np.int64)
    total = _sums(cell, checked.funds.fen, size)
    capped = [max(min(value, 2 * LARGEST_FUND), -2 * LARGEST_FUND) for value in total]
    return np.array(capped, np.int64).reshape(len(plan.purses), len(checked.counties))


def _sums(cell: Ints, fen: Ints, size: int) -> list[int]:
    """Sums beyond 64 bits: each amount may be as large as a fund."""
    high, low = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(high, cell, fen >> 32)
    np.add.at(low, cell, fen & 0xFFFFFFFF)
    return [(int(h) << 32) + int(part) for h, part in zip(high, low, strict=True)]


def _cases(plan: EnginePlan, checked: Checked) -> Cases:
    ethics = checked.ethics
    items = list(plan.policy.veto.items) if plan.policy.veto else []
    place_of = {item: place for place, item in enumerate(items)}
    item = np.array([place_of.get(text, -1) for text in ethics.item.to_list()], np.int64)
    holds = np.array([status == "hold" for status in ethics.status.to_list()], np.int64)
    rows = np.argsort(ethics.county, kind="stable")
    return Cases(
        county=ethics.county[rows].astype(np.int64),
        teacher=ethics.person[rows].astype(np.int64),
        item=item[rows],
        holds=holds[rows],
        decided_on=_dates(ethics.decided_on).take(rows),
        committed_on=_dates(ethics.committed_on).take(rows),
        origin=rows,
    )
