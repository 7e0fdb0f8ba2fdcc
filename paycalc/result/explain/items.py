"""How the numbers of items came about: the rows that counted, and each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine import columns
from paycalc.engine.numbers import MICRO
from paycalc.engine.plan import DEFAULT_EACH, step_values
from paycalc.engine.values import TRUE
from paycalc.policy.model import (
    BandLookup,
    Column,
    Composite,
    Item,
    ItemRef,
    Rows,
    TableLookup,
    Value,
)
from paycalc.records import place_of
from paycalc.result.explain.facts import ItemFact, RowFact
from paycalc.result.explain.steps import step_facts
from paycalc.result.explain.view import Because, View, line_of, number_at, one

if TYPE_CHECKING:
    from paycalc.engine.numbers import Numbers
    from paycalc.engine.scope import Scope


def item_facts(view: View, names: list[str]) -> tuple[ItemFact, ...]:
    """The items of these names and all that they are made of, each after what it needs."""
    wanted: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in wanted:
            wanted.add(name)
            pending += _needed(view.policy.items[name])
    items = [item for name, item in view.policy.items.items() if name in wanted]
    return tuple(fact for item in items for fact in _facts(view, item))


def _needed(item: Item) -> Iterator[str]:
    """The items that an item is made of."""
    source = item.source
    values: list[Value | None] = [value for step in item.steps for value in step_values(step)]
    if isinstance(source, Composite):
        yield from source.items
    else:
        values += [source.each, *source.times]
        if source.item is not None:
            yield source.item
    for value in values:
        yield from _named_in(value)


def _named_in(value: Value | None) -> Iterator[str]:
    if isinstance(value, ItemRef):
        yield value.item
        yield from _named_in(value.default)
    elif isinstance(value, TableLookup):
        for part in (*value.table.values(), value.default):
            yield from _named_in(part)
    elif isinstance(value, BandLookup):
        for part in (value.by, *value.values, value.default):
            yield from _named_in(part)


def _facts(view: View, item: Item) -> Iterator[ItemFact]:
    """An item for this post: one fact, or one for each of its cells."""
    if item.columns and item.base != "post":
        return  # cells of a unit or county are made of peers' rows; what is used is told where
    members = [view.member(item.base)]
    starts = view.work.items[item.name].starts
    if starts is not None:
        members = list(range(int(starts[view.post]), int(starts[view.post + 1])))
    for member in members:
        yield _fact(view, item, member)


def _fact(view: View, item: Item, member: int) -> ItemFact:
    found = view.work.items[item.name]
    before = view.kept("item", item.name)["numbers"]
    source = item.source
    rows: tuple[RowFact, ...] = ()
    parts: tuple[tuple[str, int | None], ...] = ()
    count = 0
    if isinstance(source, Rows):
        combine = _combine(source)
        places = np.flatnonzero(view.kept("rows", item.name)["brought"].member == member)
        count = places.size
        if item.base == "post":
            rows = tuple(_row(view, item, source, int(place)) for place in places)
    else:
        combine = source.kind
        parts = tuple(_part(view, name) for name in source.items)
    owner = int(found.scope.parent[member])
    inside = int(view.kept("item", item.name)["inside"][owner]) == TRUE
    missing = source.missing if isinstance(source, Rows) else None
    return ItemFact(
        name=item.name,
        base=item.base,
        number=_at(found.numbers, member),
        line=line_of(item.mark),
        cell=view.cell(found.cells, member),
        combine=combine,
        combined=_at(before, member),
        count=count,
        inside=inside,
        missing=missing if isinstance(missing, int) else None,
        rows=rows,
        parts=parts,
        steps=tuple(step_facts(view, item, member)),
    )


def _part(view: View, name: str) -> tuple[str, int | None]:
    base = view.policy.items[name].base
    return name, number_at(view, name, base, view.member(base))


def _at(numbers: Numbers, member: int) -> int | None:
    return int(numbers.value[member]) if numbers.ok[member] else None


def _combine(source: Rows) -> str:
    combine = source.combine
    if combine.kind == "best":
        return f"best {combine.n}"
    return f"mean_by {combine.by}" if combine.by is not None else combine.kind


# --- Rows -------------------------------------------------------------------------------------


def _row(view: View, item: Item, source: Rows, place: int) -> RowFact:
    kept = view.kept("rows", item.name)
    brought, order = kept["brought"], kept["order"]
    scope = one(kept["scope"], place if order is None else int(order[place]))
    each, because = _brings(view, scope, source)
    coefficients = tuple(view.coefficient(scope, value) for value in source.times)
    number = int(brought.x.value[place])
    weight = None if source.combine.by is None else int(brought.w.value[place])
    if source.combine.kind == "count":
        each, because, number, coefficients = MICRO, (), MICRO, ()
    fact = RowFact(number, each, because, coefficients, weight=weight)
    if source.item is not None:
        return replace(fact, item=_item_row(view, source.item, scope))
    assert source.table is not None
    assert scope.row is not None
    checked = view.result.made.checked
    tables = {**checked.tables, "staff": checked.staff, "schools": checked.schools}
    origin = view.work.encoded.tables[source.table].origin_of(int(scope.row[0]))
    at = place_of(tables[source.table], int(origin))
    return replace(fact, file=at.source, table=source.table, row=at.row)


def _brings(view: View, scope: Scope, source: Rows) -> tuple[int, Because]:
    """What the row brings before its coefficients, and why if not as a matter of course."""
    if source.each is not None:
        number, because = view.evaluated(scope, source.each)
        return number or 0, because or (("each", line_of(source.each.mark)),)
    if source.item is not None:
        found = view.work.items[source.item]
        cell = _cell_of(view, source.item, scope)
        return int(found.numbers.value[cell]), ()
    column = DEFAULT_EACH.get(source.table or "")
    if column is None:
        return MICRO, ()
    return int(columns.number(scope, Column(column, "row")).value[0]), ()


def _cell_of(view: View, name: str, scope: Scope) -> int:
    """The member of an item that a row `{item: X}` is."""
    found = view.work.items[name]
    parent = int(scope.parent[0])
    if found.starts is None:
        return parent
    cells = range(int(found.starts[parent]), int(found.starts[parent + 1]))
    return next(
        cell
        for cell in cells
        if all(found.cells[c].ids[cell] == scope.cells[c].ids[0] for c in found.cells)
    )


def _item_row(view: View, name: str, scope: Scope) -> str:
    cell = view.cell(scope.cells, 0)
    return name if not cell else f"{name} ({', '.join(f'{k} = {v}' for k, v in cell.items())})"
