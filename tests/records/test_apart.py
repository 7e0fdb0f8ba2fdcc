"""Texts of columns told apart where Polars keeps them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paycalc.records._apart import Apart, texts_apart
from paycalc.records._scalars import SPACES
from paycalc.records._views import SHORT
from tests.records.building import UNHURRIED

letters = st.text(st.sampled_from("a1 \t\u3000县é😀\0"), max_size=14)
texts = st.sampled_from(["math", "", "语文", "a text of more than twelve bytes", "a text of more"])


def told_apart(*chunks: list[str | None]) -> Apart:
    """The texts of a column in several pieces of memory."""
    column = pl.concat([pl.Series("t", cells, dtype=pl.String) for cells in chunks], rechunk=False)
    return texts_apart(pl.DataFrame([column]))["t"]


@UNHURRIED
@given(st.lists(st.lists(st.none() | texts | letters, max_size=12), min_size=1, max_size=3))
def test_codes_say_which_text_each_cell_is(chunks: list[list[str | None]]) -> None:
    """A cell's code leads to where its text first stands, and short texts have one code each."""
    found = told_apart(*chunks)
    cells = [cell for chunk in chunks for cell in chunk]
    words = [cells[first] for first in found.firsts.tolist()]
    assert [None if code < 0 else words[code] for code in found.codes.tolist()] == cells
    short = [word for word in words if word is not None and len(word.encode()) <= SHORT]
    assert len(set(short)) == len(short)
    assert found.short is (len(short) == len(words))
    assert found.short <= (len(set(words)) == len(words))


def test_long_texts_that_lie_alike_in_two_pieces_of_memory_differ() -> None:
    """Of one length, with one beginning, at the same place of their memory: they are two texts."""
    found = told_apart(["math of the first year"], ["math of the final year"])
    assert found.codes.tolist() == [0, 1]
    assert not found.short


def test_columns_of_a_table_are_told_apart_at_once() -> None:
    """Each ``String`` column has its own words; others are left out."""
    found = texts_apart(
        pl.DataFrame({"kind": ["lesson", None, "lesson"], "n": [1, 2, 3], "level": ["b", "a", "b"]})
    )
    assert list(found) == ["kind", "level"]
    assert found["kind"].codes.tolist() == [0, -1, 0]
    assert found["level"].codes.tolist() == [0, 1, 0]
    assert found["level"].firsts.tolist() == [0, 1]
    assert texts_apart(pl.DataFrame({"n": [1]})) == {}


@pytest.mark.parametrize(
    ("cells", "short"),
    [
        ([], True),
        ([None], True),
        (["", "abcdefghijkl", "四个汉字"], True),
        (["abcdefghijklm"], False),
        (["a", "五个汉字呀", None], False),
    ],
)
def test_texts_of_twelve_bytes_are_short(cells: list[str | None], short: bool) -> None:
    """Twelve bytes are short, thirteen are not, whatever their letters."""
    assert told_apart(cells).short is short


@UNHURRIED
@example("\u3000a")
@example("县\u3000")
@example("县\u2028")
@example("a\x85")
@example("a text of more than twelve bytes\u3000")
@given(letters | st.text(max_size=20))
def test_texts_that_are_called_bare_have_nothing_to_trim(text: str) -> None:
    """No text that is empty or has a space at an end is taken for bare."""
    if told_apart([text]).bare:
        assert text != ""
        assert text.strip(SPACES) == text


@pytest.mark.parametrize("letter", ["a", "县", "a text of more than twelve bytes"])
def test_no_space_is_taken_for_a_letter(letter: str) -> None:
    """Every sign that trimming takes off is seen at both ends, of short texts and of long ones."""
    for space in SPACES:
        for text in (space, space + letter, letter + space):
            assert not told_apart([text]).bare, repr(text)


def test_plain_texts_are_called_bare() -> None:
    """Ids and most Chinese words need no second look; a doubted one alone spoils it."""
    assert told_apart([]).bare
    assert told_apart(["S001", "T-17", "math", "数学", "班主任", "0", None]).bare
    assert told_apart(["annual_assessment", "a text of more than twelve bytes"]).bare
    assert not told_apart(["S001", "T-17 ", "math"]).bare
    assert not told_apart(["S001", ""]).bare


LEFT = ["#N/A", "=", "=A1+1", "1.2E+11", "1E+05 and much that follows", "#REF!", "4.5"]


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("before", ["", " ", "\u3000", "\x85"])
def test_what_a_spreadsheet_leaves_is_called_odd(left: str, before: str) -> None:
    """Texts that begin like errors, formulas and powers are odd, with spaces before them too."""
    assert told_apart(["S001", before + left]).odd


def test_ids_and_words_are_not_odd() -> None:
    """No second look is taken at ids, numbers without a point, or what has spaces at its end."""
    assert not told_apart([]).odd
    assert not told_apart(["S001", "T#1", "a=b", "12", "", "数学 ", "E+10", None, "1"]).odd
    assert not told_apart(["annual_assessment", "350124198001011234"]).odd
