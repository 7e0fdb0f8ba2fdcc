"""A dataset in folders by county, computed a few counties at a time: the same as all at once."""

from __future__ import annotations

import gc
import shutil
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from paycalc import Problem, ProblemsError, Result, compute, compute_parts, read_records
from paycalc.engine import streaming
from paycalc.engine.encoded import Encoded
from paycalc.errors import InputChangedError
from paycalc.records import batches
from paycalc.records.batches import batches_of
from tests.engine.by_county import (
    COUNTIES,
    FOUR,
    PERIOD,
    POLICY,
    Change,
    change,
    folder_of,
    in_some,
)
from tests.invariance.datasets import typed, write_folder, write_period
from tests.promises.computed import same


@pytest.fixture(autouse=True)
def _a_county_is_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_SIZE", 1)


def in_one_file(folder: Path, *names: str) -> None:
    """Tables that are not partitioned, from the same rows."""
    for name in names:
        shutil.rmtree(folder / name)
        FOUR[name].write_parquet(folder / f"{name}.parquet")


def outcome(computed: Callable[[], Result]) -> tuple[Result | None, tuple[Problem, ...]]:
    """A result, or none, and all problems."""
    try:
        result = computed()
    except ProblemsError as error:
        return None, error.problems
    return result, result.problems


def at_once(folder: Path) -> tuple[Result | None, tuple[Problem, ...]]:
    """What comes of the dataset as a whole."""
    return outcome(lambda: compute(POLICY, read_records(folder), threads=1))


def in_batches(folder: Path, threads: int = 2) -> tuple[Result | None, tuple[Problem, ...]]:
    """What comes of the dataset where it may be read in batches."""
    return outcome(lambda: compute(POLICY, folder, threads=threads))


def agree(folder: Path, threads: int = 2) -> tuple[Result | None, tuple[Problem, ...]]:
    """What comes of a dataset, which is the same at once and in batches."""
    (whole, expected), (result, problems) = at_once(folder), in_batches(folder, threads)
    assert list(map(str, problems)) == list(map(str, expected))
    assert problems == expected
    assert (result is None) == (whole is None)
    if result is not None and whole is not None:
        assert same(whole, result) is None
        assert result.period == whole.period
    return result, problems


@pytest.fixture
def no_whole(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Lets nothing but batches be read from now on."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the dataset is read at once")

    return lambda _: monkeypatch.setattr(streaming, "compute_records", never)


def codes(problems: tuple[Problem, ...]) -> set[str]:
    """The codes of problems."""
    return {problem.code for problem in problems}


@pytest.mark.parametrize("threads", [1, 2, 3, 9])
def test_any_number_of_threads_pays_the_same_in_batches(threads: int, tmp_path: Path) -> None:
    """Every table, group and problem is that of the whole, whatever the number of threads."""
    result, _ = agree(folder_of(tmp_path), threads)
    assert result is not None
    assert result.made.of_county is not None
    assert result.totals["county_id"].to_list() == list(COUNTIES)


@pytest.mark.parametrize("form", ["csv", "types", "floats"])
def test_files_of_any_form_pay_the_same_in_batches(form: str, tmp_path: Path) -> None:
    """CSV files, and Parquet files of types, are batches as well."""
    tables = FOUR if form == "csv" else typed(FOUR, floats=form == "floats")
    folder = folder_of(tmp_path, tables, "csv" if form == "csv" else "parquet")
    result, _ = agree(folder)
    assert result is not None
    assert result.made.of_county is not None


