"""What changes of one thing take somebody across: bounds, grades, limits, repairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from paycalc.audit._seen import Seen
from paycalc.audit.changes import changed
from paycalc.audit.model import Change, ChangeKind
from paycalc.audit.pairs import pay, pay_changed
from paycalc.audit.world import World
from paycalc.audit.world_drawing import draw
from paycalc.engine.numbers import Bools, Ints, Numbers
from paycalc.engine.values import decimal_text
from paycalc.policy.model import Bands, Grade, Item, Plan, Tiers

SIZE: Final = 1024
"""Pairs of counties for each change."""
_CHANGES: Final[tuple[ChangeKind, ...]] = ("workload", "outcomes", "leave", "school_results")


def crossed_by_changes(world: World, seed: int) -> Mapping[str, int]:
    """How many members (units, of repairs) a change takes across each bound, by its place.

    Grades and limits count whoever comes into or out of one. What no change crosses is there
    with 0. Of cells only items in which all remain.
    """
    before = pay(world, draw(world, seed, 0, SIZE))
    found: dict[str, int] = {}
    for kind in _CHANGES:
        change = changed(world, before.counties, Change(kind), False, seed, 0)
        after = pay_changed(world, before, change)
        for name, n in _crossed(Seen(world, before), Seen(world, after)):
            found[name] = found.get(name, 0) + n
    return found


def _crossed(before: Seen, after: Seen) -> Iterator[tuple[str, int]]:
    policy = before.world.policy
    for item in policy.items.values():
        yield from _of_item(before, after, item)
    for number, (name, plan) in enumerate(policy.level_2.plans.items()):
        yield from _of_limits(before, after, number, name, plan)
    for guarantee in policy.guarantees:
        if guarantee.enforce:
            moves = [one.kept("guarantee", guarantee.id)["moved"] > 0 for one in (before, after)]
            yield f"crossed guarantee guarantees.{guarantee.id}", _differ(*moves)


def _of_item(before: Seen, after: Seen, item: Item) -> Iterator[tuple[str, int]]:
    old, new = _numbers(before, item), _numbers(after, item)
    for place, step in enumerate(item.steps):
        where = f"items.{item.name}.then[{place + 1}]"
        if isinstance(step, Bands | Tiers):
            kind = "band" if isinstance(step, Bands) else "tier"
            for bound in step.bounds[1:]:
                one, other = old[place].value >= bound, new[place].value >= bound
                name = f"crossed {kind} {where} {decimal_text(bound)}"
                yield name, _differ(one, other, _both(old[place], new[place]))
        if isinstance(step, Grade):
            there = _both(old[place + 1], new[place + 1])
            for quota in step.quotas:
                one = old[place + 1].value == quota.value
                other = new[place + 1].value == quota.value
                yield f"crossed grade {where} {quota.grade}", _differ(one, other, there)


def _numbers(seen: Seen, item: Item) -> list[Numbers]:
    """An item's numbers before its steps, and after each."""
    steps = [seen.kept("step", item.name, place)["numbers"] for place in range(len(item.steps))]
    return [seen.kept("item", item.name)["numbers"], *steps]


def _both(one: Numbers, other: Numbers) -> Bools | None:
    return one.ok & other.ok if one.value.size == other.value.size else None


def _differ(one: Bools, other: Bools, among: Bools | None = None) -> int:
    """How many differ; none where they are not the same members."""
    if one.size != other.size:
        return 0
    return int(((one != other) & (True if among is None else among)).sum())


def _of_limits(
    before: Seen, after: Seen, number: int, name: str, plan: Plan
) -> Iterator[tuple[str, int]]:
    """Who comes to be held by a limit of a pool, or is so no more."""
    for pool in plan.pools:
        if pool.limit is None:
            continue
        where = f"level_2.{name + '.' if name else ''}pools.{pool.id}"
        bounds = {"ceiling": pool.limit.at_most, "floor": pool.limit.at_least}
        for side in (side for side, bound in bounds.items() if bound is not None):
            held = [_held(one, number, pool.id, side) for one in (before, after)]
            yield f"crossed {side} {where}", _differ(*held)


def _held(seen: Seen, number: int, pool: str, side: str) -> Bools:
    counties, money = seen.paid.counties, seen.paid.arrays.money
    line: Ints = money.lines[f"level_2.{pool}"]
    limit = seen.kept("pool", "level_2", number, pool)[side][counties.post_unit]
    own = (money.plan_of == number)[counties.post_unit]
    return np.asarray(own & (line > 0) & (line == limit))
