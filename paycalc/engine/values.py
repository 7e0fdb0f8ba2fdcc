"""VALUEs and conditions at the places of a scope (sections 3 and 4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from paycalc.engine import columns, kernels
from paycalc.engine.numbers import MICRO, Bools, Ints, Numbers, States, full
from paycalc.engine.scope import Domain, Ids, Scope
from paycalc.engine.states import State
from paycalc.engine.work import Work
from paycalc.policy.model import (
    BandLookup,
    Column,
    Condition,
    DateRange,
    ItemRef,
    Number,
    NumberRange,
    TableLookup,
    Value,
)

FALSE, TRUE = 0, 1  # truths; from State.OVERFLOW on an error in their place
_NOWHERE = -2  # the id of a literal that a domain cannot hold
_EPOCH = date(1970, 1, 1)


def evaluate(work: Work, scope: Scope, value: Value) -> Numbers:
    """The number that a VALUE is at each place; none where it has none and no default."""
    if isinstance(value, Number):
        return full(scope.n, value.micro)
    if isinstance(value, Column):
        return columns.number(scope, value)
    if isinstance(value, ItemRef):
        return _item_at(work, scope, value)
    if isinstance(value, TableLookup):
        return _in_table(work, scope, value)
    return _in_bands(work, scope, value)


def evaluate_where(work: Work, scope: Scope, value: Value, asked: Bools) -> Numbers:
    """`evaluate` at the asked places alone, none elsewhere."""
    if asked.all():
        return evaluate(work, scope, value)
    result = full(scope.n, 0, State.NONE)
    _fill(work, scope, value, np.flatnonzero(asked), result)
    return result


def in_row(numbers: Numbers) -> Numbers:
    """A row without a number is an error."""
    none = numbers.state == State.NONE
    if not none.any():
        return numbers
    state = np.where(none, State.ROW_WITHOUT_NUMBER, numbers.state)
    return Numbers(numbers.value, state.astype(np.uint8))


def _fill(work: Work, scope: Scope, value: Value, index: Ints, result: Numbers) -> None:
    if index.size:
        found = evaluate(work, scope.take(index), value)
        result.value[index] = found.value
        result.state[index] = found.state


def _item_at(work: Work, scope: Scope, value: ItemRef) -> Numbers:
    found = item_numbers(work, scope, value.item)
    missing = np.flatnonzero(found.state == State.NONE)
    if value.default is not None and missing.size:
        found = Numbers(found.value.copy(), found.state.copy())
        _fill(work, scope, value.default, missing, found)
    return found


def item_numbers(work: Work, scope: Scope, name: str) -> Numbers:
    """The number of an item at the place where each row or member lies (the place rule)."""
    item = work.plan.policy.items[name]
    numbers = work.items[name]
    parent = scope.at(item.base)
    if not item.columns:
        return numbers.numbers.take(parent)
    wanted = [columns.ids(scope, column) for column in item.columns]
    cells = np.array([ids.ids for ids in numbers.cells.values()])
    assert numbers.starts is not None
    cell = kernels.find_cells(numbers.starts, cells, parent, np.array([w.ids for w in wanted]))
    state = np.full(scope.n, State.NONE, np.uint8)
    result = np.zeros(scope.n, np.int64)
    there = cell >= 0
    result[there] = numbers.numbers.value[cell[there]]
    state[there] = numbers.numbers.state[cell[there]]
    for ids in wanted:
        state = np.where(ids.state >= State.OVERFLOW, ids.state, state)
    return Numbers(result, state)


def _in_bands(work: Work, scope: Scope, value: BandLookup) -> Numbers:
    by = evaluate(work, scope, value.by)
    slot = band(value.bounds, by.value)
    state = np.where(by.ok & (slot < 0), State.BELOW_FIRST_BAND, by.state)
    work.trace.pick(value, slot, state)
    return _picked(work, scope, slot, state.astype(np.uint8), value.values, value.default)


def band(bounds: Sequence[int], numbers: Ints) -> Ints:
    """The last band whose bound each number reaches, -1 for none: bands are few."""
    slot = np.full(numbers.size, -1)
    for bound in bounds:
        slot += numbers >= bound
    return slot


def _in_table(work: Work, scope: Scope, value: TableLookup) -> Numbers:
    state = np.zeros(scope.n, np.uint8)
    entry: Ints | None = None  # which of all combinations of the columns' texts, -1 for none
    keys = list(value.table)
    codes, size = np.zeros(len(keys), np.int64), 1
    for place, column in enumerate(value.by):
        texts = sorted({key[place] for key in keys})
        local, read = _which(work, scope, column, texts)
        if read is not None:
            state = np.where(state == State.OK, read, state)
        if entry is None:
            entry = local
        else:
            entry = np.where((entry < 0) | (local < 0), -1, entry * len(texts) + local)
        index = {text: i for i, text in enumerate(texts)}
        codes = codes * len(texts) + np.array([index[key[place]] for key in keys])
        size *= len(texts)
    assert entry is not None
    slots = np.full(size + 1, -1)  # the last is what -1 finds
    slots[codes] = np.arange(len(keys))
    slot = slots[entry]
    if state.any():
        slot = np.where(state == State.OK, slot, -1)
    state[(slot < 0) & (state == State.OK)] = State.NONE
    values = tuple(value.table.values())
    work.trace.pick(value, slot, state)
    return _picked(work, scope, slot, state.astype(np.uint8), values, value.default)


def _picked(
    work: Work,
    scope: Scope,
    slot: Ints,
    state: States,
    values: Sequence[Value],
    default: Value | None,
) -> Numbers:
    """The value of each place's slot; the default (or an error) where the state is none."""
    plain = np.array([v.micro if isinstance(v, Number) else 0 for v in values])
    result = Numbers(plain[slot], state.copy())
    for place, value in enumerate(values):
        if not isinstance(value, Number):
            there = (state == State.OK) & (slot == place)
            _fill(work, scope, value, np.flatnonzero(there), result)
    missing = np.flatnonzero(state == State.NONE)
    if default is not None:
        _fill(work, scope, default, missing, result)
    else:
        result.state[missing] = State.NOT_IN_TABLE
    return result


