"""One thing more: a number a step up, for one post or one school."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paycalc.audit._choosing import NOBODY, Changed, Chooser, result
from paycalc.audit.world import Counties, Slots
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.plan import OF_SCHOOLS


def grids(choose: Chooser, table: str) -> tuple[Ints, Ints, Ints]:
    """The least, last and step of each slot of a table."""
    grids = [kind.grid for kind in choose.world.slots(table)]
    return (
        np.array([grid.first for grid in grids], np.int64),
        np.array([grid.last for grid in grids], np.int64),
        np.array([grid.step for grid in grids], np.int64),
    )


def _allowed(choose: Chooser, table: str) -> Bools:
    of = choose.change.of
    return np.array([of in (None, kind.name) for kind in choose.world.slots(table)], np.bool_)


def _more(choose: Chooser, table: str, absent: float) -> Changed:
    """A number one or more steps up; in some counties a row that was not there."""
    counties = choose.counties
    slots = counties.tables.get(table)
    if slots is None or not slots.key.size:
        return result(choose, counties, ())
    _, last, step = grids(choose, table)
    starts = _starts(counties, table) * slots.key.size
    step = np.full_like(step, choose.change.by) if choose.change.by is not None else step
    can = _allowed(choose, table) & (slots.main + step <= last) & choose.among.get(table, True)
    there = choose.one_of((can & slots.there).ravel(), starts)
    new = choose.one_of((can & ~slots.there).ravel(), starts)
    take_new = (choose.chance(absent, counties.n) | (there < 0)) & (new >= 0) & (absent > 0)
    cell = np.where(take_new, new, there)
    where = cell[cell >= 0]
    slot = where % slots.key.size
    old = np.where(take_new[cell >= 0], 0, slots.main.ravel()[where])
    up = choose.steps((last[slot] - old) // step[slot])
    after = with_numbers(slots, where, old + up * step[slot])
    subject, place = np.full(counties.n, NOBODY), np.full(counties.n, NOBODY)
    subject[cell >= 0], place[cell >= 0] = where // slots.key.size, slot
    made = cell >= 0
    counties = counties.with_table(table, after)
    if table in OF_SCHOOLS:
        of_school = np.repeat(np.arange(units_of(counties)), np.diff(counties.school_starts))
        unit = np.where(made, of_school[subject], NOBODY)
        return result(choose, counties, (table,), made=made, unit=unit, slot=place)
    return result(choose, counties, (table,), subject, slot=place)


def units_of(counties: Counties) -> int:
    return counties.post_starts.size - 1


def _starts(counties: Counties, table: str) -> Ints:
    """Where each county's owners begin."""
    if table in OF_SCHOOLS:
        return counties.school_starts[counties.unit_starts]
    return counties.county_posts


def with_numbers(slots: Slots, cells: Ints, numbers: Ints) -> Slots:
    main, there = slots.main.copy(), slots.there.copy()
    main.ravel()[cells] = numbers
    there.ravel()[cells] = True
    return replace(slots, main=main, there=there)


def workload(choose: Chooser) -> Changed:
    return _more(choose, "workload", 0 if choose.one else 0.25)


def outcomes(choose: Chooser) -> Changed:
    return _more(choose, "outcomes", 0)


def school_results(choose: Chooser) -> Changed:
    return _more(choose, "school_results", 0)


def leave(choose: Chooser) -> Changed:
    return _more(choose, "leave", 0.5)
