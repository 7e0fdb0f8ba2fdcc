"""Two counties as text tables, and the same as arrays typed by hand.

In the order of their keys (units as UTF-8 bytes, schools and posts within them):

    county  unit  school  post            staff rows
    A (0)   S2    S2 (0)  T1 (0), T2 (1)  0; 1 and 2 (two stints)
            Z     S1 (1)  T1 (2)          3
                  S3 (2)  T3 (3)          4
    B (1)   S9    S9 (3)  T1 (4)          5

The texts that matter are chinese 0, duty 1, lesson 2, math 3, principal 4, teacher 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from paycalc.engine import Encoded, EnginePlan
from paycalc.engine.encoded import Cases, EncodedTable
from paycalc.engine.numbers import Numbers
from paycalc.engine.states import State, StateCode
from paycalc.policy import parse_policy
from paycalc.records import Period, Records

Cells = Mapping[str, Sequence[Any]]

POLICY = """
paycalc: 1
id: by-hand
version: "1"
effective: {from: 2025-09-01, to: 2026-08-31}
currency: {code: CNY, decimals: 2}
groups:
  teachers: {position: [teacher]}
items:
  heads: {of: unit, rows: staff}
  lessons:
    rows: workload
    where: {kind: lesson}
    times: [{by: subject, table: {math: 1.2}, default: 1}]
  tenure: {rows: staff, each: hired_on.years, combine: max}
  present: {rows: staff, each: held.share, combine: max}
level_1:
  unit: group_id
  pools:
    awards: {takes: rest, from: [award], share_by: [heads]}
    base: {takes: rest, share_by: [heads]}
level_2:
  pools:
    awards: {takes: rest, from: [awards], share_equally: true}
    tenure: {takes: as_needed, pay: [tenure], if_short: scale}
    work: {takes: rest, for: teachers, share_by: [lessons], factors: [present]}
veto:
  list: {gifts: {class: moderate, title: {en: gifts, zh: 礼品}}}
  classes: {moderate: {pays: 50%, months: 6}}
  statuses: {confirmed: apply, under_review: hold}
"""

PERIOD = Period("2025-2026-1", date(2025, 9, 1), date(2026, 1, 31))

TABLES: Mapping[str, Cells] = {
    "funds": {
        "county_id": ["B", "A", "A"],
        "amount": ["500", "90.01", "1000.00"],
        "source": ["", "award", ""],
    },
    "schools": {
        "school_id": ["S9", "S3", "S2", "S1"],
        "county_id": ["B", "A", "A", "A"],
        "group_id": ["", "Z", "", "Z"],
    },
    "staff": {
        "teacher_id": ["T1", "T2", "T3", "T1", "T2", "T1"],
        "school_id": ["S9", "S2", "S3", "S1", "S2", "S2"],
        "county_id": ["B", "A", "A", "A", "A", "A"],
        "position": ["teacher", "teacher", "principal", "teacher", "teacher", "teacher"],
        "from": ["", "2025-12-01", "", "", "2025-08-01", ""],
        "to": ["", "", "", "", "2025-10-31", ""],
        "hired_on": [
            "2026-01-31",
            "2024-02-29",
            "2001-01-01",
            "2020-02-01",
            "2024-02-29",
            "2010-09-01",
        ],
    },
    "workload": {
        "teacher_id": ["T1", "T2", "T1", "T1", "T1"],
        "school_id": ["S9", "S2", "S1", "S2", "S2"],
        "county_id": ["B", "A", "A", "A", "A"],
        "kind": ["lesson", "lesson", "lesson", "lesson", "duty"],
        "subject": ["", "chinese", "math", "math", ""],
        "quantity": ["8", "20", "12.5", "10", "5"],
    },
    "ethics": {
        "case_id": ["K"],
        "teacher_id": ["T1"],
        "county_id": ["A"],
        "item": ["gifts"],
        "status": ["confirmed"],
        "decided_on": ["2025-10-10"],
    },
}


def plan_of(text: str = POLICY) -> EnginePlan:
    """A policy's plan."""
    policy, problems = parse_policy(text)
    assert policy is not None, [str(problem) for problem in problems]
    return EnginePlan(policy)


def records_of(tables: Mapping[str, Cells] = TABLES) -> Records:
    """Text tables as records."""
    return Records.from_tables(dict(tables), period=PERIOD)


def ints(*values: int) -> Any:
    """Whole numbers."""
    return np.array(values, np.int64)


def cells(*values: int | StateCode) -> Numbers:
    """Numbers or days, with a state where there is none."""
    states = [value if isinstance(value, StateCode) else State.OK for value in values]
    numbers = [0 if isinstance(value, StateCode) else value for value in values]
    return Numbers(ints(*numbers), np.array(states, np.uint8))


def day(text: str) -> int:
    """Days since 1970-01-01."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


NO = State.NONE

STAFF = EncodedTable(
    row_owner=ints(0, 1, 1, 2, 3, 4),
    row_origin=ints(5, 4, 1, 3, 2, 0),
    texts={"position": ints(5, 5, 5, 5, 4, 5)},
    dates={
        "from": cells(NO, day("2025-08-01"), day("2025-12-01"), NO, NO, NO),
        "to": cells(NO, day("2025-10-31"), NO, NO, NO, NO),
        "hired_on": cells(
            day("2010-09-01"),
            day("2024-02-29"),
            day("2024-02-29"),
            day("2020-02-01"),
            day("2001-01-01"),
            day("2026-01-31"),
        ),
    },
)

WORKLOAD = EncodedTable(
    row_owner=ints(0, 0, 1, 2, 4),
    row_origin=ints(3, 4, 1, 2, 0),
    texts={"kind": ints(2, 1, 2, 2, 2), "subject": ints(3, -1, 0, 3, -1)},
    numbers={"quantity": cells(10_000_000, 5_000_000, 20_000_000, 12_500_000, 8_000_000)},
)

ENCODED = Encoded(
    first_day=day("2025-09-01"),
    last_day=day("2026-01-31"),
    unit_starts=ints(0, 2, 3),
    school_starts=ints(0, 1, 3, 4),
    post_starts=ints(0, 2, 4, 5),
    post_school=ints(0, 0, 1, 2, 3),
    post_order=ints(2, 0, 1, 3, 4),
    post_teacher=ints(0, 1, 0, 2, 3),
    latest=ints(0, 2, 3, 4, 5),
    funds=np.array([[100_000, 50_000], [9_001, 0]]),
    literals=ints(2, 3, 5),
    vocabulary=6,
    tables={
        "schools": EncodedTable(ints(0, 1, 2, 3), ints(1, 0, 2, 3)),
        "staff": STAFF,
        "workload": WORKLOAD,
    },
    cases=Cases(
        county=ints(0),
        teacher=ints(0),
        item=ints(0),
        holds=ints(0),
        decided_on=cells(day("2025-10-10")),
        committed_on=cells(NO),
        origin=ints(0),
    ),
)