@pytest.mark.parametrize("size", [1, 20_000, 60_000])
def test_any_size_of_batches_pays_the_same(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch of one county, or of some, in any place."""
    folder = folder_of(tmp_path)
    monkeypatch.setattr(batches, "_SIZE", size)
    found = batches_of(folder)
    assert found is not None
    assert [county for some in found.counties for county in sorted(some)] == list(COUNTIES)
    agree(folder)


def test_batches_explain_like_the_whole(tmp_path: Path) -> None:
    """A result of batches explains anybody, and what if, from the files of the county alone."""
    folder = folder_of(tmp_path)
    result, _ = in_batches(folder)
    whole, _ = at_once(folder)
    assert result is not None
    assert whole is not None
    for before in COUNTIES.values():
        teacher = f"{before}T039"
        assert str(result.explain(teacher)) == str(whole.explain(teacher))
    changed = result.what_if("3-T039", "lesson+1")
    assert str(changed) == str(whole.what_if("3-T039", "lesson+1"))
    with pytest.raises(Exception) as strange:  # noqa: PT011
        result.explain("nobody")
    with pytest.raises(type(strange.value)) as known:
        whole.explain("nobody")
    assert str(strange.value) == str(known.value)


def test_a_teacher_of_two_counties_is_explained_in_the_one_that_is_asked_for(
    tmp_path: Path,
) -> None:
    """One id in all counties is one person in each, in batches as at once."""
    ids = pl.col("teacher_id").str.slice(2)
    folder = folder_of(
        tmp_path,
        {
            name: table.with_columns(ids) if "teacher_id" in table.columns else table
            for name, table in FOUR.items()
        },
    )
    result, _ = agree(folder)
    whole, _ = at_once(folder)
    assert result is not None
    assert whole is not None
    for county in COUNTIES:
        told = result.explain("T039", county_id=county)
        assert str(told) == str(whole.explain("T039", county_id=county))


def test_the_records_of_batches_are_read_again_when_asked_for(tmp_path: Path) -> None:
    """A result of batches holds no rows; its records are those of the files."""
    folder = folder_of(tmp_path)
    result, _ = in_batches(folder)
    assert result is not None
    assert result.encoded.tables == {}
    expected = read_records(folder)
    found = result.made.records
    assert found.tables.keys() == expected.tables.keys()
    for name, table in expected.tables.items():
        assert found.tables[name].frame.equals(table.frame)
    assert len(result.made.checked.posts.school) == result.payouts.height


def test_results_of_batches_do_not_hold_what_they_were_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While all results of batches are there, the rows of each batch are gone."""
    rows: list[weakref.ref[Encoded]] = []
    computed = streaming.computed

    def watched(*arguments: Any) -> Any:
        result, problems = computed(*arguments)
        rows.append(weakref.ref(result.made.encoded))
        return result, problems

    monkeypatch.setattr(streaming, "computed", watched)
    results = list(compute_parts(POLICY, folder_of(tmp_path), threads=1))
    gc.collect()
    assert len(rows) == len(results) == len(COUNTIES)
    assert [ref() for ref in rows] == [None] * len(rows)


def test_records_that_have_changed_since_explain_nothing(tmp_path: Path) -> None:
    """What files say after they were paid from is not told for what was paid; others are."""
    folder = folder_of(tmp_path)
    result, _ = in_batches(folder)
    assert result is not None
    change(folder, "outcomes", in_some("C")(lambda _, rows: rows.head(2)))
    with pytest.raises(InputChangedError, match="records of C have changed"):
        result.explain("3-T039")
    assert str(result.explain("2-T039"))


# --- Notes and warnings -------------------------------------------------------------------------


def strange_kind(_: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Three rows of a kind that the policy never mentions."""
    return rows.with_columns(
        kind=pl.when(pl.int_range(pl.len()) < 3).then(pl.lit("watch")).otherwise("kind")
    )


def third(_: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Numbers of more than six decimals."""
    return rows.with_columns(value=pl.col("value").cast(pl.Float64) + 1 / 3)


NOTES: Mapping[str, tuple[str, str, Change]] = {
    "a text of all counties": ("R261", "workload", strange_kind),
    "spaces": ("R131", "workload", lambda _, rows: rows.with_columns(pl.col("kind") + " ")),
    "spaces of one county": (
        "R131",
        "workload",
        in_some("B")(lambda _, rows: rows.with_columns(pl.col("kind") + " ")),
    ),
    "rounded numbers": ("R132", "outcomes", third),
    "rounded numbers of some": ("R132", "outcomes", in_some("B", "县")(third)),
    "full-width digits": (
        "R130",
        "outcomes",
        lambda _, rows: rows.with_columns(pl.col("value").str.replace("8", "８")),
    ),
    "days outside the period": (
        "R271",
        "workload",
        lambda _, rows: rows.with_columns(date=pl.lit("2020-01-01")),
    ),
    "columns of lists": (
        "R112",
        "workload",
        in_some("B", "C", "县")(lambda _, rows: rows.with_columns(odd=pl.lit([1]))),
    ),
    "unread columns that differ": (
        "R280",
        "workload",
        lambda county, rows: rows.with_columns(pl.lit("x").alias(f"column {county}")),
    ),
    "Chinese headings": (
        "R280",
        "staff",
        lambda _, rows: rows.rename({"subject": "任教学科"}).with_columns(zone=pl.lit(1)),
    ),
    "more than full time": (
        "R260",
        "staff",
        lambda _, rows: rows.with_columns(fte=pl.lit("1.5")),
    ),
    "a county without leave": ("R280", "leave", lambda c, rows: None if c == "C" else rows),
}


@pytest.mark.parametrize("name", NOTES)
def test_what_is_noted_of_batches_is_what_is_noted_of_the_whole(
    name: str, tmp_path: Path, no_whole: Callable[[Path], None]
) -> None:
    """Notes and warnings are counted, placed and listed as if all had been checked at once."""
    code, table, by = NOTES[name]
    folder = folder_of(tmp_path)
    change(folder, table, by)
    whole, expected = at_once(folder)
    no_whole(folder)
    result, problems = in_batches(folder)
    assert code in codes(problems)
    assert problems == expected
    assert result is not None
    assert whole is not None
    assert same(whole, result) is None


def test_files_that_nobody_knows_are_told_once(tmp_path: Path) -> None:
    """A strange file beside the tables or in a county's folder is one note."""
    folder = folder_of(tmp_path)
    (folder / "notes.txt").write_text("a")
    for county in ("B", "C"):
        (folder / "workload" / f"county_id={county}" / "notes.txt").write_text("a")
    _, problems = agree(folder)
    assert [problem.code for problem in problems].count("R110") == 3


def test_warnings_beyond_a_thousand_are_counted_as_at_once(tmp_path: Path) -> None:
    """Teachers above full time in four counties: the first thousand rows, and how many more."""
    staff = FOUR["staff"].with_columns(fte=pl.lit("1.5"))
    more = [staff] + [
        staff.with_columns(pl.col("teacher_id") + f"-{n}") for n in range(1200 // len(staff) + 1)
    ]
    folder = folder_of(tmp_path, {**FOUR, "staff": pl.concat(more)})
    _, problems = agree(folder)
    found = [problem.code for problem in problems]
    assert found.count("R260") == 1000
    assert "R199" in found


# --- Errors -------------------------------------------------------------------------------------


def school_of_a(_: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Two rows that name the first school of another county."""
    school = FOUR["schools"]["school_id"][0]
    return rows.with_columns(
        school_id=pl.when(pl.int_range(pl.len()) < 2).then(pl.lit(school)).otherwise("school_id")
    )


ERRORS: Mapping[str, tuple[str, str, Change]] = {
    "no numbers in one county": (
        "R211",
        "outcomes",
        in_some("C")(lambda _, rows: rows.with_columns(value=pl.lit("x"))),
    ),
    "more than a thousand": (
        "R199",
        "workload",
        lambda _, rows: pl.concat([rows.with_columns(quantity=pl.lit("x"))] * 9),
    ),
    "a row of another county's school": ("R242", "outcomes", in_some("B", "C")(school_of_a)),
    "a stint at another county's school": ("R248", "staff", in_some("B")(school_of_a)),
    "a case in two counties": (
        "R232",
        "ethics",
        lambda _, rows: rows.head(1).with_columns(case_id=pl.lit("K")),
    ),
    "a column that one county lacks": (
        "R113",
        "workload",
        lambda county, rows: rows.drop("quantity") if county == "C" else rows,
    ),
    "a county without staff": ("R241", "staff", lambda c, rows: None if c == "C" else rows),
    "a county without a school": ("R245", "schools", lambda c, rows: None if c == "C" else rows),
    "rows that say another county": (
        "R248",
        "outcomes",
        in_some("C")(lambda _, rows: rows.with_columns(county_id=pl.lit("B"))),
    ),
    "an error beside errors of computing": (
        "R211",
        "outcomes",
        in_some("C")(lambda _, rows: rows.with_columns(value=pl.lit("x"))),
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_of_records_are_those_of_the_whole(name: str, tmp_path: Path) -> None:
    """Whatever is wrong in one county or between two, all is told as if it were read at once."""
    code, table, by = ERRORS[name]
    folder = folder_of(tmp_path)
    change(folder, table, by)
    if name.endswith("errors of computing"):
        change(folder, "school_results", in_some("B")(lambda _, rows: rows.head(1)))
    result, problems = agree(folder)
    assert result is None
    assert code in codes(problems)
    assert not any(code.startswith("C") for code in codes(problems))


def test_errors_of_computing_are_told_of_all_batches(
    tmp_path: Path, no_whole: Callable[[Path], None]
) -> None:
    """Counties whose numbers do not go on are told together, those of others are not."""
    folder = folder_of(tmp_path)
    change(folder, "school_results", in_some("B", "县")(lambda _, rows: rows.head(1)))
    _, expected = at_once(folder)
    no_whole(folder)
    result, problems = in_batches(folder)
    assert result is None
    assert problems == expected
    assert {p.place.county for p in problems if p.code.startswith("C1")} == {"B", "县"}


def test_errors_of_computing_beyond_a_thousand_are_counted_as_at_once(
    tmp_path: Path, no_whole: Callable[[Path], None]
) -> None:
    """Rows below the first band in four counties: a thousand by name, and how many more."""
    folder = folder_of(tmp_path)
    lessons = pl.col("kind") == "lesson"
    wrong = pl.when(lessons).then(pl.lit("-5")).otherwise("class_size")
    change(
        folder,
        "workload",
        lambda _, rows: pl.concat([rows.with_columns(class_size=wrong)] * 5),
    )
    _, expected = at_once(folder)
    no_whole(folder)
    _, problems = in_batches(folder)
    assert problems == expected
    found = [problem.code for problem in problems]
    assert found.count("C108") == 1000
    assert "R199" in found


# --- What lies otherwise ------------------------------------------------------------------------


def test_a_county_without_posts_keeps_its_fund(tmp_path: Path) -> None:
    """A county that has schools and a fund, and no folder, is paid nothing and is not lost."""
    left = {
        name: table.filter(~pl.col(column).str.starts_with("3-"))
        for name, table in FOUR.items()
        for column in (("teacher_id",) if "teacher_id" in table.columns else ())
    }
    results = FOUR["school_results"]
    folder = folder_of(tmp_path, {**FOUR, **left, "school_results": results})
    in_one_file(folder, "schools", "funds")
    result, _ = agree(folder)
    assert result is not None
    assert result.made.of_county is not None
    totals = result.totals.row(by_predicate=pl.col("county_id") == "C", named=True)
    assert totals["payable"] == 0
    assert totals["fund"] == totals["unallocated"] + totals["kept"] > 0


def test_rows_without_a_county_in_a_county_s_folder_are_understood_as_at_once(
    tmp_path: Path,
) -> None:
    """A file whose own column says nothing is not taken for its folder's county."""
    ids = pl.col("teacher_id").str.slice(2)
    folder = folder_of(
        tmp_path,
        {
            name: table.with_columns(ids) if "teacher_id" in table.columns else table
            for name, table in FOUR.items()
        },
    )
    none = pl.lit(None, pl.String)
    change(
        folder,
        "outcomes",
        in_some("C")(lambda _, rows: rows.with_columns(county_id=none, school_id=none)),
    )
    result, problems = agree(folder)
    assert result is None
    assert "R243" in codes(problems)  # the teacher is in four counties


def test_headings_that_differ_by_county_are_told_as_at_once(tmp_path: Path) -> None:
    """A column that one county's file names in Chinese is called so in every note on it."""
    folder = folder_of(tmp_path)
    change(folder, "workload", strange_kind)
    change(folder, "workload", in_some("B")(lambda _, rows: rows.rename({"kind": "工作类别"})))
    result, problems = agree(folder)
    assert result is not None
    assert {p.place.column for p in problems if p.code == "R261"} == {"工作类别"}


def test_optional_columns_that_a_county_lacks_are_empty_there(tmp_path: Path) -> None:
    """A column that the policy reads may be missing in one county's file."""
    folder = folder_of(tmp_path)
    change(folder, "workload", in_some("C")(lambda _, rows: rows.drop("class_size")))
    result, _ = agree(folder)
    assert result is not None


def one_county(folder: Path) -> None:
    """No more than one county is left."""
    for name in FOUR:
        change(folder, name, lambda county, rows: rows if county == "B" else None)


OTHERWISE: Mapping[str, Callable[[Path], object]] = {
    "a table in one file": lambda folder: in_one_file(folder, "ethics"),
    "a file beside the counties": lambda folder: (folder / "leave" / "a.txt").write_text(""),
    "another partition": lambda folder: (folder / "leave" / "county_id=B").rename(
        folder / "leave" / "month=9"
    ),
    "one county": one_county,
    "no period": lambda folder: (folder / "period.yaml").unlink(),
    "no staff": lambda folder: shutil.rmtree(folder / "staff"),
    "no schools": lambda folder: shutil.rmtree(folder / "schools"),
    "a fund that cannot be read": lambda folder: (
        folder / "funds" / "county_id=B" / "data.parquet"
    ).write_text("x"),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_not_partitioned_like_that_is_read_at_once(name: str, tmp_path: Path) -> None:
    """Datasets that lie otherwise are no batches, and come to what they come to at once."""
    folder = folder_of(tmp_path)
    OTHERWISE[name](folder)
    assert batches_of(folder) is None
    agree(folder)


def test_plain_folders_and_paths_as_text_are_computed(tmp_path: Path) -> None:
    """A folder with a file per table is computed from its path, as is one that is not there."""
    folder = write_period(write_folder(tmp_path / "plain", FOUR, "csv"), PERIOD)
    assert batches_of(folder) is None
    assert same(compute(POLICY, str(folder)), compute(POLICY, read_records(folder))) is None
    result, problems = in_batches(tmp_path / "nowhere")
    assert result is None
    assert codes(problems) == {"R101"}
