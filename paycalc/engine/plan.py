"""A policy made ready for the engine: which columns it reads where, and the texts it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from paycalc.policy.model import (
    Arithmetic,
    BandLookup,
    Bands,
    Column,
    Condition,
    DateRange,
    Grade,
    Group,
    Item,
    ItemRef,
    NumberRange,
    Percentile,
    Policy,
    Pool,
    RelativeTo,
    Round,
    Rows,
    Step,
    TableLookup,
    TimesMean,
    Value,
    Who,
)

Use: TypeAlias = Literal["text", "number", "date"]

DEFAULT_EACH: Mapping[str, str] = {
    "workload": "quantity",
    "outcomes": "value",
    "school_results": "value",
    "leave": "days",
}
"""The column that a row brings where an item does not say (section 4)."""

OF_SCHOOLS = ("schools", "school_results")
"""The tables whose rows belong to schools and not to posts."""


class Need(NamedTuple):
    """A column that the policy reads, how, and the tables in which it is looked for, in order.

    ``texts`` are those that the policy compares it with; ``item`` the place of the policy. A
    column that a cell has on its ``own`` is looked for in tables only where it is empty there.
    """

    column: str
    use: Use
    tables: tuple[str, ...]
    item: str
    texts: frozenset[str] = frozenset()
    own: bool = False


@dataclass(frozen=True)
class EnginePlan:
    """What the engine needs to know of a policy before it sees any records."""

    policy: Policy

    @cached_property
    def needs(self) -> frozenset[Need]:
        """Every column that the policy reads."""
        return frozenset(_needs(self.policy))

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """The texts that conditions, tables and `plan_by` name, in byte order."""
        texts: frozenset[str] = frozenset().union(*(need.texts for need in self.needs))
        return tuple(sorted(texts, key=str.encode))

    @cached_property
    def literal_index(self) -> Mapping[str, int]:
        """Where each literal stands in ``literals``."""
        return {text: index for index, text in enumerate(self.literals)}

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables that the policy reads, besides those that every dataset has."""
        named = {table for need in self.needs for table in need.tables}
        for item in self.policy.items.values():
            if isinstance(item.source, Rows) and item.source.table is not None:
                named.add(item.source.table)
        return frozenset(named | _has_tables(self.policy) | {"staff", "schools"})

    @cached_property
    def uses(self) -> Mapping[str, frozenset[tuple[str, Use]]]:
        """The columns of each table that the engine reads, and how; all read `from` and `to`."""
        found: dict[str, set[tuple[str, Use]]] = {
            name: {("from", "date"), ("to", "date")} for name in self.tables
        }
        for need in self.needs:
            for name in need.tables:
                found[name].add((need.column, need.use))
        return {name: frozenset(columns) for name, columns in found.items()}

    def reads_cells_as(self, use: Use) -> bool:
        """Whether the policy reads a cell's own column so."""
        return any(need.use == use and need.own for need in self.needs)

    @cached_property
    def texts_by_column(self) -> Mapping[tuple[str, str], set[str]]:
        """The texts that the policy names, by the table and column in which they are sought."""
        found: dict[tuple[str, str], set[str]] = {}
        for need in self.needs:
            for table in need.tables:
                found.setdefault((table, need.column), set()).update(need.texts)
        return found

    @cached_property
    def purses(self) -> tuple[frozenset[str], ...]:
        """The purses of level 1: the general one (empty), then those that pools name."""
        named = {pool.sources for pool in self.policy.level_1.plan.pools if pool.sources}
        return (frozenset(), *sorted(named, key=sorted))


def pools_of(policy: Policy) -> Iterator[tuple[int, Pool]]:
    """Every pool with its level."""
    for pool in policy.level_1.plan.pools:
        yield 1, pool
    for plan in policy.level_2.plans.values():
        for pool in plan.pools:
            yield 2, pool


def _has_tables(policy: Policy) -> set[str]:
    """The tables whose rows groups ask for; every group is among those that have needs."""
    tables: set[str] = set()
    whos: list[Who] = [*policy.groups.values(), *(item.who for item in policy.items.values())]
    whos += [pool.who for _, pool in pools_of(policy)]
    for plan in policy.level_2.plans.values():
        whos += [adjustment.who for adjustment in plan.adjust]
        whos += [a.bound.of for a in plan.adjust if isinstance(a.bound, TimesMean)]
    whos += [who for guarantee in policy.guarantees for who in (guarantee.group, guarantee.of)]
    whos += [line.group for line in (policy.veto.leaders if policy.veto else ())]
    while whos:
        who = whos.pop()
        if isinstance(who, Group):
            whos.append(who.excludes)
            tables |= set() if who.has is None else {who.has.table}
    return tables


# --- Who and what is judged where -------------------------------------------------------------


class _Site(NamedTuple):
    """A kind of place: the table of its rows, and where bare columns are looked for after it."""

    table: str | None
    cells: frozenset[str]
    posts: bool
    item: str

    def tables(self, column: Column) -> tuple[str, ...]:
        """The tables in which a column is looked for here."""
        found = []
        if self.table is not None and column.scope in (None, "row"):
            found.append(self.table)
        if self.posts and column.scope in (None, "staff"):
            found.append("staff")
        if column.scope in (None, "school"):
            found.append("schools")
        return tuple(dict.fromkeys(found))


