"""What a computation takes over from one of the same counties, of which some tables differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from paycalc.engine.groups import needs_of
from paycalc.engine.items import item_needs
from paycalc.engine.levels import Money
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.work import Fault, Work
from paycalc.policy.model import Group, Policy, Rows, Who

_EVERYBODYS = frozenset({"staff", "schools"})
"""Tables in which everything may look for a column."""


class Settled(NamedTuple):
    """All that precedes vetoes: money, guarantees that do not hold, failed counties, faults."""

    money: Money
    broken: Mapping[str, Ints]
    failed: Bools
    faults: tuple[Fault, ...]


def settled(work: Work, money: Money, broken: Mapping[str, Ints]) -> Settled:
    """The present state, whatever is done to the money afterwards."""
    kept = replace(money, lines=dict(money.lines))
    return Settled(kept, broken, work.failed.copy(), tuple(work.faults))


def differing(before: Work, work: Work) -> frozenset[str]:
    """The tables of which the two have others; a table that is the same object is the same."""
    old, new = before.encoded, work.encoded
    found = {name for name, table in new.tables.items() if table is not old.tables[name]}
    found |= {"opening"} if old.opening is not new.opening else set()
    found |= {"manual"} if old.manual is not new.manual else set()
    return frozenset(found if np.array_equal(old.funds, new.funds) else found | {"funds"})


def carry_items(before: Work, work: Work, differ: frozenset[str]) -> None:
    """Take over the items and named groups that read none of the tables that differ."""
    if differ & _EVERYBODYS:
        return
    reads = work.plan.policy.once(tables_read)
    kept = {path for path in before.tainted if not reads[path] & differ}
    work.items |= {name: one for name, one in before.items.items() if f"items.{name}" in kept}
    work.groups |= {key: one for key, one in before.groups.items() if f"groups.{key[0]}" in kept}
    work.tainted |= {path: before.tainted[path] for path in kept}
    work.faults += [one for one in before.faults if ".".join(one.what.split(".")[:2]) in kept]


def tables_read(policy: Policy) -> Mapping[str, frozenset[str]]:
    """The tables besides staff and schools that each item and named group reads, by its path."""
    found: dict[str, frozenset[str]] = {}

    def read(path: str) -> frozenset[str]:
        if path not in found:
            kind, name = path.split(".", 1)
            who: Who = policy.groups[name] if kind == "groups" else policy.items[name].who
            needs = needs_of(who) if kind == "groups" else item_needs(policy.items[name])
            own = _of_group(who)
            if kind == "items":
                source = policy.items[name].source
                own |= {source.table} if isinstance(source, Rows) and source.table else set()
            found[path] = frozenset(own).union(*map(read, needs))
        return found[path]

    for kind, names in (("groups", policy.groups), ("items", policy.items)):
        for name in names:
            read(f"{kind}.{name}")
    return found


def _of_group(who: Who) -> set[str]:
    """The tables whose rows a group asks for, those of named ones aside."""
    if not isinstance(who, Group):
        return set()
    return _of_group(who.excludes) | (set() if who.has is None else {who.has.table})
