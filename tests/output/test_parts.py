"""The run folder of a dataset by county, written as the counties come."""

from __future__ import annotations

import errno
import json
import shutil
import stat
import weakref
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from paycalc import ProblemsError, Result, compute, compute_parts, read_records
from paycalc.engine.streaming import Parts
from paycalc.errors import CountiesTogetherError
from paycalc.output import TargetExistsError, write_parts, write_run
from paycalc.output.run import TABLES
from paycalc.records import batches
from paycalc.records.batches import Batches, dataset_of
from tests.engine.by_county import COUNTIES, POLICY, change, folder_of, in_some
from tests.output.conftest import is_whole
from tests.output.test_run import Tripwire


@pytest.fixture(autouse=True)
def _a_county_is_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_SIZE", 1)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four counties, to be read and left as they are."""
    return folder_of(tmp_path_factory.mktemp("four"))


@pytest.fixture(scope="module")
def whole(dataset: Path) -> Result:
    """What the four counties are paid, computed at once."""
    return compute(POLICY, read_records(dataset), threads=1)


@pytest.fixture(scope="module")
def results(dataset: Path) -> list[Result]:
    """What they are paid, one after the other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "_SIZE", 1)
        return list(compute_parts(POLICY, dataset, threads=1))


def parts_of(results: list[Result]) -> Parts:
    """Results as `compute_parts` hands them on."""
    yield from results
    return ()


def written(parts: Parts, folder: Path, **how: Any) -> Path:
    """The run folder of these parts."""
    write_parts(parts, folder, inputs=tuple, **how)
    return folder


def table_of(folder: Path, name: str) -> pl.DataFrame:
    """A table of a run by county, in the order of counties."""
    frames = [
        pl.read_parquet(file, hive_partitioning=False) for file in (folder / name).rglob("*.*")
    ]
    return pl.concat(frames).sort("county_id", maintain_order=True)


def manifest_of(folder: Path) -> dict[str, Any]:
    """What a run folder says of itself."""
    told: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_parquet_tables_by_county_are_those_written_at_once(
    dataset: Path, whole: Result, tmp_path: Path
) -> None:
    """Table by table the same rows in the same order; problems, policy and totals the same."""
    at_once = write_run(whole, tmp_path / "at once", format="parquet")
    parts = compute_parts(POLICY, dataset, threads=2)
    folder = written(parts, tmp_path / "parts", format="parquet")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*TABLES, "problems.parquet", "policy.yaml", "manifest.json"]
    )
    for name in TABLES:
        assert table_of(folder, name).equals(pl.read_parquet(at_once / f"{name}.parquet"))
    same = "problems.parquet"
    assert pl.read_parquet(folder / same).equals(pl.read_parquet(at_once / same))
    told, expected = manifest_of(folder), manifest_of(at_once)
    assert told["totals"] == expected["totals"]
    files = {"outputs": (), "hash": ""}
    assert {**told, **files} == {**expected, **files}
    rows = {output["path"]: output.get("rows") for output in told["outputs"]}
    posts = [n for path, n in rows.items() if path.startswith("payouts/")]
    assert len(posts) == len(COUNTIES)
    assert sum(posts) == whole.payouts.height
    assert is_whole(folder)


def test_csv_tables_by_county_are_those_written_at_once_byte_by_byte(
    dataset: Path, whole: Result, tmp_path: Path
) -> None:
    """As CSV every table is one file, and nobody sees that counties came one by one."""
    at_once = write_run(whole, tmp_path / "at once")
    folder = written(compute_parts(POLICY, dataset, threads=2), tmp_path / "parts")
    files = {path.name for path in at_once.iterdir()}
    assert {path.name for path in folder.iterdir()} == files
    for name in files:
        assert (folder / name).read_bytes() == (at_once / name).read_bytes()


def test_each_county_has_a_file_of_each_table(results: list[Result], tmp_path: Path) -> None:
    """Also where a county has no rows; results of several counties are put apart."""
    for name, some in (("one", results), ("all", [_joined(results)])):
        folder = written(parts_of(some), tmp_path / name, format="parquet")
        for table in TABLES:
            files = sorted(path.name for path in (folder / table).iterdir())
            assert files == [
                "county_id=%E5%8E%BF",
                "county_id=A%201",
                "county_id=B",
                "county_id=C",
            ]
            assert table_of(folder, table).equals(
                pl.concat([getattr(result, table) for result in results])
            )


def _joined(results: list[Result]) -> Result:
    """All four counties as one result whose bars are of no county."""
    [first, *_] = results
    frames = {name: pl.concat([getattr(one, name) for one in results]) for name in TABLES}
    names = replace(first.names, counties=tuple(COUNTIES))
    one = replace(first, made=replace(first.made, names=names))
    for name, frame in {**frames, "totals": first.totals}.items():
        one.__dict__[name] = frame  # where cached properties are kept
    return one


def test_a_table_by_county_is_read_as_one(results: list[Result], tmp_path: Path) -> None:
    """`scan_parquet` of a table's folder gives all rows, and the county as text."""
    folder = written(parts_of(results), tmp_path / "run", format="parquet")
    county = pl.scan_parquet(folder / "payouts", hive_partitioning=True).filter(county_id="A 1")
    assert county.collect().equals(results[0].payouts)
    everybody = pl.scan_parquet(folder / "payouts").collect()
    assert set(everybody["county_id"]) == set(COUNTIES)


