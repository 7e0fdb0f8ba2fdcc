"""The one text of a cell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from paycalc.records._scalars import SPACES

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

_UNREADABLE = (pl.List, pl.Array, pl.Struct, pl.Map, pl.Binary, pl.Object, pl.Unknown)


def readable(dtype: PolarsDataType) -> bool:
    """Whether a column of this type has cells: lists, structs and bytes have none."""
    if isinstance(dtype, pl.BaseExtension):
        return readable(dtype.ext_storage())
    return not isinstance(dtype, _UNREADABLE)


def trim(column: pl.Series) -> pl.Series:
    """A ``String`` column with surrounding spaces (U+3000 too) off its cells; empty is null."""
    stripped = column.str.strip_chars(SPACES)
    return stripped.zip_with(stripped != "", pl.Series([None], dtype=pl.String))


def stored(column: pl.Series) -> pl.Series:
    """The column without what only wraps its values: extension types and categories."""
    if isinstance(column.dtype, pl.BaseExtension):
        return stored(column.ext.storage())
    if isinstance(column.dtype, (pl.Categorical, pl.Enum)):
        return column.cast(pl.String)
    if not readable(column.dtype):
        raise TypeError(f"a column of {column.dtype} has no cells")
    return column


def texts(column: pl.Series) -> pl.Series:
    """The text of every cell: trimmed, null where empty (policy.md, section 1).

    Integers and integral floats have no point, other numbers stand at their shortest decimal,
    dates as ``2025-09-01``, booleans as ``true`` and ``false``.

    >>> texts(pl.Series([1.0, 0.10, 1e16, None])).to_list()
    ['1', '0.1', '10000000000000000', None]
    """
    column = stored(column)
    dtype = column.dtype
    if dtype == pl.String:
        return trim(column)
    if dtype.is_float():
        return _float_texts(column)
    if dtype.is_decimal():
        return _without_zeros(column.cast(pl.String))
    if isinstance(dtype, pl.Datetime):
        return _datetime_texts(column)
    return column.cast(pl.String)


def by_unique(column: pl.Series, read: Callable[[str], str]) -> pl.Series:
    """``read`` of every text of a ``String`` column, called once for each distinct text."""
    distinct = column.drop_nulls().unique()
    answers = pl.Series([read(text) for text in distinct], dtype=pl.String)
    return column.replace_strict(distinct, answers, default=None, return_dtype=pl.String)


def wall(column: pl.Series) -> pl.Series:
    """Dates with a time as microseconds that a clock in their own zone shows."""
    if isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone is not None:
        column = column.dt.replace_time_zone(None)
    return column


def float_texts(column: pl.Series) -> pl.Series:
    """The shortest decimal of each float that reads back at its width, maybe with an exponent."""
    if column.dtype != pl.Float16:
        return column.cast(pl.String)
    # Polars writes the shortest decimal of the Float32 that a Float16 becomes.
    half = column.cast(pl.Float32).fill_null(0.0).to_numpy().astype(np.float16)
    distinct, place = np.unique(half.view(np.uint16), return_inverse=True)
    shortest = pl.Series(
        [np.format_float_positional(value, trim="-") for value in distinct.view(np.float16)],
        dtype=pl.String,
    )
    frame = pl.DataFrame({"t": shortest.gather(place), "empty": column.is_null()})
    return frame.select(pl.when(~pl.col("empty")).then("t"))["t"].alias(column.name)


def _float_texts(column: pl.Series) -> pl.Series:
    written = float_texts(column)
    scientific = written.str.contains("e", literal=True).fill_null(False)
    if scientific.any():
        plain = by_unique(written.filter(scientific), lambda text: format(Decimal(text), "f"))
        written = written.scatter(scientific.arg_true(), plain)
    return _without_zeros(written)


def _without_zeros(written: pl.Series) -> pl.Series:
    """Decimals without trailing zeros, a bare point, or a signed zero; ``nan`` in small letters."""
    short = (
        pl.when(pl.col("t").str.contains(".", literal=True))
        .then(pl.col("t").str.strip_chars_end("0").str.strip_chars_end("."))
        .otherwise(pl.col("t").str.to_lowercase())
    )
    frame = written.to_frame("t").select(short)
    zero = pl.col("t").is_in(["-0", "", "-"])
    return frame.select(pl.when(zero).then(pl.lit("0")).otherwise("t").alias("t"))["t"].alias(
        written.name
    )


def _datetime_texts(column: pl.Series) -> pl.Series:
    """Dates where the clock shows midnight, else date and time."""
    clock = wall(column)
    return (
        clock.to_frame("t")
        .select(
            pl.when(pl.col("t") == pl.col("t").dt.truncate("1d"))
            .then(pl.col("t").dt.date().cast(pl.String))
            .otherwise(pl.col("t").dt.to_string("%Y-%m-%d %H:%M:%S%.f"))
        )["t"]
        .alias(column.name)
    )
