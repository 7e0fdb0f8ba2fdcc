"""What the catalogue holds for a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paycalc.problems._problem import Severity


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in two languages, with the same ``{placeholders}``: what is wrong, what helps."""

    severity: Severity
    en: str
    zh: str

    def text(self, language: str) -> str:
        """The sentence in ``en`` or ``zh``."""
        return self.zh if language == "zh" else self.en
