"""What each member of a pool weighs, beside what it was paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from paycalc import Result
from paycalc.engine import EnginePlan
from paycalc.engine.items import compute_items
from paycalc.engine.levels import Money, level_1, level_2
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.purses import Purses
from paycalc.engine.work import Work
from paycalc.policy.model import Plan, Pool


@dataclass(frozen=True)
class Weighed:
    """The members of one pool: ``segment``, ``weight`` and ``paid``, and the step it divides in."""

    pool: Pool
    step: int
    members: pl.DataFrame


def weighed(result: Result) -> Iterator[Weighed]:
    """Every pool that pays, of both levels and every plan, with all members that it might pay."""
    work = Work(EnginePlan(result.policy), result.encoded)
    compute_items(work)
    everywhere = np.ones(result.encoded.counties, np.bool_)
    money = level_1(work)
    yield from _of(result, work, result.policy.level_1.plan, "county", everywhere)
    level_2(work, money)
    for number, plan in enumerate(result.policy.level_2.plans.values()):
        yield from _of(result, work, plan, "unit", money.plan_of == number)
    assert not work.faults
    _agree(result, money)


def _of(result: Result, work: Work, plan: Plan, base: str, active: Bools) -> Iterator[Weighed]:
    purses = Purses(work, plan, base, active)
    paid = _paid(result, base)
    for pool in plan.pools:
        if pool.kind == "keep":
            continue
        starts = purses.circles[pool.id].starts
        segment = np.repeat(np.arange(starts.size - 1), np.diff(starts))
        frame = pl.DataFrame(
            {
                "segment": segment,
                "weight": purses.claims[pool.id].weights,
                "paid": paid[pool.id],
            }
        )
        step = plan.step if pool.kind != "pay" else 1
        yield Weighed(pool, step, frame.filter(pl.Series(active[segment])))


def _paid(result: Result, base: str) -> Mapping[str, Ints]:
    level = "level_1." if base == "county" else "level_2."
    posts = {
        line.removeprefix(level): fen
        for line, fen in result.post_lines.items()
        if line.startswith(level)
    }
    return {**posts, **result.units_received} if base == "county" else posts


def _agree(result: Result, money: Money) -> None:
    """What was computed again is what the result holds."""
    for line, fen in money.lines.items():
        assert (result.post_lines[line] == fen).all()
