"""Counties with errors are left out, whole, and the others are paid what they would be alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

from paycalc import Problem, ProblemsError, Result, compute, compute_parts, read_records
from paycalc.problems import has_errors
from paycalc.records import batches
from tests.engine.by_county import POLICY, change, folder_of, in_some
from tests.promises.computed import same
from tests.result.building import Table, dataset, loaded, policy, records, table

PLAIN = loaded(policy(items="banded: {rows: workload, each: {by: quantity, bands: {0: 1}}}"))
GENERAL = loaded(
    policy(level_1="unit: group_id, pools: {base: {takes: rest, share_equally: true}}")
)
SCHOOLS = ("S1 A p", "S2 A q", "S3 B p", "S4 C p", "S5 D p")
STAFF = (
    *("T1 S1 teacher", "T2 S1 head", "T2 S2 teacher", "T3 S2 teacher", "T4 S3 teacher"),
    *("T5 S4 teacher", "T6 S5 teacher", "T7 S5 head"),
)
WORK = (
    *("T1 S1 lesson 4", "T2 S1 lesson 2", "T2 S2 lesson 1", "T3 S2 lesson 3", "T4 S3 lesson 5"),
    *("T5 S4 lesson 6", "T6 - lesson 7", "T7 S5 lesson 8"),
)


def four(
    staff: Sequence[str] = (), work: Sequence[str] = (), schools: Sequence[str] = (), **more: Table
) -> dict[str, Table]:
    """Four counties A to D, with rows added to some tables."""
    return dataset(
        funds=table("county_id amount source", "A 1000 x", "B 500 x", "C 300 x", "D 200 x"),
        schools=table("school_id county_id stage", *SCHOOLS, *schools),
        staff=table("teacher_id school_id position", *STAFF, *staff),
        workload=table("teacher_id school_id kind quantity", *WORK, *work),
        **more,
    )


def going_on(tables: Mapping[str, Table]) -> Result:
    """What is computed of the counties that have no error."""
    return compute(PLAIN, records(tables), keep_going=True)


FAULTS: dict[str, tuple[dict[str, Table], str, str]] = {
    "a text for a number": (four(work=["T4 S3 lesson many"]), "B", "R211"),
    "a school of the row says whose it is": (four(work=["T9 S3 lesson 1"]), "B", "R241"),
    "the teacher does, where there is no school": (four(work=["T6 - lesson many"]), "D", "R211"),
    "a stint that is there twice": (four(staff=["T4 S3 head"]), "B", "R231"),
    "a school in two counties": (four(schools=["S1 B p"]), "A B", "R230"),
    "a teacher of another county": (four(work=["T4 S4 lesson 1"]), "B C", "R242"),
    "a teacher with posts in two counties": (
        four(staff=["T8 S3 teacher", "T8 S4 teacher"], work=["T8 - lesson 1"]),
        "B C",
        "R243",
    ),
    "two counties that each have an error": (
        four(work=["T4 S3 lesson many", "T5 S4 lesson none"]),
        "B C",
        "R211",
    ),
    "an error of computing": (four(work=["T4 S3 lesson -7"]), "B", "C108"),
    "a fund that is none": (
        four() | {"funds": table("county_id amount", "A 1", "B x", "C 3", "D 2")},
        "B",
        "R211",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_counties_with_errors_are_left_out(name: str) -> None:
    """They are named and their errors told; without the rows of them the rest pays the same."""
    tables, left_out, code = FAULTS[name]
    with pytest.raises(ProblemsError) as caught:
        compute(PLAIN, records(tables))
    result = going_on(tables)
    assert (result.status, result.left_out) == ("incomplete", tuple(left_out.split()))
    errors = [problem for problem in result.problems if problem.severity == "error"]
    assert code in {problem.code for problem in errors}
    assert all(error in caught.value.problems for error in errors)
    assert sorted(result.names.counties) == sorted({*"ABCD"} - {*left_out.split()})
    alone = compute(PLAIN, records(rest(tables, left_out.split())))
    assert same(alone, result) is None


def rest(tables: Mapping[str, Table], left_out: Sequence[str]) -> dict[str, Table]:
    """Tables of the other counties alone, picked by what their ids are known to be."""
    homes = dict(row.split()[:2] for row in SCHOOLS)
    homes |= {row.split()[0]: homes[row.split()[1]] for row in STAFF} | {"T8": "B"}
    return {
        name: pl.DataFrame(dict(rows))
        .filter([_home(row, homes) not in left_out for row in pl.DataFrame(rows).to_dicts()])
        .to_dict(as_series=False)
        for name, rows in tables.items()
    }


def _home(row: Mapping[str, str | None], homes: Mapping[str, str]) -> str | None:
    school, teacher = row.get("school_id"), row.get("teacher_id")
    return row.get("county_id") or homes.get(school or "") or homes.get(teacher or "")


OF_ALL: dict[str, tuple[dict[str, Table], str]] = {
    "a table that is missing": ({k: v for k, v in four().items() if k != "staff"}, "R201"),
    "a school that nobody knows": (four(staff=["T9 S9 teacher"]), "R240"),
    "a post without a school": (four(staff=["T4 - teacher"]), "R210"),
    "a teacher that nobody knows, at no school": (four(work=["T9 - lesson 1"]), "R241"),
    "a county without schools": (
        four() | {"funds": table("county_id amount", "A 1", "B 2", "Bb 3")},
        "R247",
    ),
}


@pytest.mark.parametrize("name", OF_ALL)
def test_an_error_that_may_be_of_any_county_stops_all(name: str) -> None:
    """Where nobody can say whose pay is wrong nothing is computed, errors of counties told too."""
    tables, code = OF_ALL[name]
    with pytest.raises(ProblemsError) as caught:
        going_on(tables)
    assert code in {problem.code for problem in caught.value.problems}


def test_a_post_that_may_be_of_two_counties_is_never_dropped_quietly() -> None:
    """More errors about several counties than are told by name stop all: of those that are not
    told nobody knows whose they are.
    """
    rows = [f"T4 S4 lesson {i}" for i in range(1001)]
    with pytest.raises(ProblemsError):
        going_on(four(work=rows))
    assert going_on(four(work=rows[:1000])).left_out == ("B", "C")


def test_errors_that_were_only_counted_are_told_when_their_county_is_left_out() -> None:
    """Counties are left out in turns where there are more errors than are told by name."""
    rows = [f"T4 S3 lesson x{i}" for i in range(1005)] + ["T5 S4 lesson x", "T5 S4 lesson y"]
    result = going_on(four(work=rows))
    assert result.left_out == ("B", "C")
    told = [problem for problem in result.problems if problem.code == "R211"]
    [more] = [problem for problem in result.problems if problem.code == "R199"]
    assert len(told) == 1002
    assert more.count == more.values["more"] == 5


def test_a_unit_in_two_counties_leaves_both_out() -> None:
    """Of a general school of two counties both are left out."""
    schools = table(
        "school_id county_id group_id", "S1 A g", "S2 A -", "S3 B g", "S4 C h", "S5 D -"
    )
    tables = four() | {"schools": schools}
    result = compute(GENERAL, records(tables), keep_going=True)
    assert result.left_out == ("A", "B")


def test_where_all_counties_have_errors_nothing_is_computed() -> None:
    """If no county is left all errors are raised."""
    rows = ["T1 S1 lesson x", "T4 S3 lesson x", "T5 S4 lesson x", "T7 S5 lesson x"]
    with pytest.raises(ProblemsError) as caught:
        going_on(four(work=rows))
    assert [p.code for p in caught.value.problems if p.severity == "error"] == ["R211"] * 4


def test_without_errors_nothing_is_left_out() -> None:
    """Where there are no errors going on changes nothing."""
    result = going_on(four())
    assert (result.left_out, result.status) == ((), "final")
    assert same(compute(PLAIN, records(four())), result) is None
    assert not has_errors(result.problems)


# --- Datasets in folders by county ---------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four counties in folders, each a batch."""
    monkeypatch.setattr(batches, "_SIZE", 1)
    return folder_of(tmp_path)


