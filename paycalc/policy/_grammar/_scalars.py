"""Texts that say a number, a percentage, money, a date or a name (section 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from paycalc.policy._collector import shown
from paycalc.policy._grammar._kinds import SCALAR_FORM, At, NameUse, scalar_text
from paycalc.policy._yaml import Node

MICRO: Final = 1_000_000
MOST_NUMBER: Final = 10**9 * MICRO
MOST_FEN: Final = 10**15
HUNDRED: Final = MICRO
MOST_NAME: Final = 100
EVERYONE: Final = "everyone"

_DECIMAL = re.compile(r"([+-]?)0*([0-9]+)(?:\.([0-9]+))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Fault = Literal["form", "digits", "range"]


def fixed(text: str, digits: int, most: int) -> int | Fault:
    """A decimal text times ``10**digits``, or what is wrong with it.

    >>> fixed("-1.20", 6, MOST_NUMBER), fixed("1e3", 6, MOST_NUMBER), fixed("0.001", 2, MOST_FEN)
    (-1200000, 'form', 'digits')
    """
    match = _DECIMAL.fullmatch(text)
    if not match:
        return "form"
    sign, whole, fraction = match[1], match[2], (match[3] or "").rstrip("0")
    if len(fraction) > digits:
        return "digits"
    # No integer is made of a text that is too long to be in range.
    if len(whole) > 20:
        return "range"
    value = int(whole + fraction.ljust(digits, "0"))
    return "range" if value > most else -value if sign == "-" else value


def decimal_text(value: int, digits: int = 6) -> str:
    """The shortest decimal of a value that counts ``10**-digits``.

    >>> decimal_text(1_200_000), decimal_text(-50, 2)
    ('1.2', '-0.5')
    """
    whole, fraction = divmod(abs(value), 10**digits)
    tail = f".{fraction:0{digits}d}".rstrip("0").rstrip(".") if fraction else ""
    return f"{'-' if value < 0 else ''}{whole}{tail}"


@dataclass(frozen=True, slots=True)
class Text:
    """Any text on one line."""

    form: str = SCALAR_FORM

    def read(self, node: Node, at: At) -> str | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is not None and CONTROL.search(text):
            at.refuse("P029", node, found=shown(text))
            return None
        return text


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the policy gives: a text without a point, of at most 100 characters."""

    reserved: tuple[str, ...] = ()
    form: str = SCALAR_FORM

    def read(self, node: Node, at: At) -> str | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        if "." in text or len(text) > MOST_NAME or CONTROL.search(text):
            at.refuse("P026", node, found=shown(text), most=MOST_NAME)
            return None
        if text in self.reserved:
            at.refuse("P027", node, found=text)
            return None
        return text


@dataclass(frozen=True, slots=True)
class NameOf:
    """The name of an item or a group of the policy."""

    sort: Literal["item", "group"]
    form: str = SCALAR_FORM

    def read(self, node: Node, at: At) -> str | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is not None:
            at.context.uses.append(NameUse(self.sort, text, node.mark, at.path))
        return text


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number, in micro; ``least`` and ``most`` bound it."""

    least: int = -MOST_NUMBER
    most: int = MOST_NUMBER
    form: str = "1.5"

    def read(self, node: Node, at: At) -> int | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        value = fixed(text, 6, MOST_NUMBER)
        if not isinstance(value, int):
            code = {"form": "P040", "digits": "P041", "range": "P042"}[value]
            at.refuse(code, node, found=shown(text))
            return None
        return _within(value, self.least, self.most, 6, node, at)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int = 0
    most: int = 10**9
    form: str = "12"

    def read(self, node: Node, at: At) -> int | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        value = fixed(text, 0, MOST_NUMBER)
        if not isinstance(value, int):
            at.refuse("P046", node, found=shown(text), least=self.least, most=self.most)
            return None
        return _within(value, self.least, self.most, 0, node, at)


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage, in micro: 60% is 600 000."""

    most: int = HUNDRED
    form: str = "12.5%"

    def read(self, node: Node, at: At) -> int | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        value = fixed(text[:-1], 4, MOST_NUMBER) if text.endswith("%") else "form"
        if not isinstance(value, int):
            code = {"form": "P043", "digits": "P044", "range": "P045"}[value]
            at.refuse(code, node, found=shown(text), most=decimal_text(self.most, 4))
            return None
        if not 0 <= value <= self.most:
            at.refuse("P045", node, found=shown(text), most=decimal_text(self.most, 4))
            return None
        return value


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the currency's major unit, in fen."""

    least: int = 0
    form: str = "1200.50"

    def read(self, node: Node, at: At) -> int | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        decimals = at.context.decimals
        value = fixed(text, decimals, MOST_FEN)
        if not isinstance(value, int):
            code = {"form": "P047", "digits": "P048", "range": "P049"}[value]
            most = decimal_text(MOST_FEN, decimals)
            at.refuse(code, node, found=shown(text), decimals=decimals, most=most)
            return None
        return _within(value, self.least, MOST_FEN, decimals, node, at)


@dataclass(frozen=True, slots=True)
class Day:
    """A date, as ``2025-09-01``."""

    form: str = "2025-09-01"

    def read(self, node: Node, at: At) -> date | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        day = parse_day(text)
        if day is None:
            at.refuse("P051", node, found=shown(text))
        return day


def parse_day(text: str) -> date | None:
    """The date that a text says, if it says one."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _within(value: int, least: int, most: int, digits: int, node: Node, at: At) -> int | None:
    if least <= value <= most:
        return value
    found = decimal_text(value, digits)
    bounds = {"least": decimal_text(least, digits), "most": decimal_text(most, digits)}
    at.refuse("P028", node, found=found, **bounds)
    return None


TEXT: Final = Text()
NAME: Final = Name()
GROUP_NAME: Final = Name(reserved=(EVERYONE,))
ITEM: Final = NameOf("item")
NUMBER: Final = Decimal()
FACTOR: Final = Decimal(least=0)
PERCENT: Final = Percentage()
MONEY: Final = Money()
DAY: Final = Day()