def _needs(policy: Policy) -> Iterator[Need]:
    for name, group in policy.groups.items():
        yield from _group_needs(group, _Site(None, frozenset(), True, f"groups.{name}"))
    for item in policy.items.values():
        yield from _item_needs(policy, item)
    for level, pool in pools_of(policy):
        where = f"level_{level}.pools.{pool.id}"
        site = _Site(None, frozenset(), pool.pays_posts, where)
        yield from _who_needs(policy, pool.who, site)
    for plan in policy.level_2.plans.values():
        for adjustment in plan.adjust:
            site = _Site(None, frozenset(), True, f"level_2.adjust.{adjustment.id}")
            yield from _who_needs(policy, adjustment.who, site)
            if isinstance(adjustment.bound, TimesMean):
                yield from _who_needs(policy, adjustment.bound.of, site)
    for guarantee in policy.guarantees:
        site = _Site(None, frozenset(), True, f"guarantees.{guarantee.id}")
        yield from _who_needs(policy, guarantee.group, site)
        yield from _who_needs(policy, guarantee.of, site)
    for line in policy.veto.leaders if policy.veto else ():
        yield from _who_needs(policy, line.group, _Site(None, frozenset(), True, "veto.leaders"))
    if policy.level_2.plan_by is not None:
        names = frozenset(policy.level_2.plans)
        yield Need(policy.level_2.plan_by, "text", ("schools",), "level_2.plan_by", names)


def _who_needs(policy: Policy, who: Who, site: _Site) -> Iterator[Need]:
    if isinstance(who, str):
        # A group of posts is asked of units too where a pool of units names it.
        if not site.posts:
            yield from _group_needs(policy.groups[who], site)
    elif who is not None:
        yield from _group_needs(who, site)


def _group_needs(group: Group, site: _Site) -> Iterator[Need]:
    for condition in group.conditions:
        yield from _condition_needs(condition, site)
    if group.has is not None:
        rows = _Site(group.has.table, frozenset(), True, site.item)
        for condition in group.has.where:
            yield from _condition_needs(condition, rows)
    if isinstance(group.excludes, Group):
        yield from _group_needs(group.excludes, site)


def _condition_needs(condition: Condition, site: _Site) -> Iterator[Need]:
    accepts = condition.accepts
    if isinstance(accepts, NumberRange):
        yield from _column_needs(condition.column, "number", site)
    elif isinstance(accepts, DateRange):
        yield from _column_needs(condition.column, "date", site)
    else:
        yield from _column_needs(condition.column, "text", site, accepts)


def _column_needs(
    column: Column, use: Use, site: _Site, texts: frozenset[str] = frozenset()
) -> Iterator[Need]:
    if column.part is not None and column.name in ("period", "held"):
        return
    tables = site.tables(column)
    if column.part is not None:
        use, texts = "date", frozenset()
    named = {str(column).removeprefix("row."), column.name}
    own = str(column) in site.cells or (column.scope in (None, "row") and bool(named & site.cells))
    yield Need(column.name, use, tables, site.item, texts, own)
    if use != "text" and not site.posts:
        # Whether the schools of a unit agree on a column is seen in its texts.
        yield Need(column.name, "text", tables, site.item, own=own)


def _value_needs(policy: Policy, value: Value | None, site: _Site) -> Iterator[Need]:
    if isinstance(value, Column):
        yield from _column_needs(value, "number", site)
    elif isinstance(value, TableLookup):
        for place, column in enumerate(value.by):
            texts = frozenset(key[place] for key in value.table)
            yield from _column_needs(column, "text", site, texts)
        for entry in (*value.table.values(), value.default):
            yield from _value_needs(policy, entry, site)
    elif isinstance(value, BandLookup):
        for entry in (value.by, *value.values, value.default):
            yield from _value_needs(policy, entry, site)
    elif isinstance(value, ItemRef):
        for column in policy.items[value.item].columns:
            yield from _column_needs(column, "text", site)
        yield from _value_needs(policy, value.default, site)


def _item_needs(policy: Policy, item: Item) -> Iterator[Need]:
    name = f"items.{item.name}"
    posts = item.base == "post"
    site = _Site(None, frozenset(), posts, name)
    yield from _who_needs(policy, item.who, site)
    if isinstance(item.source, Rows):
        yield from _rows_needs(policy, item, item.source, name)
    cells = frozenset(str(column).removeprefix("row.") for column in item.columns)
    members = _Site(None, cells, posts, name)
    for step in item.steps:
        for value in step_values(step):
            yield from _value_needs(policy, value, members)
        if isinstance(step, RelativeTo | Percentile | Grade):
            for column in step.peers.columns:
                yield from _column_needs(column, "text", members)


def _rows_needs(policy: Policy, item: Item, rows: Rows, name: str) -> Iterator[Need]:
    cells: frozenset[str] = frozenset()
    posts = rows.table not in OF_SCHOOLS
    if rows.item is not None:
        source = policy.items[rows.item]
        posts = source.base == "post"
        cells = frozenset(str(column).removeprefix("row.") for column in source.columns)
    site = _Site(rows.table, cells, posts, name)
    for condition in rows.where:
        yield from _condition_needs(condition, site)
    brought = DEFAULT_EACH.get(rows.table or "")
    if rows.each is None and rows.table is not None and brought is not None:
        yield Need(brought, "number", (rows.table,), name)
    for value in (rows.each, *rows.times):
        yield from _value_needs(policy, value, site)
    if rows.combine.by is not None:
        yield from _column_needs(rows.combine.by, "number", site)
    for column in item.columns:
        yield from _column_needs(column, "text", site)


def step_values(step: Step) -> tuple[Value, ...]:
    """The VALUEs of a step."""
    if isinstance(step, Arithmetic):
        return (step.value,) if step.if_zero is None else (step.value, step.if_zero)
    if isinstance(step, Bands):
        return step.values
    if isinstance(step, Round):
        return (step.to,)
    return step.rates if hasattr(step, "rates") else ()
