"""`compute_arrays`: from Encoded to every post's pay, as arrays, over ranges of counties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np

from paycalc.engine.adjustments import adjust
from paycalc.engine.carrying import (
    carry_items,
    carry_level_1,
    differing,
    level_1_done,
    settled,
)
from paycalc.engine.encoded import Encoded
from paycalc.engine.guarantees import enforce
from paycalc.engine.items import compute_items
from paycalc.engine.levels import Money, level_1, level_2
from paycalc.engine.manual import adjust_by_hand
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.plan import EnginePlan
from paycalc.engine.progress import Progress, in_turn, silent
from paycalc.engine.sharing import ROUNDINGS
from paycalc.engine.trace import KeptTrace
from paycalc.engine.values import TRUE
from paycalc.engine.veto import Vetoed, veto
from paycalc.engine.work import Fault, Work

_STEP = 50_000
"""So many posts, or more of one county, are computed between two calls of a progress."""


@dataclass(frozen=True)
class Arrays:
    """The pay of every post in fen, and every account's money (sections 2 to 8).

    A county that ``failed`` has nothing. ``applying`` are the places of cases (in the encoded
    cases) that apply in time, ``until`` the day until which they bar; ``broken`` the units (or
    counties) in which each guarantee does not hold, ``groups`` the posts of each named group.
    """

    gross: Ints
    forfeited: Ints
    received: Ints
    held: Ints
    money: Money
    county_forfeits: Ints
    applying: Ints
    until: Ints
    broken: Mapping[str, Ints]
    groups: Mapping[str, Bools]
    failed: Bools

    @property
    def payable(self) -> Ints:
        """What each post is paid now: gross - forfeited + received - held."""
        return self.gross - self.forfeited + self.received - self.held


@dataclass(frozen=True)
class Range:
    """A range of counties and what came of it; faults count counties from ``first``."""

    first: int
    encoded: Encoded
    arrays: Arrays
    faults: tuple[Fault, ...]


def compute_arrays(
    plan: EnginePlan, encoded: Encoded, *, threads: int = 1, progress: Progress | None = None
) -> tuple[Range, ...]:
    """Compute all counties; raises nothing for data: an error is a fault with its county.

    Counties are independent, so each thread takes a range of them; the result is the same for
    any number of threads, and with a progress, which takes smaller ranges.
    """
    pieces = threads if progress is None else max(threads, encoded.posts // _STEP)
    tell = silent if progress is None else progress
    bounds = _ranges(encoded, pieces)

    def one(low: int, high: int) -> Range:
        some = encoded if len(bounds) == 1 else encoded.part(low, high)
        return _compute_range(Work(plan, some), low)

    ranges: list[Range] = []
    calls = (partial(one, low, high) for low, high in bounds)
    with closing(in_turn(calls, min(threads, len(bounds)))) as computed:
        for (_, high), found in zip(bounds, computed, strict=True):
            ranges.append(found)
            tell(high, encoded.counties)
    return tuple(ranges)


def _ranges(encoded: Encoded, pieces: int) -> Sequence[tuple[int, int]]:
    """Ranges of counties with about the same number of posts."""
    if pieces < 2 or encoded.counties < 2:
        return [(0, encoded.counties)]
    targets = np.linspace(0, encoded.posts, pieces + 1)
    cuts = np.unique(np.searchsorted(encoded.county_posts, targets[1:-1]))
    inner = [int(cut) for cut in cuts if 0 < cut < encoded.counties]
    edges = [0, *inner, encoded.counties]
    return list(pairwise(edges))


def compute_traced(
    plan: EnginePlan, encoded: Encoded, first: int, end: int | None = None
) -> tuple[Range, Work]:
    """One county as `compute_arrays` computes it, with all that lies between, for explanations.

    With ``end``, the counties from ``first`` up to it. The second is the work with its
    ``KeptTrace``; the county (the first) is number 0 in both.
    """
    end = first + 1 if end is None else end
    some = encoded if (first, end) == (0, encoded.counties) else encoded.part(first, end)
    work = Work(plan, some, KeptTrace())
    return _compute_range(work, first), work


def compute_changed(before: Work, encoded: Encoded) -> Range:
    """The counties of an earlier computation again, of which some tables (or funds) are others.

    What reads none of these is taken over. Units, schools and posts are the same ones, and a
    table that did not change is the same object.
    """
    work = Work(before.plan, encoded)
    differ = differing(before, work)
    carry_items(before, work, differ)
    if differ or before.settled is None:
        compute_items(work)
        return _divided(work, 0, carry_level_1(before, work, differ))
    work.faults, work.failed = list(before.settled.faults), before.settled.failed.copy()
    money, broken = replace(before.settled.money), before.settled.broken
    return _vetoed(work, 0, money, broken)


def _compute_range(work: Work, first: int) -> Range:
    compute_items(work)
    return _divided(work, first)


def _divided(work: Work, first: int, money: Money | None = None) -> Range:
    """What comes of the counties by their items; ``money`` is that of level 1, if it is known."""
    if money is None:
        failed_before, faults_before = work.failed.copy(), len(work.faults)
        money = level_1(work)
        work.level_1 = level_1_done(work, money, failed_before, faults_before)
    level_2(work, money)
    adjust(work, money)
    broken = enforce(work, money, roundings(work.plan, money.plan_of))
    adjust_by_hand(work, money)
    work.settled = settled(work, money, broken)
    return _vetoed(work, first, money, broken)


def _vetoed(work: Work, first: int, money: Money, broken: Mapping[str, Ints]) -> Range:
    """What comes of the counties when vetoes have taken what they take."""
    gross = sum(money.lines.values(), np.zeros(work.encoded.posts, np.int64))
    vetoed = veto(work, money, gross, roundings(work.plan, money.plan_of))
    arrays = _arrays(work, money, gross, vetoed, broken)
    return Range(first, work.encoded, arrays, tuple(work.faults))


def roundings(plan: EnginePlan, plan_of: Ints) -> Ints:
    """The rounding of the plan of each unit."""
    plans = plan.policy.level_2.plans.values()
    return np.array([ROUNDINGS[one.rounding] for one in plans])[plan_of]


def _arrays(
    work: Work, money: Money, gross: Ints, vetoed: Vetoed, broken: Mapping[str, Ints]
) -> Arrays:
    return Arrays(
        gross,
        vetoed.forfeited,
        vetoed.received,
        vetoed.held,
        money,
        vetoed.county_forfeits,
        vetoed.applying,
        vetoed.until,
        broken,
        {name: work.groups[name, "post"] == TRUE for name in work.plan.policy.groups},
        work.failed,
    )
