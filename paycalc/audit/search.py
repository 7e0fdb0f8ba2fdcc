"""The random search: so many pairs of counties for each promise, in rounds of chunks.

What is found depends on (policy, seed, cases) alone: chunks have their own streams, a round is
finished before anything is decided, and tallies are added in order, whatever the threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic

import numpy as np

from paycalc.audit._choosing import Changed
from paycalc.audit.changes import changed
from paycalc.audit.judging import judge, moved
from paycalc.audit.model import Change, ChangeKind, Promise
from paycalc.audit.pairs import Paid, Pairs, pay, pay_changed
from paycalc.audit.tolerances import doubles, limits, tolerance_of
from paycalc.audit.world import World
from paycalc.audit.world_drawing import CHUNK, draw
from paycalc.engine.numbers import Bools
from paycalc.engine.states import CODES, State

ROUND = 4
"""Chunks in a round."""

ENOUGH = 200
"""So many counties in which a promise is gravely broken say enough; the search goes on without."""

_KEPT = 64
LEAST_SHARE = 1000
"""Of the mean pay, in micro: what a loss has to be to matter to somebody."""
_OF_ITS_OWN: frozenset[ChangeKind] = frozenset({"twin", "head_twin", "dominated", "other_unit"})
"""Changes after which the county is another one, so that a refusal is not the change's doing."""

