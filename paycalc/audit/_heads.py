"""Class heads: the kind of workload that makes one, who is one, and how somebody becomes one."""

from __future__ import annotations

import numpy as np

from paycalc.audit._choosing import Chooser
from paycalc.audit._more import with_numbers
from paycalc.audit.world import Slots
from paycalc.engine.numbers import Bools, Ints


def head_slot(choose: Chooser) -> int:
    """The slot of the kind that makes a class head, -1 where there is none."""
    kinds = [kind.name for kind in choose.world.slots("workload")]
    head = choose.world.domain.class_head
    return kinds.index(head) if head in kinds else -1


def is_head(choose: Chooser, slots: Slots) -> Bools:
    kinds = choose.world.slots("workload")
    own = np.array([kind.name == choose.world.domain.class_head for kind in kinds], np.bool_)
    return np.asarray((slots.there & own).any(axis=1))


def headed(choose: Chooser, slots: Slots, posts: Ints, slot: int) -> Slots:
    typical = choose.world.slots("workload")[slot].grid.typical
    cells = posts * slots.key.size + slot
    return with_numbers(slots, cells, np.full(posts.size, max(typical, 1)))
