"""Changes that make a colleague out of the subject: its twin, but for a class, or for less."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paycalc.audit._choosing import NOBODY, Changed, Chooser, result
from paycalc.audit._heads import head_slot, headed
from paycalc.audit._more import grids
from paycalc.audit.world import Counties, Slots
from paycalc.engine.numbers import Ints
from paycalc.engine.plan import OF_SCHOOLS


def _pair(choose: Chooser) -> tuple[Ints, Ints]:
    """Two posts of one school in each county that has such, with nobody else's cases."""
    counties = choose.counties
    school = counties.post_school
    same = np.append(school[1:] == school[:-1], False) & choose.among.get("posts", True)
    subject = choose.one_of(same, counties.county_posts)
    swap = choose.chance(0.5, counties.n)
    there = subject >= 0
    peer = np.where(there, subject + 1, NOBODY)
    return (
        np.where(swap & there, peer, subject),
        np.where(swap & there, subject, peer),
    )


def _as_twin(choose: Chooser) -> tuple[Counties, Ints, Ints]:
    """Counties in which the peer has the subject's records, and neither has a case."""
    counties = choose.counties
    subject, peer = _pair(choose)
    source = np.arange(counties.posts)
    source[peer[peer >= 0]] = subject[subject >= 0]
    tables = {
        name: slots if name in OF_SCHOOLS else slots.take(source)
        for name, slots in counties.tables.items()
    }
    free = counties.cases.item.copy()
    for who in (subject, peer):
        free[counties.teacher[who[who >= 0]]] = -1
    after = replace(counties, tables=tables, cases=replace(counties.cases, item=free))
    return after, subject, peer


def _touched(counties: Counties) -> tuple[str, ...]:
    return (*(name for name in sorted(counties.tables) if name not in OF_SCHOOLS), "cases")


def twin(choose: Chooser) -> Changed:
    counties, subject, peer = _as_twin(choose)
    return result(choose, counties, _touched(counties), subject, peer)


def head_twin(choose: Chooser) -> Changed:
    counties, subject, peer = _as_twin(choose)
    slot = head_slot(choose)
    if slot < 0:
        return result(choose, counties, ())
    slots = counties.tables["workload"]
    kinds = choose.world.slots("workload")
    own = np.array([kind.name == choose.world.domain.class_head for kind in kinds], np.bool_)
    there = slots.there.copy()
    there[np.ix_(peer[peer >= 0], np.flatnonzero(own))] = False
    heads = headed(choose, replace(slots, there=there), subject[subject >= 0], slot)
    counties = counties.with_table("workload", heads)
    return result(choose, counties, _touched(counties), subject, peer)


def dominated(choose: Chooser) -> Changed:
    counties, subject, peer = _as_twin(choose)
    for table in ("workload", "outcomes"):
        slots = counties.tables.get(table)
        if slots is not None and slots.key.size:
            counties = counties.with_table(table, _raised(choose, table, slots, subject))
    return result(choose, counties, _touched(counties), subject, peer)


def _raised(choose: Chooser, table: str, slots: Slots, subject: Ints) -> Slots:
    """More of some of what the subjects have."""
    posts = subject[subject >= 0]
    _, last, step = grids(choose, table)
    room = (last - slots.main[posts]) // step
    up = (choose.rng.random(room.shape) * (np.minimum(room, 8) + 1)).astype(np.int64)
    up = np.where(slots.there[posts] & (room > 0), up, 0)
    main = slots.main.copy()
    main[posts] += up * step
    return replace(slots, main=main)
