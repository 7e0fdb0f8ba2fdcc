"""Policies whose parts are well written and do not fit together."""

from __future__ import annotations

from tests.policy.building import Fault, small


def _item(text: str) -> str:
    return small(items=f"more: {text}")


def _pool(text: str) -> str:
    return small(pools_2=f"more: {text}")


def _pool_1(text: str) -> str:
    return small(pools_1=f"more: {text}")


NAMES = (
    Fault("P200", "level_2.pools.more.share_by[1]", _pool("{takes: 1%, share_by: [§quality]}")),
    Fault("P200N", "items.more.sum_of[2]", _item("{sum_of: [lessons, §lesson]}")),
    Fault("P200N", "items.more.then[1].plus.item", _item("{rows: leave, then: [{plus: {item: §lesons}}]}")),
    Fault("P200", "groups.more.item.nobody", small(groups="more: {item: {§nobody: {from: 1}}}")),
    Fault("P201", "level_2.pools.more.for", _pool("{takes: 1%, share_equally: true, for: §nobody}")),
    Fault("P201N", "level_2.pools.more.weights.teacher",
          _pool("{takes: 1%, share_equally: true, weights: {§teacher: 1}}")),
    Fault("P201N", "groups.more.not", small(groups="more: {not: §teacher}")),
    Fault("P203", "items.more", small(items="§more: {rows: {item: more}}")),
    Fault("P203", "items.a", small(items="§a: {sum_of: [b]}\nb: {rows: leave, then: [{plus: {item: a}}]}")),
    Fault("P203", "groups.more", small(groups="§more: {not: more}")),
    Fault("P203", "groups.many",
          small(groups="§many: {item: {more: {from: 1}}}", items="more: {rows: leave, for: many}")),
    Fault("P203", "items.more", small(items="§more: {rows: leave, for: {not: {item: {more: {to: 1}}}}}")),
)

GRAINS = (
    Fault("P080", "items.more.of", _item("{of: §[event], rows: leave}")),
    Fault("P080", "items.more.of", _item("{of: §[post, unit], rows: leave}")),
    Fault("P081", "items.more.of[3]", _item("{of: [post, event, §event], rows: leave}")),
    Fault("P300", "items.more.rows", _item("{rows: §schools}")),
    Fault("P300", "items.more.rows", _item("{of: [post, indicator], rows: §school_results}")),
    Fault("P301", "items.more.rows.item", _item("{rows: {item: §size}}")),
    Fault("P301", "items.more.rows.item", _item("{of: unit, rows: {item: §spare}}")),
    Fault("P302", "items.more.of", _item("{of: §[post, event], sum_of: [lessons]}")),
    Fault("P303", "items.more.product_of[2]", _item("{product_of: [lessons, §events]}")),
    Fault("P304", "items.more.sum_of[1]", _item("{of: unit, sum_of: [§lessons]}")),
    Fault("P304", "items.more.then[1].plus.item", _item("{of: unit, rows: leave, then: [{plus: §{item: lessons}}]}")),
    Fault("P304", "items.more.times[1].item", _item("{of: unit, rows: schools, times: [§{item: lessons}]}")),
    Fault("P305", "items.more.then[1].plus.item",
          small(items="more: {of: county, rows: leave, then: [{plus: §{item: kinds}}]}\n"
                      "kinds: {of: [county, kind], rows: leave}")),
    Fault("P306", "items.more.for", _item("{of: unit, rows: staff, §for: teachers}")),
    Fault("P307", "items.more.missing", _item("{of: [post, kind], rows: leave, §missing: 0}")),
    Fault("P308", "items.more.then[1].percentile",
          _item("{of: county, rows: leave, missing: 0, then: [{percentile: §[unit]}]}")),
    Fault("P309", "items.more.then[1].relative_to", _item("{rows: leave, then: [{§relative_to: {mean: []}}]}")),
    Fault("P309", "items.more.then[2].percentile",
          _item("{rows: leave, then: [{plus: 1}, {§percentile: [unit]}]}")),
    Fault("P310", "items.more.each", _item("{of: unit, rows: schools, each: §staff.fte}")),
    Fault("P310", "items.more.then[1].plus", _item("{of: unit, rows: staff, then: [{plus: §staff.fte}]}")),
    Fault("P311", "items.more.then[1].plus", _item("{rows: leave, then: [{plus: §row.days}]}")),
    Fault("P311", "groups.more.row.days", small(groups="more: {§row.days: {from: 1}}")),
    Fault("P311", "items.more.each", _item("{rows: {item: events}, each: §row.level}")),
    Fault("P312", "items.more.then[1].plus", _item("{of: unit, rows: staff, then: [{plus: §held.days}]}")),
    Fault("P313", "items.more.then[1].plus", _item("{of: county, rows: staff, then: [{plus: §stage}]}")),
    Fault("P313", "items.more.then[1].times.bands.0",
          _item("{of: county, rows: staff, then: [{times: {by: period.days, bands: {0: §stage}}}]}")),
)

