"""What a policy alone says of a larger fund, and of twice the fund."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paycalc.audit._money_ways import once
from paycalc.audit._ways import because
from paycalc.audit.model import Part, Reason
from paycalc.audit.tolerances import written_amounts
from paycalc.policy.model import Percent, Plan, Policy


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
