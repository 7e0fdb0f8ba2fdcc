"""Tables of a run folder read back as they were before they were written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import polars as pl

from paycalc.errors import RunError
from paycalc.output.parts import by_county
from paycalc.output.tables import PROBLEMS, restored

_TEXTS: Final = frozenset(
    (
        *("county_id", "unit_id", "school_id", "teacher_id", "case_id"),
        *("line", "from_account", "to_account", "class", "bar"),
    )
)
_COUNTS: Final = frozenset(("posts", "revision"))
_DATES: Final = frozenset(("from", "until"))


def read_table(folder: Path, paths: Iterable[str], name: str, digits: int) -> pl.DataFrame:
    """A table of a run folder, of the ``paths`` that it has: one file, or a file for each county.

    Of CSV the columns that are no ids, counts or dates are money with so many ``digits``.

    Raises:
        RunError: there is no such table, or it cannot be read.
    """
    paths = list(paths)
    files = list(by_county(paths, name).values())
    files += [path for path in (f"{name}.parquet", f"{name}.csv") if path in paths]
    if not files:
        raise RunError(f"{folder} has no table {name}")
    try:
        if files[0].endswith(".csv"):
            return _read_csv(folder / files[0], name, digits)
        frames = [pl.read_parquet(folder / path, hive_partitioning=False) for path in files]
        return pl.concat(frames)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise RunError(f"the table {name} of {folder} cannot be read: {error}") from error


def _read_csv(path: Path, name: str, digits: int) -> pl.DataFrame:
    frame = restored(pl.read_csv(path, infer_schema=False))
    return frame.with_columns(_typed(name, column, digits) for column in frame.columns)


def _typed(table: str, column: str, digits: int) -> pl.Expr:
    text = pl.col(column)
    if table == "problems":
        return text.cast(PROBLEMS[column])
    if column in _TEXTS:
        return text
    if column in _COUNTS:
        return text.cast(pl.Int64)
    return text.str.to_date("%Y-%m-%d") if column in _DATES else text.cast(pl.Decimal(38, digits))
