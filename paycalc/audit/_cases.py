"""One case: a county before and after, and what it costs to read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paycalc.audit._choosing import Changed
from paycalc.audit.world import Counties, Slots, World
from paycalc.audit.world_parts import only
from paycalc.audit.world_plain import usual_fund, usual_of
from paycalc.engine.numbers import Ints


@dataclass(frozen=True)
class Case:
    """One county before and after; ``subject``, ``peer`` and ``unit`` are numbers within it, or -1.

    With a ``peer`` both are the same county, and what is told of the one is told of the other.
    """

    before: Counties
    after: Counties
    subject: int
    peer: int
    unit: int
    slot: int

    @classmethod
    def of(cls, counties: Counties, changed: Changed, number: int) -> Case:
        """One of many pairs."""
        first_post, first_unit = counties.county_posts[number], counties.unit_starts[number]

        def within(places: Ints, first: int) -> int:
            return int(places[number] - first) if places[number] >= 0 else -1

        after = only(changed.counties, number)
        peer = within(changed.peer, first_post)
        return cls(
            after if peer >= 0 else only(counties, number),
            after,
            within(changed.subject, first_post),
            peer,
            within(changed.unit, first_unit),
            int(changed.slot[number]),
        )

    @property
    def linked(self) -> list[int]:
        """The posts that are compared with each other."""
        return [post for post in (self.subject, self.peer) if post >= 0]


def cost(world: World, case: Case) -> int:
    """How much there is to read: posts and units, then what is not typical, then rough sums."""
    counties = case.before
    units, schools = counties.post_starts.size - 1, int(counties.school_starts[-1])
    total = 1_000_000 * counties.posts + 500_000 * units + 200_000 * (schools - units)
    total += 100_000 * int((counties.cases.item >= 0).sum())
    total += 50_000 * int((np.arange(counties.posts) != counties.teacher).sum())
    for name, slots in counties.tables.items():
        total += _odd(world, slots, name)
    total += _change_cost(case)
    usual = int(usual_fund(world, np.array([max(counties.posts, 1)]))[0])
    for purse, fen in enumerate(counties.funds[:, 0].tolist()):
        total += _roughness(fen) + 300 * (fen != (usual if purse == 0 else 0))
    return total


def _odd(world: World, slots: Slots, name: str) -> int:
    """What is not as usual, and how many rows there are."""
    usual = usual_of(world, name)
    key = np.array_equal(slots.key, usual.key)
    there = slots.there if key else slots.there[:, ::-1]
    main = slots.main if key else slots.main[:, ::-1]
    total = 3000 * int(np.count_nonzero(there != usual.there))
    if world.domain.kinds.get(name):
        odd = there & (main != usual.main)
        steps = main // usual.step
        total += 2000 * int(np.count_nonzero(odd))
        total += 200 * int(np.count_nonzero(odd & (steps % 5 != 0)))
        total += 100 * int(np.count_nonzero(odd & (steps % 10 != 0)))
    for column, codes in usual.cells.items():
        own = slots.cells[column] if key else slots.cells[column][:, ::-1]
        total += 2000 * int(np.count_nonzero(there & (own != codes) & usual.relevant[column]))
    return total


def _change_cost(case: Case) -> int:
    """A change of one step costs least."""
    total = 0
    for name, new in case.after.tables.items():
        old = case.before.tables[name]
        if old is not new and np.array_equal(old.key, new.key):
            grown = np.abs(new.main - old.main)[new.there]
            total += 200 * int(min(grown.sum() // 1_000_000, 50))
    more = np.abs(case.after.funds - case.before.funds).sum()
    return total + (len(str(int(more))) + _roughness(int(more)) if more else 0)


def _roughness(fen: int) -> int:
    """The digits of a sum that are not 0."""
    return 10 * sum(digit != "0" for digit in str(fen))
