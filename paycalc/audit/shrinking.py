"""The smallest typical county that still breaks a promise, and breaks it as gravely.

Neighbours of a case (fewer posts, typical records, a round fund, a smaller change) are computed
together, packed; the cheapest that is still as grave is the next case, until none is cheaper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from paycalc.audit._cases import Case, cost
from paycalc.audit._choosing import Changed
from paycalc.audit._moves import neighbours
from paycalc.audit.judging import judge
from paycalc.audit.model import Promise
from paycalc.audit.pairs import Pairs, pay
from paycalc.audit.search import Hit, is_grave, refused_after
from paycalc.audit.tolerances import limits, tolerance_of
from paycalc.audit.world import World
from paycalc.audit.world_parts import joined
from paycalc.engine.numbers import Ints

_PACK = 400
"""Neighbours that are computed together."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A small case, and what it loses: fen, share of the mean in micro, and the loser (a post)."""

    case: Case
    loss: int
    share: int
    loser: int
    refused: bool


def shrink(world: World, promise: Promise, case: Case, hit: Hit) -> Shrunk:
    """The smallest case as grave as the one that was found.

    One that was grave stays so: at least one yuan and a thousandth of the mean is lost. One that
    is beyond rounding stays beyond it, one that is rounding stays so, and one that was refused
    after the change alone stays so.
    """
    best, price = _judged(world, promise, [case], hit)[0], cost(world, case)
    assert best is not None
    while True:
        before, place = price, 0
        while (lot := next(islice(neighbours(world, best.case), place, None), None)) is not None:
            found = _cheaper(world, promise, lot, price, hit)
            if found is None:
                place += 1
            else:
                best, price = found
        if price == before:
            return best


def _cheaper(
    world: World, promise: Promise, lot: Iterable[Case], price: int, hit: Hit
) -> tuple[Shrunk, int] | None:
    """The cheapest case of a lot that is as grave, if it is cheaper than a price."""
    priced = [(cost(world, case), case) for case in lot]
    cheaper = sorted((one for one in priced if one[0] < price), key=lambda one: one[0])
    for first in range(0, len(cheaper), _PACK):
        some = cheaper[first : first + _PACK]
        judged = _judged(world, promise, [case for _, case in some], hit)
        for (value, _), shrunk in zip(some, judged, strict=True):
            if shrunk is not None:
                return shrunk, value
    return None


def _judged(world: World, promise: Promise, cases: Sequence[Case], hit: Hit) -> list[Shrunk | None]:
    """Each case if it is as grave as the hit, else none; all in one computation."""
    pairs = _packed(world, promise, cases)
    outcome, refused = judge(pairs), refused_after(pairs)
    unit = 10**world.policy.currency.decimals
    tolerance = tolerance_of(promise, world.policy)
    limit = limits(pairs).tolist()
    first = pairs.before.counties.county_posts
    found: list[Shrunk | None] = []
    for place, case in enumerate(cases):
        loss = int(outcome.loss[place])
        share = min(loss, 10**12) * 1_000_000 // max(int(pairs.before.mean[place]), 1)
        if hit.refused:
            fits = bool(refused[place])
        elif hit.grave:
            fits = is_grave(loss, share, limit[place], unit)
        elif hit.level == 1:
            fits = loss > limit[place]
        else:
            fits = tolerance < loss <= limit[place]
        loser = int(outcome.loser[place])
        loser = loser - int(first[place]) if loser >= 0 else -1
        found.append(Shrunk(case, loss, share, loser, hit.refused) if fits else None)
    return found


def _packed(world: World, promise: Promise, cases: Sequence[Case]) -> Pairs:
    """Cases as one lot of counties before and after."""
    before = pay(world, joined([case.before for case in cases]))
    same = all(case.after is case.before for case in cases)
    after = before if same else pay(world, joined([case.after for case in cases]))
    posts = before.counties.county_posts[:-1]
    units = before.counties.unit_starts[:-1]

    def placed(of: Sequence[int], starts: Ints) -> Ints:
        numbers = np.array(of, np.int64)
        return np.where(numbers >= 0, numbers + starts, -1)

    changed = Changed(
        counties=after.counties,
        touched=("all",),
        made=np.ones(len(cases), np.bool_),
        subject=placed([case.subject for case in cases], posts),
        peer=placed([case.peer for case in cases], posts),
        unit=placed([case.unit for case in cases], units),
        slot=np.array([case.slot for case in cases], np.int64),
    )
    return Pairs(world, promise, before, after, changed)


def cases_of(pairs: Pairs, counties: Sequence[int]) -> Iterator[Case]:
    """Some of many pairs, each by itself."""
    for number in counties:
        yield Case.of(pairs.before.counties, pairs.changed, number)


def cheapest(world: World, cases: Sequence[Case], hits: Sequence[Hit]) -> tuple[Case, Hit]:
    """The case from which to start: grave rather than not, and the smallest of these."""
    order = sorted(range(len(cases)), key=lambda i: (-hits[i].level, cost(world, cases[i]), i))
    return cases[order[0]], replace(hits[order[0]])
