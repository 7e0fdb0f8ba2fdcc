"""What the members of pools claim: points of share pools, money owed by `pay` (section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from paycalc.engine import kernels
from paycalc.engine.groups import belongs
from paycalc.engine.numbers import (
    MICRO,
    Bools,
    Ints,
    Numbers,
    States,
    choose,
    exact_sum,
    full,
    mul,
    or_zero,
    to_fen,
)
from paycalc.engine.scope import Scope
from paycalc.engine.states import State, StateCode
from paycalc.engine.values import TRUE
from paycalc.engine.work import Work
from paycalc.policy.model import Pool, TakesItem, TakesSum


class Claims(NamedTuple):
    """For each member its weight (points in micro, or fen owed); by segment what `takes` says.

    ``wanted`` is the money of `takes: {sum}` and `takes: {item}` in fen, else empty.
    """

    weights: Ints
    wanted: Ints


def claims_of(work: Work, pool: Pool, scope: Scope, active: Bools, base: str) -> Claims:
    """A pool's claims among the members (a whole scope) of active counties and units.

    ``base`` is the level's segment, ``county`` or ``unit``; ``active`` marks its segments. Errors
    are recorded at the member.
    """
    path = f"{'level_1' if base == 'county' else 'level_2'}.pools.{pool.id}"
    segment = scope.at(base)
    inside = np.where(active[segment], belongs(work, scope, pool.who), 0).astype(np.uint8)
    work.record(path, pool.mark, scope, inside, work.failed)
    index = np.flatnonzero(inside == TRUE)
    members = scope.take(index)
    weights = np.zeros(scope.n, np.int64)
    if pool.kind != "keep":
        claim = _claim(work, pool, members)
        work.record(path, pool.mark, members, claim.state, work.failed)
        weights[index] = np.where(claim.ok, claim.value, 0)
        _segment_sum(work, path, pool, claim, segment[index], active.size, base)
    wanted = np.zeros(0, np.int64)
    if isinstance(pool.takes, TakesSum):
        owed = _owed(work, pool.takes.items, members)
        work.record(f"{path}.takes", pool.mark, members, owed.state, work.failed)
        takes = f"{path}.takes"
        wanted = _segment_sum(work, takes, pool, owed, segment[index], active.size, base)
    elif isinstance(pool.takes, TakesItem):
        wanted = _amount(work, path, pool, pool.takes.item, active, base)
    return Claims(weights, wanted)


def _claim(work: Work, pool: Pool, members: Scope) -> Numbers:
    if pool.kind == "share_equally":
        claim = full(members.n, MICRO)
    else:
        claim = sum_of_items(work, pool.items, members)
        if pool.kind == "pay":
            claim = refused_below_zero(claim, State.NEGATIVE_OWED)
        claim = Numbers(np.maximum(claim.value, 0), claim.state)
    factors = [work.items[name].numbers.take(members.parent) for name in pool.factors]
    for factor in factors:
        claim = mul(claim, refused_below_zero(or_zero(factor), State.NEGATIVE_FACTOR))
    if pool.weights:
        claim = mul(claim, _coefficients(work, pool, members))
    return to_fen(claim, work.plan.policy.currency.decimals) if pool.kind == "pay" else claim


def _coefficients(work: Work, pool: Pool, members: Scope) -> Numbers:
    """The coefficient of the first listed group that each post belongs to."""
    result = full(members.n, MICRO)
    found = np.zeros(members.n, np.bool_)
    everyone = work.members("post")
    for group, coefficient in pool.weights:
        there = belongs(work, everyone, group)[members.parent] == TRUE
        result = choose(there & ~found, full(members.n, coefficient), result)
        found |= there
    return result


def sum_of_items(work: Work, items: Sequence[str], members: Scope) -> Numbers:
    """The sum of items for each member; none counts as 0."""
    parts = [or_zero(work.items[name].numbers.take(members.parent)) for name in items]
    return exact_sum(parts)


def refused_below_zero(numbers: Numbers, error: StateCode) -> Numbers:
    """A negative number is an error."""
    negative = numbers.ok & (numbers.value < 0)
    return Numbers(numbers.value, np.where(negative, error, numbers.state).astype(np.uint8))


def _owed(work: Work, items: Sequence[str], members: Scope) -> Numbers:
    """What `pay` of the items would owe in fen, without factors and weights."""
    owed = refused_below_zero(sum_of_items(work, items, members), State.NEGATIVE_OWED)
    return to_fen(owed, work.plan.policy.currency.decimals)


def _segment_sum(
    work: Work, path: str, pool: Pool, owed: Numbers, segment: Ints, segments: int, base: str
) -> Ints:
    """The sum of a segment's claims, which must fit in 64 bits whatever money there is."""
    starts = np.searchsorted(segment, np.arange(segments + 1))
    total, state = kernels.segment_sums(starts, np.where(owed.ok, owed.value, 0))
    work.record(path, pool.mark, work.members(base), state, work.failed)
    return np.where(state == State.OK, total, 0)


def _amount(work: Work, path: str, pool: Pool, item: str, active: Bools, base: str) -> Ints:
    """The amount that an item of the county or unit is; none: 0."""
    numbers = or_zero(work.items[item].numbers)
    money = to_fen(
        refused_below_zero(numbers, State.NEGATIVE_OWED), work.plan.policy.currency.decimals
    )
    state: States = np.where(active, money.state, State.OK).astype(np.uint8)
    work.record(f"{path}.takes", pool.mark, work.members(base), state, work.failed)
    return np.where(active & money.ok, money.value, 0)
