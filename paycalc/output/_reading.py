"""Tables of a run folder read back as they were before they were written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

import polars as pl

from paycalc.errors import RunError
from paycalc.output.parts import by_county
from paycalc.output.schema import OUTPUTS, Kind
from paycalc.output.tables import neutralised, restored


class KeptTable:
    """A table of a run folder, of the ``paths`` that it has: one file, or a file for each county.

    Columns of CSV have the kinds that `paycalc schema --tables` tells, money with so many
    ``digits``; a column that it does not know stays text.

    Raises:
        RunError: there is no such table.
    """

    def __init__(self, folder: Path, paths: Collection[str], name: str, digits: int) -> None:
        self.folder, self.name, self.digits = folder, name, digits
        self._parts = by_county(paths, name)
        self._files = [path for path in (f"{name}.parquet", f"{name}.csv") if path in paths]
        if not self._parts and not self._files:
            raise RunError(f"{folder} has no table {name}")
        self._taken: set[str] = set()

    def all(self) -> pl.DataFrame:
        """All rows; raises `RunError` where they cannot be read."""
        return self._read(self._parts.values()) if self._parts else self._whole

    def of(self, counties: Collection[str]) -> pl.DataFrame:
        """The rows of some counties."""
        self._taken.update(counties)
        if self._parts:
            return self._read(self._parts[county] for county in counties if county in self._parts)
        return self._filtered(pl.col("county_id").is_in(list(counties)))

    def rest(self) -> pl.DataFrame:
        """The rows of all counties that were not asked for."""
        if self._parts:
            return self._read(self._parts[name] for name in self._parts.keys() - self._taken)
        return self._filtered(~pl.col("county_id").is_in(list(self._taken)))

    def as_read(self, frame: pl.DataFrame) -> pl.DataFrame:
        """What would be read of a frame that was written like this table."""
        is_csv = not self._parts and self._files[0].endswith(".csv")
        return restored(neutralised(frame)) if is_csv else frame

    def _filtered(self, chosen: pl.Expr) -> pl.DataFrame:
        if "county_id" not in self._whole.columns:
            raise RunError(f"the table {self.name} of {self.folder} has no column county_id")
        return self._whole.filter(chosen)

    @cached_property
    def _whole(self) -> pl.DataFrame:
        return self._read(self._files[:1])

    def _read(self, paths: Iterable[str]) -> pl.DataFrame:
        try:
            frames = [self._read_file(path) for path in paths]
            if not frames:
                return self._read_file(next(iter(self._parts.values()))).clear()
            return pl.concat(frames)
        except (OSError, pl.exceptions.PolarsError) as error:
            said = f"the table {self.name} of {self.folder} cannot be read: {error}"
            raise RunError(said) from error

    def _read_file(self, path: str) -> pl.DataFrame:
        if path.endswith(".csv"):
            return _read_csv(self.folder / path, self.name, self.digits)
        return pl.read_parquet(self.folder / path, hive_partitioning=False)


def _read_csv(path: Path, name: str, digits: int) -> pl.DataFrame:
    frame = restored(pl.read_csv(path, infer_schema=False))
    kinds = OUTPUTS[name].columns
    return frame.with_columns(
        _typed(column, kinds[column], digits) for column in frame.columns if column in kinds
    )


def _typed(column: str, kind: Kind, digits: int) -> pl.Expr:
    text = pl.col(column)
    if kind == "count":
        return text.cast(pl.Int64)
    if kind == "money":
        return text.cast(pl.Decimal(38, digits))
    return text.str.to_date("%Y-%m-%d") if kind == "date" else text
