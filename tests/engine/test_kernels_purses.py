"""`divide` against its plain twin: a purse among its pools, limits and all (sections 2 and 5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.engine import kernels
from tests.engine.drawing import (
    FEW,
    LARGEST,
    ROUNDINGS,
    SOME,
    amounts,
    array,
    roundings,
    table,
    weights_of,
)
from tests.reference import kernels as plain
from tests.reference.claims import Claims
from tests.reference.policy import Node, Plan
from tests.reference.purses import Spent, bound

WORDS = {
    kernels.OVERFLOW: "overflow",
    kernels.SHORT: "short",
    kernels.LIMITS_CROSSED: "limits_crossed",
    kernels.FLOORS_UNPAYABLE: "floors_unpayable",
}


# --- Pools in words, and as the kernel takes them ------------------------------------------------


def money_text(fen: int) -> str:
    """An amount as a policy says it."""
    return f"{fen // 100}.{fen % 100:02d}"


def percent_text(micro: int) -> str:
    """A percentage as a policy says it."""
    return f"{micro // 10_000}.{micro % 10_000:04d}%"


def limit_row(limit: Node | None) -> list[int]:
    """A limit as two numbers."""
    if limit is None:
        return [kernels.NO_LIMIT, 0]
    if isinstance(limit, dict):
        return [kernels.OF_MONEY, int(limit["times_mean"].replace(".", ""))]
    if limit.endswith("%"):
        return [kernels.OF_MONEY, int(limit[:-1].replace(".", ""))]
    return [kernels.FEN, int(limit.replace(".", ""))]


def terms_of(pool: Node, rest: bool) -> list[int]:
    """A pool's row of the terms."""
    takes, part = pool["takes"], 0
    if takes == "rest":
        turn = kernels.ALL_LEFT
    elif takes == "as_needed":
        turn = kernels.NEEDED
    elif isinstance(takes, dict) and "share" in takes:
        turn, part = kernels.OF_ALL, limit_row(takes["share"])[1]
    elif isinstance(takes, str) and takes.endswith("%"):
        turn, part = kernels.OF_LEFT, limit_row(takes)[1]
    else:
        turn = kernels.GIVEN
    pays = "keep" in pool, "pay" in pool
    limit = pool.get("limit", {})
    to_rest = rest and turn != kernels.ALL_LEFT and pool.get("left_over", "rest") == "rest"
    return [
        turn,
        part,
        *limit_row(pool.get("up_to")),
        kernels.KEEPS if pays[0] else kernels.OWES if pays[1] else kernels.SHARES,
        kernels.FAILS if pool.get("if_short", "error") == "error" else kernels.SCALES,
        kernels.TO_REST if to_rest else kernels.TO_NOBODY,
        *limit_row(limit.get("at_least")),
        *limit_row(limit.get("at_most")),
    ]


class Division:
    """What the kernel says of purses; ``weights[s][p]`` are those of a pool in a segment."""

    def __init__(
        self,
        whole: list[int],
        pools: list[Node],
        weights: list[list[list[int]]],
        wanted: list[list[int]],
        plan: Plan,
    ) -> None:
        flat: list[int] = []
        self.starts = []
        for p in range(len(pools)):
            begins = [len(flat)]
            for own in weights:
                flat += own[p]
                begins.append(len(flat))
            self.starts.append(begins)
        self.pools, n = pools, len(whole)
        rest = any(pool["takes"] == "rest" for pool in pools)
        self.paid, self.flows, self.left, self.failing, self.state = kernels.divide(
            array(whole),
            np.ones(n, np.bool_),
            table([terms_of(pool, rest) for pool in pools], kernels.TERMS),
            table(self.starts, n + 1),
            array(flat),
            table([list(row) for row in zip(*wanted, strict=True)], n),
            ROUNDINGS[plan.rounding],
            plan.step,
        )

    def spent(self, s: int) -> tuple[dict[str, list[int]], dict[str, int], int] | str:
        """What each pool of a segment pays and keeps, and what nobody gets; or the error."""
        if self.state[s]:
            assert 0 <= self.failing[s] < len(self.pools)
            return WORDS[int(self.state[s])]
        assert self.failing[s] == -1
        paid, kept, nobody = {}, {}, int(self.left[s])
        for p, pool in enumerate(self.pools):
            had = int(self.flows[kernels.HAD, p, s])
            if "keep" in pool:
                kept[str(p)] = had
                continue
            paid[str(p)] = self.paid[self.starts[p][s] : self.starts[p][s + 1]].tolist()
            over = int(self.flows[kernels.OVER, p, s])
            assert sum(paid[str(p)]) + over == had
            to_rest = pool["takes"] != "rest" and any(x["takes"] == "rest" for x in self.pools)
            if not (to_rest and pool.get("left_over", "rest") == "rest"):
                nobody += over
        taken = int(self.flows[kernels.TAKEN, :, s].sum())
        assert (
            taken + int(self.left[s]) == sum(map(sum, paid.values())) + sum(kept.values()) + nobody
        )
        return paid, kept, nobody


