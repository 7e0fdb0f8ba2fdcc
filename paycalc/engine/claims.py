"""What the members of pools claim: points of share pools, money owed by `pay` (section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from paycalc.engine import kernels
from paycalc.engine.groups import belongs
from paycalc.engine.numbers import (
    LARGEST,
    MICRO,
    Bools,
    Ints,
    Numbers,
    States,
    exact_sum,
    full,
    mul,
    or_zero,
    to_fen,
)
from paycalc.engine.scope import Scope
from paycalc.engine.states import State, StateCode, any_error
from paycalc.engine.values import TRUE
from paycalc.engine.work import Work
from paycalc.policy.model import Amount, Pool, TakesItem, TakesSum


class Circle(NamedTuple):
    """The members that pools can pay, in segments: all posts (or units), or those of a plan.

    ``places`` are theirs in the whole ``scope`` (``None``: it is all of them); ``starts`` is where
    segments begin among them, ``segments`` which counties or units these are, and ``active``
    marks those in which anybody claims anything; ``awake`` are the members there (``None``: all).
    ``order`` has the members in order of their keys, where they are numbered otherwise.
    """

    scope: Scope
    places: Ints | None
    starts: Ints
    segments: Scope
    active: Bools
    awake: Bools | None
    order: Ints | None = None

    @property
    def n(self) -> int:
        """How many members."""
        return self.scope.n if self.places is None else self.places.size


class Claims(NamedTuple):
    """For each member its weight (points in micro, or fen owed); by segment what `takes` says.

    ``wanted`` is the money of an amount, `takes: {sum}` or `takes: {item}` in fen, else 0.
    """

    weights: Ints
    wanted: Ints | int


class _Claimants(NamedTuple):
    """Who of a circle may claim: their places among it, and in the whole scope (``None``: all)."""

    circle: Circle
    inside: Ints | None
    places: Ints | None

    @property
    def n(self) -> int:
        return self.circle.n if self.inside is None else self.inside.size

    def of(self, everybody: Numbers) -> Numbers:
        """Their numbers among those of the whole scope."""
        return everybody if self.places is None else everybody.take(self.places)

    def spread(self, found: Numbers) -> Ints:
        """Their numbers as those of the circle, 0 for all others and for errors."""
        value = found.value
        if np.count_nonzero(found.state):
            value = np.where(found.ok, value, 0)
        if self.inside is None:
            return value
        spread = np.zeros(self.circle.n, np.int64)
        spread[self.inside] = value
        return spread


def claims_of(work: Work, pool: Pool, circle: Circle) -> Claims:
    """A pool's claims among the members of a circle. Errors are recorded at the member."""
    path = f"{'level_1' if circle.segments.base == 'county' else 'level_2'}.pools.{pool.id}"
    who = _claimants(work, path, pool, circle)
    weights = np.zeros(0, np.int64)
    if pool.kind != "keep":
        claim = _claim(work, pool, who)
        _note(work, path, pool, who, claim.state)
        weights = who.spread(claim)
        if int(weights.max(initial=0)) * weights.size > LARGEST:
            _sums(work, path, pool, circle, weights)
    wanted: Ints | int = 0
    if isinstance(pool.takes, Amount):
        wanted = pool.takes.fen
    elif isinstance(pool.takes, TakesSum):
        owed = _owed(work, pool.takes.items, who)
        _note(work, f"{path}.takes", pool, who, owed.state)
        wanted = _sums(work, f"{path}.takes", pool, circle, who.spread(owed))
    elif isinstance(pool.takes, TakesItem):
        wanted = _amount(work, path, pool, pool.takes.item, circle)
    return Claims(weights, wanted)


