"""Problems as they are expected: every line that people see, in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from paycalc.problems import Problem, render

MOST_ALIKE = 3
"""So many lines of one code in a row are written out."""


def told(problems: Sequence[Problem]) -> str:
    """All problems in English, an empty line, and all of them in Chinese."""
    return f"{_lines(problems, 'en')}\n{_lines(problems, 'zh')}"


def codes_in(text: str) -> set[str]:
    """The codes of all problems that such a text tells."""
    return set(re.findall(r"(?:error|warning|note) ([PRC][0-9]{3}N?): ", text))


def _lines(problems: Iterable[Problem], language: str) -> str:
    lines: list[str] = []
    for code, members in groupby(problems, key=lambda problem: problem.code):
        alike = [render(problem, language) for problem in members]
        lines += alike[:MOST_ALIKE] if len(alike) > 10 * MOST_ALIKE else alike
        if len(alike) > 10 * MOST_ALIKE:
            lines.append(f"… {len(alike) - MOST_ALIKE} × {code} …")
    return "".join(f"{line}\n" for line in lines)
