"""What posts have: their lines, and what the veto took, gave and holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from paycalc.engine.numbers import Bools, Ints
    from paycalc.result import Result

KEYS = ("county_id", "school_id", "teacher_id")
"""What a post is known by."""
POSTS = ("county_id", "unit_id", "school_id", "teacher_id")
"""The columns that tables say of a post; they are in order of these."""
RELEASE = "release."
"""How the lines of releases begin."""


@dataclass(frozen=True)
class Pay:
    """What p posts have, in fen: each line is int64[p], so are the parts of the veto."""

    lines: Mapping[str, Ints]
    forfeited: Ints
    received: Ints
    held: Ints

    @cached_property
    def gross(self) -> Ints:
        """The sum of each post's lines."""
        return sum(self.lines.values(), np.zeros_like(self.held))

    @cached_property
    def payable(self) -> Ints:
        """What each post is paid: gross - forfeited + received - held."""
        return self.gross - self.forfeited + self.received - self.held

    @property
    def veto(self) -> dict[str, Ints]:
        """The veto's parts as lines, so that all lines of a post sum to what it is paid."""
        return {
            "veto.forfeited": -self.forfeited,
            "veto.received": self.received,
            "veto.held": -self.held,
        }

    def line(self, name: str) -> Ints:
        """One line, 0 everywhere if nobody has it."""
        return self.lines.get(name, np.zeros_like(self.held))

    def at(self, places: Ints) -> Pay:
        """The pay of the posts at these places; one at -1 has nothing."""

        def taken(fen: Ints) -> Ints:
            return np.append(fen, np.int64(0))[places]

        lines = {name: taken(fen) for name, fen in self.lines.items()}
        return Pay(lines, taken(self.forfeited), taken(self.received), taken(self.held))

    def where(self, chosen: Bools, other: Pay) -> Pay:
        """This pay where ``chosen``, elsewhere the other's, of the same posts."""
        return Pay(
            {
                name: np.where(chosen, self.line(name), other.line(name))
                for name in line_names(self, other)
            },
            np.where(chosen, self.forfeited, other.forfeited),
            np.where(chosen, self.received, other.received),
            np.where(chosen, self.held, other.held),
        )


def line_names(*pays: Pay) -> tuple[str, ...]:
    """The lines of all of them: those of the policy as it lists them, those of releases last."""
    names = dict.fromkeys(name for pay in pays for name in pay.lines)
    return tuple(sorted(names, key=lambda name: name.startswith(RELEASE)))


def pay_of(result: Result) -> Pay:
    """What a result gives its posts."""
    return Pay(result.post_lines, result.forfeited, result.received, result.held)


def nothing(posts: int) -> Pay:
    """The pay of posts that have nothing."""
    none = np.zeros(posts, np.int64)
    return Pay({}, none, none, none)


def places_of(posts: pl.DataFrame, among: pl.DataFrame, keys: Iterable[str] = KEYS) -> Ints:
    """The place of each post among others, by these columns; -1 where it is not there."""
    named = list(keys)
    numbered = among.select(named).with_row_index("place")
    found = posts.select(named).join(numbered, on=named, how="left", maintain_order="left")
    return found["place"].cast(pl.Int64).fill_null(-1).to_numpy()
