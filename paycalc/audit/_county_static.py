"""What a policy alone says within one county: vetoes, twins, caps, quotas, the front line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from paycalc.audit._money_ways import once
from paycalc.audit._ranges import MICRO
from paycalc.audit._ways import because
from paycalc.audit.domain import Domain
from paycalc.audit.model import Part, Reason
from paycalc.audit.theorems import bound
from paycalc.audit.tolerances import amplifiers, with_the_same_money
from paycalc.policy.model import Grade, Policy


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


def ties(policy: Policy) -> Part:
    """Identical records: equal weights everywhere, so that each line differs by rounding (R6).

    But for ties that are cut by the key, and where money is shared by what people already have.
    """
    faults = _of_grades(
        policy,
        lambda step: step.ties == "key",
        "ties of item {name} are cut by the key, not by merit",
        "项目 {name} 的并列按编号切分，与业绩无关",
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
    faults = _of_grades(
        policy,
        lambda step: step.ties == "up" or step.small_group is not None,
        "ties of item {name} all get the better grade, beyond its quota",
        "项目 {name} 的并列者都取较好等级，超出名额",
    )
    return Part("", None, faults)


def _of_grades(
    policy: Policy, speaks: Callable[[Grade], bool], en: str, zh: str
) -> tuple[Reason, ...]:
    """The grades of which something is to be said."""
    return once(
        because(step.mark, en.format(name=item.name), zh.format(name=item.name))
        for item in policy.items.values()
        for step in item.steps
        if isinstance(step, Grade) and speaks(step)
    )
