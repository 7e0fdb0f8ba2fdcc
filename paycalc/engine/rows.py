"""An item's rows (section 4): `rows`, `where`, `each`, `times`, `combine`, `missing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np

from paycalc.engine import columns, kernels
from paycalc.engine.numbers import MICRO, Bools, Ints, Numbers, States, full, mul, starts_of
from paycalc.engine.plan import DEFAULT_EACH
from paycalc.engine.scope import Ids, Scope, rows_of
from paycalc.engine.states import State, any_error
from paycalc.engine.values import TRUE, evaluate, in_row, judge
from paycalc.engine.weighing import accepted, weighed
from paycalc.engine.work import ItemNumbers, ItemWork, Work
from paycalc.policy.model import Column, Combine, Item, Mark, Rows

_KINDS = {
    "sum": kernels.SUM,
    "mean": kernels.MEAN,
    "max": kernels.MAX,
    "min": kernels.MIN,
    "count": kernels.COUNT,
    "best": kernels.BEST,
    "mean_by": kernels.MEAN_BY,
}


class Brought(NamedTuple):
    """The rows that count, in order of their members: numbers, weights, and whose they are.

    ``owner`` is the post, unit or county of each member, ``cells`` its cell columns.
    """

    member: Ints
    x: Numbers
    w: Numbers
    owner: Ints
    cells: Mapping[str, Ids]


class Part(NamedTuple):
    """How the rows stand after one part of the item: its path in the item, its mark, states."""

    path: str
    mark: Mark
    state: States


def from_rows(running: ItemWork, source: Rows, inside: States) -> ItemNumbers:
    """The number of each member from its rows; one with a row in error has none to go on with."""
    work, item = running.work, running.item
    at_once = weighed(work, item, source, inside == TRUE)
    if at_once is not None:
        members = work.members(item.base)
        numbers, count = at_once
        numbers = _or_missing(numbers, count, source.missing, inside)
        running.record(members, numbers.state)
        return ItemNumbers(members, numbers)
    scope, given, unjudged = _counting(running, source, inside)
    brought = _brought(running, source, scope, given)
    numbers, count = _combined(brought, source.combine)
    if not item.columns:
        numbers = _or_missing(numbers, count, source.missing, inside)
    members = replace(work.members(item.base), parent=brought.owner, cells=brought.cells)
    erring = np.zeros(brought.owner.size, np.bool_)
    if unjudged.size:
        erring = np.isin(brought.owner, unjudged)
    if any_error(brought.x.state):
        erring[brought.member[brought.x.state >= State.OVERFLOW]] = True
    running.record(members, np.where(erring, State.OK, numbers.state))
    # Its error is known; any error state keeps the steps from judging the member again.
    state = np.where(erring, State.OVERFLOW, numbers.state)
    starts = None
    if item.columns:
        starts = starts_of(brought.owner, work.members(item.base).n)
    return ItemNumbers(members, Numbers(numbers.value, state), starts)


def _counting(
    running: ItemWork, source: Rows, inside: States
) -> tuple[Scope, Numbers | None, Ints]:
    """The rows that count, the numbers that they are, and members with rows not to be judged."""
    work, item = running.work, running.item
    given: Numbers | None = None
    scope, none = accepted(work, source), np.empty(0, np.int64)
    where, at_once = source.where, scope is not None
    if scope is None:
        scope, given = _rows(work, source)
    if item.who is not None:
        scope, given = _kept(scope, given, inside[scope.at(item.base)] == TRUE)
    if at_once or not where:
        return scope, given, none
    truth = judge(work, scope, where)
    running.record(scope, truth, ".where", where[0].mark)
    unjudged = scope.at(item.base)[np.flatnonzero(truth >= State.OVERFLOW)]
    return *_kept(scope, given, truth == TRUE), unjudged


def _kept(scope: Scope, given: Numbers | None, there: Bools) -> tuple[Scope, Numbers | None]:
    keep = np.flatnonzero(there)
    return scope.take(keep), None if given is None else given.take(keep)


def _rows(work: Work, source: Rows) -> tuple[Scope, Numbers | None]:
    """The rows that an item reads, and the numbers that rows `{item: X}` are."""
    if source.item is not None:
        found = work.items[source.item]
        there = np.flatnonzero(found.numbers.ok)
        return replace(found.scope.take(there), in_row=True), found.numbers.take(there)
    assert source.table is not None
    return rows_of(work.encoded, source.table), None


def _brought(running: ItemWork, source: Rows, scope: Scope, given: Numbers | None) -> Brought:
    """What the rows bring, in order of their members; the first error of each is recorded."""
    work, item = running.work, running.item
    ids = [columns.ids(scope, column) for column in item.columns]
    cells = dict(zip(columns.cell_names(item.columns), ids, strict=True))
    x, parts = _numbers(work, scope, source, given)
    w = full(scope.n)
    if source.combine.by is not None:
        w = in_row(columns.number(scope, source.combine.by))
        parts.append(Part(".combine.mean_by", source.combine.by.mark, w.state))
    of_cells = zip(item.columns, ids, strict=True)
    parts = [*(Part(".of", column.mark, found.state) for column, found in of_cells), *parts]
    x = Numbers(x.value, _first_errors(running, scope, parts))
    parent = scope.at(item.base)
    order: Ints | None = None
    brought = Brought(parent, x, w, np.arange(work.members(item.base).n), {})
    if cells:
        brought, order = _in_cells(work, item, parent, cells, x, w)
    work.trace.keep("rows", item.name, scope=scope, order=order, brought=brought)
    return brought


def _first_errors(running: ItemWork, scope: Scope, parts: list[Part]) -> States:
    """The first error of each row, recorded at the part of the item where it arises."""
    state = np.zeros(scope.n, np.uint8)
    for part in parts:
        if not any_error(part.state):
            continue
        fresh = np.where((state == State.OK) & (part.state >= State.OVERFLOW), part.state, State.OK)
        running.record(scope, fresh.astype(np.uint8), part.path, part.mark)
        state = np.maximum(state, fresh).astype(np.uint8)
    return state


def _in_cells(
    work: Work, item: Item, parent: Ints, cells: Mapping[str, Ids], x: Numbers, w: Numbers
) -> tuple[Brought, Ints]:
    """The rows in order of (parent, cell columns), one member for each that occurs; the order."""
    starts = starts_of(parent, work.members(item.base).n)
    keys = np.array([ids.ids for ids in cells.values()])
    order = kernels.order(starts, keys)
    begins = kernels.group_starts(starts, order, keys)
    first = order[begins[:-1]]
    member = np.repeat(np.arange(first.size), np.diff(begins))
    of_members = {name: ids.take(first) for name, ids in cells.items()}
    return Brought(member, x.take(order), w.take(order), parent[first], of_members), order


def _numbers(
    work: Work, scope: Scope, source: Rows, given: Numbers | None
) -> tuple[Numbers, list[Part]]:
    """What each row brings: `each`, times the coefficients in the order given; and how it erred."""
    if source.combine.kind == "count":
        return full(scope.n), []
    path, mark = ".rows", source.mark
    if source.each is not None:
        path, mark = ".each", source.each.mark
        x = in_row(evaluate(work, scope, source.each))
    elif given is not None:
        x = given
    elif (brought := DEFAULT_EACH.get(source.table or "")) is not None:
        x = in_row(columns.number(scope, Column(brought, "row")))
    else:
        x = full(scope.n, MICRO)
    parts = [Part(path, mark, x.state)]
    for place, value in enumerate(source.times, 1):
        x = mul(x, in_row(evaluate(work, scope, value)))
        parts.append(Part(f".times[{place}]", value.mark, x.state))
    return x, parts


def _combined(brought: Brought, combine: Combine) -> tuple[Numbers, Ints]:
    """The number of each member that has rows, and how many it has."""
    value = brought.x.value
    if brought.x.state.any():
        value = np.where(brought.x.ok, value, 0)
    members = brought.owner.size
    if combine.kind == "best":
        starts = starts_of(brought.member, members)
        value = value[kernels.order(starts, -value[np.newaxis, :])]
    kind = _KINDS[combine.kind]
    total, state, count = kernels.combine(
        brought.member, value, brought.w.value, members, kind, combine.n
    )
    return Numbers(total, state), count


def _or_missing(
    numbers: Numbers, count: Ints, missing: int | Literal["none", "error"], inside: States
) -> Numbers:
    """What a member without rows has; members outside `for` have no number."""
    value, state = numbers  # of a member without rows: 0, and no error
    if missing != 0 and np.count_nonzero(count) < count.size:
        without = count == 0
        if isinstance(missing, int):
            value = np.where(without, missing, value)
        else:
            absent = State.NONE if missing == "none" else State.MISSING_NUMBER
            state = np.where(without, absent, state)
    if np.count_nonzero(inside == TRUE) < inside.size:
        state = np.where(inside == TRUE, state, State.NONE)
    return Numbers(value, state)
