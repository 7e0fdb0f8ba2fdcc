"""What people would use instead: one module each, `run` from files to payouts in memory.

Each module has ``run(folder, threads)``, which is measured and returns whatever it has in memory,
and ``payouts(result)``, which is not: a frame of ``COLUMNS``, money in fen.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

COLUMNS = ("county_id", "school_id", "teacher_id", "gross", "forfeited", "held", "payable")
"""What every peer answers, a row per post; nobody receives forfeits under policies/bench.yaml."""

NAMES = ("paycalc", "duckdb", "polars", "pandas", "reference")
FLOOR = "floor"
"""Reads the same columns and pays nobody."""


class Peer(Protocol):
    """The module of a peer."""

    def run(self, folder: Path, threads: int) -> Any:
        """From the dataset's files to payouts in memory."""

    def payouts(self, result: Any) -> Any:
        """The payouts as a Polars frame of ``COLUMNS``."""


def peer(name: str) -> Peer:
    """The module of that name, with everything that it imports."""
    return import_module(f"tests.bench.peers.with_{name}")  # type: ignore[return-value]
