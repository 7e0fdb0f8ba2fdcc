"""What a change does to an item before its steps: through its rows, or the items it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paycalc.audit._ranges import FROM_0, product
from paycalc.audit._values import (
    Items,
    Where,
    changed_row,
    entering,
    of_everybody,
    product_effect,
    seen,
    value_effect,
)
from paycalc.audit._ways import (
    NO_EFFECT,
    PLACES,
    RISES,
    Effect,
    Place,
    because,
    join,
    opened,
    uncertain,
)
from paycalc.audit.model import Reason
from paycalc.policy.model import Composite, Item, Rows, Value


def source_effect(items: Items, item: Item, place: Place) -> Effect:
    if isinstance(item.source, Composite):
        return _composite(items, item, item.source, place)
    return join(_rows(items, item, item.source, of) for of in _rows_of(item, place))


def _rows_of(item: Item, place: Place) -> Sequence[Place]:
    """Whose rows a member reads."""
    if item.base == "post" or place == "far":
        return (place,)
    return ("own", "near") if item.base == "unit" else PLACES


def _rows(items: Items, item: Item, source: Rows, place: Place) -> Effect:
    at = Where(place, source, "post")
    each, comes = _each(items, source, at)
    factors = [value_effect(items, one, at) for one in source.times]
    if source.combine.kind == "count":
        row = NO_EFFECT
    else:
        row = _times(items, source, each, factors, item)
    changed = changed_row(items, source, place)
    enters = entering(items, source.where) if changed else NO_EFFECT
    if changed and items.probe.adds:
        comes = join([comes, RISES])
    return _combined(items, item, source, row, join([enters, comes]))


def _each(items: Items, source: Rows, at: Where) -> tuple[Effect, Effect]:
    """The effect on what a row brings, and on whether the row is there."""
    if source.item is None:
        if source.each is not None:
            return value_effect(items, source.each, at), NO_EFFECT
        rises = changed_row(items, source, at.place) and items.probe.table == source.table
        return (RISES if rises else NO_EFFECT), NO_EFFECT
    base = items.policy.items[source.item].base
    read = items.item(source.item, seen(base, at.place))
    comes = RISES if read.appears else NO_EFFECT
    if source.each is not None:
        return value_effect(items, source.each, at), replace(comes, opens=read.opens)
    return replace(read, appears=False), replace(comes, opens=read.opens)


def _times(items: Items, source: Rows, each: Effect, factors: list[Effect], item: Item) -> Effect:
    effect, x = each, items.ranges.each(source)
    for value, factor in zip(source.times, factors, strict=True):
        y = items.ranges.value(value, source)
        effect = product_effect(effect, x, factor, y, negative_factor(value, item))
        x = product(x, y)
    return effect


def negative_factor(value: Value, item: Item) -> Reason:
    """That a factor below 0 turns a number around."""
    return because(
        value.mark,
        f"item {item.name} is multiplied by what may be below 0",
        f"项目 {item.name} 乘以可能为负的系数",
    )


def _combined(items: Items, item: Item, source: Rows, row: Effect, comes: Effect) -> Effect:
    """The rows' numbers become one: ``comes`` says whether a row comes (up) or goes (down)."""
    kind = source.combine.kind
    if kind == "mean_by" and source.combine.by is not None:
        weight = value_effect(items, source.combine.by, Where("own", source))
        said = because(
            item.mark,
            f"item {item.name} is a mean weighted by what changes",
            f"项目 {item.name} 是按变动量加权的平均数",
        )
        row = uncertain(join([row, weight]), said, when=not weight.nothing)
    if comes.nothing:
        return row
    found = join([row, _coming(items, item, source, comes)])
    appears = source.missing == "none" or bool(item.columns)
    return replace(found, appears=found.appears or appears)


def _coming(items: Items, item: Item, source: Rows, comes: Effect) -> Effect:
    """The effect of a row that comes or goes."""
    kind = source.combine.kind
    row = items.ranges.row(source)
    low = row.low if row.low is not None else -1
    missing = source.missing if isinstance(source.missing, int) and not item.columns else None
    first_is_more = missing is None or low >= missing
    if kind in ("sum", "count", "best"):
        said = because(
            item.mark,
            f"a row more may lower item {item.name}: what it brings may be below 0, or below what "
            "somebody without rows has",
            f"多一行可能使项目 {item.name} 变小",
        )
        fine = kind == "count" or row.positive
        return uncertain(comes, said, when=not (fine and first_is_more))
    if kind == "max":
        said = because(
            item.mark,
            f"the first row may be less than what somebody without rows has in item {item.name}",
            f"第一行可能低于项目 {item.name} 无记录时的数值",
        )
        return uncertain(comes, said, when=not first_is_more)
    word, zh = ("mean", "平均数") if kind in ("mean", "mean_by") else ("least", "最小值")
    said = because(
        item.mark,
        f"item {item.name} is the {word} of its rows: one row more, of less, lowers it",
        f"项目 {item.name} 取各行的{zh}：多一行较小的数会使其下降",
    )
    return uncertain(comes, said)


def _composite(items: Items, item: Item, source: Composite, place: Place) -> Effect:
    effect, x = NO_EFFECT, FROM_0
    for number, name in enumerate(source.items):
        part = _part(items, item, name, place)
        y = items.ranges.item(name)
        if number == 0 or source.kind == "sum_of":
            negative = part.appears and not y.positive
            effect = join([effect, uncertain(part, _appearing(item, name), when=negative)])
            x = y
        else:
            said = because(
                source.mark,
                f"item {item.name} is multiplied by item {name}, which may be below 0",
                f"项目 {item.name} 乘以可能为负的项目 {name}",
            )
            effect, x = product_effect(effect, x, part, y, said), product(x, y)
    return effect


def _appearing(item: Item, name: str) -> Reason:
    return because(
        item.mark,
        f"item {name} may come to item {item.name} below 0",
        f"项目 {name} 可能以负数计入项目 {item.name}",
    )


def _part(items: Items, item: Item, name: str, place: Place) -> Effect:
    base = items.policy.items[name].base
    effect = items.item(name, seen(base, place))
    if base == item.base:
        return effect
    return opened(effect, "peers", of_everybody(item.mark, name, base))
