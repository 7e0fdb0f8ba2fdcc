"""The table of a run, for people (Markdown) and for programs (JSON)."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.goals import Row
from tests.bench.parts import Bench

LIBRARIES = ("paycalc", "polars", "numba", "numpy", "duckdb", "pandas", "pyarrow")


def as_json(bench: Bench) -> dict[str, Any]:
    """Everything of a run."""
    return {
        "format": "paycalc-bench/1",
        "machine": machine(),
        "size": bench.size,
        "orders": bench.orders,
        "rounds": bench.rounds,
        "threads": bench.threads,
        "goals": [{**asdict(row), "verdict": row.verdict} for row in bench.rows],
        "times": bench.plain,
        "stages": bench.stages,
    }


def as_text(bench: Bench) -> str:
    """The tables of a run, with its machine."""
    parts = [
        f"size: {bench.size}, rounds: {bench.rounds}, threads: {bench.threads}. {_told(machine())}",
        _table(("", "wall", "CPU", "goal", "stretch", ""), [_goal(row) for row in bench.rows]),
    ]
    if bench.plain:
        parts.append(_table(_TIMES, [_times(one) for one in bench.plain]))
    if bench.stages:
        parts.append(_table(("stage", *_STAGES), list(_stages(bench.stages))))
    if os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1):
        parts.append("The machine is busy with other work: trust CPU, and ratios, not wall.")
    if bench.rounds < 5:
        parts.append("Fewer than five rounds: a look, not a measurement.")
    return "\n\n".join(parts)


def machine() -> dict[str, Any]:
    """Processor, cores, memory, load, versions."""
    named = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": named[0] if named else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "load": [round(part, 1) for part in os.getloadavg()],
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
        "at": datetime.now().astimezone().isoformat(timespec="minutes"),
    }


def _told(machine: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {machine[name]}" for name in ("python", *LIBRARIES))
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"load {machine['load'][0]}; {versions}; {machine['at']}"
    )


def _goal(row: Row) -> tuple[str, ...]:
    goal = row.goal
    sign = "≤" if goal.better == "less" else "≥"
    what = f"{goal.what} ({row.note})" if row.note else goal.what
    stretch = "" if goal.stretch is None else f"{sign} {_number(goal.stretch)}"
    bound = f"{sign} {_number(goal.goal)} {goal.unit}".strip()
    return (what, _number(row.wall), _number(row.cpu), bound, stretch, row.verdict)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    if value == int(value) or value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


_TIMES = ("size", "rows", "who", "wall s", "CPU s", "peak MiB", "posts a second")


def _times(one: dict[str, Any]) -> tuple[str, ...]:
    return (
        one["size"],
        one["order"],
        one["name"],
        f"{one['wall']:.3f}",
        f"{one['cpu']:.3f}",
        f"{one['peak'] / 2**20:,.0f}",
        f"{one['posts'] / one['wall']:,.0f}",
    )


_STAGES = ("1 thread: wall", "CPU", "2 threads: wall", "serial")


def _stages(stages: dict[str, dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """CPU with one thread alone: with more it cannot be told whose it is."""
    for name, one in stages["1"].items():
        two = stages["2"][name]
        yield (name, *(f"{x:.1%}" for x in (one["wall"], one["cpu"], two["wall"], two["serial"])))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns also line up as text."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"

    ruled = ["-" * width if i == 0 else "-" * (width - 1) + ":" for i, width in enumerate(widths)]
    return "\n".join([line(heads), f"|{'|'.join(f' {r} ' for r in ruled)}|", *map(line, rows)])
