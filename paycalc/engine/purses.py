"""How a plan divides the money of its purses among its pools (sections 2 and 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from paycalc.engine import kernels
from paycalc.engine.claims import Claims
from paycalc.engine.numbers import MICRO, Bools, Ints, Numbers, States, full, muldiv
from paycalc.engine.sharing import ROUNDINGS, Members, Shared, share, share_pool, split
from paycalc.engine.states import State
from paycalc.policy.model import (
    Amount,
    AsNeeded,
    Percent,
    Plan,
    Pool,
    Rest,
    ShareOfAll,
    TakesItem,
    TakesSum,
)

Fail = Callable[[Pool, States], None]


OWN, KEPT, UNALLOCATED = "", "kept", "unallocated"
"""Ends of flows besides pools: the county's fund or the unit itself, and the last accounts."""


@dataclass
class Divided:
    """What came of a plan's purses, in fen.

    ``paid`` is by member, ``flows`` by segment: what went from one account to another, each
    ``OWN``, a pool, or where its money ends.
    """

    segments: int
    paid: dict[str, Ints] = field(default_factory=dict)
    flows: dict[tuple[str, str], Ints] = field(default_factory=dict)

    def move(self, source: str, target: str, amount: Ints) -> None:
        """Note money that goes from one account to another."""
        pair = (source, target)
        self.flows[pair] = self.flows.get(pair, 0) + amount


@dataclass
class Purse:
    """One purse of one plan, in all segments at once; a segment that fails gets nothing more."""

    plan: Plan
    whole: Ints
    alive: Bools
    claims: Mapping[str, Claims]
    members: Mapping[str, Members]
    fail: Fail

    def divide(self, pools: Sequence[Pool], result: Divided) -> None:
        """Divide the purse among its pools, in the order of section 2."""
        taken, left = self._of_all(pools)
        self._amounts(pools, taken, left)
        left = self._percentages(pools, taken, left)
        rest = next((pool for pool in pools if isinstance(pool.takes, Rest)), None)
        of_others = np.zeros_like(left)
        for pool in pools:
            if pool is rest:
                continue
            over = self._pay(pool, taken[pool.id], taken[pool.id], result)
            if rest is not None and pool.left_over == "rest":
                result.move(pool.id, rest.id, over)
                of_others = of_others + over
            else:
                result.move(pool.id, UNALLOCATED, over)
        if rest is None:
            result.move(OWN, UNALLOCATED, np.where(self.alive, left, 0))
        else:
            over = self._pay(rest, left, left + of_others, result)
            result.move(rest.id, UNALLOCATED, over)

    def _rounding(self) -> int:
        return ROUNDINGS[self.plan.rounding]

    def _of_all(self, pools: Sequence[Pool]) -> tuple[dict[str, Ints], Ints]:
        """Step 0: shares of the purse's whole money."""
        sharing = {p.id: p.takes.micro for p in pools if isinstance(p.takes, ShareOfAll)}
        if not sharing:
            return {}, self.whole.copy()
        *parts, left = split(self.whole, list(sharing.values()), self._rounding())
        return dict(zip(sharing, parts, strict=True)), left.copy()

    def _amounts(self, pools: Sequence[Pool], taken: dict[str, Ints], left: Ints) -> None:
        """Step 1: amounts, sums, items and `as_needed`, each from what is left (in place)."""
        for pool in pools:
            takes = pool.takes
            if isinstance(takes, AsNeeded):
                wanted, limit = self._owed(pool), np.minimum(left, self._up_to(takes))
            elif isinstance(takes, Amount):
                wanted, limit = np.full(left.size, takes.fen), left
            elif isinstance(takes, TakesSum | TakesItem):
                wanted, limit = self.claims[pool.id].wanted, left
            else:
                continue
            if pool.if_short == "error":
                self._failing(pool, np.where(wanted > limit, State.SHORT, State.OK))
            taken[pool.id] = np.where(self.alive, np.minimum(wanted, limit), 0)
            left -= taken[pool.id]

    def _up_to(self, takes: AsNeeded) -> Ints:
        if isinstance(takes.up_to, Amount):
            return np.full(self.whole.size, takes.up_to.fen)
        if isinstance(takes.up_to, Percent):
            n = self.whole.size
            whole = Numbers(self.whole, np.zeros(n, np.uint8))
            return muldiv(whole, full(n, takes.up_to.micro), full(n, MICRO), kernels.DOWN).value
        return self.whole

    def _percentages(self, pools: Sequence[Pool], taken: dict[str, Ints], left: Ints) -> Ints:
        """Step 2: percentages of what step 1 left; the unclaimed complement remains."""
        percents = {p.id: p.takes.micro for p in pools if isinstance(p.takes, Percent)}
        if not percents:
            return left
        *parts, complement = split(left, list(percents.values()), self._rounding())
        taken.update(zip(percents, parts, strict=True))
        rest: Ints = complement.copy()
        return rest

    def _owed(self, pool: Pool) -> Ints:
        members = self.members[pool.id]
        total, state = kernels.segment_sums(members.starts, self.claims[pool.id].weights)
        self._failing(pool, state)
        owed: Ints = np.where(state == State.OK, total, 0)
        return owed

    def _failing(self, pool: Pool, state: States) -> None:
        """An error in a segment ends this purse there."""
        state = np.where(self.alive, state, State.OK).astype(np.uint8)
        self.fail(pool, state)
        self.alive &= state == State.OK

    def _pay(self, pool: Pool, taken: Ints, money: Ints, result: Divided) -> Ints:
        """Pay a pool's money to its members; ``taken`` of it from the purse. What is left over."""
        money = np.where(self.alive, money, 0)
        result.move(OWN, pool.id, np.where(self.alive, taken, 0))
        if pool.kind == "keep":
            result.move(pool.id, KEPT, money)
            return np.zeros_like(money)
        shared = self._pay_owed(pool, money) if pool.kind == "pay" else self._share(pool, money)
        self._failing(pool, shared.state)
        segment = self.members[pool.id].segment_of()
        paid = np.where(self.alive[segment], shared.paid, 0)
        result.paid[pool.id] = result.paid.get(pool.id, 0) + paid
        return np.where(self.alive, shared.left, 0)

    def _share(self, pool: Pool, money: Ints) -> Shared:
        weights = self.claims[pool.id].weights
        members = self.members[pool.id]
        return share_pool(money, members, weights, self._rounding(), self.plan.step, pool.limit)

    def _pay_owed(self, pool: Pool, money: Ints) -> Shared:
        """Everyone gets what is owed; where that is too much, what there is is scaled, in fen."""
        members, owed = self.members[pool.id], self.claims[pool.id].weights
        total = self._owed(pool)
        short = total > money
        if pool.if_short == "error":
            self._failing(pool, np.where(short, State.SHORT, State.OK))
        scaled = share(np.where(short, money, 0), members, owed, np.array([self._rounding()]))
        segment = members.segment_of()
        paid = np.where(short[segment], scaled.paid, owed)
        left = np.where(short, scaled.left, money - total)
        return Shared(paid, left, np.where(short, scaled.state, State.OK).astype(np.uint8))
