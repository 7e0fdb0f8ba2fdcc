"""What the cells of a column say, each distinct text once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.records._cell_texts import texts, trim
from paycalc.records._words import Words, combinations, trimmed_words, words_of
from tests.records.building import UNHURRIED

written = st.one_of(
    st.sampled_from(
        ["", " ", "math", " math", "math\u3000", "语文", " 语文", "a text so long that"]
    ),
    st.text(" \t\u3000a县", max_size=15),
)

TYPES: dict[str, tuple[pl.DataType, st.SearchStrategy[Any]]] = {
    "texts": (pl.String(), written),
    "categories": (pl.Categorical(), written),
    "Int64": (pl.Int64(), st.sampled_from([0, 1, -1, 2**63 - 1, -(2**63)])),
    "UInt64": (pl.UInt64(), st.sampled_from([0, 1, 2**64 - 1, 2**63])),
    "Int8": (pl.Int8(), st.integers(-3, 3)),
    "Int128": (pl.Int128(), st.sampled_from([0, 2**64, 2**64 + 1, -(2**100)])),
    "Float64": (
        pl.Float64(),
        st.sampled_from([0.0, -0.0, 0.1, 0.1 + 2**-56, 1e16, 1e300, float("nan"), -float("nan")]),
    ),
    "Float32": (pl.Float32(), st.sampled_from([0.0, -0.0, 0.1, 1.5, float("nan"), 16777217.0])),
    "Float16": (pl.Float16(), st.sampled_from([0.0, 0.1, 1.5])),
    "booleans": (pl.Boolean(), st.booleans()),
    "dates": (pl.Date(), st.sampled_from([date(2025, 9, 1), date(1, 1, 1), date(1969, 12, 31)])),
    "times": (
        pl.Datetime("us"),
        st.sampled_from([datetime(2025, 9, 1), datetime(2025, 9, 1, 0, 0, 0, 1)]),
    ),
    "decimals": (
        pl.Decimal(38, 2),
        st.sampled_from([Decimal("1.50"), Decimal("1.00"), Decimal(0)]),
    ),
    "nothing": (pl.Null(), st.none()),
}


def column_of(kind: str, cells: list[Any]) -> pl.Series:
    """A column of a type; categories and halves are made of what Polars takes."""
    dtype, _ = TYPES[kind]
    if kind in ("categories", "Float16", "Float32"):
        return pl.Series(cells, dtype=pl.String if kind == "categories" else pl.Float64).cast(dtype)
    return pl.Series(cells, dtype=dtype)


def check_words(found: Words, said: list[str | None]) -> None:
    """Each cell has the place of its text, and each text stands once, by its first cell."""
    words = found.words.to_list()
    assert found.codes.dtype == np.int32
    assert [None if code < 0 else words[code] for code in found.codes.tolist()] == said
    assert words == list(dict.fromkeys(text for text in said if text is not None))
    assert found.texts().to_list() == said


@pytest.mark.parametrize("kind", TYPES)
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_words_are_the_texts_of_the_cells_each_once(kind: str, data: st.DataObject) -> None:
    """Whatever the type, words are what `texts` says of the cells, and lead back to each cell."""
    cells = data.draw(st.lists(st.none() | TYPES[kind][1], max_size=20))
    column = column_of(kind, cells)
    check_words(words_of(column), texts(column).to_list())


@UNHURRIED
@given(st.lists(st.none() | written, max_size=20), st.integers(0, 5))
def test_a_part_or_a_column_in_pieces_has_its_own_words(
    cells: list[str | None], start: int
) -> None:
    """Slices and chunks are read like columns of their own."""
    column = pl.Series(cells, dtype=pl.String)
    check_words(words_of(column.slice(start)), texts(column.slice(start)).to_list())
    twice = column.slice(start).append(column)
    check_words(words_of(twice), texts(twice).to_list())


@UNHURRIED
@given(st.lists(st.none() | written, max_size=20))
def test_a_column_is_trimmed_and_the_cells_that_changed_are_told(cells: list[str | None]) -> None:
    """Cells lose the spaces around them; those that did are counted, empty texts are not."""
    column = pl.Series("subject", cells, dtype=pl.String)
    bare, words, changed = trimmed_words(column)
    expected = trim(column).to_list()
    assert (bare.name, bare.dtype, bare.to_list()) == ("subject", pl.String, expected)
    check_words(words, expected)
    pairs = zip(cells, expected, strict=True)
    assert changed.tolist() == [i for i, (raw, now) in enumerate(pairs) if raw != now and raw]


@UNHURRIED
@given(st.lists(st.none() | written, min_size=1, max_size=12), st.data())
def test_words_of_some_cells_leave_out_what_none_of_them_says(
    cells: list[str | None], data: st.DataObject
) -> None:
    """`take` keeps just the words that the cells have, which may come again, in any order."""
    whole = words_of(pl.Series(cells, dtype=pl.String))
    rows = np.array(data.draw(st.lists(st.integers(0, len(cells) - 1), max_size=12)), np.int64)
    some = whole.take(rows)
    said = [whole.texts()[int(row)] for row in rows]
    assert some.texts().to_list() == said
    words = some.words.to_list()
    assert len(set(words)) == len(words)
    assert set(words) == {text for text in said if text is not None}
    assert some.take(np.arange(len(rows))).texts().to_list() == said
    assert whole.take(None) is whole


def test_what_lies_under_a_null_is_no_word() -> None:
    """A null cell over a text in memory is empty, among short texts and among long ones."""
    for hidden in ("math", "a text of more than twelve bytes", " art"):
        for seen in ("math", "another text of more than twelve bytes", " math"):
            frame = pl.DataFrame({"t": [seen, hidden, seen], "there": [True, False, True]})
            column = frame.select(pl.when("there").then("t")).to_series()
            check_words(words_of(column), [seen.strip(), None, seen.strip()])


def test_words_are_found_among_others() -> None:
    """Each cell has the place of its text among keys; one that is none of them, and no cell, -1."""
    words = words_of(pl.Series(["S2", None, "S9", "a school of a long name", "S2", ""]))
    keys = pl.Series(["S1", "a school of a long name", "S2"])
    assert words.among(keys).tolist() == [2, -1, -1, 1, 2, -1]
    assert words.among(keys.clear()).tolist() == [-1] * 6
    answers = np.array([7, 8, 9], np.int32)
    assert words.of_words(answers).tolist() == [7, -1, 8, 9, 7, -1]


LONG = [f"a text of more than twelve bytes {n % 5}" for n in range(12)]


@pytest.mark.parametrize("buckets", [1, 2, 3])
def test_texts_whose_hashes_collide_are_told_apart(
    buckets: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long texts are found by their hashes, and by themselves where two share a hash."""
    monkeypatch.setattr(
        pl.Series,
        "hash",
        lambda column: pl.Series([len(t or "") % buckets for t in column], dtype=pl.UInt64),
    )
    cells = [None, "", "short", *LONG, "  " + LONG[0], None, "short "]
    column = pl.Series(cells, dtype=pl.String)
    check_words(words_of(column), texts(column).to_list())


def test_long_texts_without_an_equal_hash_are_not_compared_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where all hashes differ, each text is looked at once."""

    def never(*_: object) -> pl.Series:
        raise AssertionError("texts were told apart a second time")

    monkeypatch.setattr(pl.Series, "is_first_distinct", never)
    column = pl.Series([*LONG, None])
    check_words(words_of(column), [*LONG, None])


@UNHURRIED
@given(
    st.integers(1, 3).flatmap(
        lambda n: st.lists(st.tuples(*[st.integers(-1, 3) | st.just(2**31 - 2)] * n), max_size=20)
    )
)
def test_combinations_of_codes_are_told_apart(rows: list[tuple[int, ...]]) -> None:
    """Rows are alike if all their codes are, and each combination stands where it first does."""
    width = len(rows[0]) if rows else 1
    columns = [np.array([row[k] for row in rows], np.int32) for k in range(width)]
    place, firsts = combinations(columns)
    known = list(dict.fromkeys(rows))
    assert [known[p] for p in place.tolist()] == rows
    assert firsts.tolist() == [rows.index(row) for row in known]
