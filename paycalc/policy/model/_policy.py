"""Levels, plans and the policy itself (sections 2, 3 and 10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias, TypeVar

from paycalc.policy.model._after import Adjustment, Guarantee, Veto
from paycalc.policy.model._basics import Fen, Mark, Rounding, a_mark
from paycalc.policy.model._corrections import Corrections
from paycalc.policy.model._items import Item
from paycalc.policy.model._lint import Lint
from paycalc.policy.model._pools import Pool
from paycalc.policy.model._promises import Promised
from paycalc.policy.model._values import Group

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Plan:
    """How the money of a level (at level 2: of the units of a plan) is divided."""

    pools: tuple[Pool, ...]
    adjust: tuple[Adjustment, ...] = ()
    rounding: Rounding = "largest_remainder"
    step: Fen = 1  # `round_to`, in fen
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Level1:
    """The county divides its fund among its units; ``unit`` names the column of general schools."""

    plan: Plan
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Level2:
    """Each unit divides its share among its posts, by the plan that ``plan_by`` names.

    With one plan for all, ``plan_by`` is ``None`` and ``default`` names the only plan. Without a
    default, a unit whose column names no plan is an error of computing.
    """

    plans: Mapping[str, Plan]
    default: str | None
    plan_by: str | None = None
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Currency:
    """The currency's code and its digits after the point (0 to 3)."""

    code: str
    decimals: int


Tree: TypeAlias = "str | tuple[Tree, ...] | Mapping[str, Tree]"
"""A part of the file kept as written, for a later reader: scalars are text."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy, checked: whatever it names exists and fits."""

    id: str
    version: str
    first_day: date  # `effective`
    last_day: date | None
    currency: Currency
    title: Mapping[str, str]
    groups: Mapping[str, Group]
    items: Mapping[str, Item]  # in an order in which each comes after what it needs
    level_1: Level1
    level_2: Level2
    guarantees: tuple[Guarantee, ...] = ()
    veto: Veto | None = None
    corrections: Corrections | None = None
    promises: Mapping[str, Promised] = field(default_factory=dict)
    domain: Mapping[str, Tree] = field(default_factory=dict)
    lint: Lint = field(default_factory=Lint)
    source: str = field(default="", compare=False, repr=False)  # the file's text
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The texts of the files that plans name by ``file:``, by their path as written."""
    _made: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, make: Callable[[Policy], _T]) -> _T:
        """What a pure function makes of this policy, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: _T = self._made[make]
        return made
