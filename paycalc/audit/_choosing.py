"""What a change comes to, and the stream of numbers that says whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from paycalc.audit.model import Change
from paycalc.audit.world import Counties, World
from paycalc.engine.numbers import Bools, Ints

NOBODY = -1


@dataclass(frozen=True)
class Changed:
    """The counties after the change, and what of them differs.

    ``touched`` are the tables that differ (also ``cases`` and ``funds``). ``subject`` and ``peer``
    are posts by county, ``NOBODY`` where there is none; ``unit`` the unit concerned; ``made`` says
    in which counties the change could be made. ``slot`` is that of the subject's number.
    """

    counties: Counties
    touched: tuple[str, ...]
    made: Bools
    subject: Ints
    peer: Ints
    unit: Ints
    slot: Ints


class Chooser:
    """The stream of one change in one chunk.

    ``among`` are the only posts, or (post, slot) of a table, that may be changed.
    """

    def __init__(
        self,
        world: World,
        counties: Counties,
        change: Change,
        one: bool,
        seed: int,
        chunk: int,
        among: Mapping[str, Bools] | None = None,
    ) -> None:
        self.world, self.counties, self.change, self.one = world, counties, change, one
        self.among = among or {}
        salt = crc32(f"{change} {one}".encode())
        sequence = np.random.SeedSequence([seed, chunk, salt])
        self.rng = np.random.Generator(np.random.PCG64(sequence))

    def one_of(self, candidates: Bools, starts: Ints) -> Ints:
        """One candidate of each run, ``NOBODY`` where a run has none."""
        before = np.append(0, np.cumsum(candidates))
        count = before[starts[1:]] - before[starts[:-1]]
        picked = before[starts[:-1]] + (self.rng.random(count.size) * count).astype(np.int64)
        place = np.searchsorted(before, picked + 1) - 1
        return np.where(count > 0, place, NOBODY)

    def chance(self, probability: float, n: int) -> Bools:
        """True for about so many of n."""
        return self.rng.random(n) < probability

    def steps(self, room: Ints, least: int = 1) -> Ints:
        """How many steps up, mostly one, at most as many as there is room for."""
        n = room.size
        if self.change.by is not None or self.one:
            return np.ones(n, np.int64)
        more = least + (self.rng.random(n) * np.maximum(room, 1)).astype(np.int64)
        return np.where(self.chance(0.6, n), least, np.minimum(more, np.maximum(room, least)))


def result(
    choose: Chooser,
    counties: Counties,
    touched: tuple[str, ...],
    subject: Ints | None = None,
    peer: Ints | None = None,
    *,
    made: Bools | None = None,
    unit: Ints | None = None,
    slot: Ints | None = None,
) -> Changed:
    """The changed counties; who is not told is nobody."""
    nobody = np.full(counties.n, NOBODY)
    subject = nobody if subject is None else subject
    if unit is None:
        unit = np.where(subject >= 0, choose.counties.post_unit[subject], NOBODY)
    if made is None:
        made = subject >= 0
    return Changed(
        counties,
        touched,
        made,
        subject,
        nobody if peer is None else peer,
        unit,
        nobody if slot is None else slot,
    )
