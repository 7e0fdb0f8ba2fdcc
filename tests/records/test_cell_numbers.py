"""Numbers of cells, against plain Python."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.records.cells import numbers
from tests.records.building import UNHURRIED

DIGITS = "0123456789"
WIDE = str.maketrans("０１２３４５６７８９＋－．，", "0123456789+-.,")


def exact(text: str) -> tuple[Fraction, bool] | None:
    """The number of a trimmed text, and whether it was folded, read one character at a time."""
    narrow = text.translate(WIDE)
    body = narrow[1:] if narrow[:1] in ("+", "-") else narrow
    whole, _, part = body.partition(".")
    groups = whole.split(",")
    if len(groups) > 1:
        if not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
            return None
        whole = "".join(groups)
    if not (whole or part) or (len(groups) > 1 and not whole):
        return None
    if any(sign not in DIGITS for sign in whole + part):
        return None
    value = Fraction(int(whole or "0")) + Fraction(int(part or "0"), 10 ** len(part))
    changed = narrow != text or len(groups) > 1
    return (-value if narrow[:1] == "-" else value), changed


def micro_of(value: Fraction) -> int:
    """Millionths, halves away from zero."""
    scaled = abs(value) * 10**6
    whole = math.floor(scaled + Fraction(1, 2))
    return -whole if value < 0 else whole


def twin(values: list[Fraction | str | None]) -> tuple[list[int], list[int], int]:
    """Micro, states and how many are rounded; a text stands for what is no number."""
    micro, states, rounded = [], [], 0
    for value in values:
        if value is None or isinstance(value, str):
            micro.append(0)
            states.append(1 if value is None else 2)
        elif abs(value) > 10**9:
            micro.append(0)
            states.append(3)
        else:
            micro.append(micro_of(value))
            states.append(0)
            rounded += value * 10**6 != micro_of(value)
    return micro, states, rounded


def agree(column: pl.Series, values: list[Fraction | str | None]) -> None:
    """The column's numbers are those of the twin."""
    read = numbers(column)
    assert (read.micro.tolist(), read.state.tolist(), read.rounded) == twin(values)


NUMBER_TEXTS = st.from_regex(r"[+-]?[0-9]{0,11}(\.[0-9]{0,22})?", fullmatch=True)
GROUPED_TEXTS = st.from_regex(r"[+-]?[0-9]{1,3}(,[0-9]{3}){1,3}(\.[0-9]{0,9})?", fullmatch=True)
WIDEN = {narrow: wide for wide, narrow in WIDE.items()}
WIDE_TEXTS = NUMBER_TEXTS.map(lambda text: text.translate(WIDEN))
ANY_TEXTS = st.text("0123456789０１９.,．，+-－＋eExX_ 　naif²①十二节'\n", max_size=9)
HALVES = st.integers(-(10**15), 10**15).map(lambda k: format(Decimal(2 * k + 1) / 2 / 10**6, "f"))


@UNHURRIED
@given(st.lists(NUMBER_TEXTS | GROUPED_TEXTS | WIDE_TEXTS | ANY_TEXTS | HALVES | st.none()))
def test_texts(cells: list[str | None]) -> None:
    """A text is read like a plain reading of its characters, exactly, or refused."""
    folded = 0
    values: list[Fraction | str | None] = []
    for cell in cells:
        text = (cell or "").strip()
        read = exact(text) if text else None
        values.append(None if not text else "text" if read is None else read[0])
        folded += read is not None and read[1] and abs(read[0]) <= 10**9
    column = pl.Series(cells, dtype=pl.String)
    agree(column, values)
    assert numbers(column).folded == folded
    agree(column.cast(pl.Categorical), values)


NEAR = st.integers(-(10**16), 10**16).map(lambda k: k / 10**7)


@UNHURRIED
@given(st.lists(st.floats() | st.floats(-1e9, 1e9) | st.floats(-1, 1) | NEAR | st.none()))
def test_floats(cells: list[float | None]) -> None:
    """A float counts as the shortest decimal that reads back, whatever its size."""
    values = [
        cell if cell is None else Fraction(repr(cell)) if math.isfinite(cell) else "no number"
        for cell in cells
    ]
    agree(pl.Series(cells, dtype=pl.Float64), values)


@pytest.mark.parametrize("dtype", [pl.Float32, pl.Float16])
@UNHURRIED
@given(data=st.data())
def test_narrow_floats(dtype: type[pl.DataType], data: st.DataObject) -> None:
    """A narrow float counts as the shortest decimal of its own width, not of the widened one."""
    width, numpy_type = (32, np.float32) if dtype == pl.Float32 else (16, np.float16)
    cells = data.draw(st.lists(st.floats(width=width) | st.none()))
    values: list[Fraction | str | None] = []
    for cell in cells:
        if cell is None or not math.isfinite(cell):
            values.append(None if cell is None else "no number")
        else:
            values.append(Fraction(np.format_float_positional(numpy_type(cell), unique=True)))
    column = pl.Series(cells, dtype=pl.Float64).cast(dtype)
    agree(column, values)


INTEGERS = {
    pl.Int8: (8, True),
    pl.Int16: (16, True),
    pl.Int32: (32, True),
    pl.Int64: (64, True),
    pl.Int128: (128, True),
    pl.UInt8: (8, False),
    pl.UInt16: (16, False),
    pl.UInt32: (32, False),
    pl.UInt64: (64, False),
    pl.UInt128: (128, False),
}


