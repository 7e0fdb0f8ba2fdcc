"""The check as a whole: one pass, and nothing that depends on order, files or types."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.records import Period, Records, check, place_of, read_records
from paycalc.records.cells import numbers, texts
from tests.records.building import (
    EXPECTS,
    PERIOD,
    UNHURRIED,
    checked,
    content,
    dataset,
    found,
    passed,
    short,
    work,
    write_csv,
    write_period,
)


def whole() -> dict[str, pl.DataFrame]:
    """A dataset with rows of every table, typed, with rows that are left out and warnings."""
    tables = dataset(
        staff={
            "teacher_id": ["T2", "T1", "T1", "T3", "T4", "T1"],
            "school_id": ["S2", "S1", "S2", "S3", "S1", "S1"],
            "position": ["teacher", "teacher", "head", "teacher", "teacher", "head"],
            "fte": [1.0, 0.5, 0.75, None, 1.0, 0.25],
            "from": [None, None, None, None, date(2030, 1, 1), date(2025, 11, 1)],
            "to": [None, date(2025, 10, 31), None, None, None, None],
        },
        workload={
            "teacher_id": ["T2", "T1", "T1", "T3", "T4", "T2"],
            "school_id": [None, "S1", "S2", None, None, "S2"],
            "kind": ["lesson", "lesson", "x", "class_head", "lesson", "lesson"],
            "quantity": [12.5, 1 / 3, 3.0, 5.0, 1.0, 7.0],
            "class_size": [45, None, 50, 46, 40, 40],
            "date": [*([date(2025, 9, 1)] * 3), None, None, date(2024, 1, 1)],
        },
        outcomes={"teacher_id": ["T3", "T2"], "indicator": ["a", "b"], "value": [80, 90]},
        leave={"teacher_id": ["T2"], "kind": ["病假"], "days": [2]},
        school_results={"school_id": ["S3", "S1"], "indicator": ["a"] * 2, "value": [1.5, 2.5]},
        ethics={
            "case_id": ["K2", "K1"],
            "teacher_id": ["T3", "T1"],
            "item": ["gifts", "gifts"],
            "status": ["confirmed", "under_review"],
            "decided_on": [date(2025, 10, 1), None],
        },
    )
    return {name: pl.DataFrame(dict(cells)) for name, cells in tables.items()}


MENTIONED = {"workload": {"kind": frozenset({"lesson", "class_head"})}}


def told(records: Records) -> dict[str, Any]:
    """What the check of records says, apart from order, files and rows."""
    result, problems = check(records, replace(EXPECTS, mentioned=MENTIONED))
    assert result is not None, [str(problem) for problem in problems]
    return content(result)


def test_problems_of_the_whole() -> None:
    """The dataset of these tests has something of each kind to say."""
    _, problems = checked(whole(), mentioned=MENTIONED)
    assert {problem.code for problem in problems} == {
        *("R132", "R260", "R261", "R270", "R271", "R273", "R280"),
    }


@UNHURRIED
@given(st.randoms(use_true_random=False))
def test_order_of_rows(random: Any) -> None:
    """Whatever the order of rows, the same rows belong to the same posts."""
    shuffled = {}
    for name, frame in whole().items():
        places = list(range(len(frame)))
        random.shuffle(places)
        shuffled[name] = frame[places]
    first = told(Records.from_tables(whole(), period=PERIOD))
    assert told(Records.from_tables(shuffled, period=PERIOD)) == first


def in_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """The table with every cell as its text."""
    return pl.DataFrame([texts(column) for column in frame.get_columns()])


def test_types_of_columns() -> None:
    """Tables of texts say the same as tables with types."""
    written = {name: in_texts(frame) for name, frame in whole().items()}
    typed = told(Records.from_tables(whole(), period=PERIOD))
    assert told(Records.from_tables(written, period=PERIOD)) == typed


def test_numbers_of_types() -> None:
    """A number is the same in every type that holds it, and however a text writes it."""
    frame = whole()["leave"]
    for days in (2, 2.0, "2", "２", "2.00", "+2"):
        tables = {**whole(), "leave": frame.with_columns(days=pl.lit(days))}
        rows = passed(tables).tables["leave"].frame
        assert numbers(rows["days"]).micro.tolist() == [2_000_000]


def test_files(tmp_path: Path) -> None:
    """CSV, Parquet, split and partitioned files say the same as tables in memory."""
    expected = told(Records.from_tables(whole(), period=PERIOD))
    folders = [tmp_path / name for name in ("csv", "parquet", "split", "parts")]
    lines, parquet, split, parts = folders
    write_csv(lines, {name: in_texts(frame) for name, frame in whole().items()})
    for folder in (parquet, split, parts):
        folder.mkdir()
        write_period(folder)
    for name, frame in whole().items():
        frame.write_parquet(parquet / f"{name}.parquet")
        (split / name).mkdir()
        for place, piece in enumerate(frame.iter_slices(2)):
            piece.write_parquet(split / name / f"{place}.parquet")
        if name in ("schools", "funds"):
            frame.write_parquet(
                pl.PartitionBy(parts / name, key="county_id", include_key=False), mkdir=True
            )
        else:
            frame.write_parquet(parts / f"{name}.parquet")
    for folder in folders:
        assert told(read_records(folder)) == expected


def test_rows_of_files(tmp_path: Path) -> None:
    """A row of checked records is found again in its file, by the line of the editor."""
    folder = write_csv(tmp_path, dataset())
    (folder / "workload.csv").write_text(
        "工号,工作类别,数量,日期\nT2,a,1,2020-01-01\n\nT2,a,2,\nT3,a,x,\n", encoding="utf-8"
    )
    result, problems = check(read_records(folder), EXPECTS)
    assert result is None
    places = [(p.code, p.place.file, p.place.row, p.place.column) for p in problems]
    assert places[-1] == ("R211", "workload.csv", 5, "数量")
    (folder / "workload.csv").write_text(
        "工号,工作类别,数量,日期\nT2,a,1,2020-01-01\n\nT2,a,2,\n", encoding="utf-8"
    )
    result, _ = check(read_records(folder), EXPECTS)
    assert result is not None
    place = place_of(result.tables["workload"], 0, "quantity")
    assert (place.file, place.table, place.row) == ("workload.csv", "workload", 4)
    assert place.column == "数量"
    place = place_of(result.schools, 0)
    assert (place.file, place.row, place.column) == ("schools.csv", 3, None)


def test_all_at_once(tmp_path: Path) -> None:
    """What is wrong with the period, files, columns, rows and references comes back together."""
    tables = dataset(
        workload=work(teacher_id=["T2", "X"], quantity=["x", "1"]),
        leave={"teacher_id": ["T2"], "days": ["1"]},
    )
    folder = write_csv(tmp_path, tables, period="id: a\nfrom: 2025-09-01\nto: soon\n")
    (folder / "ethics.csv").write_text("case_id\n", encoding="utf-8")
    (folder / "outcomes.csv").write_bytes(b"")
    result, problems = check(read_records(folder), EXPECTS)
    assert result is None
    assert {problem.code for problem in problems} == {
        *("R105", "R124", "R202", "R211", "R241"),
    }


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (date(2025, 8, 31), ["R250"]),
        (date(2025, 9, 1), []),
        (date(2026, 8, 31), []),
        (date(2026, 9, 1), ["R250"]),
    ],
)
def test_policy_in_effect(first: date, expected: list[str]) -> None:
    """The policy must be in effect on the period's first day."""
    period = Period("a", first, max(first, date(2026, 8, 31)))
    assert [problem[0] for problem in found(dataset(), period)] == expected


