"""An explanation's numbers recompute to the fen, from nothing but themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

import paycalc
from paycalc.policy import parse_policy
from paycalc.result import Result
from tests.agreement.engine_side import records_of
from tests.explain.building import small
from tests.explain.conftest import NAMES, result_of
from tests.explain.recomputing import wrong_in
from tests.strategies import case_of

SEEDS = range(70_000, 70_200)
MORE_SEEDS = range(71_000, 75_000)
CHUNKS = 4


def everything_wrong(result: Result) -> list[str]:
    """What does not follow in any post of a result."""
    found = []
    money = ("gross", "forfeited", "received", "held", "payable")
    by_post = {row[:4]: row[4:] for row in result.payouts.iter_rows()}
    pairs = result.payouts.select("county_id", "teacher_id").unique(maintain_order=True)
    decimals = result.policy.currency.decimals
    told = 0
    for county, teacher in pairs.iter_rows():
        for post in result.explain(teacher, county_id=county).posts:
            told += 1
            key = (post.county, post.unit, post.school, post.teacher)
            paid = tuple(int(amount.scaleb(decimals)) for amount in by_post[key])
            if paid != tuple(getattr(post, name) for name in money):
                found.append(f"{key}: another payout")
            found += [f"{key}: {text}" for text in wrong_in(post, decimals)]
    assert told == result.payouts.height
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_post_of_every_fixture_recomputes_to_the_fen(name: str) -> None:
    """Rows, steps, points, shares, rounding and what came after follow from what is told."""
    assert everything_wrong(result_of(name))[:20] == []


def test_a_number_that_is_wrong_by_one_is_noticed() -> None:
    """The recomputation would see any fen or millionth that does not follow."""
    [post] = small().explain("A").posts
    assert list(wrong_in(post, 2)) == []
    for name in ("gross", "forfeited", "held", "payable"):
        assert list(wrong_in(replace(post, **{name: getattr(post, name) + 1}), 2))
    for place, pool in enumerate(post.pools):
        for name in ("amount", "claim", "claims", "money", "whole", "exact"):
            if not pool.claim and name in ("claims", "amount"):
                continue
            wrong = replace(pool, **{name: getattr(pool, name) + 1})
            pools = (*post.pools[:place], wrong, *post.pools[place + 1 :])
            assert list(wrong_in(replace(post, pools=pools), 2)), (pool.id, name)
    for place, item in enumerate(post.items):
        for name in ("number", "combined"):
            wrong_item = replace(item, **{name: getattr(item, name) + 1})
            items = (*post.items[:place], wrong_item, *post.items[place + 1 :])
            assert list(wrong_in(replace(post, items=items), 2)), (item.name, name)


def check_random_cases(seeds: range) -> None:
    """Every post of the cases that are paid recomputes, and a good part of them is paid."""
    paid = 0
    for seed in seeds:
        case = case_of(seed)
        policy, _ = parse_policy(case.policy_text, read_file=case.files.__getitem__)
        if policy is None:
            continue
        try:
            result = paycalc.compute(policy, records_of(case), threads=1)
        except paycalc.ProblemsError:
            continue
        paid += 1
        assert (seed, everything_wrong(result)[:20]) == (seed, [])
    assert paid > len(seeds) // 3


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_post_of_random_cases_recomputes_to_the_fen(chunk: int) -> None:
    """The whole grammar recomputes, also where no fixture uses it."""
    check_random_cases(SEEDS[chunk::CHUNKS])


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_post_of_many_random_cases_recomputes_to_the_fen(chunk: int) -> None:
    """So do thousands of cases."""
    check_random_cases(MORE_SEEDS[chunk::CHUNKS])
