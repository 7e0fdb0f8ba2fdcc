"""The texts of a workbook: of rich ones all runs, of none how it is read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from paycalc.records._xlsx._xml import Attributes, walk

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class _Reading:
    """The text at hand: its runs so far, and whether what comes is one."""

    found: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    inside: bool = False
    phonetic: bool = False

    def begin_text(self, _: Attributes) -> None:
        self.inside = not self.phonetic

    def end_text(self) -> None:
        self.inside = False

    def begin_phonetic(self, _: Attributes) -> None:
        self.phonetic = True

    def end_phonetic(self) -> None:
        self.phonetic = False

    def text(self, data: str) -> None:
        if self.inside:
            self.runs.append(data)

    def end_string(self) -> None:
        self.found.append(unescaped("".join(self.runs)))
        self.runs.clear()


def shared_strings(pieces: Iterable[bytes]) -> list[str]:
    """The texts that cells name by their place."""
    at = _Reading()
    begin = {"t": at.begin_text, "rPh": at.begin_phonetic}
    end = {"t": at.end_text, "rPh": at.end_phonetic, "si": at.end_string}
    walk(pieces, begin, end, at.text)
    return at.found


def unescaped(text: str) -> str:
    r"""A text with its characters that XML cannot hold, which workbooks write as ``_x000D_``.

    >>> unescaped("a_x000A_b"), unescaped("_x005F_x000A_")
    ('a\nb', '_x000A_')
    """
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
