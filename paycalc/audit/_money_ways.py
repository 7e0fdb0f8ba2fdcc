"""From ways of numbers to ways of money: which theorem carries over, and what voids it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from paycalc.audit._directions import Directions
from paycalc.audit._values import who_effect
from paycalc.audit._ways import PLACES, Effect, Open, Way, because, join
from paycalc.audit._weights import weight_effect
from paycalc.audit.model import Reason
from paycalc.audit.theorems import bound
from paycalc.policy.model import (
    Adjustment,
    Amount,
    AsNeeded,
    Percent,
    Plan,
    Pool,
    Rest,
    TakesItem,
    TakesSum,
)

Want = Literal["UP", "DOWN"]


@dataclass
class Found:
    """What is found of a promise about own pay: the loss so far, faults, what voids the proof."""

    loss: int = 0
    faults: list[Reason] = field(default_factory=list)
    opens: list[Open] = field(default_factory=list)
    theorems: list[str] = field(default_factory=list)

    def budget(self, reason: Reason) -> None:
        """Money that depends on the records."""
        self.opens.append(Open("budget", reason))

    def after(self, reason: Reason) -> None:
        """What follows the pools and depends on the records."""
        self.opens.append(Open("after", reason))


@dataclass(frozen=True, slots=True)
class Weights:
    """What a change does to a pool: to one's own weight, and to others'."""

    pool: Pool
    own: Effect
    others: Effect

    @property
    def touched(self) -> bool:
        """Whether any weight moves."""
        return not (self.own.nothing and self.others.nothing)


def own_pay(known: Directions, plan: Plan, want: Want = "UP") -> Found:
    """Whether one's own pay can go against what is wanted when one thing rises (R1 to R7).

    The subject's money is that of level 1's pools of posts, and of a plan's pools, adjustments,
    guarantees and veto. Budgets have to be constant, and others' weights untouched; what is not so
    is told.
    """
    found = Found()
    level_1 = known.policy.level_1.plan
    first = [_weights(known, pool) for pool in level_1.pools]
    second = [_weights(known, pool) for pool in plan.pools]
    for weights in (*first, *second):
        _judge_weights(found, weights, want)
    _purses(known, found, level_1, first)
    _purses(known, found, plan, second)
    _levels(found, level_1, plan, first)
    moved = any(weights.touched for weights in (*first, *second))
    for adjustment in plan.adjust:
        _adjustment(known, found, adjustment, moved, want)
    _after(known, found, moved)
    return found


def _weights(known: Directions, pool: Pool) -> Weights:
    others = join(weight_effect(known, pool, place) for place in PLACES if place != "own")
    return Weights(pool, weight_effect(known, pool, "own"), others)


def _judge_weights(found: Found, weights: Weights, want: Want) -> None:
    wanted = Way[want]
    own, pool = weights.own, weights.pool
    if own.way & ~wanted:
        found.faults += own.against(wanted) or (_falls(pool),)
    found.opens += own.opens
    if not own.nothing:
        found.theorems.append("R1")
    if not weights.others.nothing:
        found.opens += weights.others.opens or [Open("peers", _others_move(pool))]


def _falls(pool: Pool) -> Reason:
    return because(
        pool.mark, f"points of pool {pool.id} move the other way", f"分配 {pool.id} 的积分反向变化"
    )


def _others_move(pool: Pool) -> Reason:
    return because(
        pool.mark,
        f"others' points in pool {pool.id} depend on one's own records",
        f"他人在 {pool.id} 中的积分取决于本人的记录",
    )


# --- Budgets ----------------------------------------------------------------------------------


def _purses(known: Directions, found: Found, plan: Plan, of: Sequence[Weights]) -> None:
    """Which budgets of a level move with the records, purse by purse."""
    for sources in dict.fromkeys(pool.sources for pool in plan.pools):
        purse = [weights for weights in of if weights.pool.sources == sources]
        rest = next((one for one in purse if isinstance(one.pool.takes, Rest)), None)
        for weights in purse:
            _budget(known, found, weights)
            if weights.touched:
                _left_over(found, plan, weights, rest)


def _budget(known: Directions, found: Found, weights: Weights) -> None:
    pool, takes = weights.pool, weights.pool.takes
    if isinstance(takes, AsNeeded) and weights.touched:
        found.budget(_money_moves(pool, "as_needed"))
    names = (
        takes.items if isinstance(takes, TakesSum)
        else (takes.item,) if isinstance(takes, TakesItem) else ()
    )  # fmt: skip
    for name in names:
        if not all(known.item(name, place).nothing for place in PLACES):
            found.budget(_money_moves(pool, f"item {name}"))


def _money_moves(pool: Pool, by: str) -> Reason:
    return because(
        pool.mark,
        f"what pool {pool.id} takes depends on the records ({by}), and with it the money of others",
        f"分配 {pool.id} 提取的金额取决于记录（{by}），其他分配的资金随之变动",
    )


def _left_over(found: Found, plan: Plan, weights: Weights, rest: Weights | None) -> None:
    """What a pool leaves over goes to the rest pool, so that it moves with the pool's weights."""
    pool = weights.pool
    if pool.limit is not None:
        found.budget(
            because(
                pool.limit.mark,
                f"limits of pool {pool.id} move money between those whom they hold and others",
                f"分配 {pool.id} 的限额使资金在受限者与他人之间移动",
            )
        )
    goes = rest is not None and rest.pool.id != pool.id and pool.left_over == "rest"
    if pool.kind == "pay" and not isinstance(pool.takes, AsNeeded):
        if pool.if_short == "error":
            found.budget(
                because(
                    pool.mark,
                    f"pool {pool.id} may not have enough, which is an error",
                    f"分配 {pool.id} 可能不足，届时报错",
                )
            )
        if goes:
            found.budget(
                because(
                    pool.mark,
                    f"what pool {pool.id} leaves over depends on the records",
                    f"分配 {pool.id} 的剩余取决于记录",
                )
            )
    elif goes:
        found.loss += bound("R7", plan.rounding) * plan.step
        found.theorems.append("R7")


