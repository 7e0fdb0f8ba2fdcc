"""Each promise's judge finds a break that was planted, and passes a policy that keeps it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from paycalc.audit import static
from paycalc.audit.catalogue import CATALOGUE
from paycalc.audit.judging import judge
from paycalc.audit.pairs import Paid, Pairs
from paycalc.audit.world_drawing import CHUNK
from paycalc.engine.accounts import UNALLOCATED
from tests.audit.small import SOUND, pairs_of, policy_of, tally_of, with_lines

EQUAL = " share_equally: true"
LESSONS = "where: {kind: lesson}}"
QUALITY = "combine: mean, missing: 0}"
POOLS = "  pools: {all: {takes: rest, share_by: [lessons, heads, quality]}}\n"
LEVEL_1 = "level_1: {pools: {all: {takes: rest, share_by: [headcount]}}}"

GRADED = with_lines(
    (
        QUALITY,
        "combine: mean, missing: 0, then: [{grade: {within: unit, ties: up, "
        "quotas: {a: 20%, b: rest}, values: {a: 90, b: 60}}}]}",
    )
)
PLANTED = {
    "more_work_not_less_pay": with_lines(
        (LESSONS, f"{LESSONS[:-1]}, then: [{{tiers: {{0: 1, 18: 0.5}}, mode: whole}}]}}")
    ),
    "better_result_not_less_pay": with_lines((QUALITY, f"{QUALITY[:-1]}, times: [-0.1]}}")),
    "class_head_not_less_pay": with_lines(("times: [5]", "times: [-5]")),
    "class_head_not_below_twin": with_lines(("times: [5]", "times: [-5]")),
    "more_of_everything_not_less_pay": with_lines(
        (LESSONS, f"{LESSONS[:-1]}, then: [{{tiers: {{0: 1, 18: 0.5}}, mode: whole}}]}}")
    ),
    "veto_harms_nobody": f"{SOUND}  leaders: [{{cases: 1, group: leaders, pays: 50%}}]\n",
    "front_line_not_below_leaders": with_lines(
        (POOLS, POOLS.replace("]}}", "], weights: {leaders: 2}}}"))
    ),
    # What others lose is shared by what one has, of which awards make the differences smaller.
    "larger_fund_lowers_nobody": with_lines(
        (
            LEVEL_1,
            LEVEL_1.replace("{all:", "{awards: {takes: rest, from: [award]," + EQUAL + "}, all:"),
        ),
        (
            POOLS,
            POOLS.replace("{all:", "{awards: {takes: rest, from: [awards]," + EQUAL + "}, all:"),
        ),
        (
            "  rounding: webster",
            "  adjust: {leave: {keep: [present], from: [all], goes_to: others}}",
        ),
        (
            "  lessons:",
            "  present: {rows: leave, then: [{bands: {0: 1, 10: 0.5, 20: 0}}]}\n  lessons:",
        ),
    ),
    "no_cliff": with_lines((LESSONS, f"{LESSONS[:-1]}, then: [{{bands: {{0: 1, 20: 60}}}}]}}")),
    "no_result_cliff": with_lines(
        (QUALITY, f"{QUALITY[:-1]}, then: [{{bands: {{0: 1, 60: 90}}}}]}}")
    ),
    "no_school_cliff": with_lines(
        (
            "  lessons:",
            "  grade: {of: unit, rows: school_results, where: {indicator: score}, combine: mean,\n"
            "    missing: 0, then: [{bands: {0: 1, 60: 3}}]}\n  lessons:",
        ),
        (LEVEL_1, LEVEL_1.replace("share_by: [headcount]", "share_by: [grade]")),
    ),
    "quotas_hold": GRADED,
}
"""A policy that breaks each promise which a policy can break."""

KEPT = {name for name, promise in CATALOGUE.items() if promise.at_most is None} - {
    "other_units_change_nothing"
}
"""What points in proportion keep: all but cliffs, and that others' points count."""


@pytest.mark.parametrize("promise", sorted(PLANTED))
def test_a_planted_break_is_found(promise: str) -> None:
    """A few thousand counties are enough to find it."""
    tally = tally_of(PLANTED[promise], promise)
    assert tally.met > 0
    assert tally.broken > 0
    assert tally.hits[0].loss > 0


@pytest.mark.parametrize("promise", sorted(KEPT))
def test_a_policy_of_points_that_rise_in_everything_keeps_its_promises(promise: str) -> None:
    """No county of it loses more than the tolerance."""
    tally = tally_of(SOUND, promise)
    assert (tally.broken, tally.hits) == (0, [])


def test_points_in_proportion_have_no_cliff_of_half_the_mean() -> None:
    """One lesson more of twelve moves pay by a small part of the mean."""
    pairs = pairs_of(SOUND, "no_cliff")
    outcome = judge(replace(pairs, promise=replace(pairs.promise, at_most=500_000)))
    assert outcome.met.sum() > 20
    assert not outcome.loss.any()


