"""The command, its goals and its table."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.bench import goals
from tests.bench.goals import Rounds, Row
from tests.bench.measuring import ROOT, used
from tests.bench.parts import Bench, PayDiffersError, _Paid, peers, task
from tests.bench.report import as_text
from tests.bench.small import packed_calls


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the datasets of this module lie."""
    return tmp_path_factory.mktemp("data")


def test_one_command_measures_everybody_beside_everybody(home: Path) -> None:
    """At a school's size all peers run in processes of their own and pay the same."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.bench", "--size", "school", "--rounds", "1"),
            *("--order", "sorted", "--parts", "peers", "--json", "--data", str(home)),
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["format"] == "paycalc-bench/1"
    names = ["floor", "paycalc", "duckdb", "polars", "pandas", "reference"]
    assert [one["name"] for one in told["times"]] == names
    assert {one["posts"] for one in told["times"]} == {100}
    assert all(one["wall"] > 0 and one["cpu"] > 0 for one in told["times"])
    assert [row["verdict"] for row in told["goals"]] == ["(province)"] * 4


def test_a_run_fails_where_a_peer_pays_otherwise(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A peer whose payouts have another digest ends the run, which names posts."""

    def answered(name: str, arguments: dict[str, object], threads: int) -> dict[str, object]:
        answer = {"wall": 1.0, "cpu": 1.0, "peak": 1}
        if "out" not in arguments:
            return answer
        fen = 5 if arguments["name"] == "polars" else 4
        keys = {"county_id": ["C"], "school_id": ["S"], "teacher_id": ["T"]}
        pl.DataFrame({**keys, "payable": [fen]}).write_parquet(str(arguments["out"]))
        return {**answer, "posts": 1, "digest": str(fen)}

    monkeypatch.setattr("tests.bench.parts.task", answered)
    bench = Bench("school", ("sorted",), 1, ("duckdb",), home)
    peers(bench)
    assert [one["name"] for one in bench.plain] == ["floor", "paycalc", "duckdb"]
    with pytest.raises(PayDiffersError, match=r"polars does not pay what paycalc pays:\n1 of 1"):
        peers(Bench("school", ("sorted",), 1, ("duckdb", "polars"), home))


def test_orders_must_pay_the_same_too(tmp_path: Path) -> None:
    """The shuffled dataset has the same payouts as the sorted one."""
    paid = _Paid(tmp_path)
    for name in ("paycalc", "duckdb"):
        keys = {"county_id": ["C"], "school_id": ["S"], "teacher_id": ["T"]}
        pl.DataFrame({**keys, "payable": [4]}).write_parquet(tmp_path / f"{name}.parquet")
    paid.check("paycalc", {"digest": "a"})
    paid.check("duckdb", {"digest": "a"})
    with pytest.raises(PayDiffersError, match="duckdb does not pay"):
        paid.check("duckdb", {"digest": "b"})


def test_a_verdict_is_of_the_worse_clock_and_of_the_goal_s_size() -> None:
    """Stretch, met or missed by the worse of wall and CPU; nothing at another size."""

    def verdict(wall: float, cpu: float, size: str = "province") -> str:
        return Row(goals.DUCKDB, wall, cpu, size).verdict

    assert verdict(4.0, 5.0) == "stretch"
    assert verdict(5.0, 3.9) == "met"
    assert verdict(1.9, 9.0) == "missed"
    assert verdict(9.0, 9.0, "county") == "(province)"
    assert Row(goals.FLOOR_SORTED, 9.0, 2.5, "province").verdict == "met"
    assert Row(goals.FLOOR_SORTED, 0.1, 3.1, "province").verdict == "missed"
    assert Row(goals.PANDAS, 30.0, 20.0, "province").verdict == "met"


def test_a_ratio_is_the_median_of_the_ratios_of_rounds() -> None:
    """A round in which everything was slow does not move the ratio."""
    rounds = Rounds(
        {"a": [2.0, 40.0, 2.0], "b": [1.0, 20.0, 4.0]}, {"a": [1.0] * 3, "b": [2.0] * 3}
    )
    row = rounds.ratio(goals.DUCKDB, "a", "b", "province")
    assert (row.wall, row.cpu) == (2.0, 0.5)


def test_used_counts_the_cpu_of_the_block() -> None:
    """A busy block takes CPU time, one that sleeps takes time by the clock alone."""
    with used() as busy:
        sum(i * i for i in range(300_000))
    assert busy.wall > 0
    assert busy.cpu > 0
    with used() as idle:
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert idle.wall > idle.cpu


@pytest.mark.parametrize("threads", [1, 2])
def test_the_stages_add_up_to_the_whole(home: Path, threads: int) -> None:
    """Every stage is found where it is looked for, and none takes more than everything."""
    folder = Bench("school", ("sorted",), 1, (), home).data("school")
    arguments = {"folder": folder, "school": folder, "threads": threads}
    answer = task("stages", arguments, threads)
    stages, whole = answer["stages"], answer["whole"]["wall"]
    wanted = "policy read check encode items level_1 level_2 adjust guarantees veto result other"
    assert [name.replace(" ", "_") for name in stages] == wanted.split()
    assert all(stage["wall"] > 0 for name, stage in stages.items() if name != "other")
    assert all(0 <= stage["serial"] <= stage["wall"] + 1e-9 for stage in stages.values())
    assert sum(stage["wall"] for stage in stages.values()) == pytest.approx(whole, rel=0.01)


def test_packed_counties_are_computed_without_a_fault() -> None:
    """Tiny counties made of tiny schools are counties of about ten posts each."""
    answer = packed_calls(50, 1)
    assert answer["counties"] == 50
    assert 480 <= answer["posts"] <= 500


def test_the_table_shows_goals_times_and_stages(home: Path) -> None:
    """A run is told as Markdown tables: goals with verdicts, times, stages by threads."""
    bench = Bench("province", ("sorted",), 1, (), home)
    bench.rows = [
        Row(goals.DUCKDB, 2.5, 3.0, "province", "sorted"),
        Row(goals.SCHOOL, 9, 9, "school"),
    ]
    bench.plain = [
        {"size": "province", "order": "sorted", "posts": 10, "name": "paycalc"}
        | {"wall": 2.0, "cpu": 3.0, "peak": 2**20}
    ]
    stage = {"read": {"wall": 0.5, "cpu": 0.25, "serial": 0.125}}
    bench.stages = {"1": stage, "2": stage}
    told = [" ".join(line.split()) for line in as_text(bench).splitlines()]
    assert "| times as fast as DuckDB (sorted) | 2.50 | 3 | ≥ 2 x | ≥ 4 | met |" in told
    assert "| one school, from tables in memory | 9 | 9 | ≤ 2 ms | ≤ 1 | missed |" in told
    assert "| province | sorted | paycalc | 2.000 | 3.000 | 1 | 5 |" in told
    assert "| read | 50.0% | 25.0% | 50.0% | 12.5% |" in told
    assert told[-1] == "Fewer than five rounds: a look, not a measurement."
