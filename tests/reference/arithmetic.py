"""Section 1 of policy.md: whole numbers, `mul`, `div`, and what a text says as a number."""

from __future__ import annotations

import re
from functools import lru_cache

from .refusal import PayError

MICRO = 10**6
LARGEST = 2**63 - 1
LARGEST_INPUT = 10**9 * MICRO
LARGEST_MONEY = 10**15

_NUMBER = re.compile(r"([+-]?)(\d+(?:\.\d*)?|\.\d+)", re.ASCII)


def checked(number: int) -> int:
    """Section 1: anything that leaves 64 bits is an error."""
    if abs(number) > LARGEST:
        raise PayError("overflow")
    return number


def nearest(numerator: int, denominator: int) -> int:
    """Section 1: the quotient rounded to the nearest integer, halves away from zero."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def ceiling(numerator: int, denominator: int) -> int:
    """The least integer that is not below the quotient, for a positive denominator."""
    return -(-numerator // denominator)


def mul(a: int, b: int) -> int:
    """Section 1: `a*b / 10^6`, halves away from zero."""
    return checked(nearest(a * b, MICRO))


def div(a: int, b: int) -> int:
    """Section 1: `a * 10^6 / b`, halves away from zero; by zero is an error."""
    if b == 0:
        raise PayError("divide_by_zero")
    return checked(nearest(a * MICRO, b))


def mean(total: int, count: int) -> int:
    """Section 1: `div` of a sum in micro and a whole number."""
    return div(total, count * MICRO)


def to_fen(micro: int, decimals: int) -> int:
    """Section 5: micro of the major unit turned into fen once, halves away from zero."""
    return checked(nearest(micro * 10**decimals, MICRO))


def is_number(text: str) -> bool:
    """Whether a text of a policy is a number (and no name)."""
    return _NUMBER.fullmatch(text) is not None


@lru_cache(maxsize=100_000)
def scaled(text: str, decimals: int) -> tuple[int, bool]:
    """A decimal text times 10^decimals, rounded halves away from zero, and whether it was exact."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise PayError("text_for_number")
    whole, _, part = match[2].partition(".")
    numerator = int(whole + part or "0") * 10**decimals
    denominator = 10 ** len(part)
    value = nearest(numerator, denominator)
    exact = value * denominator == numerator
    return (-value if match[1] == "-" else value), exact


def exceeds(text: str, limit: int) -> bool:
    """Whether the absolute value of a decimal text, exactly, exceeds a whole number."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise PayError("text_for_number")
    whole, _, part = match[2].partition(".")
    return bool(int(whole + part or "0") > limit * 10 ** len(part))


def policy_number(text: str) -> int:
    """Section 1: a number of a policy in micro; more than six decimals or 10^9 are refused."""
    if not is_number(text) or exceeds(text, 10**9):
        raise PayError("policy")
    value, exact = scaled(text, 6)
    if not exact:
        raise PayError("policy")
    return value


def is_percentage(text: str) -> bool:
    """Whether a text of a policy is a percentage."""
    return text[-1:] == "%" and is_number(text[:-1].strip())


def percentage(text: str) -> int:
    """Section 1: a percentage of a policy in micro of one; more than four decimals are refused."""
    if not is_percentage(text):
        raise PayError("policy")
    value, exact = scaled(text[:-1].strip(), 4)
    if not exact or not 0 <= value <= MICRO:
        raise PayError("policy")
    return value


def policy_money(text: str, decimals: int) -> int:
    """Sections 1 and 3: an amount of a policy in fen; one with more decimals is refused."""
    if not is_number(text):
        raise PayError("policy")
    value, exact = scaled(text, decimals)
    if not exact or abs(value) > LARGEST_MONEY:
        raise PayError("policy")
    return value
