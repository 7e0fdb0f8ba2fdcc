"""Pools: what they take, who shares them and how (section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from paycalc.policy.model._basics import Fen, Mark, Micro, a_mark
from paycalc.policy.model._values import Who


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money."""

    fen: Fen


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage of what step 1 left in the purse."""

    micro: Micro


@dataclass(frozen=True, slots=True)
class ShareOfAll:
    """``{share: p, of: all}``: a percentage of the purse's whole money."""

    micro: Micro


@dataclass(frozen=True, slots=True)
class TakesSum:
    """``{sum: [items]}``: what ``pay`` of these items would owe, without factors and weights."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakesItem:
    """``{item: X}``: the amount that X is."""

    item: str


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """What is owed, at most ``up_to``."""

    up_to: Amount | Percent | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """Everything that is left."""


Takes: TypeAlias = "Amount | Percent | ShareOfAll | TakesSum | TakesItem | AsNeeded | Rest"


@dataclass(frozen=True, slots=True)
class TimesMean:
    """``{times_mean: k}``; in an adjustment also ``of: GROUP``."""

    k: Micro
    of: Who = None


Bound: TypeAlias = "Amount | TimesMean"


@dataclass(frozen=True, slots=True)
class Limit:
    """What members with a weight get at most and at least."""

    at_most: Bound | None = None
    at_least: Bound | None = None
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Pool:
    """One pool of a level: what it takes, from which purse, who shares it and how.

    ``sources`` is its ``from`` (empty: the general purse), ``items`` those of ``share_by`` or
    ``pay``, ``weights`` (group name or ``everyone``, coefficient) in the order listed.
    """

    id: str
    takes: Takes
    kind: Literal["share_by", "share_equally", "pay", "keep"]
    items: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    who: Who = None
    pays_posts: bool = True  # level 2; and `members: posts` in level 1
    factors: tuple[str, ...] = ()
    weights: tuple[tuple[str, Micro], ...] = ()
    limit: Limit | None = None
    if_short: Literal["scale", "error"] = "error"
    left_over: Literal["rest", "unallocated"] = "rest"
    mark: Mark = a_mark()
