"""The two levels (section 2): the fund among units, a unit's money among its posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paycalc.engine import columns
from paycalc.engine.manual import above, record_opening
from paycalc.engine.numbers import LARGEST_FUND, Ints
from paycalc.engine.purses import Divided, Purses
from paycalc.engine.scope import units_of
from paycalc.engine.states import State
from paycalc.engine.values import literal_ids
from paycalc.engine.work import Work, erring
from paycalc.policy.model import Column, Plan, Pool


@dataclass
class Money:
    """Where the money is, in fen.

    ``lines`` are by post, keyed as results name them (``level_1.x``, ``level_2.x``, ``adjust.x``
    …); ``has`` is what a post has of level 2. ``received`` is what each pool of level 1 gave the
    units, ``allocated`` all of it. ``flows_1`` (by county) and ``flows_2`` (by unit) are the flows
    of the levels' purses; ``cuts`` is what adjustments and the veto took from a unit's posts and
    left unallocated. ``plan_of`` is the plan that divides each unit's money.
    """

    lines: dict[str, Ints]
    received: dict[str, Ints]
    allocated: Ints
    flows_1: dict[tuple[str, str], Ints]
    flows_2: dict[tuple[str, str], Ints]
    has: Ints
    cuts: Ints
    plan_of: Ints


def level_1(work: Work) -> Money:
    """The county's fund among its units, and to the posts that it pays directly."""
    encoded, plan = work.encoded, work.plan.policy.level_1.plan
    _check_funds(work)
    purses = Purses(work, plan, "county", ~work.failed)
    divided = purses.divide(dict(zip(work.plan.purses, encoded.funds, strict=True)))
    nothing = np.zeros(encoded.units, np.int64)
    received = {p.id: divided.paid[p.id] for p in plan.pools if _pays_units(p)}
    return Money(
        lines={
            f"level_1.{pool.id}": divided.paid[pool.id]
            for pool in plan.pools
            if pool.kind != "keep" and pool.pays_posts
        },
        received=received,
        allocated=sum(received.values(), nothing),
        flows_1=divided.flows,
        flows_2={},
        has=np.zeros(encoded.posts, np.int64),
        cuts=nothing,
        plan_of=nothing,
    )


def _pays_units(pool: Pool) -> bool:
    return pool.kind != "keep" and not pool.pays_posts


def _check_funds(work: Work) -> None:
    """A county's fund is 0 to 10^15 fen, and so is each purse of it.

    With the opening balances of its units it is at most as much.
    """
    encoded, funds = work.encoded, work.encoded.funds
    total = funds.sum(axis=0)
    wrong = (funds < 0).any(axis=0) | (total > LARGEST_FUND) | (funds > LARGEST_FUND).any(axis=0)
    if encoded.opening is not None:
        room = LARGEST_FUND - np.where(wrong, 0, total)
        wrong |= above(encoded.unit_county, encoded.opening, room)
    state = np.where(wrong, State.FUND_OUT_OF_RANGE, State.OK).astype(np.uint8)
    mark = work.plan.policy.level_1.plan.mark
    work.record("level_1", mark, work.members("county"), state, work.failed)


def level_2(work: Work, money: Money) -> None:
    """Each unit's money among its posts, by the plan of the unit."""
    level = work.plan.policy.level_2
    money.plan_of = plan_of_units(work)
    failed_before = work.failed.copy()
    runs = []
    for place, plan in enumerate(level.plans.values()):
        of_plan = money.plan_of == place
        units = None if of_plan.all() else np.flatnonzero(of_plan)
        active = of_plan & ~failed_before[work.encoded.unit_county]
        purses = Purses(work, plan, "unit", active, place, units)
        wholes = _unit_purses(money, plan, work.encoded.opening)
        if work.encoded.opening is not None:
            record_opening(work, wholes[frozenset()], active, failed_before)
        runs.append((purses, wholes))
    work.failed |= erring(work)
    for purses, wholes in runs:
        purses.active &= ~work.failed[work.encoded.unit_county]
        _add_level_2(money, purses.divide(wholes))
    work.failed |= erring(work)


def plan_of_units(work: Work) -> Ints:
    """The plan that each unit's column names, else the default; neither is an error."""
    level = work.plan.policy.level_2
    names = list(level.plans)
    default = -1 if level.default is None else names.index(level.default)
    result = np.full(work.encoded.units, default)
    if level.plan_by is not None:
        units = units_of(work.encoded)
        found = columns.ids(units, Column(level.plan_by, "school"))
        for place, code in enumerate(literal_ids(work, "text", names)):
            result[(found.ids == code) & (found.state == State.OK)] = place
        state = np.where(result < 0, State.NOT_IN_TABLE, State.OK)
        state = np.where(found.state >= State.OVERFLOW, found.state, state).astype(np.uint8)
        mark = level.mark
        work.record("level_2.plan_by", mark, units, state, work.failed)
    return result


def _unit_purses(money: Money, plan: Plan, opening: Ints | None) -> dict[frozenset[str], Ints]:
    """The purses of a plan: what its pools name of level 1's pools, and all the rest.

    The opening balances of the units are in the general purse.
    """
    general = money.allocated.copy() if opening is None else money.allocated + opening
    purses: dict[frozenset[str], Ints] = {frozenset(): general}
    for pool in plan.pools:
        if pool.sources and pool.sources not in purses:
            named = sum(money.received[source] for source in pool.sources)
            purses[pool.sources] = np.asarray(named)
            purses[frozenset()] = purses[frozenset()] - named
    return purses


def _add_level_2(money: Money, divided: Divided) -> None:
    """What a plan pays its units' posts, beside what other plans pay theirs."""
    posts, units = divided.members, divided.segments
    n = money.has.size
    for pool, paid in divided.paid.items():
        line = f"level_2.{pool}"
        money.lines[line] = _with(money.lines.get(line), posts, paid, n)
    if divided.paid:
        money.has = _with(money.has, posts, np.add.reduce(list(divided.paid.values())), n)
    for pair, amount in divided.flows.items():
        money.flows_2[pair] = _with(money.flows_2.get(pair), units, amount, money.allocated.size)


def _with(before: Ints | None, places: Ints | None, amount: Ints, n: int) -> Ints:
    """What there was before, and an amount at some of n places (``None``: at all)."""
    if places is None:
        return amount if before is None else before + amount
    found = np.zeros(n, np.int64) if before is None else before
    found[places] += amount
    return found
