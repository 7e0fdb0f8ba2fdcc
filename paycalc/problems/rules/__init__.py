"""What each code of the catalogue means, an example, and how to mend it.

The texts stand in the YAML files beside this one, a code each; forms with an N behind them, which
also suggest a name, share those of their code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from paycalc.problems._lint import RULED
from paycalc.problems.catalogue import CATALOGUE

__all__ = [
    "ROOMS",
    "RULED",
    "Certainty",
    "Level",
    "Regulation",
    "Rule",
    "nearest_code",
    "rule",
    "sentence",
]

ROOMS: Final[Mapping[str, Mapping[str, str]]] = {
    "P0": {"en": "Policies: the file and its grammar", "zh": "方案：文件与写法"},
    "P2": {"en": "Policies: names, plan files and versions", "zh": "方案：名称、计划文件与版本"},
    "P3": {"en": "Policies: items and groups", "zh": "方案：项与组"},
    "P4": {"en": "Policies: pools and plans", "zh": "方案：资金池与计划"},
    "P5": {
        "en": "Policies: adjustments, guarantees, veto, corrections",
        "zh": "方案：调整、保障、一票否决与更正",
    },
    "X1": {"en": "Corrections: what can be corrected", "zh": "更正：能否更正"},
    "X2": {"en": "Corrections: what keeps one from being paid", "zh": "更正：不能执行的原因"},
    "P6": {"en": "Policies: promises and domain of the audit", "zh": "方案：审查的承诺与范围"},
    "R1": {"en": "Records: reading files", "zh": "记录：读取文件"},
    "R2": {"en": "Records: checking them", "zh": "记录：检查"},
    "C1": {"en": "Computing: items", "zh": "计算：项"},
    "C2": {"en": "Computing: money", "zh": "计算：资金"},
    "C3": {"en": "Computing: warnings", "zh": "计算：警告"},
    "T1": {"en": "Policy tests: case files", "zh": "方案测试：用例文件"},
    "T2": {"en": "Policy tests: names", "zh": "方案测试：名称"},
    "T3": {"en": "Policy tests: values", "zh": "方案测试：数值"},
    "T4": {"en": "Policy tests: what has none", "zh": "方案测试：缺少测试"},
    "L0": {"en": "Lint: the policy alone", "zh": "合规检查：仅方案"},
    "L1": {"en": "Lint: with a dataset", "zh": "合规检查：结合数据集"},
    "L9": {"en": "Lint: switches", "zh": "合规检查：开关"},
    "F1": {"en": "Feeds: maps", "zh": "工资数据：映射文件"},
    "F2": {"en": "Feeds: what keeps a run from being exported", "zh": "工资数据：导出前检查"},
    "F3": {"en": "Feeds: reconciling", "zh": "工资数据：对账"},
    "V1": {"en": "Runs: what a folder holds", "zh": "运行结果：文件夹内容"},
    "V2": {"en": "Runs: computed again", "zh": "运行结果：重新计算"},
    "V3": {"en": "Runs: closing periods", "zh": "运行结果：结账"},
}
"""The rooms of codes, by how their codes begin."""

_FILES: Final = (
    "policy",
    "records",
    "workbooks",
    "timetables",
    "databases",
    "computing",
    "testing",
    "lint",
    "proving",
    "correcting",
    "feeds",
)
_WRONG: Final = re.compile(r"\[-(.*?)-\]", re.DOTALL)
_RIGHT: Final = re.compile(r"\{\+(.*?)\+\}", re.DOTALL)


Level: TypeAlias = Literal["national", "guidance", "district", "craft"]
"""Whose rule it is: of the country, of a city's guidance on basic education, of one district or
school, or of nobody: what follows from the arithmetic, or a careful author would want to see."""
Certainty: TypeAlias = Literal["stated", "unverified", "ambiguous"]
"""``stated``: read at its source; ``unverified``: known, not read there; ``ambiguous``: the source
can be read in several ways."""


@dataclass(frozen=True, slots=True)
class Regulation:
    """Where a rule of the lint comes from; ``title`` and ``source`` are texts by language.

    ``figure`` is its own figure as text, under ``at_most`` or ``at_least``, if it has one.
    """

    title: Mapping[str, str]
    source: Mapping[str, str]
    level: Level
    certainty: Certainty
    figure: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A code explained; ``means`` and ``mend`` are sentences by language (``en``, ``zh``).

    In ``example`` ``[-…-]`` is what is wrong, and ``{+…+}`` what stands there once it is mended.
    """

    code: str
    means: Mapping[str, str]
    mend: Mapping[str, str]
    example: str
    regulation: Regulation | None = None

    @property
    def wrong(self) -> str:
        """The example with its mistake."""
        return _WRONG.sub(r"\1", _RIGHT.sub("", self.example))

    @property
    def mended(self) -> str:
        """The example without its mistake."""
        return _RIGHT.sub(r"\1", _WRONG.sub("", self.example))


def rule(code: str) -> Rule:
    """The rule of a code of the catalogue; ``KeyError`` for any other text.

    >>> rule("P030N").means["en"]
    'Nothing but the keys of the format is read; a key that is not known is refused rather ...'
    """
    found = _written()[code.removesuffix("N")]
    return Rule(code, found["means"], found["mend"], found["example"], _regulation(found))


def _regulation(found: Mapping[str, Any]) -> Regulation | None:
    """What a rule of the lint says of its source; other codes have none."""
    if "level" not in found:
        return None
    figure = found.get("figure", {})
    return Regulation(found["title"], found["source"], found["level"], found["certainty"], figure)


def nearest_code(text: str) -> str | None:
    """The code that looks most like a text, if any does.

    >>> nearest_code("p45"), nearest_code("payroll")
    ('P045', None)
    """
    asked = text.upper()
    digits = re.fullmatch(r"([A-Z])([0-9]{1,3})(N?)", asked)
    if digits and (padded := f"{digits[1]}{digits[2]:0>3}{digits[3]}") in CATALOGUE:
        return padded
    close = get_close_matches(asked, list(CATALOGUE), n=1, cutoff=0.6)
    return close[0] if close else None


def sentence(code: str, language: str) -> str:
    """The message of a code, with dots for what differs from case to case."""
    values: defaultdict[str, str] = defaultdict(lambda: "…")
    return CATALOGUE[code].text(language).format_map(values)


@cache
def _written() -> Mapping[str, Any]:
    import yaml

    folder = Path(__file__).parent
    texts = [(folder / f"{name}.yaml").read_text(encoding="utf-8") for name in _FILES]
    return {code: entry for text in texts for code, entry in yaml.safe_load(text).items()}
