"""Datasets that are partitioned by county, found and read in batches."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from paycalc.records import batches
from paycalc.records._folder import read_folder
from paycalc.records.batches import batches_of, headings_of
from tests.records.building import EXPECTS, PERIOD, Cells, dataset, work, write_csv, write_period

PLACES = {"S1": "C1", "S2": "C1", "S3": "C2"}
POSTS = {"T1": "C1", "T2": "C1", "T3": "C2"}


@pytest.fixture(autouse=True)
def _a_county_is_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_SIZE", 1)


def by_county(folder: Path, tables: Mapping[str, Cells]) -> Path:
    """The tables in folders by county, which no file names."""
    for name, cells in tables.items():
        frame = pl.DataFrame(dict(cells))
        if "county_id" in frame.columns:
            county = frame["county_id"]
        elif "teacher_id" in frame.columns:
            county = frame["teacher_id"].replace_strict(POSTS)
        else:
            county = frame["school_id"].replace_strict(PLACES)
        for (value,), rows in frame.with_columns(_of=county).group_by("_of", maintain_order=True):
            place = folder / name / f"county_id={value}"
            place.mkdir(parents=True)
            kept = rows.drop("_of", "county_id", strict=False)
            kept.write_parquet(place / "a.parquet")
    write_period(folder)
    return folder


def whole(**tables: Cells | None) -> dict[str, Any]:
    """Two counties with three schools, and rows of workload in both."""
    rows = work(teacher_id=["T3", "T2", "T3"], school_id=["S3", "S2", "S3"])
    return {**dataset(workload=rows), **tables}


def test_each_county_is_read_alone(tmp_path: Path) -> None:
    """A batch holds the rows of its counties, each with the number that it has in its file."""
    found = batches_of(by_county(tmp_path, whole()))
    assert found is not None
    assert found.counties == (frozenset({"C1"}), frozenset({"C2"}))
    assert found.period == PERIOD
    first, second = found.read(0), found.read(1)
    assert first.tables["staff"].frame["teacher_id"].to_list() == ["T2", "T1", "T1"]
    assert first.tables["schools"].frame["school_id"].to_list() == ["S2", "S1"]
    assert first.tables["funds"].frame["amount"].to_list() == ["1000.00"]
    assert second.tables["workload"].frame["teacher_id"].to_list() == ["T3", "T3"]
    assert set(second.tables["workload"].frame["county_id"]) == {"C2"}
    assert first.problems == second.problems == ()


def test_rows_of_schools_keep_their_numbers(tmp_path: Path) -> None:
    """Funds and schools, which are read at once, name their rows as the whole files do."""
    schools = {"school_id": ["S3", "S2", "S1"], "county_id": ["C2", "C1", "C1"]}
    folder = by_county(tmp_path, whole())
    shutil.rmtree(folder / "schools")
    write_csv(folder, {"schools": schools})
    found = batches_of(folder)
    assert found is not None
    rows = []
    for number in (0, 1):
        [part] = found.read(number).tables["schools"].parts
        assert part.rows is not None
        rows.append((part.file, part.rows.tolist()))
    assert rows == [("schools.csv", [3, 4]), ("schools.csv", [2])]


def test_what_only_all_counties_tell_is_not_checked_alone(tmp_path: Path) -> None:
    """A batch is checked alone unless it has an error or a row that says another county."""
    folder = by_county(tmp_path, whole())
    found = batches_of(folder)
    assert found is not None
    assert all(found.check(number, EXPECTS)[0] is not None for number in (0, 1))
    path = folder / "workload" / "county_id=C2" / "a.parquet"
    rows = pl.read_parquet(path)
    for changed in (
        rows.with_columns(quantity=pl.lit("x")),
        rows.with_columns(county_id=pl.lit(None, pl.String)),
        rows.with_columns(school_id=pl.lit("S1")),
    ):
        changed.write_parquet(path)
        assert found.check(0, EXPECTS)[0] is not None
        assert found.check(1, EXPECTS)[0] is None


def test_a_county_without_folders_has_nobody(tmp_path: Path) -> None:
    """A county of the schools that no folder names is in a batch, with a table without staff."""
    folder = by_county(tmp_path, whole())
    more = {"school_id": ["S9"], "county_id": ["C3"]}
    schools = {key: [*whole()["schools"][key], *more[key]] for key in more}
    shutil.rmtree(folder / "schools")
    write_csv(folder, {"schools": schools})
    found = batches_of(folder)
    assert found is not None
    assert found.counties[-1] == {"C3"}
    checked, records, _ = found.check(2, EXPECTS)
    assert checked is not None
    assert checked.counties == ("C3",)
    assert records.tables["staff"].frame.height == 0
    assert ("staff", "position") not in headings_of(records)


def test_what_is_wrong_with_all_counties_is_told_of_the_whole(tmp_path: Path) -> None:
    """A county without a fund and a fund without a county are found though no batch has both."""
    funds = {"county_id": ["C1", "C9"], "amount": ["1", "1"]}
    found = batches_of(by_county(tmp_path, whole(funds=funds)))
    assert found is not None
    told = [(p.code, p.place.county) for p in found.check_whole(EXPECTS)]
    assert sorted(told) == [("R247", "C9"), ("R262", "C2")]


def test_some_counties_of_a_folder_are_read(tmp_path: Path) -> None:
    """`read_folder` of some counties opens no other folder."""
    folder = by_county(tmp_path, whole())
    (folder / "workload" / "county_id=C1" / "a.parquet").write_text("no Parquet at all")
    tables, problems = read_folder(folder, ("workload",), {"C2"})
    assert (list(tables), problems) == (["workload"], [])
    assert [p.code for p in read_folder(folder, ("workload",))[1]] == ["R102"]
    assert read_folder(folder, ("workload",), {"C7"}) == ({}, [])


def test_the_names_of_folders_are_decoded(tmp_path: Path) -> None:
    """A county's folder may have a name in percent signs, as programs write it."""
    folder = by_county(tmp_path, whole())
    for name in ("staff", "workload"):
        (folder / name / "county_id=C2").rename(folder / name / "county_id=%43%32")
    found = batches_of(folder)
    assert found is not None
    assert found.counties[1] == {"C2"}
    assert found.read(1).tables["staff"].frame["county_id"].to_list() == ["C2"]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({}, []),
        ({"B": 5, "A": 1}, [{"A", "B"}]),
        ({"B": 1, "A": 10, "C": 3}, [{"A"}, {"B", "C"}]),
        ({"A": 9, "B": 9, "C": 9}, [{"A", "B"}, {"C"}]),
        ({"县": 0, "z": 10, "é": 10}, [{"z"}, {"é"}, {"县"}]),
    ],
)
def test_counties_are_grouped_in_the_order_of_their_bytes(
    sizes: Mapping[str, int], expected: list[set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counties that follow one another make a batch until it is full."""
    monkeypatch.setattr(batches, "_SIZE", 10)
    assert [set(some) for some in batches._grouped(sizes)] == expected