def told(spent: Spent | str) -> tuple[dict[str, list[int]], dict[str, int], int] | str:
    """What the twin says, in the same words."""
    if isinstance(spent, str):
        return spent
    paid = {name: list(of.values()) for name, of in spent.paid.items()}
    return paid, spent.kept, spent.unallocated


# --- Drawing -----------------------------------------------------------------------------------

LIMITS = st.one_of(
    st.integers(0, 10**6).map(money_text),
    st.integers(0, 3_000_000).map(lambda k: {"times_mean": f"{k // 10**6}.{k % 10**6:06d}"}),
)
UP_TO = st.one_of(st.integers(0, 10**5).map(money_text), st.integers(0, 10**6).map(percent_text))
GIVEN = {"sum": ["x"]}
"""An amount that comes with the claims, whatever it is for."""


@st.composite
def pools_of(draw: st.DrawFn) -> list[Node]:
    """Pools of all kinds; what percentages take together is no more than all."""
    pools: list[Node] = []
    shares = draw(st.lists(st.integers(0, 250_000), max_size=2))
    percents = draw(st.lists(st.integers(0, 400_000), max_size=2))
    takes = [{"share": percent_text(x), "of": "all"} for x in shares]
    takes += [percent_text(x) for x in percents]
    takes += draw(st.lists(st.sampled_from([GIVEN, "as_needed"]), max_size=2))
    takes += draw(st.sampled_from([[], ["rest"]]))
    for one in draw(st.permutations(takes)):
        pool: dict[str, Any] = {"takes": one, "if_short": draw(st.sampled_from(["scale", "error"]))}
        kinds = ["pay"] if one == "as_needed" else ["pay", "keep", "share_by", "share_by"]
        kind = draw(st.sampled_from(kinds))
        pool[kind] = True
        if one == "as_needed" and draw(st.booleans()):
            pool["up_to"] = draw(UP_TO)
        if kind == "share_by":
            sides = draw(st.sets(st.sampled_from(["at_least", "at_most"])))
            pool["limit"] = {side: draw(LIMITS) for side in sorted(sides)}
        pool["left_over"] = draw(st.sampled_from(["rest", "unallocated"]))
        pools.append(pool)
    return pools


@st.composite
def divisions(draw: st.DrawFn) -> tuple[Any, ...]:
    """Purses, their pools, the weights of each pool's members, given amounts, and the plan."""
    pools = draw(pools_of())
    n = draw(st.integers(1, 3))
    whole = draw(st.lists(amounts, min_size=n, max_size=n))
    weights = [
        [[] if "keep" in pool else draw(weights_of(draw(st.integers(0, 5)))) for pool in pools]
        for _ in range(n)
    ]
    wanted = [[draw(amounts) if pool["takes"] == GIVEN else 0 for pool in pools] for _ in range(n)]
    step = draw(st.sampled_from([1, 1, 10, 100]))
    return whole, pools, weights, wanted, Plan({}, {}, draw(roundings), step)


def claims_of(weights: list[list[int]], wanted: list[int]) -> Mapping[str, Claims]:
    """The claims of one segment, by pool."""
    return {
        str(p): Claims(tuple((str(i),) for i in range(len(own))), tuple(own), wanted[p])
        for p, own in enumerate(weights)
    }


@SOME
@given(divisions())
def test_divide_agrees_with_its_twin(drawn: tuple[Any, ...]) -> None:
    """`divide` gives every pool and every member what section 2 says, or fails as it says."""
    whole, pools, weights, wanted, plan = drawn
    found = Division(*drawn)
    claims = [claims_of(*one) for one in zip(weights, wanted, strict=True)]
    expected = plain.divide(whole, {str(p): pool for p, pool in enumerate(pools)}, claims, plan)
    for s, spent in enumerate(expected):
        # Claims beyond 64 bits are refused before there is any money.
        if not any(sum(one) > LARGEST for one in weights[s]):
            assert found.spent(s) == told(spent)