def _claimants(work: Work, path: str, pool: Pool, circle: Circle) -> _Claimants:
    inside = circle.awake
    if pool.who is not None and pool.who != "everyone":
        truth = belongs(work, circle.scope, pool.who)
        if circle.places is not None:
            truth = truth[circle.places]
        if circle.awake is not None:
            truth = truth * circle.awake
        _note(work, path, pool, _Claimants(circle, None, circle.places), truth)
        inside = truth == TRUE
    if inside is None:
        return _Claimants(circle, None, circle.places)
    some = np.flatnonzero(inside)
    return _Claimants(circle, some, some if circle.places is None else circle.places[some])


def _note(work: Work, path: str, pool: Pool, who: _Claimants, state: States) -> None:
    """Note the errors of claimants."""
    if any_error(state):
        scope = who.circle.scope
        scope = scope if who.places is None else scope.take(who.places)
        work.record(path, pool.mark, scope, state, work.failed)


def _claim(work: Work, pool: Pool, who: _Claimants) -> Numbers:
    if pool.kind == "share_equally":
        claim = full(who.n, MICRO)
    else:
        claim = sum_of_items(work, pool.items, who.places)
        if pool.kind == "pay":
            claim = refused_below_zero(claim, State.NEGATIVE_OWED)
        claim = Numbers(np.maximum(claim.value, 0), claim.state)
    for name in pool.factors:
        factor = who.of(work.items[name].numbers)
        claim = mul(claim, refused_below_zero(or_zero(factor), State.NEGATIVE_FACTOR))
    if pool.weights:
        claim = mul(claim, _coefficients(work, pool, who))
    return to_fen(claim, work.plan.policy.currency.decimals) if pool.kind == "pay" else claim


def _coefficients(work: Work, pool: Pool, who: _Claimants) -> Numbers:
    """The coefficient of the first listed group that each post belongs to."""
    if pool.weights not in work.coefficients:
        everyone = work.members("post")
        result = np.full(everyone.n, MICRO)
        for group, coefficient in reversed(pool.weights):
            result[belongs(work, everyone, group) == TRUE] = coefficient
        work.coefficients[pool.weights] = Numbers(result, np.zeros(everyone.n, np.uint8))
    return who.of(work.coefficients[pool.weights])


def sum_of_items(work: Work, items: Sequence[str], places: Ints | None) -> Numbers:
    """The sum of items for each member at some places (``None``: all); none counts as 0."""
    found = [work.items[name].numbers for name in items]
    return exact_sum([or_zero(one if places is None else one.take(places)) for one in found])


def refused_below_zero(numbers: Numbers, error: StateCode) -> Numbers:
    """A negative number is an error."""
    if numbers.value.min(initial=0) >= 0:
        return numbers
    negative = numbers.ok & (numbers.value < 0)
    return Numbers(numbers.value, np.where(negative, error, numbers.state))


def _owed(work: Work, items: Sequence[str], who: _Claimants) -> Numbers:
    """What `pay` of the items would owe in fen, without factors and weights."""
    owed = refused_below_zero(sum_of_items(work, items, who.places), State.NEGATIVE_OWED)
    return to_fen(owed, work.plan.policy.currency.decimals)


def _sums(work: Work, path: str, pool: Pool, circle: Circle, weights: Ints) -> Ints:
    """The sum of a segment's claims, which must fit in 64 bits whatever money there is."""
    total, state = kernels.segment_sums(circle.starts, weights)
    work.record(path, pool.mark, circle.segments, state, work.failed)
    return np.where(state == State.OK, total, 0)


def _amount(work: Work, path: str, pool: Pool, item: str, circle: Circle) -> Ints:
    """The amount that an item of the county or unit is; none: 0."""
    numbers = or_zero(work.items[item].numbers.take(circle.segments.parent))
    money = to_fen(
        refused_below_zero(numbers, State.NEGATIVE_OWED), work.plan.policy.currency.decimals
    )
    state: States = np.where(circle.active, money.state, State.OK)
    work.record(f"{path}.takes", pool.mark, circle.segments, state, work.failed)
    return np.where(circle.active & money.ok, money.value, 0)
