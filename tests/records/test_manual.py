"""Manual adjustments and opening balances."""

from __future__ import annotations

import pytest

from paycalc.records import Period
from tests.records.building import PERIOD, Cells, checked, dataset, found, passed


def adjustments(**columns: list[str | None]) -> Cells:
    """Two adjustments, of T2 and of T3, with other columns."""
    return {
        "adjustment_id": ["A1", "A2"],
        "teacher_id": ["T2", "T3"],
        "amount": ["10.50", "-3"],
        "reason": ["late", "twice"],
        "author": ["office", "office"],
        **columns,
    }


def told(**columns: list[str | None]) -> list[tuple[str, str | None, int | None, str | None]]:
    """What is told of adjustments."""
    return found(dataset(adjustments=adjustments(**columns)))


def test_adjustments_belong_to_posts() -> None:
    """A row names its school, or its teacher has one post; nobody says that no policy reads it."""
    rows = adjustments(teacher_id=["T1", "T3"], school_id=["S2", ""])
    result, problems = checked(dataset(adjustments=rows))
    assert result is not None
    assert problems == ()
    post = result.tables["adjustments"].post
    assert post is not None
    schools = result.schools.frame["school_id"][result.posts.school[post].tolist()]
    assert result.posts.teacher_id[post.tolist()].to_list() == ["T1", "T3"]
    assert schools.to_list() == ["S2", "S3"]


def test_chinese_headings() -> None:
    """Both tables are understood in Chinese."""
    rows = {
        "调整编号": ["A1"],
        "工号": ["T2"],
        "金额": ["１，０００"],
        "事由": ["迟报"],
        "经办人": ["人事科"],
    }
    opening = {"单位编号": ["S1"], "金额": ["-5"], "县区编号": ["C1"]}
    result, problems = checked(dataset(adjustments=rows, opening_balances=opening))
    assert result is not None
    assert [problem.code for problem in problems] == ["R130"]
    assert {"adjustments", "opening_balances"} <= set(result.tables)


@pytest.mark.parametrize(
    ("column", "cells", "problem"),
    [
        ("adjustment_id", ["A1", "A1"], ("R233", 2)),
        ("adjustment_id", ["A1", None], ("R210", 2)),
        ("reason", [None, "twice"], ("R210", 1)),
        ("author", ["office", ""], ("R210", 2)),
        ("amount", [None, "1"], ("R210", 1)),
        ("amount", ["0", "1"], ("R225", 1)),
        ("amount", ["1", "-0.00"], ("R225", 2)),
        ("amount", ["1.005", "1"], ("R217", 1)),
        ("amount", ["1元", "1"], ("R214", 1)),
        ("amount", ["10000000000000.01", "1"], ("R218", 1)),
        ("teacher_id", ["T9", "T3"], ("R241", 1)),
        ("teacher_id", ["T2", "T1"], ("R243", 2)),
        ("school_id", ["S1", ""], ("R242", 1)),
        ("school_id", ["S9", ""], ("R240", 1)),
    ],
)
def test_what_is_wrong_in_adjustments(
    column: str, cells: list[str | None], problem: tuple[str, int]
) -> None:
    """Ids that come again, cells that are empty or no money, nothing at all, and no such post."""
    code, row = problem
    assert [(code, row) for code, _, row, _ in told(**{column: cells})] == [(code, row)]


@pytest.mark.parametrize("column", ["adjustment_id", "teacher_id", "amount", "reason", "author"])
def test_columns_of_adjustments_that_are_not_there(column: str) -> None:
    """Every column but the school's must be there."""
    rows = {name: cells for name, cells in adjustments().items() if name != column}
    assert [(p[0], p[3]) for p in found(dataset(adjustments=rows))] == [("R202", column)]


def test_adjustments_of_a_post_that_the_period_leaves_out() -> None:
    """They are left out with it and counted, like other rows of such a post."""
    staff = {
        "teacher_id": ["T2", "T3"],
        "school_id": ["S2", "S3"],
        "position": ["teacher", "teacher"],
        "to": ["2025-08-31", None],
    }
    result, problems = checked(dataset(staff=staff, adjustments=adjustments()))
    assert result is not None
    assert {problem.code for problem in problems} == {"R270", "R273"}
    assert result.tables["adjustments"].frame["adjustment_id"].to_list() == ["A2"]


def test_adjustments_known_later() -> None:
    """A row known after the period's `known_at` is as if it were not there, not even twice."""
    period = Period(PERIOD.id, PERIOD.first_day, PERIOD.last_day, PERIOD.last_day)
    rows = adjustments(adjustment_id=["A1", "A1"], known_at=["2025-12-01", "2026-03-01"])
    result, problems = checked(dataset(adjustments=rows), period)
    assert result is not None
    assert [problem.code for problem in problems] == ["R272"]


def test_opening_balances_belong_to_units() -> None:
    """A unit is a school, or what level 1 calls so; its rows belong to one of its schools."""
    opening = {"unit_id": ["S3", "S1"], "amount": ["0", "-2.5"]}
    result = passed(dataset(opening_balances=opening)).tables["opening_balances"]
    assert result.school is not None
    assert result.school.tolist() == [2, 0]
    schools = {
        "school_id": ["S1", "S2", "S3"],
        "county_id": ["C1", "C1", "C2"],
        "group_id": ["G", "G", None],
    }
    opening = {"unit_id": ["S3", "G"], "amount": ["1", "1"]}
    tables = dataset(schools=schools, opening_balances=opening)
    grouped = passed(tables, unit_column="group_id").tables["opening_balances"]
    assert grouped.school is not None
    assert grouped.school.tolist() == [2, 0]


@pytest.mark.parametrize(
    ("opening", "problem"),
    [
        ({"unit_id": ["S1", "S1"], "amount": ["1", "1"]}, ("R234", 2, "unit_id")),
        ({"unit_id": ["S1", "S9"], "amount": ["1", "1"]}, ("R249", 2, "unit_id")),
        ({"unit_id": ["S1", None], "amount": ["1", "1"]}, ("R210", 2, "unit_id")),
        ({"unit_id": ["S1"], "amount": [None]}, ("R210", 1, "amount")),
        ({"unit_id": ["S1"], "amount": ["1.005"]}, ("R217", 1, "amount")),
        ({"unit_id": ["S3"], "amount": ["1"], "county_id": ["C1"]}, ("R249", 1, "unit_id")),
        ({"unit_id": ["S3"], "amount": ["1"], "county_id": ["C7"]}, ("R249", 1, "unit_id")),
    ],
)
def test_what_is_wrong_in_opening_balances(opening: Cells, problem: tuple[str, int, str]) -> None:
    """A unit has one balance, which is money; it is there, and in the county that is named."""
    told = found(dataset(opening_balances=opening))
    assert [(code, row, column) for code, _, row, column in told] == [problem]


def test_a_school_of_a_general_school_is_no_unit() -> None:
    """Where schools share as one, a balance is that of all of them."""
    schools = {
        "school_id": ["S1", "S2", "S3"],
        "county_id": ["C1", "C1", "C2"],
        "group_id": ["G", "G", None],
    }
    tables = dataset(schools=schools, opening_balances={"unit_id": ["S1"], "amount": ["1"]})
    assert [p[0] for p in found(tables, unit_column="group_id")] == ["R249"]
