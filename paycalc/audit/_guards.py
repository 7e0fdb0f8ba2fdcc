"""What must hold within one county: caps, enforced guarantees, quotas, the front line's share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from paycalc.audit.world import Counties, World
from paycalc.engine.arrays import Arrays, compute_traced
from paycalc.engine.encoded import Encoded
from paycalc.engine.numbers import MICRO, Bools, Ints, Numbers, muldiv
from paycalc.policy.model import Amount, Grade, Guarantee, Pool, TimesMean


def _sums(values: Ints, starts: Ints) -> Ints:
    running: Ints = np.append(0, np.cumsum(values))
    return running[starts[1:]] - running[starts[:-1]]


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
    heads, others = _sums(front.astype(np.int64), starts), _sums(leaders.astype(np.int64), starts)
    met = (heads > 0) & (others > 0)
    for name, sign in (("workload", 1), ("outcomes", 1), ("leave", -1)):
        for number in _numbers(world, counties, name):
            mine = _sums(np.where(front, number, 0), starts) * others
            theirs = _sums(np.where(leaders, number, 0), starts) * heads
            met &= sign * mine >= sign * theirs
    own = _sums(np.where(front, arrays.gross, 0), starts) * others
    their = _sums(np.where(leaders, arrays.gross, 0), starts) * heads
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
    some = _sums(met.astype(np.int64), counties.unit_starts) > 0
    return gap[worst], worst, some


# --- Caps and enforced guarantees -----------------------------------------------------------------


def cap_breaches(world: World, counties: Counties, arrays: Arrays) -> tuple[Ints, Bools]:
    """By post: fen above a pool's limit, or by which an enforced guarantee fails; by county: met.

    A limit of k times the mean is held against the pool's money over those whom it pays, who are
    at most those with a weight, so only what is surely a breach counts.
    """
    breach = np.zeros(counties.posts, np.int64)
    found = np.zeros(counties.posts, np.bool_)
    for place, plan in enumerate(world.policy.level_2.plans.values()):
        of_plan = (arrays.money.plan_of == place)[counties.post_unit]
        for pool in plan.pools:
            if pool.limit is not None and pool.limit.at_most is not None:
                over, paid = _over_limit(counties, arrays, pool)
                breach = np.where(of_plan, np.maximum(breach, over), breach)
                found |= of_plan & paid
    for guarantee in world.policy.guarantees:
        if guarantee.enforce:
            fails = _failing(world, counties, arrays, guarantee)
            breach = np.maximum(breach, fails)
            found[:] = True
    return breach, _sums(found.astype(np.int64), counties.county_posts) > 0


def _over_limit(counties: Counties, arrays: Arrays, pool: Pool) -> tuple[Ints, Bools]:
    assert pool.limit is not None
    bound, line = pool.limit.at_most, arrays.money.lines[f"level_2.{pool.id}"]
    if isinstance(bound, Amount):
        return line - bound.fen, line > 0
    assert isinstance(bound, TimesMean)
    into = [fen for (_, target), fen in arrays.money.flows_2.items() if target == pool.id]
    money = sum(into, np.zeros(counties.post_starts.size - 1, np.int64))
    paid = _sums((line > 0).astype(np.int64), counties.post_starts)
    n = money.size
    times = muldiv(_ok(money), _ok(np.full(n, bound.k)), _ok(np.full(n, MICRO))).value
    limit = times // np.maximum(paid, 1) + 2  # k times the money is rounded here, and once there
    return line - limit[counties.post_unit], line > 0


def _ok(values: Ints) -> Numbers:
    return Numbers(values, np.zeros(values.size, np.uint8))


def _failing(world: World, counties: Counties, arrays: Arrays, guarantee: Guarantee) -> Ints:
    """Where a guarantee does not hold, one major unit at the first post of the scope."""
    starts = counties.post_starts if guarantee.within == "unit" else counties.county_posts
    breach = np.zeros(counties.posts, np.int64)
    breach[starts[arrays.broken[guarantee.id]]] = 10**world.policy.currency.decimals
    return breach


# --- Quotas ---------------------------------------------------------------------------------------


def quota_breaches(world: World, encoded: Encoded) -> tuple[Ints, Bools]:
    """By county: members in a grade and those above beyond the quotas; and whether any is graded.

    Grades of items without cells, among the peers of a unit or county; ties that go up may pass.
    """
    counties = encoded.counties
    breach, met = np.zeros(counties, np.int64), np.zeros(counties, np.bool_)
    graded = [
        (name, place, step)
        for name, item in world.policy.items.items()
        for place, step in enumerate(item.steps)
        if isinstance(step, Grade) and _countable(step) and not item.columns
    ]
    if not graded:
        return breach, met
    _, work = compute_traced(world.plan, encoded, 0, counties)
    for name, place, step in graded:
        scope = work.items[name].scope
        numbers: Numbers = work.trace.found["step", name, place]["numbers"]  # type: ignore[attr-defined]
        within = scope.unit if step.peers.unit and scope.unit is not None else scope.county
        over, some = _beyond(step, numbers, within)
        np.maximum.at(breach, scope.county, over[within])
        np.logical_or.at(met, scope.county, some[within])
    return breach, met


def _countable(step: Grade) -> bool:
    values = [quota.value for quota in step.quotas]
    return all(first > second for first, second in pairwise(values)) and not step.peers.columns


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
