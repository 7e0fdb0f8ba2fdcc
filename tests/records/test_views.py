"""The cells of text columns as pairs of integers."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.records._views import (
    ALL_THERE,
    SHORT,
    filled,
    gather,
    nulls,
    only,
    views,
)
from tests.records.building import UNHURRIED

letters = st.text(st.sampled_from("a1 \t\u3000县é😀\0"), max_size=14)
cells = st.lists(st.one_of(letters, st.text(max_size=20), st.none()), max_size=20)


def seen(column: pl.Series) -> tuple[list[tuple[int, int]], list[bool]]:
    """The pairs of a column, and which cells are null."""
    with views(column) as (pairs, empty):
        rows = [(int(low), int(high)) for low, high in pairs]
        return rows, empty.tolist() if len(empty) else [False] * len(rows)


def texts_in(column: pl.Series) -> list[str | None]:
    """What the pairs of short texts say, read from their bytes; a long text is its length."""
    found: list[str | None] = []
    for (low, high), none in zip(*seen(column), strict=True):
        octets = np.array([low, high], np.int64).tobytes()
        length = int.from_bytes(octets[:4], "little")
        said = octets[4 : 4 + length].decode() if length <= SHORT else f"{length} bytes"
        found.append(None if none else said)
    return found


def as_told(cells: list[str | None]) -> list[str | None]:
    """The same from the cells themselves."""
    sizes = [0 if cell is None else len(cell.encode()) for cell in cells]
    pairs = zip(cells, sizes, strict=True)
    return [f"{n} bytes" if cell is not None and n > SHORT else cell for cell, n in pairs]


def masked(cells: list[str], there: list[bool]) -> pl.Series:
    """A column whose null cells still have their texts in memory."""
    frame = pl.DataFrame({"cells": cells, "there": there})
    return frame.select(pl.when("there").then("cells")).to_series()


@UNHURRIED
@given(cells)
def test_a_pair_holds_the_text_of_a_cell(cells: list[str | None]) -> None:
    """Short texts stand in their pairs, of long ones the length does, and nulls are known."""
    assert texts_in(pl.Series(cells, dtype=pl.String)) == as_told(cells)


@UNHURRIED
@given(cells, st.integers(0, 20), st.integers(0, 20))
def test_a_slice_is_seen_from_where_it_begins(
    cells: list[str | None], start: int, size: int
) -> None:
    """A part of a column gives the pairs of its own cells."""
    part = pl.Series(cells, dtype=pl.String).slice(start, size)
    assert texts_in(part) == as_told(cells[start : start + size])


@UNHURRIED
@given(st.lists(cells, max_size=4))
def test_chunks_are_seen_as_one_column(chunks: list[list[str | None]]) -> None:
    """A column in several pieces of memory gives the pairs of all of them."""
    column = pl.Series([], dtype=pl.String)
    for chunk in chunks:
        column = column.append(pl.Series(chunk, dtype=pl.String))
    assert texts_in(column) == as_told([cell for chunk in chunks for cell in chunk])


def test_short_texts_are_equal_if_their_pairs_are() -> None:
    """Texts of twelve bytes that differ in one place differ; texts of thirteen need not."""
    base = "abcdefghijkl"
    near = [base, *(base[:i] + "X" + base[i + 1 :] for i in range(12)), base[:11], base + "m"]
    pairs, _ = seen(pl.Series(near + near))
    assert len(set(pairs[: len(near) - 1])) == len(near) - 1
    assert pairs[: len(near) - 1] == pairs[len(near) : -1]


def test_a_column_without_nulls_has_no_mask() -> None:
    """The mask is empty unless a cell is null, and of a column without cells."""
    for cells in ([], ["a", ""], ["县" * 9]):
        with views(pl.Series(cells, dtype=pl.String)) as (pairs, empty):
            assert pairs.shape == (len(cells), 2)
            assert empty is ALL_THERE
    assert seen(pl.Series(["a", None])) == (seen(pl.Series(["a", None]))[0], [False, True])


def test_what_lies_under_a_null_does_not_count() -> None:
    """A null cell over a long text leaves the others short, and is null."""
    cells = ["math", "a text of more than twelve bytes", "语文"]
    column = masked(cells, [True, False, True])
    assert column.to_list() == ["math", None, "语文"]
    assert texts_in(column) == ["math", None, "语文"]
    with views(column) as (pairs, empty):
        assert (pairs[:, 0] & 0xFFFFFFFF).tolist() == [4, len(cells[1]), 6]  # it is there
        assert empty.tolist() == [False, True, False]


@pytest.mark.parametrize("at", [0, 3, 8, 13])
@pytest.mark.parametrize("cells", [[], [None] * 9, [7, None, -2, None, 5] * 4, [1, 2, 3]])
def test_nulls_are_told_and_filled_wherever_the_column_begins(
    cells: list[int | None], at: int
) -> None:
    """`nulls` and `filled` say what Polars says, of a part of a column too."""
    column = pl.Series("n", [None, 4] * 7 + cells, dtype=pl.Int32)[at:]
    assert nulls(column).tolist() == column.is_null().to_list()
    assert filled(column, -1).to_list() == column.fill_null(-1).to_list()


def test_cells_are_left_out_and_gathered() -> None:
    """`only` leaves null what is not there, and `gather` brings cells in any order."""
    column = pl.Series("t", ["a", "长的文字不止十二个字节", None, "d"])
    assert only(np.array([True, False, True, True]), column).to_list() == ["a", None, None, "d"]
    assert gather(column, np.array([3, 1, 1])).to_list() == ["d", column[1], column[1]]
    assert gather(column, np.empty(0, np.int64)).to_list() == []
