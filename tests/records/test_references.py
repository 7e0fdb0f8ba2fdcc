"""Which post or school a row belongs to."""

from __future__ import annotations

from typing import Any

import pytest

from paycalc.records import Checked
from tests.records.building import dataset, found, passed, work


def places(result: Checked, table: str = "workload") -> list[tuple[str, str, str]]:
    """County, school and teacher of every row."""
    rows = result.tables[table]
    assert rows.post is not None
    assert rows.school is None
    posts = result.posts
    schools = result.schools.frame["school_id"]
    of_post = [
        (result.counties[county], schools[school], teacher)
        for county, school, teacher in zip(
            posts.county.tolist(), posts.school.tolist(), posts.teacher_id, strict=True
        )
    ]
    return [of_post[post] for post in rows.post.tolist()]


STAFF = {
    "teacher_id": ["T1", "T1", "T2", "T3", "T3", "T4", "T5", "T5"],
    "school_id": ["S1", "S2", "S1", "S1", "S3", "S2", "S1", "S2"],
    "position": ["teacher"] * 8,
    "fte": ["0.5"] * 8,
    "to": [None, None, None, None, None, "2025-01-01", None, "2025-01-01"],
}
"""T1 has two posts in C1, T2 one, T3 one in each county, T4 none now, T5 one now."""


def rows(**columns: Any) -> dict[str, Any]:
    """The dataset with STAFF and rows of workload."""
    first = next(iter(columns.values()))
    return dataset(staff=STAFF, workload=work(**columns, quantity=["1"] * len(first)))


def test_named_school() -> None:
    """A row that names its school belongs to the teacher's post there."""
    tables = rows(teacher_id=["T1", "T1", "T3", "T2"], school_id=["S2", "S1", "S3", "S1"])
    assert places(passed(tables)) == [
        *(("C1", "S2", "T1"), ("C1", "S1", "T1"), ("C2", "S3", "T3"), ("C1", "S1", "T2"))
    ]


def test_only_post() -> None:
    """A row that names no school belongs to the one post that its teacher has in the period."""
    tables = rows(teacher_id=["T2", "T5"])
    assert places(passed(tables)) == [("C1", "S1", "T2"), ("C1", "S1", "T5")]


def test_county_of_a_row() -> None:
    """A row that names no school but a county belongs to the one post in that county."""
    tables = rows(teacher_id=["T3", "T3", "T2"], county_id=["C2", "C1", None])
    assert places(passed(tables)) == [("C2", "S3", "T3"), ("C1", "S1", "T3"), ("C1", "S1", "T2")]


@pytest.mark.parametrize(
    ("columns", "code", "column"),
    [
        ({"teacher_id": ["X"]}, "R241", "teacher_id"),
        ({"teacher_id": ["t1"]}, "R241", "teacher_id"),
        ({"teacher_id": ["T2"], "school_id": ["X"]}, "R240", "school_id"),
        ({"teacher_id": ["T2"], "school_id": ["S2"]}, "R242", "teacher_id"),
        ({"teacher_id": ["T1"]}, "R243", "teacher_id"),
        ({"teacher_id": ["T3"]}, "R243", "teacher_id"),
        ({"teacher_id": ["T1"], "county_id": ["C1"]}, "R243", "teacher_id"),
        ({"teacher_id": ["T2"], "county_id": ["X"]}, "R245", "county_id"),
        ({"teacher_id": ["T2"], "county_id": ["C2"]}, "R246", "teacher_id"),
        (
            {"teacher_id": ["T2"], "school_id": ["S1"], "county_id": ["C2"]},
            "R248",
            "county_id",
        ),
    ],
)
def test_lost(columns: dict[str, list[str]], code: str, column: str) -> None:
    """A row that belongs to no post, or does not say to which, is told with why."""
    assert [told for told in found(rows(**columns)) if told[0] != "R270"] == [
        (code, "workload", 1, column)
    ]


def test_two_unknown_ids() -> None:
    """A row that names two ids that are not there is told of both."""
    told = found(rows(teacher_id=["X"], school_id=["Y"]))
    assert ("R240", "workload", 1, "school_id") in told
    assert ("R241", "workload", 1, "teacher_id") in told


def test_left_out_posts() -> None:
    """Rows of posts outside the period are left out and counted, named by school or not."""
    tables = rows(
        teacher_id=["T4", "T4", "T5", "T4", "T2"],
        school_id=[None, "S2", "S2", None, None],
        county_id=[None, None, None, "C1", None],
    )
    result = passed(tables)
    assert places(result) == [("C1", "S1", "T2")]
    told = [(p.code, p.place.table, p.count) for p in result.problems if p.code != "R280"]
    assert told == [("R270", "staff", 2), ("R273", "workload", 3 + 1)]


@pytest.mark.parametrize("table", ["workload", "outcomes", "leave"])
def test_tables_of_posts(table: str) -> None:
    """Workload, outcomes and leave are all rows of posts."""
    cells = {"teacher_id": ["X"], "kind": ["a"], "indicator": ["a"]}
    cells |= {"quantity": ["1"], "value": ["1"], "days": ["1"]}
    assert found(dataset(**{table: cells})) == [("R241", table, 1, "teacher_id")]


def test_school_results() -> None:
    """Results belong to schools."""
    cells = {"school_id": ["S3", "S1"], "indicator": ["a"] * 2, "value": ["1"] * 2}
    result = passed(dataset(school_results=cells))
    rows = result.tables["school_results"]
    assert rows.school is not None
    assert (rows.school.tolist(), rows.post) == ([2, 0], None)
    assert result.schools.county[rows.school].tolist() == [1, 0]
    cells |= {"school_id": ["S3", "X"], "county_id": ["C1", None]}
    assert found(dataset(school_results=cells)) == [
        ("R248", "school_results", 1, "county_id"),
        ("R240", "school_results", 2, "school_id"),
    ]


def test_schools_of_staff() -> None:
    """A stint names a school that is there."""
    staff = {"teacher_id": ["T1"], "school_id": ["X"], "position": ["a"], "county_id": ["Y"]}
    assert found(dataset(staff=staff)) == [
        ("R245", "staff", 1, "county_id"),
        ("R240", "staff", 1, "school_id"),
    ]


def test_ids_are_texts() -> None:
    """An id is the same whatever the type of its column, and zeros before it count."""
    tables = dataset(
        schools={"school_id": [1, 2], "county_id": [10.0, 10.0]},
        funds={"county_id": ["10"], "amount": ["5"]},
        staff={"teacher_id": ["7", "007"], "school_id": ["1", "2"], "position": ["a", "a"]},
        workload=work(teacher_id=[7, 7], school_id=[1.0, None], quantity=[1, 2]),
    )
    result = passed(tables)
    assert result.counties == ("10",)
    assert places(result) == [("10", "1", "7"), ("10", "1", "7")]
    assert found({**tables, "workload": work(teacher_id=["07"], quantity=["1"])}) == [
        ("R241", "workload", 1, "teacher_id")
    ]


def test_places_of_problems() -> None:
    """A problem names the teacher, school and county that its row names, and no person."""
    from tests.records.building import checked

    _, problems = checked(rows(teacher_id=["T2"], school_id=["S2"], county_id=["C1"]))
    place = next(problem.place for problem in problems if problem.code == "R242")
    assert (place.teacher, place.school, place.county) == ("T2", "S2", "C1")
