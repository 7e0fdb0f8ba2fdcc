"""Conditions, ranges and groups (section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from paycalc.policy._collector import shown
from paycalc.policy._grammar._columns import COLUMN
from paycalc.policy._grammar._kinds import Either, Kind, Later, ListOf, Made, MapOf, choice
from paycalc.policy._grammar._scalars import (
    EVERYONE,
    ITEM,
    MOST_NUMBER,
    NUMBER,
    TEXT,
    NameOf,
    Text,
    fixed,
    parse_day,
)
from paycalc.policy._grammar._shapes import AtLeastOne, Fields, Key, Others, Shape
from paycalc.policy.model import (
    Condition,
    DateRange,
    Group,
    Has,
    ItemCondition,
    NumberRange,
    Who,
)

POST_TABLES: Final = ("workload", "outcomes", "leave", "staff")


@dataclass(frozen=True, slots=True)
class RangeEnd(Text):
    """A number or a date, as text: which of them, both ends say together."""

    form: str = "12.5 | 2025-09-01"


def _range(fields: Fields) -> NumberRange | DateRange | None:
    ends = [fields.get("from"), fields.get("to")]
    days = [end if end is None else parse_day(end) for end in ends]
    written = [end for end in ends if end is not None]
    dates = [day for day in days if day is not None]
    if dates and len(dates) < len(written):
        fields.refuse("P065")
        return None
    if dates:
        return _ordered_days(fields, days)
    return _ordered_numbers(fields, ends)


def _ordered_days(fields: Fields, days: list[date | None]) -> DateRange | None:
    first, last = days
    if first is not None and last is not None and first > last:
        fields.refuse("P066", "to", first=first.isoformat(), last=last.isoformat())
        return None
    return DateRange(first, last)


def _ordered_numbers(fields: Fields, ends: list[str | None]) -> NumberRange | None:
    micros: list[int | None] = []
    for key, text in zip(("from", "to"), ends, strict=True):
        value = None if text is None else fixed(text, 6, MOST_NUMBER)
        if isinstance(value, str):
            code = {"form": "P067", "digits": "P041", "range": "P042"}[value]
            fields.refuse(code, key, found=shown(text or ""))
            return None
        micros.append(value)
    first, last = micros
    if first is not None and last is not None and first > last:
        fields.refuse("P066", "to", first=shown(ends[0] or ""), last=shown(ends[1] or ""))
        return None
    return NumberRange(first, last)


def _number_range(fields: Fields) -> NumberRange | None:
    first, last = fields.get("from"), fields.get("to")
    if first is not None and last is not None and first > last:
        texts = [fields.node.entries[key][1] for key in ("from", "to")]
        first_text, last_text = (getattr(node, "text", "") for node in texts)
        fields.refuse("P066", "to", first=shown(first_text), last=shown(last_text))
        return None
    return NumberRange(first, last)


def _conditions(fields: Fields) -> tuple[Condition, ...]:
    return tuple(Condition(column, accepts, mark) for column, accepts, mark in fields.others)


def _has(fields: Fields) -> Has | None:
    table = fields.get("rows")
    return None if table is None else Has(table, fields.get("where", ()), fields.mark)


def _group(fields: Fields) -> Group:
    items: dict[str, tuple[NumberRange, Any]] = fields.get("item", {})
    return Group(
        conditions=_conditions(fields),
        has=fields.get("has"),
        excludes=fields.get("not"),
        items=tuple(ItemCondition(name, *found) for name, found in items.items()),
        mark=fields.at.mark,
    )


_ENDS: Final = (AtLeastOne(("from", "to"), "P064"),)
RANGE: Final = Shape(
    "Numbers or dates from one to another, both ends inside.",
    (Key("from", RangeEnd(), "the first"), Key("to", RangeEnd(), "the last")),
    _range,
    _ENDS,
)
NUMBER_RANGE: Final = Shape(
    "Numbers from one to another, both ends inside.",
    (Key("from", NUMBER, "the least"), Key("to", NUMBER, "the largest")),
    lambda fields: (found := _number_range(fields)) and (found, fields.at.mark),
    _ENDS,
)
ACCEPTS: Final[Kind[Any]] = Either(
    scalar=Made(TEXT, lambda text: frozenset((text,))),
    listed=Made(ListOf(TEXT, least=1), frozenset),
    mapped=RANGE,
)
CONDITIONS: Final = Shape(
    "Conditions on columns, all of which must hold.",
    (),
    _conditions,
    others=Others(COLUMN, ACCEPTS),
)
HAS: Final = Shape(
    "The post has at least one such row.",
    (
        Key("rows", choice(*POST_TABLES), "the table", required=True),
        Key("where", CONDITIONS, "conditions on the row"),
    ),
    _has,
)
GROUP: Final = Shape(
    "A set of posts: everything said of it must hold.",
    (
        Key("has", HAS, "a row that the post must have"),
        Key("not", Later(lambda: WHO), "whom it leaves out"),
        Key("item", MapOf(ITEM, NUMBER_RANGE, least=1), "ranges of items' numbers"),
    ),
    _group,
    others=Others(COLUMN, ACCEPTS),
)
GROUP_NAME_USED: Final = NameOf("group")
WHO: Final[Kind[Any]] = Either(scalar=GROUP_NAME_USED, mapped=GROUP)


def or_everyone(who: Who) -> Who:
    """``None`` for the reserved name that means everyone."""
    return None if who == EVERYONE else who
