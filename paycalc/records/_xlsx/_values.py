"""The one text of a workbook's cell, from its kind, its value and its number format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from paycalc.errors import WorkbookError
from paycalc.records._xlsx._formats import PLAIN, Format
from paycalc.records._xlsx._strings import unescaped

Reader: TypeAlias = Callable[[str | None, str | None, str], str]
"""The text of a cell's kind (``t``), number of its format (``s``) and value (``v``)."""

NOT_COMPUTED = "="
"""What stands for a formula that the workbook holds no value of."""

_LAST_SERIAL = 2_958_465  # 9999-12-31
_NO_DAY = 60  # 1900-02-29, which Excel takes for a day


def reader(strings: Sequence[str], formats: Sequence[Format], since_1904: bool) -> Reader:
    """What reads the cells of one workbook; every number that cells share is looked at once.

    Raises (when it reads):
        WorkbookError: a cell names a text that is not there, or holds no number (R102).
    """
    known: dict[tuple[str | None, str], str] = {}

    def text_of(kind: str | None, style: str | None, raw: str) -> str:
        if kind == "s":
            return strings[int(raw)]
        if kind in (None, "n"):
            text = known.get((style, raw))
            if text is None:
                look = formats[int(style)] if style and int(style) < len(formats) else PLAIN
                text = known[style, raw] = number_text(raw, look, since_1904)
            return text
        return _other(kind, raw)

    def checked(kind: str | None, style: str | None, raw: str) -> str:
        try:
            return text_of(kind, style, raw)
        except (ValueError, IndexError):
            raise WorkbookError("R102") from None

    return checked


def _other(kind: str | None, raw: str) -> str:
    if kind == "b":
        return "true" if raw.strip() in ("1", "true") else "false"
    if kind == "d":
        return raw.strip().removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
    return unescaped(raw)  # texts of formulas, and errors, which are what they show


def number_text(raw: str, look: Format, since_1904: bool) -> str:
    """A number as it is shown at its 15 digits, or the date that it stands for.

    A number of more digits before its point keeps its power of ten, since Excel has lost the
    others: nobody shall take them for an id.

    >>> number_text("81432.019999999990", PLAIN, False)
    '81432.02'
    >>> number_text("123", Format(digits=5), False)
    '00123'
    >>> number_text("350426198001011234", PLAIN, False)
    '3.50426198001011E+17'
    """
    value = float(raw)
    shown = f"{value:.15g}"
    if not (shown[0] in "-0123456789" and shown[-1].isdecimal()):
        raise ValueError("no number that a workbook can hold")
    if look.is_date and 0 <= value < _LAST_SERIAL + 1:
        return _date_text(value, since_1904)
    if "e" in shown:
        if value >= 1 or value <= -1:
            return shown.upper()
        shown = format(Decimal(shown), "f")
    if look.digits and shown.isdecimal():
        return shown.zfill(look.digits)
    return "0" if shown == "-0" else shown


def _date_text(serial: float, since_1904: bool) -> str:
    """The day, and where it is not midnight the time, of a serial number."""
    days = int(serial)
    seconds = round((serial - days) * 86400)
    if since_1904:
        start = date(1904, 1, 1)
    elif days == _NO_DAY:
        return "1900-02-29"
    else:
        start = date(1899, 12, 30) if days > _NO_DAY else date(1899, 12, 31)
    if days == 0 and not since_1904 and seconds:
        return str(timedelta(seconds=seconds))
    try:
        moment = datetime.combine(start, time.min) + timedelta(days, seconds)
    except OverflowError:  # 1904's calendar ends four years earlier
        return f"{serial:.15g}"
    return str(moment.date()) if moment.time() == time.min else str(moment)
