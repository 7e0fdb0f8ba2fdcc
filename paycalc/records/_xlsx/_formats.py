"""What number formats say of a number: that it is a date, or is shown with leading zeros."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from paycalc.records._xlsx._xml import Attributes, attribute, walk

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """Whether a number is a date, and with how many digits at least it is shown."""

    is_date: bool = False
    digits: int = 0


PLAIN = Format()


def format_of(code: str) -> Format:
    """What a number format says.

    >>> format_of("yyyy/m/d"), format_of("00000").digits, format_of('0.00"元"').is_date
    (Format(is_date=True, digits=0), 5, False)
    """
    bare = _ASIDE.sub("", code.partition(";")[0]).strip()
    if re.search("[ymdhs]", bare, re.IGNORECASE) and "general" not in bare.lower():
        return Format(is_date=True)
    return Format(digits=len(bare)) if re.fullmatch("0{2,}", bare) else PLAIN


def cell_formats(pieces: Iterable[bytes]) -> list[Format]:
    """The formats that cells name by their place in ``styles.xml``."""
    codes: dict[str, Format] = {}
    numbers: list[list[str]] = []  # the formats of cells, and after them what is not

    def begin_code(attributes: Attributes) -> None:
        code = attribute(attributes, "formatCode") or ""
        codes[attribute(attributes, "numFmtId") or ""] = format_of(code)

    def begin_format(attributes: Attributes) -> None:
        if numbers:
            numbers[-1].append(attribute(attributes, "numFmtId") or "0")

    begin = {"numFmt": begin_code, "cellXfs": lambda _: numbers.append([]), "xf": begin_format}
    walk(pieces, begin, {"cellXfs": lambda: numbers.append([])})
    of_cells = numbers[0] if numbers else []
    return [codes[number] if number in codes else _built_in(number) for number in of_cells]


def _built_in(number: str) -> Format:
    return Format(is_date=number.isdecimal() and int(number) in _BUILT_IN_DATES)
