"""One cell's text in plain Python: the definition that the fast paths of ``cells`` keep to."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What is trimmed from a cell: what ``str.strip`` trims."""

WIDE = "".join(chr(0xFF01 + offset) for offset in range(94))
NARROW = "".join(chr(0x21 + offset) for offset in range(94))

PLAIN = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
GROUPED = r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?"
DATE = r"(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2})"

LARGEST = Decimal(10**9)
"""A number of a table whose absolute value is larger is refused (section 1)."""

_FOLD = str.maketrans(WIDE, NARROW)
_PLAIN = re.compile(PLAIN)
_GROUPED = re.compile(GROUPED)
_EXACT = Context(prec=60)


def fold(text: str) -> str:
    """The text with full-width characters turned into their ASCII twins, and no other change."""
    return text.translate(_FOLD)


def decimal_of(text: str) -> Decimal | None:
    """The number that a trimmed text is, exactly, or ``None``.

    >>> decimal_of("１，２３４．５０"), decimal_of("12节"), decimal_of("1e5")
    (Decimal('1234.50'), None, None)
    """
    folded = fold(text)
    if _GROUPED.fullmatch(folded):
        return Decimal(folded.replace(",", ""))
    return Decimal(folded) if _PLAIN.fullmatch(folded) else None


def scaled(value: Decimal, digits: int) -> int:
    """``value`` times ten to the ``digits``, rounded once, halves away from zero.

    ``value`` is at most a few dozen digits before its point; after it any number may stand.
    """
    unit = Decimal(1).scaleb(-digits)
    return int(value.quantize(unit, ROUND_HALF_UP, _EXACT).scaleb(digits, _EXACT))


def in_scale(value: Decimal, digits: int) -> bool:
    """Whether ``value`` has at most that many decimals, trailing zeros not counted."""
    return value == value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)
