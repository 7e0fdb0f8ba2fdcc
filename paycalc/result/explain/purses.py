"""Where the money of each purse came from, and which pool took how much of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from paycalc.engine.accounts import OWN, UNALLOCATED
from paycalc.engine.numbers import Ints
from paycalc.policy.model import Percent, Plan, Pool, Rest, ShareOfAll, TakesItem
from paycalc.result.explain.facts import PurseFact, TakeFact
from paycalc.result.explain.pools import plan_number, takes_text
from paycalc.result.explain.view import View, line_of


def purses(view: View) -> Iterator[PurseFact]:
    """The purses of the county's fund, then those of the unit's money."""
    money = view.range.arrays.money
    yield from _of_level(view, view.policy.level_1.plan, 1, 0, money.flows_1)
    number = plan_number(view)
    plan = list(view.policy.level_2.plans.values())[number]
    yield from _of_level(view, plan, 2, number, money.flows_2)


def taken_items(view: View) -> Iterator[str]:
    """The items of the county or unit that say what a pool takes."""
    second = list(view.policy.level_2.plans.values())[plan_number(view)]
    for pool in (*view.policy.level_1.plan.pools, *second.pools):
        if isinstance(pool.takes, TakesItem):
            yield pool.takes.item


def _of_level(
    view: View, plan: Plan, level: int, number: int, flows: Mapping[tuple[str, str], Ints]
) -> Iterator[PurseFact]:
    segment = 0 if level == 1 else view.unit
    amounts = {pair: int(amount[segment]) for pair, amount in flows.items()}
    named = dict.fromkeys([frozenset[str](), *(pool.sources for pool in plan.pools)])
    for sources in named:
        pools = [pool for pool in plan.pools if pool.sources == sources]
        whole = int(
            view.kept("purse", f"level_{level}", number, *sorted(sources))["whole"][segment]
        )
        if pools or whole:
            takes = tuple(_takes(view, pools, level, whole, amounts))
            rest = whole - sum(take.taken for take in takes)
            origin = _origin(view, plan, level, sources)
            yield PurseFact(level, tuple(origin), whole, takes, rest)


def _origin(
    view: View, plan: Plan, level: int, sources: frozenset[str]
) -> Iterator[tuple[str, int]]:
    """What the purse is made of: sources of the fund, or pools of level 1 and what was carried."""
    elsewhere = {source for pool in plan.pools for source in pool.sources}
    amounts = _fund(view) if level == 1 else _unit_money(view)
    for source, fen in amounts.items():
        if source in sources or (not sources and source not in elsewhere):
            yield source, fen
    opening = view.work.encoded.opening
    if opening is not None and level == 2 and not sources:
        yield "opening_balances", int(opening[view.unit])


def _fund(view: View) -> dict[str, int]:
    funds = view.result.made.checked.funds
    amounts: dict[str, int] = {}
    for county, fen, source in zip(
        funds.county.tolist(), funds.fen.tolist(), funds.source.to_list(), strict=True
    ):
        if county == view.range.first:
            amounts[source or ""] = amounts.get(source or "", 0) + fen
    return amounts


def _unit_money(view: View) -> dict[str, int]:
    received = view.range.arrays.money.received
    return {pool: int(fen[view.unit]) for pool, fen in received.items()}


def _takes(
    view: View,
    pools: list[Pool],
    level: int,
    whole: int,
    amounts: Mapping[tuple[str, str], int],
) -> Iterator[TakeFact]:
    """The pools of a purse in the order in which they take (section 2)."""
    left = whole
    ids = [pool.id for pool in pools]
    for stage in range(4):
        of_stage = [pool for pool in pools if _stage(pool) == stage]
        before = left
        for pool in of_stage:
            taken = amounts.get((OWN, pool.id), 0)
            received = tuple(
                (other, amounts[other, pool.id])
                for other in ids
                if amounts.get((other, pool.id), 0)
            )
            goes = [
                (target, amounts[pool.id, target])
                for target in (*ids, UNALLOCATED)
                if amounts.get((pool.id, target), 0)
            ]
            target, over = goes[0] if goes else (None, 0)
            yield TakeFact(
                id=pool.id,
                kind=pool.kind,
                takes=takes_text(pool, view.policy.currency.decimals),
                line=line_of(pool.mark),
                left=left if stage == 1 else before,
                taken=taken,
                received=received,
                money=taken + sum(fen for _, fen in received),
                over=over,
                goes_to="unallocated" if target == UNALLOCATED else target,
            )
            left -= taken


def _stage(pool: Pool) -> int:
    if isinstance(pool.takes, ShareOfAll):
        return 0
    if isinstance(pool.takes, Percent):
        return 2
    return 3 if isinstance(pool.takes, Rest) else 1
