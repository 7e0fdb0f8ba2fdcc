"""`distinct`, `agreeing` and `micro_of_floats` against their plain twins."""

from __future__ import annotations

from decimal import Decimal
from struct import pack, unpack
from typing import NamedTuple, TypeAlias

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from paycalc.records._kernels_apart import distinct
from paycalc.records._kernels_numbers import micro_of_floats
from paycalc.records._kernels_places import agreeing
from tests.reference import kernels as plain

MANY = settings(deadline=None, max_examples=300)
UNSURE = 4
WORDS = {1: "empty", 2: "no_number", 3: "out_of_range"}

Cell: TypeAlias = "tuple[int, ...]"

NO_CELL = (-1, -2)
"""What marks a null: neither a text's integers nor a pair of codes."""

int64 = st.integers(-(2**63), 2**63 - 1)
ids = st.one_of(st.integers(-3, 3), st.sampled_from([2**63 - 1, -(2**63), 2**32]), int64)


def bits_of(number: float) -> int:
    """A float's 64 bits as a whole number."""
    (bits,) = unpack("<q", pack("<d", number))
    return int(bits)


def halves(micro: int, ulps: int) -> float:
    """The float nearest to a number half-way between two micro, or so many floats beside it."""
    number = float(Decimal(2 * micro + 1) / Decimal(2 * 10**6))
    for _ in range(abs(ulps)):
        number = float(np.nextafter(number, np.inf if ulps > 0 else -np.inf))
    return number


floats = st.one_of(
    st.floats(),
    st.floats(-1e9, 1e9),
    st.integers(-(10**15), 10**15).map(lambda micro: micro / 10**6),
    st.integers(-(10**10), 10**10).map(lambda tenths: tenths / 10**7),
    st.builds(halves, st.integers(-(10**15), 10**15), st.integers(-3, 3)),
    st.builds(halves, st.integers(-(10**7), 10**7), st.integers(-3, 3)),
    st.sampled_from([1e9, -1e9, 1e9 + 2**-20, -0.0, 5e-7, -5e-7, 5e-324, 0.1 + 0.2]),
)


class Chunk(NamedTuple):
    """Cells in memory, some of which do not count: those before, and what is null."""

    cells: NDArray[np.int64]
    bits: NDArray[np.uint8]
    skip: int

    @property
    def lent(self) -> list[int]:
        """The chunk as `distinct` takes it."""
        bits = self.bits.ctypes.data if self.bits.size else 0
        return [self.cells.ctypes.data, bits, self.skip, len(self.cells) - self.skip, 0]


def chunk_of(cells: list[Cell | None], width: int, skip: int) -> Chunk:
    """Cells after some that are left out; what lies under a null are the integers of others."""
    cell: Cell = next(filter(None, cells), (7,) * width)
    memory = np.array([cell] * skip + [said or cell for said in cells], np.int64)
    there = [True] * skip + [said is not None for said in cells]
    bits = np.packbits(there, bitorder="little") if None in cells else np.empty(0, np.uint8)
    return Chunk(memory.reshape(-1, width), bits, skip)


def told_apart(columns: list[list[Chunk]], width: int) -> list[tuple[list[int], list[int]]]:
    """Codes and first places of each column; its words are what stands there."""
    lent = [chunk.lent for column in columns for chunk in column]
    chunks = np.cumsum([len(column) for column in columns])
    codes, words, firsts, ends, kinds = distinct(lent, chunks, width)
    assert (codes.dtype, codes.shape[0]) == (np.int32, len(columns))
    assert kinds.tolist() == [0] * len(columns)  # they are no texts
    found = []
    for j, column in enumerate(columns):
        some = slice(ends[j - 1] + 1 if j else 1, ends[j])
        cells = np.concatenate([chunk.cells[chunk.skip :] for chunk in column])[firsts[some]]
        assert words[some].tolist() == [[cell[0], cell[-1]] for cell in cells.tolist()]
        found.append((codes[j].tolist(), firsts[some].tolist()))
    return found


