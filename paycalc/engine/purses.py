"""How a plan divides the money of its purses among its pools (sections 2 and 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from paycalc.engine import kernels
from paycalc.engine.accounts import KEPT, OWN, UNALLOCATED
from paycalc.engine.claims import Circle, claims_of
from paycalc.engine.numbers import Bools, Ints, States
from paycalc.engine.scope import Scope
from paycalc.engine.sharing import ROUNDINGS
from paycalc.engine.trace import NO_TRACE
from paycalc.engine.work import Work, erring
from paycalc.policy.model import (
    Amount,
    AsNeeded,
    Bound,
    Percent,
    Plan,
    Policy,
    Pool,
    Rest,
    ShareOfAll,
)

_PAYS = {"keep": kernels.KEEPS, "pay": kernels.OWES}
_LIMITS = {
    "floor": kernels.LOWEST,
    "ceiling": kernels.HIGHEST,
    "free_money": kernels.FREE_STEPS,
    "free_weight": kernels.FREE_WEIGHT,
}


class Purse(NamedTuple):
    """The pools that draw on one purse, in the order of section 2, as `kernels.divide` has them."""

    pools: tuple[Pool, ...]
    terms: Ints


@dataclass
class Divided:
    """What came of a plan's purses, in fen.

    ``paid`` is by member, ``flows`` by segment: what went from one account to another, each
    ``OWN``, a pool, or where its money ends. Of a plan that divides some units alone, ``members``
    and ``segments`` say which these are.
    """

    members: Ints | None = None
    segments: Ints | None = None
    paid: dict[str, Ints] = field(default_factory=dict)
    flows: dict[tuple[str, str], Ints] = field(default_factory=dict)

    def move(self, source: str, target: str, amount: Ints) -> None:
        """Note money that goes from one account to another."""
        pair = (source, target)
        self.flows[pair] = self.flows[pair] + amount if pair in self.flows else amount


class Purses:
    """The purses of one plan (the ``number``-th of its level), with the claims on them.

    ``base`` is the level's segment, ``county`` or ``unit``; ``active`` marks those in which the
    purses are divided. ``units`` are those of the plan, ``None``: all of them are.
    """

    def __init__(
        self,
        work: Work,
        plan: Plan,
        base: str,
        active: Bools,
        number: int = 0,
        units: Ints | None = None,
    ) -> None:
        self.work, self.plan, self.base, self.number, self.units = work, plan, base, number, units
        self.level = "level_1" if base == "county" else "level_2"
        self.active = active
        circles = dict(self._circles())
        self.circles = {pool.id: circles[pool.pays_posts] for pool in plan.pools}
        self.claims = {p.id: claims_of(work, p, self.circles[p.id]) for p in plan.pools}
        if work.trace is not NO_TRACE:
            for pool in plan.pools:
                circle, weights = self.circles[pool.id], self.claims[pool.id].weights
                if pool.kind == "keep":
                    weights = np.zeros(circle.n, np.int64)
                kept = _whole(weights, circle.places, circle.scope.n)
                work.trace.keep("claims", self.level, number, pool.id, weights=kept)
        if base == "county":
            work.failed |= erring(work)
            self.active = active & ~work.failed

    def _circles(self) -> Iterator[tuple[bool, Circle]]:
        """Who may be paid, by whether it is posts: of level 1 the units too."""
        work, encoded = self.work, self.work.encoded
        posts, segments = work.members("post"), work.members(self.base)
        if self.base == "county":
            order = encoded.post_order
            yield True, _circle(posts, None, encoded.county_posts, segments, self.active, order)
            units = work.members("unit")
            yield False, _circle(units, None, encoded.unit_starts, segments, self.active)
        elif self.units is None:
            yield True, _circle(posts, None, encoded.post_starts, segments, self.active)
        else:
            there = np.zeros(encoded.units, np.bool_)
            there[self.units] = True
            places = np.flatnonzero(there[encoded.post_unit])
            starts = np.append(0, np.cumsum(np.diff(encoded.post_starts)[self.units]))
            segments, active = segments.take(self.units), self.active[self.units]
            yield True, _circle(posts, places, starts, segments, active)

    def divide(self, money: Mapping[frozenset[str], Ints]) -> Divided:
        """Divide each purse among the pools that draw on it."""
        result = Divided(segments=self.units)
        spared = self.work.failed.copy()
        known = self.work.plan.policy.once(_purses)
        for sources, everywhere in money.items():
            whole = everywhere if self.units is None else everywhere[self.units]
            alive = self.active if self.units is None else self.active[self.units]
            purse = known.get((self.level, self.number, sources), Purse((), np.zeros((0, 0), int)))
            left = self._divide(purse, whole, alive, spared, result) if purse.pools else whole
            if not any(isinstance(pool.takes, Rest) for pool in purse.pools):
                result.move(OWN, UNALLOCATED, np.where(alive, left, 0))
            if self.work.trace is not NO_TRACE:
                key: tuple[str | int, ...] = ("purse", self.level, self.number, *sorted(sources))
                there = _whole(np.where(alive, whole, 0), self.units, everywhere.size)
                self.work.trace.keep(*key, whole=there)
        if self.base == "county":
            self.work.failed |= erring(self.work)
        return result

    def _divide(
        self, purse: Purse, whole: Ints, alive: Bools, spared: Bools, result: Divided
    ) -> Ints:
        """What one purse pays, in the result; what it has left."""
        starts, weights, wanted = self._asked(purse, whole.size)
        rounding = ROUNDINGS[self.plan.rounding]
        paid, flows, left, failing, state = kernels.divide(
            whole, alive, purse.terms, starts, weights, wanted, rounding, self.plan.step
        )
        rest = next((pool.id for pool in purse.pools if isinstance(pool.takes, Rest)), "")
        for p, pool in enumerate(purse.pools):
            result.move(OWN, pool.id, flows[kernels.TAKEN, p])
            if pool.kind == "keep":
                result.move(pool.id, KEPT, flows[kernels.HAD, p])
            else:
                to_rest = purse.terms[p, kernels.LEAVES] == kernels.TO_REST
                result.move(pool.id, rest if to_rest else UNALLOCATED, flows[kernels.OVER, p])
                circle = self.circles[pool.id]
                low = int(starts[p, 0])
                own = paid[low : low + circle.n]
                result.members = circle.places
                result.paid[pool.id] = own if circle.order is None else _back(own, circle.order)
            self._fail(pool, np.where(failing == p, state, np.uint8(0)), spared)
            self._keep(pool, flows[:, p])
        return np.asarray(left)

    def _asked(self, purse: Purse, segments: int) -> tuple[Ints, Ints, Ints]:
        """Where each pool's members begin in the weights of all, these, and given amounts."""
        starts = np.zeros((len(purse.pools), segments + 1), np.int64)
        wanted = np.zeros((len(purse.pools), segments), np.int64)
        weights, low = [np.zeros(0, np.int64)], 0
        for p, pool in enumerate(purse.pools):
            circle, claims = self.circles[pool.id], self.claims[pool.id]
            wanted[p] = claims.wanted
            if pool.kind != "keep":
                starts[p] = circle.starts + low
                own = claims.weights
                weights.append(own if circle.order is None else own[circle.order])
                low += circle.n
        return starts, np.concatenate(weights), wanted

    def _fail(self, pool: Pool, state: States, spared: Bools) -> None:
        if state.any():
            segments = self.work.members(self.base)
            segments = segments if self.units is None else segments.take(self.units)
            path = f"{self.level}.pools.{pool.id}"
            self.work.record(path, pool.mark, segments, state, spared)

    def _keep(self, pool: Pool, flows: Ints) -> None:
        if self.work.trace is not NO_TRACE and pool.kind != "keep":
            n = self.active.size
            kept = {"money": _whole(flows[kernels.HAD], self.units, n)}
            if pool.limit is not None:
                kept |= {name: _whole(flows[row], self.units, n) for name, row in _LIMITS.items()}
            self.work.trace.keep("pool", self.level, self.number, pool.id, **kept)


