"""Policies whose purses, guarantees, vetoes and plans' files do not fit."""

from __future__ import annotations

from tests.policy.building import Fault, small


def _pool(text: str) -> str:
    return small(pools_2=f"more: {text}")


def _pool_1(text: str) -> str:
    return small(pools_1=f"more: {text}")


PURSES = (
    Fault(
        "P410",
        "level_1.pools.b.from",
        small(
            pools_1="a: {takes: 1%, from: [x, y], keep: true}\n"
            "b: {takes: 1%, from: §[y, z], keep: true}"
        ),
    ),
    Fault(
        "P411",
        "level_2.pools.b.takes",
        small(pools_2="a: {takes: rest, keep: true}\nb: {takes: §rest, keep: true}"),
    ),
    Fault(
        "P411",
        "level_1.pools.b.takes",
        small(
            pools_1="a: {takes: rest, from: [x, y], keep: true}\n"
            "b: {takes: §rest, from: [y, x], keep: true}"
        ),
    ),
    Fault(
        "P415",
        "level_2.pools.more.from[1]",
        small(
            pools_1="held: {takes: 1%, keep: true}",
            pools_2="more: {takes: rest, from: [§held], keep: true}",
        ),
    ),
    Fault(
        "P415",
        "level_2.pools.more.from[2]",
        small(
            pools_1="direct: {takes: 5, members: posts, share_equally: true}",
            pools_2="more: {takes: rest, from: [base, §direct], keep: true}",
        ),
    ),
    Fault("P400", "level_2.adjust.cut.minus[1]", small(adjust="cut: {minus: [§size]}")),
    Fault(
        "P311",
        "level_2.adjust.cut.each_at_most.of.row.a",
        small(adjust="cut: {each_at_most: {times_mean: 1, of: {§row.a: b}}}"),
    ),
)


def _guarantee(text: str) -> str:
    return small(end=f"guarantees: {{first: {text}}}\n")


def _veto(classes: str, listed: str = "gifts: {class: light}", more: str = "") -> str:
    return small(
        pools_1="direct: {takes: 5, members: posts, share_equally: true}",
        end=f"""\
        veto:
          list: {{{listed}}}
          classes: {{{classes}}}
          statuses: {{confirmed: apply}}
          {more}
        """,
    )


def _corrections(more: str, mode: str = "") -> str:
    text = mode or f"{{mode: freeze_others, reserve: spare, {more}}}"
    return small(pools_2="spare: {takes: 1%, keep: true}", end=f"corrections: {text}\n")


DUTIES = (
    Fault(
        "P510",
        "guarantees.first.enforce",
        _guarantee("{group: teachers, share_at_most: 5%, within: county, enforce: §true}"),
    ),
    Fault(
        "P510",
        "guarantees.first.enforce",
        _guarantee("{group: teachers, share_at_most: 5%, over: all, enforce: §true}"),
    ),
    Fault("P035", "guarantees.first", _guarantee("§{group: teachers, per_head_at_least: 1}")),
    Fault(
        "P034",
        "guarantees.first.of",
        _guarantee("{group: teachers, share_at_most: 5%, §of: heads}"),
    ),
    Fault(
        "P312",
        "level_1.pools.more.for.not.held.share",
        _pool_1("{takes: 1%, share_equally: true, for: {not: {§held.share: {from: 1}}}}"),
    ),
    Fault("P521", "veto.classes.light", _veto("§light: {pays: 0%}")),
    Fault("P201", "corrections.release.for", _corrections("release: {for: §nobodies}")),
    Fault("P028", "corrections.recovery_at_most", _corrections("recovery_at_most: §-1")),
    Fault("P031", "corrections", _corrections("", mode="§{}")),
    Fault("P050", "corrections.mode", _corrections("", mode="{mode: §freeze}")),
    Fault(
        "P521",
        "veto.classes.light",
        _veto("§light: {pays: 0%, reaches: decided_in, bars: [honours]}"),
    ),
    Fault(
        "P201",
        "veto.leaders[1].group",
        _veto(
            "light: {pays: 0%, months: 3}", more="leaders: [{cases: 2, group: §bosses, pays: 50%}]"
        ),
    ),
    Fault(
        "P050",
        "veto.statuses.heard",
        _veto("light: {pays: 0%, months: 3}").replace(
            "{confirmed: apply}", "{confirmed: apply, heard: §noted}"
        ),
    ),
)

_PLANS = small().split("level_2:")[0]

FILES = (
    Fault(
        "P031",
        "level_2",
        _PLANS + "level_2: §{plans: {a: {pools: {x: {takes: 1%, keep: true}}}}, default: a}\n",
    ),
    Fault("P221", "level_2.file", _PLANS + "level_2: {file: §/etc/plan.yaml}\n"),
    Fault("P221", "level_2.file", _PLANS + "level_2: {file: §plans/../../plan.yaml}\n"),
    Fault("P221", "level_2.file", _PLANS + "level_2: {file: §'C:\\plan.yaml'}\n"),
    Fault("P221", "level_2.file", _PLANS + "level_2: {file: §[plan.yaml]}\n"),
    Fault(
        "P030N",
        "level_2.pool",
        _PLANS + "level_2: {file: plan.yaml}\n",
        {"plan.yaml": "pools: {x: {takes: 1%, keep: true}}\n§pool: {}\n"},
    ),
    Fault(
        "P200N",
        "level_2.plans.a.pools.x.share_by[1]",
        _PLANS + "level_2: {plan_by: stage, plans: {a: {file: plans/a.yaml}}, default: a}\n",
        {"plans/a.yaml": "pools:\n  x: {takes: 1%, share_by: [§lesson]}\n"},
    ),
    Fault("P015", None, _PLANS + "level_2: {file: plan.yaml}\n", {"plan.yaml": "a: b§: c\n"}),
    Fault(
        "P410",
        "level_2.plans.a.pools.y.from",
        _PLANS.replace("    base:", "    bonus: {takes: 1%, keep: true}\n    base:").replace(
            "{takes: 1%, keep: true}", "{takes: 1%, share_equally: true}"
        )
        + "level_2: {plan_by: stage, plans: {a: {file: a.yaml}}, default: a}\n",
        {
            "a.yaml": "pools:\n  x: {takes: 1%, from: [base], keep: true}\n"
            "  y: {takes: 1%, from: §[base, bonus], keep: true}\n"
        },
    ),
)
