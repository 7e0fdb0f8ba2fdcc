"""What goes wrong: an exception that carries error classes, and the final refusal."""

from __future__ import annotations

from dataclasses import dataclass, field


class PayError(Exception):
    """A place that cannot be judged or computed, with the error classes that say why."""

    def __init__(self, *classes: str) -> None:
        super().__init__(*classes)
        self.classes = frozenset(classes)


@dataclass(frozen=True)
class Refusal:
    """The answer where an error stands: all classes found, and those of each county."""

    errors: frozenset[str]
    by_county: dict[str, frozenset[str]] = field(default_factory=dict)