@MANY
@given(st.data(), st.sampled_from([1, 2]), st.lists(st.integers(0, 40), min_size=1, max_size=3))
def test_distinct_agrees_with_its_twin(data: st.DataObject, width: int, sizes: list[int]) -> None:
    """`distinct` gives equal cells of a column one code, whatever the pieces it lies in."""
    cell = st.none() | st.tuples(*[ids] * width).filter(lambda cell: cell != NO_CELL)
    columns = data.draw(
        st.lists(
            st.tuples(*[st.lists(cell, min_size=n, max_size=n) for n in sizes]),
            min_size=1,
            max_size=3,
        )
    )
    skips = st.integers(0, 9)
    lying = [[chunk_of(part, width, data.draw(skips)) for part in parts] for parts in columns]
    expected = [plain.distinct([cell for part in parts for cell in part]) for parts in columns]
    assert told_apart(lying, width) == expected


def test_distinct_of_many_pairs_that_collide() -> None:
    """Thousands of pairs that differ in a few bits, again and again, are told apart."""
    n = 20_000
    for high in (0, 1 << 32, -1):
        cells = np.stack((np.arange(n) << 20, np.full(n, high)), axis=1)
        twice = Chunk(np.concatenate((cells, cells[::-1])), np.empty(0, np.uint8), 0)
        [(codes, firsts)] = told_apart([[twice]], 2)
        assert codes == [*range(n), *range(n - 1, -1, -1)]
        assert firsts == list(range(n))


def test_no_cell_is_taken_for_a_null() -> None:
    """Integers that would mark a null are cells like others, beside nulls."""
    for cell in (-1, -2, 0):
        [found] = told_apart([[chunk_of([(cell,), None, (cell,), (5,)], 1, 0)]], 1)
        assert found == ([0, -1, 0, 1], [0, 3])


@MANY
@given(st.data())
def test_agreeing_agrees_with_its_twin(data: st.DataObject) -> None:
    """A row has its teacher's post, unless it names another school or county, or none known."""
    posts = data.draw(st.integers(0, 3))
    place = st.integers(-1, 1)
    homes = tuple(data.draw(st.lists(place, min_size=posts, max_size=posts)) for _ in "sc")
    of_words = (st.integers(-1, posts - 1), place, place)
    words = tuple(data.draw(st.lists(of, min_size=1, max_size=4)) for of in of_words)
    row = st.tuples(*(st.integers(-1, len(of) - 1) for of in words))
    rows = tuple(list(codes) for codes in zip(*data.draw(st.lists(row, min_size=1)), strict=True))
    found = agreeing(rows, words, homes)
    assert found.dtype == np.int32
    assert found.tolist() == plain.agreeing(rows, words, homes)


@MANY
@example([(0.0000005, False), (0.0000015, False), (2.5e-7, False)])
@given(st.lists(st.tuples(floats, st.booleans()), max_size=30))
def test_micro_of_floats_agrees_with_its_twin(cells: list[tuple[float, bool]]) -> None:
    """Floats are read as their shortest decimals; one is doubted only where it lies near a half."""
    bits = [bits_of(number) for number, _ in cells]
    empty = [none for _, none in cells]
    micro, state, rounded = micro_of_floats(bits, empty)
    expected = plain.micro_of_floats(bits, empty)
    for i, found in enumerate(state.tolist()):
        if found == UNSURE:
            exact = Decimal(repr(cells[i][0])) * 10**6
            beside = abs(abs(exact - exact.to_integral_value()) - Decimal("0.5"))
            assert beside <= abs(exact) * Decimal(2) ** -50
        else:
            assert WORDS.get(found, int(micro[i])) == expected[i]
    numbers = [i for i, found in enumerate(expected) if isinstance(found, int)]
    assert rounded == sum(plain.is_rounded(bits[i]) for i in numbers)


def test_micro_of_floats_counts_every_cell_where_none_is_empty() -> None:
    """Without a mask no cell is empty."""
    cells = [1.5, float("nan"), 2e9, 1 / 3]
    bits = [bits_of(number) for number in cells]
    micro, state, rounded = micro_of_floats(bits, [])
    expected = plain.micro_of_floats(bits, [])
    assert [
        WORDS.get(s, m) for m, s in zip(micro.tolist(), state.tolist(), strict=True)
    ] == expected
    assert (micro.tolist()[0], state.tolist(), rounded) == (1_500_000, [0, 2, 3, 0], 1)
