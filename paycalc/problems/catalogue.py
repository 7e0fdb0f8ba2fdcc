"""The one catalogue of messages, keyed by code, in English and Chinese."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from paycalc.problems._computing import COMPUTING
from paycalc.problems._correcting import CORRECTING
from paycalc.problems._feeds import FEEDS
from paycalc.problems._lint import LINT
from paycalc.problems._message import Message
from paycalc.problems._policy import POLICY
from paycalc.problems._proving import PROVING
from paycalc.problems._records import RECORDS
from paycalc.problems._testing import TESTING

if TYPE_CHECKING:
    from paycalc.problems._problem import Problem

__all__ = ["CATALOGUE", "Message", "language", "render", "words"]

CATALOGUE: Mapping[str, Message] = {
    **POLICY,
    **RECORDS,
    **COMPUTING,
    **TESTING,
    **LINT,
    **PROVING,
    **CORRECTING,
    **FEEDS,
}
"""Every code: ``P…`` policies, ``R…`` records, ``C…`` computing, ``T…`` policy tests,
``L…`` lint, ``V…`` proving and closing runs, ``X…`` corrections, ``F…`` feeds."""


def language(asked: str | None = None) -> str:
    """``en`` or ``zh``: what was asked for, else ``PAYCALC_LANG``, else the locale."""
    named = asked or os.environ.get("PAYCALC_LANG") or locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def render(problem: Problem, language: str = "en") -> str:
    """One problem as one line: place, severity, code, sentence."""
    place = problem.place
    spot = (place.file, place.address, place.line, place.position)
    where = ":".join(str(part) for part in spot if part)
    names = _PARTS if place.cell is None else [name for name in _PARTS if name != "row"]
    known = ((name, getattr(place, name)) for name in names)
    named = words(language)
    part = " ".join(f"{named[name]} {value}" for name, value in known if value is not None)
    said = f"{named[problem.severity]} {problem.code}: {problem.message(language)}"
    return ": ".join(text for text in (where, part, said) if text)


def words(language: str) -> Mapping[str, str]:
    """What the parts of a place and the severities are called.

    >>> words("en")["item"], words("zh")["error"]
    ('at', '错误')
    """
    return _ZH if language == "zh" else _EN


_PARTS = ("table", "row", "column", "county", "unit", "school", "teacher", "item")
_EN: Mapping[str, str] = {
    **{name: name for name in (*_PARTS, "error", "warning", "note")},
    "item": "at",
}
_ZH: Mapping[str, str] = {
    "table": "表",
    "row": "行",
    "column": "列",
    "county": "县区",
    "unit": "单位",
    "school": "学校",
    "teacher": "工号",
    "item": "位置",
    "error": "错误",
    "warning": "警告",
    "note": "提示",
}
