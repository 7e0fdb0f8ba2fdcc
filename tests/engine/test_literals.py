"""Texts of a policy among the ids of a column: vocabulary, decimals, months, weeks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.engine.scope import posts_of
from paycalc.engine.values import decimal_text, judge, literal_ids
from paycalc.engine.work import Work
from paycalc.policy.model import Column, Condition
from tests.engine.by_hand import ENCODED, plan_of
from tests.engine.drawing import SOME

WORK = Work(plan_of(), ENCODED)


def test_literals_are_codes_of_the_vocabulary() -> None:
    """The texts lesson, math and teacher have the codes that the records gave them."""
    assert literal_ids(WORK, "text", ["teacher", "lesson", "math"]).tolist() == [5, 2, 3]


@pytest.mark.parametrize(
    ("text", "micro"),
    [
        ("5", 5_000_000),
        ("0", 0),
        ("-1", -1_000_000),
        ("0.5", 500_000),
        ("0.803922", 803_922),
        ("-0.000001", -1),
    ],
)
def test_a_decimal_text_is_a_number_of_a_derived_column(text: str, micro: int) -> None:
    """Days, years and shares are compared by their one text."""
    assert literal_ids(WORK, "decimal", [text]).tolist() == [micro]
    assert decimal_text(micro) == text


@pytest.mark.parametrize(
    "text",
    [
        "5.0",
        "05",
        "+5",
        ".5",
        "5.",
        "-0",
        "1e3",
        "",
        "-",
        "a",
        "0.0000001",
        "５",
        "1_0",
        " 5",
        "--1",
    ],
)
def test_no_other_text_is_a_number_of_a_derived_column(text: str) -> None:
    """A text that no number is written as matches nothing."""
    (found,) = literal_ids(WORK, "decimal", [text])
    assert found == -2


@SOME
@given(st.integers(-(10**15), 10**15))
def test_the_text_of_a_number_reads_back(micro: int) -> None:
    """The shortest decimal of a number finds that number again."""
    text = decimal_text(micro)
    assert literal_ids(WORK, "decimal", [text]).tolist() == [micro]
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@SOME
@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_months_and_weeks_are_written_in_one_way(on: date) -> None:
    """`2025-09` and `2025-W36` find the ids that dates of that month and week have."""
    year, week, _ = on.isocalendar()
    months, weeks = [f"{on:%Y-%m}"], [f"{year:04d}-W{week:02d}"]
    assert literal_ids(WORK, "month", months).tolist() == [on.year * 12 + on.month - 1]
    if year <= 9999:
        assert literal_ids(WORK, "week", weeks).tolist() == [year * 100 + week]


@pytest.mark.parametrize("text", ["2025-9", "2025-13", "25-09", "2025-09-01", "２０２５-09"])
def test_no_other_text_is_a_month(text: str) -> None:
    """A text that no month is written as matches nothing."""
    assert literal_ids(WORK, "month", [text]).tolist() == [-2]


@pytest.mark.parametrize("text", ["2025-W6", "2025W06", "2025-06", "25-W06", "2025-W٠٦"])
def test_no_other_text_is_a_week(text: str) -> None:
    """A text that no week is written as matches nothing."""
    assert literal_ids(WORK, "week", [text]).tolist() == [-2]


@pytest.mark.parametrize(
    ("part", "accepts", "holds"),
    [
        ("days", {"153", "7"}, [1, 0, 1, 1, 1]),  # post 1 has two stints, of 123 days together
        ("days", {"153.0", "0123", "x"}, [0, 0, 0, 0, 0]),
        ("days", {"x", "123", "y"}, [0, 1, 0, 0, 0]),
        ("share", {"1", "0.803922"}, [1, 1, 1, 1, 1]),
        ("months", {"4"}, [0, 1, 0, 0, 0]),
    ],
)
def test_conditions_on_derived_columns_compare_their_one_text(
    part: str, accepts: set[str], holds: list[int]
) -> None:
    """Texts that no number is written as match nothing, beside others that do."""
    column = Column("held", None, part)  # type: ignore[arg-type]
    conditions = [Condition(column, frozenset(accepts))]
    assert judge(WORK, posts_of(ENCODED), conditions).tolist() == holds


def test_conditions_on_months_and_weeks_of_dates() -> None:
    """A month or an ISO week of a date is compared with the text that it is written as."""
    posts = posts_of(ENCODED)  # hired 2010-09-01, 2024-02-29, 2020-02-01, 2001-01-01, 2026-01-31
    months = Condition(Column("hired_on", None, "month"), frozenset({"2024-02", "2001-1"}))
    weeks = Condition(Column("hired_on", "staff", "week"), frozenset({"2001-W01", "2026-W05"}))
    assert judge(WORK, posts, [months]).tolist() == [0, 1, 0, 0, 0]
    assert judge(WORK, posts, [weeks]).tolist() == [0, 0, 0, 1, 1]
