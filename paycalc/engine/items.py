"""Items (section 4): a number for every member of a grain, from rows or from other items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from paycalc.engine import columns, kernels
from paycalc.engine.groups import belongs, groups_of_units, named, needs_of, row_source, taint_of
from paycalc.engine.numbers import (
    Bools,
    Ints,
    Numbers,
    States,
    add,
    full,
    mul,
    or_zero,
)
from paycalc.engine.plan import DEFAULT_EACH, step_values
from paycalc.engine.scope import Ids, Scope, rows_of, units_of
from paycalc.engine.states import State
from paycalc.engine.steps import apply
from paycalc.engine.values import TRUE, evaluate, in_row, judge
from paycalc.engine.work import ItemNumbers, Work
from paycalc.policy.model import (
    BandLookup,
    Column,
    Combine,
    Composite,
    Grade,
    Item,
    ItemRef,
    Percentile,
    RelativeTo,
    Rows,
    TableLookup,
    Value,
)

_KINDS = {
    "sum": kernels.SUM,
    "mean": kernels.MEAN,
    "max": kernels.MAX,
    "min": kernels.MIN,
    "count": kernels.COUNT,
    "best": kernels.BEST,
    "mean_by": kernels.MEAN_BY,
}


def compute_items(work: Work) -> None:
    """Every item and every named group of the policy, used or not; counties with errors fail."""
    for item in work.plan.policy.items.values():
        _compute_item(work, item)
    for name in work.plan.policy.groups:
        named(work, work.members("post"), name)
    for name in groups_of_units(work.plan.policy):
        named(work, units_of(work.encoded), name)
    for tainted in work.tainted.values():
        work.failed |= tainted


def _compute_item(work: Work, item: Item) -> None:
    path = f"items.{item.name}"
    spared = work.failed | taint_of(work, _needs(item))
    own = np.zeros(work.encoded.counties, np.bool_)

    def record(what: str, mark: object, scope: Scope, state: States) -> None:
        nonlocal own
        own = own | work.record(f"{path}{what}", mark, scope, state, spared)  # type: ignore[arg-type]

    inside = None if item.who is None else belongs(work, work.members(item.base), item.who)
    if inside is not None:
        record(".for", item.mark, work.members(item.base), inside)
    if isinstance(item.source, Composite):
        found = _composite(work, item, item.source, inside)
    else:
        found = _from_rows(work, item, item.source, inside, record)
    record("", item.mark, found.scope, found.numbers.state)
    for place, step in enumerate(item.steps):
        if isinstance(step, RelativeTo | Percentile | Grade):
            # Who erred may have been a peer, so what follows is not judged there.
            spared = spared | own
        before = found.numbers.state
        numbers = apply(work, found.scope, found.numbers, step)
        found = replace(found, numbers=numbers)
        new = np.where(before >= State.OVERFLOW, State.OK, numbers.state)
        record(f".then[{place}]", step.mark, found.scope, new)
    work.items[item.name] = found
    work.tainted[path] = spared | own


def _composite(
    work: Work, item: Item, source: Composite, inside: States | None
) -> ItemNumbers:
    """`sum_of` and `product_of`: items of this grain or coarser."""
    scope = work.members(item.base)
    parts = []
    for name in source.items:
        of = work.plan.policy.items[name]
        parts.append(work.items[name].numbers.take(scope.at(of.base)))
    if source.kind == "product_of":
        total = parts[0]
        for part in parts[1:]:
            total = mul(total, part)
    else:
        total = full(scope.n)
        nothing: Bools = np.ones(scope.n, np.bool_)
        for part in parts:
            nothing = nothing & (part.state == State.NONE)
            total = add(total, or_zero(part))
        total.state[nothing] = State.NONE
    return ItemNumbers(scope, _of_insiders(total, inside))


def _of_insiders(numbers: Numbers, inside: States | None) -> Numbers:
    """Members outside `for` have no number."""
    if inside is None:
        return numbers
    return Numbers(
        numbers.value, np.where(inside == TRUE, numbers.state, State.NONE).astype(np.uint8)
    )


# --- Rows -------------------------------------------------------------------------------------


def _from_rows(  # type: ignore[no-untyped-def]
    work: Work, item: Item, source: Rows, inside: States | None, record
) -> ItemNumbers:
    scope, each = _row_scope(work, source)
    if inside is not None:
        keep = np.flatnonzero(inside[scope.parent] == TRUE)
        scope, each = scope.take(keep), None if each is None else each.take(keep)
    if source.where:
        truth = judge(work, scope, source.where)
        record(".where", source.mark, scope, truth)
        keep = np.flatnonzero(truth == TRUE)
        scope, each = scope.take(keep), None if each is None else each.take(keep)
    cells = {columns.cell_name(column): columns.ids(scope, column) for column in item.columns}
    x = _row_numbers(work, scope, source, each)
    w = full(0)
    if source.combine.by is not None:
        w = in_row(columns.number(scope, source.combine.by))
    record(".rows", source.mark, scope, _first_errors(cells, x, w))
    member, owner, found_cells, order = _members_of_rows(work, item, scope, cells)
    if order is not None:
        x, w = x.take(order), w.take(order) if w.value.size else w
    count = owner.size
    numbers = _combined(member, x, w, count, source.combine, source.missing, bool(item.columns))
    members = replace(
        work.members(item.base), parent=owner, cells=found_cells
    )
    if not item.columns:
        return ItemNumbers(members, _of_insiders(numbers, inside))
    base_count = work.members(item.base).n
    return ItemNumbers(members, numbers, np.searchsorted(owner, np.arange(base_count + 1)))


def _row_scope(work: Work, source: Rows) -> tuple[Scope, Numbers | None]:
    """The rows that an item reads; the numbers of `{item: X}` as rows where it reads these."""
    if source.item is not None:
        found = work.items[source.item]
        there = np.flatnonzero(found.numbers.ok)
        return replace(found.scope.take(there), in_row=True), found.numbers.take(there)
    assert source.table is not None
    return rows_of(work.encoded, source.table), None


def _row_numbers(work: Work, scope: Scope, source: Rows, each: Numbers | None) -> Numbers:
    """What each row brings: `each`, times the row coefficients in the order given."""
    if source.combine.kind == "count":
        return full(scope.n, 1)
    if source.each is not None:
        x = in_row(evaluate(work, scope, source.each))
    elif each is not None:
        x = each
    elif source.table in DEFAULT_EACH:
        x = in_row(columns.number(scope, Column(DEFAULT_EACH[source.table], "row")))
    else:
        x = full(scope.n, 1_000_000)
    for value in source.times:
        x = mul(x, in_row(evaluate(work, scope, value)))
    return x


def _first_errors(cells: Mapping[str, Ids], x: Numbers, w: Numbers) -> States:
    """A row stops at its first error: in its cell columns, what it brings, its weight."""
    state = np.zeros(x.state.size, np.uint8)
    for found in (*(ids.state for ids in cells.values()), x.state, w.state):
        if found.size:
            state = np.where(state >= State.OVERFLOW, state, found)
    return state


def _members_of_rows(
    work: Work, item: Item, scope: Scope, cells: dict[str, Ids]
) -> tuple[Ints, Ints, dict[str, Ids], Ints | None]:
    """The member of each row, the post, unit or county of each member, its cell columns.

    With cells the rows are put in order of (parent, cell columns) first; that order comes last.
    """
    parent = scope.at(item.base)
    count = work.members(item.base).n
    if not cells:
        return parent, np.arange(count), {}, None
    starts = np.searchsorted(parent, np.arange(count + 1))
    keys = np.array([ids.ids for ids in cells.values()])
    order = kernels.order(starts, keys)
    begins = kernels.group_starts(starts, order, keys)
    first = order[begins[:-1]]
    member = np.repeat(np.arange(first.size), np.diff(begins))
    return member, parent[first], {name: ids.take(first) for name, ids in cells.items()}, order


def _combined(
    member: Ints,
    x: Numbers,
    w: Numbers,
    count: int,
    combine: Combine,
    missing: object,
    cells: bool,
) -> Numbers:
    value = np.where(x.ok, x.value, 0)
    if combine.kind == "best":
        starts = np.searchsorted(member, np.arange(count + 1))
        order = kernels.order(starts, -value[np.newaxis, :])
        value = value[order]
    total, state, rows = kernels.combine(member, value, w.value, count, _KINDS[combine.kind], combine.n)
    numbers = Numbers(total, state)
    without = rows == 0
    if cells or not without.any():
        return numbers
    if isinstance(missing, int):
        return Numbers(np.where(without, missing, total), state)
    absent = State.NONE if missing == "none" else State.MISSING_NUMBER
    return Numbers(total, np.where(without, absent, state).astype(np.uint8))


# --- What depends on what ---------------------------------------------------------------------


def _needs(item: Item) -> set[str]:
    """The items and named groups that an item needs, as paths."""
    needs = needs_of(item.who)
    values: list[Value | None] = []
    if isinstance(item.source, Composite):
        needs |= {f"items.{name}" for name in item.source.items}
    else:
        needs |= row_source(item.source)
        values += [item.source.each, *item.source.times]
    for step in item.steps:
        values += step_values(step)
    for value in values:
        needs |= _value_needs(value)
    return needs


def _value_needs(value: Value | None) -> set[str]:
    if isinstance(value, ItemRef):
        return {f"items.{value.item}"} | _value_needs(value.default)
    if isinstance(value, TableLookup):
        parts = (*value.table.values(), value.default)
    elif isinstance(value, BandLookup):
        parts = (value.by, *value.values, value.default)
    else:
        return set()
    return set().union(*map(_value_needs, parts))
