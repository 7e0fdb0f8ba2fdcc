"""What a cell of a table says: its text, number, amount of money, or date."""

from __future__ import annotations

import re
from datetime import date

from .arithmetic import LARGEST_MONEY, exceeds, is_number, scaled
from .refusal import PayError

_DATE = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
# records.md, Checking: full-width signs are read as their plain ones
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def plain_number(text: str) -> str:
    """records.md, Checking: a number's text without full-width signs and thousands separators."""
    folded = text.translate(_FULL_WIDTH).strip()
    return folded.replace(",", "") if _GROUPED.fullmatch(folded) else folded


def cell_number(text: str) -> int:
    """Section 1: a cell in micro, rounded to the sixth decimal, halves away from zero."""
    plain = plain_number(text)
    if not is_number(plain):
        raise PayError("text_for_number")
    if exceeds(plain, 10**9):
        raise PayError("number_out_of_range")
    return scaled(plain, 6)[0]


def cell_money(text: str, decimals: int) -> int:
    """Section 3, currency: a cell in fen; more decimals than the currency has are refused."""
    plain = plain_number(text)
    if not is_number(plain):
        raise PayError("text_for_number")
    value, exact = scaled(plain, decimals)
    if not exact or abs(value) > LARGEST_MONEY:
        raise PayError("number_out_of_range")
    return value


def is_date(text: str) -> bool:
    """Whether a text is a date such as 2025-09-01."""
    try:
        cell_date(text)
    except PayError:
        return False
    return True


def cell_date(text: str) -> date:
    """Section 1: a date is written 2025-09-01; 2025-9-1 and 2025/9/1 are read too."""
    written = _DATE.fullmatch(text.translate(_FULL_WIDTH).strip())
    if written is None:
        raise PayError("bad_date")
    try:
        return date(int(written[1]), int(written[3]), int(written[4]))
    except ValueError:
        raise PayError("bad_date") from None


def shortest(micro: int) -> str:
    """Section 1: a number of micro at its shortest decimal."""
    sign = "-" if micro < 0 else ""
    whole, part = divmod(abs(micro), 10**6)
    return f"{sign}{whole}.{part:06d}".rstrip("0").rstrip(".")
