"""What is true of `share` whatever the weights: the theorems that an audit builds on, with proofs.

Each function holds one theorem: its docstring is statement and proof, and what it returns is the
largest harm in fen among all shares of a small scope, computed by the engine's own kernel. The
tests confirm the bounds of `BOUNDS` over every weight and fund of `SCOPES`.

Notation: money F, weights w_i of sum W, exact share q_i = F w_i / W, paid p_i; LR is largest
remainder (floors, then one fen each to the largest remainders, ties in order of the key), Webster
gives one fen after another to the largest w_i / (2 p_i + 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from paycalc.engine.numbers import Ints
from paycalc.engine.sharing import ROUNDINGS, Members, share
from paycalc.policy.model import Rounding


@dataclass(frozen=True, slots=True)
class Scope:
    """All shares among ``n`` members with weights 0 to ``weight`` of 0 to ``fund`` fen."""

    n: int
    weight: int
    fund: int


SCOPES: Final = (Scope(2, 12, 30), Scope(3, 8, 20), Scope(4, 5, 12), Scope(5, 3, 10))


@dataclass(frozen=True)
class Shares:
    """Every share of a scope: ``paid[fund, weights, member]``, weights counted in base w + 1.

    >>> all_shares(Scope(2, 1, 3), "largest_remainder").paid[3].tolist()
    [[0, 0], [0, 3], [3, 0], [2, 1]]
    """

    scope: Scope
    weights: Ints
    paid: Ints

    def step_of(self, member: int) -> int:
        """How many places on the weights with one more for a member stand."""
        return int((self.scope.weight + 1) ** (self.scope.n - 1 - member))


def all_shares(scope: Scope, rounding: Rounding) -> Shares:
    """Every share of a scope, by the kernel that pays."""
    base, n = scope.weight + 1, scope.n
    codes = np.arange(base**n)
    weights = np.stack([codes // base ** (n - 1 - i) % base for i in range(n)], axis=1)
    funds = np.arange(scope.fund + 1)
    members = Members(np.arange(funds.size * codes.size + 1) * n)
    each = np.tile(weights.reshape(-1), funds.size)
    paid = share(np.repeat(funds, codes.size), members, each, np.array([ROUNDINGS[rounding]])).paid
    return Shares(scope, weights, paid.reshape(funds.size, codes.size, n))


def own_weight_up(shares: Shares) -> int:
    """R1: one's own pay never falls when one's own weight rises, the money and others unchanged.

    LR. q_i rises and every q_k falls. If floor(q_i) rises, p_i' >= floor(q_i) + 1 >= p_i. Else let
    m of the others lose a whole fen from their floors; the fen left over grow by exactly m. Whoever
    keeps the floor has a smaller remainder than before, i a larger one, so at most those who were
    ahead of i and the m are ahead of i now: who was among the first L is among the first L + m.
    Webster. Before, i had p_i: its last fen had priority w_i / (2 p_i - 1), and at most F - p_i fen
    of the others had a higher one (ties by key). These priorities are unchanged and i's is higher,
    so i is given its p_i-th fen again. A weight that was 0 had nothing to lose.
    """
    worst = 0
    for i in range(shares.scope.n):
        up = np.flatnonzero(shares.weights[:, i] < shares.scope.weight)
        fall = shares.paid[:, up, i] - shares.paid[:, up + shares.step_of(i), i]
        worst = max(worst, int(fall.max()))
    return worst


def fund_up(shares: Shares) -> int:
    """R2: when the money grows, nobody's pay falls by Webster, and by at most a fen by LR.

    Webster. A larger F only lengthens the sequence in which fen are given. LR. q_i does not fall,
    so p_i' >= floor(q_i') >= floor(q_i) >= p_i - 1.
    """
    return int((shares.paid[:-1] - shares.paid[1:]).max())


def fund_and_own_weight_up(shares: Shares) -> int:
    """R3: own weight and money both grow: own pay falls by nothing (Webster), at most a fen (LR).

    Webster. First the weight by R1, then the money by R2. LR. First the weight (0), then the money
    (1). This is level 2 after level 1, where a unit's points rise by its members' points.
    """
    worst = 0
    for i in range(shares.scope.n):
        up = np.flatnonzero(shares.weights[:, i] < shares.scope.weight)
        more = shares.paid[1:, up + shares.step_of(i), i]
        worst = max(worst, int((shares.paid[:-1, up, i] - more).max()))
    return worst


def colleague_removed(shares: Shares) -> int:
    """R4: a weight becomes 0: nobody else's pay falls by Webster, at most a fen by LR.

    Webster. The others' fen keep their priorities, and places in the sequence become free. LR. The
    others' q_k do not fall; then as in R2. The same for a weight that only falls: a peer's points
    that fall, while one's own do not, never harm by more than a fen.
    """
    worst = 0
    for i in range(shares.scope.n):
        base = np.arange(shares.weights.shape[0])
        there = base[shares.weights[:, i] > 0]
        gone = there - shares.weights[there, i] * shares.step_of(i)
        kept = (shares.weights[gone] > 0).any(axis=1)
        others = [k for k in range(shares.scope.n) if k != i]
        fall = shares.paid[:, there[kept]][:, :, others] - shares.paid[:, gone[kept]][:, :, others]
        worst = max(worst, int(fall.max(initial=0)))
    return worst


def larger_weight_less(shares: Shares) -> int:
    """R5: a larger weight is never paid less, by both roundings.

    LR. w_i > w_j: floor(q_i) >= floor(q_j); where they are equal, the remainder of i is larger, so
    j gets a fen only after i. Webster. If p_j > p_i, the last fen of j had priority
    w_j / (2 p_j - 1) <= w_j / (2 p_i + 1) < w_i / (2 p_i + 1), so i would have come first.
    """
    w, p = shares.weights, shares.paid
    above = w[:, :, None] > w[:, None, :]
    behind = p[:, :, None, :] - p[:, :, :, None]
    return int(np.where(above[None], behind, 0).max())


def equal_weights_apart(shares: Shares) -> int:
    """R6: equal weights are paid alike up to one fen, by both roundings.

    LR. Their floors are equal. Webster. If p_j >= p_i + 2, the last fen of j had priority
    w / (2 p_j - 1) <= w / (2 p_i + 3) < w / (2 p_i + 1), so i would have come first. Over K pools
    that are rounded apart the fen add up: K.
    """
    w, p = shares.weights, shares.paid
    alike = w[:, :, None] == w[:, None, :]
    return int(np.where(alike[None], p[:, :, :, None] - p[:, :, None, :], 0).max())


def gain_beyond_fund(shares: Shares) -> int:
    """R7: d fen more of money give nobody more than d fen more (Webster), than d + 1 (LR).

    Webster. By R2 nobody else loses, so i gains at most d. LR. p_i' < q_i' + 1 <= q_i + d + 1 and
    p_i > q_i - 1, so p_i' - p_i < d + 2. Hence whoever alone has a weight in a pool that nobody
    claimed before gains its d fen and loses, in the pool to which they went, at most d (Webster),
    d + 1 (LR). No small share shows the one fen of LR; it is what is proved.
    """
    paid = shares.paid
    worst = 0
    for d in range(1, paid.shape[0]):
        worst = max(worst, int((paid[d:] - paid[:-d]).max()) - d)
    return worst


def outside_quota(shares: Shares) -> int:
    """R8: by LR everybody is paid floor(q_i) or floor(q_i) + 1, so at most a fen from q_i.

    By its definition; Webster may leave the quota from four members on.
    """
    totals = np.maximum(shares.weights.sum(axis=1), 1)
    exact = np.arange(shares.paid.shape[0])[:, None, None] * shares.weights[None]
    low = exact // totals[None, :, None]
    high = -(-exact // totals[None, :, None])
    claimed = (shares.weights.sum(axis=1) > 0)[None, :, None]
    outside = np.maximum(low - shares.paid, shares.paid - high)
    return int(np.where(claimed, outside, 0).max())


Name = Literal["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"]
THEOREMS: Final[Mapping[Name, Callable[[Shares], int]]] = MappingProxyType(
    {
        "R1": own_weight_up,
        "R2": fund_up,
        "R3": fund_and_own_weight_up,
        "R4": colleague_removed,
        "R5": larger_weight_less,
        "R6": equal_weights_apart,
        "R7": gain_beyond_fund,
        "R8": outside_quota,
    }
)
BOUNDS: Final[Mapping[Name, Mapping[Rounding, int]]] = MappingProxyType(
    {
        "R1": {"largest_remainder": 0, "webster": 0},
        "R2": {"largest_remainder": 1, "webster": 0},
        "R3": {"largest_remainder": 1, "webster": 0},
        "R4": {"largest_remainder": 1, "webster": 0},
        "R5": {"largest_remainder": 0, "webster": 0},
        "R6": {"largest_remainder": 1, "webster": 1},
        "R7": {"largest_remainder": 1, "webster": 0},
        "R8": {"largest_remainder": 0},
    }
)
"""The largest harm in fen by each theorem and rounding; Webster promises no quota (R8)."""


def bound(name: Name, rounding: Rounding) -> int:
    """The largest harm in fen of a theorem.

    >>> bound("R2", "largest_remainder"), bound("R2", "webster")
    (1, 0)
    """
    return BOUNDS[name][rounding]
