"""Hand-computed cases of section 1: numbers, `share` and, from section 5, limits."""

import random

import pytest

from .arithmetic import div, mul, policy_number, to_fen
from .cells import cell_number
from .division import share, webster, webster_one_by_one
from .limits import share_within
from .refusal import PayError


def test_mul_and_div_round_halves_away_from_zero() -> None:
    """`mul` and `div` round to the nearest integer, halves away from zero."""
    assert mul(1_500_000, 3) == 5  # 4.5
    assert mul(-1_500_000, 3) == -5
    assert mul(1_400_000, 1) == 1
    assert div(1, 2_000_000) == 1  # 0.5
    assert div(-1, 2_000_000) == -1
    assert div(1_000_000, -3_000_000) == -333_333
    assert to_fen(1_234_567, 2) == 123
    assert to_fen(1_235_000, 2) == 124
    assert to_fen(-1_235_000, 2) == -124


def test_what_leaves_64_bits_is_an_error() -> None:
    """A product above 2^63 - 1 is refused and the largest number itself is not."""
    assert mul(2**63 - 1, 10**6) == 2**63 - 1
    with pytest.raises(PayError, match="overflow"):
        mul(2**63 - 1, 10**6 + 1)


def test_numbers_of_policies_and_tables() -> None:
    """A policy's number has six decimals at most; a table's is rounded and may be grouped."""
    assert policy_number("1.2") == 1_200_000
    assert policy_number("1.2000000") == 1_200_000
    for text in ("1.0000001", "1000000000.1", "1e3", "no"):
        with pytest.raises(PayError, match="policy"):
            policy_number(text)
    assert cell_number("0.0000005") == 1
    assert cell_number("-0.0000005") == -1
    assert cell_number("１２") == 12_000_000
    assert cell_number("1,234.5") == 1_234_500_000
    with pytest.raises(PayError, match="text_for_number"):
        cell_number("12,34")
    with pytest.raises(PayError, match="number_out_of_range"):
        cell_number("1000000000.0000001")


def test_largest_remainders_get_what_floors_leave() -> None:
    """Floors come first, then one each to the largest remainders, ties in key order."""
    assert share(10, [1, 1, 1], "largest_remainder") == [4, 3, 3]
    # 42 6/7, 42 6/7, 14 2/7
    assert share(100, [3, 3, 1], "largest_remainder") == [43, 43, 14]
    # 3.71, 1.68, 1.61
    assert share(7, [53, 24, 23], "largest_remainder") == [4, 2, 1]
    assert share(0, [0, 5], "largest_remainder") == [0, 0]


def test_webster_gives_step_after_step() -> None:
    """Steps go to 53, 24, 23, 53/3, 53/5, 24/3 and 23/3; the next would be 53/7."""
    assert share(7, [53, 24, 23], "webster") == [3, 2, 2]
    assert share(8, [53, 24, 23], "webster") == [4, 2, 2]
    assert share(1, [1, 1], "webster") == [1, 0]
    assert share(2, [0, 1], "webster") == [0, 2]


def test_the_later_start_of_webster_changes_nothing() -> None:
    """Starting late gives what giving every single step gives."""
    source = random.Random(1)
    for _ in range(300):
        weights = [source.choice([0, 1, 1, 2, 3, 7, 50, 1000]) for _ in range(source.randint(1, 6))]
        if any(weights):
            amount = source.randint(0, 60)
            assert webster(amount, weights) == webster_one_by_one(amount, weights)


def test_webster_shares_the_largest_fund() -> None:
    """10^15 fen among three equal members differ by one fen, to the first key."""
    third = 333_333_333_333_333
    assert webster(10**15, [10**12] * 3) == [third + 1, third, third]


def test_a_cap_sends_the_rest_to_the_others() -> None:
    """60, 30, 10 under a cap of 50: 50 are left for 3 to 1, that is 37.5 and 12.5."""
    assert share_within(100, [6, 3, 1], 0, 50, "largest_remainder") == [50, 38, 12]


def test_equal_breaches_fix_both_sides() -> None:
    """60, 30, 10 between 20 and 50 breach by ten on both sides, and both are fixed."""
    assert share_within(100, [6, 3, 1], 20, 50, "largest_remainder") == [50, 30, 20]


def test_the_larger_breach_is_fixed_first() -> None:
    """70, 22, 8 between 10 and 60: ten above, two below; then 40 for 22 to 8: 29.3 and 10.7."""
    assert share_within(100, [70, 22, 8], 10, 60, "largest_remainder") == [60, 29, 11]


def test_caps_may_leave_money_over() -> None:
    """Three members with a cap of 20 take 60 of 100."""
    assert share_within(100, [6, 3, 1], 0, 20, "webster") == [20, 20, 20]


def test_limits_that_cannot_be_kept_are_errors() -> None:
    """A floor above the cap, and floors above the money, are refused."""
    with pytest.raises(PayError, match="limits_crossed"):
        share_within(100, [1, 1], 30, 20, "webster")
    with pytest.raises(PayError, match="floors_unpayable"):
        share_within(100, [1, 1], 51, None, "largest_remainder")


def test_webster_never_gives_across_a_limit() -> None:
    """Webster would give 90 of 100 all ten steps (90/19 > 1); a cap at its exact 9 holds."""
    weights = [90, *([1] * 10)]
    assert webster(10, weights) == [10, *([0] * 10)]
    assert share_within(10, weights, 0, 9, "webster") == [9, 1, *([0] * 9)]
