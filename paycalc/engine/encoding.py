"""From checked records to Encoded: ids become codes in key order, cells become integers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.engine import kernels
from paycalc.engine.encoded import EMPTY, NOTHING, Cases, Encoded, EncodedTable, TextColumn
from paycalc.engine.manual import manual_of, opening_of
from paycalc.engine.numbers import LARGEST_FUND, Ints, Numbers
from paycalc.engine.plan import OF_SCHOOLS, EnginePlan
from paycalc.engine.states import State
from paycalc.records import Checked, CheckedTable
from paycalc.records.cells import Dates, dates, numbers, texts, words_of
from paycalc.records.cells import Numbers as CellNumbers

Codes: TypeAlias = NDArray[np.integer]

_EPOCH = date(1970, 1, 1)
_NUMBER_STATES = np.array(
    [State.OK, State.NONE, State.TEXT_FOR_NUMBER, State.NUMBER_OUT_OF_RANGE], np.uint8
)
_NO_ROWS = EncodedTable(np.zeros(0, np.int64), np.zeros(0, np.int64))
_DATE_STATES = np.array([State.OK, State.NONE, State.BAD_DATE], np.uint8)


class Order:
    """How schools and posts of the checked records are put in order of their units.

    ``schools`` and ``posts`` list the checked codes in the order in which Encoded has them;
    ``school_place`` and ``post_place`` say the place of each.
    """

    def __init__(self, plan: EnginePlan, checked: Checked) -> None:
        unit_ids = _unit_ids(plan, checked)
        units = words_of(unit_ids)
        ranked = units.of_words(units.ordered()[1]).astype(np.int64)
        county = checked.schools.county.astype(np.int64)
        self.schools = np.lexsort((ranked, county))  # stable: schools of a unit by school_id
        self.school_place = _inverse(self.schools)
        key = county[self.schools] * (int(ranked.max(initial=0)) + 1) + ranked[self.schools]
        self.school_unit = np.unique(key, return_inverse=True)[1].astype(np.int64)
        self.unit_ids = unit_ids
        post_school = self.school_place[checked.posts.school]
        self.posts = np.argsort(post_school, kind="stable")
        self.post_place = _inverse(self.posts)
        self.post_school = post_school[self.posts]

    def unit_names(self) -> pl.Series:
        """The unit_id of each unit."""
        first = np.unique(self.school_unit, return_index=True)[1]
        return self.unit_ids[self.schools[first]]


def _unit_ids(plan: EnginePlan, checked: Checked) -> pl.Series:
    """The unit of each school: the column that level 1 names, or the school itself."""
    schools = checked.schools.frame
    own = schools["school_id"]
    column = plan.policy.level_1.unit
    if column is None or column not in schools.columns:
        return own
    return pl.select(pl.coalesce(texts(schools[column]), own)).to_series()


def _inverse(order: Codes) -> Ints:
    place = np.empty(order.size, np.int64)
    place[order] = np.arange(order.size)
    return place


def encode(plan: EnginePlan, checked: Checked, order: Order | None = None) -> Encoded:
    """The checked records as arrays, with what the plan reads of them."""
    order = order or Order(plan, checked)
    vocabulary = _vocabulary(plan, checked)
    units = int(order.school_unit.max(initial=-1)) + 1
    tables = {"schools": checked.schools, "staff": checked.staff, **checked.tables}
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
        code_numbers=_numbers(numbers(vocabulary.texts)) if _of_cells(plan, "number") else NOTHING,
        code_dates=_dates(dates(vocabulary.texts)) if _of_cells(plan, "date") else NOTHING,
        opening=opening_of(plan, checked, order.school_unit[order.school_place], units),
        manual=manual_of(plan, checked, order.post_place),
    )


def _of_cells(plan: EnginePlan, use: str) -> bool:
    """Whether the plan reads a cell's own column so."""
    return any(need.use == use and need.own for need in plan.needs)


def _unit_counties(checked: Checked, order: Order, units: int) -> Ints:
    county = np.zeros(units, np.int64)
    county[order.school_unit] = checked.schools.county[order.schools]
    return county


# --- Cells ------------------------------------------------------------------------------------


