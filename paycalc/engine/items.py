"""Items (section 4): a number for every member of a grain, from rows or from other items."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from paycalc.engine.groups import belongs, groups_of_units, named, needs_of, row_source, taint_of
from paycalc.engine.numbers import Numbers, States, exact_sum, mul, or_zero
from paycalc.engine.plan import step_values
from paycalc.engine.rows import from_rows
from paycalc.engine.scope import units_of
from paycalc.engine.states import State, any_error
from paycalc.engine.steps import apply
from paycalc.engine.values import TRUE
from paycalc.engine.work import ItemNumbers, ItemWork, Work
from paycalc.policy.model import (
    BandLookup,
    Composite,
    Grade,
    Item,
    ItemRef,
    Percentile,
    Policy,
    RelativeTo,
    TableLookup,
    Value,
)


def compute_items(work: Work) -> None:
    """Every item and every named group of the policy, used or not; counties with errors fail.

    Those that are there already stay as they are.
    """
    for item in work.plan.policy.items.values():
        if item.name not in work.items:
            _compute_item(work, item)
    for name in work.plan.policy.groups:
        named(work, work.members("post"), name)
    for name in groups_of_units(work.plan.policy):
        named(work, units_of(work.encoded), name)
    for tainted in work.tainted.values():
        work.failed |= tainted


def _compute_item(work: Work, item: Item) -> None:
    needs = work.plan.policy.once(needs_of_items)[item.name]
    running = ItemWork(work, item, work.failed | taint_of(work, needs))
    members = work.members(item.base)
    inside = belongs(work, members, item.who)
    running.record(members, inside, ".for")
    if isinstance(item.source, Composite):
        found = _composite(work, item, item.source, inside)
        running.record(found.scope, found.numbers.state)
    else:
        found = from_rows(running, item.source, inside)
    work.trace.keep("item", item.name, numbers=found.numbers, inside=inside)
    for place, step in enumerate(item.steps):
        if isinstance(step, RelativeTo | Percentile | Grade):
            running.spare_erring()  # who erred may have been a peer
        numbers = apply(work, found.scope, found.numbers, step)
        work.trace.keep("step", item.name, place, numbers=numbers)
        if any_error(numbers.state):
            known = found.numbers.state >= State.OVERFLOW
            fresh = np.where(known, State.OK, numbers.state)
            running.record(found.scope, fresh, f".then[{place + 1}]", step.mark)
        found = ItemNumbers(found.scope, numbers, found.starts)
    work.items[item.name] = found
    work.tainted[f"items.{item.name}"] = running.spared | running.own


def _composite(work: Work, item: Item, source: Composite, inside: States) -> ItemNumbers:
    """`sum_of` and `product_of`: items of this grain or coarser."""
    scope = work.members(item.base)
    parts = []
    for name in source.items:
        of = work.plan.policy.items[name]
        parts.append(work.items[name].numbers.take(scope.at(of.base)))
    none = np.array([part.state == State.NONE for part in parts])
    if source.kind == "sum_of":
        total = exact_sum([or_zero(part) for part in parts])
        nothing = none.all(axis=0)
    else:
        nothing = none.any(axis=0)
        total = parts[0]
        for part in parts[1:]:
            # Where one has no number there is no product that could leave 64 bits.
            total = mul(Numbers(np.where(nothing, 0, total.value), total.state), part)
    nothing = (nothing & (total.state < State.OVERFLOW)) | (inside != TRUE)
    state = np.where(nothing, State.NONE, total.state).astype(np.uint8)
    return ItemNumbers(scope, Numbers(total.value, state))


# --- What depends on what ---------------------------------------------------------------------


def needs_of_items(policy: Policy) -> Mapping[str, set[str]]:
    """What each item needs, as `item_needs` says."""
    return {name: item_needs(item) for name, item in policy.items.items()}


def item_needs(item: Item) -> set[str]:
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