@pytest.mark.parametrize("dtype", INTEGERS)
@UNHURRIED
@given(data=st.data())
def test_integers(dtype: type[pl.DataType], data: st.DataObject) -> None:
    """Integers of every width are exact, and refused beyond a thousand million."""
    bits, signed = INTEGERS[dtype]
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    edges = [edge for edge in (10**9, 10**9 + 1, -(10**9), -(10**9) - 1) if low <= edge <= high]
    some = st.integers(low, high) | st.sampled_from([low, high, *edges]) | st.none()
    cells = data.draw(st.lists(some))
    values = [None if cell is None else Fraction(cell) for cell in cells]
    agree(pl.Series(cells, dtype=dtype), values)


@UNHURRIED
@given(
    st.integers(0, 12).flatmap(
        lambda scale: st.tuples(
            st.just(scale),
            st.lists(st.decimals(-(10**10), 10**10, places=scale) | st.none()),
        )
    )
)
def test_decimals(drawn: tuple[int, list[Decimal | None]]) -> None:
    """Decimals are exact and rounded once, at the sixth decimal."""
    scale, cells = drawn
    values = [None if cell is None else Fraction(cell) for cell in cells]
    agree(pl.Series(cells, dtype=pl.Decimal(38, scale)), values)


@pytest.mark.parametrize(
    "text",
    [
        *("十二", "12节", "1e5", "1E5", "nan", "NaN", "inf", "-inf", "Infinity", "0x10", "1_000"),
        *("12,5", "1,23,456", ",123", "²", "①", "٣", "1 000", "1　000", "--5", "5-", "+", ".", "-"),
        *("50%", "￥5", "5元", "(5)", "1.2.3", "true", "1,234,56", "1.5,000", "'12", "1/2"),
    ],
)
def test_refused(text: str) -> None:
    """What a careful reader would not read as one number is no number."""
    assert numbers(pl.Series([text])).state.tolist() == [2]


@pytest.mark.parametrize(
    ("text", "micro"),
    [
        *(("12", 12_000_000), ("１２", 12_000_000), ("1,234.50", 1_234_500_000), ("-0", 0)),
        *(("　+007.5　", 7_500_000), ("－３", -3_000_000), (".5", 500_000), ("5.", 5_000_000)),
        *(("0.0000005", 1), ("-0.0000005", -1), ("0.00000049", 0), ("1000000000", 10**15)),
        ("999999999.9999996", 10**15),
        ("0.5000000000000000000000000000000001", 500_000),
        ("2.5000004999999999999999999999999999", 2_500_000),
        ("2.5000005000000000000000000000000000", 2_500_001),
    ],
)
def test_accepted(text: str, micro: int) -> None:
    """Full-width digits, groups of thousands, signs, zeros and spaces are read, to the micro."""
    read = numbers(pl.Series([text]))
    assert (read.micro.tolist(), read.state.tolist()) == ([micro], [0])


def test_range() -> None:
    """A thousand million is inside, the least more is not, however it is written."""
    texts = ["1000000000", "-1,000,000,000.000", "1000000000.0000000001", "-1000000001"]
    assert numbers(pl.Series(texts)).state.tolist() == [0, 0, 3, 3]
    floats = pl.Series([1e9, math.nextafter(1e9, 2e9), -1e9, -1e300])
    assert numbers(floats).state.tolist() == [0, 3, 0, 3]


def test_other_types() -> None:
    """Booleans, dates and times are no numbers; a column without values is empty."""
    for column in (
        pl.Series([True, None]),
        pl.Series(["2025-09-01", None]).str.to_date(),
        pl.Series([1, None]).cast(pl.Duration),
        pl.Series([1, None]).cast(pl.Time),
    ):
        assert numbers(column).state.tolist() == [2, 1]
    assert numbers(pl.Series([None, None])).state.tolist() == [1, 1]
    with pytest.raises(TypeError, match="has no cells"):
        numbers(pl.Series([[1]]))


def test_long_texts_of_floats() -> None:
    """A file of floats written with all their digits reads like the floats."""
    floats = np.random.default_rng(5).uniform(-1e9, 1e9, 20_000)
    column = pl.Series([repr(value) for value in floats.tolist()])
    assert not any(re.search("e", text) for text in column)
    assert numbers(column).micro.tolist() == numbers(pl.Series(floats)).micro.tolist()


@UNHURRIED
@given(st.lists(NUMBER_TEXTS | GROUPED_TEXTS | WIDE_TEXTS | ANY_TEXTS | st.none(), min_size=1))
def test_repeating_texts(cells: list[str | None]) -> None:
    """A long column that repeats itself reads like a short one, and counts every cell."""
    times = 1 + 10_000 // len(cells)
    once, many = (numbers(pl.Series(cells * k, dtype=pl.String)) for k in (1, times))
    assert many.micro.tolist() == once.micro.tolist() * times
    assert many.state.tolist() == once.state.tolist() * times
    assert (many.rounded, many.folded) == (once.rounded * times, once.folded * times)


def test_long_column_of_one_text() -> None:
    """A long column says of each cell what a short one does, empty ones too."""
    read = numbers(pl.Series([*(["1,000.0000001"] * 9_999), None, "", "x"]))
    assert (read.rounded, read.folded) == (9_999, 9_999)
    assert read.state.tolist() == [0] * 9_999 + [1, 1, 2]
