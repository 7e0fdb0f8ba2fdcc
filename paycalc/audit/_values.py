"""What a change does to VALUEs, conditions and groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from paycalc.audit._ranges import AMOUNTS, Range, Ranges, kinds_of
from paycalc.audit._ways import (
    NO_EFFECT,
    RISES,
    Effect,
    Place,
    Way,
    because,
    join,
    opened,
    turned,
    uncertain,
)
from paycalc.audit.model import Reason
from paycalc.policy.model import (
    BandLookup,
    Column,
    Condition,
    Group,
    ItemCondition,
    ItemRef,
    Mark,
    Number,
    NumberRange,
    Policy,
    Rows,
    TableLookup,
    Value,
    Who,
)
from paycalc.policy.nodes import decimal_text


@dataclass(frozen=True, slots=True)
class Probe:
    """The change that is typed: more of a kind in a table, for one post (or one school).

    ``adds``: where there was no row of the kind, one is added.
    """

    table: str
    of: str
    adds: bool = True


class Items(Protocol):
    """The effects on items."""

    policy: Policy
    probe: Probe
    ranges: Ranges

    def item(self, name: str, place: Place) -> Effect:
        """On an item's number for a member at a place."""
        ...


@dataclass(frozen=True, slots=True)
class Where:
    """Where a VALUE is read: at whose place, and in rows of which source."""

    place: Place
    source: Rows | None = None
    base: str = "post"


def changed_row(items: Items, source: Rows, place: Place) -> bool:
    """Whether the row that the change concerns may be among those that a member reads."""
    probe = items.probe
    if source.table != probe.table or place != "own":
        return False
    kinds = kinds_of(probe.table, source.where)
    return kinds is None or probe.of in kinds


def value_effect(items: Items, value: Value, at: Where) -> Effect:
    """What the change does to a VALUE."""
    if isinstance(value, Number):
        return NO_EFFECT
    if isinstance(value, Column):
        return RISES if _changed(items, value, at) else NO_EFFECT
    if isinstance(value, ItemRef):
        return _item_ref(items, value, at)
    if isinstance(value, TableLookup):
        return _table(items, value, at)
    return _bands(items, value, at)


def _changed(items: Items, column: Column, at: Where) -> bool:
    return (
        at.source is not None
        and changed_row(items, at.source, at.place)
        and column.part is None
        and column.scope in (None, "row")
        and column.name == AMOUNTS.get(items.probe.table)
    )


def _item_ref(items: Items, value: ItemRef, at: Where) -> Effect:
    base = items.policy.items[value.item].base
    place = seen(base, at.place)
    effect = items.item(value.item, place)
    if effect.nothing:
        return effect
    if base != at.base or place != at.place:
        effect = opened(effect, "peers", of_everybody(value.mark, value.item, base))
    if effect.appears and value.default is not None:
        less = _ordered(items.ranges.value(value.default), items.ranges.item(value.item))
        said = because(
            value.mark,
            f"where item {value.item} has no number, its default may be more",
            f"项目 {value.item} 无数值时，默认值可能更大",
        )
        effect = uncertain(effect, said, when=not less)
    return effect


_BASE_ZH = {"post": "岗位", "unit": "单位", "county": "县"}


def of_everybody(mark: Mark, item: str, base: str) -> Reason:
    """That an item of others depends on more than one's own records."""
    return because(
        mark,
        f"item {item} of a {base} depends on the records of everybody in it",
        f"项目 {item} 取决于同一{_BASE_ZH[base]}所有人的记录",
    )


def seen(base: str, place: Place) -> Place:
    """Whose number of an item of a base somebody at a place sees."""
    if base == "post":
        return place
    if base == "unit":
        return "far" if place == "far" else "own"
    return "own"


def _table(items: Items, value: TableLookup, at: Where) -> Effect:
    entries = [*value.table.values(), *([value.default] if value.default is not None else [])]
    effect = join(value_effect(items, entry, at) for entry in entries)
    if any(_changed(items, column, at) for column in value.by):
        said = because(
            value.mark,
            "a table looks up how much was done, so its entries need not rise with it",
            "按数量查表，数值未必随数量上升",
        )
        return uncertain(join([effect, RISES]), said)
    return effect


def _bands(items: Items, value: BandLookup, at: Where) -> Effect:
    entries = [*value.values, *([value.default] if value.default is not None else [])]
    effect = join(value_effect(items, entry, at) for entry in entries)
    by = value_effect(items, value.by, at)
    if by.nothing:
        return effect
    x = items.ranges.value(value.by, at.source)
    return join([effect, banded(items.ranges, by, x, value.bounds, value.values)])


