"""Money of cells."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.records.cells import money
from tests.records.building import UNHURRIED

DECIMALS = st.integers(0, 3)
FEN = st.integers(-(10**15), 10**15)


@UNHURRIED
@given(st.lists(FEN), DECIMALS)
def test_exact(cells: list[int], decimals: int) -> None:
    """Amounts of at most the currency's decimals are exact, as text and as Decimal."""
    amounts = [Decimal(fen).scaleb(-decimals) for fen in cells]
    written = pl.Series([format(amount, "f") for amount in amounts], dtype=pl.String)
    for column in (written, pl.Series(amounts, dtype=pl.Decimal(38, decimals))):
        read = money(column, decimals)
        assert (read.fen.tolist(), set(read.state.tolist()) <= {0}) == (cells, True)


@UNHURRIED
@given(st.integers(-(10**12), 10**12))
def test_floats(fen: int) -> None:
    """A float amount counts as the shortest decimal that reads back."""
    assert money(pl.Series([fen / 100]), 2).fen.tolist() == [fen]


@pytest.mark.parametrize(
    ("text", "decimals", "state"),
    [
        *(("12.50", 2, 0), ("12.500", 2, 0), ("12.505", 2, 4), ("12.0", 0, 0), ("12.5", 0, 4)),
        *(("-3.1", 1, 0), ("十二", 2, 2), ("1e5", 2, 2), ("￥5", 2, 2), ("", 2, 1), (" ", 2, 1)),
        *(("10000000000000.00", 2, 0), ("10000000000000.01", 2, 3), ("1" + "0" * 4400, 2, 3)),
        *(("-10000000000000", 2, 0), ("-10000000000001", 2, 3), ("0." + "0" * 4400 + "1", 2, 4)),
    ],
)
def test_states(text: str, decimals: int, state: int) -> None:
    """Amounts are refused for their decimals, their size, or for being none."""
    assert money(pl.Series([text]), decimals).state.tolist() == [state]


def test_folded() -> None:
    """Full-width digits and groups of thousands are read, and counted."""
    read = money(pl.Series(["１，２３４．５０", "1,234.50", "5", "12,5"]), 2)
    assert (read.fen.tolist(), read.folded) == ([123450, 123450, 500, 0], 2)


def test_other_types() -> None:
    """Integers are amounts; booleans and dates are none."""
    assert money(pl.Series([5, None]), 2).fen.tolist() == [500, 0]
    assert money(pl.Series([True, None]), 2).state.tolist() == [2, 1]
    assert money(pl.Series(["2025-09-01"]).str.to_date(), 2).state.tolist() == [2]