@pytest.mark.parametrize(("last", "expected"), [(31, []), (32, ["R263"])])
def test_a_policy_that_ends_within_the_period(last: int, expected: list[str]) -> None:
    """A policy that ends before the period does pays all of it, with a warning."""
    period = Period("a", date(2026, 2, 1), date(2026, 7, 31) + timedelta(last))
    assert [problem[0] for problem in found(dataset(), period)] == expected


def test_policy_without_end() -> None:
    """A policy may be in effect without an end."""
    period = Period("a", date(2099, 1, 1), date(2099, 2, 1))
    assert found(dataset(), period, last_day=None) == []
    assert [p[0] for p in found(dataset(), period, first_day=date(2100, 1, 1), last_day=None)] == [
        "R250"
    ]


def test_kept_tables() -> None:
    """Every table that is there comes out, in file order, with codes of its rows."""
    result = passed(whole())
    assert list(result.tables) == ["workload", "outcomes", "leave", "school_results"]
    assert result.tables["workload"].frame["quantity"].to_list() == [12.5, 1 / 3, 3.0, 5.0]
    table = result.tables["outcomes"]
    assert table.rows is None
    assert table.post is not None
    assert table.post.tolist() == [3, 2]
    assert result.posts.school.tolist() == [0, 1, 1, 2]
    assert result.posts.school[table.post].tolist() == [2, 1]
    assert result.posts.county[table.post].tolist() == [1, 0]
    assert result.schools.county.tolist() == [0, 0, 1]
    assert result.posts.person.tolist() == [0, 0, 1, 2]
    assert passed(dataset()).tables == {}


def test_problems_come_in_order() -> None:
    """Problems come in the order of their places, and the warnings stay with checked records."""
    result, problems = checked(whole())
    assert result is not None
    assert result.problems == problems
    tables = [problem.place.table for problem in problems]
    assert tables == sorted(tables)


def test_empty_dataset() -> None:
    """A dataset without rows has nothing wrong with it."""
    tables: dict[str, Any] = {name: {} for name in whole()}
    result = passed(tables)
    assert (result.counties, result.persons, len(result.posts.school)) == ((), 0, 0)
    assert short(result.problems) == []