POOLS = (
    Fault("P090", "level_2.pools.more.takes", _pool("{takes: §something, keep: true}")),
    Fault("P090N", "level_2.pools.more.takes", _pool("{takes: §as_neded, pay: [lessons]}")),
    Fault("P091", "level_2.pools.more.up_to", _pool("{takes: 5, keep: true, up_to: §6}")),
    Fault("P320", "level_1.pools.more.for.has",
          _pool_1("{takes: 1%, share_equally: true, for: {§has: {rows: leave}}}")),
    Fault("P312", "level_1.pools.more.for.held.days",
          _pool_1("{takes: 1%, share_equally: true, for: {§held.days: {from: 1}}}")),
    Fault("P304", "level_1.pools.more.for.item.lessons",
          _pool_1("{takes: 1%, share_equally: true, for: {item: {§lessons: {from: 1}}}}")),
    Fault("P321", "level_1.pools.more.for",
          small(groups="many: {item: {lessons: {from: 1}}}",
                pools_1="more: {takes: 1%, share_equally: true, for: §many}")),
    Fault("P321", "level_1.pools.more.for",
          small(groups="many: {has: {rows: leave}}\nfew: {not: many}",
                pools_1="more: {takes: 1%, share_equally: true, for: §few}")),
    Fault("P321", "level_1.pools.more.for.not",
          small(groups="many: {staff.fte: {from: 1}}",
                pools_1="more: {takes: 1%, share_equally: true, for: {not: §many}}")),
    Fault("P400", "level_1.pools.more.share_by[1]", _pool_1("{takes: 1%, share_by: [§lessons]}")),
    Fault("P400", "level_2.pools.more.factors[1]",
          _pool("{takes: 1%, share_equally: true, factors: [§size]}")),
    Fault("P400", "level_1.pools.more.takes.item", _pool_1("{takes: {item: §size}, keep: true}")),
    Fault("P400", "level_2.pools.more.takes.item", _pool("{takes: {item: §spare}, keep: true}")),
    Fault("P400", "level_2.pools.more.takes.sum[1]", _pool("{takes: {sum: [§size]}, keep: true}")),
    Fault("P400", "level_1.pools.more.pay[1]", _pool_1("{takes: 5, members: posts, pay: [§size]}")),
    Fault("P401", "level_2.pools.more.pay[1]", _pool("{takes: as_needed, pay: [§events]}")),
    Fault("P403", "level_1.pools.more.weights",
          _pool_1("{takes: 1%, share_equally: true, §weights: {teachers: 1}}")),
    Fault("P404", "level_2.pools.more.weights.everyone",
          _pool("{takes: 1%, share_equally: true, weights: {§everyone: 1, teachers: 2}}")),
    Fault("P405", "level_2.pools.more.factors", _pool("{takes: 1%, keep: true, §factors: [lessons]}")),
    Fault("P405", "level_2.pools.more.weights", _pool("{takes: 1%, keep: true, §weights: {teachers: 1}}")),
    Fault("P406", "level_2.pools.more.limit", _pool("{takes: 1%, pay: [lessons], §limit: {at_most: 5}}")),
    Fault("P407", "level_2.pools.more.limit.at_least",
          _pool("{takes: 1%, share_equally: true, limit: {at_most: 5, at_least: §5.01}}")),
    Fault("P407", "level_2.pools.more.limit.at_least",
          _pool("{takes: 1%, share_equally: true, "
                "limit: {at_most: {times_mean: 0.5}, at_least: §{times_mean: 0.6}}}")),
    Fault("P408", "level_2.pools.more.if_short", _pool("{takes: 1%, share_equally: true, §if_short: scale}")),
    Fault("P409", "level_2.pools.more.takes", _pool("{takes: §as_needed, share_equally: true}")),
)

