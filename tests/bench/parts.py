"""What the benchmark measures, part by part; in each round every competitor has its turn."""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import goals
from tests.bench.generate import SIZES, Order, dataset
from tests.bench.goals import Goal, Rounds, Row
from tests.bench.measuring import Usage, command, task

POLICY = "policies/bench.yaml"
PAYCALC = str(Path(sys.executable).with_name("paycalc"))
TEACHERS_OF_REFERENCE = 10_000
AGAINST: dict[str, Goal] = {
    "duckdb": goals.DUCKDB,
    "polars": goals.POLARS,
    "pandas": goals.PANDAS,
}


class PayDiffersError(Exception):
    """Two competitors do not pay the same."""


@dataclass
class Bench:
    """What to measure, and what came of it: rows of goals, and the plain numbers behind them."""

    size: str
    orders: tuple[Order, ...]
    rounds: int
    peers: tuple[str, ...]
    home: Path
    threads: int = 2
    rows: list[Row] = field(default_factory=list)
    plain: list[dict[str, Any]] = field(default_factory=list)
    stages: dict[str, dict[str, Any]] = field(default_factory=dict)

    def data(self, size: str, order: Order = "sorted") -> str:
        """The folder of a dataset."""
        return str(dataset(self.home, size, order))


def say(told: str) -> None:
    """Where the run is, for whoever watches."""
    print(told, file=sys.stderr, flush=True)


# --- Against others -----------------------------------------------------------------------------


def peers(bench: Bench) -> None:
    """paycalc, the floor and the others, from files to payouts in memory."""
    fits = SIZES[bench.size].teachers <= TEACHERS_OF_REFERENCE
    names = [name for name in bench.peers if fits or name != "reference"]
    with tempfile.TemporaryDirectory() as kept:
        paid = _Paid(Path(kept))
        for order in bench.orders:
            _against(bench, bench.size, order, ["floor", "paycalc", *names], paid)
        if not fits and "reference" in bench.peers:
            _against(bench, "county", "sorted", ["paycalc", "reference"], _Paid(Path(kept)))


@dataclass
class _Paid:
    """What was paid first, and by whom; the rows are the same in every order."""

    folder: Path
    name: str = ""
    digest: str = ""

    def check(self, name: str, answer: dict[str, Any]) -> None:
        """Fails unless this competitor pays what the first one did."""
        file = self.folder / f"{name}.parquet"
        if not self.digest:
            self.name, self.digest = name, answer["digest"]
            file.rename(self.folder / "first.parquet")
        elif answer["digest"] != self.digest:
            raise PayDiffersError(
                f"{name} does not pay what {self.name} pays:\n"
                + difference(self.folder / "first.parquet", file)
            )


def difference(first: Path, second: Path) -> str:
    """The first posts that are paid otherwise."""
    import polars as pl

    keys = ["county_id", "school_id", "teacher_id"]
    one, other = pl.read_parquet(first), pl.read_parquet(second)
    both = one.join(other, on=keys, how="full", suffix="_other", coalesce=True)
    money = [column for column in one.columns if column not in keys]
    wrong = both.filter(
        pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_other")) for c in money)
    )
    return f"{wrong.height} of {both.height} posts, such as {wrong.sort(keys).head(3).to_dicts()}"


def _against(bench: Bench, size: str, order: Order, names: Sequence[str], paid: _Paid) -> None:
    folder, school = bench.data(size, order), bench.data("school")
    rounds = Rounds(defaultdict(list), defaultdict(list))
    peaks: defaultdict[str, list[int]] = defaultdict(list)
    posts = 0
    for turn in range(bench.rounds):
        for name in names:
            say(f"{size} {order}, round {turn + 1} of {bench.rounds}: {name}")
            arguments = {"name": name, "folder": folder, "school": school, "threads": bench.threads}
            kept = {} if name == "floor" else {"out": str(paid.folder / f"{name}.parquet")}
            answer = task("pay", arguments | kept, bench.threads)
            if name != "floor":
                paid.check(name, answer)
                posts = answer["posts"]
            rounds.walls[name].append(answer["wall"])
            rounds.cpus[name].append(answer["cpu"])
            peaks[name].append(answer["peak"])
    for name in names:
        bench.plain.append(
            {
                "size": size,
                "order": order,
                "posts": posts,
                "name": name,
                "wall": median(rounds.walls[name]),
                "cpu": median(rounds.cpus[name]),
                "peak": median(peaks[name]),
            }
        )
    bench.rows += _rows_against(rounds, names, order, size)


