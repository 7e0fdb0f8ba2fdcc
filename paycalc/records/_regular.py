"""Whether every line of a CSV file is one row of so many fields, seen from its bytes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D
_SPAN = 1 << 24


def regular(data: bytes, width: int, separator: bytes = b",") -> bool:
    """Whether each line of ``data`` has ``width`` fields and all its quotes are in their place.

    ``data`` is UTF-8 without headings and without a line end at its end. Blank lines, line ends
    inside quotes, lone carriage returns, and tables of one column (where a blank line
    looks like a row) are not regular.
    """
    if width < 2 or data.count(b"\r") != data.count(b"\r\n") or data.endswith(b"\r"):
        return False
    quotes = np.empty(0, np.int64)
    if b'"' in data:
        places = _quotes(data, separator[0])
        if places is None:
            return False
        quotes = places
    seen = 0  # fields of the row at hand that have ended, carried from span to span
    for start in range(0, len(data), _SPAN):
        ends = _separators(data, start, quotes, separator[0])
        if ends is None or not _in_step(ends, seen, width):
            return False
        seen = (seen + len(ends)) % width
    return seen == width - 1


def _separators(
    data: bytes, start: int, quotes: NDArray[np.int64], sign: int
) -> NDArray[np.bool_] | None:
    """For each field's end in a span, outside quotes: whether it ends the line."""
    span = np.frombuffer(data, np.uint8, min(_SPAN, len(data) - start), start)
    places = np.flatnonzero((span == sign) | (span == _LF))
    ends: NDArray[np.bool_] = span[places] == _LF
    if len(quotes):
        inside = np.searchsorted(quotes, places + start) % 2 == 1
        if (inside & ends).any():
            return None
        ends = ends[~inside]
    return ends


def _in_step(ends: NDArray[np.bool_], seen: int, width: int) -> bool:
    """Whether just each ``width``-th field's end is a line's end."""
    first = width - 1 - seen
    return bool(ends[first::width].all()) and int(np.count_nonzero(ends)) == len(ends[first::width])


def _quotes(data: bytes, sign: int) -> NDArray[np.int64] | None:
    """The places of all quotes, if they open at a field's start and close at its end."""
    span = np.frombuffer(data, np.uint8)
    places = np.flatnonzero(span == _QUOTE)
    if len(places) % 2:
        return None
    opening, closing = places[::2], places[1::2]
    before = np.where(opening > 0, span[np.maximum(opening - 1, 0)], _LF)
    last = len(span) - 1
    after = np.where(closing < last, span[np.minimum(closing + 1, last)], _LF)
    doubled = np.zeros(len(opening), np.bool_)
    doubled[1:] = opening[1:] == closing[:-1] + 1
    opens = (before == sign) | (before == _LF) | doubled
    closes = (after == sign) | (after == _LF) | (after == _CR) | (after == _QUOTE)
    return places if bool(opens.all() and closes.all()) else None
