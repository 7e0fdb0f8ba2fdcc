"""The one text of a cell."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.records.cells import numbers, texts
from tests.records.building import UNHURRIED

OPAQUE = pl.Extension("arrow.opaque", pl.String(), "")
"""The type in which a database driver hands over exact numbers."""


def plain(value: Decimal) -> str:
    """A decimal without exponent, trailing zeros, or a signed zero."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@UNHURRIED
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.none()))
def test_floats(cells: list[float | None]) -> None:
    """A float is its shortest decimal, without an exponent and without a point if integral."""
    expected = [None if cell is None else plain(Decimal(repr(cell))) for cell in cells]
    assert texts(pl.Series(cells, dtype=pl.Float64)).to_list() == expected


@UNHURRIED
@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False)))
def test_narrow_floats(cells: list[float]) -> None:
    """A Float32 is its own shortest decimal."""
    expected = [
        plain(Decimal(np.format_float_scientific(np.float32(cell), unique=True))) for cell in cells
    ]
    assert texts(pl.Series(cells, dtype=pl.Float32)).to_list() == expected


def test_half_floats() -> None:
    """A Float16 is its own shortest decimal."""
    column = pl.Series([0.1, None, 1.90625, 65504.0, -0.0]).cast(pl.Float16)
    assert texts(column).to_list() == ["0.1", None, "1.906", "65500", "0"]


@UNHURRIED
@given(st.lists(st.text(" \t\u3000\xa0\n\x1f\u2028a1县", max_size=5) | st.none()))
def test_strings(cells: list[str | None]) -> None:
    """A text is trimmed as Python trims, an empty one is null, and nothing else changes."""
    expected = [None if cell is None or not cell.strip() else cell.strip() for cell in cells]
    assert texts(pl.Series(cells, dtype=pl.String)).to_list() == expected
    assert texts(pl.Series(cells, dtype=pl.String).cast(pl.Categorical)).to_list() == expected


@UNHURRIED
@given(st.lists(st.decimals(-(10**20), 10**20, places=6) | st.none()))
def test_decimals(cells: list[Decimal | None]) -> None:
    """A decimal has no trailing zeros, so that its scale does not show."""
    expected = [None if cell is None else plain(cell) for cell in cells]
    assert texts(pl.Series(cells, dtype=pl.Decimal(38, 6))).to_list() == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pl.Series([123, None]), ["123", None]),
        (pl.Series([2**100], dtype=pl.Int128), [str(2**100)]),
        (pl.Series([123.0, 1e22]), ["123", "1" + "0" * 22]),
        (pl.Series([True, False, None]), ["true", "false", None]),
        (pl.Series([date(2025, 9, 1), None]), ["2025-09-01", None]),
        (
            pl.Series([datetime(2025, 9, 1), datetime(2025, 9, 1, 8, 5, 0, 500_000), None]),
            ["2025-09-01", "2025-09-01 08:05:00.500", None],
        ),
        (pl.Series([" 1.50", ""]).ext.to(OPAQUE), ["1.50", None]),
        (pl.Series([None, None]), [None, None]),
        (pl.Series([math.nan, math.inf, -math.inf]), ["nan", "inf", "-inf"]),
        (pl.Series(["00123", "b"]).cast(pl.Enum(["00123", "b"])), ["00123", "b"]),
    ],
)
def test_types(column: pl.Series, expected: list[str | None]) -> None:
    """Every type has one text for a cell."""
    assert texts(column.alias("c")).to_list() == expected
    assert texts(column.alias("c")).name == "c"


def test_zoned_midnight() -> None:
    """A time with a zone is a date where a clock in that zone shows midnight."""
    zone = timezone(timedelta(hours=8))
    column = pl.Series([datetime(2025, 9, 1, tzinfo=zone)]).dt.convert_time_zone("Asia/Shanghai")
    assert texts(column).to_list() == ["2025-09-01"]
    assert texts(column.dt.convert_time_zone("UTC")).to_list() == ["2025-08-31 16:00:00"]


@UNHURRIED
@given(st.lists(st.floats(-1e9, 1e9) | st.none()))
def test_same_number_as_text(cells: list[float | None]) -> None:
    """A number read from a cell's text is the number read from the cell."""
    column = pl.Series(cells, dtype=pl.Float64)
    typed, written = numbers(column), numbers(texts(column))
    assert typed.micro.tolist() == written.micro.tolist()
    assert typed.rounded == written.rounded


def test_no_cells() -> None:
    """A column of lists has no cells."""
    with pytest.raises(TypeError, match="has no cells"):
        texts(pl.Series([["a"]]))
