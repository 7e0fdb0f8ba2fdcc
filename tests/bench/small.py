"""Small work: one school from memory, and thousands of tiny counties in one call."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

import paycalc
from tests.bench.columns import NEEDED
from tests.bench.county import county
from tests.bench.generate import PERIOD, SEED
from tests.bench.measuring import Usage, used
from tests.bench.peers.with_paycalc import POLICY

PERIOD_KEYS = dict(line.split(": ") for line in PERIOD.splitlines())
POSTS_PER_COUNTY = 10


def school_calls(folder: Path, calls: int) -> dict[str, Any]:
    """Milliseconds from tables in memory to payouts, records and all."""
    policy = paycalc.load_policy(POLICY)
    tables = {
        table: pl.read_parquet(
            folder / table / "*" / "*.parquet",
            hive_partitioning=True,
            hive_schema={"county_id": pl.String},
        ).rechunk()
        for table in NEEDED
    }
    usages = []
    for _ in range(calls + 3):
        with used() as usage:
            records = paycalc.Records.from_tables(tables, period=PERIOD_KEYS)
            payouts = paycalc.compute(policy, records, threads=1).payouts
        assert payouts.height == tables["staff"].height
        usages.append(usage)
    return _medians(usages[3:])


def packed_calls(counties: int, calls: int) -> dict[str, Any]:
    """Seconds from Encoded to arrays on one thread, for counties of about ten posts each."""
    from paycalc.engine import EnginePlan, compute_arrays, encode, expectations
    from paycalc.records import check

    policy = paycalc.load_policy(POLICY)
    records = paycalc.Records.from_tables(packed_tables(counties), period=PERIOD_KEYS)
    checked, problems = check(records, expectations(policy))
    assert checked is not None, problems
    plan = EnginePlan(policy)
    encoded = encode(plan, checked)
    assert encoded.counties == counties
    usages = []
    for _ in range(calls + 1):
        with used() as usage:
            ranges = compute_arrays(plan, encoded, threads=1)
        assert not any(one.faults for one in ranges)
        usages.append(usage)
    return {"counties": counties, "posts": encoded.posts, **_medians(usages[1:])}


def _medians(usages: list[Usage]) -> dict[str, float]:
    return {"wall": median(u.wall for u in usages), "cpu": median(u.cpu for u in usages)}


def packed_tables(counties: int) -> dict[str, pl.DataFrame]:
    """A county of so many tiny schools, each of them made a county of its own."""
    tables = county(
        "350121", counties * POSTS_PER_COUNTY, SEED, teachers_per_school=POSTS_PER_COUNTY
    )
    own = pl.col("school_id").alias("county_id")
    staff = tables["staff"].filter(pl.col("fte") != 0.4)  # nobody serves two counties
    posts = staff.select("teacher_id", "school_id")
    schools = tables["schools"].with_columns(own)
    amount = pl.len().over("school_id") * 9000.0
    funds = posts.select(own, amount=amount).unique()
    empty = schools.join(funds, on="county_id", how="anti").select("county_id", amount=0.0)
    return {
        **tables,
        "staff": staff,
        "schools": schools,
        "funds": pl.concat([funds, empty]),
        "workload": tables["workload"].join(posts, on=["teacher_id", "school_id"], how="semi"),
        "ethics": tables["ethics"].join(posts, on="teacher_id").rename({"school_id": "county_id"}),
    }
