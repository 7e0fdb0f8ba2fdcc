"""A county of two schools, small enough to compute by hand, and what the lint says of it."""

from __future__ import annotations

from collections.abc import Mapping

import paycalc
from paycalc.policy.lint import Report
from paycalc.result.lint import lint_result
from tests.policy.building import accepted

POLICY = """\
paycalc: 1
id: county
version: "1"
effective: {from: 2025-09-01}
currency: {code: CNY, decimals: 2}
groups:
  front_line: {position: teacher}
  leaders: {position: principal}
items:
  size: {of: unit, rows: staff, each: fte}
  points: {rows: workload, where: {kind: [lesson, class_head]}}
level_1: {pools: {base: {takes: rest, share_by: [size]}}}
level_2: {pools: {work: {takes: rest, share_by: [points], weights: {leaders: 0.5, front_line: 1}}}}
"""
Table = Mapping[str, list[str]]
TABLES: Mapping[str, Table] = {
    "funds": {"county_id": ["C1"], "amount": ["8000"]},
    "schools": {"school_id": ["S1", "S2"], "county_id": ["C1", "C1"]},
    "staff": {
        "teacher_id": ["T1", "T2", "T3", "T4", "T4"],
        "school_id": ["S1", "S1", "S1", "S1", "S2"],
        "position": ["principal", "teacher", "teacher", "teacher", "teacher"],
        "fte": ["1", "1", "1", "0.5", "0.5"],
    },
    "workload": {
        "teacher_id": ["T1", "T2", "T3", "T4", "T4"],
        "school_id": ["S1", "S1", "S1", "S1", "S2"],
        "kind": ["lesson"] * 5,
        "quantity": ["12", "12", "12", "6", "6"],
    },
}
PERIOD = {"id": "2025-1", "from": "2025-09-01", "to": "2026-01-31"}


def linted(
    policy: str = POLICY, period: Mapping[str, str] = PERIOD, **tables: Table | None
) -> Report:
    """What the lint says of the county with these tables instead of, or besides, its own."""
    merged = {name: table for name, table in {**TABLES, **tables}.items() if table is not None}
    records = paycalc.Records.from_tables(merged, period=dict(period))
    return lint_result(paycalc.compute(accepted(policy), records))


def told(report: Report) -> list[str]:
    """The codes of the findings."""
    return [one.code for one in report.findings]


def unjudged(report: Report) -> set[str]:
    """The rules that a note says were not judged."""
    return {str(note.values["rule"]) for note in report.notes}


def benchmarks(**values: str) -> Table:
    """The table of benchmarks of the county."""
    return {
        "county_id": ["C1"] * len(values),
        "benchmark": list(values),
        "value": list(values.values()),
    }


def rotation(*rows: str) -> Table:
    """The table of rotation: a row is due, moved and backbone, as `yes yes no`."""
    answers = [row.split() for row in rows]
    return {
        "teacher_id": [f"T{number}" for number in range(len(rows))],
        "school_id": ["S1", "S2"] * (len(rows) // 2) + ["S1"] * (len(rows) % 2),
        "due": [one[0] for one in answers],
        "moved": [one[1] for one in answers],
        "backbone": [one[2] for one in answers],
    }
