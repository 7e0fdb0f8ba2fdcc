"""What pools, plans, adjustments, the veto and promises become in the model."""

from __future__ import annotations

import pytest

from paycalc.policy.model import (
    Adjustment,
    Amount,
    AsNeeded,
    Column,
    Condition,
    Group,
    LeaderLine,
    Level2,
    Limit,
    OwnChange,
    OwnThen,
    Percent,
    Plan,
    Pool,
    Promised,
    Rest,
    ShareOfAll,
    TakesItem,
    TakesSum,
    TimesMean,
    VetoClass,
)
from tests.policy.building import accepted, small


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("20", Amount(2_000)),
        ("0.01", Amount(1)),
        ("5%", Percent(50_000)),
        ("rest", Rest()),
        ("{share: 5%, of: all}", ShareOfAll(50_000)),
        ("{sum: [lessons, lessons]}", TakesSum(("lessons", "lessons"))),
        ("{item: size}", TakesItem("size")),
    ],
)
def test_takes(text: str, takes: object) -> None:
    """A pool takes an amount, a percentage, the rest, a share of all, or what items say."""
    plan = accepted(small(pools_2=f"more: {{takes: {text}, keep: true}}")).level_2.plans[""]
    assert plan.pools[1] == Pool("more", takes, "keep")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "up_to"), [("", None), (", up_to: 5", Amount(500)), (", up_to: 5%", Percent(50_000))]
)
def test_as_needed(text: str, up_to: Amount | Percent | None) -> None:
    """A pool that takes what is needed may be held to an amount or a percentage."""
    pool = f"more: {{takes: as_needed, pay: [lessons]{text}}}"
    plan = accepted(small(pools_2=pool)).level_2.plans[""]
    assert plan.pools[1] == Pool("more", AsNeeded(up_to), "pay", ("lessons",))


def test_pool_with_everything() -> None:
    """A pool keeps its purse, members, factors, weights, limits and what happens at the edges."""
    pool = """\
    more:
      takes: 100
      from: [base, base]
      for: {not: heads}
      share_by: [lessons]
      factors: [lessons, lessons]
      weights: {teachers: 1.5, heads: 0, everyone: 2}
      limit: {at_least: 1, at_most: {times_mean: 2.5}}
      if_short: scale
      left_over: unallocated
    """
    plan = accepted(small(pools_2=pool)).level_2.plans[""]
    assert plan.pools[1] == Pool(
        "more",
        Amount(10_000),
        "share_by",
        ("lessons",),
        frozenset({"base"}),
        Group(excludes="heads"),
        True,
        ("lessons", "lessons"),
        (("teachers", 1_500_000), ("heads", 0), ("everyone", 2_000_000)),
        Limit(TimesMean(2_500_000), Amount(100)),
        "scale",
        "unallocated",
    )


def test_members_of_level_1() -> None:
    """Pools of level 1 pay units, or posts where they say so."""
    pools = "more: {takes: 1%, members: posts, pay: [lessons], if_short: scale}"
    plan = accepted(small(level_1="unit: group_id", pools_1=pools)).level_1
    assert plan.unit == "group_id"
    assert [pool.pays_posts for pool in plan.plan.pools] == [False, True]


@pytest.mark.parametrize(
    ("text", "step"), [("1", 100), ("1000", 100_000), ("0.1", 10), ("0.01", 1)]
)
def test_round_to(text: str, step: int) -> None:
    """A plan's step is a power of ten in major units, counted in fen."""
    plan = accepted(small(level_2=f"round_to: {text}\nrounding: webster")).level_2.plans[""]
    assert (plan.step, plan.rounding) == (step, "webster")


@pytest.mark.parametrize(
    ("text", "adjustment"),
    [
        (
            "{minus: [lessons], at_most: 20%, from: [work], goes_to: others, for: heads}",
            Adjustment(
                "cut",
                "minus",
                ("lessons",),
                at_most=200_000,
                who="heads",
                sources=frozenset({"work"}),
                goes_to="others",
            ),
        ),
        ("{keep: [lessons]}", Adjustment("cut", "keep", ("lessons",))),
        ("{each_at_most: 5}", Adjustment("cut", "each_at_most", bound=Amount(500))),
        (
            "{each_at_least: {times_mean: 0.5, of: {position: clerk}}}",
            Adjustment(
                "cut",
                "each_at_least",
                bound=TimesMean(
                    500_000, Group((Condition(Column("position"), frozenset({"clerk"})),))
                ),
            ),
        ),
    ],
)
def test_adjustments(text: str, adjustment: Adjustment) -> None:
    """An adjustment is one of four kinds, with what goes with it."""
    assert accepted(small(adjust=f"cut: {text}")).level_2.plans[""].adjust == (adjustment,)


