"""What a column says at a place (section 4): the row, its staff row, its school, in that order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from paycalc.engine.dates import months_spanned, part_of_date, span
from paycalc.engine.encoded import EMPTY, EncodedTable, TextColumn
from paycalc.engine.numbers import MICRO, Ints, Numbers, States, div, full
from paycalc.engine.scope import Ids, Scope
from paycalc.engine.states import State
from paycalc.policy.model import Column

_T = TypeVar("_T", Numbers, Ids)


def cell_names(columns: Sequence[Column]) -> list[str]:
    """The names under which a cell keeps its columns: as written, `row.` left out.

    Where that would call two columns alike, `row.` stays.
    """
    names = [_cell_name(column) for column in columns]
    return [
        str(column) if names.count(name) > 1 else name
        for column, name in zip(columns, names, strict=True)
    ]


def _cell_name(column: Column) -> str:
    return str(column).removeprefix("row.")


def ids(scope: Scope, column: Column) -> Ids:
    """The text of a column at each place, as ids."""
    own = _own(scope, column)
    if own is not None and (column.scope is not None or column.part is not None):
        return own  # what says where to look was looked up when the cell came to be
    found = _looked_up_ids(scope, column)
    if own is not None:
        return own if found is None else _filled(own, found)
    if found is None:
        return Ids(np.full(scope.n, EMPTY), np.full(scope.n, State.NONE, np.uint8), "text")
    return found


def number(scope: Scope, column: Column) -> Numbers:
    """The number of a column at each place; none where the cell is empty."""
    own = _own(scope, column)
    if own is not None and own.domain != "text":
        return _as_number(own)
    if column.part is not None:
        return _as_number(_derived(scope, column))
    read = _sources(scope, column, lambda table, index: _take(table.numbers, column, index))
    return _first(_of_own(own, scope.encoded.code_numbers, column, read), scope.n)


def day(scope: Scope, column: Column) -> Numbers:
    """The date of a column at each place, in days since 1970-01-01; none where it is empty."""
    read = _sources(scope, column, lambda table, index: _take(table.dates, column, index))
    own = _own(scope, column)
    return _first(_of_own(own, scope.encoded.code_dates, column, read), scope.n)


def words(scope: Scope, column: Column) -> tuple[TextColumn, NDArray[np.int32]] | None:
    """A column that says all by the rows' own cells: its distinct texts, and which each row has.

    ``None`` where there is more to it: a cell's column, a derived one, or empty cells for which
    the staff row or the school may answer.
    """
    if scope.table is None or scope.row is None or column.part is not None:
        return None
    if column.scope not in (None, "row") or _own(scope, column) is not None:
        return None
    tables = scope.encoded.tables
    found = tables[scope.table].texts.get(column.name)
    if not isinstance(found, TextColumn):
        return None
    places = tables[scope.table].words_at(column.name, found, scope.row)
    others = ("staff", "schools") if scope.base == "post" else ("schools",)
    asked = column.scope is None and any(column.name in tables[name].texts for name in others)
    return None if asked and not found.is_full and (places < 0).any() else (found, places)


def _of_own(
    own: Ids | None, of_codes: Numbers, column: Column, later: Iterator[Numbers]
) -> Iterator[Numbers]:
    """What a cell's own text says as a number or date comes before what is looked up."""
    if own is not None:
        told = np.flatnonzero(own.state == State.OK)
        found = Numbers(np.zeros(own.ids.size, np.int64), own.state.copy())
        found.value[told] = of_codes.value[own.ids[told]]
        found.state[told] = of_codes.state[own.ids[told]]
        yield found
    if own is None or column.scope is None:
        yield from later


def _as_number(found: Ids) -> Numbers:
    if found.domain == "decimal":
        return Numbers(found.ids, found.state)
    text = found.state == State.OK
    return Numbers(found.ids, np.where(text, State.TEXT_FOR_NUMBER, found.state).astype(np.uint8))


def _own(scope: Scope, column: Column) -> Ids | None:
    own = scope.cells.get(str(column))
    if own is None and column.scope in (None, "row"):
        own = scope.cells.get(_cell_name(column))
    return own


def _looked_up_ids(scope: Scope, column: Column) -> Ids | None:
    if column.part is not None:
        return _derived(scope, column)
    found: Ids | None = None
    for source in _sources(scope, column, lambda table, index: _text(table, column, index)):
        found = source if found is None else _filled(found, source)
        if not (found.state == State.NONE).any():
            break
    return found


def _filled(first: _T, later: _T) -> _T:
    """The first that is not empty."""
    empty = first.state == State.NONE
    value = np.where(empty, later[0], first[0])
    state = np.where(empty, later.state, first.state)
    if isinstance(first, Ids):
        return first._replace(ids=value, state=state)
    return first._replace(value=value, state=state)


def _first(sources: Iterator[Numbers], n: int) -> Numbers:
    found: Numbers | None = None
    for source in sources:
        found = source if found is None else _filled(found, source)
        if not (found.state == State.NONE).any():
            break
    return full(n, 0, State.NONE) if found is None else found


