"""Where a policy's numbers bend: bounds of bands, tiers, ranges, floors and caps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from paycalc.engine.plan import DEFAULT_EACH, step_values
from paycalc.policy.model import (
    Arithmetic,
    BandLookup,
    Bands,
    Column,
    Condition,
    Group,
    Item,
    ItemRef,
    Number,
    NumberRange,
    Policy,
    Rows,
    TableLookup,
    Tiers,
    Value,
    Who,
)

MICRO = 1_000_000
KEYS: Mapping[str, str] = {
    "workload": "kind",
    "outcomes": "indicator",
    "school_results": "indicator",
    "leave": "kind",
}
"""The column that says what a row is."""

MAIN: Mapping[str, str] = {**DEFAULT_EACH, "staff": "fte"}
"""The number that a row brings."""

_MOST_FACTORS = 16


@dataclass
class Bends:
    """Breakpoints in micro: by column, by item, and by (table, kind of row).

    ``firsts`` are the bounds below which a column's bands are an error; ``strict`` the columns that
    must have one of the texts a lookup names, since it has no default.
    """

    columns: dict[str, set[int]] = field(default_factory=dict)
    items: dict[str, set[int]] = field(default_factory=dict)
    rows: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    firsts: dict[str, int] = field(default_factory=dict)
    strict: set[str] = field(default_factory=set)

    def of_column(self, column: Column, bounds: tuple[int, ...]) -> None:
        """Bounds against which a column's number is held."""
        if column.name not in ("held", "period"):
            self.columns.setdefault(column.name, set()).update(bounds)


def bends_of(policy: Policy) -> Bends:
    """Every breakpoint, carried from items back to the rows that they are made of."""
    bends = Bends()
    for who in _groups(policy):
        _of_group(who, bends)
    for item in policy.items.values():
        _of_item(item, bends)
    for item in reversed(tuple(policy.items.values())):
        _carry(item, bends)
    if policy.level_2.plan_by is not None and policy.level_2.default is None:
        bends.strict.add(policy.level_2.plan_by)
    return bends


def kinds_of(item: Item) -> frozenset[str] | None:
    """The kinds of rows (or indicators) that an item reads; `None` where it takes any."""
    assert isinstance(item.source, Rows)
    key = KEYS.get(item.source.table or "")
    found: frozenset[str] | None = None
    for condition in item.source.where:
        accepts = condition.accepts
        if condition.column.name == key and isinstance(accepts, frozenset):
            found = accepts if found is None else found & accepts
    return found


def _groups(policy: Policy) -> Iterator[Who]:
    yield from policy.groups.values()
    yield from (item.who for item in policy.items.values())
    for plan in (policy.level_1.plan, *policy.level_2.plans.values()):
        yield from (pool.who for pool in plan.pools)
        yield from (adjustment.who for adjustment in plan.adjust)


def _of_group(who: Who, bends: Bends) -> None:
    if not isinstance(who, Group):
        return
    for condition in (*who.conditions, *(who.has.where if who.has else ())):
        _of_condition(condition, bends)
    for asked in who.items:
        bends.items.setdefault(asked.item, set()).update(_ends(asked.accepts))
    _of_group(who.excludes, bends)


def _ends(accepts: NumberRange) -> tuple[int, ...]:
    return tuple(end for end in (accepts.first, accepts.last) if end is not None)


def _of_condition(condition: Condition, bends: Bends) -> None:
    if isinstance(condition.accepts, NumberRange):
        bends.of_column(condition.column, _ends(condition.accepts))


def _of_item(item: Item, bends: Bends) -> None:
    _of_group(item.who, bends)
    if isinstance(item.source, Rows):
        for condition in item.source.where:
            _of_condition(condition, bends)
        before = set(bends.strict)
        for value in (item.source.each, *item.source.times):
            _of_value(value, bends)
        # A row that meets a condition on the column has a text that the author had in mind.
        bends.strict -= {condition.column.name for condition in item.source.where} - before
        if item.source.combine.by is not None:
            bends.strict.add(item.source.combine.by.name)
    own = bends.items.setdefault(item.name, set())
    for step in item.steps:
        if isinstance(step, Bands | Tiers):
            own.update(step.bounds)
        if isinstance(step, Arithmetic) and isinstance(step.value, Number):
            own.add(step.value.micro)
        for value in step_values(step):
            _of_value(value, bends)


def _of_value(value: Value | None, bends: Bends) -> None:
    if isinstance(value, TableLookup):
        if value.default is None:
            bends.strict.update(column.name for column in value.by)
        for entry in (*value.table.values(), value.default):
            _of_value(entry, bends)
    elif isinstance(value, ItemRef):
        _of_value(value.default, bends)
    elif isinstance(value, Column):
        bends.strict.add(value.name)
    elif isinstance(value, BandLookup):
        _of_band_lookup(value, bends)


def _of_band_lookup(value: BandLookup, bends: Bends) -> None:
    if isinstance(value.by, Column):
        bends.of_column(value.by, value.bounds)
        name = value.by.name
        bends.firsts[name] = max(bends.firsts.get(name, value.bounds[0]), value.bounds[0])
        if value.default is None:
            bends.strict.add(name)
    elif isinstance(value.by, ItemRef):
        bends.items.setdefault(value.by.item, set()).update(value.bounds)
    for entry in (*value.values, value.default):
        _of_value(entry, bends)


# --- From items back to rows --------------------------------------------------------------------


def _carry(item: Item, bends: Bends) -> None:
    """An item's breakpoints are those of what it is made of, over constant coefficients."""
    own = bends.items.get(item.name, set())
    if not isinstance(item.source, Rows):
        for name in item.source.items:
            bends.items.setdefault(name, set()).update(own)
        return
    source = item.source
    scaled = {
        bound * MICRO // factor for bound in own for factor in _factors(source.times) if factor > 0
    }
    if source.item is not None:
        bends.items.setdefault(source.item, set()).update(scaled)
    elif source.table in MAIN and source.table is not None:
        for kind in kinds_of(item) or ("",):
            bends.rows.setdefault((source.table, kind), set()).update(scaled)


def _factors(times: tuple[Value, ...]) -> list[int]:
    """The products that constant coefficients can make, a few of them."""
    choices = [sorted(_constants(value))[:4] or [MICRO] for value in times]
    found = []
    for picked in list(product(*choices))[:_MOST_FACTORS]:
        factor = MICRO
        for one in picked:
            factor = factor * one // MICRO
        found.append(factor)
    return [MICRO, *found]


def _constants(value: Value | None) -> set[int]:
    if isinstance(value, Number):
        return {value.micro}
    if isinstance(value, TableLookup):
        return set().union(*(_constants(entry) for entry in value.table.values()))
    if isinstance(value, BandLookup):
        return set().union(*(_constants(entry) for entry in value.values))
    return set()
