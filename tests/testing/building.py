"""A small policy with a bit of everything, and case files for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

from paycalc.testing import Report, run_cases

POLICY = """\
paycalc: 1
id: small
version: "1"
effective: {from: 2025-01-01}
currency: {code: CNY, decimals: 2}
groups:
  teachers: {position: teacher}
  heads: {position: principal}
items:
  headcount: {of: unit, rows: staff}
  pupils: {of: county, rows: schools, each: pupils}
  lessons:
    rows: workload
    where: {kind: lesson}
    then: [{at_most: 20}, {divide: 2}]
  award: {of: [post, event], rows: workload, where: {kind: award}, combine: max}
  class_head: {rows: workload, where: {kind: class_head}, times: [600]}
  score: {rows: outcomes, combine: mean, missing: none}
level_1:
  pools:
    direct: {takes: 1000, members: posts, for: heads, share_equally: true}
    base: {takes: rest, share_by: [headcount]}
level_2:
  pools:
    reserve: {takes: {share: 10%, of: all}, keep: true}
    class_heads: {takes: as_needed, pay: [class_head], if_short: scale}
    work: {takes: 50%, share_by: [lessons]}
    rest: {takes: rest, for: teachers, share_equally: true}
  adjust:
    least: {each_at_least: 10}
guarantees:
  heads_below: {group: heads, per_head_at_most: 1.0, of: teachers}
veto:
  list: {gifts: {class: moderate}, doubt: {class: moderate}}
  classes: {moderate: {pays: 50%, months: 6, bars: [honours, title]}}
  statuses: {confirmed: apply, under_review: hold}
"""

GIVEN = """\
period: {id: 2025-2026-1, from: 2025-09-01, to: 2026-01-31}
given:
  funds: [{county_id: C1, amount: 11000}]
  schools: |
    school_id, county_id, pupils
    S1,        C1,        300
    S2,        C1,        200.5
  staff: |
    teacher_id, school_id, position
    P1,         S1,        principal
    T1,         S1,        teacher
    T2,         S1,        teacher
    T3,         S2,        teacher
    T3,         S1,        teacher
  workload: |
    teacher_id, school_id, kind,       quantity, event
    P1,         ,          lesson,     4,
    T1,         ,          lesson,     24,
    T2,         ,          lesson,     12,
    T1,         ,          award,      300,      olympiad
    T1,         ,          award,      100,      robots
    T2,         ,          class_head, 1,
    T3,         S2,        lesson,     10,
"""


def write(folder: Path, cases: str, given: str = GIVEN, policy: str = POLICY) -> Path:
    """A folder of the policy `small` and one case file; gives the path of the latter."""
    (folder / "small.yaml").write_text(policy, encoding="utf-8")
    file = folder / "tests" / "small" / "cases.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{given}cases:\n{indent(dedent(cases), '  ')}", encoding="utf-8")
    return file


Run = Callable[[str], Report]
"""Runs cases, written as the list under `cases`."""


def run(folder: Path, cases: str, given: str = GIVEN, policy: str = POLICY) -> Report:
    """What comes of running some cases of the small policy."""
    return run_cases([write(folder, cases, given, policy)])


def codes(report: Report) -> list[str]:
    """The codes of a report's problems, in their order."""
    return [problem.code for problem in report.problems]
