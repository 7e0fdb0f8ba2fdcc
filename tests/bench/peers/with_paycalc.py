"""paycalc itself, given the dataset's folder, up to the table of payouts."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import paycalc
from tests.bench.peers import COLUMNS

POLICY = Path(__file__).parents[3] / "policies" / "bench.yaml"


def run(folder: Path, threads: int) -> tuple[paycalc.Result, pl.DataFrame]:
    """The result and its payouts, everything checked."""
    policy = paycalc.load_policy(POLICY)
    result = paycalc.compute(policy, folder, threads=threads)
    return result, result.payouts


def payouts(result: tuple[paycalc.Result, pl.DataFrame]) -> pl.DataFrame:
    """The payouts, in fen."""
    money = [(pl.col(name) * 100).cast(pl.Int64) for name in COLUMNS[3:]]
    assert result[1]["received"].max() in (0, None)
    return result[1].with_columns(money).select(COLUMNS)
