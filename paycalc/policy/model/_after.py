"""What follows the pools: adjustments, guarantees, veto (sections 6 to 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from paycalc.policy.model._basics import Mark, Micro, a_mark
from paycalc.policy.model._pools import Bound
from paycalc.policy.model._values import Who


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One adjustment of a plan: exactly one of its four kinds.

    ``items`` go with ``minus`` and ``keep``, ``bound`` with the other two; ``at_most`` (micro)
    with ``minus``; ``sources`` is ``from`` (empty: all that the post has at level 2).
    """

    id: str
    kind: Literal["minus", "keep", "each_at_most", "each_at_least"]
    items: tuple[str, ...] = ()
    bound: Bound | None = None
    at_most: Micro | None = None
    who: Who = None
    sources: frozenset[str] = frozenset()
    goes_to: Literal["unallocated", "others"] = "unallocated"
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What is promised of a group's money, and whether a breach is repaired or reported.

    ``factor`` is k (or p of ``share_at_most``) in micro; ``of`` is the other group, or ``None``
    for everyone and for ``share_at_most``.
    """

    id: str
    group: Who
    kind: Literal["per_head_at_least", "per_head_at_most", "share_at_most"]
    factor: Micro
    of: Who = None
    over: Literal["level_2", "all"] = "level_2"
    within: Literal["unit", "county"] = "unit"
    enforce: bool = False
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class VetoClass:
    """A class of breaches: what it still pays, for how long, on what, and what it bars.

    ``pools`` holds ``(level, pool id)`` pairs, empty for all that the post has.
    """

    name: str
    pays: Micro
    months: int | None = None
    reaches: Literal["overlap", "decided_in", "committed_in"] = "overlap"
    pools: frozenset[tuple[Literal[1, 2], str]] = frozenset()
    bars: tuple[str, ...] = ()
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class VetoItem:
    """An entry of the negative list."""

    name: str
    veto_class: str
    title: Mapping[str, str] = field(default_factory=dict)
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """Where so many teachers of a unit have an applying case, the group's posts there pay too."""

    cases: int
    group: Who
    pays: Micro
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Veto:
    """The one-vote veto (一票否决)."""

    items: Mapping[str, VetoItem]
    classes: Mapping[str, VetoClass]
    statuses: Mapping[str, Literal["apply", "hold", "ignore"]]
    money_goes_to: Literal["county", "unallocated", "school"] = "unallocated"
    leaders: tuple[LeaderLine, ...] = ()
    mark: Mark = a_mark()