def _text_columns(plan: EnginePlan) -> set[tuple[str, str]]:
    return {(t, need.column) for need in plan.needs if need.use == "text" for t in need.tables}


class _Vocabulary(NamedTuple):
    """Every text that matters, once, in byte order; a text's code is its place.

    ``literals`` are the codes of the plan's, ``columns`` each text column's words with the codes
    of these, by table and column.
    """

    texts: pl.Series
    literals: Ints
    columns: Mapping[tuple[str, str], TextColumn]


def vocabulary_of(plan: EnginePlan, checked: Checked) -> pl.Series:
    """Every text that matters, once, in byte order; a text's code is its place."""
    return _vocabulary(plan, checked).texts


def _vocabulary(plan: EnginePlan, checked: Checked) -> _Vocabulary:
    tables = {"schools": checked.schools, "staff": checked.staff, **checked.tables}
    literals = pl.Series("", plan.literals, dtype=pl.String)
    read = {
        (table, column): tables[table].words(column)
        for table, column in sorted(_text_columns(plan))
        if table in tables and column in tables[table].frame.columns
    }
    every = words_of(pl.concat([literals, *(words.words.alias("") for words in read.values())]))
    ordered, place = every.ordered()
    ends = np.cumsum([len(literals), *(len(words.words) for words in read.values())])
    first, *others = np.split(place[every.codes].astype(np.int64), ends[:-1])
    columns = {
        key: TextColumn(words.codes, np.append(codes, EMPTY))
        for (key, words), codes in zip(read.items(), others, strict=True)
    }
    return _Vocabulary(ordered, first, columns)


def _table(
    plan: EnginePlan, name: str, table: CheckedTable, vocabulary: _Vocabulary, order: Order
) -> EncodedTable:
    """The columns of a table that the plan reads, its rows sorted by owner."""
    if name in OF_SCHOOLS:
        assert table.school is not None
        owner, owners = order.school_place[table.school], order.schools.size
    else:
        assert table.post is not None
        owner, owners = order.post_place[table.post], order.posts.size
    rows = _sorted_rows(name, table, owner, owners)
    uses = {(need.column, need.use) for need in plan.needs if name in need.tables}
    uses |= {("from", "date"), ("to", "date")}
    columns: dict[str, dict[str, object]] = {"text": {}, "number": {}, "date": {}}
    for column, use in uses:
        if column in table.frame.columns:
            columns[use][column] = (
                vocabulary.columns[name, column] if use == "text" else _read(table, column, use)
            )
    return EncodedTable(
        owner if rows is None else owner[rows],
        np.arange(owner.size) if rows is None else rows,
        columns["text"],  # type: ignore[arg-type]
        columns["number"],  # type: ignore[arg-type]
        columns["date"],  # type: ignore[arg-type]
        as_checked=True,
        row_owner=owner,
    )


def _sorted_rows(name: str, table: CheckedTable, owner: Ints, owners: int) -> Ints | None:
    """The rows in order of their owner (stints in order of time), or none if they are already."""
    if name == "staff" and "from" in table.frame.columns:
        begin = dates(table.frame["from"])
        days = np.where(begin.state == 0, begin.days, np.iinfo(np.int32).min)
        return np.lexsort((days, owner))
    if (owner[1:] >= owner[:-1]).all():
        return None
    return kernels.by_owner(owner, owners)  # type: ignore[no-any-return]


def _read(table: CheckedTable, column: str, use: str) -> Numbers:
    if use == "date":
        return _dates(dates(table.frame[column]))
    return _numbers(table.numbers(column))


def _numbers(read: CellNumbers) -> Numbers:
    return Numbers(read.micro, _NUMBER_STATES[read.state])


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
    rows = np.argsort(ethics.county, kind="stable")
    return Cases(
        county=ethics.county[rows].astype(np.int64),
        teacher=ethics.person[rows].astype(np.int64),
        item=item[rows],
        holds=(ethics.status == "hold").cast(pl.Int64).to_numpy()[rows],
        decided_on=_dates(ethics.decided_on).take(rows),
        committed_on=_dates(ethics.committed_on).take(rows),
        origin=rows,
    )
