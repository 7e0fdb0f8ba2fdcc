"""What lies between records and pay, kept for an explanation; a computation keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from paycalc.engine.states import State

if TYPE_CHECKING:
    from paycalc.engine.numbers import Ints, States
    from paycalc.policy.model import BandLookup, TableLookup


class Trace:
    """Told of every stage; keeps nothing, which costs nothing."""

    def keep(self, *key: str | int, **found: object) -> None:
        """Take note of what a stage found under its key (say ``"step", item, place``)."""

    def pick(self, lookup: TableLookup | BandLookup, slot: Ints, state: States) -> None:
        """Take note of which entry of a lookup holds at each place, -1 for the default."""


@dataclass
class KeptTrace(Trace):
    """Keeps what every stage found."""

    found: dict[tuple[str | int, ...], dict[str, Any]] = field(default_factory=dict)
    picks: list[tuple[TableLookup | BandLookup, Ints]] | None = None

    def keep(self, *key: str | int, **found: object) -> None:
        """Take note of what a stage found under its key."""
        self.found.setdefault(key, {}).update(found)

    def pick(self, lookup: TableLookup | BandLookup, slot: Ints, state: States) -> None:
        """Take note of the entry of a lookup, while ``picks`` are asked for."""
        if self.picks is not None:
            self.picks.append((lookup, np.where(state == State.OK, slot, -1)))


NO_TRACE = Trace()
