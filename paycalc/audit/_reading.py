"""What items read: the VALUEs in their rows and steps, and through these other items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paycalc.engine.plan import step_values
from paycalc.policy.model import (
    BandLookup,
    Composite,
    Item,
    ItemRef,
    Policy,
    Rows,
    TableLookup,
    Value,
)


def places_of(item: Item) -> Iterator[tuple[str, Value]]:
    """Every VALUE of an item with its place: ``times[1]``, ``then[2]``; not those within it."""
    if isinstance(item.source, Rows):
        if item.source.each is not None:
            yield "each", item.source.each
        for number, value in enumerate(item.source.times, 1):
            yield f"times[{number}]", value
    for number, step in enumerate(item.steps, 1):
        for value in step_values(step):
            yield f"then[{number}]", value


def with_inner(value: Value | None) -> Iterator[Value]:
    """A VALUE and those within it."""
    if value is None:
        return
    yield value
    if isinstance(value, ItemRef):
        inner: Iterable[Value | None] = (value.default,)
    elif isinstance(value, BandLookup):
        inner = (value.by, *value.values, value.default)
    elif isinstance(value, TableLookup):
        inner = (*value.table.values(), value.default)
    else:
        inner = ()
    for one in inner:
        yield from with_inner(one)


def read_by(item: Item) -> Iterator[str]:
    """The items that an item reads itself."""
    source = item.source
    if isinstance(source, Composite):
        yield from source.items
    elif source.item is not None:
        yield source.item
    for _, value in places_of(item):
        yield from (one.item for one in with_inner(value) if isinstance(one, ItemRef))


def reached(policy: Policy, names: Iterable[str]) -> Iterator[Item]:
    """Items by name, and all that they read, each once."""
    todo, seen = list(names), set[str]()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            yield policy.items[name]
            todo += read_by(policy.items[name])
