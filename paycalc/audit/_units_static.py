"""What a policy alone says of other units' people: through level 1, or peers of the county."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paycalc.audit._directions import Directions
from paycalc.audit._money_ways import once
from paycalc.audit._values import Probe, who_effect
from paycalc.audit._ways import Effect, Place, because
from paycalc.audit._weights import weight_effect
from paycalc.audit.model import Part, Reason
from paycalc.policy.model import (
    Composite,
    Grade,
    Item,
    Percentile,
    Plan,
    Policy,
    Pool,
    RelativeTo,
    TakesItem,
    TakesSum,
)


def other_units(policy: Policy, probes: Iterable[Probe], *, through_level_1: bool) -> Part:
    """Other units' people: through points of people at level 1, or peers of the whole county."""
    faults: list[Reason] = []
    for probe in probes:
        known = Directions(policy, probe)
        faults += [] if through_level_1 else _at_level_1(known)
        for plan in policy.level_2.plans.values():
            for pool in plan.pools:
                effect = weight_effect(known, pool, "far")
                if not effect.nothing:
                    faults += _county_wide(pool, effect)
            faults += [*_budgets(known, "far", plan), *_cuts(known, plan)]
    opens = once(_by_staff(policy, through_level_1=through_level_1))
    return Part("", None if faults or opens else 0, once(faults), opens)


def _at_level_1(known: Directions) -> Iterator[Reason]:
    """Pools of level 1 that go by people's records."""
    level_1 = known.policy.level_1.plan
    for pool in level_1.pools:
        if not weight_effect(known, pool, "own").nothing:
            yield _by_people(pool)
    yield from _budgets(known, "own", level_1)


def _budgets(known: Directions, place: Place, plan: Plan) -> Iterator[Reason]:
    """Pools whose money is an item's, of others' records."""
    for pool in plan.pools:
        takes = pool.takes
        names = takes.items if isinstance(takes, TakesSum) else ()
        names = (takes.item,) if isinstance(takes, TakesItem) else names
        for name in names:
            if not known.item(name, place).nothing:
                yield because(
                    pool.mark,
                    f"what pool {pool.id} takes depends on item {name} of other units' people",
                    f"分配 {pool.id} 提取的金额取决于其他单位人员的项目 {name}",
                )


def _cuts(known: Directions, plan: Plan) -> Iterator[Reason]:
    """Adjustments that depend on other units' people."""
    for one in plan.adjust:
        moved = [known.item(name, "far") for name in one.items]
        if not all(effect.nothing for effect in (*moved, who_effect(known, one.who, "far"))):
            yield because(
                one.mark,
                f"adjustment {one.id} depends on other units' people",
                f"调整 {one.id} 取决于其他单位人员",
            )


def _by_people(pool: Pool) -> Reason:
    return because(
        pool.mark,
        f"pool {pool.id} of level 1 goes by what people do, so other schools' people move it",
        f"第一级分配 {pool.id} 按人员业绩计，其他学校人员会影响本校",
    )


def _county_wide(pool: Pool, effect: Effect) -> Iterator[Reason]:
    yield from (one.reason for one in effect.opens)
    yield because(
        pool.mark,
        f"points of pool {pool.id} depend on other units' people",
        f"分配 {pool.id} 的积分取决于其他单位人员",
    )


def _by_staff(policy: Policy, *, through_level_1: bool) -> Iterator[Reason]:
    """What goes by who other units' people are: level 1 by more than their number, or peers."""
    for pool in policy.level_1.plan.pools:
        named = [policy.items[name] for name in (*pool.items, *pool.factors)]
        if not through_level_1 and (any(map(_reads_staff, named)) or pool.pays_posts):
            yield _by_people(pool)
    for item in policy.items.values():
        wide = item.base == "county" or any(
            isinstance(step, Grade | RelativeTo | Percentile) and not step.peers.unit
            for step in item.steps
        )
        if wide and item.base != "unit":
            yield because(
                item.mark,
                f"item {item.name} speaks of people of the whole county",
                f"项目 {item.name} 涉及全县人员",
            )


def _reads_staff(item: Item) -> bool:
    source = item.source
    if isinstance(source, Composite) or source.item is not None:
        return True
    return source.table == "staff" and bool(source.each or source.times or source.where)
