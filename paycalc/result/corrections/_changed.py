"""Whose own rows, and whose cases, differ between the old records and the new (section 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from paycalc.records.cells import money
from paycalc.records.tables import TABLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.engine.numbers import Bools
    from paycalc.records import Checked, CheckedTable

OWN: Final = ("staff", "workload", "outcomes", "leave", "adjustments")
"""The tables whose rows are a post's own."""
_NOT_COMPARED: Final = {
    *("teacher_id", "school_id", "county_id", "name", "known_at"),
    *("adjustment_id", "reason", "author"),
}
_POST: Final = ("county_id", "school_id", "teacher_id")
_CASE: Final = ("county_id", "teacher_id")


def rows_changed(old: Checked, new: Checked, posts: pl.DataFrame, decimals: int) -> Bools:
    """Which of the posts (county_id, school_id, teacher_id) have own rows that changed."""
    changed = [
        _differing(_rows(old, name, decimals), _rows(new, name, decimals), _POST) for name in OWN
    ]
    return _among(posts, pl.concat(changed).unique(), _POST)


def cases_changed(old: Checked, new: Checked, posts: pl.DataFrame) -> Bools:
    """Which of the posts are of teachers whose cases changed."""
    return _among(posts, _differing(_cases(old), _cases(new), _CASE), _CASE)


def _differing(old: pl.DataFrame, new: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """The keys of rows that occur a different number of times."""
    both = pl.concat(
        [old.with_columns(times=pl.lit(1)), new.with_columns(times=pl.lit(-1))], how="diagonal"
    )
    rows = [name for name in both.columns if name != "times"]
    counted = both.group_by(rows).agg(pl.col("times").sum())
    return counted.filter(pl.col("times") != 0).select(keys).unique()


def _among(posts: pl.DataFrame, changed: pl.DataFrame, keys: tuple[str, ...]) -> Bools:
    marked = posts.select(keys).join(
        changed.with_columns(changed=pl.lit(True)),
        on=list(keys),
        how="left",
        maintain_order="left",
    )
    return marked["changed"].fill_null(False).to_numpy()


def _rows(checked: Checked, name: str, decimals: int) -> pl.DataFrame:
    """The rows of a table with the keys of their posts, each column as it is compared."""
    table = checked.staff if name == "staff" else checked.tables.get(name)
    if table is None or table.post is None:
        return pl.DataFrame(schema=dict.fromkeys(_POST, pl.String()))
    posts, schools = checked.posts, checked.schools.frame["school_id"]
    counties = pl.Series(checked.counties, dtype=pl.String)
    keys = [
        counties[posts.county[table.post]].alias("county_id"),
        schools[posts.school[table.post]].alias("school_id"),
        posts.teacher_id[table.post].alias("teacher_id"),
    ]
    columns = [
        _compared(table, name, column, decimals).alias(f"row.{column}")
        for column in table.frame.columns
        if column not in _NOT_COMPARED
    ]
    return pl.DataFrame([*keys, *columns])


def _compared(table: CheckedTable, name: str, column: str, decimals: int) -> pl.Series:
    """A column's cells as numbers, dates or texts, null where they are empty."""
    spec = TABLES[name].columns.get(column)
    kind = None if spec is None else spec.kind
    if kind == "date":
        return table.frame[column].cast(pl.Date)
    if kind == "money":
        read = money(table.frame[column], decimals)
        return _where(read.state == 0, read.fen)
    if kind == "number":
        numbers = table.numbers(column)
        return _where(numbers.state == 0, numbers.micro)
    words = table.words(column)
    texts = pl.concat([words.words.cast(pl.String), pl.Series([None], dtype=pl.String)])
    return texts[np.where(words.codes < 0, len(words.words), words.codes)]


def _where(there: Bools, numbers: NDArray[np.integer]) -> pl.Series:
    """Numbers where they are there, else null."""
    found = pl.Series(numbers, dtype=pl.Int64)
    return found.zip_with(pl.Series(there), pl.Series([None], dtype=pl.Int64))


def _cases(checked: Checked) -> pl.DataFrame:
    cases = checked.ethics
    counties = pl.Series(checked.counties, dtype=pl.String)
    return pl.DataFrame(
        [
            counties[cases.county].alias("county_id"),
            cases.teacher_id.cast(pl.String).alias("teacher_id"),
            cases.item.cast(pl.String).alias("item"),
            cases.status.cast(pl.String).alias("status"),
            _where(cases.decided_on.state == 0, cases.decided_on.days).alias("decided_on"),
            _where(cases.committed_on.state == 0, cases.committed_on.days).alias("committed_on"),
        ]
    )
