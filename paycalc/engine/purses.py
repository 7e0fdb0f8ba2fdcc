"""How a plan divides the money of its purses among its pools (sections 2 and 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from paycalc.engine import kernels
from paycalc.engine.accounts import KEPT, OWN, UNALLOCATED
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
Keep = Callable[[Pool, Ints, Shared], None]


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
    """One purse of one plan, in all segments at once; a segment that fails gets nothing more.

    ``left`` is what has not been taken yet, ``for_rest`` what other pools leave to the rest pool.
    """

    plan: Plan
    pools: Sequence[Pool]
    whole: Ints
    alive: Bools
    claims: Mapping[str, Claims]
    members: Mapping[str, Members]
    fail: Fail
    keep: Keep
    result: Divided
    left: Ints = field(init=False)
    for_rest: Ints = field(init=False)

    def divide(self) -> None:
        """Divide the purse among its pools, in the order of section 2."""
        self.left, self.for_rest = self.whole, np.zeros_like(self.whole)
        shares = {p.id: p.takes.micro for p in self.pools if isinstance(p.takes, ShareOfAll)}
        self._split(shares)
        for pool in self.pools:
            if isinstance(pool.takes, Amount | TakesSum | TakesItem | AsNeeded):
                self._give(pool, self._amount(pool))
        percents = {p.id: p.takes.micro for p in self.pools if isinstance(p.takes, Percent)}
        self._split(percents)
        if self._rest is None:
            self.result.move(OWN, UNALLOCATED, np.where(self.alive, self.left, 0))
        else:
            self._give(self._rest, self.left)

    @property
    def _rest(self) -> Pool | None:
        return next((pool for pool in self.pools if isinstance(pool.takes, Rest)), None)

    def _rounding(self) -> int:
        return ROUNDINGS[self.plan.rounding]

    def _split(self, percents: Mapping[str, int]) -> None:
        """Steps 0 and 2: percentages of what is there, all at once; the complement remains."""
        if percents:
            *parts, _ = split(self.left, list(percents.values()), self._rounding())
            taking = [pool for pool in self.pools if pool.id in percents]
            for pool, part in zip(taking, parts, strict=True):
                self._give(pool, part)

    def _give(self, pool: Pool, taken: Ints) -> None:
        """A pool takes money of the purse and pays; what it leaves over goes on."""
        taken = np.where(self.alive, taken, 0)
        self.left = self.left - taken
        rest = self._rest
        over = self._pay(pool, taken, taken + self.for_rest if pool is rest else taken)
        if rest is None or pool is rest or pool.left_over == "unallocated":
            self.result.move(pool.id, UNALLOCATED, over)
        else:
            self.result.move(pool.id, rest.id, over)
            self.for_rest = self.for_rest + over

    def _amount(self, pool: Pool) -> Ints:
        """Step 1: amounts, sums, items and `as_needed`, each from what is left."""
        takes, limit = pool.takes, self.left
        if isinstance(takes, AsNeeded):
            wanted, limit = self._owed(pool), np.minimum(limit, self._up_to(takes))
        elif isinstance(takes, Amount):
            wanted = np.full(limit.size, takes.fen)
        else:
            wanted = self.claims[pool.id].wanted
        if pool.if_short == "error":
            self._failing(pool, np.where(wanted > limit, State.SHORT, State.OK))
        return np.minimum(wanted, limit)

    def _up_to(self, takes: AsNeeded) -> Ints:
        if isinstance(takes.up_to, Amount):
            return np.full(self.whole.size, takes.up_to.fen)
        if isinstance(takes.up_to, Percent):
            n = self.whole.size
            whole = Numbers(self.whole, np.zeros(n, np.uint8))
            return muldiv(whole, full(n, takes.up_to.micro), full(n, MICRO), kernels.DOWN).value
        return self.whole

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

    def _pay(self, pool: Pool, taken: Ints, money: Ints) -> Ints:
        """Pay a pool's money, of which so much is taken, to its members; what is left over."""
        money = np.where(self.alive, money, 0)
        self.result.move(OWN, pool.id, taken)
        if pool.kind == "keep":
            self.result.move(pool.id, KEPT, money)
            return np.zeros_like(money)
        shared = self._pay_owed(pool, money) if pool.kind == "pay" else self._share(pool, money)
        self._failing(pool, shared.state)
        self.keep(pool, money, shared)
        segment = self.members[pool.id].segment_of()
        paid = np.where(self.alive[segment], shared.paid, 0)
        self.result.paid[pool.id] = self.result.paid.get(pool.id, 0) + paid
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
