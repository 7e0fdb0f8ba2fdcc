"""One fact paid twice: the same rows in several addends of one pool (L032)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from paycalc.policy.lint._view import FACTS, View
from paycalc.policy.model import (
    Composite,
    Condition,
    DateRange,
    Item,
    Micro,
    NumberRange,
    Pool,
    Rows,
)
from paycalc.problems import Problem


@dataclass(frozen=True, slots=True)
class Fact:
    """Rows of a table that an item counts: those for which all conditions hold."""

    table: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Addend:
    """An item that a pool adds, and the facts that it counts."""

    item: str
    facts: tuple[Fact, ...]


def paid_twice(view: View, figure: Micro) -> Iterator[Problem]:
    """Addends of `share_by` or `pay` whose rows overlap, each set at its first pool."""
    told: set[tuple[str, ...]] = set()
    for at in view.pools:
        for items, table in _overlapping(at.pool, view):
            if items not in told:
                told.add(items)
                values = {"pool": at.pool.id, "items": ", ".join(items), "table": table}
                yield view.problem("L032", at.path, None, **values)


def _overlapping(pool: Pool, view: View) -> Iterator[tuple[tuple[str, ...], str]]:
    """The addends of a pool that count the same rows, each addend in one set, and their table."""
    left = [part for name in pool.items for part in _addends(name, view) if part.facts]
    while left:
        together, left = [left[0]], left[1:]
        table = ""
        for addend in together:
            for other in tuple(left):
                shared = _shared(addend, other)
                if shared is not None:
                    table = shared
                    together.append(other)
                    left.remove(other)
        if len(together) > 1:
            yield tuple(addend.item for addend in together), table


def _shared(one: Addend, two: Addend) -> str | None:
    """A table of which both may count the same row."""
    pairs = ((a, b) for a in one.facts for b in two.facts)
    return next((a.table for a, b in pairs if _overlap(a, b)), None)


def _addends(name: str, view: View) -> list[Addend]:
    """What an item adds up."""
    item = view.policy.items[name]
    source = item.source
    if isinstance(source, Composite) and source.kind == "sum_of":
        return [part for one in source.items for part in _addends(one, view)]
    return [Addend(name, _facts(item, view))]


def _facts(item: Item, view: View) -> tuple[Fact, ...]:
    """The facts that an item counts.

    Of a product they are those of the first that has any: what it is multiplied by weighs, and is
    not paid for itself.
    """
    source = item.source
    if isinstance(source, Rows):
        own = (*source.where, *_of_members(item, view))
        if source.item is not None:
            inner = _facts(view.policy.items[source.item], view)
            return tuple(Fact(fact.table, (*fact.conditions, *own)) for fact in inner)
        return (Fact(source.table or "", own),) if source.table in FACTS else ()
    # a number of the whole school or county is nobody's own fact
    parts = [
        _facts(part, view)
        for part in (view.policy.items[name] for name in source.items)
        if part.base == item.base
    ]
    if source.kind == "product_of":
        return next((facts for facts in parts if facts), ())
    return tuple(fact for facts in parts for fact in facts)


def _of_members(item: Item, view: View) -> tuple[Condition, ...]:
    group = view.conditions_of(item.who)
    return () if group is None else group.conditions


def _overlap(one: Fact, two: Fact) -> bool:
    """Whether a row may count in both."""
    return one.table == two.table and not any(
        _apart(a, b) for a in one.conditions for b in two.conditions
    )


def _apart(one: Condition, two: Condition) -> bool:
    """Whether two conditions on one column cannot hold together."""
    if str(one.column) != str(two.column):
        return False
    a, b = one.accepts, two.accepts
    if isinstance(a, frozenset) and isinstance(b, frozenset):
        return not a & b
    if isinstance(a, NumberRange) and isinstance(b, NumberRange):
        return _before(a.last, b.first) or _before(b.last, a.first)
    if isinstance(a, DateRange) and isinstance(b, DateRange):
        return _before(_day(a.last), _day(b.first)) or _before(_day(b.last), _day(a.first))
    return False


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _before(last: int | None, first: int | None) -> bool:
    return last is not None and first is not None and last < first