# --- What no policy can break, broken by hand ---------------------------------------------------


def tampered(pairs: Pairs, **arrays: object) -> Pairs:
    """The same pairs, with other arrays afterwards."""
    other = replace(pairs.after.range, arrays=replace(pairs.after.arrays, **arrays))
    return replace(pairs, after=Paid(pairs.after.counties, pairs.after.encoded, other))


def test_a_fen_that_nobody_accounts_for_is_found() -> None:
    """One fen more to one post is one fen lost in its county."""
    pairs = pairs_of(SOUND, "fund_accounted_for")
    gross = pairs.after.arrays.gross.copy()
    gross[0] += 1
    outcome = judge(tampered(pairs, gross=gross))
    assert outcome.loss.tolist() == [1] + [0] * (pairs.before.counties.n - 1)


def test_money_that_is_unallocated_and_not_told_is_found() -> None:
    """What level 2 leaves over is an account like others."""
    pairs = pairs_of(SOUND, "fund_accounted_for")
    money = pairs.after.arrays.money
    flows = {pair: fen for pair, fen in money.flows_2.items() if pair[1] != UNALLOCATED}
    lost = money.flows_2["all", UNALLOCATED].sum()
    outcome = judge(tampered(pairs, money=replace(money, flows_2=flows)))
    assert outcome.loss.sum() == lost > 0


def test_a_negative_fen_is_found() -> None:
    """Whose it is is told."""
    pairs = pairs_of(SOUND, "nobody_negative")
    held = pairs.after.arrays.held.copy()
    held[5] = -3
    outcome = judge(tampered(pairs, held=held))
    county = int(pairs.before.counties.post_county[5])
    assert (int(outcome.loss[county]), int(outcome.loser[county])) == (3, 5)


def test_one_who_is_vetoed_and_paid_is_found() -> None:
    """If nothing were forfeited, every vetoed post that has something would be one."""
    pairs = pairs_of(SOUND, "full_veto_pays_nothing")
    assert not judge(pairs).loss.any()
    nothing = np.zeros_like(pairs.after.arrays.forfeited)
    outcome = judge(tampered(pairs, forfeited=nothing))
    assert (outcome.loss > 0).sum() > 300


def test_pay_that_depends_on_the_order_of_rows_is_found() -> None:
    """Any difference between the two orders is a loss."""
    pairs = pairs_of(SOUND, "row_order_changes_nothing")
    assert not judge(pairs).loss.any()
    gross = pairs.after.arrays.gross.copy()
    gross[2] += 7
    assert judge(tampered(pairs, gross=gross)).loss.max() == 7


def test_twice_the_fund_that_is_not_twice_the_pay_is_found() -> None:
    """A third of the distance counts, since 2 F is rounded once and F twice."""
    pairs = pairs_of(with_lines(("  rounding: webster\n", "")), "twice_the_fund_twice_the_pay")
    assert judge(pairs).met.all()
    gross = pairs.after.arrays.gross.copy()
    gross[0] += 3000
    assert abs(int(judge(tampered(pairs, gross=gross)).loss[0]) - 1000) <= 2


def test_another_units_doing_beyond_level_1_is_found() -> None:
    """Pay that changed though level 1 gave the same is a loss."""
    pairs = pairs_of(SOUND, "other_units_only_through_level_1")
    met = np.flatnonzero(judge(pairs).met)
    assert met.size > 50
    own = int(pairs.changed.subject[met[0]])
    gross = pairs.after.arrays.gross.copy()
    gross[own] += 40
    assert int(judge(tampered(pairs, gross=gross)).loss[met[0]]) == 40


def test_a_guarantee_that_is_enforced_and_does_not_hold_is_found() -> None:
    """A unit in which the engine says so is a breach."""
    text = f"""{SOUND}guarantees:
  first: {{group: front_line, per_head_at_least: 1.0, of: leaders, within: unit, enforce: true}}
"""
    pairs = pairs_of(text, "caps_hold")
    assert not judge(pairs).loss.any()
    outcome = judge(tampered(pairs, broken={"first": np.array([0])}))
    assert int(outcome.loss[0]) == 100


LARGEST = with_lines(("  rounding: webster\n", ""))
IN_STEPS = LARGEST.replace("]}}\nveto", "]}}\n  round_to: 10\nveto")


