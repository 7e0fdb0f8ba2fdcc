"""Timetables as tables of a dataset."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from paycalc.records.importing.fet import Activity, Timetable
from paycalc.records.importing.timetables import Choices, alike, tables_of

Rows = list[tuple[str | None, ...]]


def timetable(
    *activities: tuple[str, Sequence[str], Sequence[str], int, int | None],
    teachers: Sequence[str] = ("A", "B", "C"),
    institution: str = "Riverside",
    file: str = "plan.fet",
) -> Timetable:
    """A timetable of activities: subject, teachers, classes, lessons, pupils."""
    made = [
        Activity(subject, tuple(names), tuple(classes), lessons, pupils)
        for subject, names, classes, lessons, pupils in activities
    ]
    return Timetable(file, institution, tuple(teachers), tuple(made))


def rows(frame: pl.DataFrame) -> Rows:
    """The rows of a table of texts."""
    assert set(frame.dtypes) == {pl.String}
    return frame.rows()


def work(plan: Timetable, choices: Choices | None = None) -> Rows:
    """Teacher, kind, quantity, subject and class size of the workload of one school."""
    frame = tables_of([plan], choices or Choices())["workload"]
    return rows(frame.drop("school_id").with_columns(pl.col("teacher_id").str.slice(5)))


def test_schools_and_staff() -> None:
    """A timetable is a school; its teachers, those without lessons too, have posts in order."""
    plans = [
        timetable(("Art", ["B"], [], 1, None), ("Math", ["B"], [], 2, None), teachers=["B", "A"]),
        timetable(institution="", teachers=["B"]),
    ]
    tables = tables_of(plans, Choices(county="X9", position="教师"))
    assert list(tables) == ["schools", "staff", "workload"]
    assert rows(tables["schools"]) == [
        ("S001", "X9", "Riverside", None),
        ("S002", "X9", None, None),
    ]
    assert rows(tables["staff"]) == [
        ("S001-T001", "S001", "B", "教师", "Math", "1"),
        ("S001-T002", "S001", "A", "教师", None, "1"),
        ("S002-T001", "S002", "B", "教师", None, "1"),
    ]


def test_lessons_by_subject_and_class_size() -> None:
    """Lessons are summed by teacher, subject and class size; an unknown size stays empty."""
    plan = timetable(
        ("Math", ["A"], ["1A"], 2, 40),
        ("Math", ["B"], ["1A"], 1, 40),
        ("Math", ["A"], ["1B"], 3, 40),
        ("Math", ["A"], ["1C"], 1, None),
        ("Art", ["A"], ["1A"], 1, 40),
    )
    assert work(plan) == [
        ("T001", "lesson", "5", "Math", "40"),
        ("T001", "lesson", "1", "Math", None),
        ("T001", "lesson", "1", "Art", "40"),
        ("T002", "lesson", "1", "Math", "40"),
    ]


def test_co_teaching_is_a_choice() -> None:
    """Several teachers have the whole each, or an equal part; their class size is not known."""
    plan = timetable(("Math", ["A", "B", "C"], ["1A"], 2, 40), ("Math", ["A"], ["1A"], 1, 40))
    full = work(plan)
    assert [row[2] for row in full] == ["2", "1", "2", "2"]
    assert [row[4] for row in full] == [None, "40", None, None]
    split = work(plan, Choices(co_teaching="split"))
    assert [row[2] for row in split] == ["0.666667", "1", "0.666667", "0.666667"]


def test_parts_are_added_before_they_are_rounded() -> None:
    """Three thirds of a lesson are one lesson."""
    plan = timetable(*[("Math", ["A", "B", "C"], ["1A"], 1, None)] * 3)
    assert [row[2] for row in work(plan, Choices(co_teaching="split"))] == ["1", "1", "1"]


def test_class_heads_are_told_by_their_subject() -> None:
    """Who teaches a class its head's subject is its head, once for each class; lessons stay."""
    plan = timetable(
        ("SHL", ["A"], ["1A"], 1, 40),
        ("SHL", ["A"], ["1A"], 1, 40),
        (" shl ", ["A"], ["1B"], 1, 40),
        ("SHL", ["B"], ["1C"], 1, None),
        ("SHL", ["C"], [], 1, None),
    )
    heads = [row for row in work(plan) if row[1] == "class_head"]
    assert heads == [
        ("T001", "class_head", "2", None, "40"),
        ("T002", "class_head", "1", None, None),
    ]
    assert sum(int(row[2] or "") for row in work(plan) if row[1] == "lesson") == 5
    assert {row[1] for row in work(plan, Choices(class_heads=["Math"]))} == {"lesson"}


def test_two_heads_of_one_class() -> None:
    """Two heads of a class count it each, or half with split credit, however it is taught."""
    plan = timetable(("班会", ["A"], ["1A"], 1, None), ("班会", ["B", "A"], ["1A"], 1, None))
    for choice, quantity in (("full", "1"), ("split", "0.5")):
        made = work(plan, Choices(co_teaching=choice))
        assert [row[2] for row in made if row[1] == "class_head"] == [quantity] * 2


def test_subjects_that_are_no_lessons_are_left_out() -> None:
    """A lunch break is no lesson where that is said, in whatever letters."""
    plan = timetable(("LUNCH", ["A"], [], 5, None), ("Math", ["A"], [], 1, None))
    assert work(plan, Choices(left_out=["lunch"])) == [("T001", "lesson", "1", "Math", None)]


def test_names_that_two_schools_share() -> None:
    """Teachers of one name in two schools are two people."""
    plans = [timetable(("Math", ["A"], [], n, None), teachers=["A"], file=str(n)) for n in (1, 2)]
    found = rows(tables_of(plans, Choices())["workload"])
    assert [row[0] for row in found] == ["S001-T001", "S002-T001"]
    assert [(p.code, p.place.file, p.values) for p in alike(plans)] == [
        ("R179", "2", {"other": "1"})
    ]


def test_schools_without_a_name_are_not_alike() -> None:
    """Two files that name no institution are not told as one school."""
    plans = [timetable(institution="", file=file) for file in ("a", "b")]
    assert list(alike(plans)) == []
