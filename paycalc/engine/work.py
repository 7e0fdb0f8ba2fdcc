"""What a computation has come to: items, groups, and the errors found so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from paycalc.engine.encoded import Encoded
from paycalc.engine.numbers import Bools, Ints, Numbers, States
from paycalc.engine.plan import EnginePlan
from paycalc.engine.scope import Ids, Scope, members_of
from paycalc.engine.states import State, StateCode, any_error
from paycalc.engine.trace import NO_TRACE, Trace
from paycalc.policy.model import Item, Mark

if TYPE_CHECKING:
    from paycalc.engine.carrying import Level1Done, Settled


class Fault(NamedTuple):
    """Errors of one kind at one place of the policy: by county, at rows or members."""

    state: StateCode
    what: str
    mark: Mark
    scope: Scope


@dataclass(frozen=True)
class ItemNumbers:
    """An item's numbers, one for each member; with cells, sorted by parent and cell columns."""

    scope: Scope
    numbers: Numbers
    starts: Ints | None = None  # where the cells of each parent begin

    @property
    def cells(self) -> Mapping[str, Ids]:
        """The columns of the cells."""
        return self.scope.cells


@dataclass
class Work:
    """One range of counties under computation.

    ``failed`` marks counties that take no part in what follows; ``tainted`` those in which an
    item (or named group) has errors, its own or of what it depends on. ``coefficients`` are those
    of `weights`, by post; ``level_1`` and ``settled`` say how things stood after level 1, and
    before vetoes.
    """

    plan: EnginePlan
    encoded: Encoded
    trace: Trace = NO_TRACE
    faults: list[Fault] = field(default_factory=list)
    items: dict[str, ItemNumbers] = field(default_factory=dict)
    groups: dict[tuple[str, str], States] = field(default_factory=dict)
    tainted: dict[str, Bools] = field(default_factory=dict)
    failed: Bools = field(init=False)
    coefficients: dict[tuple[tuple[str, int], ...], Numbers] = field(default_factory=dict)
    level_1: Level1Done | None = field(default=None, init=False)
    settled: Settled | None = field(default=None, init=False)
    _members: dict[str, Scope] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self.failed = np.zeros(self.encoded.counties, np.bool_)

    def record(self, what: str, mark: Mark, scope: Scope, state: States, spared: Bools) -> Bools:
        """Note the errors among ``state``, save in the spared counties; the counties that err."""
        erring = np.zeros(self.encoded.counties, np.bool_)
        if not any_error(state):
            return erring
        index = np.flatnonzero(state >= State.OVERFLOW)
        index = index[~spared[scope.county[index]]]
        for found in np.unique(state[index]):
            places = scope.take(index[state[index] == found])
            self.faults.append(Fault(found, what, mark, places))
            erring[places.county] = True
        return erring

    def members(self, base: str) -> Scope:
        """Every post, unit or county."""
        if base not in self._members:
            self._members[base] = members_of(self.encoded, base)  # type: ignore[arg-type]
        return self._members[base]


def erring(work: Work) -> Bools:
    """The counties in which an error has been found so far."""
    failed = np.zeros(work.encoded.counties, np.bool_)
    for fault in work.faults:
        failed[fault.scope.county] = True
    return failed


@dataclass
class ItemWork:
    """One item under computation: where its errors count, and where it has some of its own.

    ``spared`` are counties in which errors are not first-hand.
    """

    work: Work
    item: Item
    spared: Bools
    own: Bools = field(init=False)

    def __post_init__(self) -> None:
        self.own = np.zeros_like(self.spared)

    def record(self, scope: Scope, state: States, part: str = "", mark: Mark | None = None) -> None:
        """Note the errors at a part of the item."""
        if not any_error(state):
            return
        path = f"items.{self.item.name}{part}"
        self.own |= self.work.record(path, mark or self.item.mark, scope, state, self.spared)

    def spare_erring(self) -> None:
        """What follows is not judged where the item has erred."""
        self.spared = self.spared | self.own