_OF_ROWS = frozenset(
    {
        State.ROW_WITHOUT_NUMBER,
        State.TEXT_FOR_NUMBER,
        State.NUMBER_OUT_OF_RANGE,
        State.BAD_DATE,
        State.NOT_IN_TABLE,
        State.BELOW_FIRST_BAND,
        State.MISSING_NUMBER,
    }
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A county in which something is lost: which one, how much, and how grave that is.

    ``level`` is 2 for a loss that matters (`is_grave`) or a refusal, 1 for one that rounding does
    not explain, and 0 for rounding.
    """

    chunk: int
    county: int
    loss: int
    share: int  # of the mean pay, in micro
    level: int
    refused: bool = False

    @property
    def grave(self) -> bool:
        """Whether it matters to somebody."""
        return self.level == 2


@dataclass
class Tally:
    """What the search knows of one promise so far."""

    promise: Promise
    cases: int = 0
    met: int = 0
    counties: int = 0  # drawn
    refused_before: int = 0
    refused_after: int = 0
    moved: int = 0
    missed: int = 0  # loses more than the tolerance
    broken: int = 0  # and more than rounding explains
    grave: int = 0  # and enough to matter to somebody
    worst: int = 0
    kinds: dict[str, int] = field(default_factory=dict)  # pairs by the kind that grew
    hits: list[Hit] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Another tally of the same promise, of later chunks."""
        for name in (
            *("cases", "met", "counties", "refused_before", "refused_after"),
            *("moved", "missed", "broken", "grave"),
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.worst = max(self.worst, other.worst)
        for kind, count in other.kinds.items():
            self.kinds[kind] = self.kinds.get(kind, 0) + count
        # The grave ones first; among them those that were found first.
        self.hits = sorted((*self.hits, *other.hits), key=lambda hit: -hit.level)[:_KEPT]


@dataclass
class Found:
    """All tallies of a search, the refusals by code, and how many counties were drawn."""

    tallies: dict[str, Tally]
    refusals: dict[str, int] = field(default_factory=dict)
    counties: int = 0

    def add(self, other: Found) -> None:
        """Those of later chunks."""
        for name, tally in other.tallies.items():
            self.tallies[name].add(tally)
        for code, count in other.refusals.items():
            self.refusals[code] = self.refusals.get(code, 0) + count
        self.counties += other.counties


def search(
    world: World,
    promises: Sequence[Promise],
    cases: int,
    *,
    seed: int = 0,
    seconds: float | None = None,
    threads: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Found:
    """Judge so many counties for each promise; ends early after ``seconds``, at a round's end.

    ``tell`` hears of each round.
    """
    begin = monotonic()
    found = Found({promise.id: Tally(promise) for promise in promises})
    chunks = range(-(-cases // CHUNK))
    with ThreadPoolExecutor(threads) as pool:
        for first in chunks[::ROUND]:
            open_ones = [p for p in promises if found.tallies[p.id].grave < ENOUGH]
            if not open_ones or (seconds is not None and monotonic() - begin > seconds and first):
                break
            tell(f"{first * CHUNK:,} of {cases:,} counties")
            sizes = [(n, min(CHUNK, cases - n * CHUNK)) for n in chunks[first : first + ROUND]]
            jobs = [
                pool.submit(judge_chunk, world, open_ones, seed, chunk, size)
                for chunk, size in sizes
            ]
            for job in jobs:
                found.add(job.result())
    return found


def judge_chunk(
    world: World, promises: Sequence[Promise], seed: int, chunk: int, size: int = CHUNK
) -> Found:
    """Judge the first counties of one chunk for each promise."""
    before = pay(world, draw(world, seed, chunk))
    changes: dict[tuple[Change, bool], tuple[Changed, Paid]] = {}
    found = Found(
        {promise.id: Tally(promise) for promise in promises}, _refusals(before, size), size
    )
    for promise in promises:
        if promise.compares == "twice" and not doubles(world.policy):
            continue
        key = (promise.change, is_cliff(promise))
        if key not in changes:
            change = changed(world, before.counties, *key, seed, chunk)
            changes[key] = change, pay_changed(world, before, change)
        change, after = changes[key]
        pairs = Pairs(world, promise, before, after, change)
        _count(found.tallies[promise.id], pairs, chunk, size)
    return found


def is_cliff(promise: Promise) -> bool:
    """Whether it speaks of one unit more, and no more than one."""
    return promise.compares in ("own_no_cliff", "unit_no_cliff")


def _refusals(paid: Paid, size: int) -> dict[str, int]:
    """The first counties that are refused, by code; one for several reasons counts for each."""
    refused: dict[str, set[int]] = {}
    for fault in paid.range.faults:
        counties = fault.scope.county
        refused.setdefault(CODES[fault.state], set()).update(counties[counties < size].tolist())
    return {code: len(counties) for code, counties in sorted(refused.items()) if counties}


def refused_after(pairs: Pairs) -> Bools:
    """The counties that the engine refuses for what was changed alone.

    What is wrong with a row by itself (a text that is in no table) is not the change's doing: the
    row may have come with it.
    """
    made, before = pairs.changed.made, pairs.before.refused
    refused = np.zeros(made.size, np.bool_)
    if pairs.changed.touched and pairs.promise.change.kind not in _OF_ITS_OWN:
        for fault in pairs.after.range.faults:
            if fault.state not in _OF_ROWS:
                refused[fault.scope.county] = True
    return refused & made & ~before


def is_grave(loss: int, share: int, limit: int, policy_unit: int) -> bool:
    """Whether a loss is beyond rounding, a yuan at least, and a thousandth of the mean."""
    return loss > limit and loss >= policy_unit and share >= LEAST_SHARE


def _count(tally: Tally, pairs: Pairs, chunk: int, size: int) -> None:
    outcome, policy = judge(pairs), pairs.world.policy
    here = np.arange(pairs.before.counties.n) < size
    tolerance = tolerance_of(pairs.promise, policy)
    limit = limits(pairs)
    refused = refused_after(pairs) & here
    loss = np.where(here, outcome.loss, 0)
    share = np.minimum(loss, 10**12) * 1_000_000 // np.maximum(pairs.before.mean, 1)
    tally.cases += int((pairs.changed.made & here).sum())
    tally.met += int((outcome.met & here).sum())
    tally.counties += size
    tally.refused_before += int((pairs.before.refused & here).sum())
    tally.refused_after += int(refused.sum())
    tally.moved += int((moved(pairs) & here).sum())
    tally.missed += int((loss > tolerance).sum())
    tally.broken += int((loss > limit).sum() + refused.sum())
    tally.worst = max(tally.worst, int(loss.max(initial=0)))
    tally.kinds = _kinds(pairs, outcome.met & here)
    some = np.flatnonzero((loss > tolerance) | refused)
    grave = (loss > limit) & (loss >= 10**policy.currency.decimals) & (
        share >= LEAST_SHARE
    ) | refused
    tally.grave += int(grave.sum())
    level = np.where(grave, 2, (loss > limit).astype(int))
    for county in some[np.argsort(-level[some], kind="stable")][:_KEPT].tolist():
        lost, part = int(loss[county]), int(share[county])
        tally.hits.append(Hit(chunk, county, lost, part, int(level[county]), bool(refused[county])))


def _kinds(pairs: Pairs, met: Bools) -> dict[str, int]:
    """How many pairs there are for each kind or indicator that was made more."""
    found: dict[str, int] = {}
    kinds = pairs.world.slots(pairs.promise.change.kind)
    slots = pairs.changed.slot[met & (pairs.changed.slot >= 0)]
    for kind, count in zip(kinds, np.bincount(slots, minlength=len(kinds)).tolist(), strict=False):
        found[kind.name] = found.get(kind.name, 0) + count
    return found if slots.size else {}
