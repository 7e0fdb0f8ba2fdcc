"""Counties and what the engine pays in them, before and after a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from paycalc.audit._choosing import NOBODY, Changed
from paycalc.audit.model import Promise
from paycalc.audit.world import Counties, World
from paycalc.audit.world_packing import encoded, repacked
from paycalc.engine.arrays import Arrays, Range, compute_changed, compute_traced
from paycalc.engine.encoded import Encoded
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.work import Work


@dataclass(frozen=True)
class Paid:
    """Counties and what the engine pays in them; ``work`` has all that lies between."""

    counties: Counties
    encoded: Encoded
    range: Range
    work: Work | None = field(default=None, compare=False, repr=False)

    @property
    def arrays(self) -> Arrays:
        """The pay of every post."""
        return self.range.arrays

    @property
    def refused(self) -> Bools:
        """The counties that the engine refuses."""
        return self.arrays.failed

    @cached_property
    def payable(self) -> Ints:
        """What each post is paid now."""
        return self.arrays.payable

    def by_county(self, of_posts: Ints) -> Ints:
        """The sum over each county's posts."""
        return sums(of_posts, self.counties.county_posts)

    def by_unit(self, of_posts: Ints) -> Ints:
        """The sum over each unit's posts."""
        return sums(of_posts, self.counties.post_starts)

    @cached_property
    def mean(self) -> Ints:
        """The mean gross pay of each county, in fen."""
        heads = np.maximum(np.diff(self.counties.county_posts), 1)
        return self.by_county(self.arrays.gross) // heads


@dataclass(frozen=True)
class Outcome:
    """By county: what is lost in fen (0: nothing), by which post, and where the premise holds."""

    loss: Ints
    loser: Ints
    met: Bools


def sums(values: Ints, starts: Ints) -> Ints:
    """The sum of each run."""
    running: Ints = np.append(0, np.cumsum(values))
    return running[starts[1:]] - running[starts[:-1]]


def pay(world: World, counties: Counties) -> Paid:
    """Compute counties by the engine, in this thread."""
    packed = encoded(world, counties)
    return Paid(counties, packed, *compute_traced(world.plan, packed, 0, counties.n))


def pay_changed(world: World, before: Paid, changed: Changed) -> Paid:
    """Compute the counties after a change; where nothing was changed they are what they were."""
    if not changed.touched:
        return before
    assert before.work is not None
    packed = repacked(world, before.encoded, changed.counties, *changed.touched)
    return Paid(changed.counties, packed, compute_changed(before.work, packed))


@dataclass(frozen=True)
class Pairs:
    """Counties before and after a change, under a promise."""

    world: World
    promise: Promise
    before: Paid
    after: Paid
    changed: Changed

    @property
    def within(self) -> Bools:
        """The counties to be judged: the change could be made, and both are paid."""
        return self.changed.made & ~self.before.refused & ~self.after.refused

    @cached_property
    def own(self) -> Bools:
        """The posts of the subject's teacher, before and after."""
        counties, subject = self.before.counties, self.changed.subject
        teacher = np.where(subject >= 0, counties.teacher[subject], NOBODY)
        return np.equal(counties.teacher, teacher[counties.post_county])

    def at_subject(self, of_posts: Ints) -> Ints:
        """The values of the subjects' teachers, all their posts together."""
        return self.before.by_county(np.where(self.own, of_posts, 0))
