"""What lies between records and pay, kept for an explanation; a computation keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass, field


class Trace:
    """Told of every stage; keeps nothing, which costs nothing."""

    def keep(self, *key: str | int, **found: object) -> None:
        """Take note of what a stage found under its key (say ``"step", item, place``)."""


@dataclass
class KeptTrace(Trace):
    """Keeps what every stage found."""

    found: dict[tuple[str | int, ...], dict[str, object]] = field(default_factory=dict)

    def keep(self, *key: str | int, **found: object) -> None:
        """Take note of what a stage found under its key."""
        self.found.setdefault(key, {}).update(found)


NO_TRACE = Trace()
