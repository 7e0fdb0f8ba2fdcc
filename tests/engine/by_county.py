"""Four counties, copies of the example county, in folders by county."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl

from tests.invariance.datasets import with_schools, write_partitioned, write_period
from tests.promises.computed import Tables, fixture_of, policy_of

POLICY = policy_of("example-county")
TABLES, PERIOD = fixture_of("example-county")
COUNTIES = {"A 1": "1-", "B": "2-", "C": "3-", "县": "4-"}
"""Four copies of a county, with the letters that begin their ids; not in the order of folders."""

Change = Callable[[str, pl.DataFrame], pl.DataFrame | None]


def copies() -> dict[str, pl.DataFrame]:
    """Four counties, in each row the school, so that each table can be split."""
    tables = with_schools(TABLES)
    ids = ("school_id", "teacher_id", "group_id", "case_id")
    return {
        name: pl.concat(
            [
                table.with_columns(
                    (pl.lit(before) + pl.col(column)).alias(column)
                    for column in ids
                    if column in table.columns
                ).with_columns(
                    pl.lit(county).alias(column)
                    for column in ("county_id",)
                    if column in table.columns
                )
                for county, before in COUNTIES.items()
            ]
        )
        for name, table in tables.items()
    }


FOUR = copies()


def folder_of(folder: Path, tables: Tables = FOUR, kind: str = "parquet") -> Path:
    """The tables in folders by county."""
    return write_period(write_partitioned(folder / "dataset", tables, kind), PERIOD)


def change(folder: Path, name: str, by: Change) -> None:
    """Change a table county by county; ``None`` takes the county's folder away."""
    for path in sorted((folder / name).rglob("*.parquet")):
        county = path.parent.name.removeprefix("county_id=").replace("%20", " ")
        made = by("县" if county.startswith("%") else county, pl.read_parquet(path))
        if made is None:
            shutil.rmtree(path.parent)
        else:
            made.write_parquet(path)


def in_some(*counties: str) -> Callable[[Change], Change]:
    """A change of some counties alone."""
    return lambda by: lambda county, rows: by(county, rows) if county in counties else rows
