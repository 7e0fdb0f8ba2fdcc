"""Cases of ethics."""

from __future__ import annotations

from typing import Any

import pytest

from tests.records.building import checked, dataset, found, passed

STAFF = {
    "teacher_id": ["T1", "T1", "T3", "T3", "T4", "T6", "T6"],
    "school_id": ["S1", "S2", "S1", "S3", "S2", "S1", "S3"],
    "position": ["teacher"] * 7,
    "fte": ["0.5"] * 7,
    "to": [None] * 4 + ["2025-01-01", None, "2025-01-01"],
}
"""T1 is of C1, T3 and T6 of both counties (T6 of C1 alone in the period), T4 is gone."""


def cases(**columns: Any) -> dict[str, Any]:
    """The dataset with STAFF and cases that a policy's status ``under_review`` holds."""
    rows = len(next(iter(columns.values())))
    ethics = {
        "case_id": [f"K{place}" for place in range(rows)],
        "teacher_id": ["T1"] * rows,
        "item": ["gifts"] * rows,
        "status": ["under_review"] * rows,
    }
    return dataset(staff=STAFF, ethics=ethics | columns)


def told(tables: dict[str, Any], **expects: Any) -> list[tuple[str, int | None, str | None]]:
    """Code, row and column of what is said of the cases."""
    return [
        (code, row, column)
        for code, table, row, column in found(tables, **expects)
        if table == "ethics"
    ]


def test_cases() -> None:
    """Cases come with their person, those whose status means ignore aside."""
    tables = cases(
        teacher_id=["T1", "T3", "T1", "T3"],
        county_id=[None, "C2", "C1", "C1"],
        status=["confirmed", "under_review", "overturned", "confirmed"],
        decided_on=["2025-10-01", None, None, "2025/11/2"],
    )
    result = passed(tables)
    ethics = result.ethics
    assert ethics.case_id.to_list() == ["K0", "K1", "K3"]
    assert ethics.county.tolist() == [0, 1, 0]
    assert ethics.teacher_id.to_list() == ["T1", "T3", "T3"]
    assert ethics.status.to_list() == ["apply", "hold", "apply"]
    assert ethics.item.to_list() == ["gifts"] * 3
    assert ethics.decided_on.days.tolist() == [20362, 0, 20394]
    assert ethics.decided_on.state.tolist() == [0, 1, 0]
    assert ethics.committed_on.state.tolist() == [1, 1, 1]
    posts = result.posts
    people = dict(
        zip(
            posts.person.tolist(),
            zip(posts.county.tolist(), posts.teacher_id, strict=True),
            strict=True,
        )
    )
    assert [people[person] for person in ethics.person.tolist()] == [
        *((0, "T1"), (1, "T3"), (0, "T3"))
    ]
    assert result.persons == 4


def test_none() -> None:
    """Without the table there are no cases."""
    ethics = passed(dataset()).ethics
    assert len(ethics.case_id) == len(ethics.person) == len(ethics.decided_on.days) == 0


def test_twice() -> None:
    """A case_id that stands in two rows is an error."""
    assert told(cases(case_id=["K", "K", "L"])) == [("R232", 2, "case_id")]


def test_no_veto() -> None:
    """Cases for which the policy has no section are an error, told once."""
    tables = cases(item=["gifts", "other"])
    _, problems = checked(tables, ethics_items=None, statuses=None)
    found_ = [(p.code, p.place.row, p.count) for p in problems if p.place.table == "ethics"]
    assert found_ == [("R253", None, 2)]
    assert told(dataset(ethics={}), ethics_items=None, statuses=None) == []


def test_unlisted() -> None:
    """An item or a status that the policy does not list is told with what it lists."""
    _, problems = checked(cases(item=["gifts", "x"], status=["y", "overturned"]))
    found_ = [
        (p.code, p.place.row, p.values["known"]) for p in problems if p.place.table == "ethics"
    ]
    assert found_ == [
        ("R255", 1, "confirmed, overturned, under_review"),
        ("R254", 2, "gifts, tutoring"),
    ]


@pytest.mark.parametrize(
    ("item", "status", "expected"),
    [
        ("gifts", "confirmed", [("R256", 1, "decided_on")]),
        ("tutoring", "confirmed", [("R256", 1, "committed_on"), ("R256", 1, "decided_on")]),
        ("gifts", "under_review", []),
        ("tutoring", "overturned", []),
    ],
)
def test_needed_dates(item: str, status: str, expected: list[tuple[str, int, str]]) -> None:
    """A case that applies needs the dates of its class, whether the columns are there or not."""
    assert told(cases(item=[item], status=[status])) == expected
    empty = {"decided_on": [""], "committed_on": [None]}
    assert told(cases(item=[item], status=[status], **empty)) == expected
    dated = {"decided_on": ["2025-10-01"], "committed_on": ["2025-9-1"]}
    assert told(cases(item=[item], status=[status], **dated)) == []


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"teacher_id": ["X"]}, [("R241", 1, "teacher_id")]),
        ({"teacher_id": ["T3"]}, [("R244", 1, "county_id")]),
        ({"teacher_id": ["T6"]}, [("R244", 1, "county_id")]),
        ({"teacher_id": ["T1"], "county_id": ["X"]}, [("R245", 1, "county_id")]),
        ({"teacher_id": ["T1"], "county_id": ["C2"]}, [("R246", 1, "teacher_id")]),
        ({"teacher_id": ["T3"], "county_id": ["C1"]}, []),
    ],
)
def test_whose(columns: dict[str, list[str]], expected: list[tuple[str, int, str]]) -> None:
    """A case that is of nobody, or does not say of whom, is told with why."""
    assert told(cases(**columns)) == expected


def test_left_out() -> None:
    """Cases of teachers whose posts are all left out are left out with them, and counted."""
    tables = cases(teacher_id=["T4", "T1", "T6"], county_id=[None, None, "C2"])
    result = passed(tables)
    assert result.ethics.case_id.to_list() == ["K1"]
    assert ("R273", "ethics", 2) in [(p.code, p.place.table, p.count) for p in result.problems]