def banded(
    ranges: Ranges, by: Effect, x: Range, bounds: Sequence[int], values: Sequence[Value]
) -> Effect:
    """The effect on the value of the band in which a number lies."""
    ups: list[Reason] = []
    downs: list[Reason] = []
    for i in range(1, len(bounds)):
        if x.high is not None and bounds[i] > x.high:
            break
        if x.low is not None and bounds[i] <= x.low:
            continue
        before, here = ranges.value(values[i - 1]), ranges.value(values[i])
        if not _ordered(before, here):
            downs.append(_step_at(bounds[i], values, i))
        if not _ordered(here, before):
            ups.append(_step_at(bounds[i], values, i))
    if not downs:
        return by if ups else _still(by)
    if not ups:
        return turned(by, downs[0])
    return replace(uncertain(by, downs[0]), lifts=(ups[0],))


def _still(by: Effect) -> Effect:
    """Of a number that moves within bands of one value: nothing, unless it appears."""
    return Effect(Way.SAME, by.appears, opens=by.opens if by.appears else ())


def _step_at(bound: int, values: Sequence[Value], i: int) -> Reason:
    one, before = values[i], values[i - 1]
    if isinstance(one, Number) and isinstance(before, Number):
        figures = (decimal_text(one.micro), decimal_text(before.micro))
    else:
        figures = ("…", "…")
    at = decimal_text(bound)
    return because(
        one.mark,
        f"from {at} on the band's value is {figures[0]}, below it {figures[1]}",
        f"自 {at} 起该档数值为 {figures[0]}，此前为 {figures[1]}",
    )


def _ordered(less: Range, more: Range) -> bool:
    return less.high is not None and more.low is not None and less.high <= more.low


# --- Conditions and groups --------------------------------------------------------------------


def entering(items: Items, conditions: Sequence[Condition]) -> Effect:
    """Whether a changed row may come through conditions (up) or no longer does (down)."""
    column = AMOUNTS[items.probe.table]
    found = []
    for one in conditions:
        plain = one.column.part is None and one.column.scope in (None, "row")
        if one.column.name == column and plain:
            found.append(_ranged(RISES, one.accepts, one.mark, column))
    return join(found)


def _ranged(effect: Effect, accepts: object, mark: Mark, what: str) -> Effect:
    """Whether a number in a range stays in it: up where it may come in, down where it may go."""
    if effect.nothing:
        return effect
    en = f"a condition holds only for some values of {what}"
    said = because(mark, en, f"条件只对 {what} 的部分取值成立")
    if not isinstance(accepts, NumberRange):
        return uncertain(effect, said)
    last = None if accepts.last is None else decimal_text(accepts.last)
    beyond = because(
        mark,
        f"a condition ends where {what} is above {last}",
        f"{what} 超过 {last} 时条件不再成立",
    )
    if accepts.last is None:
        return effect
    if accepts.first is None:
        return turned(effect, beyond) if not effect.appears else uncertain(effect, beyond)
    return uncertain(effect, beyond)


def who_effect(items: Items, who: Who, place: Place) -> Effect:
    """Whether a post may join a group (up) or leave it (down)."""
    if who is None or who == "everyone":
        return NO_EFFECT
    group = items.policy.groups[who] if isinstance(who, str) else who
    found = [_item_condition(items, one, place) for one in group.items]
    if group.has is not None:
        found.append(_has(items, group, place))
    if group.excludes is not None:
        inner = who_effect(items, group.excludes, place)
        said = because(group.mark, "a group leaves out another", "分组排除了另一分组")
        found.append(turned(inner, said))
    return join(found)


def _item_condition(items: Items, one: ItemCondition, place: Place) -> Effect:
    effect = items.item(one.item, place)
    return _ranged(effect, one.accepts, one.mark, f"item {one.item}")


def _has(items: Items, group: Group, place: Place) -> Effect:
    has = group.has
    assert has is not None
    if not changed_row(items, Rows(has.table, where=has.where), place):
        return NO_EFFECT
    joins = [RISES] if items.probe.adds else []
    return join([*joins, entering(items, has.where)])


def product_effect(a: Effect, x: Range, b: Effect, y: Range, said: Reason) -> Effect:
    """The effect on a product of two numbers in their ranges."""
    if a.nothing and b.nothing:
        return NO_EFFECT
    if x.positive and y.positive:
        return join([a, b])
    if b.nothing and y.positive:
        return a
    if a.nothing and x.positive:
        return b
    if b.nothing and y.high is not None and y.high <= 0:
        return turned(a, said)
    if a.nothing and x.high is not None and x.high <= 0:
        return turned(b, said)
    return uncertain(join([a, b]), said)
