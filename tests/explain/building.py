"""A small county whose every number can be reckoned by hand."""

from __future__ import annotations

from collections.abc import Mapping

import paycalc

POLICY = """
paycalc: 1
id: small
version: "1"
effective: {from: 2025-09-01}
currency: {code: CNY, decimals: 2}
items:
  heads: {of: unit, rows: staff}
  lessons:
    rows: workload
    where: {kind: lesson}
    times: [{by: subject, table: {math: 1.5}, default: 1}]
  tasks: {rows: workload, where: {kind: [duty, trip]}}
  quality: {rows: outcomes, where: {indicator: quality}, combine: mean}
  lead: {rows: workload, where: {kind: head}, times: [10]}
  bonus: {rows: staff, each: {by: position, table: {head: 5}, default: 0}}
level_1:
  pools:
    all: {takes: rest, share_by: [heads]}
level_2:
  pools:
    heads: {takes: as_needed, pay: [lead, bonus]}
    work: {takes: 50%, share_by: [lessons, tasks]}
    results: {takes: rest, share_by: [quality]}
"""

TABLES: Mapping[str, dict[str, list[str]]] = {
    "funds": {"county_id": ["C1"], "amount": ["1000.01"], "source": ["state"]},
    "schools": {"school_id": ["S1", "S2"], "county_id": ["C1", "C1"]},
    "staff": {
        "teacher_id": ["A", "B", "B", "C"],
        "school_id": ["S1", "S1", "S2", "S2"],
        "position": ["teacher", "teacher", "teacher", "head"],
        "subject": ["math", "art", "art", "math"],
        "name": ["甲", "乙", "乙", "丙"],
    },
    "workload": {
        "teacher_id": ["A", "B", "B", "C", "C", "A"],
        "school_id": ["S1", "S1", "S2", "S2", "S2", "S1"],
        "kind": ["lesson", "lesson", "lesson", "lesson", "duty", "lesson"],
        "quantity": ["10", "4", "6", "8", "1", "10"],
    },
    "outcomes": {
        "teacher_id": ["A", "A", "C"],
        "school_id": ["S1", "S1", "S2"],
        "indicator": ["quality", "quality", "quality"],
        "value": ["80", "90", "75"],
    },
}
PERIOD = {"id": "p", "from": "2025-09-01", "to": "2026-01-31"}


def small(
    tables: Mapping[str, object] = TABLES, *, two_counties: bool = False, policy: str = POLICY
) -> paycalc.Result:
    """The result of the small county; with two, the second has the same teachers."""
    read, problems = paycalc.parse_policy(policy)
    assert read is not None, problems
    if two_counties:
        tables = {name: twice(table) for name, table in TABLES.items()}
    return paycalc.compute(read, paycalc.Records.from_tables(tables, period=PERIOD))


def twice(table: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The rows of a table for two counties: other schools, the same teachers."""

    def moved(name: str, values: list[str]) -> list[str]:
        return [v.replace("S", "Z") if name == "school_id" else v for v in values]

    both = {name: [*values, *moved(name, values)] for name, values in table.items()}
    if "county_id" in both:
        half = len(both["county_id"]) // 2
        both["county_id"] = ["C1"] * half + ["C2"] * half
    return both
