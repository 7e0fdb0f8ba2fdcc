"""Rows in order: short texts by their bytes, pairs of codes by their numbers."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from paycalc.records._ordering import in_byte_order, ranked
from paycalc.records._views import SHORT, views
from paycalc.records._words import words_of

short = st.text("\0 09Az~é师\U00020000", max_size=SHORT).filter(
    lambda text: len(text.encode()) <= SHORT
)
code = st.integers(0, 3)


@given(st.lists(short, unique=True))
def test_short_texts_come_in_the_order_of_their_utf8_bytes(texts: list[str]) -> None:
    """A text comes before those that it begins, even if they go on with a zero byte."""
    with views(pl.Series(texts, dtype=pl.String)) as (pairs, _):
        order = in_byte_order(pairs)
    assert [texts[place] for place in order] == sorted(texts, key=str.encode)


@given(st.lists(st.text("09Az师", min_size=1, max_size=20)))
def test_words_are_ordered_whatever_their_length(cells: list[str]) -> None:
    """The words come in byte order, and the place of each word there finds it."""
    words = words_of(pl.Series(cells, dtype=pl.String))
    ordered, place = words.ordered()
    assert ordered.to_list() == sorted(set(cells), key=str.encode)
    assert ordered[place.tolist()].to_list() == words.words.to_list()
    assert place.dtype == np.int32


@given(st.lists(st.tuples(code, code)))
def test_pairs_are_ranked_by_the_first_code_and_then_the_second(
    pairs: list[tuple[int, int]],
) -> None:
    """Of equal pairs the first row stands for all, and each row has the place of its pair."""
    high, low = (
        np.array(codes, np.int32) for codes in (zip(*pairs, strict=True) if pairs else ([], []))
    )
    firsts, place = ranked(high, low)
    distinct = sorted(set(pairs))
    assert firsts.tolist() == [pairs.index(pair) for pair in distinct]
    assert place.tolist() == [distinct.index(pair) for pair in pairs]
    assert place.dtype == np.int32
