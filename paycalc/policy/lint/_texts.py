"""The names and values that parts of a policy speak of, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from paycalc.policy.model import (
    Arithmetic,
    BandLookup,
    Bands,
    Column,
    Condition,
    Group,
    Item,
    Mark,
    Number,
    Rows,
    Step,
    TableLookup,
    Tiers,
    Value,
    Who,
)

Text: TypeAlias = tuple[str, Mark]


def item_texts(item: Item) -> Iterator[Text]:
    """An item's name, its columns, the values that it asks for, the keys that bring something."""
    yield item.name, item.mark
    yield from ((column.name, column.mark) for column in item.columns)
    yield from who_texts(item.who)
    if isinstance(item.source, Rows):
        yield from _rows_texts(item.source)
    for step in item.steps:
        for value in step_values(step):
            yield from value_texts(value)


def _rows_texts(rows: Rows) -> Iterator[Text]:
    yield from condition_texts(rows.where)
    for value in row_values(rows):
        yield from value_texts(value)
    if rows.combine.by is not None:
        yield rows.combine.by.name, rows.combine.by.mark


def who_texts(who: Who) -> Iterator[Text]:
    """The name of a group, or what conditions in place ask for; not whom they leave out."""
    if isinstance(who, str):
        yield who, Mark("", 0, 0)
    elif isinstance(who, Group):
        yield from condition_texts(who.conditions)
        if who.has is not None:
            yield from condition_texts(who.has.where)


def condition_texts(conditions: Iterable[Condition]) -> Iterator[Text]:
    """The columns and the values of conditions."""
    for condition in conditions:
        yield condition.column.name, condition.mark
        if isinstance(condition.accepts, frozenset):
            yield from ((text, condition.mark) for text in sorted(condition.accepts))


def value_texts(value: Value) -> Iterator[Text]:
    """The columns and keys of a VALUE; a key that brings 0 says that nothing is paid for it."""
    if isinstance(value, Column):
        yield value.name, value.mark
    elif isinstance(value, TableLookup):
        yield from ((column.name, column.mark) for column in value.by)
        for keys, inner in value.table.items():
            if not (isinstance(inner, Number) and inner.micro == 0):
                yield from ((key, inner.mark) for key in keys)
                yield from value_texts(inner)
    elif isinstance(value, BandLookup):
        for inner in (value.by, *value.values):
            yield from value_texts(inner)
    default = getattr(value, "default", None)
    if default is not None:
        yield from value_texts(default)


def row_values(rows: Rows) -> tuple[Value, ...]:
    """The VALUEs that a row is multiplied from: what it brings, and its coefficients."""
    return rows.times if rows.each is None else (rows.each, *rows.times)


def step_values(step: Step) -> tuple[Value, ...]:
    """The VALUEs of a step."""
    if isinstance(step, Arithmetic):
        return (step.value, *(() if step.if_zero is None else (step.if_zero,)))
    if isinstance(step, Bands):
        return step.values
    return step.rates if isinstance(step, Tiers) else ()
