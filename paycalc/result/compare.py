"""Two tables of a result compared: the rows that differ, each named by its ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from paycalc.problems import Place, Problem

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "payouts": ("county_id", "unit_id", "school_id", "teacher_id"),
    "lines": ("county_id", "unit_id", "school_id", "teacher_id", "line"),
    "units": ("county_id", "unit_id"),
    "ledger": ("county_id", "from_account", "to_account"),
    "bars": ("county_id", "teacher_id", "case_id", "class", "bar"),
    "differences": ("county_id", "unit_id", "school_id", "teacher_id", "line"),
    "balances": ("revision", "county_id", "unit_id", "from_account", "to_account"),
    "carried": ("county_id", "unit_id"),
}
"""The columns by which a row of a table is known."""

MOST: Final = 100
"""So many rows of a table are named; then there is a count."""

_PARTS: Final = {
    "county_id": "county",
    "unit_id": "unit",
    "school_id": "school",
    "teacher_id": "teacher",
}
_NAMES: Final = ("revision", "line", "from_account", "to_account", "case_id", "class", "bar")
_KEPT, _MADE, _OCCURS = "_kept", "_made", "_occurs"


def differing(
    table: str, kept: pl.DataFrame, made: pl.DataFrame, most: int = MOST
) -> tuple[list[Problem], int]:
    """How the table ``kept`` in a run folder differs from what is computed now: row by row.

    The order of rows does not count, nor do columns that later versions added, and no amount is
    told. At most so many rows are named; what is returned besides is how many there are more.
    """
    keys = list(KEYS[table])
    if not set(keys) <= set(kept.columns) <= set(made.columns):
        return [Problem("V204", Place(table=table))], 0
    made = made.select(kept.columns)
    if kept.equals(made):
        return [], 0
    both = _marked(kept, keys, _KEPT).join(
        _marked(made, keys, _MADE),
        on=[*keys, _OCCURS],
        how="full",
        suffix=_MADE,
        coalesce=True,
        nulls_equal=True,
    )
    values = [column for column in made.columns if column not in keys]
    apart = [pl.col(column).ne_missing(pl.col(column + _MADE)) for column in values]
    wrong = both.filter(pl.any_horizontal(*apart, pl.col(_KEPT, _MADE).is_null())).sort(keys)
    return list(_told(table, wrong.head(most), values)), max(0, wrong.height - most)


def _marked(frame: pl.DataFrame, keys: list[str], mark: str) -> pl.DataFrame:
    """The frame with how often a row's keys came before, so that doubled rows are pairs too."""
    return frame.with_columns(
        pl.int_range(pl.len()).over(keys).alias(_OCCURS), pl.lit(True).alias(mark)
    )


def _told(table: str, wrong: pl.DataFrame, values: list[str]) -> Iterator[Problem]:
    for row in wrong.iter_rows(named=True):
        ids = {part: row[column] for column, part in _PARTS.items() if column in row}
        named = [str(row[name]) for name in _NAMES if name in KEYS[table]]
        place = Place(table=table, item=" > ".join(named) or None, **ids)
        if row[_KEPT] is None:
            yield Problem("V206", place)
        elif row[_MADE] is None:
            yield Problem("V207", place)
        else:
            apart = [column for column in values if row[column] != row[column + _MADE]]
            yield Problem("V205", place, {"columns": ", ".join(apart)})
