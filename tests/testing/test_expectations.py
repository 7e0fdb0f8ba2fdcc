"""What a case may expect, kind by kind: what holds passes, and what does not is told exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from paycalc.testing import run_cases
from paycalc.testing.explaining import explained
from paycalc.testing.telling import outcome_text, rows
from tests.testing.building import POLICY, codes, run, write

KINDS = {
    "a payout": (
        "{payouts: {T2: 2800.00, T3@S2: {gross: 1800, payable: 1800.0}}}",
        "{payouts: {T2: 2800.01, T3@S2: {gross: 1800, payable: 0}}}",
        [
            ("payouts T2 payable", "2800.01", "2800.00"),
            ("payouts T3@S2 payable", "0.00", "1800.00"),
        ],
    ),
    "a line": (
        "{lines: {T1: {level_2.work: 1833.33, level_1.direct: 0, adjust.least: 0}}}",
        "{lines: {P1: {level_1.direct: 999}, T2: {level_2.class_heads: 0}}}",
        [
            ("lines P1 level_1.direct", "999.00", "1000.00"),
            ("lines T2 level_2.class_heads", "0.00", "600.00"),
        ],
    ),
    "an item of posts, units and the county": (
        "{items: {lessons: {T1: 10, P1: 2.0}, headcount: {S1: 4}, pupils: {C1: 500.5}}}",
        "{items: {lessons: {T1: 24}, headcount: {S2: 4}, pupils: {C1: none}}}",
        [
            ("items lessons T1", "24", "10"),
            ("items headcount S2", "4", "1"),
            ("items pupils C1", "none", "500.5"),
        ],
    ),
    "no number": (
        "{items: {score: {T1: none}}}",
        "{items: {score: {T1: 0}}}",
        [("items score T1", "0", "none")],
    ),
    "cells": (
        "{items: {award: {T1: {olympiad: 300, robots: 100, chess: none}, T2: none}}}",
        "{items: {award: {T1: {olympiad: 100, chess: 1}, T2: {chess: 0}}}}",
        [
            ("items award T1 olympiad", "100", "300"),
            ("items award T1 chess", "1", "none"),
            ("items award T2 chess", "0", "none"),
        ],
    ),
    "no cells": (
        "{items: {award: {T2: none}}}",
        "{items: {award: {T1: none}}}",
        [("items award T1", "[]", "[olympiad, robots]")],
    ),
    "steps": (
        "{steps: {lessons: {T1: [24, 20, 10], T2: [12, 12, 6]}, award: {T1: {robots: [100]}}}}",
        "{steps: {lessons: {T1: [24, 24, 12]}}}",
        [("steps lessons T1 then[1]", "24", "20"), ("steps lessons T1 then[2]", "12", "10")],
    ),
    "a unit": (
        "{units: {S1: {allocated: 8000, kept: 800, unallocated: 0}, S2: {payable: 1800}}}",
        "{units: {S1: {allocated: 8000, kept: 0}, S2: {held: 1}}}",
        [("units S1 kept", "0.00", "800.00"), ("units S2 held", "1.00", "0.00")],
    ),
    "the ledger": (
        "{ledger: [{from: fund, to: level_1.direct, amount: 1000},"
        " {from: unit.S1, to: unit.S1.level_2.reserve, amount: 800},"
        " {from: posts.S2, to: held, amount: 0}]}",
        "{ledger: [{from: fund, to: level_1.direct, amount: 1},"
        " {from: posts.S2, to: held, amount: 2}]}",
        [
            ("ledger fund → level_1.direct", "1.00", "1000.00"),
            ("ledger posts.S2 → held", "2.00", "0.00"),
        ],
    ),
    "guarantees": (
        "{guarantees: []}",
        "{guarantees: [heads_below]}",
        [("guarantees", "[heads_below]", "[]")],
    ),
    "warnings": (
        "{warnings: [R260]}",
        "{warnings: [R260, C301]}",
        [("warnings", "[C301, R260]", "[R260]")],
    ),
    "no problems": (
        "{payouts: {T2: 2800}}",
        "{problems: [R240, R240]}",
        [("problems", "[R240]", "[]")],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_holds_passes(kind: str, tmp_path: Path) -> None:
    """An expectation that agrees with the result passes."""
    report = run(tmp_path, f"- {{name: it holds, expect: {KINDS[kind][0]}}}")
    assert [list(rows(outcome)) for outcome in report.outcomes] == [[]]
    assert (codes(report), report.failed) == ([], ())


@pytest.mark.parametrize("kind", KINDS)
def test_what_does_not_hold_is_told(kind: str, tmp_path: Path) -> None:
    """An expectation that differs fails, with what was expected and what was found."""
    report = run(tmp_path, f"- {{name: it does not hold, expect: {KINDS[kind][1]}}}")
    [outcome] = report.failed
    assert list(rows(outcome)) == KINDS[kind][2]


VETO = """
- name: gifts cost half
  given:
    ethics:
      - {{case_id: E1, teacher_id: T1, item: gifts, status: confirmed, decided_on: 2025-10-10}}
      - {{case_id: E2, teacher_id: T2, item: doubt, status: under_review}}
  expect: {expected}
