"""A cell's own columns, read as text, number or date, say the same to engine and reference."""

from __future__ import annotations

import pytest

from tests.agreement.answers import Paid, Refused
from tests.agreement.checking import disagreement
from tests.agreement.engine_side import by_engine
from tests.agreement.reference_side import by_reference
from tests.strategies import Case

_POLICY = """
paycalc: 1
id: cells
version: "1"
effective: {{from: 2025-09-01}}
currency: {{code: CNY, decimals: 2}}
items:
  {items}
level_1: {{pools: {{base: {{takes: rest, share_equally: true}}}}}}
level_2:
  pools:
    shared: {{takes: 50%, share_by: [y]}}
    even: {{takes: rest, share_equally: true}}
"""
_PERIOD = {"id": "p", "from": "2025-09-01", "to": "2026-01-31"}
_STAFF = (
    ("A", "S", "1", "math"),
    ("B", "S", "2", "math"),
    ("D", "S", "", ""),
    ("E", "R", "1", "math"),
)
_WORK = (
    ("A", "3", "40", "2025-09-08", ""),
    ("A", "5", "41.5", "2025-10-08", ""),
    ("B", "7", "", "2025-11-01", "3"),
    ("D", "2", "30", "", ""),
    ("E", "1", "12", "2025-12-31", "1"),
)


def _case(items: str) -> Case:
    columns = ("teacher_id", "quantity", "class_size", "date", "grade")
    tables = {
        "funds": [{"county_id": "C", "amount": "1000.01"}],
        "schools": [
            {"school_id": school, "county_id": "C", "stage": stage}
            for school, stage in (("S", "junior"), ("R", "senior"))
        ],
        "staff": [
            {"teacher_id": t, "school_id": s, "position": "teacher", "grade": g, "subject": b}
            for t, s, g, b in _STAFF
        ],
        "workload": [dict(zip(columns, row, strict=True), kind="lesson") for row in _WORK],
    }
    return Case({}, _POLICY.format(items="\n  ".join(items.split(" | "))), tables, _PERIOD)


@pytest.mark.parametrize(
    "items",
    [
        "x: {of: [post, class_size], rows: workload, then: [{times: class_size}]}"
        " | y: {rows: {item: x}}",
        "x: {of: [post, class_size], rows: workload}"
        " | y: {rows: {item: x}, where: {class_size: {from: 35}}}",
        "x: {of: [post, class_size], rows: workload}"
        " | y: {rows: {item: x},"
        " times: [{by: class_size, bands: {0: 1, 40: 2}, default: 3}]}",
        "x: {of: [post, date], rows: workload}"
        " | y: {rows: {item: x}, where: {date: {from: 2025-10-01}}}",
        "x: {of: [post, date], rows: workload}"
        " | y: {rows: {item: x}, times: [{by: date.month, table: {2025-09: 2}, default: 1}]}",
        "x: {of: [post, date], rows: workload}"
        " | y: {rows: {item: x}, where: {date.week: [2025-W41, 2025-W37]}}",
        "x: {of: [post, date.month], rows: workload}"
        " | y: {rows: {item: x}, times: [{by: date.month, table: {2025-10: 3}, default: 1}]}",
        "x: {of: [post, held.days], rows: workload} | y: {rows: {item: x}, times: [held.days]}",
        "x: {of: [post, row.grade], rows: workload}"
        " | y: {rows: {item: x}, times: [{by: grade, table: {1: 5, 2: 7}, default: 1}]}",
        "x: {of: [unit, staff.subject], rows: workload,"
        " then: [{times: {by: staff.subject, table: {math: 3}, default: 1}}]}"
        " | y: {rows: workload, times: [{item: x}]}",
        "x: {of: [county, staff.subject], rows: workload,"
        " then: [{relative_to: {sum: [staff.subject]}}]}"
        " | y: {rows: workload, times: [{item: x}]}",
        "x: {of: [county, school.stage], rows: workload}"
        " | z: {of: county, rows: {item: x},"
        " times: [{by: school.stage, table: {junior: 3}, default: 1}]}"
        " | y: {rows: workload, times: [{item: z}]}",
        "x: {of: [unit, grade, row.grade], rows: workload}"
        " | z: {of: unit, rows: {item: x}, combine: count}"
        " | y: {rows: workload, times: [{item: x}, {item: z}]}",
        "x: {of: [unit, grade, row.grade], rows: workload, then: [{times: grade},"
        " {plus: row.grade}]} | y: {rows: workload, times: [{item: x, default: 2}]}",
    ],
)
def test_a_cells_own_columns_are_read_alike(items: str) -> None:
    """A cell's column is its own text, also where it is wanted as a number or date."""
    case = _case(items)
    assert isinstance(by_reference(case), Paid)
    assert disagreement(case, by_engine, by_reference) == {}


@pytest.mark.parametrize(
    ("items", "error"),
    [
        (
            "x: {of: [post, class_size], rows: workload}"
            " | y: {rows: {item: x}, times: [class_size]}",
            "row_without_number",
        ),
        (
            "x: {of: [post, kind], rows: workload} | y: {rows: {item: x}, times: [kind]}",
            "text_for_number",
        ),
    ],
)
def test_a_cells_own_column_that_is_no_number_is_an_error(items: str, error: str) -> None:
    """A cell's own text that is empty, or no number, is refused where a number is wanted."""
    case = _case(items)
    assert by_reference(case) == Refused(frozenset([error]), {"C": frozenset([error])})
    assert disagreement(case, by_engine, by_reference) == {}
