"""Ways: in which direction a number goes when one thing rises, and what of the policy turned it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntFlag
from typing import Final, Literal, TypeVar

from paycalc.audit.model import Reason
from paycalc.policy.model import Mark

T = TypeVar("T")


class Way(IntFlag):
    """Where a number may go; the union of two ways is their join."""

    SAME = 0
    UP = 1
    DOWN = 2
    ANY = 3


OpenKind = Literal["peers", "budget", "after"]
"""What voids a theorem: others' numbers, money that depends on records, what follows pools."""


@dataclass(frozen=True, slots=True)
class Open:
    """What voids a theorem, and where."""

    kind: OpenKind
    reason: Reason


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to a number.

    ``appears``: there may have been no number before. ``faults`` are the places that make the way
    uncertain, ``lifts`` those of them at which it rises, ``turned`` those at which it was turned
    around, ``opens`` what makes the number depend on others' records.
    """

    way: Way = Way.SAME
    appears: bool = False
    faults: tuple[Reason, ...] = ()
    turned: tuple[Reason, ...] = ()
    opens: tuple[Open, ...] = ()
    lifts: tuple[Reason, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the number is not touched."""
        return self.way is Way.SAME and not self.appears

    def against(self, wanted: Way) -> tuple[Reason, ...]:
        """What works against going a wanted way."""
        found = (*self.faults, *self.turned)
        return tuple(dict.fromkeys(self.lifts if wanted is Way.DOWN and self.lifts else found))


NO_EFFECT: Final = Effect()
RISES: Final = Effect(Way.UP)


def join(effects: Iterable[Effect]) -> Effect:
    """The effect on a number that rises with each of several."""
    way, appears = Way.SAME, False
    faults: list[Reason] = []
    turned: list[Reason] = []
    opens: list[Open] = []
    lifts: list[Reason] = []
    for effect in effects:
        way |= effect.way
        appears |= effect.appears
        faults += effect.faults
        turned += effect.turned
        opens += effect.opens
        lifts += effect.lifts
    return Effect(way, appears, _once(faults), _once(turned), _once(opens), _once(lifts))


def turned(effect: Effect, reason: Reason) -> Effect:
    """The effect on a number that falls where this one rises."""
    if effect.way is Way.SAME:
        return effect
    flipped = {Way.UP: Way.DOWN, Way.DOWN: Way.UP, Way.ANY: Way.ANY}[effect.way]
    return replace(effect, way=flipped, turned=(*effect.turned, reason))


def uncertain(effect: Effect, reason: Reason, when: bool = True) -> Effect:
    """The effect on a number that may go anywhere where this one moves at all."""
    if effect.nothing or not when:
        return effect
    return replace(effect, way=Way.ANY, faults=(reason, *effect.faults))


def opened(effect: Effect, kind: OpenKind, reason: Reason) -> Effect:
    """The effect with one more thing that voids a theorem, where it moves at all."""
    if effect.nothing:
        return effect
    return replace(effect, opens=(*effect.opens, Open(kind, reason)))


def because(mark: Mark, en: str, zh: str) -> Reason:
    """A place and what it does."""
    return Reason(mark, en, zh)


def _once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))


Place = Literal["own", "near", "far"]
"""Whose number: the subject's, a colleague's of the same unit, somebody's of another unit."""
PLACES: Final[tuple[Place, ...]] = ("own", "near", "far")