def test_several_plans() -> None:
    """Level 2 may hold several plans, told apart by a column of schools, and a default."""
    pool = Pool("x", Rest(), "share_equally")
    text = small().split("level_2:")[0] + (
        "level_2:\n  plan_by: stage\n  default: senior\n  plans:\n"
        "    primary: {pools: {x: {takes: rest, share_equally: true}}}\n"
        "    senior: {file: plans/senior.yaml}\n"
    )
    files = {"plans/senior.yaml": "round_to: 1\npools: {x: {takes: rest, share_equally: true}}\n"}
    policy = accepted(text, files)
    plans = {"primary": Plan((pool,)), "senior": Plan((pool,), step=100)}
    assert policy.level_2 == Level2(plans, "senior", "stage")
    assert policy.files == files
    assert policy.level_2.plans["senior"].pools[0].mark.file == "plans/senior.yaml"


def test_several_plans_without_a_default() -> None:
    """The default may be left out: then each unit must name a plan, which its records show."""
    text = small().split("level_2:")[0] + (
        "level_2:\n  plan_by: stage\n  plans:\n"
        "    primary: {pools: {x: {takes: rest, share_equally: true}}}\n"
    )
    plan = Plan((Pool("x", Rest(), "share_equally"),))
    assert accepted(text).level_2 == Level2({"primary": plan}, None, "stage")


def test_veto_with_everything() -> None:
    """Classes keep their pools by level, and leaders their cases."""
    policy = accepted(
        small(
            pools_1="direct: {takes: 5, members: posts, share_equally: true}",
            end="""\
            veto:
              list: {gifts: {class: light}}
              classes:
                light: {pays: 50%, reaches: committed_in, pools: [work, level_1.direct]}
              statuses: {confirmed: apply, heard: hold, void: ignore}
              money_goes_to: school
              leaders:
                - {cases: 2, group: {position: head}, pays: 12.5%}
                - {cases: 3, group: everyone, pays: 0%}
            """,
        )
    )
    veto = policy.veto
    assert veto is not None
    assert veto.classes["light"] == VetoClass(
        "light",
        500_000,
        reaches="committed_in",
        pools=frozenset({(2, "work"), (1, "direct")}),
    )
    assert veto.leaders == (
        LeaderLine(2, Group((Condition(Column("position"), frozenset({"head"})),)), 125_000),
        LeaderLine(3, None, 0),
    )
    assert veto.money_goes_to == "school"


def test_promises_become_terms_and_the_domain_is_kept_as_written() -> None:
    """Promises of section 10 become their terms; the domain is checked and kept as texts."""
    policy = accepted(
        small(
            end="""\
            promises:
              more_work_not_less_pay: true
              veto_harms_nobody: {tolerance: 1}
              no_cliff: {per: workload, at_most: 20%}
              better_result_not_less_pay: false
              own: {change: {workload: {lesson: +1.5}}, then: {own_pay: not_less}}
              funded: {change: {fund: +0.01}, then: {own_pay: {moves_at_most: 5%}}, tolerance: 2}
            domain:
              units: 1..4
              posts: 1..40
              workload: {lesson: {from: 0, to: 40, step: 1}}
              outcomes: {teaching_quality: {from: 0, to: 100, step: 0.5}}
              school_results: {rank: {from: 1, to: 9, step: 1}}
              leave: {sick: {from: 0, to: 99, step: 1}}
              typical: {workload: {lesson: 12}, outcomes: {teaching_quality: 80}, position: teacher}
            """
        )
    )
    assert policy.promises == {
        "more_work_not_less_pay": Promised(),
        "veto_harms_nobody": Promised(tolerance=1),
        "no_cliff": Promised(per=("workload", None), at_most=200_000),
        "better_result_not_less_pay": Promised(made=False),
        "own": Promised(
            change=OwnChange("workload", "lesson", 1_500_000), then=OwnThen("own_pay", "not_less")
        ),
        "funded": Promised(
            tolerance=2,
            change=OwnChange("fund", None, 1),
            then=OwnThen("own_pay", "moves_at_most", 50_000),
        ),
    }
    assert policy.domain["posts"] == "1..40"
    assert policy.domain["typical"] == {
        "workload": {"lesson": "12"},
        "outcomes": {"teaching_quality": "80"},
        "position": "teacher",
    }
