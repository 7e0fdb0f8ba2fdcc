"""Computed results to look at: the project's fixtures, seven counties at once, random cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from paycalc import (
    Period,
    ProblemsError,
    Records,
    Result,
    compute,
    load_policy,
    parse_policy,
    read_records,
)
from paycalc.policy import Policy
from tests.agreement.engine_side import frame
from tests.promises.weights import Weighed, weighed
from tests.strategies import case_of

ROOT = Path(__file__).parents[2]
FIXTURES = ("example-county", "star", "timetables")
FIRST_SEED, SEEDS = 300_000, 40

Tables = Mapping[str, pl.DataFrame]
"""Tables of text cells."""


@dataclass(frozen=True)
class Computed:
    """A policy, the tables that it was computed on, and its result."""

    name: str
    seed: int
    policy: Policy
    tables: Tables
    result: Result

    @property
    def period(self) -> Period:
        """The period."""
        return self.result.period

    @cached_property
    def weighed(self) -> tuple[Weighed, ...]:
        """Its pools, with what each member weighs and is paid."""
        return tuple(weighed(self.result))

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


def fixture_of(name: str) -> tuple[dict[str, pl.DataFrame], Period]:
    """The tables of a fixture, every cell as the text that its file holds, and its period."""
    records = read_records(ROOT / "fixtures" / name)
    assert not records.problems
    return {table: read.frame for table, read in records.tables.items()}, records.period


def seven_counties(tables: Tables) -> dict[str, pl.DataFrame]:
    """A fixture's counties seven times over, each one, two or three times its size."""
    copies = [(county, copy) for county in range(7) for copy in range(county % 3 + 1)]
    return {
        name: pl.concat([_renamed(table, f"K{k}-", f"{k}{c}-") for k, c in copies])
        for name, table in tables.items()
    }


def _renamed(table: pl.DataFrame, county: str, before: str) -> pl.DataFrame:
    """A copy whose ids are its own, in other counties."""
    ids = ("school_id", "teacher_id", "group_id", "case_id")
    prefixes = dict.fromkeys(ids, before) | {"county_id": county}
    return table.with_columns(
        (pl.lit(prefix) + pl.col(column)).alias(column)
        for column, prefix in prefixes.items()
        if column in table.columns
    )


@lru_cache(maxsize=3)
def computed(group: str) -> tuple[Computed, ...]:
    """The fixtures, or the paid cases among some seeds (``random-3``), computed once."""
    if group == "fixtures":
        return tuple(_fixtures())
    return tuple(_paid(int(group.removeprefix("random-"))))


def _fixtures() -> Iterator[Computed]:
    for name in FIXTURES:
        policy, (tables, _) = policy_of(name), fixture_of(name)
        result = compute(policy, read_records(ROOT / "fixtures" / name), threads=1)
        yield Computed(name, 1, policy, tables, result)
    policy, (tables, period) = policy_of(FIXTURES[0]), fixture_of(FIXTURES[0])
    tables = seven_counties(tables)
    result = compute(policy, Records.from_tables(tables, period=period), threads=1)
    yield Computed("seven counties", 2, policy, tables, result)


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
        yield Computed(f"seed {seed}", seed, policy, tables, result)


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