"""


def test_bars_and_the_money_of_cases(tmp_path: Path) -> None:
    """Bars agree where what is written of each agrees, and none is left over."""
    bars = "[{teacher_id: T1, bar: honours, until: 2026-04-10}, {bar: title, class: moderate}]"
    payouts = "{T1: {forfeited: 1466.66}, T2: {held: 1400}}"
    report = run(tmp_path, VETO.format(expected=f"{{bars: {bars}, payouts: {payouts}}}"))
    assert (report.problems, report.failed) == ((), ())


def test_a_bar_that_differs(tmp_path: Path) -> None:
    """A bar that is not there and one that was not expected are told each."""
    bars = "[{teacher_id: T1, bar: honours}, {teacher_id: T2, bar: title}]"
    [outcome] = run(tmp_path, VETO.format(expected=f"{{bars: {bars}}}")).failed
    found = (
        "{teacher_id: T1, case_id: E1, class: moderate, bar: title, from: 2025-10-10, "
        "until: 2026-04-10}"
    )
    assert list(rows(outcome)) == [
        ("bars", "{teacher_id: T2, bar: title}", "none"),
        ("bars", "none", found),
    ]


def test_a_guarantee_that_does_not_hold(tmp_path: Path) -> None:
    """A guarantee that does not hold is named by a case of its own county alone."""
    given = "{workload: [{teacher_id: P1, kind: lesson, quantity: 20, event: ''}]}"
    cases = f"""
    - {{name: it breaks, given: {given}, expect: {{guarantees: [heads_below]}}}}
    - {{name: it holds, expect: {{guarantees: []}}}}
    """
    report = run(tmp_path, cases)
    assert (report.problems, report.failed, report.computes) == ((), (), 1)


def test_problems_are_the_errors_and_no_others(tmp_path: Path) -> None:
    """A case passes if exactly the errors that it expects are raised."""
    given = "{workload: [{teacher_id: T9, kind: lesson, quantity: x, event: ''}]}"
    cases = f"""
    - {{name: both, given: {given}, expect: {{problems: [R211, R241]}}}}
    - {{name: one, given: {given}, expect: {{problems: [R241]}}}}
    - {{name: none, given: {given}, expect: {{payouts: {{T1: 0}}}}}}
    """
    report = run(tmp_path, cases)
    assert [outcome.case.name for outcome in report.failed] == ["one", "none"]
    told = [list(rows(outcome)) for outcome in report.failed]
    assert told == [
        [("problems", "[R241]", "[R211, R241]")],
        [("problems", "[]", "[R211, R241]")],
    ]


def test_a_post_that_the_period_leaves_out_is_none(tmp_path: Path) -> None:
    """A post of `staff` that is not paid has no payout, which `none` says."""
    added = "{staff: [{teacher_id: T8, school_id: S1, position: teacher, to: 2025-08-31}]}"
    cases = f"""
    - {{name: absent, add: {added}, expect: {{payouts: {{T8: none}}}}}}
    - {{name: unpaid, add: {added}, expect: {{payouts: {{T8: 0}}}}}}
    """
    report = run(tmp_path, cases)
    [outcome] = report.failed
    assert list(rows(outcome)) == [("payouts T8 payable", "0.00", "none")]


def test_how_a_failure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that failed is told with its place, a table, and how the first difference came about.

    The rows that counted are lines of the case's file.
    """
    monkeypatch.chdir(tmp_path)
    expected = "{lines: {T1: {level_2.work: 2000}}, units: {S1: {kept: 800}, S2: {kept: 8}}}"
    [outcome] = run(Path(), f"- {{name: half an hour counts, expect: {expected}}}").failed
    assert outcome_text(outcome, "en", explained(outcome)) == (
        "FAILED tests/small/cases.yaml:25: half an hour counts\n"
        "                         expected    found\n"
        "  lines T1 level_2.work   2000.00  1833.33\n"
        "  units S2 kept              8.00   200.00\n"
        "\n"
        "  T1: small 1, 2025-2026-1, CNY\n"
        "\n"
        "  School S1 (unit S1, county C1)\n"
        "      gross 2,933.33 - forfeited 0.00 + received 0.00 - held 0.00 = payable 2,933.33\n"
        "      Pools\n"
        "          level_2.work: 1,833.33 (50%, line 27)\n"
        "              lessons: 10\n"
        "              points 10 of 18 among 3\n"
        "              the pool had 3,300.00\n"
        "              exact share 1,833.33333333…, by largest_remainder 1,833.33\n"
        "      Items\n"
        "          lessons: 10 (line 12)\n"
        "              tests/small/cases.yaml row 18: 24\n"
        "              sum of 1 rows: 24\n"
        "              at_most 20 (line 15): 20\n"
        "              divide 2 (line 15): 10"
    )


