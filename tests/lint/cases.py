"""Policies that a rule has something against, and their near twins that it has nothing against."""

from __future__ import annotations

from dataclasses import dataclass

from tests.lint.building import POOLS_2, policy


@dataclass(frozen=True)
class Case:
    """A policy in which a rule finds the places marked §, and a twin in which it finds none."""

    code: str
    what: str
    wrong: str
    twin: str


def _paying(items: str, pay: str, **more: str) -> str:
    """The sound policy with a money item in a pool of its own."""
    pool = f"extra: {{takes: as_needed, pay: [{pay}], if_short: scale}}\n"
    return policy(items=items, pools_2=pool, **more)


def _leave(item: str, **more: str) -> str:
    adjust = "leave: {keep: [present], goes_to: others}"
    return policy(items=item, adjust=adjust, **more)


def _veto(extra: str = "", classes: str = "", goes_to: str = "money_goes_to: county") -> str:
    return policy(
        end=f"""\
        §veto:
          list: {{gifts: {{class: grave}}{extra}}}
          classes:
            grave: {{pays: 0%, months: 12}}
            {classes}
          statuses: {{confirmed: apply}}
          {goes_to}
        """
    )


EQUAL = "heads: {takes: as_needed, up_to: 10%, pay: [head_pay], if_short: scale}\n"
ONE = "{within: unit, quotas: {%s}, values: {%s}}"


def _graded(quotas: str, values: str, mark: str = "§") -> str:
    return _paying(
        f"""\
        rank:
          rows: outcomes
          where: {{indicator: inspection}}
          missing: none
          then:
            - grade: {mark}{ONE % (quotas, values)}
        """,
        "rank",
    )


def _excellent(first: str, name: str = "excellent", mark: str = "§") -> str:
    return policy(
        items=f"""\
        quality:
          rows: outcomes
          missing: none
          then:
            - grade:
                within: unit
                quotas: {{{mark}{name}: {first}, good: rest}}
                values: {{{name}: 1.2, good: 1}}
        """,
        pools_2="results: {takes: 20%, share_by: [quality]}\n",
    )