def _rows_against(rounds: Rounds, names: Sequence[str], order: Order, size: str) -> Iterator[Row]:
    if "floor" in names:
        goal = goals.FLOOR_SORTED if order == "sorted" else goals.FLOOR_SHUFFLED
        yield rounds.ratio(goal, "paycalc", "floor", size)
    for name, goal in AGAINST.items():
        if name in names:
            yield rounds.ratio(goal, name, "paycalc", size, order)


# --- Alone --------------------------------------------------------------------------------------


def memory(bench: Bench) -> None:
    """The peak of `paycalc run`, results written as they come, of what the columns take."""
    say("peak memory")
    columns = task("columns", {"folder": bench.data(bench.size)}, bench.threads)["bytes"]
    peaks = [_run(bench, bench.size)[1] for _ in range(min(bench.rounds, 3))]
    note = f"{median(peaks) / 2**20:,.0f} of {columns / 2**20:,.1f} MiB"
    bench.rows.append(Row(goals.MEMORY, median(peaks) / columns, None, bench.size, note))


def threads(bench: Bench) -> None:
    """One thread and two, in turn, and the stages of both."""
    folder, school = bench.data(bench.size), bench.data("school")
    rounds = Rounds(defaultdict(list), defaultdict(list))
    runs: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for turn in range(bench.rounds):
        for count in (1, 2):
            say(f"stages, round {turn + 1} of {bench.rounds}: {count} threads")
            arguments = {"folder": folder, "school": school, "threads": count}
            answer = task("stages", arguments, count)
            runs[count].append(answer)
            rounds.walls[str(count)].append(answer["whole"]["wall"])
            rounds.cpus[str(count)].append(answer["whole"]["cpu"])
    bench.rows.append(rounds.ratio(goals.THREADS, "2", "1", bench.size))
    for count, answers in runs.items():
        bench.stages[str(count)] = _middle_stages(answers)
    serial = {name: stage["serial"] for name, stage in bench.stages["2"].items()}
    name = max(serial, key=lambda stage: serial[stage])
    bench.rows.append(Row(goals.SERIAL, 100 * serial[name], None, bench.size, name))


