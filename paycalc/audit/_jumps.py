"""Where pay may jump for one unit more: bands, whole tiers, grades, conditions, rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from paycalc.audit._directions import Directions
from paycalc.audit._money_ways import once
from paycalc.audit._reading import reached
from paycalc.audit._values import Probe, Where, who_effect
from paycalc.audit._values import value_effect as effect_of
from paycalc.audit._ways import Effect, because
from paycalc.audit.model import Reason
from paycalc.policy.model import (
    BandLookup,
    Bands,
    Grade,
    Item,
    Mark,
    NumberRange,
    Percentile,
    Policy,
    Pool,
    Round,
    Rows,
    Step,
    Tiers,
)


def jumps(policy: Policy, probe: Probe, *, units: bool = False) -> tuple[Reason, ...]:
    """The places at which one's own pay may jump when one thing rises by a unit.

    With ``units`` those of level 1 alone.
    """
    known = Directions(policy, probe)
    names = _reaching(policy, units=units)
    found: list[Reason] = []
    for item in policy.items.values():
        if item.name in names:
            found += _of_item(known, item)
    found += [] if units else _of_groups(known)
    found += _cut(known)
    return once(found)


def _reaching(policy: Policy, *, units: bool) -> set[str]:
    """The items that reach money, through other items too."""
    plans = [policy.level_1.plan, *([] if units else policy.level_2.plans.values())]
    names = [name for plan in plans for pool in plan.pools for name in (*pool.items, *pool.factors)]
    names += [name for plan in plans for one in plan.adjust for name in one.items]
    return {item.name for item in reached(policy, names)}


def _of_item(known: Directions, item: Item) -> Iterator[Reason]:
    source = item.source
    if isinstance(source, Rows):
        values = (*([] if source.each is None else [source.each]), *source.times)
        for value in values:
            if isinstance(value, BandLookup):
                by = effect_of(known, value.by, Where("own", source, item.base))
                if not by.nothing:
                    yield _said(value.mark, "bands", item)
    if known.item(item.name, "own").nothing and not item.steps:
        return
    for step in item.steps:
        word = _jumping(step)
        if word is not None and not _before(known, item).nothing:
            yield _said(step.mark, word, item)
    if item.base == "post" and not who_effect(known, item.who, "own").nothing:
        yield _said(item.mark, "for", item)


def _before(known: Directions, item: Item) -> Effect:
    """The effect on an item's number before its steps."""
    bare = replace(item, steps=())
    items = {**known.policy.items, item.name: bare}
    return Directions(replace(known.policy, items=items), known.probe).item(item.name, "own")


def _jumping(step: Step) -> str | None:
    if isinstance(step, Bands):
        return "bands"
    if isinstance(step, Tiers) and step.mode == "whole":
        return "tiers"
    if isinstance(step, Grade):
        return "grade"
    if isinstance(step, Percentile):
        return "percentile"
    return "round" if isinstance(step, Round) else None


_WORDS: Mapping[str, tuple[str, str]] = {
    "bands": ("a band of item {name} ends", "项目 {name} 在此换档"),
    "tiers": ("whole tiers of item {name} change the rate of all of it", "项目 {name} 整档换率"),
    "grade": ("the grade of item {name} changes", "项目 {name} 的等级改变"),
    "percentile": ("the percentile of item {name} changes", "项目 {name} 的百分位改变"),
    "round": ("item {name} is rounded", "项目 {name} 在此舍入"),
    "for": ("item {name} is for some alone", "项目 {name} 只对部分人"),
}


def _said(mark: Mark, word: str, item: Item) -> Reason:
    en, zh = _WORDS[word]
    return because(mark, en.format(name=item.name), zh.format(name=item.name))


def _of_groups(known: Directions) -> Iterator[Reason]:
    """Pools for those alone who have done enough."""
    plans = [known.policy.level_1.plan, *known.policy.level_2.plans.values()]
    for plan in plans:
        for pool in plan.pools:
            if pool.pays_posts and not who_effect(known, pool.who, "own").nothing:
                yield _of_pool(pool)


def _of_pool(pool: Pool) -> Reason:
    return because(
        pool.mark,
        f"pool {pool.id} is for those alone who have enough",
        f"分配 {pool.id} 只对达到条件者",
    )


def _cut(known: Directions) -> Iterator[Reason]:
    """Conditions on how much a row has."""
    for item in known.policy.items.values():
        source = item.source
        if isinstance(source, Rows) and not known.item(item.name, "own").nothing:
            for one in source.where:
                if isinstance(one.accepts, NumberRange):
                    yield _said(one.mark, "for", item)
