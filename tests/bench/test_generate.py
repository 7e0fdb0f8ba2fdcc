"""The invented datasets."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import paycalc
from paycalc.engine import EnginePlan, expectations
from paycalc.records import check
from paycalc.records.tables import TABLES
from tests.bench import generate
from tests.bench.columns import NEEDED
from tests.bench.generate import SIZES, Size, dataset, teachers_by_county, write
from tests.bench.peers.with_paycalc import POLICY

SMALL = Size(3, 900)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three counties, sorted and shuffled."""
    home = tmp_path_factory.mktemp("bench")
    write(home / "sorted", SMALL, "sorted")
    write(home / "shuffled", SMALL, "shuffled")
    return home


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a dataset."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("order", ["sorted", "shuffled"])
def test_the_same_seed_gives_the_same_files(folder: Path, tmp_path: Path, order: str) -> None:
    """Written again a dataset has the same bytes; with another seed it has others."""
    write(tmp_path / "again", SMALL, order)  # type: ignore[arg-type]
    write(tmp_path / "other", SMALL, order, seed=1)  # type: ignore[arg-type]
    assert files(tmp_path / "again") == files(folder / order)
    assert files(tmp_path / "other").keys() == files(folder / order).keys()
    assert files(tmp_path / "other") != files(folder / order)


@pytest.mark.parametrize("table", NEEDED)
def test_both_orders_have_the_same_rows(folder: Path, table: str) -> None:
    """Sorted rows stand in order of their teachers; shuffled ones are the same in another order."""
    ordered, mixed = (
        pl.read_parquet(folder / order / table / "*" / "*.parquet", hive_partitioning=True)
        for order in ("sorted", "shuffled")
    )
    assert ordered.sort(ordered.columns).equals(mixed.sort(ordered.columns))
    if "teacher_id" in ordered.columns:
        assert ordered["teacher_id"].is_sorted()
        assert not mixed["teacher_id"].is_sorted()


@pytest.mark.parametrize("order", ["sorted", "shuffled"])
def test_a_dataset_is_without_errors_and_warnings(folder: Path, order: str) -> None:
    """Nothing but notes is said of a dataset under the policy of the benchmarks."""
    policy = paycalc.load_policy(POLICY)
    checked, problems = check(paycalc.read_records(folder / order), expectations(policy))
    assert checked is not None
    assert {problem.severity for problem in (*problems, *checked.problems)} <= {"note"}


def test_teachers_have_about_ten_rows_of_work_and_three_results(folder: Path) -> None:
    """A teacher has about ten rows of workload and three of outcomes, and an id of text."""
    count = {
        table: pl.scan_parquet(folder / "sorted" / table / "*" / "*.parquet")
        .select(pl.len())
        .collect()
        .item()
        for table in ("staff", "workload", "outcomes", "ethics")
    }
    assert 9 * 900 < count["workload"] < 11 * 900
    assert 2.6 * 900 < count["outcomes"] <= 3 * 900
    assert 900 < count["staff"] < 950
    assert count["ethics"] == 9
    staff = pl.read_parquet(folder / "sorted" / "staff" / "*" / "*.parquet")
    assert staff["teacher_id"].n_unique() == 900
    assert set(staff["teacher_id"].str.len_chars()) == {11}


def test_counties_of_a_province_differ_and_add_up() -> None:
    """Counties have different numbers of teachers, together as many as the size says."""
    for size in SIZES.values():
        teachers = teachers_by_county(size)
        assert sum(teachers) == size.teachers
        assert len(teachers) == size.counties
        assert min(teachers) > size.teachers / size.counties / 4


def test_a_dataset_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there is used again; what another generator made is made anew; others' is left."""
    made = dataset(tmp_path, "school", "sorted")
    before = (made / "period.yaml").stat().st_mtime_ns
    assert dataset(tmp_path, "school", "sorted") == made
    assert (made / "period.yaml").stat().st_mtime_ns == before
    (made / generate._MARK).write_text("another")
    (made / "left.txt").write_text("")
    dataset(tmp_path, "school", "sorted")
    assert not (made / "left.txt").exists()
    (tmp_path / "school-shuffled").mkdir()
    with pytest.raises(FileExistsError):
        dataset(tmp_path, "school", "shuffled")


def test_the_columns_needed_are_those_that_the_policy_reads() -> None:
    """The floor reads what paycalc must: ids, required columns, and what the policy names."""
    plan = EnginePlan(paycalc.load_policy(POLICY))
    in_dataset = {
        "funds": {"amount"},
        "ethics": {"decided_on"},
        **{table: set() for table in NEEDED if table not in ("funds", "ethics")},
    }
    for table, needed in NEEDED.items():
        spec = TABLES[table].columns
        wanted = {name for name, column in spec.items() if column.required} - {"county_id"}
        read = {need.column for need in plan.needs if table in need.tables}
        has = {"school_id"} if "school_id" in spec else set()
        assert set(needed) == wanted | (read & set(spec)) | has | in_dataset[table], table