def test_a_failure_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table and the explanation speak the language that was asked for."""
    monkeypatch.chdir(tmp_path)
    [outcome] = run(Path(), "- {name: 课时折半, expect: {items: {lessons: {T2: 12}}}}").failed
    assert outcome_text(outcome, "zh", explained(outcome, "zh")) == (
        "未通过 tests/small/cases.yaml:25: 课时折半\n"
        "                    应为  实为\n"
        "  items lessons T2    12     6\n"
        "\n"
        "  T2：small 1，2025-2026-1，CNY\n"
        "\n"
        "  学校 S1（单位 S1，县区 C1）\n"
        "      应得 2,800.00 - 扣回 0.00 + 转入 0.00 - 暂扣 0.00 = 应发 2,800.00\n"
        "      指标\n"
        "          lessons：6（第 12 行）\n"
        "              tests/small/cases.yaml 第 19 行：12\n"
        "              1 行的 sum：12\n"
        "              at_most 20（第 15 行）：12\n"
        "              divide 2（第 15 行）：6"
    )


@pytest.mark.parametrize(
    ("expected", "shown", "hidden"),
    [
        ("payouts: {T2: 1}", ["level_2.class_heads: 600.00", "class_head: 600"], ["reserve"]),
        ("payouts: {T2: {held: 1}}", ["payable 2,800.00"], ["Pools", "Items"]),
        ("units: {S2: {kept: 1}}", ["money of the unit: 2,000.00", "School S2"], ["Items"]),
        ("items: {headcount: {S1: 1}}", ["headcount: 4, of the unit"], ["lessons"]),
        ("items: {pupils: {C1: 1}}", ["pupils: 500.5, of the county"], ["headcount"]),
        ("items: {award: {T1: {robots: 1}}}", ["award (event = robots): 100"], ["lessons"]),
        ("lines: {T1: {adjust.least: 1}}", ["least: 0.00 (each_at_least"], ["Pools"]),
    ],
)
def test_what_an_explanation_keeps(
    expected: str, shown: list[str], hidden: list[str], tmp_path: Path
) -> None:
    """Of an explanation the part is told that concerns the first difference."""
    [outcome] = run(tmp_path, f"- {{name: a case, expect: {{{expected}}}}}").failed
    told = explained(outcome)
    assert all(text in told for text in shown)
    assert not any(text in told for text in hidden)


GUARANTEES = """\
  teachers_share: {group: teachers, share_at_most: 97%, over: all, within: county}
  in_place: {group: {position: teacher}, per_head_at_most: 0.1, of: heads}
"""


def test_a_guarantee_is_explained_by_what_its_sides_have(tmp_path: Path) -> None:
    """Of each guarantee that differs, not of others, heads, total and mean of both sides."""
    case = "- {name: a case, expect: {guarantees: [heads_below, teachers_share, in_place]}}"
    policy = POLICY.replace("veto:\n", f"{GUARANTEES}veto:\n")
    [outcome] = run_cases([write(tmp_path, case, policy=policy)]).failed
    assert explained(outcome) == (
        "heads_below: per_head_at_most 1, line 32\n"
        "    S1, heads: posts 1, together 366.67, a head 366.67\n"
        "    S1, teachers: posts 3, together 6,833.33, a head 2,277.77666666…\n"
        "    S2, heads: posts 0, together 0.00, a head none\n"
        "    S2, teachers: posts 1, together 1,800.00, a head 1,800.00\n"
        "teachers_share: share_at_most 0.97, line 33\n"
        "    C1, teachers: posts 4, together 8,633.33, a head 2,158.3325\n"
        "    C1, everyone: posts 5, together 10,000.00, a head 2,000.00"
    )


def test_a_group_without_a_name_is_not_explained(tmp_path: Path) -> None:
    """Where a side of a guarantee is written in place nothing is told of it."""
    case = "- {name: a case, expect: {guarantees: []}}"
    policy = POLICY.replace("veto:\n", f"{GUARANTEES}veto:\n")
    [outcome] = run_cases([write(tmp_path, case, policy=policy)]).failed
    assert list(rows(outcome)) == [("guarantees", "[]", "[in_place]")]
    assert explained(outcome, "zh") == ""


def test_errors_are_told_instead_of_explained(tmp_path: Path) -> None:
    """A case with errors has no result to explain; the errors are told."""
    cases = "- {name: a, given: {funds: [{county_id: C1, amount: x}]}, expect: {payouts: {T1: 1}}}"
    [errors] = run(tmp_path, cases).failed
    assert explained(errors) == ""
    assert "row 25 column amount: error R211:" in outcome_text(errors)
