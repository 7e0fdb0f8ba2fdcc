"""Every column and item that a part of the policy asks for, and at what place it asks.

One walk serves the order of the items and the question whether an item or a column can be had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from paycalc.policy._collector import Path
from paycalc.policy._grammar._scalars import decimal_text
from paycalc.policy.model import (
    Arithmetic,
    BandLookup,
    Bands,
    Base,
    Column,
    Condition,
    Grade,
    Group,
    Item,
    ItemRef,
    Mark,
    Percentile,
    RelativeTo,
    Round,
    Rows,
    Step,
    TableLookup,
    Tiers,
    Value,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a column or an item is asked for: at a row of a table, or at a member or cell.

    ``cells`` are the columns of a cell, or of the item whose numbers are the rows.
    """

    base: Base
    table: str | None = None
    cells: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column is asked for."""

    column: Column
    spot: Spot
    path: Path
    mark: Mark


@dataclass(frozen=True, slots=True)
class ItemUse:
    """An item's number is asked for."""

    item: str
    spot: Spot
    path: Path
    mark: Mark


Use: TypeAlias = "ColumnUse | ItemUse"
POST = Spot("post")
UNIT = Spot("unit")


def row_spot(rows: Rows, other: Item | None) -> Spot | None:
    """The place of an item's rows; ``other`` is the item that it reads, if it reads one."""
    if rows.table is not None:
        of_schools = rows.table in ("schools", "school_results")
        return Spot("unit" if of_schools else "post", rows.table)
    return Spot(other.base, cells=other.columns) if other else None


def item_uses(item: Item, other: Item | None) -> Iterator[Use]:
    """What an item asks for; its rows, ``sum_of`` and ``product_of`` apart."""
    path: Path = ("items", item.name)
    yield from who_uses(item.who, POST, (*path, "for"))
    if isinstance(item.source, Rows):
        spot = row_spot(item.source, other)
        if spot is not None:
            yield from _rows_uses(item, item.source, spot, path)
    member = Spot(item.base, cells=item.columns)
    for position, step in enumerate(item.steps, 1):
        yield from _step_uses(step, member, (*path, "then", position))


def _rows_uses(item: Item, rows: Rows, spot: Spot, path: Path) -> Iterator[Use]:
    for position, column in enumerate(item.columns, 2):
        yield ColumnUse(column, spot, (*path, "of", position), column.mark)
    yield from _condition_uses(rows.where, spot, (*path, "where"))
    if rows.each is not None:
        yield from value_uses(rows.each, spot, (*path, "each"))
    for position, value in enumerate(rows.times, 1):
        yield from value_uses(value, spot, (*path, "times", position))
    if rows.combine.by is not None:
        yield ColumnUse(rows.combine.by, spot, (*path, "combine", "mean_by"), rows.combine.by.mark)


def who_uses(who: object, spot: Spot, path: Path) -> Iterator[Use]:
    """What conditions written in place ask for; a group by name asks for itself elsewhere."""
    if isinstance(who, Group):
        yield from group_uses(who, spot, path)


def group_uses(group: Group, spot: Spot, path: Path) -> Iterator[Use]:
    """What a group asks for at a place, that of its rows apart."""
    yield from _condition_uses(group.conditions, spot, path)
    if group.has is not None:
        row = Spot("post", group.has.table)
        yield from _condition_uses(group.has.where, row, (*path, "has", "where"))
    for condition in group.items:
        inside = (*path, "item", condition.item)
        yield ItemUse(condition.item, spot, inside, condition.mark)
    yield from who_uses(group.excludes, spot, (*path, "not"))


def _condition_uses(conditions: Iterable[Condition], spot: Spot, path: Path) -> Iterator[Use]:
    for condition in conditions:
        inside = (*path, str(condition.column))
        yield ColumnUse(condition.column, spot, inside, condition.mark)


def value_uses(value: Value, spot: Spot, path: Path) -> Iterator[Use]:
    """What a VALUE asks for."""
    if isinstance(value, Column):
        yield ColumnUse(value, spot, path, value.mark)
    elif isinstance(value, ItemRef):
        yield ItemUse(value.item, spot, (*path, "item"), value.mark)
    elif isinstance(value, TableLookup):
        for column in value.by:
            yield ColumnUse(column, spot, (*path, "by"), column.mark)
        for texts, inner in value.table.items():
            yield from value_uses(inner, spot, (*path, "table", *texts))
    elif isinstance(value, BandLookup):
        yield from value_uses(value.by, spot, (*path, "by"))
        yield from _band_uses(value.bounds, value.values, spot, (*path, "bands"))
    default = getattr(value, "default", None)
    if default is not None:
        yield from value_uses(default, spot, (*path, "default"))


def _band_uses(
    bounds: tuple[int, ...], values: tuple[Value, ...], spot: Spot, path: Path
) -> Iterator[Use]:
    for bound, value in zip(bounds, values, strict=True):
        yield from value_uses(value, spot, (*path, decimal_text(bound)))


def _step_uses(step: Step, spot: Spot, path: Path) -> Iterator[Use]:
    if isinstance(step, Arithmetic):
        yield from value_uses(step.value, spot, (*path, step.kind))
        if step.if_zero is not None:
            yield from value_uses(step.if_zero, spot, (*path, "if_zero"))
    elif isinstance(step, Bands):
        yield from _band_uses(step.bounds, step.values, spot, (*path, "bands"))
    elif isinstance(step, Tiers):
        yield from _band_uses(step.bounds, step.rates, spot, (*path, "tiers"))
    elif isinstance(step, Round):
        yield from value_uses(step.to, spot, (*path, "round", "to"))
    else:
        for column in step.peers.columns:
            yield ColumnUse(column, spot, (*path, peer_key(step)), column.mark)


def peer_key(step: RelativeTo | Percentile | Grade) -> str:
    """The key of a step that compares peers."""
    if isinstance(step, RelativeTo):
        return "relative_to"
    return "percentile" if isinstance(step, Percentile) else "grade"
