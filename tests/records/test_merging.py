"""The problems of batches, told as if all had been found at once."""

from __future__ import annotations

import pytest

from paycalc.problems import Place, Problem
from paycalc.records import merging
from paycalc.records.merging import merged

WORKLOAD = Place(table="workload", column="quantity")


def counted(code: str, count: int, place: Place = WORKLOAD) -> Problem:
    """A problem that stands for so many cells."""
    return Problem(code, place, {"count": count}, count)


def strange(text: str, file: str, row: int, count: int) -> Problem:
    """A text that the policy never mentions, where it first stands in a file."""
    place = Place(file=file, table="workload", row=row, column="kind")
    return Problem("R261", place, {"known": "lesson", "count": count}, count, alike=text)


def unread(columns: str, table: str = "staff") -> Problem:
    """A note on columns that nobody reads."""
    return Problem("R280", Place(table=table), {"columns": columns}, len(columns.split(", ")))


def test_counts_of_one_kind_add_up() -> None:
    """What is counted by table and column is counted over all batches; other columns apart."""
    other = Place(table="outcomes", column="value")
    found = merged([counted("R132", 2), counted("R132", 5, other), counted("R132", 40)])
    assert found == [counted("R132", 42), counted("R132", 5, other)]
    assert merged([counted("R132", 2), counted("R130", 3)]) == [
        counted("R132", 2),
        counted("R130", 3),
    ]


def test_a_count_of_several_files_names_none() -> None:
    """Where a count is of cells in one file it names it, of several files none."""
    one = Place(file="workload/county_id=A/a.csv", table="workload", column="kind")
    two = Place(file="workload/county_id=B/a.csv", table="workload", column="kind")
    assert merged([counted("R131", 1, one), counted("R131", 2, one)]) == [counted("R131", 3, one)]
    none = Place(table="workload", column="kind")
    assert merged([counted("R131", 1, one), counted("R131", 2, two)]) == [counted("R131", 3, none)]


def test_columns_without_cells_are_one_note() -> None:
    """A column of lists in several counties is one note, which counts the files."""
    files = [
        Problem("R112", Place(file=f"leave/{i}.parquet", table="leave", column="days"))
        for i in range(3)
    ]
    assert merged(files) == [Problem("R112", Place(table="leave", column="days"), {}, 3)]
    assert merged(files[:1]) == files[:1]


def test_a_problem_that_every_batch_finds_is_one() -> None:
    """A file that nobody knows, and a table that nobody reads, are told once."""
    file = Problem("R110", Place(file="notes.txt"))
    table = Problem("R281", Place(table="leave"))
    assert merged([file, table, file, table]) == [file, table]


def test_a_text_in_two_counties_is_told_once_at_its_first_row() -> None:
    """A strange text stands at the first row in the order of files, with all its cells counted."""
    first = strange("duty", "workload/county_id=%E5%8E%BF/a.csv", 9, 3)
    later = strange("duty", "workload/county_id=Z/a.csv", 2, 4)
    other = strange("watch", "workload/county_id=Z/a.csv", 1, 1)
    found = merged([other, later, first])  # Z comes before 县, but not before its folder's name
    assert [(p.place.file, p.place.row, p.count, p.values["count"]) for p in found] == [
        (first.place.file, 9, 7, 7),
        (other.place.file, 1, 1, 1),
    ]


def test_columns_that_nobody_reads_are_told_of_all_counties() -> None:
    """The columns of all batches stand in one note, in the order of their English names."""
    found = merged([unread("note"), unread("adviser, 姓名"), unread("zone, note")])
    assert found == [unread("adviser, 姓名, note, zone")]
    assert found[0].count == 4
    # a heading with a comma in it is left whole where all have it
    assert merged([unread("a, z, b"), unread("a, z, b")]) == [unread("a, z, b")]
    assert len(merged([unread("note"), unread("note", "schools")])) == 2


def warnings(county: str, count: int) -> list[Problem]:
    """So many teachers of a county above one full time."""
    file = f"staff/county_id={county}/a.csv"
    return [
        Problem("R260", Place(file=file, table="staff", row=row, column="fte", teacher=f"T{row}"))
        for row in range(1, count + 1)
    ]


def test_so_many_of_a_kind_are_told_by_name() -> None:
    """Of each kind the first rows are told, in the order of files; the others are counted."""
    found = merged([*warnings("B", 700), *warnings("A", 600)])
    told = [problem for problem in found if problem.code == "R260"]
    assert told == [*warnings("A", 600), *warnings("B", 400)]
    place = Place(table="staff", column="fte")
    assert found[1000:] == [Problem("R199", place, {"code": "R260", "more": 300}, 300)]
    assert len(merged([*warnings("A", 500), *warnings("B", 500)])) == 1000


def fault(county: str, number: int) -> Problem:
    """An error of computing at a place of the policy."""
    place = Place("p.yaml", 7, 5, county=county, teacher=f"T{number}", item="items.x")
    return Problem("C101", place, {"what": "items.x"})


def more(count: int) -> Problem:
    """That there are more of them."""
    place = Place("p.yaml", 7, 5, item="items.x")
    return Problem("R199", place, {"code": "C101", "more": count}, count)


def test_faults_at_one_place_of_the_policy_are_told_in_the_order_of_counties(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Faults that batches only counted add to those that are too many together."""
    monkeypatch.setattr(merging, "CAP", 5)
    a, b = ([fault(county, n) for n in range(5)] for county in "AB")
    assert merged([*a, more(2), *b, more(30)]) == [*a, more(2 + 5 + 30)]
    assert merged([*a[:3], *b[:2]]) == [*a[:3], *b[:2]]
    assert merged([*a[:3], *b[:3]]) == [*a[:3], *b[:2], more(1)]


def test_two_cells_of_one_post_may_err_at_one_place() -> None:
    """Errors of computing that name the same place are as many as they are."""
    assert merged([fault("A", 1), fault("A", 1)]) == [fault("A", 1), fault("A", 1)]


def test_what_is_told_of_files_and_warnings_of_computing_are_never_too_many() -> None:
    """Each file, and each unit without posts, is told by name, as it is in one computation."""
    units = [Problem("C302", Place(county="A", unit=f"U{n}")) for n in range(1200)]
    files = [Problem("R110", Place(file=f"{n}.txt")) for n in range(1200)]
    assert merged([*units, *files]) == [*units, *files]