def _levels(found: Found, level_1: Plan, plan: Plan, first: Sequence[Weights]) -> None:
    """Where points of people move the money of their unit: a theorem for both levels (R3)."""
    touched = [one for one in first if one.touched]
    posts = [one for one in touched if one.pool.pays_posts]
    for weights in posts:
        found.budget(_money_moves(weights.pool, "level 1"))
    if len(touched) == len(posts):
        return
    found.theorems.append("R3")
    found.loss += sum(_growing(found, pool, plan) for pool in plan.pools)
    pool = next(one.pool for one in touched if not one.pool.pays_posts)
    if level_1.rounding != "webster" and found.loss > 0 and len(level_1.pools) > 1:
        found.budget(_money_moves(pool, "level 1"))


def _growing(found: Found, pool: Pool, plan: Plan) -> int:
    """What somebody may lose in a pool when the money of the unit grows."""
    if pool.limit is not None or (plan.step > 1 and pool.kind != "keep"):
        found.budget(
            because(
                pool.mark,
                f"limits and steps of pool {pool.id} meet money that grows",
                f"分配 {pool.id} 的限额或进位遇到增长的资金",
            )
        )
    if pool.kind == "keep" or plan.rounding == "webster":
        return 0
    return 2 if any(isinstance(one.takes, Percent) for one in plan.pools) else 1


# --- After the pools --------------------------------------------------------------------------


def _adjustment(known: Directions, found: Found, one: Adjustment, moved: bool, want: Want) -> None:
    """Cuts of one's own pay go with it; what depends on others voids the proof."""
    items = join(known.item(name, "own") for name in one.items)
    member = who_effect(known, one.who, "own")
    if not (moved or not items.nothing or not member.nothing):
        return
    if one.goes_to == "others" or one.kind == "each_at_least":
        found.after(
            because(
                one.mark,
                f"adjustment {one.id} moves money between colleagues",
                f"调整 {one.id} 使资金在同事之间移动",
            )
        )
    if one.bound is not None and not isinstance(one.bound, Amount):
        found.after(
            because(
                one.mark,
                f"the bound of adjustment {one.id} depends on colleagues",
                f"调整 {one.id} 的界限取决于同事",
            )
        )
    if one.kind in ("minus", "keep"):
        _cuts(found, one, items, want)
    if not member.nothing:
        found.faults.append(_membership(one))


def _cuts(found: Found, one: Adjustment, items: Effect, want: Want) -> None:
    """``minus`` takes more where its items rise, ``keep`` less; none cuts nothing."""
    wrong = Way.UP if (one.kind == "minus") == (want == "UP") else Way.DOWN
    if items.way & wrong or (items.appears and want == "UP"):
        reasons = items.against(Way.ANY & ~wrong)
        found.faults += [*reasons, because(
            one.mark,
            f"adjustment {one.id} takes more of those with more",
            f"调整 {one.id} 对多者扣减更多",
        )]  # fmt: skip
    found.opens += items.opens


def _membership(one: Adjustment) -> Reason:
    return because(
        one.mark,
        f"whom adjustment {one.id} concerns depends on what changes",
        f"调整 {one.id} 所涉人员取决于变动",
    )


def _after(known: Directions, found: Found, moved: bool) -> None:
    """Guarantees that move money, and what the veto does with pay."""
    for one in known.policy.guarantees:
        groups = join(who_effect(known, who, "own") for who in (one.group, one.of))
        if one.enforce and (moved or not groups.nothing):
            found.after(
                because(
                    one.mark,
                    f"guarantee {one.id} moves money between groups",
                    f"保障 {one.id} 在群体之间移动资金",
                )
            )
    veto = known.policy.veto
    if veto is None or not moved:
        return
    if veto.money_goes_to == "school":
        found.after(
            because(veto.mark, "forfeited money is shared by colleagues", "扣减的资金由同事分享")
        )
    for breach in veto.classes.values():
        if breach.pools and found.loss > 0:
            found.after(
                because(
                    breach.mark,
                    f"class {breach.name} takes of some pools alone",
                    f"违规类别 {breach.name} 只扣部分分配",
                )
            )


def once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons without repetition, in their order."""
    return tuple(dict.fromkeys(reasons))