# --- Texts of the policy among the ids of a column ----------------------------------------------


def _which(
    work: Work, scope: Scope, column: Column, texts: Sequence[str]
) -> tuple[Ints, States | None]:
    """Which of the texts a column has at each place, -1 for none, and its states if it has any."""
    by_words = columns.words(scope, column)
    if by_words is None:
        found = columns.ids(scope, column)
        return _local(work, found, texts), found.state
    told, places = by_words
    known = np.full(work.encoded.vocabulary + 1, -1)
    known[literal_ids(work, "text", texts)] = np.arange(len(texts))
    return known[told.ids][places], None


def _local(work: Work, found: Ids, texts: Sequence[str]) -> Ints:
    """Which of the texts each id is, -1 for none of them."""
    literals = literal_ids(work, found.domain, texts)
    if found.domain == "text":
        places = np.full(work.encoded.vocabulary + 1, -1)
        places[literals] = np.arange(len(texts))
        return places[found.ids]  # an empty cell (-1) finds the last place, which is none
    order = np.argsort(literals)
    place = np.searchsorted(literals[order], found.ids)
    place = order[np.minimum(place, len(texts) - 1)]
    return np.where((literals[place] == found.ids) & (found.state == State.OK), place, -1)


def literal_ids(work: Work, domain: Domain, texts: Collection[str]) -> Ints:
    """The ids that texts of the policy have in a column's domain."""
    if domain == "text":
        index = [work.plan.literal_index[text] for text in texts]
        return work.encoded.literals[index]
    read = {"decimal": _decimal_id, "month": _month_id, "week": _week_id}[domain]
    return np.array([read(text) for text in texts])


def _decimal_id(text: str) -> int:
    """Only the shortest decimal is the text of a number: 5 and not 5.0."""
    digits = text.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()):
        return _NOWHERE
    micro = Decimal(text) * MICRO
    return int(micro) if micro == int(micro) and decimal_text(int(micro)) == text else _NOWHERE


def decimal_text(micro: int) -> str:
    """The one text of a number: an integer without a point, else its shortest decimal."""
    whole, part = divmod(abs(micro), MICRO)
    sign = "-" if micro < 0 else ""
    return f"{sign}{whole}.{part:06d}".rstrip("0").rstrip(".")


def _month_id(text: str) -> int:
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        return _NOWHERE
    return day.year * 12 + day.month - 1 if f"{day:%Y-%m}" == text else _NOWHERE


def _week_id(text: str) -> int:
    year, _, week = text.partition("-W")
    if len(year) == 4 and len(week) == 2 and (year + week).isdigit() and (year + week).isascii():
        return int(year) * 100 + int(week)
    return _NOWHERE


# --- Conditions -------------------------------------------------------------------------------


def judge(work: Work, scope: Scope, conditions: Sequence[Condition]) -> States:
    """Whether all conditions hold at each place: false wins over an error, an error over true."""
    if not conditions:
        return np.full(scope.n, TRUE, np.uint8)
    first, *others = conditions
    truth = _judge_one(work, scope, first)
    for condition in others:
        truth = both(truth, _judge_one(work, scope, condition))
    return truth


def both(first: States, second: States) -> States:
    """Kleene's and: false where one is false, else the first error, else true."""
    joined = np.where(first >= State.OVERFLOW, first, second)
    return np.where((first == FALSE) | (second == FALSE), FALSE, joined).astype(np.uint8)


def _judge_one(work: Work, scope: Scope, condition: Condition) -> States:
    accepts = condition.accepts
    if isinstance(accepts, NumberRange):
        return within(columns.number(scope, condition.column), accepts.first, accepts.last)
    if isinstance(accepts, DateRange):
        dates = columns.day(scope, condition.column)
        return within(dates, _day(accepts.first), _day(accepts.last))
    if not accepts:
        found = columns.ids(scope, condition.column)
        return np.where(found.state >= State.OVERFLOW, found.state, FALSE).astype(np.uint8)
    by_words = columns.words(scope, condition.column)
    if by_words is not None:
        told, places = by_words
        known = np.zeros(work.encoded.vocabulary + 1, np.uint8)
        known[literal_ids(work, "text", accepts)] = TRUE
        return known[told.ids][places]
    found = columns.ids(scope, condition.column)
    truth = (_local(work, found, sorted(accepts)) >= 0).astype(np.uint8)
    return np.where(found.state >= State.OVERFLOW, found.state, truth)


def within(numbers: Numbers, first: int | None, last: int | None) -> States:
    """Whether each number lies in a range, both ends inside; none does not."""
    truth = numbers.ok
    if first is not None:
        truth = truth & (numbers.value >= first)
    if last is not None:
        truth = truth & (numbers.value <= last)
    return np.where(numbers.state >= State.OVERFLOW, numbers.state, truth).astype(np.uint8)


def _day(day: date | None) -> int | None:
    return None if day is None else (day - _EPOCH).days
