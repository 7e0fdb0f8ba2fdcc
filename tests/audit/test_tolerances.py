"""K, the fen that rounding apart can make: derived from the policy, confirmed in counties."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from paycalc.audit import static
from paycalc.audit.auditing import audit
from paycalc.audit.catalogue import CATALOGUE
from paycalc.audit.model import Change
from paycalc.audit.search import search
from paycalc.audit.tolerances import amplifiers, doubles, limits, roundings, tolerance_of
from paycalc.audit.world import World
from paycalc.policy import Policy, load_policy
from tests.audit.small import SOUND, pairs_of, policy_of, tally_of, with_lines

POOLS = "  pools: {all: {takes: rest, share_by: [lessons, heads, quality]}}\n"
LEVEL_1 = "level_1: {pools: {all: {takes: rest, share_by: [headcount]}}}"
LARGEST = with_lines(("  rounding: webster\n", ""))
TWIN = CATALOGUE["equal_records_equal_pay"]
FUND = CATALOGUE["larger_fund_lowers_nobody"]
WORK = CATALOGUE["more_work_not_less_pay"]


def with_pools(pools: str, text: str = LARGEST, after: str = "") -> str:
    """The sound policy with other pools at level 2, and more of its plan behind them."""
    return text.replace(POOLS, f"  pools: {{{pools}}}\n{after}")


THREE = "half: {takes: 50%, share_equally: true}, some: {takes: 20%, share_by: [heads]}, "
THREE += "rest: {takes: rest, share_by: [lessons]}"
APART = "front: {takes: 50%, for: front_line, share_equally: true}, "
APART += "led: {takes: 20%, for: leaders, share_equally: true}, rest: {takes: rest, share_by: "
APART += "[lessons]}"
PAID = "heads: {takes: as_needed, pay: [heads], if_short: scale}, "
PAID += "sure: {takes: as_needed, pay: [lessons]}, rest: {takes: rest, share_equally: true}"
LEVELS = LARGEST.replace(
    LEVEL_1,
    "level_1: {pools: {some: {takes: 30%, share_by: [headcount]}, "
    "all: {takes: rest, share_by: [headcount]}}}",
)
"""Two pools of level 1, of which percentages make two parts."""


@pytest.mark.parametrize(
    ("text", "twins", "fund"),
    [
        (SOUND, 1, 2),
        (LARGEST, 1, 2),
        (with_pools(THREE), 3, 3 + 1 + 3),
        (with_pools(APART), 2, 2 + 1 + 3),
        (with_pools(PAID), 2, 2 + 1),
        (with_pools(THREE, LEVELS), 3, 3 + 2 + 2 + 3),
        (with_pools(THREE, after="  round_to: 1\n"), 300, 300 + 1 + 3 + 3 * 99),
    ],
)
def test_k_counts_where_the_money_of_one_post_is_rounded(text: str, twins: int, fund: int) -> None:
    """Its own pools, in steps; for a larger fund also what level 1 and its splits round."""
    policy = policy_of(text)
    assert roundings(TWIN, policy) == twins
    assert roundings(FUND, policy) == fund
    assert roundings(WORK, policy) == twins


def test_k_is_nothing_where_no_weight_and_no_money_moves() -> None:
    """Accounts, the order of rows, and a veto whose money no colleague gets."""
    policy = policy_of(with_pools(THREE))
    names = ("fund_accounted_for", "row_order_changes_nothing", "veto_harms_nobody", "caps_hold")
    assert [roundings(CATALOGUE[name], policy) for name in names] == [0, 0, 0, 0]
    school = policy_of(f"{with_pools(THREE)}  money_goes_to: school\n")
    assert roundings(CATALOGUE["veto_harms_nobody"], school) == 1


def test_k_has_level_1_in_it_where_units_are_paid_by_what_people_do() -> None:
    """One more lesson then moves the money of units, which is rounded on its way."""
    text = with_pools(THREE, LEVELS).replace(
        "  lessons:", "  all_lessons: {of: unit, rows: {item: lessons}}\n  lessons:"
    )
    people = text.replace("all: {takes: rest, share_by: [headcount]", "all: {takes: rest, "
                          "share_by: [all_lessons]")  # fmt: skip
    assert roundings(WORK, policy_of(text)) == 3
    assert roundings(WORK, policy_of(people)) == 3 + 2 + 2 + 3


def test_who_has_two_posts_misses_twice() -> None:
    """The limit of a county is K for each post of the teacher whose own pay is promised."""
    pairs = pairs_of(with_pools(THREE), WORK.id)
    posts = {int(n) for n in limits(pairs)[pairs.changed.made]}
    assert posts >= {3, 6}
    assert {int(n) for n in limits(pairs_of(with_pools(THREE), TWIN.id))} == {3}


@pytest.mark.parametrize(
    "text", [LARGEST, SOUND, with_pools(THREE), with_pools(APART), with_pools(PAID)]
)
@pytest.mark.parametrize("promise", [TWIN.id, FUND.id, "more_of_everything_not_less_pay"])
def test_rounding_never_passes_k(text: str, promise: str) -> None:
    """In thousands of counties nothing is lost beyond it."""
    tally = tally_of(text, promise)
    assert tally.met > 1000
    assert tally.worst <= roundings(CATALOGUE[promise], policy_of(text))


@pytest.mark.parametrize("text", [LARGEST, with_pools(THREE)])
def test_k_of_two_colleagues_is_reached(text: str) -> None:
    """K is no more than what rounding does: some two with the same records are K fen apart."""
    assert tally_of(text, TWIN.id).worst == roundings(TWIN, policy_of(text))


def test_equal_records_are_proved_where_nothing_is_shared_by_what_people_have() -> None:
    """By R6 for each pool; what is proved is K."""
    policy = policy_of(with_pools(THREE))
    assert static.read(policy, TWIN).loss_at_most == tolerance_of(TWIN, policy) == 3
    (judged,) = audit(policy, cases=64, promises=[TWIN.id]).judged
    assert judged.verdict == "PROVED"


CAPPED = with_pools(
    "half: {takes: 50%, share_equally: true}, rest: {takes: rest, share_by: [lessons, quality]}",
    after="  adjust: {cap: {each_at_most: {times_mean: 1.0}, goes_to: others}}\n",
)
REPAIRED = with_pools(THREE) + (
    "guarantees: {g: {group: leaders, per_head_at_most: 1.0, of: front_line, enforce: true}}\n"
)
FORFEITED = f"{with_pools(THREE)}  money_goes_to: school\n"


def test_a_fen_of_rounding_may_decide_who_gives_and_who_gets() -> None:
    """Of two with the same records one is a fen above the cap: what others lose goes to the other.

    That is beyond K, so that it is BROKEN and no rounding, and the adjustment is named.
    """
    policy = policy_of(CAPPED)
    (judged,) = audit(policy, cases=4096, promises=[TWIN.id]).judged
    assert judged.verdict == "BROKEN"
    assert judged.worst > 100 * roundings(TWIN, policy)
    line = 1 + policy.source[: policy.source.index("cap:")].count("\n")
    assert [reason.mark.line for reason in amplifiers(policy)] == [line]
    assert judged.static is not None
    assert line in {reason.mark.line for reason in judged.static.reasons()}


@pytest.mark.parametrize(("text", "at"), [(REPAIRED, "g: {group"), (FORFEITED, "veto:")])
def test_repairs_and_shared_forfeits_void_the_proof(text: str, at: str) -> None:
    """They divide money by what people have, so that equal records are not proved."""
    policy = policy_of(text)
    (reason,) = amplifiers(policy)
    assert reason.mark.line == 1 + policy.source[: policy.source.index(at)].count("\n")
    assert static.read(policy, TWIN).loss_at_most is None


def test_a_tolerance_in_fen_goes_before_k() -> None:
    """`{tolerance: 7}` is 7 fen."""
    policy = policy_of(SOUND)
    assert tolerance_of(TWIN, policy) == 1
    assert tolerance_of(replace(TWIN, tolerance=7), policy) == 7


def test_twice_the_pay_is_asked_of_largest_remainders_without_amounts() -> None:
    """Webster keeps nobody near the exact share; what is owed in money does not double."""
    twice = CATALOGUE["twice_the_fund_twice_the_pay"]
    assert (doubles(policy_of(LARGEST)), doubles(policy_of(SOUND))) == (True, False)
    assert not doubles(policy_of(with_pools(PAID)))
    tally = tally_of(with_pools(THREE, LEVELS), twice.id)
    assert tally.met > 1000
    assert tally.worst <= roundings(replace(twice, change=Change("twice_fund")), policy_of(LEVELS))


PROVED = [
    policy
    for policy in map(load_policy, sorted(Path("policies").glob("*.yaml")))
    if static.read(policy, TWIN).loss_at_most is not None
]
"""Policies of the library in which nothing is shared by what people have."""


@pytest.mark.slow
@pytest.mark.parametrize("policy", PROVED, ids=lambda policy: policy.id)
def test_k_holds_of_colleagues_in_many_counties_of_the_library(policy: Policy) -> None:
    """Two with the same records are never further apart than what is proved."""
    tally = search(World(policy), [TWIN], 40_000, seed=5).tallies[TWIN.id]
    assert tally.met > 20_000
    assert tally.worst <= roundings(TWIN, policy)


def test_some_policies_of_the_library_are_proved_alike() -> None:
    """Those without repairs, shared cuts and shared forfeits, some of them in whole yuan."""
    assert len(PROVED) > 5
    assert len({roundings(TWIN, policy) for policy in PROVED}) > 3