def _circle(
    scope: Scope,
    places: Ints | None,
    starts: Ints,
    segments: Scope,
    active: Bools,
    order: Ints | None = None,
) -> Circle:
    awake = None if active.all() else np.repeat(active, np.diff(starts))
    return Circle(scope, places, starts, segments, active, awake, order)


def _back(values: Ints, order: Ints) -> Ints:
    """Values in the order of members as those of the members."""
    found = np.empty_like(values)
    found[order] = values
    return found


def _whole(values: Ints, places: Ints | None, n: int) -> Ints:
    """Values at some of n places, 0 at the others."""
    if places is None:
        return values
    found = np.zeros(n, np.int64)
    found[places] = values
    return found


# --- What a policy says of its purses ----------------------------------------------------------


def _purses(policy: Policy) -> Mapping[tuple[str, int, frozenset[str]], Purse]:
    """Every purse that pools draw on, by level, plan and sources."""
    plans = [("level_1", 0, policy.level_1.plan)]
    plans += [("level_2", n, plan) for n, plan in enumerate(policy.level_2.plans.values())]
    found = {}
    for level, number, plan in plans:
        for sources in {pool.sources for pool in plan.pools}:
            own = [pool for pool in plan.pools if pool.sources == sources]
            own.sort(
                key=lambda pool: kernels.GIVEN if _turn(pool) == kernels.NEEDED else _turn(pool)
            )
            found[level, number, sources] = Purse(tuple(own), terms_of(own))
    return found


def terms_of(pools: Sequence[Pool]) -> Ints:
    """The pools of one purse as `kernels.divide` has them, a row each."""
    rest = any(isinstance(pool.takes, Rest) for pool in pools)
    return np.array([_terms(pool, rest) for pool in pools], np.int64)


def _turn(pool: Pool) -> int:
    """When a pool takes (section 2)."""
    turns = {ShareOfAll: kernels.OF_ALL, Percent: kernels.OF_LEFT, Rest: kernels.ALL_LEFT}
    return turns.get(type(pool.takes), kernels.GIVEN)


def _terms(pool: Pool, rest: bool) -> list[int]:
    """A pool's row of the terms of `kernels.divide`."""
    takes = pool.takes
    to_rest = rest and not isinstance(takes, Rest) and pool.left_over != "unallocated"
    return [
        kernels.NEEDED if isinstance(takes, AsNeeded) else _turn(pool),
        takes.micro if isinstance(takes, Percent | ShareOfAll) else 0,
        *_limit(takes.up_to if isinstance(takes, AsNeeded) else None),
        _PAYS.get(pool.kind, kernels.SHARES),
        kernels.FAILS if pool.if_short == "error" else kernels.SCALES,
        kernels.TO_REST if to_rest else kernels.TO_NOBODY,
        *_limit(None if pool.limit is None else pool.limit.at_least),
        *_limit(None if pool.limit is None else pool.limit.at_most),
    ]


def _limit(limit: Bound | Percent | None) -> tuple[int, int]:
    if limit is None:
        return kernels.NO_LIMIT, 0
    if isinstance(limit, Amount):
        return kernels.FEN, limit.fen
    return kernels.OF_MONEY, limit.micro if isinstance(limit, Percent) else limit.k
