"""The same fen, whatever form the same records come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from paycalc import Period, ProblemsError, Records, Result, compute, read_records
from paycalc.policy import Policy
from tests.invariance.datasets import (
    Arrow,
    shuffled,
    typed,
    with_schools,
    write_files,
    write_folder,
    write_partitioned,
    write_parts,
    write_period,
)
from tests.promises.computed import FIXTURES, Computed, Tables, computed, same

DATASETS = (*FIXTURES, "seven counties")

Write = Callable[[Path, Tables], Path]

FILES: Mapping[str, Write] = {
    "CSV": lambda folder, tables: write_folder(folder, tables, "csv"),
    "Parquet of texts": lambda folder, tables: write_folder(folder, tables, "parquet"),
    "Parquet of types": lambda folder, tables: write_folder(folder, typed(tables), "parquet"),
    "Parquet of floats": lambda folder, tables: write_folder(
        folder, typed(tables, floats=True), "parquet"
    ),
    "shuffled CSV files": lambda folder, tables: write_parts(
        folder, shuffled(tables, 1), ("csv",), 5
    ),
    "shuffled Parquet files": lambda folder, tables: write_parts(
        folder, typed(shuffled(tables, 2)), ("parquet",), 3
    ),
    "CSV and Parquet files": lambda folder, tables: write_parts(
        folder, shuffled(tables, 3), ("csv", "parquet"), 4
    ),
    "CSV by county": lambda folder, tables: write_partitioned(folder, tables, "csv"),
    "Parquet by county": lambda folder, tables: write_partitioned(
        folder, typed(shuffled(tables, 4)), "parquet"
    ),
}

MEMORY: Mapping[str, Callable[[Tables], Mapping[str, object]]] = {
    "frames of types": typed,
    "frames of floats, shuffled": lambda tables: typed(shuffled(tables, 5), floats=True),
    "lazy frames": lambda tables: {name: table.lazy() for name, table in tables.items()},
    "lists": lambda tables: {
        name: table.to_dict(as_series=False) for name, table in tables.items()
    },
    "Arrow of texts": lambda tables: {name: Arrow(table) for name, table in tables.items()},
    "Arrow of types, shuffled": lambda tables: {
        name: Arrow(table) for name, table in typed(shuffled(tables, 6)).items()
    },
}


@dataclass(frozen=True)
class Dataset:
    """A fixture as tables in which every row names its school, so that any split is understood."""

    policy: Policy
    tables: Tables
    period: Period
    expected: Result


@cache
def dataset(name: str) -> Dataset:
    """The dataset and what it must pay, in whatever form it comes."""
    one = computed("fixtures")[DATASETS.index(name)]
    return Dataset(one.policy, with_schools(one.tables), one.period, one.result)


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("form", FILES)
def test_files_of_any_form_pay_the_same(name: str, form: str, tmp_path: Path) -> None:
    """CSV or Parquet, texts or types, one file or many, by county or not: the same tables."""
    data = dataset(name)
    folder = write_period(FILES[form](tmp_path / "dataset", data.tables), data.period)
    threads = list(FILES).index(form) % 3 + 1
    result = compute(data.policy, read_records(folder), threads=threads)
    assert same(data.expected, result) is None


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("form", MEMORY)
def test_tables_in_memory_of_any_form_pay_the_same(name: str, form: str) -> None:
    """Frames, lists and Arrow streams of texts or types pay what the files pay."""
    data = dataset(name)
    records = Records.from_tables(MEMORY[form](data.tables), period=data.period)
    assert same(data.expected, compute(data.policy, records)) is None


@pytest.mark.parametrize("threads", [2, 3, 7, 20, None])
def test_any_number_of_threads_pays_the_same(threads: int | None) -> None:
    """Seven counties of different sizes in any number of ranges, and in one for each core."""
    data = dataset("seven counties")
    records = Records.from_tables(data.tables, period=data.period)
    assert same(data.expected, compute(data.policy, records, threads=threads)) is None


def _several_counties(chunk: int) -> list[Computed]:
    found = [one for one in computed(f"random-{chunk}") if one.result.encoded.counties > 1]
    assert found
    return found


def _files_of(one: Computed, folder: Path) -> Path:
    """A random case as files of several kinds and parts, rows in another order."""
    mixed = shuffled(one.tables, one.seed)
    if one.seed % 2:
        write_parts(folder, mixed, ("csv", "parquet"), 3)
    else:
        write_folder(folder, mixed, "csv")
    return write_period(folder, one.period)


@pytest.mark.parametrize(
    "chunk", [0, *(pytest.param(chunk, marks=pytest.mark.slow) for chunk in range(1, 30))]
)
def test_random_counties_in_files_pay_the_same(chunk: int, tmp_path: Path) -> None:
    """Random datasets of several counties pay the same from files, rows in any order."""
    for one in _several_counties(chunk):
        folder = _files_of(one, tmp_path / str(one.seed))
        result = compute(one.policy, read_records(folder), threads=one.seed % 3 + 1)
        assert same(one.result, result) is None, one.name


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_without_rows_changes_no_place(kind: str, tmp_path: Path) -> None:
    """A problem names the file that holds its row, also where a file before it has no rows."""
    data = dataset("example-county")
    folder = write_folder(tmp_path / "dataset", {**data.tables}, kind)
    write_period(folder, data.period)
    (folder / f"staff.{kind}").unlink()
    staff = data.tables["staff"].with_columns(fte=pl.lit("many"))
    write_files(folder / "staff", [staff.clear(), staff], kind)
    with pytest.raises(ProblemsError) as refused:
        compute(data.policy, read_records(folder))
    files = {problem.place.file for problem in refused.value.problems if problem.code == "R211"}
    assert files == {f"staff/part-1.{kind}"}
