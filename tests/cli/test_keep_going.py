"""``paycalc run --keep-going``: counties with errors are left out, and said to be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest

from paycalc import compute, read_records
from paycalc.output.runs import damaged, open_run
from paycalc.records import batches
from tests.cli.conftest import POLICY, Done
from tests.engine.by_county import POLICY as LOADED
from tests.engine.by_county import change, folder_of, in_some

Command = Callable[..., Done]


@pytest.fixture(params=["apart", "at once"])
def faulty(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four counties, of which C has a text for a number; computed apart, or all at once."""
    if request.param == "apart":
        monkeypatch.setattr(batches, "_SIZE", 1)
    folder = folder_of(tmp_path)

    def spoil(_: str, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(pl.lit("many").alias("quantity"))

    change(folder, "workload", in_some("C")(spoil))
    return folder


def test_without_the_option_one_county_stops_all(
    paycalc: Command, faulty: Path, tmp_path: Path
) -> None:
    """A run that is not told to keep going writes nothing."""
    done = paycalc("run", POLICY, faulty, "--out", tmp_path / "run")
    assert done.code == 1
    assert not (tmp_path / "run").exists()


def test_the_run_says_what_is_left_out(paycalc: Command, faulty: Path, tmp_path: Path) -> None:
    """The screen, JSON and the manifest say incomplete and name the county; its errors are told
    and kept; the tables hold the others alone.
    """
    out = tmp_path / "run"
    done = paycalc("run", POLICY, faulty, "--out", out, "--keep-going")
    assert done.code == 0
    assert "Incomplete: left out, since they have errors, are C\n" in done.out
    assert "error R211" in done.err
    run = open_run(out)
    assert (run.status, run.manifest["left_out"]) == ("incomplete", ["C"])
    assert damaged(run) == ()
    assert set(run.table("payouts")["county_id"]) == {"A 1", "B", "县"}
    assert "error" in set(run.table("problems")["severity"])
    again = paycalc("run", POLICY, faulty, "--out", tmp_path / "2", "--keep-going", "--json")
    told = json.loads(again.out)
    assert (told["ok"], told["status"], told["left_out"]) == (True, "incomplete", ["C"])


def test_a_run_that_left_a_county_out_is_explained_and_comes_out_again(
    paycalc: Command, faulty: Path, tmp_path: Path
) -> None:
    """``explain`` takes such a run, with or without kept records; ``verify`` finds the same pay."""
    with_records, without = tmp_path / "1", tmp_path / "2"
    options = ("--keep-going", "--format", "parquet")
    paycalc("run", POLICY, faulty, "--out", with_records, "--keep-records", *options)
    paycalc("run", POLICY, faulty, "--out", without, *options)
    told = [paycalc("explain", run, "2-T001") for run in (with_records, without)]
    assert [done.code for done in told] == [0, 0], told
    assert told[0].out == told[1].out
    assert paycalc("explain", with_records, "3-T001").code != 0
    result = compute(LOADED, open_run(with_records).dataset())
    assert result.payouts.equals(open_run(with_records).table("payouts"))
    assert result.left_out == ()
    assert paycalc("verify", with_records).code == 0


def test_a_run_by_county_has_no_folder_of_a_county_left_out(
    paycalc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables in folders by county have a folder for each county that was computed, no other."""
    monkeypatch.setattr(batches, "_SIZE", 1)
    folder = folder_of(tmp_path)
    [broken] = (folder / "leave" / f"county_id={quote('县')}").iterdir()
    broken.write_bytes(b"")
    done = paycalc(
        "run", POLICY, folder, "--out", tmp_path / "run", "--keep-going", "--format", "parquet"
    )
    assert done.code == 0
    names = {path.name for path in (tmp_path / "run" / "payouts").iterdir()}
    assert names == {"county_id=A%201", "county_id=B", "county_id=C"}
    assert (
        compute(LOADED, read_records(folder_of(tmp_path / "whole")))
        .payouts.filter(pl.col("county_id") != "县")
        .equals(open_run(tmp_path / "run").table("payouts"))
    )


def test_errors_of_all_counties_stop_the_run(
    paycalc: Command, faulty: Path, tmp_path: Path
) -> None:
    """Where an error may be of any county nothing is written, and all errors are printed."""
    period = faulty / "period.yaml"
    period.write_text(period.read_text(encoding="utf-8").replace("2025-09-01", "2015-09-01"))
    done = paycalc("run", POLICY, faulty, "--out", tmp_path / "run", "--keep-going")
    assert done.code == 1
    assert {"R211", "R250"} <= set(done.err.replace(":", " ").split())
    assert not (tmp_path / "run").exists()
