"""Random datasets in folders by county, computed a county at a time: the same as all at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest

from paycalc import Problem, ProblemsError, Result, compute, parse_policy, read_records
from paycalc.policy import Policy
from paycalc.records import batches
from paycalc.records.batches import batches_of
from tests.agreement.engine_side import frame
from tests.promises.computed import same
from tests.strategies import case_of

FIRST_SEED, SEEDS = 310_000, 20

Tables = Mapping[str, pl.DataFrame]


def homes(tables: Tables) -> dict[tuple[str, str], str]:
    """The county of each school, and one of each teacher, by the name of their column."""
    schools, staff = tables["schools"], tables["staff"]
    counties = dict(zip(schools["school_id"], schools["county_id"], strict=True))
    found = {("school_id", school): county for school, county in counties.items()}
    for teacher, school in zip(staff["teacher_id"], staff["school_id"], strict=True):
        found.setdefault(("teacher_id", teacher), counties.get(school, "elsewhere"))
    return found


def placed(table: pl.DataFrame, known: Mapping[tuple[str, str], str]) -> pl.DataFrame:
    """The table with the county in whose folder a careful office would put each row."""
    folders = [
        row.get("county_id")
        or known.get(("school_id", row.get("school_id")))
        or known.get(("teacher_id", row.get("teacher_id")))
        or "elsewhere"
        for row in table.iter_rows(named=True)
    ]
    return table.with_columns(pl.Series("_folder", folders, dtype=pl.String))


def write(folder: Path, tables: Tables, period: Mapping[str, object]) -> Path:
    """Every table in folders by county; a column of counties is left out if it says no more."""
    known = homes(tables)
    for name, table in tables.items():
        for (county,), rows in placed(table, known).group_by("_folder", maintain_order=True):
            place = folder / name / f"county_id={quote(str(county))}"
            place.mkdir(parents=True)
            said = "county_id" in rows.columns and rows["county_id"].eq_missing(str(county)).all()
            left = ["_folder", *(["county_id"] if said else [])]
            rows.drop(left).write_parquet(place / "data.parquet")
    lines = (f"{key}: {value}\n" for key, value in period.items() if value)
    (folder / "period.yaml").write_text("".join(lines), "utf-8")
    return folder


def outcome(
    policy: Policy, folder: Path, *, whole: bool
) -> tuple[Result | None, tuple[Problem, ...]]:
    """What comes of a dataset, read at once or not."""
    try:
        result = compute(policy, read_records(folder) if whole else folder, threads=2)
    except ProblemsError as error:
        return None, error.problems
    return result, result.problems


def is_apart(tables: Tables) -> bool:
    """Whether a dataset names its counties, schools and teachers, and has several counties."""
    needed = {"schools": {"school_id", "county_id"}, "staff": {"teacher_id", "school_id"}}
    there = all(n in tables and columns <= set(tables[n].columns) for n, columns in needed.items())
    return there and tables["schools"]["county_id"].n_unique() > 1


@pytest.mark.parametrize(
    "chunk", [0, *(pytest.param(chunk, marks=pytest.mark.slow) for chunk in range(1, 12))]
)
def test_random_counties_come_to_the_same_in_batches(
    chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sound or faulty, a random dataset pays the same, or is refused for the same reasons."""
    monkeypatch.setattr(batches, "_SIZE", 1)
    streamed = 0
    for seed in range(FIRST_SEED + chunk * SEEDS, FIRST_SEED + (chunk + 1) * SEEDS):
        case = case_of(seed)
        policy, _ = parse_policy(case.policy_text, read_file=case.files.__getitem__)
        tables = {name: frame(rows) for name, rows in case.tables.items() if rows}
        if policy is None or not is_apart(tables):
            continue
        folder = write(tmp_path / str(seed), tables, case.period)
        whole, expected = outcome(policy, folder, whole=True)
        result, problems = outcome(policy, folder, whole=False)
        assert problems == expected, seed
        assert (result is None) == (whole is None), seed
        if result is not None and whole is not None:
            assert same(whole, result) is None, seed
            streamed += result.made.of_county is not None and batches_of(folder) is not None
    assert streamed > 0
