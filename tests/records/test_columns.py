"""Missing and unread tables and columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from paycalc.records import check, read_records
from tests.records.building import EXPECTS, checked, dataset, found, short, work, write_csv


@pytest.mark.parametrize("table", ["funds", "schools", "staff"])
def test_missing_table(table: str) -> None:
    """Without its funds, schools or staff a dataset cannot be computed."""
    assert found(dataset(**{table: None})) == [("R201", table, None, None)]


def test_optional_tables() -> None:
    """The other tables may be missing: they count as empty."""
    assert found(dataset()) == []


def test_unreadable_table_is_told_once(tmp_path: Path) -> None:
    """A table that could not be read is not said to be missing as well."""
    folder = write_csv(tmp_path, dataset())
    (folder / "staff.csv").write_bytes(b"")
    assert short(check(read_records(folder), EXPECTS)[1]) == [("R105", "staff", None, None)]


def test_no_folder_is_told_once(tmp_path: Path) -> None:
    """Of a folder that is not there nothing more is said."""
    result, problems = check(read_records(tmp_path / "nowhere"), EXPECTS)
    assert result is None
    assert [problem.code for problem in problems] == ["R101"]


def test_missing_column() -> None:
    """A required column that is missing is told with its Chinese heading."""
    tables = dataset(leave={"teacher_id": ["T2"], "days": ["1"]})
    _, problems = checked(tables)
    assert short(problems) == [("R202", "leave", None, "kind")]
    assert problems[0].values == {"column": "kind", "zh": "假别"}


def test_missing_columns_of_ids() -> None:
    """Without the ids of schools or staff no row's place is judged, and nothing is said twice."""
    tables = dataset(
        staff={"teacher_id": ["T2"], "position": ["teacher"]}, workload=work(teacher_id=["X"])
    )
    assert found(tables) == [("R202", "staff", None, "school_id")]
    tables = dataset(schools={"school_id": ["S1"]})
    assert found(tables) == [("R202", "schools", None, "county_id")]


@pytest.mark.parametrize("heading", ["position_", "Position", "岗位名"])
def test_nearest_heading(heading: str) -> None:
    """The heading that comes nearest, in either language, is named."""
    staff = {"teacher_id": ["T1"], "school_id": ["S1"], heading: ["teacher"]}
    _, problems = checked(dataset(staff=staff))
    assert short(problems) == [("R203", "staff", None, "position")]
    assert problems[-1].values["nearest"] == heading


def test_columns_of_the_policy() -> None:
    """A column that the policy reads in a table must be there if the table has rows."""
    wanted = {"schools": frozenset({"stage"}), "leave": frozenset({"reason"})}
    assert found(dataset(), columns=wanted) == [("R202", "schools", None, "stage")]
    empty = {"teacher_id": [], "kind": [], "days": []}
    schools = dataset()["schools"] | {"stage": ["a", "b", "c"]}
    assert found(dataset(schools=schools, leave=empty), columns=wanted) == []


def test_unit_column() -> None:
    """The column that makes units must be there."""
    assert found(dataset(), unit_column="group_id") == [("R202", "schools", None, "group_id")]


def test_columns_anywhere() -> None:
    """A bare column must be in one of the tables where it is looked for."""
    places = (("class_size", ("workload", "staff", "schools")),)
    tables = dataset(workload=work(quantity=["1"]))
    _, problems = checked(tables, anywhere=places)
    assert short(problems) == [("R204", None, None, "class_size")]
    assert problems[0].values == {"column": "class_size", "tables": "workload, staff, schools"}
    having = dataset(workload=work(quantity=["1"], class_size=["50"]))
    assert found(having, anywhere=places) == []
    elsewhere = tables | {"schools": dataset()["schools"] | {"class_size": ["1", "2", "3"]}}
    assert found(elsewhere, anywhere=places) == []


def test_columns_that_no_row_needs() -> None:
    """A bare column is not missed for the sake of a table that is not there, or has no rows."""
    places = (("class_size", ("workload", "staff", "schools")),)
    assert found(dataset(), anywhere=places) == []
    assert found(dataset(workload={}), anywhere=places) == []


def test_fte_is_never_missed() -> None:
    """Staff has ``fte`` whether its file does or not."""
    staff = {name: cells for name, cells in dataset()["staff"].items() if name != "fte"}
    staff["teacher_id"] = ["T2", "T1", "T4", "T3"]
    wanted = {"columns": {"staff": frozenset({"fte"})}, "anywhere": (("fte", ("staff",)),)}
    assert found(dataset(staff=staff), **wanted) == []


def test_unread_columns() -> None:
    """Columns that nothing reads are noted, under their own headings, table by table."""
    schools = dataset()["schools"] | {"学校": ["a", "b", "c"], "stage": ["x"] * 3, "z": [1, 2, 3]}
    workload = work(quantity=["1"], date=["2025-09-01"], event=["e"], level=["l"], note=["n"])
    _, problems = checked(
        dataset(schools=schools, workload=workload, leave=work(days=["1"])),
        tables=frozenset({"workload"}),
        columns={"schools": frozenset({"stage"})},
        anywhere=(("event", ("workload", "staff")),),
        mentioned={"workload": {"level": frozenset({"l"})}},
    )
    told = [(p.code, p.place.table, p.values.get("columns"), p.count) for p in problems]
    assert told == [
        ("R281", "leave", None, 1),
        ("R280", "schools", "学校, z", 2),
        ("R280", "workload", "note", 1),
    ]


def test_headings_of_places() -> None:
    """A problem names a column as the user's file does."""
    leave = {"工号": ["T2"], "假别": ["病假"], "天数": ["三"]}
    assert found(dataset(leave=leave)) == [("R211", "leave", 1, "天数")]