PURSES = (
    Fault("P410", "level_1.pools.b.from",
          small(pools_1="a: {takes: 1%, from: [x, y], keep: true}\n"
                        "b: {takes: 1%, from: §[y, z], keep: true}")),
    Fault("P411", "level_2.pools.b.takes",
          small(pools_2="a: {takes: rest, keep: true}\nb: {takes: §rest, keep: true}")),
    Fault("P411", "level_1.pools.b.takes",
          small(pools_1="a: {takes: rest, from: [x, y], keep: true}\n"
                        "b: {takes: §rest, from: [y, x], keep: true}")),
    Fault("P412", "level_2.pools.b.takes",
          small(pools_2="a: {takes: 50%, keep: true}\nb: {takes: §0.0001%, keep: true}")),
    Fault("P413", "level_2.pools.b.takes",
          small(pools_2="a: {takes: {share: 60%, of: all}, keep: true}\n"
                        "b: {takes: §{share: 41%, of: all}, keep: true}")),
    Fault("P414", "level_2.pools.more.from[1]", _pool("{takes: rest, from: [§prizes], keep: true}")),
    Fault("P414N", "level_2.pools.more.from[1]", _pool("{takes: rest, from: [§bases], keep: true}")),
    Fault("P415", "level_2.pools.more.from[1]",
          small(pools_1="held: {takes: 1%, keep: true}",
                pools_2="more: {takes: rest, from: [§held], keep: true}")),
    Fault("P415", "level_2.pools.more.from[2]",
          small(pools_1="direct: {takes: 5, members: posts, share_equally: true}",
                pools_2="more: {takes: rest, from: [base, §direct], keep: true}")),
    Fault("P500", "level_2.adjust.cut.from[1]", small(adjust="cut: {minus: [lessons], from: [§extra]}")),
    Fault("P500N", "level_2.adjust.cut.from[2]",
          small(adjust="cut: {minus: [lessons], from: [work, §works]}")),
    Fault("P400", "level_2.adjust.cut.minus[1]", small(adjust="cut: {minus: [§size]}")),
    Fault("P311", "level_2.adjust.cut.each_at_most.of.row.a",
          small(adjust="cut: {each_at_most: {times_mean: 1, of: {§row.a: b}}}")),
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


DUTIES = (
    Fault("P510", "guarantees.first.enforce",
          _guarantee("{group: teachers, share_at_most: 5%, within: county, enforce: §true}")),
    Fault("P510", "guarantees.first.enforce",
          _guarantee("{group: teachers, share_at_most: 5%, over: all, enforce: §true}")),
    Fault("P511", "guarantees.first.of",
          _guarantee("{group: teachers, per_head_at_least: 1, of: §teachers}")),
    Fault("P035", "guarantees.first", _guarantee("§{group: teachers, per_head_at_least: 1}")),
    Fault("P034", "guarantees.first.of",
          _guarantee("{group: teachers, share_at_most: 5%, §of: heads}")),
    Fault("P312", "level_1.pools.more.for.not.held.share",
          _pool_1("{takes: 1%, share_equally: true, for: {not: {§held.share: {from: 1}}}}")),
    Fault("P520", "veto.list.gifts.class",
          _veto("grave: {pays: 0%, months: 3}", "gifts: {class: §other}")),
    Fault("P520N", "veto.list.gifts.class",
          _veto("light: {pays: 0%, months: 3}", "gifts: {class: §lite}")),
    Fault("P521", "veto.classes.light", _veto("§light: {pays: 0%}")),
    Fault("P521", "veto.classes.light",
          _veto("§light: {pays: 0%, reaches: decided_in, bars: [honours]}")),
    Fault("P522", "veto.classes.light.pools[1]",
          _veto("light: {pays: 0%, reaches: decided_in, pools: [§outing]}")),
    Fault("P522N", "veto.classes.light.pools[2]",
          _veto("light: {pays: 0%, reaches: decided_in, pools: [work, §works]}")),
    Fault("P523", "veto.classes.light.pools[2]",
          _veto("light: {pays: 0%, reaches: decided_in, pools: [level_1.direct, §level_1.base]}")),
    Fault("P201", "veto.leaders[1].group",
          _veto("light: {pays: 0%, months: 3}",
                more="leaders: [{cases: 2, group: §bosses, pays: 50%}]")),
    Fault("P050", "veto.statuses.heard", _veto("light: {pays: 0%, months: 3}").replace(
        "{confirmed: apply}", "{confirmed: apply, heard: §noted}")),
)

_PLANS = small().split("level_2:")[0]

FILES = (
    Fault("P216", "level_2.default",
          _PLANS + "level_2: {plan_by: stage, plans: {a: {pools: {x: {takes: 1%, keep: true}}}}, default: §b}\n"),
    Fault("P216N", "level_2.default",
          _PLANS + "level_2: {plan_by: stage, plans: {senior: {pools: {x: {takes: 1%, keep: true}}}}, "
                   "default: §seniors}\n"),
    Fault("P031", "level_2",
          _PLANS + "level_2: §{plan_by: stage, plans: {a: {pools: {x: {takes: 1%, keep: true}}}}}\n"),
    Fault("P220", "level_2", _PLANS + "level_2: {file: plan.yaml, §rounding: webster}\n",
          {"plan.yaml": "pools: {x: {takes: 1%, keep: true}}\n"}),
    Fault("P221", "level_2.file", _PLANS + "level_2: {file: §/etc/plan.yaml}\n"),
    Fault("P221", "level_2.file", _PLANS + "level_2: {file: §plans/../../plan.yaml}\n"),
    Fault("P221", "level_2.file", _PLANS + "level_2: {file: §'C:\\plan.yaml'}\n"),
    Fault("P221", "level_2.file", _PLANS + "level_2: {file: §[plan.yaml]}\n"),
    Fault("P222", "level_2.file", _PLANS + "level_2: {file: §plan.yaml}\n"),
    Fault("P223", "level_2.file", _PLANS + "level_2: {file: plan.yaml}\n",
          {"plan.yaml": "§file: other.yaml\n"}),
    Fault("P030N", "level_2.pool", _PLANS + "level_2: {file: plan.yaml}\n",
          {"plan.yaml": "pools: {x: {takes: 1%, keep: true}}\n§pool: {}\n"}),
    Fault("P200N", "level_2.plans.a.pools.x.share_by[1]",
          _PLANS + "level_2: {plan_by: stage, plans: {a: {file: plans/a.yaml}}, default: a}\n",
          {"plans/a.yaml": "pools:\n  x: {takes: 1%, share_by: [§lesson]}\n"}),
    Fault("P015", None, _PLANS + "level_2: {file: plan.yaml}\n", {"plan.yaml": "a: b§: c\n"}),
    Fault("P410", "level_2.plans.a.pools.y.from",
          _PLANS.replace("    base:", "    bonus: {takes: 1%, keep: true}\n    base:").replace(
              "{takes: 1%, keep: true}", "{takes: 1%, share_equally: true}")
          + "level_2: {plan_by: stage, plans: {a: {file: a.yaml}}, default: a}\n",
          {"a.yaml": "pools:\n  x: {takes: 1%, from: [base], keep: true}\n"
                     "  y: {takes: 1%, from: §[base, bonus], keep: true}\n"}),
)
