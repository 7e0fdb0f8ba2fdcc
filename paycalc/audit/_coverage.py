"""What the counties of a search cross: bands, tiers, grades, pools, limits, guarantees, vetoes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from paycalc.audit._reading import places_of, with_inner
from paycalc.audit.world import World
from paycalc.audit.world_drawing import CHUNK, draw
from paycalc.audit.world_packing import encoded
from paycalc.engine.arrays import Range, compute_traced
from paycalc.engine.encoded import Encoded
from paycalc.engine.items import compute_items
from paycalc.engine.numbers import Ints, Numbers
from paycalc.engine.trace import KeptTrace
from paycalc.engine.values import decimal_text
from paycalc.engine.work import Work
from paycalc.policy.model import BandLookup, Bands, Grade, Item, Plan, TableLookup, Tiers


def coverage_of(world: World, seed: int, size: int = CHUNK) -> Mapping[str, int]:
    """How many members (of pools and guarantees: units) of the first counties lie in each place.

    A place that nobody reaches is there with 0, so that what was not tried can be seen.
    """
    packed = encoded(world, draw(world, seed, 0, size))
    computed, work = compute_traced(world.plan, packed, 0, packed.counties)
    found: dict[str, int] = {}
    picks = _picks(world, packed)
    for item in world.policy.items.values():
        found.update(_of_item(work, item))
        found.update(_of_lookups(item, picks))
    for level, plans in (
        ("level_1", {"": world.policy.level_1.plan}),
        ("level_2", world.policy.level_2.plans),
    ):
        for number, (name, plan) in enumerate(plans.items()):
            found.update(_of_plan(work, computed, level, number, name, plan))
    found.update(_of_the_end(world, work, computed))
    return found


def _kept(work: Work, *key: str | int) -> Mapping[str, Any]:
    assert isinstance(work.trace, KeptTrace)
    return work.trace.found.get(key, {})


def _of_item(work: Work, item: Item) -> Iterator[tuple[str, int]]:
    """Bands and tiers by the number before the step, grades by the value after it."""
    before = _kept(work, "item", item.name).get("numbers")
    for place, step in enumerate(item.steps):
        after = _kept(work, "step", item.name, place).get("numbers")
        where = f"items.{item.name}.then[{place + 1}]"
        if before is not None and isinstance(step, Bands | Tiers):
            kind = "band" if isinstance(step, Bands) else "tier"
            slots = np.searchsorted(np.array(step.bounds), _there(before), side="right") - 1
            for number, bound in enumerate(step.bounds):
                yield f"{kind} {where} {decimal_text(bound)}", int((slots == number).sum())
        if after is not None and isinstance(step, Grade):
            for quota in step.quotas:
                count = int((_there(after) == quota.value).sum())
                yield f"grade {where} {quota.grade}", count
        before = after


def _picks(world: World, packed: Encoded) -> Mapping[int, Ints]:
    """For each lookup (by its identity) the entries that hold, -1 for the default."""
    trace = KeptTrace(picks=[])
    compute_items(Work(world.plan, packed, trace))
    found: dict[int, list[Ints]] = {}
    for lookup, slot in trace.picks or ():
        found.setdefault(id(lookup), []).append(slot)
    return {key: np.concatenate(slots) for key, slots in found.items()}


def _of_lookups(item: Item, picks: Mapping[int, Ints]) -> Iterator[tuple[str, int]]:
    """Bands and entries of the lookups in an item's rows and steps; a default counts as one."""
    for place, value in places_of(item):
        lookups = [one for one in with_inner(value) if isinstance(one, BandLookup | TableLookup)]
        for number, lookup in enumerate(lookups, 1):
            inner = f".lookup[{number}]" if len(lookups) > 1 else ""
            where = f"items.{item.name}.{place}{inner}"
            slots = picks.get(id(lookup), np.zeros(0, np.int64))
            if isinstance(lookup, BandLookup):
                names = [f"band {where} {decimal_text(bound)}" for bound in lookup.bounds]
            else:
                names = [f"entry {where} {' '.join(texts)}" for texts in lookup.table]
            for slot, name in enumerate(names):
                yield name, int((slots == slot).sum())
            if lookup.default is not None:
                yield f"entry {where} default", int((slots < 0).sum())


def _there(numbers: Numbers) -> np.ndarray[Any, np.dtype[np.int64]]:
    return numbers.value[numbers.ok]


def _of_plan(
    work: Work, computed: Range, level: str, number: int, name: str, plan: Plan
) -> Iterator[tuple[str, int]]:
    """Pools with money, limits that hold somebody at them."""
    lines, counties = computed.arrays.money.lines, computed.encoded
    for pool in plan.pools:
        where = f"{level}.{name + '.' if name else ''}pools.{pool.id}"
        kept = _kept(work, "pool", level, number, pool.id)
        if "money" in kept:
            yield f"pool {where}", int((kept["money"] > 0).sum())
        if "ceiling" in kept and level == "level_2" and pool.limit is not None:
            line = lines[f"{level}.{pool.id}"]
            own = (computed.arrays.money.plan_of == number)[counties.post_unit] & (line > 0)
            sides = [("ceiling", pool.limit.at_most), ("floor", pool.limit.at_least)]
            for side in (name for name, bound in sides if bound is not None):
                held = own & (line == kept[side][counties.post_unit])
                yield f"{side} {where}", int(held.sum())


def _of_the_end(world: World, work: Work, computed: Range) -> Iterator[tuple[str, int]]:
    """Adjustments that cut, guarantees that move money, vetoes that take it."""
    arrays = computed.arrays
    for line, fen in arrays.money.lines.items():
        if line.startswith("adjust."):
            yield f"adjustment {line}", int((fen != 0).sum())
    for guarantee in world.policy.guarantees:
        moved = _kept(work, "guarantee", guarantee.id).get("moved")
        if moved is not None:
            yield f"guarantee guarantees.{guarantee.id}", int((moved > 0).sum())
    if world.policy.veto is not None:
        yield "veto forfeited", int((arrays.forfeited > 0).sum())
        yield "veto held", int((arrays.held > 0).sum())
