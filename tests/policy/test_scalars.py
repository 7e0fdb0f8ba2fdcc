"""Numbers, percentages, money and columns are read exactly as section 1 and 4 say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.policy._grammar._columns import parse_column
from paycalc.policy._grammar._scalars import MOST_FEN, MOST_NUMBER, decimal_text, fixed
from paycalc.policy.model import Amount, Column, Percent, Rows
from tests.policy.building import accepted, small


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("012", 12_000_000),
        ("+3", 3_000_000),
        ("-0.5", -500_000),
        ("1.2", 1_200_000),
        ("1.20000000", 1_200_000),
        ("0.000001", 1),
        ("1000000000", 10**15),
        ("-1000000000.000000", -(10**15)),
        ("0000000000000000000000000000007", 7_000_000),
        ("1000000000.000001", "range"),
        ("9" * 10_000, "range"),
        ("1.0000001", "digits"),
        ("", "form"),
        (".5", "form"),
        ("5.", "form"),
        ("1e3", "form"),
        ("1_000", "form"),
        ("1,000", "form"),
        ("inf", "form"),
        ("NaN", "form"),
        ("0x10", "form"),
        ("--1", "form"),
        ("1 2", "form"),
        ("٣", "form"),
        ("１", "form"),
    ],
)
def test_numbers(text: str, value: int | str) -> None:
    """A number is a plain decimal in Western digits with at most six decimals that count."""
    assert fixed(text, 6, MOST_NUMBER) == value


@settings(deadline=None)
@given(st.decimals(-(10**9), 10**9, places=6, allow_nan=False))
def test_numbers_are_exact(number: Decimal) -> None:
    """Every decimal in range is read to the millionth."""
    assert fixed(f"{number:f}", 6, MOST_NUMBER) == int(number * 10**6)


@settings(deadline=None)
@given(st.integers(-MOST_FEN, MOST_FEN), st.integers(0, 3))
def test_money_is_written_as_it_is_read(fen: int, decimals: int) -> None:
    """The shortest decimal of an amount reads back as the same amount."""
    assert fixed(decimal_text(fen, decimals), decimals, MOST_FEN) == fen


@pytest.mark.parametrize(("decimals", "fen"), [(0, 20), (1, 200), (2, 2000), (3, 20000)])
def test_money_counts_the_currencys_minor_unit(decimals: int, fen: int) -> None:
    """An amount is counted in the minor unit, wherever the currency stands in the file."""
    text = small(pools_2="more: {takes: 20.0000, keep: true}")
    currency = "currency: {code: CNY, decimals: 2}\n"
    assert currency in text
    later = text.replace(currency, "") + currency.replace("2", str(decimals))
    assert accepted(later).level_2.plans[""].pools[1].takes == Amount(fen)


@pytest.mark.parametrize(
    ("text", "micro"), [("0%", 0), ("12.5%", 125_000), ("0.0001%", 1), ("100.000000%", 1_000_000)]
)
def test_percentages(text: str, micro: int) -> None:
    """A percentage counts millionths of the whole."""
    policy = accepted(
        small(end="guarantees: {g: {group: teachers, share_at_most: " + text + "}}\n")
    )
    assert policy.guarantees[0].factor == micro


def test_percentage_of_a_pool() -> None:
    """What a pool takes is a percentage where a percent sign stands behind it."""
    policy = accepted(small(pools_2="more: {takes: 12.3456%, keep: true}"))
    assert policy.level_2.plans[""].pools[1].takes == Percent(123_456)


@pytest.mark.parametrize("text", ["no", "012", "1e3", "2025-09-01", "~", "'null'", '" 0x1F "'])
def test_texts_stay_texts(text: str) -> None:
    """No scalar is guessed to be a boolean, a number, a date or nothing."""
    policy = accepted(small(items=f"more: {{rows: leave, where: {{kind: {text}}}}}"))
    source = policy.items["more"].source
    assert isinstance(source, Rows)
    assert source.where[0].accepts == frozenset([text.strip("'\"").strip()])


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("stage", Column("stage")),
        ("班额", Column("班额")),
        ("row", Column("row")),
        ("school", Column("school")),
        ("school.stage", Column("stage", "school")),
        ("row.days", Column("days", "row")),
        ("hired_on.years", Column("hired_on", None, "years")),
        ("staff.hired_on.month", Column("hired_on", "staff", "month")),
        ("date.week", Column("date", None, "week")),
        ("held.days", Column("held", None, "days")),
        ("held.share", Column("held", None, "share")),
        ("period.months", Column("period", None, "months")),
        ("period.share", None),
        ("held", None),
        ("held.years", None),
        ("staff.held.days", None),
        ("a.b", None),
        ("school.a.b", None),
        (".a", None),
        ("a.", None),
        ("a..years", None),
        ("a. years", None),
        ("a\x00b", None),
        ("x" * 201, None),
    ],
)
def test_columns(text: str, column: Column | None) -> None:
    """A column's name may say where it is looked for and what is taken of it, and no more."""
    assert parse_column(text) == column
    assert column is None or str(column) == text
