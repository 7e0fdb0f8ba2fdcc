"""Schools and units."""

from __future__ import annotations

from typing import Any

import pytest

from tests.records.building import checked, dataset, found, passed


def schools(*rows: tuple[str, str, str | None]) -> dict[str, Any]:
    """Rows of schools: school, county, group."""
    names = ("school_id", "county_id", "group_id")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def units(*rows: tuple[str, str, str | None]) -> list[tuple[str, int | None, str | None]]:
    """Code, row and unit of what is wrong with the units of schools."""
    everywhere = [("S1", "C1", None), ("S2", "C1", None), ("S3", "C2", None)]
    named = {row[0] for row in rows}
    others = tuple(row for row in everywhere if row[0] not in named)
    tables = dataset(schools=schools(*rows, *others))
    _, problems = checked(tables, unit_column="group_id")
    return [(p.code, p.place.row, p.place.unit) for p in problems]


def test_twice() -> None:
    """A school that stands in two rows is an error, also in two counties."""
    rows = schools(("S1", "C1", None), ("S2", "C1", None), ("S1", "C2", None), ("S3", "C2", None))
    assert found(dataset(schools=rows)) == [("R230", "schools", 3, "school_id")]


def test_order() -> None:
    """Schools, counties and posts come in the order of their ids as UTF-8 bytes."""
    ids = ["\uffee", "b", "a", "Z", "\U00020000"]
    rows = schools(
        *((school, "县" if place % 2 else "c", None) for place, school in enumerate(ids))
    )
    staff = {"teacher_id": ids, "school_id": ids, "position": ["a"] * 5}
    funds = {"county_id": ["c", "县"], "amount": ["1", "1"]}
    result = passed(dataset(schools=rows, staff=staff, funds=funds))
    assert result.counties == ("c", "县")
    assert result.schools.frame["school_id"].to_list() == ["a", "\uffee", "\U00020000", "Z", "b"]
    assert result.posts.teacher_id.to_list() == ["a", "\uffee", "\U00020000", "Z", "b"]
    assert result.schools.county.tolist() == [0, 0, 0, 1, 1]
    assert result.schools.rows is not None
    assert result.schools.rows.tolist() == [2, 0, 4, 3, 1]


def test_units() -> None:
    """Schools of one county that agree on the column are one unit; an empty one is its own."""
    assert units(("S1", "C1", "G"), ("S2", "C1", "G"), ("S3", "C2", None)) == []
    assert units(("S1", "C1", "S1"), ("S2", "C1", None)) == []


def test_unit_in_two_counties() -> None:
    """A unit that has schools of two counties is an error."""
    assert units(("S1", "C1", "G"), ("S3", "C2", "G")) == [("R251", 1, "G")]


@pytest.mark.parametrize(
    "rows",
    [
        (("S2", "C1", "S1"),),
        (("S1", "C1", "S1"), ("S2", "C1", "S1")),
        (("S1", "C1", "S2"), ("S2", "C1", "S1")),
    ],
)
def test_unit_called_like_a_school(rows: tuple[tuple[str, str, str | None], ...]) -> None:
    """A unit may be called like a school only if that school is all of it."""
    assert {code for code, _, _ in units(*rows)} == {"R252"}


def test_no_unit_column() -> None:
    """Where schools are the units, the column of groups means nothing."""
    rows = schools(("S1", "C1", "S3"), ("S2", "C1", "G"), ("S3", "C2", "G"))
    assert found(dataset(schools=rows)) == []
