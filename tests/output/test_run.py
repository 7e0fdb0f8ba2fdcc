"""The run folder."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock
from typing import Any

import polars as pl
import pytest

import paycalc
from paycalc.engine import EnginePlan
from paycalc.output import TargetExistsError, fingerprints, stamps, write_run
from tests.output.conftest import is_whole

TABLES = ["bars", "ledger", "lines", "payouts", "problems", "units"]


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_run_folder_holds_tables_policy_and_manifest(
    result: paycalc.Result, tmp_path: Path, format: Any
) -> None:
    """A run folder holds the six tables in the format asked for, the policy and the manifest."""
    folder = write_run(result, tmp_path / "run", format=format)
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(
        [*(f"{table}.{format}" for table in TABLES), "policy.yaml", "manifest.json"]
    )
    assert (folder / "policy.yaml").read_text(encoding="utf-8") == result.policy.source
    read = pl.read_parquet if format == "parquet" else pl.read_csv
    assert read(folder / f"payouts.{format}").height == result.payouts.height


def test_nobody_else_can_read_it(result: paycalc.Result, tmp_path: Path) -> None:
    """Files have mode 0600 and folders 0700, whatever the umask allows."""
    before = os.umask(0)
    try:
        folder = write_run(result, tmp_path / "run")
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_manifest_tells_everything_that_went_in_and_came_out(
    result: paycalc.Result, tmp_path: Path
) -> None:
    """The manifest names engine, policy, period, status, totals, and every file's sha256."""
    source = tmp_path / "funds.csv"
    source.write_text("amount\n1\n")
    before = stamps([source])
    folder = write_run(result, tmp_path / "run", inputs=fingerprints(before))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == "paycalc-run/1"
    assert manifest["engine"]["paycalc"] == paycalc.__version__
    assert manifest["policy"]["id"] == result.policy.id
    assert manifest["policy"]["version"] == result.policy.version
    assert manifest["period"]["id"] == result.period.id
    assert manifest["currency"] == asdict(result.policy.currency)
    assert result.held.any()  # cases under review
    assert (manifest["status"], manifest["left_out"]) == ("provisional", [])
    assert [row["fund"] for row in manifest["totals"]] == [str(x) for x in result.totals["fund"]]
    assert [(entry["path"], entry["bytes"]) for entry in manifest["inputs"]] == [(str(source), 9)]
    rows = {output["path"]: output.get("rows") for output in manifest["outputs"]}
    assert rows["payouts.csv"] == result.payouts.height
    assert rows["policy.yaml"] is None
    assert is_whole(folder)


def test_the_same_result_gives_the_same_bytes(result: paycalc.Result, tmp_path: Path) -> None:
    """Two folders of one result are equal byte for byte: no clock goes in."""
    one, two = write_run(result, tmp_path / "1"), write_run(result, tmp_path / "2")
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes()


@pytest.mark.parametrize("name", ["with a space", "绩效 2025", "-dash", "a'b\"c"])
def test_any_name_of_a_folder_is_taken(result: paycalc.Result, tmp_path: Path, name: str) -> None:
    """A folder's name and path may hold spaces, Chinese and quotes."""
    assert is_whole(write_run(result, tmp_path / name / name))


def test_an_existing_folder_is_never_overwritten(result: paycalc.Result, tmp_path: Path) -> None:
    """A second run into the same folder is refused and changes nothing."""
    folder = write_run(result, tmp_path / "run")
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    with pytest.raises(TargetExistsError):
        write_run(result, folder)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


class Tripwire:
    """Raises at the n-th of the calls by which a run touches the disk, and once only."""

    STEPS = (
        (os, "mkdir"),
        (os, "open"),
        (os, "fsync"),
        (os, "rename"),
        (pl.DataFrame, "write_csv"),
    )

    def __init__(self, monkeypatch: pytest.MonkeyPatch, n: int, error: BaseException) -> None:
        self.left, self.error, self.lock = n, error, Lock()
        for owner, name in self.STEPS:
            monkeypatch.setattr(owner, name, self.wrapped(getattr(owner, name)))

    def wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, which raises when its number comes up."""

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with self.lock:  # files are synced side by side
                self.left -= 1
                trips = self.left == 0
            if trips:
                raise self.error
            return call(*args, **kwargs)

        return wrapper


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "no space left"), KeyboardInterrupt()], ids=["full", "ctrl-c"]
)
def test_a_failure_at_any_step_leaves_nothing(
    result: paycalc.Result, tmp_path: Path, error: BaseException
) -> None:
    """Whichever step fails, nothing is left; without a failure the folder is whole."""
    n, tripped = 0, True
    while tripped:
        n += 1
        home = tmp_path / str(n)
        home.mkdir()
        with pytest.MonkeyPatch.context() as monkeypatch:
            wire = Tripwire(monkeypatch, n, error)
            done = False
            with suppress(type(error)):
                write_run(result, home / "deep" / "run")
                done = True  # mkdir(exist_ok=True) forgives an error where the folder is there
        tripped = wire.left <= 0
        if done:
            assert [path.name for path in (home / "deep").iterdir()] == ["run"]
            assert is_whole(home / "deep" / "run")
        else:
            assert list(home.iterdir()) == []
            assert tripped
    assert n > 30


@pytest.mark.parametrize(
    ("path", "copies"),
    [
        ("plans/a.yaml", ["policy/plans/a.yaml", "policy/policy.yaml"]),
        ("policy.yaml", ["policy/_policy.yaml", "policy/policy.yaml"]),
        ("manifest.json", ["policy/manifest.json", "policy/policy.yaml"]),
    ],
)
def test_plan_files_lie_to_the_policy_as_they_did(
    result: paycalc.Result, tmp_path: Path, path: str, copies: list[str]
) -> None:
    """The copies of plan files lie below ``policy/``, relative to the policy."""
    policy = replace(result.policy, files={path: "pools: {}\n"})
    made = replace(result.made, plan=EnginePlan(policy))
    folder = write_run(replace(result, made=made), tmp_path / "run")
    found = sorted(
        str(file.relative_to(folder)) for file in folder.rglob("*.*") if file.parent != folder
    )
    assert found == copies
    assert is_whole(folder)
