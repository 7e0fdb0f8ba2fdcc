"""How a rule of the lint says, in both languages, whose it is and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paycalc.problems.rules import Regulation

Words = Mapping[str, Mapping[str, str]]

SOURCE: Final[Mapping[str, str]] = {"en": "Source: ", "zh": "来源："}
LEVELS: Final[Words] = {
    "en": {
        "national": "A national rule.",
        "guidance": "A rule of the city's guidance on basic education.",
        "district": "One district's practice: off unless a policy names the rule.",
        "craft": "No regulation: what a careful author would want to see.",
    },
    "zh": {
        "national": "国家规定。",
        "guidance": "市级基础教育指导意见的规定。",
        "district": "个别地区的做法：方案写明后才启用。",
        "craft": "并非法规：供方案编写者自查。",
    },
}
CERTAINTIES: Final[Words] = {
    "en": {
        "stated": "Read at its source.",
        "unverified": "Not known for certain: not read at its source; verify it before citing it.",
        "ambiguous": "Not known for certain: the source can be read in several ways.",
    },
    "zh": {
        "stated": "已核对来源。",
        "unverified": "尚不确定：未核对原文，引用前请核实。",
        "ambiguous": "尚不确定：来源文意两可。",
    },
}
_SIDES: Final[Words] = {
    "en": {
        "at_most": "Its figure, which a policy may change: at most {}.",
        "at_least": "Its figure, which a policy may change: at least {}.",
    },
    "zh": {
        "at_most": "默认数值（方案可改）：不超过 {}。",
        "at_least": "默认数值（方案可改）：不低于 {}。",
    },
}


def whose(regulation: Regulation, language: str) -> str:
    """Whose rule it is, and how sure that is; what is nobody's rule needs no proof."""
    said = LEVELS[language][regulation.level]
    if regulation.level == "craft":
        return said
    return f"{said} {CERTAINTIES[language][regulation.certainty]}"


def figure_text(figure: Mapping[str, str], language: str) -> str:
    """A rule's own figure as a sentence.

    >>> figure_text({"at_most": "25%"}, "en")
    'Its figure, which a policy may change: at most 25%.'
    """
    return " ".join(_SIDES[language][side].format(text) for side, text in figure.items())