def _middle_stages(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Of each stage the median share of the whole's wall and CPU, and of its serial part."""

    def middle(stage: str, what: str, of: str) -> float:
        return median(one["stages"][stage][what] / one["whole"][of] for one in answers)

    return {
        stage: {
            "wall": middle(stage, "wall", "wall"),
            "cpu": middle(stage, "cpu", "cpu"),
            "serial": middle(stage, "serial", "wall"),
        }
        for stage in answers[0]["stages"]
    }


def school(bench: Bench) -> None:
    """One school from tables in memory, in milliseconds."""
    say("one school in memory")
    calls = {"folder": bench.data("school"), "calls": 50}
    answers = [task("school", calls, 1) for _ in range(bench.rounds)]
    wall, cpu = (1000 * median(one[what] for one in answers) for what in ("wall", "cpu"))
    bench.rows.append(Row(goals.SCHOOL, wall, cpu, "school"))


def packed(bench: Bench) -> None:
    """Tiny counties by the thousand (ten thousand, but in a look at one school's size)."""
    say("packed small counties")
    counties = 1_000 if bench.size == "school" else 10_000
    answers = [task("packed", {"counties": counties, "calls": 3}, 1) for _ in range(bench.rounds)]
    wall, cpu = (counties / median(one[what] for one in answers) for what in ("wall", "cpu"))
    size = "school" if bench.size == "school" else "county"
    bench.rows.append(Row(goals.PACKED, wall, cpu, size, f"{counties:,} counties"))


def fresh(bench: Bench) -> None:
    """`paycalc run` on one county, in turn with what any such program has to import.

    In a look at one school's size it runs on that school.
    """
    size = "school" if bench.size == "school" else "county"
    folder = bench.data(size)
    rounds = Rounds(defaultdict(list), defaultdict(list))
    with tempfile.TemporaryDirectory() as home:
        for turn in range(bench.rounds + 1):
            say(f"fresh process, round {turn} of {bench.rounds}")
            out = str(Path(home) / str(turn))
            imported, _ = command([sys.executable, "-c", "import polars, numba"], bench.threads)
            run, _ = command([PAYCALC, "run", POLICY, folder, "--out", out], bench.threads)
            if turn:  # the first fills the caches
                rounds.walls["run"].append(run.wall)
                rounds.cpus["run"].append(run.cpu)
                rounds.walls["allowed"].append(1.5 * imported.wall + 0.3)
                rounds.cpus["allowed"].append(1.5 * imported.cpu + 0.3)
    note = f"{median(rounds.walls['run']):.2f} s, {median(rounds.cpus['run']):.2f} s CPU"
    bench.rows.append(rounds.ratio(goals.FRESH, "run", "allowed", size, note))


def first(bench: Bench) -> None:
    """The first call with an empty kernel cache, with a full one, and after `paycalc warmup`."""
    arguments = {"folder": bench.data("school"), "threads": bench.threads}
    walls: list[float] = []
    cpus: list[float] = []
    cached: list[float] = []
    for turn in range(min(bench.rounds, 3)):
        say(f"first call, round {turn + 1}")
        with tempfile.TemporaryDirectory() as empty:
            for found in ([], cached):
                answer = task("first", arguments, bench.threads, NUMBA_CACHE_DIR=empty)
                found.append(answer["wall"])
                if found is not cached:
                    walls.append(answer["wall"])
                    cpus.append(answer["cpu"])
    with tempfile.TemporaryDirectory() as empty:
        warmup, _ = command([PAYCALC, "warmup"], bench.threads, NUMBA_CACHE_DIR=empty)
        warm = task("first", arguments, bench.threads, NUMBA_CACHE_DIR=empty)["wall"]
    note = (
        f"{median(cached):.2f} s with a full cache; "
        f"`paycalc warmup` takes {warmup.wall:.2f} s, and then it is {warm:.2f} s"
    )
    bench.rows.append(Row(goals.FIRST, median(walls), median(cpus), "school", note))


def _run(bench: Bench, size: str) -> tuple[Usage, int]:
    """`paycalc run` into Parquet files by county, and its peak memory."""
    with tempfile.TemporaryDirectory(dir=bench.home) as home:
        out = ["--out", f"{home}/out", "--format", "parquet"]
        return command([PAYCALC, "run", POLICY, bench.data(size), *out], bench.threads)


def growth(bench: Bench) -> None:
    """The command on the nation and on the province in turn, results as Parquet."""
    if bench.size != "nation":
        return
    rounds = Rounds(defaultdict(list), defaultdict(list))
    peaks = []
    for turn in range(bench.rounds):
        for size in ("province", "nation"):
            say(f"growth, round {turn + 1} of {bench.rounds}: {size}")
            run, peak = _run(bench, size)
            rounds.walls[size].append(run.wall / SIZES[size].teachers)
            rounds.cpus[size].append(run.cpu / SIZES[size].teachers)
            peaks.append(peak)
    bench.rows.append(rounds.ratio(goals.GROWTH, "nation", "province", "nation"))
    bench.rows.append(Row(goals.NATION_MEMORY, max(peaks) / 2**30, None, "nation"))


PARTS = {
    part.__name__: part for part in (peers, memory, threads, growth, school, packed, fresh, first)
}
"""All parts, in the order in which they are measured."""