@pytest.mark.parametrize("text", [SOUND, LARGEST, IN_STEPS])
@pytest.mark.parametrize(
    ("limit", "by"),
    [
        ("{at_most: 500}", 1),
        ("{at_most: {times_mean: 1.2}}", 1),
        ("{at_least: {times_mean: 0.7}}", -1),
        ("{at_most: {times_mean: 1.5}, at_least: {times_mean: 0.5}}", 1),
    ],
)
def test_a_limit_of_a_pool_that_is_passed_by_a_fen_is_found(text: str, limit: str, by: int) -> None:
    """Limits hold to the fen, or to the step; one fen beyond one that is reached is a breach."""
    limited = text.replace(POOLS, POOLS.replace("]}}", f"], limit: {limit}}}}}"))
    pairs = pairs_of(limited, "caps_hold")
    outcome = judge(pairs)
    assert outcome.met.sum() > 100
    assert not outcome.loss.any()
    money = pairs.after.arrays.money
    own = money.lines["level_2.all"]
    moved = np.where(own > 0, own + by, own)
    other = judge(
        tampered(pairs, money=replace(money, lines={**money.lines, "level_2.all": moved}))
    )
    assert set(other.loss.tolist()) == {0, 1}


@pytest.mark.parametrize(
    ("limit", "by"), [("{at_most: {times_mean: 1.1}}", 1), ("{at_least: {times_mean: 0.9}}", -1)]
)
def test_a_limit_of_a_unit_that_is_passed_by_a_fen_is_found(limit: str, by: int) -> None:
    """Level 1 has limits as well: what a unit has beyond one is told of its first post."""
    text = LARGEST.replace(LEVEL_1, LEVEL_1.replace("]}}", f"], limit: {limit}}}}}"))
    pairs = pairs_of(text, "caps_hold")
    assert not judge(pairs).loss.any()
    money = pairs.after.arrays.money
    received = {"all": money.received["all"] + by}
    outcome = judge(tampered(pairs, money=replace(money, received=received)))
    assert outcome.loss.max() == 1
    firsts = set(pairs.before.counties.post_starts[:-1].tolist())
    assert set(outcome.loser[outcome.loss > 0].tolist()) <= firsts


@pytest.mark.parametrize(
    ("bound", "by"),
    [
        ("{each_at_most: 9000}", 1),
        ("{each_at_most: {times_mean: 1.1}}", 1),
        ("{each_at_most: {times_mean: 1.1, of: front_line}, for: front_line}", 1),
        ("{each_at_least: {times_mean: 0.8}}", -1),
    ],
)
def test_a_bound_of_an_adjustment_that_is_passed_by_a_fen_is_found(bound: str, by: int) -> None:
    """A cap or floor holds to the fen right after it, for those whom it concerns."""
    text = LARGEST.replace("]}}\nveto", f"]}}}}\n  adjust: {{one: {bound}}}\nveto")
    pairs = pairs_of(text, "caps_hold")
    outcome = judge(pairs)
    assert outcome.met.sum() > 100
    assert not outcome.loss.any()
    money = pairs.after.arrays.money
    lines = {**money.lines, "adjust.one": money.lines["adjust.one"] + by}
    other = judge(tampered(pairs, money=replace(money, lines=lines)))
    assert set(other.loss.tolist()) == {0, 1}


def test_what_a_cap_cuts_may_lift_others_above_it() -> None:
    """Given to others the cuts pass the cap, which is found; the adjustment is named."""
    text = LARGEST.replace(
        "]}}\nveto",
        "]}}\n  adjust: {cap: {each_at_most: {times_mean: 1.1}, goes_to: others}}\nveto",
    )
    assert tally_of(text, "caps_hold").broken > 0
    policy = policy_of(text)
    (reason,) = static.read(policy, CATALOGUE["caps_hold"]).reasons()
    assert reason.mark.line == 1 + policy.source[: policy.source.index("cap:")].count("\n")


QUOTAS = "quotas: {a: 20%, b: rest}, values: {a: 90, b: 60}"


@pytest.mark.parametrize(
    "graded",
    [
        QUALITY + "|grade: {within: [unit, staff.position], ties: TIES, " + QUOTAS + "}",
        QUALITY + "|grade: {within: [], ties: TIES, " + QUOTAS + "}",
    ],
)
def test_quotas_are_counted_among_the_peers_of_any_columns(graded: str) -> None:
    """Of a position, or of the county: ties that go up pass the quota, ties by average do not."""
    before, step = graded.split("|")
    for ties, broken in (("up", True), ("average", False), ("down", False), ("key", False)):
        then = f"{before[:-1]}, then: [{{{step.replace('TIES', ties)}}}]}}"
        tally = tally_of(with_lines((QUALITY, then)), "quotas_hold", 1024)
        assert tally.met > 500
        assert (tally.broken > 0) is broken


def test_quotas_are_judged_in_every_chunk() -> None:
    """No less often than other promises."""
    tally = tally_of(GRADED, "quotas_hold", 2 * CHUNK)
    assert tally.cases == 2 * CHUNK
