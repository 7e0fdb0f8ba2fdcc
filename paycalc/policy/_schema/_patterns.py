"""What texts of numbers, names and columns look like, as regular expressions of JSON Schema.

Only what Python and JavaScript read alike is used.
"""

from __future__ import annotations

from typing import Final

from paycalc.policy._grammar._columns import DATE_PARTS, PARTS, SCOPES

CONTROL: Final = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"
TEXT: Final = rf"^\s*[^\s{CONTROL}]([^{CONTROL}]*[^\s{CONTROL}])?\s*$"
NAME: Final = rf"^[^.{CONTROL}]+$"


def decimal(digits: int, power: int, *, signed: bool) -> str:
    """Decimals of so many digits behind the point, up to ten to that power.

    >>> import re
    >>> pattern = decimal(2, 3, signed=False)
    >>> [bool(re.fullmatch(pattern, text)) for text in ("007.50", "1000", "1000.1", "-1")]
    [True, True, False, False]
    """
    fraction = rf"(\.[0-9]{{1,{digits}}}0*)?" if digits else r"(\.0+)?"
    number = rf"0*([0-9]{{1,{power}}}{fraction}|10{{{power}}}(\.0+)?)"
    return rf"[+-]?{number}" if signed else rf"(\+?{number}|-0+(\.0+)?)"


def power_of_ten(value: int) -> int:
    """Which power of ten a bound of the loader is."""
    power = len(str(value)) - 1
    if value != 10**power:
        raise ValueError(f"{value} is no power of ten")
    return power


def any_of(*patterns: str) -> str:
    """A whole text that is one of these."""
    return f"^({'|'.join(patterns)})$"


def column(*, plain: bool = False) -> str:
    """The name of a column: with a scope before it and a part of a date behind it, or plain."""
    derived = [rf"{name}\.({'|'.join(parts)})" for name, parts in PARTS.items()]
    reserved = "|".join(PARTS)
    name = rf"(?!({reserved})(\.|$))[^.\s{CONTROL}]([^.{CONTROL}]*[^.\s{CONTROL}])?"
    if plain:
        return rf"^{name}$"
    scopes, parts = "|".join(SCOPES), "|".join(DATE_PARTS)
    # Whoever names a column `row` needs no scope: a single part is never one.
    scoped = rf"(({scopes})\.)?{name}(\.({parts}))?"
    return any_of(*derived, scoped)
