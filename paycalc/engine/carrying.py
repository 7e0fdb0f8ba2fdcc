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
from paycalc.policy.model import Group, Policy, Pool, Rows, TakesItem, TakesSum, Who

_EVERYBODYS = frozenset({"staff", "schools"})
"""Tables in which everything may look for a column."""


class Level1Done(NamedTuple):
    """What level 1 came to: its money, the counties that failed before and after, its faults."""

    money: Money
    failed_before: Bools
    failed: Bools
    faults: tuple[Fault, ...]


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


def level_1_done(work: Work, money: Money, failed_before: Bools, faults_before: int) -> Level1Done:
    """The present state, whatever is done to the money afterwards."""
    kept = replace(money, lines=dict(money.lines))
    faults = tuple(work.faults[faults_before:])
    return Level1Done(kept, failed_before, work.failed.copy(), faults)


def carry_level_1(before: Work, work: Work, differ: frozenset[str]) -> Money | None:
    """Take over level 1, if nothing that it reads differs and the same counties have failed."""
    done, reads = before.level_1, work.plan.policy.once(tables_read)["level_1"]
    if done is None or differ & (reads | _EVERYBODYS | {"funds", "opening"}):
        return None
    if not np.array_equal(done.failed_before, work.failed):
        return None
    work.faults += done.faults
    work.failed = done.failed.copy()
    has = np.zeros_like(done.money.has)
    return replace(done.money, lines=dict(done.money.lines), flows_2={}, has=has)


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
    """The tables besides staff and schools that each item and named group reads, by its path.

    And those that all of ``level_1`` reads.
    """
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
    found["level_1"] = frozenset().union(
        *(_of_pool(pool, found) for pool in policy.level_1.plan.pools)
    )
    return found


def _of_pool(pool: Pool, found: Mapping[str, frozenset[str]]) -> set[str]:
    """The tables that a pool reads."""
    items = {*pool.items, *pool.factors}
    if isinstance(pool.takes, TakesSum):
        items |= {*pool.takes.items}
    elif isinstance(pool.takes, TakesItem):
        items.add(pool.takes.item)
    needs = {f"items.{item}" for item in items} | needs_of(pool.who)
    needs |= {f"groups.{group}" for group, _ in pool.weights if group != "everyone"}
    return _of_group(pool.who).union(*(found[need] for need in needs))


def _of_group(who: Who) -> set[str]:
    """The tables whose rows a group asks for, those of named ones aside."""
    if not isinstance(who, Group):
        return set()
    return _of_group(who.excludes) | (set() if who.has is None else {who.has.table})