def _take(columns: object, column: Column, index: Ints) -> Numbers | None:
    assert isinstance(columns, dict)
    found = columns.get(column.name)
    return None if found is None else found.take(index)


def _text(table: EncodedTable, column: Column, index: Ints) -> Ids | None:
    codes = table.texts.get(column.name)
    if codes is None:
        return None
    taken = codes.take(index)
    return Ids(taken, (taken == EMPTY).astype(np.uint8), "text")


def _sources(
    scope: Scope, column: Column, read: Callable[[EncodedTable, Ints], _T | None]
) -> Iterator[_T]:
    """What the row, the staff row and the school say, as far as the place has them."""
    encoded = scope.encoded
    found: _T | None
    if scope.table is not None and scope.row is not None and column.scope in (None, "row"):
        found = read(encoded.tables[scope.table], scope.row)
        if found is not None:
            yield found
    if scope.base == "post" and column.scope in (None, "staff"):
        found = read(encoded.tables["staff"], encoded.latest[scope.parent])
        if found is not None:
            yield found
    if scope.base != "county" and column.scope in (None, "school"):
        school = scope.school
        if school is not None:
            schools = encoded.tables["schools"]
            found = read(schools, schools.places[school])
        else:
            found = _of_unit(scope, column, read)
        if found is not None:
            yield found


def _of_unit(
    scope: Scope, column: Column, read: Callable[[EncodedTable, Ints], _T | None]
) -> _T | None:
    """A unit's own column: that on which all its schools agree, else an error."""
    encoded = scope.encoded
    schools = encoded.tables["schools"]
    first = read(schools, schools.places[encoded.school_starts[scope.parent]])
    codes = schools.texts.get(column.name)
    if first is None or codes is None:
        return None
    starts, own = encoded.school_starts[:-1], codes.take(schools.places)
    differ = np.minimum.reduceat(own, starts) != np.maximum.reduceat(own, starts)
    state = np.where(differ[scope.parent], State.UNIT_COLUMNS_DIFFER, first.state)
    return first._replace(state=state.astype(np.uint8))


def _derived(scope: Scope, column: Column) -> Ids:
    assert column.part is not None
    first, last = scope.encoded.first_day, scope.encoded.last_day
    if column.name == "period":
        whole = last - first + 1 if column.part == "days" else months_spanned(first, last)
        return _decimal(np.full(scope.n, whole * MICRO))
    if column.name == "held":
        days, months = _held(scope)
        if column.part == "share":
            share = div(Numbers(days, _ok(days)), full(scope.n, last - first + 1))
            return Ids(share.value, share.state, "decimal")
        return _decimal((days if column.part == "days" else months) * MICRO)
    return part_of_date(day(scope, replace(column, part=None)), column.part, last)


def _ok(values: Ints) -> States:
    return np.zeros(values.size, np.uint8)


def _decimal(micro: Ints) -> Ids:
    return Ids(micro, _ok(micro), "decimal")


def _held(scope: Scope) -> tuple[Ints, Ints]:
    """Days and calendar months held within the period, of each row or post."""
    encoded = scope.encoded
    first, last = encoded.first_day, encoded.last_day
    if scope.table is not None and scope.row is not None:
        table = encoded.tables[scope.table]
        if table.dates.keys() & {"from", "to"}:
            low, high = span(table.dates, scope.row, first, last)
            days, months, _, _ = _spans(low, high)
            return days, months
    if scope.base != "post":
        whole = np.full(scope.n, last - first + 1)
        return whole, np.full(scope.n, months_spanned(first, last))
    days, months = _held_by_posts(scope)
    return days[scope.parent], months[scope.parent]


def _held_by_posts(scope: Scope) -> tuple[Ints, Ints]:
    """All stints of a post together; a month that two stints touch counts once."""
    encoded = scope.encoded
    staff = encoded.tables["staff"]
    low, high = span(staff.dates, staff.places, encoded.first_day, encoded.last_day)
    days, months, first_month, last_month = _spans(low, high)
    shared = np.zeros(months.size, np.int64)
    shared[1:] = (staff.owner[1:] == staff.owner[:-1]) & (first_month[1:] == last_month[:-1])
    held_days = np.zeros(encoded.posts, np.int64)
    held_months = np.zeros(encoded.posts, np.int64)
    np.add.at(held_days, staff.owner, days)
    np.add.at(held_months, staff.owner, months - shared)
    return held_days, held_months


def _spans(low: Ints, high: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    held = high >= low
    month = "datetime64[M]"
    first_month = low.astype("datetime64[D]").astype(month).astype(np.int64)
    last_month = high.astype("datetime64[D]").astype(month).astype(np.int64)
    days = np.where(held, high - low + 1, 0)
    months = np.where(held, last_month - first_month + 1, 0)
    return days, months, first_month, last_month