CASES = [
    # --- L010 ------------------------------------------------------------------------------------
    Case(
        "L010",
        "an indicator",
        _paying("bonus: {rows: outcomes, where: {§indicator: 高考上线}}", "bonus"),
        _paying("bonus: {rows: outcomes, where: {indicator: 期中考核}}", "bonus"),
    ),
    Case(
        "L010",
        "a key of a table",
        _paying(
            """\
            bonus:
              rows: outcomes
              each:
                by: indicator
                table:
                  status: 1
                  升学率: §500
            """,
            "bonus",
        ),
        _paying(
            "bonus: {rows: outcomes, each: {by: indicator, table: {升学率: 0, growth: 5}}}", "bonus"
        ),
    ),
    Case(
        "L010",
        "the name of an item",
        policy(
            items="§gaokao_lessons: {rows: workload, where: {kind: evening}}",
            pools_2="results: {takes: 20%, share_by: [gaokao_lessons]}\n",
        ),
        policy(
            items="grade_12: {rows: workload, where: {kind: evening}}",
            pools_2="results: {takes: 20%, share_by: [grade_12]}\n",
        ),
    ),
    Case(
        "L010",
        "a pool",
        policy(pools_2="§admission-rate: {takes: 5%, share_by: [lessons]}\n"),
        policy(pools_2="admission-duty: {takes: 5%, share_by: [lessons]}\n"),
    ),
    Case(
        "L010",
        "the title",
        policy(head="id: sound\n§title: {zh: 中考奖励方案}"),
        policy(head="id: sound\ntitle: {zh: 提高考勤、线上线下教学奖励方案}"),
    ),
    Case(
        "L010",
        "a group",
        policy(
            groups="best: {has: {rows: outcomes, where: {§indicator: 状元}}}",
            pools_2="prize: {takes: 5%, for: best, share_equally: true}\n",
        ),
        policy(
            groups="best: {has: {rows: outcomes, where: {indicator: 优质课}}}",
            pools_2="prize: {takes: 5%, for: best, share_equally: true}\n",
        ),
    ),
    # --- L011 ------------------------------------------------------------------------------------
    Case(
        "L011",
        "every kind of leave",
        _leave("§present: {rows: leave, then: [{bands: {0: 1, 15: 0.5}}]}"),
        _leave(
            "present: {rows: leave, where: {kind: [sick, personal]}, then: [{bands: {0: 1, 9: 0}}]}"
        ),
    ),
    Case(
        "L011",
        "a kind in a table, and a default",
        _leave(
            "§present: {rows: leave, then: [{bands: {0: 1, 15: 0.5}}], "
            "times: [{by: kind, table: {maternity: 0.5, 婚假: 0, 丧假: 0, 工伤: 0}, default: 1}]}"
        ),
        _leave(
            "present: {rows: leave, then: [{bands: {0: 1, 15: 0.5}}], "
            "times: [{by: kind, table: {sick: 0.5, absent: 3}, default: 0}]}"
        ),
    ),
    Case(
        "L011",
        "cells by kind",
        _leave(
            """\
            days: {of: [post, kind], rows: leave}
            §present: {rows: {item: days}, then: [{bands: {0: 1, 15: 0.5}}]}
            """
        ),
        _leave(
            """\
            days: {of: [post, kind], rows: leave}
            present: {rows: {item: days}, where: {kind: sick}, then: [{bands: {0: 1, 15: 0.5}}]}
            """
        ),
    ),
    Case(
        "L011",
        "a group of those never away",
        policy(
            groups="§away: {has: {rows: leave}}",
            pools_2="full: {takes: 5%, for: {not: away}, share_equally: true}\n",
        ),
        policy(
            groups="away: {has: {rows: leave, where: {kind: absent}}}",
            pools_2="full: {takes: 5%, for: {not: away}, share_equally: true}\n",
        ),
    ),
    # --- L020 to L025 ----------------------------------------------------------------------------
    Case(
        "L020",
        "by the group's name",
        policy(
            groups="school_leaders: {title: senior}",
            pools_2="more: {takes: 9%, share_by: [lessons], weights: {§school_leaders: 1.2}}\n",
        ),
        policy(
            groups="school_leaders: {title: senior}",
            pools_2="more: {takes: 9%, share_by: [lessons], weights: {school_leaders: 1}}\n",
        ),
    ),
    Case(
        "L020",
        "by the group's positions, against the front line",
        policy(
            groups="a: {position: [principal, 副校长]}",
            pools_2="more: {takes: 9%, share_by: [lessons], weights: {front_line: 0.8, §a: 0.9}}\n",
        ),
        policy(
            groups="a: {position: [principal, caretaker]}",
            pools_2="more: {takes: 9%, share_by: [lessons], weights: {front_line: 0.8, a: 0.9}}\n",
        ),
    ),
    Case(
        "L021",
        "by head",
        policy(
            items="served: {rows: staff, each: fte, times: [held.share]}",
            own_pools_2="work: {takes: rest, share_equally: true, factors: [served]}\n",
            pools_1="direct: {takes: 5%, members: posts, pay: [head_pay], if_short: scale}\n"
            "more: {takes: 5%, members: posts, share_by: [lessons], for: front_line}\n",
        ).replace("level_2:\n  pools", "level_2:\n  §pools"),
        policy(
            items="served: {rows: staff, each: fte, times: [held.share]}",
            own_pools_2="work: {takes: 90%, share_equally: true, factors: [served]}\n"
            "more: {takes: 10%, share_by: [lessons], for: front_line}\n" + EQUAL,
        ),
    ),
    Case(
        "L022",
        "nothing for class heads",
        policy(own_pools_2="work: {takes: rest, for: front_line, share_by: [lessons, head_pay]}\n")
        .replace("class_head", "duty")
        .replace("level_2:", "§level_2:"),
        policy(own_pools_2="work: {takes: rest, for: front_line, share_by: [lessons, head_pay]}\n"),
    ),
    Case(
        "L023",
        "titles only",
        policy(
            items="points: {rows: staff, each: {by: title, table: {senior: 2}, default: 1}}",
            own_pools_2="class_heads: {takes: rest, share_by: [points]}\n",
        )
        .replace("level_2:", "§level_2:")
        .replace("lessons:", "§lessons:")
        .replace("head_pay:", "§head_pay:")
        .replace("front_line:", "§front_line:"),
        policy(
            items="points: {rows: staff, each: {by: title, table: {senior: 2}, default: 1}}",
            own_pools_2="class_heads: {takes: rest, share_by: [points, lessons, head_pay], "
            "weights: {front_line: 1}}\n",
        ),
    ),
    Case("L024", "a quota", _excellent("26%"), _excellent("25%")),
    Case("L024", "in Chinese", _excellent("30%", "优秀"), _excellent("30%", "一等")),
    Case("L025", "a veto", _veto(goes_to=""), _veto().replace("§", "")),
    Case(
        "L025",
        "an adjustment",
        policy(adjust="§cap: {each_at_most: {times_mean: 2}}"),
        policy(adjust="cap: {each_at_most: {times_mean: 2}, goes_to: unallocated}"),
    ),
    # --- L030 to L034 ----------------------------------------------------------------------------
    Case(
        "L030",
        "plus",
        _paying("bonus: {rows: outcomes, then: [{times: 2}, §{plus: 100}]}", "bonus"),
        _paying("bonus: {rows: outcomes, missing: none, then: [{times: 2}, {plus: 100}]}", "bonus"),
    ),
    Case(
        "L030",
        "a floor",
        _paying("bonus: {rows: outcomes, then: [§{at_least: 100}]}", "bonus"),
        _paying("bonus: {rows: outcomes, then: [{at_least: 0}]}", "bonus"),
    ),
    Case(
        "L030",
        "through a sum, of a column's size",
        _paying(
            """\
            rating: {rows: outcomes}
            bonus: {sum_of: [rating], then: [§{plus: staff.years}]}
            """,
            "bonus",
        ),
        _paying(
            """\
            rating: {rows: outcomes, missing: none}
            bonus: {sum_of: [rating], then: [{plus: staff.years}]}
            """,
            "bonus",
        ),
    ),
    Case(
        "L030",
        "for everybody",
        _paying("bonus: {rows: workload, where: {kind: x}, then: [§{plus: 1}]}", "bonus"),
        _paying(
            "bonus: {for: {has: {rows: workload, where: {kind: x}}}, "
            "rows: workload, where: {kind: x}, then: [{plus: 1}]}",
            "bonus",
        ),
    ),
    Case(
        "L031",
        "a title",
        _paying("§title_pay: {rows: staff, each: {by: title, table: {senior: 300}}}", "title_pay"),
        _paying(
            "title_pay: {rows: staff, each: {by: title, table: {senior: 300}}, times: [fte]}",
            "title_pay",
        ),
    ),
    Case(
        "L031",
        "of every post",
        _paying("§seniority: {rows: staff, each: years}", "seniority"),
        _paying("seniority: {rows: staff, where: {main_post: yes}, each: years}", "seniority"),
    ),
    Case(
        "L031",
        "in a product, not in a sum",
        _paying(
            """\
            §years: {rows: staff, each: years}
            part: {rows: staff, each: fte}
            seniority: {sum_of: [years, part]}
            """,
            "seniority",
        ),
        _paying(
            """\
            years: {rows: staff, each: years}
            part: {rows: staff, each: fte}
            seniority: {product_of: [years, part]}
            """,
            "seniority",
        ),
    ),
    Case(
        "L031",
        "without a factor",
        policy(
            items="§years: {rows: staff, each: years}",
            pools_2="extra: {takes: as_needed, pay: [years], if_short: scale}\n",
        ),
        policy(
            items="years: {rows: staff, each: years}\npart: {rows: staff, each: fte}",
            pools_2="extra: {takes: as_needed, pay: [years], factors: [part], if_short: scale}\n",
        ),
    ),
    Case(
        "L032",
        "conditions that overlap",
        policy(
            items="grade_12: {rows: workload, where: {grade: 12}}",
            pools_2="§more: {takes: 9%, share_by: [lessons, grade_12]}\n",
        ),
        policy(
            items="grade_12: {rows: workload, where: {kind: evening, grade: 12}}",
            pools_2="more: {takes: 9%, share_by: [lessons, grade_12]}\n",
        ),
    ),
    Case(
        "L032",
        "through items",
        policy(
            items="""\
            over: {sum_of: [lessons], then: [{minus: 12}, {at_least: 0}]}
            subject: {of: [post, subject], rows: workload, where: {kind: lesson}}
            subjects: {rows: {item: subject}, combine: count}
            """,
            pools_2="§more: {takes: 9%, share_by: [lessons, subjects, over]}\n",
        ),
        policy(
            items="""\
            over: {sum_of: [lessons], then: [{minus: 12}, {at_least: 0}]}
            subject: {of: [post, subject], rows: workload, where: {kind: lesson}}
            subjects: {rows: {item: subject}, combine: count}
            weighed: {product_of: [over, subjects]}
            """,
            pools_2="more: {takes: 9%, share_by: [weighed]}\n",
        ),
    ),
    Case(
        "L032",
        "a mean of the school is nobody's own lesson",
        policy(
            items="""\
            years: {rows: staff, each: years}
            by_years: {product_of: [years, lessons]}
            """,
            pools_2="§more: {takes: 9%, share_by: [lessons, by_years]}\n",
        ),
        policy(
            items="""\
            years: {rows: staff, each: years}
            mean: {of: unit, rows: {item: lessons}, combine: mean}
            by_years: {product_of: [years, mean]}
            """,
            pools_2="more: {takes: 9%, share_by: [lessons, by_years]}\n",
        ),
    ),
    Case(
        "L032",
        "ranges and groups",
        policy(
            items="""\
            small: {rows: workload, where: {kind: x, quantity: {to: 12}}}
            large: {rows: workload, where: {kind: x, quantity: {from: 12}}}
            """,
            pools_2="§more: {takes: 9%, share_by: [small, large]}\n",
        ),
        policy(
            items="""\
            small: {rows: workload, where: {kind: x, date: {to: 2025-09-30}}}
            large: {rows: workload, where: {kind: x, date: {from: 2025-10-01}}}
            young: {for: {age: {to: 30}}, rows: outcomes}
            old: {for: {age: {from: 31}}, rows: outcomes}
            """,
            pools_2="more: {takes: 9%, share_by: [small, large, young, old]}\n",
        ),
    ),
    Case(
        "L033",
        "the bottom is too low",
        _graded("a: 20%, b: 60%, c: rest", "a: 400, b: 300, c: 150"),
        _graded("a: 20%, b: 60%, c: rest", "a: 400, b: 300, c: 200", ""),
    ),
    Case(
        "L033",
        "coefficients",
        _graded("a: 30%, b: 70%", "a: 1.2, b: 1"),
        _graded("a: 50%, b: 50%", "a: 1.2, b: 0.8", ""),
    ),
    Case(
        "L033",
        "a lowest value above 0",
        _graded("a: 30%, b: rest", "a: 400, b: 1"),
        _graded("a: 30%, b: rest", "a: 400, b: 0", ""),
    ),
    Case(
        "L034",
        "a whole tier",
        _paying("over: {rows: workload, then: [§{tiers: {0: 10, 16: 20}, mode: whole}]}", "over"),
        _paying("over: {rows: workload, then: [{tiers: {0: 10, 16: 20}, mode: marginal}]}", "over"),
    ),
    Case(
        "L034",
        "a band",
        _paying("over: {rows: workload, then: [§{bands: {0: 0, 16: 200}}]}", "over"),
        policy(
            items="over: {rows: workload, where: {kind: y}, then: [{bands: {0: 0, 16: 200}}]}",
            pools_2="more: {takes: 5%, share_by: [over]}\n",
        ),
    ),
    Case(
        "L034",
        "a lookup by how much",
        _paying("over: {rows: workload, each: §{by: quantity, bands: {0: 0, 16: 200}}}", "over"),
        _paying("over: {rows: workload, times: [{by: class_size, bands: {0: 1, 46: 2}}]}", "over"),
    ),
    # --- L040 to L042 ----------------------------------------------------------------------------
    Case(
        "L040",
        "an item, and what it alone uses",
        policy(items="§spare: {sum_of: [evenings]}\n§evenings: {rows: workload}"),
        policy(
            items="spare: {sum_of: [evenings]}\nevenings: {rows: workload}",
            groups="late: {item: {spare: {from: 1}}}",
            end="guarantees: {g: {group: late, per_head_at_least: 1, of: everyone}}\n",
        ),
    ),
    Case(
        "L041",
        "a group",
        policy(groups="§rural: {location: rural}"),
        policy(
            groups="rural: {location: rural}\ntown: {not: rural}",
            own_pools_2=POOLS_2.replace("everyone: 0.9", "town: 0.95, everyone: 1"),
        ),
    ),
    Case(
        "L042",
        "a class",
        _veto(classes="§slight: {pays: 50%, months: 6}").replace("§veto", "veto"),
        _veto(", late: {class: slight}", "slight: {pays: 50%, months: 6}").replace("§", ""),
    ),
]
