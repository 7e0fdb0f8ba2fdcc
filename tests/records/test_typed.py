"""Cells that must be there, be numbers or be dates."""

from __future__ import annotations

import math
from datetime import date

import polars as pl
import pytest

from tests.records.building import checked, dataset, found, passed, work


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("funds", "county_id"), ("funds", "amount"), ("schools", "school_id")),
        *(("schools", "county_id"), ("staff", "teacher_id"), ("staff", "position")),
        *(("leave", "teacher_id"), ("leave", "days"), ("school_results", "value")),
        *(("ethics", "case_id"), ("ethics", "item"), ("ethics", "status")),
    ],
)
@pytest.mark.parametrize("empty", ["", " 　", None])
def test_empty(table: str, column: str, empty: str | None) -> None:
    """A required cell that is empty is told with its row."""
    whole = dataset(
        leave={"teacher_id": ["T2", "T2"], "kind": ["病假"] * 2, "days": ["1", "2"]},
        school_results={"school_id": ["S1"] * 2, "indicator": ["a"] * 2, "value": ["1", "2"]},
        ethics={
            "case_id": ["1", "2"],
            "teacher_id": ["T2"] * 2,
            "item": ["gifts"] * 2,
            "status": ["overturned"] * 2,
        },
    )
    cells = {name: list(values) for name, values in whole[table].items()}
    cells[column][0] = empty
    told = found({**whole, table: cells})
    assert [problem for problem in told if problem[0] == "R210"] == [("R210", table, 1, column)]


def test_missing_schools_cell_of_staff() -> None:
    """A stint without school is told once."""
    staff = dict(dataset()["staff"]) | {"school_id": ["S2", None, "S2", "S3"]}
    assert found(dataset(staff=staff)) == [("R210", "staff", 2, "school_id")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("十二", "R211"), ("无", "R211"), ("-", "R211"), ("0x10", "R214"), ("1_000", "R214")),
        *(("nan", "R212"), ("NaN", "R212"), ("-inf", "R212"), ("Infinity", "R212")),
        *(
            ("1e5", "R213"),
            ("3.5E+17", "R213"),
            ("12节", "R214"),
            ("50%", "R214"),
            ("5 天", "R214"),
        ),
        *(("12,5", "R215"), ("1,23,456", "R215"), ("１，２", "R215"), ("²", "R211")),
        *(("1000000000.1", "R216"), ("-9999999999", "R216")),
    ],
)
def test_no_number(text: str, code: str) -> None:
    """A text where a number should be is told by its reason; the text itself is not shown."""
    _, problems = checked(dataset(workload=work(quantity=["1", text])))
    assert [(p.code, p.place.row, p.place.column) for p in problems] == [(code, 2, "quantity")]
    words = "".join(problem.message(which) for problem in problems for which in ("en", "zh"))
    assert code == "R212" or text not in words  # NaN is a word of the message itself


@pytest.mark.parametrize(
    ("cell", "code"),
    [(math.nan, "R212"), (math.inf, "R212"), (-1e300, "R216"), (True, "R211"), (date.min, "R211")],
)
def test_typed_no_number(cell: object, code: str) -> None:
    """Typed cells that are no numbers are refused like texts."""
    assert found(dataset(workload=work(quantity=[cell]))) == [(code, "workload", 1, "quantity")]


@pytest.mark.parametrize(
    ("table", "column"),
    [("staff", "fte"), ("outcomes", "value"), ("leave", "days"), ("school_results", "value")],
)
def test_number_columns(table: str, column: str) -> None:
    """Every column that is declared a number is judged."""
    rows = {
        "outcomes": {"teacher_id": ["T2"], "indicator": ["a"], "value": ["1"]},
        "leave": {"teacher_id": ["T2"], "kind": ["a"], "days": ["1"]},
        "school_results": {"school_id": ["S1"], "indicator": ["a"], "value": ["1"]},
        "staff": dataset()["staff"],
    }
    cells = dict(rows[table]) | {column: ["x"] * len(rows[table][column])}
    told = found(dataset(**{table: cells}))
    assert told[0] == ("R211", table, 1, column)
    assert {problem[0] for problem in told} == {"R211"}


def test_other_columns_are_free() -> None:
    """Columns that only a policy may read as numbers are not judged here."""
    assert found(dataset(workload=work(quantity=["1"], class_size=["many"], rank=["一"]))) == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("workload", "date"), ("workload", "from"), ("staff", "to"), ("staff", "known_at")),
        *(("ethics", "decided_on"), ("ethics", "committed_on"), ("schools", "known_at")),
    ],
)
def test_no_date(table: str, column: str) -> None:
    """A date that is none is told with its row."""
    ethics = {"case_id": ["1"], "teacher_id": ["T2"], "item": ["gifts"], "status": ["overturned"]}
    whole = dataset(workload=work(quantity=["1"]), ethics=ethics)
    rows = len(next(iter(whole[table].values())))
    cells = dict(whole[table]) | {column: ["2025-02-29"] + [None] * (rows - 1)}
    assert found({**whole, table: cells}) == [("R219", table, 1, column)]


@pytest.mark.parametrize("table", ["workload", "staff"])
def test_crossed_dates(table: str) -> None:
    """From after to is an error in any table."""
    whole = dataset(workload=work(quantity=["1"]))
    rows = len(next(iter(whole[table].values())))
    rest = [None] * (rows - 1)
    cells = dict(whole[table]) | {"from": ["2025-09-02", *rest], "to": ["2025-09-01", *rest]}
    told = [problem for problem in found({**whole, table: cells}) if problem[0] == "R220"]
    assert told == [("R220", table, 1, "to")]
    cells |= {"from": ["2025-09-01", *rest]}
    assert found({**whole, table: cells}) == []


def test_dates_become_dates() -> None:
    """Columns that are declared dates come out as dates, however they were written."""
    days = ["2025-9-1", "2025/10/01", "２０２５－１１－０１", None]
    result = passed(dataset(workload=work(quantity=["1"] * 4, date=days)))
    assert result.tables["workload"].frame["date"].to_list() == [
        *(date(2025, 9, 1), date(2025, 10, 1), date(2025, 11, 1), None)
    ]


def test_counts_of_what_was_read() -> None:
    """Folded cells are noted and rounded numbers warned of, counted by column."""
    cells = work(
        quantity=["１２", "1,234.5", "0.1234567", "1"],
        date=["2025-09-01", "２０２５/9/1", None, None],
    )
    _, problems = checked(dataset(workload=cells))
    assert [(p.code, p.severity, p.place.column, p.count) for p in problems] == [
        ("R130", "note", "date", 1),
        ("R130", "note", "quantity", 2),
        ("R132", "warning", "quantity", 1),
    ]


def test_rounded_floats() -> None:
    """A float of more than six decimals is rounded and counted, one of fewer is not."""
    _, problems = checked(dataset(workload=work(quantity=pl.Series([1 / 3, 0.1, 12.345678]))))
    assert [(p.code, p.count) for p in problems] == [("R132", 1)]


def test_capped() -> None:
    """A thousand problems of a kind are told one by one, and then a count."""
    told = found(dataset(workload=work(quantity=["x"] * 1200)))
    assert told.count(("R199", "workload", None, "quantity")) == 1
    assert len(told) == 1001
    rest = [
        p for p in checked(dataset(workload=work(quantity=["x"] * 1200)))[1] if p.code == "R199"
    ]
    assert rest[0].values == {"code": "R211", "more": 200}