def spoilt(column: str, cell: str) -> Callable[[str, pl.DataFrame], pl.DataFrame]:
    """A change of the first row's cell."""

    def by(_: str, rows: pl.DataFrame) -> pl.DataFrame:
        first = pl.int_range(pl.len()) == 0
        return rows.with_columns(pl.when(first).then(pl.lit(cell)).otherwise(column).alias(column))

    return by


CHANGES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "the first county": ("workload", "quantity", "many", ("A 1",)),
    "the last": ("staff", "position", "", ("县",)),
    "two": ("outcomes", "teacher_id", "nobody", ("B", "C")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_of_folders_by_county_the_same_are_left_out(folder: Path, name: str) -> None:
    """A dataset computed a few counties at a time comes to what it comes to at once."""
    where, column, cell, counties = CHANGES[name]
    change(folder, where, in_some(*counties)(spoilt(column, cell)))
    at_once = compute(POLICY, read_records(folder), keep_going=True)
    joined = compute(POLICY, folder, keep_going=True)
    assert joined.left_out == at_once.left_out == counties
    assert joined.problems == at_once.problems
    assert has_errors(joined.problems)
    assert same(at_once, joined) is None
    teacher = joined.payouts["teacher_id"][0]
    assert joined.explain(teacher) == at_once.explain(teacher)
    assert joined.made.records.tables.keys() == at_once.made.records.tables.keys()


def test_parts_name_every_county_that_is_left_out(folder: Path) -> None:
    """Each county is named once, by the next result or by the last one, and has no row."""
    change(folder, "workload", in_some("A 1", "C", "县")(spoilt("quantity", "many")))
    found, problems = _parts(folder)
    assert [result.left_out for result in found] == [("A 1", "C", "县")]
    assert [result.names.counties for result in found] == [("B",)]
    assert {problem.severity for problem in problems} >= {"error"}


def test_a_fund_that_is_none_leaves_its_county_out(folder: Path) -> None:
    """What is judged of all counties at once counts too, and nothing is read at once for it."""
    change(folder, "funds", in_some("B")(spoilt("amount", "much")))
    joined = compute(POLICY, folder, keep_going=True)
    assert joined.left_out == ("B",)
    assert same(compute(POLICY, read_records(folder), keep_going=True), joined) is None


def test_a_file_that_cannot_be_read_leaves_its_county_out(folder: Path) -> None:
    """A broken file in a county's folder is an error of that county, since others are read."""
    [broken] = (folder / "workload" / "county_id=B").iterdir()
    broken.write_bytes(b"no parquet")
    joined = compute(POLICY, folder, keep_going=True)
    assert joined.left_out == ("B",)
    assert [p.code for p in joined.problems if p.severity == "error"] == ["R102"]
    assert joined.names.counties == ("A 1", "C", "县")
    with pytest.raises(ProblemsError):  # read at once there is no table without the file
        compute(POLICY, read_records(folder), keep_going=True)


@pytest.mark.parametrize(("column", "cell"), [("school_id", "1-001"), ("teacher_id", "1-T001")])
def test_a_row_that_may_be_another_countys_leaves_out_both(
    folder: Path, column: str, cell: str
) -> None:
    """A row in one county's folder that names a school or a teacher of another may be of either."""
    change(folder, "workload", in_some("B")(spoilt(column, cell)))
    at_once = compute(POLICY, read_records(folder), keep_going=True)
    joined = compute(POLICY, folder, keep_going=True)
    assert joined.left_out == at_once.left_out == ("A 1", "B")
    assert same(at_once, joined) is None


def _parts(folder: Path) -> tuple[list[Result], tuple[Problem, ...]]:
    parts = compute_parts(POLICY, folder, keep_going=True)
    found = []
    while True:
        try:
            found.append(next(parts))
        except StopIteration as end:
            return found, end.value
