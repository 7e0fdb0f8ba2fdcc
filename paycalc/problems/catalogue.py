"""The one catalogue of messages, keyed by code, in English and Chinese."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paycalc.problems._computing import COMPUTING
from paycalc.problems._message import Message
from paycalc.problems._policy import POLICY
from paycalc.problems._records import RECORDS

if TYPE_CHECKING:
    from paycalc.problems._problem import Problem

__all__ = ["CATALOGUE", "Message", "language", "render"]

CATALOGUE: Mapping[str, Message] = {**POLICY, **RECORDS, **COMPUTING}
"""Every code: ``P…`` policies, ``R…`` records, ``C…`` computing."""


def language(asked: str | None = None) -> str:
    """``en`` or ``zh``: what was asked for, else ``PAYCALC_LANG``, else the locale."""
    named = asked or os.environ.get("PAYCALC_LANG") or locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def render(problem: Problem, language: str = "en") -> str:
    """One problem as one line: place, severity, code, sentence."""
    message = CATALOGUE[problem.code]
    place = problem.place
    where = ":".join(str(part) for part in (place.file, place.line, place.position) if part)
    table = " ".join(
        f"{word} {value}"
        for word, value in (
            ("table", place.table),
            ("row", place.row),
            ("column", place.column),
            ("county", place.county),
            ("unit", place.unit),
            ("school", place.school),
            ("teacher", place.teacher),
            ("at", place.item),
        )
        if value is not None
    )
    before = ": ".join(part for part in (where, table) if part)
    line = f"{message.severity} {problem.code}: {problem.message(language)}"
    return f"{before}: {line}" if before else line
