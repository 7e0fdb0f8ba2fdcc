"""Computed results to look at: the project's fixtures, seven counties at once, random cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from paycalc import ProblemsError, Records, Result, compute, load_policy, parse_policy
from paycalc.policy import Policy
from tests.agreement.engine_side import frame
from tests.strategies import case_of

ROOT = Path(__file__).parents[2]
FIXTURES = ("example-county", "star", "timetables")
PERIOD_KEYS = ("id", "from", "to", "known_at")
FIRST_SEED, SEEDS = 300_000, 40

Tables = Mapping[str, pl.DataFrame]
"""Tables of text cells."""


@dataclass(frozen=True)
class Computed:
    """A policy, the tables and the period that it was computed on, and its result."""

    name: str
    seed: int
    policy: Policy
    tables: Tables
    period: Mapping[str, object]
    result: Result

    def again(
        self,
        *,
        policy: Policy | None = None,
        tables: Tables | None = None,
        threads: int | None = 1,
    ) -> Result:
        """The result with another policy, other tables or more threads."""
        records = Records.from_tables(tables or self.tables, period=self.period)
        return compute(policy or self.policy, records, threads=threads)


def policy_of(name: str) -> Policy:
    """A policy of the project."""
    return load_policy(ROOT / "policies" / f"{name}.yaml")


def fixture_tables(name: str) -> dict[str, pl.DataFrame]:
    """The tables of a fixture, every cell as the text that its file holds."""
    files = (ROOT / "fixtures" / name).glob("*.csv")
    return {file.stem: pl.read_csv(file, infer_schema=False) for file in sorted(files)}


def fixture_period(name: str) -> dict[str, object]:
    """The period of a fixture."""
    lines = (ROOT / "fixtures" / name / "period.yaml").read_text("utf-8").splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def seven_counties(tables: Tables) -> dict[str, pl.DataFrame]:
    """A fixture of one county as seven counties of one, two or three times its size."""
    copies = [(county, copy) for county in range(7) for copy in range(county % 3 + 1)]
    return {
        name: pl.concat([_renamed(table, f"K{k}", f"{k}{c}-") for k, c in copies])
        for name, table in tables.items()
    }


def _renamed(table: pl.DataFrame, county: str, before: str) -> pl.DataFrame:
    """A copy whose ids are its own, in another county."""
    ids = [c for c in ("school_id", "teacher_id", "group_id", "case_id") if c in table.columns]
    table = table.with_columns((pl.lit(before) + pl.col(column)).alias(column) for column in ids)
    if "county_id" in table.columns:
        table = table.with_columns(county_id=pl.lit(county))
    return table


@lru_cache(maxsize=3)
def computed(group: str) -> tuple[Computed, ...]:
    """The fixtures, or the paid cases among some seeds (``random-3``), computed once."""
    if group == "fixtures":
        return tuple(_fixtures())
    return tuple(_paid(int(group.removeprefix("random-"))))


def _fixtures() -> Iterator[Computed]:
    for name in FIXTURES:
        policy, tables, period = policy_of(name), fixture_tables(name), fixture_period(name)
        result = compute(policy, Records.from_tables(tables, period=period), threads=1)
        yield Computed(name, 1, policy, tables, period, result)
    name = FIXTURES[0]
    policy, tables, period = policy_of(name), fixture_tables(name), fixture_period(name)
    tables = seven_counties(tables)
    result = compute(policy, Records.from_tables(tables, period=period), threads=1)
    yield Computed("seven counties", 2, policy, tables, period, result)


def _paid(chunk: int) -> Iterator[Computed]:
    for seed in range(FIRST_SEED + chunk * SEEDS, FIRST_SEED + (chunk + 1) * SEEDS):
        case = case_of(seed)
        if case.mischief is not None:
            continue
        policy, problems = parse_policy(case.policy_text, read_file=case.files.__getitem__)
        assert policy is not None, problems
        tables = {name: frame(rows) for name, rows in case.tables.items()}
        try:
            records = Records.from_tables(tables, period=case.period)
            result = compute(policy, records, threads=1)
        except ProblemsError:
            continue  # a case that is not paid
        yield Computed(f"seed {seed}", seed, policy, tables, case.period, result)


def fen(table: pl.DataFrame, column: str = "amount") -> np.ndarray:
    """A column of money in minor units of the currency."""
    series = table[column]
    assert isinstance(series.dtype, pl.Decimal)
    return (series.cast(pl.Decimal(38, 3)) * 10**series.dtype.scale).cast(pl.Int64).to_numpy()


def same(one: Result, other: Result) -> str | None:
    """The first table in which two results differ, or none."""
    for name in ("payouts", "lines", "units", "totals", "ledger", "bars"):
        if not getattr(one, name).equals(getattr(other, name)):
            return name
    return None if one.groups().equals(other.groups()) else "groups"
