"""Items and their steps (section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from paycalc.policy.model._basics import Base, Mark, Micro, a_mark
from paycalc.policy.model._values import Column, Condition, Value, Who


@dataclass(frozen=True, slots=True)
class Combine:
    """How the rows of a member become one number; ``best`` has its n, ``mean_by`` its column."""

    kind: Literal["sum", "mean", "max", "min", "count", "best", "mean_by"] = "sum"
    n: int = 0
    by: Column | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """An item's ``rows`` and what is done with them; exactly one of ``table`` and ``item``.

    ``missing`` is the number of a member without rows, or ``"none"``, or ``"error"``.
    """

    table: str | None
    item: str | None = None
    where: tuple[Condition, ...] = ()
    each: Value | None = None
    times: tuple[Value, ...] = ()
    combine: Combine = Combine()
    missing: Micro | Literal["none", "error"] = 0
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Composite:
    """``sum_of`` or ``product_of``: items of this grain or coarser, in the order listed."""

    kind: Literal["sum_of", "product_of"]
    items: tuple[str, ...]
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The steps that take one VALUE; ``if_zero`` goes with ``divide`` alone."""

    kind: Literal["plus", "minus", "times", "from", "divide", "at_least", "at_most"]
    value: Value
    if_zero: Value | None = None
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Bands:
    """Replaces the number by its band's value."""

    bounds: tuple[Micro, ...]
    values: tuple[Value, ...]
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Tiers:
    """Rates by tier, marginal or whole."""

    bounds: tuple[Micro, ...]
    rates: tuple[Value, ...]
    mode: Literal["marginal", "whole"]
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Round:
    """To a multiple of a positive value."""

    to: Value
    mode: Literal["half_up", "down", "up"] = "half_up"
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Peers:
    """Who is compared: members that agree on the columns, and on the unit where ``unit``."""

    unit: bool = False
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class RelativeTo:
    """``div`` by the mean, the largest or the sum of the peers."""

    statistic: Literal["mean", "max", "sum"]
    peers: Peers
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Percentile:
    """The place among the peers, from 0 to 1."""

    peers: Peers
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Quota:
    """One grade: its quota (``percent`` in micro, ``count`` in members, or ``rest``) and value."""

    grade: str
    kind: Literal["percent", "count", "rest"]
    amount: int
    value: Micro
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade by rank among the peers; the number becomes the grade's value."""

    peers: Peers
    quotas: tuple[Quota, ...]
    order: Literal["descending", "ascending"] = "descending"
    quota_rounding: Literal["half_up", "down", "up"] = "half_up"
    ties: Literal["average", "up", "down", "key"] = "average"
    small_group: tuple[int, str] | None = None  # (below, grade)
    mark: Mark = a_mark()


Step: TypeAlias = "Arithmetic | Bands | Tiers | Round | RelativeTo | Percentile | Grade"


@dataclass(frozen=True, slots=True)
class Item:
    """A named number for each member of a grain; with ``columns``, one for each cell."""

    name: str
    base: Base
    columns: tuple[Column, ...]
    who: Who
    source: Rows | Composite
    steps: tuple[Step, ...] = ()
    mark: Mark = a_mark()
