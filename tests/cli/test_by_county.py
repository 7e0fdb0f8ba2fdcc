"""``paycalc run``, ``check`` and ``explain`` of a dataset in folders by county."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path

import polars as pl
import pytest

from paycalc import compute, load_policy, read_records
from paycalc.engine import streaming
from paycalc.records import Records, batches
from tests.cli.conftest import POLICY, ROOT, Done
from tests.engine.by_county import COUNTIES, change, folder_of, in_some
from tests.output.conftest import is_whole

Command = Callable[..., Done]


@pytest.fixture(autouse=True)
def _a_county_is_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_SIZE", 1)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Four counties."""
    return folder_of(tmp_path)


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call on a computation of all counties at once is an error."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the dataset is read at once")

    return lambda: monkeypatch.setattr(batches.Batches, "at_once", never)


def in_one_file_each(dataset: Path, target: Path) -> Path:
    """The same rows, a file per table."""
    target.mkdir()
    for entry in dataset.iterdir():
        if entry.is_dir():
            frame = pl.concat([pl.read_parquet(f, hive_partitioning=True) for f in parts(entry)])
            frame.write_parquet(target / f"{entry.name}.parquet")
        else:
            shutil.copy(entry, target)
    return target


def parts(table: Path) -> list[Path]:
    """A table's files."""
    return sorted(table.rglob("*.parquet"))


