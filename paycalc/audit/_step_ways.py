"""What the steps of an item do to the way in which its number goes."""

from __future__ import annotations

from paycalc.audit._ranges import Range
from paycalc.audit._values import Items, Where, banded, product_effect, value_effect
from paycalc.audit._ways import NO_EFFECT, Effect, because, join, turned, uncertain
from paycalc.audit.model import Reason
from paycalc.policy.model import Arithmetic, Bands, Item, ItemRef, Mark, Number, Round, Tiers
from paycalc.policy.nodes import decimal_text

MICRO = 1_000_000


def step_effect(
    items: Items,
    effect: Effect,
    x: Range,
    step: Arithmetic | Bands | Tiers | Round,
    at: Where,
    item: Item,
) -> Effect:
    """The effect on a number in range ``x`` after a step that compares no peers."""
    if isinstance(step, Bands):
        entries = join(value_effect(items, one, at) for one in step.values)
        moved = (
            NO_EFFECT
            if effect.nothing
            else banded(items.ranges, effect, x, step.bounds, step.values)
        )
        return join([moved, entries])
    if isinstance(step, Round):
        return uncertain(join([effect, value_effect(items, step.to, at)]), _rounded(step),
                         when=not isinstance(step.to, Number))  # fmt: skip
    if isinstance(step, Tiers):
        return _tiers(items, effect, x, step, at)
    return _arithmetic(items, effect, x, step, at, item)


def _rounded(step: Round) -> Reason:
    return because(step.mark, "it is rounded to what may change", "按可能变化的数舍入")


def _arithmetic(
    items: Items, effect: Effect, x: Range, step: Arithmetic, at: Where, item: Item
) -> Effect:
    value = value_effect(items, step.value, at)
    v = items.ranges.value(step.value)
    said = because(
        step.mark,
        f"`{step.kind}` makes item {item.name} fall where its number rises",
        f"`{step.kind}` 使项目 {item.name} 反向变化",
    )
    if step.kind in ("plus", "at_least", "at_most"):
        return join([effect, value])
    if step.kind == "minus":
        return join([effect, turned(value, said)])
    if step.kind == "from":
        return join([turned(effect, said), value])
    if step.kind == "times":
        return product_effect(effect, x, value, v, _below_0(step, v, item))
    return _divided(items, effect, x, value, v, step, said)


def _below_0(step: Arithmetic, v: Range, item: Item) -> Reason:
    """Whose sign it is that makes a product fall where a factor rises."""
    if v.positive:
        return because(
            step.mark,
            f"item {item.name} may be below 0 where it is multiplied, and more makes it less",
            f"项目 {item.name} 相乘时可能为负，乘得越多反而越小",
        )
    by, by_zh = "a number", "一个数"
    if isinstance(step.value, ItemRef):
        by, by_zh = f"item {step.value.item}", f"项目 {step.value.item}"
    return because(
        step.mark,
        f"item {item.name} is multiplied by {by}, which may be below 0: it falls where its number "
        "rises",
        f"项目 {item.name} 乘以可能为负的{by_zh}：数值上升时反而下降",
    )


def _divided(
    items: Items, effect: Effect, x: Range, value: Effect, v: Range, step: Arithmetic, said: Reason
) -> Effect:
    if effect.nothing and value.nothing:
        return NO_EFFECT
    if value.nothing and v.positive:
        return effect
    away_from_0 = v.low is not None and v.low > 0
    if away_from_0 and x.positive:
        return join([effect, turned(value, said)])
    return uncertain(join([effect, value]), said)


def _tiers(items: Items, effect: Effect, x: Range, step: Tiers, at: Where) -> Effect:
    rates = join(value_effect(items, rate, at) for rate in step.rates)
    ranges = [items.ranges.value(rate) for rate in step.rates]
    fault = _negative(step, ranges, x)
    if fault is None and step.mode == "whole":
        fault = _dip(step, ranges, x)
    if fault is not None:
        return join([uncertain(effect, fault), uncertain(rates, fault)])
    if not rates.nothing and not x.positive and step.mode == "whole":
        said = because(
            step.mark, "rates that change meet numbers below 0", "费率变动时数值可能为负"
        )
        rates = uncertain(rates, said)
    return join([effect, rates])


def _negative(step: Tiers, rates: list[Range], x: Range) -> Reason | None:
    """The first tier whose rate may be below 0."""
    for bound, rate, said in zip(step.bounds, rates, step.rates, strict=True):
        if not rate.positive and not (x.high is not None and bound > x.high):
            at = decimal_text(bound)
            return because(
                said.mark,
                f"the tier from {at} has a rate that may be below 0",
                f"自 {at} 起的档费率可能为负",
            )
    return None


def _dip(step: Tiers, rates: list[Range], x: Range) -> Reason | None:
    """The first tier from whose bound on the whole number is worth less than just below it."""
    if step.bounds[0] < 0 and not x.positive:
        return because(step.mark, "whole tiers below 0", "整档累计含负数")
    for i in range(1, len(rates)):
        bound = step.bounds[i]
        if x.high is not None and bound > x.high:
            break
        before, here = rates[i - 1], rates[i]
        if before.high is None or here.low is None:
            return _dipped(step.rates[i].mark, bound, before, here)
        if _mul(bound, here.low) < _mul(bound - 1, before.high):
            return _dipped(step.rates[i].mark, bound, before, here)
    return None


def _dipped(mark: Mark, bound: int, before: Range, here: Range) -> Reason:
    def worth(rate: int | None) -> str:
        return "…" if rate is None else decimal_text(_mul(bound, rate))

    at = decimal_text(bound)
    return because(
        mark,
        f"from {at} on the whole number counts by this tier's rate: {at} is worth "
        f"{worth(here.low)}, just below it {worth(before.high)}",
        f"自 {at} 起全部按本档费率计：{at} 计为 {worth(here.low)}，略低于 {at} 时计为 "
        f"{worth(before.high)}",
    )


def _mul(a: int, b: int) -> int:
    """``mul`` of section 1, of numbers that are not below 0."""
    return (2 * a * b + MICRO) // (2 * MICRO)
