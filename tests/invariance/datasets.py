"""One dataset in many forms: folders of CSV or Parquet, split or partitioned, Arrow in memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from urllib.parse import quote

import polars as pl

from paycalc import Period
from tests.promises.computed import Tables

NUMBERS = ("fte", "quantity", "value", "days", "class_size", "rank", "years", "amount")
DATES = ("from", "to", "date", "decided_on", "committed_on", "known_at")
WORDS = ("kind", "position", "subject", "indicator", "stage", "location", "status", "level")


class Arrow:
    """What any program with Arrow data has: a stream, and nothing else."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream of the Arrow PyCapsule interface."""
        return self._frame.__arrow_c_stream__(requested_schema)


def typed(tables: Tables, *, floats: bool = False) -> dict[str, pl.DataFrame]:
    """The same cells as integers, floats, decimals, dates and categories instead of texts.

    With ``floats`` every number is one, whole or not.
    """
    return {name: table.with_columns(_typed(table, floats)) for name, table in tables.items()}


def _typed(table: pl.DataFrame, floats: bool) -> Iterator[pl.Series]:
    for column in table:
        cells = column.replace("", None)
        if column.name in DATES:
            yield cells.str.to_date("%Y-%m-%d")
        elif column.name in WORDS:
            yield cells.cast(pl.Categorical)
        elif column.name == "amount" and not floats:
            yield cells.cast(pl.Decimal(38, 2))
        elif column.name in NUMBERS:
            whole = cells.drop_nulls().str.contains("^-?[0-9]+$").all()
            yield cells.cast(pl.Int32 if whole and not floats else pl.Float64)


def shuffled(tables: Tables, seed: int) -> dict[str, pl.DataFrame]:
    """All rows of all tables in another order."""
    return {
        name: table.sample(fraction=1, shuffle=True, seed=seed) for name, table in tables.items()
    }


def write_folder(folder: Path, tables: Tables, kind: str) -> Path:
    """One file of a kind per table."""
    folder.mkdir(parents=True)
    for name, table in tables.items():
        _write(table, folder / f"{name}.{kind}")
    return folder


def write_files(folder: Path, parts: list[pl.DataFrame], *kinds: str) -> None:
    """One table as a folder of files of these kinds in turn."""
    folder.mkdir(parents=True)
    for i, part in enumerate(parts):
        _write(part, folder / f"part-{i}.{kinds[i % len(kinds)]}")


def write_parts(folder: Path, tables: Tables, kinds: tuple[str, ...], parts: int) -> Path:
    """Each table as a folder of files of these kinds in turn, cut at random places."""
    choose = Random(parts)
    for name, table in tables.items():
        inner = range(1, table.height)
        cuts = sorted(choose.sample(inner, min(parts - 1, len(inner))))
        files = [table[low:high] for low, high in pairwise([0, *cuts, table.height])]
        write_files(folder / name, files, *kinds)
    return folder


def write_partitioned(folder: Path, tables: Tables, kind: str) -> Path:
    """Each table as a folder with ``county_id=…`` folders, each with a file of that county.

    The county is in the folders' names alone.
    """
    counties = _counties(tables)
    for name, table in tables.items():
        key = "county_id" if "county_id" in table.columns else "school_id"
        school = {} if key == "county_id" else counties
        county = table[key].replace(school) if school else table[key]
        for (value,), rows in table.with_columns(_county=county).group_by("_county"):
            place = folder / name / f"county_id={quote(str(value))}"
            place.mkdir(parents=True)
            _write(rows.drop("_county", "county_id", strict=False), place / f"data.{kind}")
    return folder


def _counties(tables: Tables) -> dict[str, str]:
    schools = tables["schools"]
    return dict(zip(schools["school_id"], schools["county_id"], strict=True))


def _write(table: pl.DataFrame, path: Path) -> None:
    if path.suffix == ".csv":
        table.write_csv(path)
    else:
        table.write_parquet(path)


def write_period(folder: Path, period: Period) -> Path:
    """The period beside the tables."""
    lines = [f"id: {period.id}", f"from: {period.first_day}", f"to: {period.last_day}"]
    if period.known_at:
        lines.append(f"known_at: {period.known_at}")
    (folder / "period.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def with_schools(tables: Tables) -> dict[str, pl.DataFrame]:
    """The same with a school in each row of teachers who have one, so that rows can be split."""
    staff = tables["staff"].group_by("teacher_id").agg(pl.col("school_id").first())
    return {
        name: _with_school(table, staff) if "school_id" in table.columns else table
        for name, table in tables.items()
    }


def _with_school(table: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    if "teacher_id" not in table.columns:
        return table
    found = table.join(staff, on="teacher_id", how="left", maintain_order="left", suffix="_own")
    own = pl.coalesce(pl.col("school_id").replace("", None), "school_id_own")
    return found.with_columns(school_id=own).drop("school_id_own")
