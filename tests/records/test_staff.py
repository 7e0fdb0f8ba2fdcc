"""Stints: overlaps, the latest of a post, full-time equivalents."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records.building import PERIOD, UNHURRIED, checked, dataset, found, passed

DAYS = st.dates(date(2025, 8, 25), date(2025, 9, 20)) | st.none()


def stints(*rows: tuple[str, str, str | None, str | None, str | None]) -> dict[str, Any]:
    """Rows of staff: teacher, school, fte, from, to."""
    names = ("teacher_id", "school_id", "fte", "from", "to")
    columns: dict[str, Any] = {
        name: [row[place] for row in rows] for place, name in enumerate(names)
    }
    return columns | {"position": ["teacher"] * len(rows)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((None, None), (None, None)),
        ((None, "2025-10-31"), ("2025-10-31", None)),
        (("2025-09-01", "2025-12-31"), ("2025-10-01", "2025-10-02")),
        (("2025-09-01", None), (None, "2025-09-01")),
        (("2024-01-01", "2024-12-31"), ("2024-06-01", "2024-06-02")),
    ],
)
def test_overlaps(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> None:
    """Two stints of one post that share a day are an error, inside the period or not."""
    staff = stints(("T1", "S1", "0.1", *one), ("T1", "S1", "0.1", *other))
    told = [problem[0] for problem in found(dataset(staff=staff))]
    assert told.count("R231") == 1


def test_long_stint() -> None:
    """A stint that lies inside an earlier, longer one is told even after a short one between."""
    staff = stints(
        ("T1", "S1", "0.1", "2025-09-01", "2026-01-01"),
        ("T1", "S1", "0.1", "2025-09-10", "2025-09-11"),
        ("T1", "S1", "0.1", "2025-10-10", "2025-10-11"),
        ("T1", "S1", "0.1", "2026-01-02", None),
    )
    assert found(dataset(staff=staff)) == [
        ("R231", "staff", 2, "from"),
        ("R231", "staff", 3, "from"),
    ]


def test_disjoint() -> None:
    """Stints one after another are one post; the same dates at two schools are two posts."""
    staff = stints(
        ("T1", "S1", None, None, "2025-10-31"),
        ("T1", "S1", None, "2025-11-01", None),
        ("T2", "S1", "0.5", None, None),
        ("T2", "S2", "0.5", None, None),
    )
    result = passed(dataset(staff=staff))
    assert result.posts.teacher_id.to_list() == ["T1", "T2", "T2"]
    assert result.staff.post is not None
    assert result.staff.post.tolist() == [0, 0, 1, 2]


def test_latest() -> None:
    """A post's latest stint is that with the greatest from; an empty one is the earliest."""
    staff = stints(
        ("T1", "S1", None, "2025-11-01", "2025-11-30"),
        ("T1", "S1", None, "2025-12-01", "2026-12-31"),
        ("T1", "S1", None, None, "2025-10-31"),
        ("T2", "S1", None, None, None),
        ("T1", "S1", None, "2027-01-01", None),
    )
    result = passed(dataset(staff=staff))
    assert result.posts.latest.tolist() == [1, 3]


def test_outside() -> None:
    """Stints that do not overlap the period are left out, those that touch a day of it are not."""
    staff = stints(
        ("T1", "S1", None, None, "2025-08-31"),
        ("T2", "S1", None, None, "2025-09-01"),
        ("T3", "S1", None, "2026-01-31", None),
        ("T4", "S1", None, "2026-02-01", None),
    )
    result = passed(dataset(staff=staff))
    assert result.posts.teacher_id.to_list() == ["T2", "T3"]
    told = [(p.code, p.place.table, p.count) for p in result.problems]
    assert told == [("R270", "staff", 2)]


@pytest.mark.parametrize(
    "fte",
    [
        {"fte": ["0.5", "", "1", None]},
        {"fte": [0.5, None, 1.0, None]},
        {"fte": pl.Series(["0.5", None, "1", None]).str.to_decimal(scale=2)},
        {"fte": [None] * 4},
        {},
    ],
)
def test_default_of_fte(fte: dict[str, Any]) -> None:
    """Where fte is absent or empty it is 1, in a column of any type."""
    staff = {"teacher_id": ["T1", "T2", "T3", "T4"], "school_id": ["S1"] * 4}
    result = passed(dataset(staff=staff | {"position": ["a"] * 4} | fte))
    from paycalc.records.cells import numbers

    first = 500_000 if fte and fte["fte"][0] is not None else 1_000_000
    assert numbers(result.staff.frame["fte"]).micro.tolist() == [first] + [1_000_000] * 3


def test_above_full_time() -> None:
    """A teacher whose posts of a county add up to more than 1 on a day is told once."""
    staff = stints(
        ("T1", "S1", "0.6", None, "2025-10-31"),
        ("T1", "S2", "0.4", None, None),
        ("T1", "S1", "0.600001", "2025-11-01", None),
        ("T2", "S1", "0.6", None, "2025-10-31"),
        ("T2", "S2", "0.6", "2025-11-01", None),
        ("T3", "S1", "1", None, None),
        ("T3", "S3", "1", None, None),
        ("T4", "S1", "1.1", None, None),
        ("T5", "S1", "0.6", "2025-01-01", "2025-09-01"),
        ("T5", "S2", "0.6", "2025-09-01", None),
    )
    _, problems = checked(dataset(staff=staff))
    told = [(p.code, p.severity, p.place.row, p.place.teacher) for p in problems]
    assert told == [
        ("R260", "warning", 1, "T1"),
        ("R260", "warning", 8, "T4"),
        ("R260", "warning", 9, "T5"),
    ]


ROWS = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["S1", "S2", "S3"]), DAYS, DAYS).filter(
        lambda row: not (row[2] and row[3] and row[2] > row[3])
    ),
    max_size=7,
)


@UNHURRIED
@given(ROWS, st.lists(st.integers(0, 12), min_size=7, max_size=7))
def test_days_of_a_teacher(
    rows: list[tuple[str, str, date | None, date | None]], tenths: list[int]
) -> None:
    """Overlaps and sums above 1 are those that a walk over the days finds."""
    spans = [
        (teacher, school, begin or date(2000, 1, 1), end or date(2100, 1, 1))
        for teacher, school, begin, end in rows
    ]
    overlapping = any(
        one[:2] == other[:2] and one[2] <= other[3] and other[2] <= one[3]
        for place, one in enumerate(spans)
        for other in spans[:place]
    )
    above = set()
    for offset in range((PERIOD.last_day - PERIOD.first_day).days + 1):
        day = PERIOD.first_day + timedelta(offset)
        for teacher in "AB":
            for schools in (("S1", "S2"), ("S3",)):
                total = sum(
                    tenths[place]
                    for place, (who, school, begin, end) in enumerate(spans)
                    if who == teacher and school in schools and begin <= day <= end
                )
                if total > 10:
                    above.add((teacher, schools))
    columns = {
        "teacher_id": pl.Series([row[0] for row in rows], dtype=pl.String),
        "school_id": pl.Series([row[1] for row in rows], dtype=pl.String),
        "position": pl.Series(["a"] * len(rows), dtype=pl.String),
        "fte": pl.Series([k / 10 for k in tenths[: len(rows)]], dtype=pl.Float64),
        "from": pl.Series([row[2] for row in rows], dtype=pl.Date),
        "to": pl.Series([row[3] for row in rows], dtype=pl.Date),
    }
    told = [problem[0] for problem in found(dataset(staff=pl.DataFrame(columns)))]
    assert ("R231" in told) == overlapping
    assert told.count("R260") == len(above)
