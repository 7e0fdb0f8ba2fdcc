"""All of a small scope: a member beside every breakpoint, in all very small units."""

from __future__ import annotations

import numpy as np

from paycalc.audit.catalogue import CATALOGUE
from paycalc.audit.exhaustive import MOST, check, scope_of
from tests.audit.small import SOUND, with_lines, world_of
from tests.audit.test_search import DIPS

MICRO = 1_000_000


def test_the_scope_has_every_lesson_and_one_to_three_posts() -> None:
    """Each number of a usual kind of work occurs, in units of one, two and three."""
    scope = scope_of(world_of(SOUND))
    counties = scope.paid.counties
    lessons = {
        int(counties.tables["workload"].main[counties.county_posts[place], scope.slot[place]])
        for place, table in enumerate(scope.table)
        if table == "workload"
    }
    assert {number * MICRO for number in range(25)} <= lessons
    assert set(np.diff(counties.county_posts).tolist()) == {1, 2, 3}
    assert 100 < counties.n <= MOST
    assert not scope.paid.refused.any()


def test_a_dip_is_found_in_the_small_scope() -> None:
    """The 18th lesson, whoever draws what."""
    found = check(world_of(DIPS), [CATALOGUE["more_work_not_less_pay"]])["more_work_not_less_pay"]
    assert found.broken > 0
    assert found.finding is not None
    assert [(one.before, one.after) for one in found.finding.changed] == [("17", "18")]
    assert found.finding.index == -1


def test_a_sound_policy_keeps_its_promises_in_the_small_scope() -> None:
    """Cases are judged, and none of them loses anything."""
    names = ("more_work_not_less_pay", "class_head_not_less_pay", "veto_harms_nobody")
    found = check(world_of(SOUND), [CATALOGUE[name] for name in names])
    for name in names:
        assert found[name].met > 50
        assert (found[name].missed, found[name].finding) == (0, None)
        assert found[name].met == found[name].scope > 0


def test_a_plan_of_each_kind_is_in_the_scope() -> None:
    """A fault of one plan alone is found."""
    text = with_lines(
        (
            "level_2:\n  pools: {all: {takes: rest, share_by: [lessons, heads, quality]}}\n"
            "  rounding: webster\n",
            "level_2:\n  plan_by: stage\n  default: a\n  plans:\n"
            "    a: {pools: {all: {takes: rest, share_by: [lessons]}}}\n"
            "    b: {pools: {all: {takes: rest, share_by: [dips]}}}\n",
        ),
        (
            "  heads:",
            "  dips: {rows: workload, where: {kind: lesson}, "
            "then: [{tiers: {0: 1, 18: 0.5}, mode: whole}]}\n  heads:",
        ),
    )
    found = check(world_of(text), [CATALOGUE["more_work_not_less_pay"]])["more_work_not_less_pay"]
    assert found.finding is not None
    assert found.finding.before.tables["schools"][0]["stage"] == "b"