@SOME
@given(divisions())
def test_divide_tells_the_limits_and_whom_they_do_not_fix(drawn: tuple[Any, ...]) -> None:
    """Under limits come the limits in fen, and the steps and weights of the free members."""
    whole, pools, weights, _, plan = drawn
    found = Division(*drawn)
    for s in range(len(whole)):
        for p, pool in enumerate(pools):
            if found.state[s] or not pool.get("limit"):
                continue
            own = [weight for weight in weights[s][p] if weight > 0]
            money, heads = int(found.flows[kernels.HAD, p, s]), max(1, len(own))
            low, high = (pool["limit"].get(side) for side in ("at_least", "at_most"))
            floor = 0 if low is None else bound(low, money, heads, 2)
            ceiling = LARGEST if high is None else bound(high, money, heads, 2)
            rows = slice(kernels.LOWEST, kernels.FREE_WEIGHT + 1)
            steps = -(-floor // plan.step), None if high is None else ceiling // plan.step
            free = plain.not_fixed(money // plan.step, own, *steps) if own else (0, 0)
            assert found.flows[rows, p, s].tolist() == [floor, ceiling, *free]


def test_a_segment_that_is_not_alive_is_paid_nothing() -> None:
    """Only the purses that are alive are divided."""
    terms = table([terms_of({"takes": "rest", "share_by": True}, True)], kernels.TERMS)
    alive, starts = np.array([True, False]), table([[0, 1, 2]], 3)
    paid, flows, left, *_ = kernels.divide(
        array([7, 7]), alive, terms, starts, array([1, 1]), table([[0, 0]], 2), 0, 1
    )
    assert paid.tolist() == [7, 0]
    assert flows[kernels.TAKEN].tolist() == [[7, 0]]
    assert left.tolist() == [0, 0]


def test_claims_beyond_64_bits_fail_alone() -> None:
    """A segment whose weights leave 64 bits fails, and its neighbour is paid."""
    pool: Node = {"takes": "rest", "share_by": True}
    weights = [[[LARGEST, 1]], [[LARGEST, 0]]]
    for rounding in ROUNDINGS:
        found = Division([9, 9], [pool], weights, [[0], [0]], Plan({}, {}, rounding, 1))
        assert [found.spent(0), found.spent(1)] == ["overflow", ({"0": [9, 0]}, {}, 0)]


# --- Under limits -----------------------------------------------------------------------------


def shared_within(
    amount: int, weights: list[int], floor: int, cap: int | None, rounding: str
) -> tuple[list[int], int | str]:
    """What each member gets of a pool that takes all, in fen from floor to cap; what is left."""
    limit = {"at_least": money_text(floor)} | ({} if cap is None else {"at_most": money_text(cap)})
    pool: Node = {"takes": "rest", "share_by": True, "limit": limit}
    spent = Division([amount], [pool], [[weights]], [[0]], Plan({}, {}, rounding, 1)).spent(0)
    if isinstance(spent, str):
        return [0] * len(weights), spent
    return spent[0]["0"], spent[2]


@FEW
@given(st.integers(0, 2**32), st.integers(1, 300), amounts, roundings, st.integers(0, 3))
def test_limits_among_300_members(seed: int, n: int, amount: int, rounding: str, kind: int) -> None:
    """Limits bind many on both sides among hundreds, as they do in the twin."""
    rng = np.random.default_rng(seed)
    high = (4, 10**9, 2**53, LARGEST // n)[kind]
    weights = rng.integers(0, high, n).tolist()
    mean = amount // n
    floor = int(mean * rng.choice([0, 0.5, 0.9, 1]))
    cap = floor + int(mean * rng.choice([0, 0.1, 0.7, 3])) + int(rng.integers(0, 2))
    positive = [weight for weight in weights if weight > 0]
    paid, left = shared_within(amount, weights, floor, cap, rounding)
    expected = plain.shared(amount, positive, floor, cap, rounding)
    assert [fen for fen, weight in zip(paid, weights, strict=True) if weight] == expected
    assert sum(paid) + int(left) == amount


@pytest.mark.parametrize("rounding", sorted(ROUNDINGS))
@pytest.mark.parametrize(
    ("amount", "weights", "floor", "cap", "paid"),
    [
        (12, [1, 2, 3], 3, 5, [3, 4, 5]),  # 2, 4, 6: both sides break by 1, both are fixed
        (12, [1, 2, 3], 3, 12, [3, 4, 5]),  # 2, 4, 6, then 9 by 2 to 3: 3.6 and 5.4
        (12, [1, 2, 3], 0, 4, [4, 4, 4]),  # 2, 4, 6; then 8 by 1 to 2: 2.67, 5.33; then 4
        (12, [1, 1, 9], 2, 5, [4, 3, 5]),  # 1.1, 1.1, 9.8: above breaks more and is fixed first
        (12, [1, 1, 1], 0, 3, [3, 3, 3]),  # 3 are left over
        (9, [0, 1, 2], 2, 9, [0, 3, 6]),  # nobody without a weight is lifted
        (10, [1, 4, 5], 2, 5, [2, 4, 4]),  # 1, 4, 5; then 8 by 4 to 5: 3.6, 4.4
    ],
)
def test_limits_by_hand(
    amount: int, weights: list[int], floor: int, cap: int, paid: list[int], rounding: str
) -> None:
    """The side whose breaches add up to more is fixed first, both if they are equal."""
    assert shared_within(amount, weights, floor, cap, rounding) == (paid, amount - sum(paid))


@pytest.mark.parametrize(
    ("floor", "cap", "weights", "left"),
    [
        (4, 3, [1, 1], "limits_crossed"),
        (6, 9, [1, 1], "floors_unpayable"),
        (5, 5, [1, 1], 0),
        (6, 3, [0, 0], 10),
        (9, 20, [LARGEST, 1], "overflow"),
        (3, 3, [], 10),
    ],
)
def test_limits_that_cannot_hold(floor: int, cap: int, weights: list[int], left: int | str) -> None:
    """Crossing limits and floors beyond the money are errors, unless nobody has a weight."""
    for rounding in ROUNDINGS:
        assert shared_within(10, weights, floor, cap, rounding)[1] == left
