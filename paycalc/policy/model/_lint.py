"""What the author says to the lint (the key ``lint``); it changes no pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from paycalc.policy.model._basics import Mark, Micro, a_mark


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule switched off or on: exactly one of the two reasons is written.

    ``figure`` (micro) stands for the rule's own figure; ``side`` is the key it was written under,
    ``at_most`` or ``at_least``.
    """

    code: str
    off: str | None = None
    on: str | None = None
    side: str | None = None
    figure: Micro | None = None
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Lint:
    """Switches by code; ``groups`` says which groups are the front line, leaders, class heads."""

    switches: Mapping[str, Switch] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
