"""What an author stands by (section 10): the catalogue's promises with terms, and own ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from paycalc.policy.model._basics import Fen, Mark, Micro, a_mark

Changing: TypeAlias = Literal[
    "workload", "outcomes", "school_results", "leave", "class_head", "veto", "fund", "nothing"
]
Whose: TypeAlias = Literal["own_pay", "others_pay", "everyones_pay"]
Holding: TypeAlias = Literal["not_less", "not_more", "same", "moves_at_most"]


@dataclass(frozen=True, slots=True)
class OwnChange:
    """What an own promise changes: one kind of a table by so much, or one thing as such.

    ``by`` is micro, of a fund fen; ``None`` where nothing is counted.
    """

    what: Changing
    of: str | None = None
    by: Micro | Fen | None = None


@dataclass(frozen=True, slots=True)
class OwnThen:
    """What must hold after the change; ``at_most`` is of the mean, where it moves at most so."""

    whose: Whose
    holds: Holding
    at_most: Micro | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as the policy declares it; an own one has ``change`` and ``then``.

    ``made`` is whether the author stands by it. ``tolerance`` is in fen; ``per`` is the table (and
    the kind or indicator) of which there is one unit more, ``at_most`` a part of the mean.
    """

    made: bool = True
    tolerance: Fen | None = None
    per: tuple[str, str | None] | None = None
    at_most: Micro | None = None
    change: OwnChange | None = None
    then: OwnThen | None = None
    mark: Mark = a_mark()