def test_nobody_else_can_read_any_file_of_a_county(results: list[Result], tmp_path: Path) -> None:
    """All folders and files are for the owner alone."""
    folder = written(parts_of(results), tmp_path / "run", format="parquet")
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in folder.rglob("*")}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_a_result_is_dropped_before_the_next_is_made(results: list[Result], tmp_path: Path) -> None:
    """However many counties there are, one result is held."""
    alive: list[weakref.ref[Result]] = []

    def parts() -> Iterator[Result]:
        for number in range(len(results)):
            assert not [ref for ref in alive if ref() is not None]
            made = [replace(results[number])]
            alive.append(weakref.ref(made[0]))
            yield made.pop()
        return ()

    written(parts(), tmp_path / "run", format="parquet")  # type: ignore[arg-type]
    assert len(alive) == len(results)


def test_the_files_of_the_dataset_are_kept_as_they_are(dataset: Path, tmp_path: Path) -> None:
    """Below ``records/`` every file lies that was read, byte by byte; a stray one does not."""
    folder = shutil.copytree(dataset, tmp_path / "dataset")
    (folder / "staff" / "county_id=B" / "notes.txt").write_text("x")
    found = dataset_of(folder)
    assert isinstance(found, Batches)
    run = written(compute_parts(POLICY, found), tmp_path / "run", keep=found)
    kept = {path.relative_to(run / "records") for path in (run / "records").rglob("*.*")}
    expected = {path.relative_to(dataset) for path in dataset.rglob("*.*")}
    assert {path for path in kept if (run / "records" / path).is_file()} == expected
    for path in expected:
        assert (run / "records" / path).read_bytes() == (dataset / path).read_bytes()
    assert is_whole(run)


# --- What goes wrong ----------------------------------------------------------------------------


def test_errors_of_the_last_county_leave_nothing(dataset: Path, tmp_path: Path) -> None:
    """What was written of other counties is gone with the folder, and all errors are raised."""
    folder = shutil.copytree(dataset, tmp_path / "dataset")
    change(folder, "school_results", in_some("县")(lambda _, rows: rows.head(1)))
    home = tmp_path / "home"
    home.mkdir()
    with pytest.raises(ProblemsError) as raised:
        written(compute_parts(POLICY, folder), home / "deep" / "run", format="parquet")
    assert {p.place.county for p in raised.value.problems if p.code.startswith("C1")} == {"县"}
    assert list(home.iterdir()) == []


def test_counties_that_are_judged_together_are_written_anew(dataset: Path, tmp_path: Path) -> None:
    """Where results were written before this was known, they are taken back."""
    folder = shutil.copytree(dataset, tmp_path / "dataset")
    change(folder, "workload", in_some("县")(lambda _, rows: rows.rename({"kind": "工作类别"})))
    parts = compute_parts(POLICY, folder, threads=1)
    handed_on: list[str] = []
    with pytest.raises(CountiesTogetherError) as raised:
        for result in parts:
            handed_on += result.names.counties
    assert handed_on == ["A 1", "B", "C"]
    whole = compute(POLICY, read_records(folder), threads=1)
    assert raised.value.result.payouts.equals(whole.payouts)
    run = written(compute_parts(POLICY, folder), tmp_path / "run", format="parquet")
    assert is_whole(run)
    for name in TABLES:
        assert table_of(run, name).equals(getattr(whole, name))
    at_once = write_run(whole, tmp_path / "at once", format="parquet")
    same = "problems.parquet"
    assert pl.read_parquet(run / same).equals(pl.read_parquet(at_once / same))


def test_nothing_is_overwritten(results: list[Result], tmp_path: Path) -> None:
    """A folder that is there is left as it is, and nothing is computed."""
    (tmp_path / "run").mkdir()

    def parts() -> Parts:
        raise AssertionError("it is computed")
        yield results[0]

    with pytest.raises(TargetExistsError):
        written(parts(), tmp_path / "run")


@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "no space left"), KeyboardInterrupt()], ids=["full", "ctrl-c"]
)
def test_a_failure_at_any_step_of_any_county_leaves_nothing(
    results: list[Result], tmp_path: Path, error: BaseException, format: str
) -> None:
    """Whichever step fails, nothing is left; without a failure the folder is whole."""
    n, tripped = 0, True
    while tripped:
        n += 1 if n < 20 else 5
        home = tmp_path / str(n)
        home.mkdir()
        with pytest.MonkeyPatch.context() as monkeypatch:
            wire = Tripwire(monkeypatch, n, error)
            done = False
            with suppress(type(error)):
                written(parts_of(results[:2]), home / "deep" / "run", format=format)
                done = True  # mkdir(exist_ok=True) forgives an error where the folder is there
        tripped = wire.left <= 0
        if done:
            assert is_whole(home / "deep" / "run")
        else:
            assert list(home.iterdir()) == []
    assert n > 30