def test_a_run_by_county_says_what_a_run_at_once_says(
    paycalc: Command, dataset: Path, tmp_path: Path, apart: Callable[[], None]
) -> None:
    """The same table on the screen and the same JSON; the manifest names every file by sha256."""
    apart()
    out = tmp_path / "run"
    done = paycalc("run", POLICY, dataset, "--out", out, "--format", "parquet", "--json")
    assert done.code == 0
    one_each = in_one_file_each(dataset, tmp_path / "plain")
    expected = paycalc("run", POLICY, one_each, "--out", tmp_path / "plain run", "--json")
    told, at_once = json.loads(done.out), json.loads(expected.out)
    for key in ("ok", "policy", "period", "groups", "totals"):
        assert told[key] == at_once[key]
    assert [row["county_id"] for row in told["totals"]] == list(COUNTIES)
    inputs = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    read = {Path(source["path"]): source["sha256"] for source in inputs}
    files = [POLICY, *(path for path in dataset.rglob("*") if path.is_file())]
    assert read == {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert is_whole(out)
    people = paycalc("run", POLICY, dataset, "--out", tmp_path / "people")
    assert "Written to" in people.out
    lines = paycalc("run", POLICY, one_each, "--out", tmp_path / "people 2").out.splitlines()
    assert people.out.splitlines()[2:] == lines[2:]


def test_a_run_whose_dataset_changes_leaves_nothing(
    paycalc: Command, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that changes, comes or goes while counties are computed is told; nothing is left."""
    compute_batches = streaming.compute_batches
    [file] = parts(dataset / "ethics" / "county_id=B")
    content = file.read_bytes()
    changes: dict[str, tuple[Callable[[], object], str]] = {
        "changed": (lambda: os.utime(file, (1, 1)), "was changed while"),
        "came": (lambda: (file.parent / "more.parquet").write_bytes(content), "came while"),
        "gone": (file.unlink, "was removed while"),
    }
    for name, (happens, said) in changes.items():

        def meanwhile(*arguments: object, happens: Callable[[], object] = happens) -> object:
            yield from compute_batches(*arguments)  # type: ignore[arg-type]
            happens()

        monkeypatch.setattr(streaming, "compute_batches", meanwhile)
        done = paycalc("run", POLICY, dataset, "--out", tmp_path / "home" / "run")
        assert (name, done.code) == (name, 1)
        assert said in done.err
        assert not (tmp_path / "home").exists()
        (file.parent / "more.parquet").unlink(missing_ok=True)


def test_errors_of_records_are_all_told_and_nothing_is_left(
    paycalc: Command, dataset: Path, tmp_path: Path
) -> None:
    """What `run` tells of a county's errors is what `check` tells, and what all at once is told."""
    wrong = in_some("C")(lambda _, rows: rows.with_columns(value=pl.lit("x")))
    change(dataset, "outcomes", wrong)
    done = paycalc("run", POLICY, dataset, "--out", tmp_path / "home" / "run", "--json")
    checked = paycalc("check", POLICY, dataset, "--json")
    assert (done.code, checked.code) == (1, 1)
    assert not (tmp_path / "home").exists()
    problems = json.loads(done.out)["problems"]
    assert problems == json.loads(checked.out)["problems"]
    assert {p["code"] for p in problems if p["severity"] == "error"} == {"R211"}


def test_check_holds_no_more_than_some_counties(
    paycalc: Command, dataset: Path, tmp_path: Path, apart: Callable[[], None]
) -> None:
    """Notes of all counties and errors of computing are told without all counties in memory."""
    apart()
    change(dataset, "workload", lambda _, rows: rows.with_columns(odd=pl.lit("1")))
    done = paycalc("check", POLICY, dataset, "--json")
    assert done.code == 0
    told = [p for p in json.loads(done.out)["problems"] if "odd" in p["message"]]
    assert [p["code"] for p in told] == ["R280"]
    change(dataset, "school_results", in_some("B", "县")(lambda _, rows: rows.head(1)))
    done = paycalc("check", POLICY, dataset, "--json")
    assert done.code == 1
    assert {
        p["code"][:2] for p in json.loads(done.out)["problems"] if p["severity"] == "error"
    } == {"C1"}


def test_a_faulty_policy_is_told_with_the_notes_on_files(
    paycalc: Command, dataset: Path, faulty_policy: Path, apart: Callable[[], None]
) -> None:
    """What is wrong with files is told beside what is wrong with the policy."""
    apart()
    (dataset / "staff" / "county_id=B" / "notes.txt").write_text("x")
    done = paycalc("check", faulty_policy, dataset, "--json")
    codes = [p["code"] for p in json.loads(done.out)["problems"]]
    assert done.code == 1
    assert codes.count("R110") == 1
    assert any(code.startswith("P") for code in codes)


def test_a_run_by_county_is_explained(paycalc: Command, dataset: Path, tmp_path: Path) -> None:
    """From the dataset, from the run, and, if the files were kept, without the dataset."""
    run, kept = tmp_path / "run", tmp_path / "kept"
    assert paycalc("run", POLICY, dataset, "--out", run, "--format", "parquet").code == 0
    keep = ("--format", "parquet", "--keep-records")
    assert paycalc("run", POLICY, dataset, "--out", kept, *keep).code == 0
    assert is_whole(kept)
    teacher = "3-T039"
    direct = paycalc("explain", POLICY, dataset, teacher)
    assert direct.code == 0
    at_once = compute(load_policy(POLICY), read_records(dataset))
    assert direct.out == f"{at_once.explain(teacher).text('en')}\n"
    assert paycalc("explain", run, teacher).out == direct.out
    change(dataset, "outcomes", in_some("C")(lambda _, rows: rows.head(2)))
    assert "records were changed" in paycalc("explain", run, teacher).err
    shutil.rmtree(dataset)
    moved = kept.rename(tmp_path / "moved")
    assert paycalc("explain", moved, teacher).out == direct.out
    [file] = parts(moved / "payouts" / "county_id=B")
    pl.read_parquet(file).head(1).write_parquet(file)
    assert "was changed since the run" in paycalc("explain", moved, teacher).err


def test_a_run_by_county_is_explained_from_the_teacher_s_county_alone(
    paycalc: Command, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other county is read for it; who is nowhere, or in no such county, is told as ever."""
    run = tmp_path / "run"
    assert paycalc("run", POLICY, dataset, "--out", run, "--format", "parquet").code == 0
    plain = in_one_file_each(dataset, tmp_path / "plain")
    nobody = paycalc("explain", POLICY, plain, "3-T0399")
    elsewhere = paycalc("explain", POLICY, plain, "3-T039", "--county", "B")
    numbers: list[int] = []
    read = batches.Batches.read

    def counted(one: batches.Batches, number: int, *left_out: Collection[str]) -> Records:
        numbers.append(number)
        return read(one, number, *left_out)

    monkeypatch.setattr(batches.Batches, "read", counted)
    assert paycalc("explain", run, "3-T039", "--what-if", "lessons+1").code == 0
    assert numbers == [list(COUNTIES).index("C")]
    assert paycalc("explain", run, "3-T0399") == nobody
    assert paycalc("explain", run, "3-T039", "--county", "B") == elsewhere
    assert (nobody.code, elsewhere.code, len(numbers)) == (2, 2, 1)
    assert paycalc("explain", POLICY, dataset, "3-T0399") == nobody
    assert paycalc("explain", POLICY, dataset, "3-T039", "--county", "B") == elsewhere
    assert "3-T039" in nobody.err


def test_a_run_of_rows_that_lie_elsewhere_is_explained_from_all_counties(
    paycalc: Command, dataset: Path, tmp_path: Path
) -> None:
    """A county whose rows lie in another one's folder is not explained without them."""
    [source], [target] = (parts(dataset / "outcomes" / f"county_id={c}") for c in "BC")
    rows = [
        pl.read_parquet(f).with_columns(county_id=pl.lit(c))
        for f, c in ((source, "B"), (target, "C"))
    ]
    pl.concat(rows).write_parquet(target)
    shutil.rmtree(source.parent)
    run = tmp_path / "run"
    assert paycalc("run", POLICY, dataset, "--out", run, "--format", "parquet").code == 0
    for teacher in ("2-T039", "3-T039"):
        told = paycalc("explain", run, teacher)
        assert told.code == 0
        assert told.out == paycalc("explain", POLICY, dataset, teacher).out


def test_a_killed_run_leaves_no_folder_and_the_next_one_sweeps(
    dataset: Path, tmp_path: Path
) -> None:
    """Killed when it has written a county, a run leaves nothing that looks like a run."""
    home = tmp_path / "home"
    home.mkdir()
    program = (
        "from paycalc.records import batches; batches._SIZE = 1\n"
        "from paycalc.engine import streaming; import time, sys\n"
        "each = streaming.each\n"
        "def slow(parts, take):\n"
        "    return each(parts, lambda one: (take(one), time.sleep(float(sys.argv.pop(1)))))\n"
        "streaming.each = slow\n"
        "from paycalc.cli.app import app; app(sys.argv[-7:])\n"
    )
    run = ["run", POLICY, dataset, "--out", home / "run", "--format", "parquet"]

    def start(*waits: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", program, *waits, *run]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=ROOT)

    killed = start("60", "60", "60", "60")
    while killed.poll() is None and not list(home.glob(".*/payouts/*/part.parquet")):
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    assert list(home.glob(".*/payouts"))
    assert not (home / "run").exists()
    assert start("0", "0", "0", "0").wait() == 0
    assert [path.name for path in home.iterdir()] == ["run"]
    assert is_whole(home / "run")
