"""Section 9 of policy.md: what members of a pool get for their weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.engine import kernels
from paycalc.engine.purses import terms_of
from paycalc.engine.states import State
from paycalc.policy.model import Amount, Bound, Limit, Pool, Rest, TimesMean
from tests.promises.computed import Computed

BY_WEIGHT = ["segment", "weight"]


def _by_weight(members: pl.DataFrame) -> pl.DataFrame:
    """The least and the most that members of one segment and weight are paid."""
    least, most = pl.col("paid").min().alias("least"), pl.col("paid").max().alias("most")
    return members.group_by(BY_WEIGHT).agg(least, most).sort(BY_WEIGHT)


def _unlike(members: pl.DataFrame, step: int) -> int:
    """How often members with equal weights differ by more than a step."""
    groups = _by_weight(members)
    return int((groups["most"] - groups["least"] > step).sum())


def _turned(members: pl.DataFrame) -> int:
    """How often a larger weight gets less than a smaller one of its segment."""
    groups = _by_weight(members)
    below = pl.col("most").shift(1).over("segment")
    return int(groups.select((pl.col("least") < below).sum()).item())


def test_equal_weights_in_a_pool_differ_by_at_most_one_step(
    all_computed: Sequence[Computed],
) -> None:
    """Two members with equal weights and limits in a pool differ by at most one step there."""
    for one in all_computed:
        for pool in one.weighed:
            assert _unlike(pool.members, pool.step) == 0, (one.name, pool.pool.id)


def test_a_larger_weight_in_a_pool_never_gets_less(all_computed: Sequence[Computed]) -> None:
    """Of two members of a pool, the one with the larger weight gets as much or more."""
    for one in all_computed:
        for pool in one.weighed:
            assert _turned(pool.members) == 0, (one.name, pool.pool.id)


def test_members_without_a_weight_get_nothing(all_computed: Sequence[Computed]) -> None:
    """A pool pays nothing to those who have no points in it or are not in it."""
    for one in all_computed:
        for pool in one.weighed:
            nothing = pool.members.filter(pl.col("weight") == 0)["paid"]
            assert nothing.sum() == 0, (one.name, pool.pool.id)


# --- A share pool by itself ---------------------------------------------------------------------

WEIGHTS = st.one_of(
    st.integers(0, 3),
    st.integers(0, 50_000_000),
    st.sampled_from([0, 1, 10**6, 10**9, 10**15, 2**58]),
)
AMOUNTS = st.one_of(
    st.integers(0, 200), st.integers(0, 10**9), st.sampled_from([10**15, 10**15 - 1])
)
BOUNDS: st.SearchStrategy[Bound] = st.one_of(
    st.builds(Amount, AMOUNTS), st.builds(TimesMean, st.integers(0, 3_000_000))
)
LIMITS = st.one_of(
    st.none(),
    st.builds(Limit, at_most=BOUNDS),
    st.builds(Limit, at_least=BOUNDS),
    st.builds(Limit, at_most=BOUNDS, at_least=BOUNDS),
)
ROUNDINGS = st.sampled_from([0, 1])
STEPS = st.sampled_from([1, 1, 10, 100, 1000])


@settings(max_examples=500, deadline=None, derandomize=True)
@given(AMOUNTS, st.lists(WEIGHTS, min_size=1, max_size=30), ROUNDINGS, STEPS, LIMITS)
def test_a_share_pool_keeps_order_and_closes(
    money: int, weights: list[int], rounding: int, step: int, limit: Limit | None
) -> None:
    """In both roundings, any step and any limits: equals within a step, no larger weight gets
    less, nothing is lost, and every payment is a whole number of steps within the limits.
    """
    claims = np.array(weights, np.int64)
    pool = Pool("x", Rest(), "share_by", limit=limit)
    starts, wanted = np.array([[0, claims.size]]), np.zeros((1, 1), np.int64)
    paid, flows, _, _, state = kernels.divide(
        [money], np.array([True]), terms_of([pool]), starts, claims, wanted, rounding, step
    )
    if state[0] != State.OK:
        assert limit is not None
        assert state[0] in (State.LIMITS_CROSSED, State.FLOORS_UNPAYABLE)
        return
    left = int(flows[kernels.OVER, 0, 0])
    members = pl.DataFrame({"segment": np.zeros(claims.size), "weight": claims, "paid": paid})
    assert _unlike(members, step) == 0
    assert _turned(members) == 0
    assert paid.sum() + left == money
    assert not (paid % step).any()
    assert not paid[claims == 0].any()
    _within(paid[claims > 0], limit, money, step, left)


def _within(paid: np.ndarray, limit: Limit | None, money: int, step: int, left: int) -> None:
    """Nobody is paid beyond a limit, and money is left only where limits or steps leave it."""
    if not paid.size:
        assert left == money
        return
    low, high = (
        (_fen(b, money, paid.size) for b in (limit.at_least, limit.at_most))
        if (limit)
        else (None, None)
    )
    assert low is None or paid.min() >= low
    assert high is None or paid.max() <= high
    if left >= step:
        assert high is not None
        assert paid.min() == high // step * step


def _fen(bound: Bound | None, money: int, members: int) -> int | None:
    """A limit in fen: k times the pool's money by its members, rounded once, halves up."""
    if bound is None or isinstance(bound, Amount):
        return bound and bound.fen
    return (2 * bound.k * money + members * 10**6) // (2 * members * 10**6)
