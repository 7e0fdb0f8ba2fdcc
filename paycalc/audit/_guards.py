"""What must hold within one county: quotas, and the front line's share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from paycalc.audit._seen import Seen
from paycalc.audit.pairs import Paid, sums
from paycalc.audit.world import Counties, World
from paycalc.engine.arrays import Arrays
from paycalc.engine.columns import ids
from paycalc.engine.numbers import MICRO, Bools, Ints, Numbers
from paycalc.engine.scope import Scope
from paycalc.policy.model import Grade


def _of_groups(arrays: Arrays, names: tuple[str, ...], n: int) -> Bools:
    found = np.zeros(n, np.bool_)
    for name in names:
        found |= arrays.groups[name]
    return found


# --- The front line -------------------------------------------------------------------------------


def front_line_gaps(world: World, counties: Counties, arrays: Arrays) -> tuple[Ints, Ints, Bools]:
    """By county: how far the front line's mean lies below leaders' (fen), in which unit; premise.

    The premise, of a unit: both are there, the front line's mean of every kind of workload and
    indicator is no less than leaders', and its mean of every kind of leave no more. Gross pay is
    compared, so that vetoes play no part.
    """
    domain, n = world.domain, counties.posts
    front = _of_groups(arrays, domain.front_line, n)
    leaders = _of_groups(arrays, domain.leaders, n) & ~front
    starts = counties.post_starts
    heads, others = sums(front.astype(np.int64), starts), sums(leaders.astype(np.int64), starts)
    met = (heads > 0) & (others > 0)
    for name, sign in (("workload", 1), ("outcomes", 1), ("leave", -1)):
        for number in _numbers(world, counties, name):
            mine = sums(np.where(front, number, 0), starts) * others
            theirs = sums(np.where(leaders, number, 0), starts) * heads
            met &= sign * mine >= sign * theirs
    own = sums(np.where(front, arrays.gross, 0), starts) * others
    their = sums(np.where(leaders, arrays.gross, 0), starts) * heads
    gap = np.where(met, -((own - their) // np.maximum(heads * others, 1)), 0)
    return _worst_unit(counties, gap, met)


def _numbers(world: World, counties: Counties, name: str) -> Iterator[Ints]:
    """The posts' totals of each kind of row, in thousandths so that products stay small."""
    slots, kinds = counties.tables.get(name), world.slots(name)
    for kind in dict.fromkeys(kinds) if slots is not None else ():
        assert slots is not None
        own = [place for place, one in enumerate(kinds) if one is kind]
        yield np.where(slots.there[:, own], slots.main[:, own], 0).sum(axis=1) // 1000


def _worst_unit(counties: Counties, gap: Ints, met: Bools) -> tuple[Ints, Ints, Bools]:
    order = np.lexsort((gap, counties.unit_county))
    worst = order[counties.unit_starts[1:] - 1]
    some = sums(met.astype(np.int64), counties.unit_starts) > 0
    return gap[worst], worst, some


# --- Quotas ---------------------------------------------------------------------------------------


def quota_breaches(world: World, paid: Paid) -> tuple[Ints, Bools]:
    """By county: members in a grade and those above beyond the quotas; and whether any is graded.

    Ties that go up may pass.
    """
    counties = paid.counties.n
    breach, met = np.zeros(counties, np.int64), np.zeros(counties, np.bool_)
    graded = [
        (name, place, step)
        for name, item in world.policy.items.items()
        for place, step in enumerate(item.steps)
        if isinstance(step, Grade) and _countable(step)
    ]
    if not graded:
        return breach, met
    seen = Seen(world, paid)
    for name, place, step in graded:
        scope, numbers = seen.work.items[name].scope, seen.kept("step", name, place)["numbers"]
        within = _groups(scope, step)
        over, some = _beyond(step, numbers, within)
        np.maximum.at(breach, scope.county, over[within])
        np.logical_or.at(met, scope.county, some[within])
    return breach, met


def _countable(step: Grade) -> bool:
    """Whether a number says which grade it is."""
    values = [quota.value for quota in step.quotas]
    return all(first > second for first, second in pairwise(values))


def _groups(scope: Scope, step: Grade) -> Ints:
    """The group of peers of each member or cell, counted from 0."""
    unit = scope.unit if step.peers.unit else None
    place = scope.county if unit is None else unit
    columns = [ids(scope, column).ids for column in step.peers.columns]
    _, group = np.unique(np.stack([place, *columns]), axis=1, return_inverse=True)
    found: Ints = group.reshape(-1)
    return found


def _beyond(step: Grade, numbers: Numbers, within: Ints) -> tuple[Ints, Bools]:
    """By group: how many more than the quotas allow, and whether the group is graded at all.

    Ties at their average spread the values of places, so there the values' sum is what may not be
    more than that of all places; otherwise those in a grade or above it are counted.
    """
    groups = int(within.max(initial=-1)) + 1
    heads = np.bincount(within[numbers.ok], minlength=groups)
    below = step.small_group[0] if step.small_group else 0
    graded = heads >= max(below, 1)
    cuts = _cuts(step, heads)
    if step.ties == "average":
        bounds = [np.zeros(groups, np.int64), *cuts]
        places = sum(
            (high - low) * quota.value
            for (low, high), quota in zip(pairwise(bounds), step.quotas, strict=True)
        )
        total = np.zeros(groups, np.int64)
        np.add.at(total, within[numbers.ok], numbers.value[numbers.ok])
        over = (total > places + heads).astype(np.int64)  # each mean is rounded once
    else:
        over = np.zeros(groups, np.int64)
        for cut, quota in zip(cuts[:-1], step.quotas, strict=False):
            best = numbers.ok & (numbers.value >= quota.value)
            over = np.maximum(over, np.bincount(within[best], minlength=groups) - cut)
    return np.where(graded, over, 0), graded


def _cuts(step: Grade, heads: Ints) -> list[Ints]:
    """How many places there are in each grade and those above it."""
    cuts, counts, percents = [], 0, 0
    for quota in step.quotas:
        counts += quota.amount if quota.kind == "count" else 0
        percents += quota.amount if quota.kind == "percent" else 0
        cut = counts + _rounded(heads * percents, step.quota_rounding)
        cuts.append(heads if quota.kind == "rest" else np.minimum(cut, heads))
    return cuts


def _rounded(micro: Ints, mode: str) -> Ints:
    if mode == "half_up":
        return (micro + MICRO // 2) // MICRO
    return micro // MICRO if mode == "down" else -(-micro // MICRO)
