"""The plain reading of policy.md, ``tests/reference``, in Python integers."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import yaml

from tests.bench.columns import NEEDED
from tests.bench.peers import COLUMNS
from tests.reference import Outcome, pay

POLICY = Path(__file__).parents[3] / "policies" / "bench.yaml"


def run(folder: Path, threads: int) -> Outcome:  # one thread, whatever `threads` says
    """What the plain reading says."""
    period = yaml.load((folder / "period.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    tables = {name: _rows(folder / name) for name in NEEDED}
    outcome = pay(POLICY.read_text(encoding="utf-8"), tables, period)
    assert isinstance(outcome, Outcome), outcome
    return outcome


def _rows(folder: Path) -> list[dict[str, str]]:
    frame = pl.read_parquet(
        folder / "*" / "*.parquet",
        hive_partitioning=True,
        hive_schema={"county_id": pl.String},
    )
    if folder.name in ("workload", "outcomes", "leave", "school_results"):
        frame = frame.drop("county_id")
    columns = {name: [_text(cell) for cell in frame[name].to_list()] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _text(cell: object) -> str:
    """The one text of a cell (section 1 of policy.md)."""
    if cell is None:
        return ""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


def payouts(result: Outcome) -> pl.DataFrame:
    """The payouts of the outcome."""
    rows = [(*key, p.gross, p.forfeited, p.held, p.payable) for key, p in result.payouts.items()]
    money = dict.fromkeys(COLUMNS[3:], pl.Int64)
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS[:3], pl.String) | money, orient="row")
