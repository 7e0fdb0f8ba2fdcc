"""The goals of the benchmarks, and whether what was measured meets them."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Literal, TypeAlias

Better: TypeAlias = Literal["less", "more"]


@dataclass(frozen=True)
class Goal:
    """What is measured, in which unit, and how far it shall go; ``size`` says at which size.

    ``by`` names the clock that decides: ``both`` means that the worse of wall and CPU does.
    """

    what: str
    unit: str
    goal: float
    stretch: float | None
    better: Better
    by: Literal["wall", "cpu", "both"]
    size: str | None = None


FLOOR_SORTED = Goal("times the scan floor, sorted", "x", 3, 2, "less", "cpu", "province")
FLOOR_SHUFFLED = Goal("times the scan floor, shuffled", "x", 4, 2, "less", "cpu", "province")
DUCKDB = Goal("times as fast as DuckDB", "x", 2, 4, "more", "both", "province")
POLARS = Goal("times as fast as Polars expressions", "x", 3, 6, "more", "both", "province")
PANDAS = Goal("times as fast as pandas", "x", 20, None, "more", "both", "province")
SCHOOL = Goal("one school, from tables in memory", "ms", 2, 1, "less", "both")
FRESH = Goal(
    "`paycalc run` of one county, times (1.5 `import polars, numba` + 0.3 s)",
    "x",
    1,
    None,
    "less",
    "both",
    "county",
)
FIRST = Goal("the very first call, compiling", "s", 8, 4, "less", "wall")
MEMORY = Goal("peak memory, times the columns read", "x", 2.5, 1.5, "less", "wall", "province")
NATION_MEMORY = Goal("peak memory of the nation", "GiB", 6, None, "less", "wall", "nation")
THREADS = Goal("2 threads, times 1 thread", "x", 1.15, None, "less", "cpu", "province")
SERIAL = Goal("the largest serial stage", "%", 10, None, "less", "wall", "province")
GROWTH = Goal(
    "time per teacher, times that of the province", "x", 1.2, None, "less", "both", "nation"
)
PACKED = Goal(
    "counties of 10 posts a second and core, Encoded to arrays",
    "",
    100_000,
    300_000,
    "more",
    "cpu",
    "county",
)


@dataclass(frozen=True)
class Row:
    """What was measured beside a goal, by the clock and in CPU time where there are both.

    ``size`` is the size at which it was.
    """

    goal: Goal
    wall: float | None
    cpu: float | None
    size: str
    note: str = ""

    @property
    def verdict(self) -> str:
        """``stretch``, ``met`` or ``missed``; nothing at another size than the goal's."""
        if self.goal.size not in (None, self.size):
            return f"({self.goal.size})"
        values = {"wall": [self.wall], "cpu": [self.cpu], "both": [self.wall, self.cpu]}
        known = [value for value in values[self.goal.by] if value is not None]
        worst = max(known) if self.goal.better == "less" else min(known)
        if self.goal.stretch is not None and _reaches(worst, self.goal.stretch, self.goal.better):
            return "stretch"
        return "met" if _reaches(worst, self.goal.goal, self.goal.better) else "missed"


def _reaches(value: float, bound: float, better: Better) -> bool:
    return value <= bound if better == "less" else value >= bound


@dataclass
class Rounds:
    """One number of each round, by name; ratios are of the same round, then their median."""

    walls: dict[str, list[float]]
    cpus: dict[str, list[float]]

    def ratio(self, goal: Goal, over: str, under: str, size: str, note: str = "") -> Row:
        """The row of a goal that asks for a ratio."""

        def middle(kind: dict[str, list[float]]) -> float:
            return median(a / b for a, b in zip(kind[over], kind[under], strict=True))

        return Row(goal, middle(self.walls), middle(self.cpus), size, note)
