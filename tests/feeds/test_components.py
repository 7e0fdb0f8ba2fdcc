"""A post's pay over its pools."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.policy.model import Currency
from paycalc.result.components import OTHER, divided
from tests.feeds.building import POOLS
from tests.reference.division import share

CNY = Currency("CNY", 2)
COMPONENTS = ("level_1.c", "level_2.b", "level_2.a", OTHER)
MONEY = pl.Decimal(38, 2)
Post = tuple[str, str, str]


def fen(amount: int) -> Decimal:
    """An amount of so many fen."""
    return Decimal(amount).scaleb(-2)


def of(payable: dict[Post, int], lines: dict[tuple[Post, str], int]) -> dict[Post, dict[str, int]]:
    """What `divided` gives, in fen."""
    posts = pl.DataFrame(
        [(*post, fen(amount)) for post, amount in payable.items()],
        schema={
            **dict.fromkeys(("county_id", "school_id", "teacher_id"), pl.String),
            "payable": MONEY,
        },
        orient="row",
    )
    table = pl.DataFrame(
        [(*post, line, fen(amount)) for (post, line), amount in lines.items()],
        schema={
            **dict.fromkeys(("county_id", "school_id", "teacher_id", "line"), pl.String),
            "amount": MONEY,
        },
        orient="row",
    )
    found: dict[Post, dict[str, int]] = defaultdict(dict)
    for county, school, teacher, component, amount in divided(
        posts, table, COMPONENTS, CNY
    ).iter_rows():
        found[county, school, teacher][component] = int(amount * 100)
    return dict(found)


MONEYS = st.integers(0, 10**15)
POSTS = st.tuples(st.sampled_from("CD"), st.sampled_from("AB"), st.sampled_from(["T1", "T2", "T3"]))


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(
        POSTS,
        st.tuples(
            st.integers(-(10**9), 10**15),
            st.dictionaries(st.sampled_from([*POOLS, "adjust.x", "manual"]), MONEYS),
        ),
        min_size=1,
    )
)
def test_components_are_shares_of_the_payable_by_the_pools(
    drawn: dict[Post, tuple[int, dict[str, int]]],
) -> None:
    """Each post's components are `share(payable, amounts of its pools)` and add up to it."""
    payable = {post: amount for post, (amount, _) in drawn.items()}
    lines = {
        (post, line): -amount if line == "adjust.x" else amount
        for post, (_, amounts) in drawn.items()
        for line, amount in amounts.items()
    }
    found = of(payable, lines)
    assert found.keys() == payable.keys()
    for post, components in found.items():
        weights = {c: lines[post, c] for c in COMPONENTS if lines.get((post, c), 0) > 0}
        paid = abs(payable[post])
        parts = share(paid, list(weights.values()), "largest_remainder") if weights else [paid]
        sign = -1 if payable[post] < 0 else 1
        names = list(weights) or [OTHER]
        assert components == {n: sign * part for n, part in zip(names, parts, strict=True)}
        assert sum(components.values()) == payable[post]


def test_a_post_without_money_of_a_pool_is_other() -> None:
    """What only adjustments and guarantees pay is the component other."""
    post = ("C", "A", "T1")
    assert of({post: 500}, {(post, "adjust.x"): 500, (post, "level_2.a"): 0}) == {
        post: {OTHER: 500}
    }


def test_equal_remainders_go_to_the_pool_listed_first() -> None:
    """Of two pools with the same amount the one that the policy lists first has the odd fen."""
    post = ("C", "A", "T1")
    lines = {(post, "level_2.a"): 7, (post, "level_2.b"): 7}
    assert of({post: 3}, lines) == {post: {"level_2.b": 2, "level_2.a": 1}}


def test_a_post_that_is_paid_nothing_has_its_components() -> None:
    """A veto of everything leaves each pool's component, with 0."""
    post = ("C", "A", "T1")
    lines = {(post, "level_2.a"): 7, (post, "level_1.c"): 7}
    assert of({post: 0}, lines) == {post: {"level_1.c": 0, "level_2.a": 0}}
