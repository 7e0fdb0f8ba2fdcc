"""The floor: Polars reads the same columns of the same files and makes one number of each."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.bench.columns import NEEDED


def run(folder: Path, threads: int) -> list[pl.DataFrame]:
    """The sum of each column; of a text column, of its lengths in bytes."""
    assert pl.thread_pool_size() == threads
    frames = []
    for table, columns in NEEDED.items():
        scan = pl.scan_parquet(folder / table / "*" / "*.parquet", hive_partitioning=False)
        kinds = scan.collect_schema()
        frames.append(scan.select(_number(name, kinds[name]) for name in columns))
    return pl.collect_all(frames)


def _number(column: str, kind: pl.DataType) -> pl.Expr:
    cell = pl.col(column)
    if kind == pl.String:
        return cell.str.len_bytes().sum()
    return (cell.to_physical() if kind == pl.Date else cell).sum()


def payouts(result: list[pl.DataFrame]) -> None:
    """The floor pays nobody."""
