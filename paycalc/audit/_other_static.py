"""What a policy alone says of vetoes, a larger fund, twins, quotas and other units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paycalc.audit._directions import Directions
from paycalc.audit._money_ways import once
from paycalc.audit._ranges import MICRO
from paycalc.audit._values import Probe, who_effect
from paycalc.audit._ways import Effect, Place, because
from paycalc.audit._weights import weight_effect
from paycalc.audit.domain import Domain
from paycalc.audit.model import Part, Reason
from paycalc.audit.theorems import bound
from paycalc.audit.tolerances import amplifiers, with_the_same_money, written_amounts
from paycalc.policy.model import (
    Composite,
    Grade,
    Item,
    Percent,
    Percentile,
    Plan,
    Policy,
    Pool,
    RelativeTo,
    TakesItem,
    TakesSum,
)


def veto(policy: Policy) -> Part:
    """A veto of somebody else: pay is computed with everybody in (section 8).

    Items, pools, adjustments and guarantees never read cases, so that a case changes nobody else's
    gross. What colleagues forfeit can only come back as more (to the school: R2 and R4). The lines
    for leaders alone make somebody answer for another's case.
    """
    said = policy.veto
    assert said is not None
    faults = tuple(
        because(
            line.mark,
            f"{line.cases} cases at a unit cost its leaders, too",
            f"一个单位有 {line.cases} 起时，领导也被扣减",
        )
        for line in said.leaders
    )
    if faults:
        return Part("", None, faults)
    if said.money_goes_to != "school":
        return Part("", 0)
    plans = policy.level_2.plans.values()
    return Part("", max(bound("R2", plan.rounding) for plan in plans), theorems=("R2", "R4"))


def fund(policy: Policy) -> Part:
    """A larger fund: exact shares never fall, so what is lost is rounding (R2)."""
    level_1 = policy.level_1.plan
    plans = list(policy.level_2.plans.values())
    opens = once(_fund_opens(policy, [level_1, *plans]))
    if opens:
        return Part("", None, (), opens)
    webster = all(plan.rounding == "webster" for plan in (level_1, *plans))
    loss = 0 if webster else max(_lost(level_1, plan) for plan in plans)
    return Part("", loss, theorems=("R2",))


def _lost(level_1: Plan, plan: Plan) -> int:
    """Fen that may be lost at both levels: in each pool one more than its money may fall."""
    unit = sum(_fall(level_1) for pool in level_1.pools if pool.kind != "keep")
    own = sum(_fall(plan) + unit for pool in plan.pools if pool.kind != "keep")
    return own + sum(1 for pool in level_1.pools if pool.pays_posts)


def _fall(plan: Plan) -> int:
    """In one pool: a fen by its own rounding, and one more where percentages divide the purse."""
    if plan.rounding == "webster":
        return 0
    return 2 if any(isinstance(pool.takes, Percent) for pool in plan.pools) else 1


def _fund_opens(policy: Policy, plans: Iterable[Plan]) -> Iterator[Reason]:
    """What the theorems do not speak of: limits, steps, money moved after the pools."""
    for plan in plans:
        for pool in plan.pools:
            if pool.limit is not None:
                yield because(
                    pool.limit.mark,
                    f"limits of pool {pool.id} depend on its money",
                    f"分配 {pool.id} 的限额取决于资金",
                )
        if plan.step > 1:
            yield because(plan.mark, "pay is counted in steps", "按进位单位计发")
        for one in plan.adjust:
            if one.goes_to == "others" or one.kind == "each_at_least" or one.bound is not None:
                yield because(
                    one.mark,
                    f"adjustment {one.id} moves money between colleagues",
                    f"调整 {one.id} 使资金在同事之间移动",
                )
    for promise in policy.guarantees:
        if promise.enforce:
            yield because(
                promise.mark,
                f"guarantee {promise.id} moves money between groups",
                f"保障 {promise.id} 在群体之间移动资金",
            )
    if policy.veto is not None and policy.veto.money_goes_to == "school":
        yield because(policy.veto.mark, "forfeits are shared", "扣减的资金由同事分享")


def money_written(policy: Policy) -> Part:
    """Twice the fund: whatever is an amount of money does not double."""
    said = "an amount of money is written here, or a step", "此处写明了金额或进位单位"
    amounts = [because(mark, *said) for mark in written_amounts(policy)]
    return Part("", None, once([*amounts, *_by_webster(policy)]))


def _by_webster(policy: Policy) -> Iterator[Reason]:
    for plan in (policy.level_1.plan, *policy.level_2.plans.values()):
        if plan.rounding == "webster":
            yield because(
                plan.mark,
                "by Webster nobody is kept near the exact share",
                "韦伯斯特法不保证接近精确份额",
            )


def ties(policy: Policy) -> Part:
    """Identical records: equal weights everywhere, so that each line differs by rounding (R6).

    But for ties that are cut by the key, and where money is shared by what people already have.
    """
    faults = once(
        because(
            step.mark,
            f"ties of item {name} are cut by the key, not by merit",
            f"项目 {name} 的并列按编号切分，与业绩无关",
        )
        for name, step in _grades(policy)
        if step.ties == "key"
    )
    opens = once(amplifiers(policy))
    loss = None if faults or opens else with_the_same_money(policy)
    return Part("", loss, faults, opens, ("R6",))


def undoing(policy: Policy) -> Part:
    """What passes a cap or undoes a guarantee that was made to hold before.

    Enforced guarantees are repaired in order: a later one may undo an earlier one. What a cap takes
    and gives to others may lift these above it.
    """
    enforced = [one for one in policy.guarantees if one.enforce]
    faults = [
        because(
            one.mark,
            f"guarantee {one.id} is repaired after {enforced[0].id} and may undo it",
            f"保障 {one.id} 在 {enforced[0].id} 之后执行，可能抵消后者",
        )
        for one in enforced[1:]
    ]
    faults += [
        because(
            one.mark,
            f"adjustment {one.id} gives what it cuts to others, who may pass its cap by it",
            f"调整 {one.id} 把扣减给予他人，后者可能因此超过上限",
        )
        for plan in policy.level_2.plans.values()
        for one in plan.adjust
        if one.kind == "each_at_most" and one.goes_to == "others"
    ]
    return Part("", None, once(faults))


def front_line(policy: Policy, domain: Domain) -> Part:
    """What pays leaders more than the front line for the same work."""
    return Part("", None, once(_favours(policy, domain)))


def _favours(policy: Policy, domain: Domain) -> Iterator[Reason]:
    for plan in (policy.level_1.plan, *policy.level_2.plans.values()):
        for pool in plan.pools:
            weights = dict(pool.weights)
            usual = weights.get("everyone", MICRO)
            front = min((weights.get(name, usual) for name in domain.front_line), default=usual)
            above = [name for name in domain.leaders if weights.get(name, usual) > front]
            if above or (pool.pays_posts and pool.who in domain.leaders):
                yield because(
                    pool.mark,
                    f"pool {pool.id} favours {', '.join(above or [str(pool.who)])}",
                    f"分配 {pool.id} 偏向 {'、'.join(above or [str(pool.who)])}",
                )


def quotas(policy: Policy) -> Part:
    """Quotas: equal numbers share the places they take, or all get the better grade."""
    faults = once(
        because(
            step.mark,
            f"ties of item {name} all get the better grade, beyond its quota",
            f"项目 {name} 的并列者都取较好等级，超出名额",
        )
        for name, step in _grades(policy)
        if step.ties == "up" or step.small_group is not None
    )
    return Part("", None, faults)


def _grades(policy: Policy) -> Iterator[tuple[str, Grade]]:
    for item in policy.items.values():
        for step in item.steps:
            if isinstance(step, Grade):
                yield item.name, step


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
