"""One thing changed in each county: who is the subject of it, and the county afterwards.

Changes of the kinds ``twin``, ``head_twin`` and ``dominated`` make a colleague out of the subject;
what is compared is then the two of them in the county afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from paycalc.audit._choosing import NOBODY, Changed, Chooser, result
from paycalc.audit.model import Change, ChangeKind
from paycalc.audit.world import Counties, Slots, Verdicts, World
from paycalc.audit.world_drawing import takes_all
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.plan import OF_SCHOOLS


def changed(
    world: World,
    counties: Counties,
    change: Change,
    one: bool,
    seed: int,
    chunk: int,
    among: Mapping[str, Bools] | None = None,
) -> Changed:
    """Each county with one thing changed, by a stream of its own for (change, seed, chunk).

    ``one`` says that a number grows by one step of its grid, and not at times by more. ``among``
    leaves only these to be changed: of a table its (owner, slot), of ``posts`` the posts.
    """
    return _CHANGES[change.kind](Chooser(world, counties, change, one, seed, chunk, among))


def _nothing(choose: Chooser) -> Changed:
    counties = choose.counties
    return result(choose, counties, (), made=np.ones(counties.n, np.bool_))


# --- More of a number ---------------------------------------------------------------------------


def _grids(choose: Chooser, table: str) -> tuple[Ints, Ints, Ints]:
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
    _, last, step = _grids(choose, table)
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
    after = _with_numbers(slots, where, old + up * step[slot])
    subject, place = np.full(counties.n, NOBODY), np.full(counties.n, NOBODY)
    subject[cell >= 0], place[cell >= 0] = where // slots.key.size, slot
    made = cell >= 0
    counties = counties.with_table(table, after)
    if table in OF_SCHOOLS:
        of_school = np.repeat(np.arange(_units(counties)), np.diff(counties.school_starts))
        unit = np.where(made, of_school[subject], NOBODY)
        return result(choose, counties, (table,), made=made, unit=unit, slot=place)
    return result(choose, counties, (table,), subject, slot=place)


def _units(counties: Counties) -> int:
    return counties.post_starts.size - 1


def _starts(counties: Counties, table: str) -> Ints:
    """Where each county's owners begin."""
    if table in OF_SCHOOLS:
        return counties.school_starts[counties.unit_starts]
    return counties.county_posts


def _with_numbers(slots: Slots, cells: Ints, numbers: Ints) -> Slots:
    main, there = slots.main.copy(), slots.there.copy()
    main.ravel()[cells] = numbers
    there.ravel()[cells] = True
    return replace(slots, main=main, there=there)


def _workload(choose: Chooser) -> Changed:
    return _more(choose, "workload", 0 if choose.one else 0.25)


def _outcomes(choose: Chooser) -> Changed:
    return _more(choose, "outcomes", 0)


def _school_results(choose: Chooser) -> Changed:
    return _more(choose, "school_results", 0)


def _leave(choose: Chooser) -> Changed:
    return _more(choose, "leave", 0.5)


# --- Class heads and vetoes ---------------------------------------------------------------------


def _head_slot(choose: Chooser) -> int:
    """The slot of the kind that makes a class head, -1 where there is none."""
    kinds = [kind.name for kind in choose.world.slots("workload")]
    head = choose.world.domain.class_head
    return kinds.index(head) if head in kinds else -1


def _is_head(choose: Chooser, slots: Slots) -> Bools:
    kinds = choose.world.slots("workload")
    own = np.array([kind.name == choose.world.domain.class_head for kind in kinds], np.bool_)
    return np.asarray((slots.there & own).any(axis=1))


def _class_head(choose: Chooser) -> Changed:
    slot, counties = _head_slot(choose), choose.counties
    if slot < 0:
        return result(choose, counties, ())
    slots = counties.tables["workload"]
    free = ~_is_head(choose, slots) & choose.among.get("posts", True)
    subject = choose.one_of(free, counties.county_posts)
    after = _headed(choose, slots, subject[subject >= 0], slot)
    return result(choose, counties.with_table("workload", after), ("workload",), subject)


def _headed(choose: Chooser, slots: Slots, posts: Ints, slot: int) -> Slots:
    typical = choose.world.slots("workload")[slot].grid.typical
    cells = posts * slots.key.size + slot
    return _with_numbers(slots, cells, np.full(posts.size, max(typical, 1)))


def _veto(choose: Chooser) -> Changed:
    """A case in time that takes everything (else as much as any), against one without a case."""
    counties, veto = choose.counties, choose.world.policy.veto
    if veto is None or "apply" not in veto.statuses.values():
        return result(choose, counties, ())
    classes = [veto.classes[item.veto_class] for item in veto.items.values()]
    item = min(range(len(classes)), key=lambda i: (not takes_all(classes[i]), classes[i].pays))
    free = np.ones(counties.posts, np.bool_)
    free[counties.teacher[(counties.cases.item >= 0).any(axis=1)]] = False
    free &= (counties.teacher == np.arange(free.size)) & choose.among.get("posts", True)
    subject = choose.one_of(free, counties.county_posts)
    cases = _against(choose.world, counties.cases, subject[subject >= 0], item)
    return result(choose, replace(counties, cases=cases), ("cases",), subject)


def _against(world: World, cases: Verdicts, posts: Ints, item: int) -> Verdicts:
    items, holds = cases.item.copy(), cases.holds.copy()
    decided, committed = cases.decided.copy(), cases.committed.copy()
    items[posts, 0], holds[posts, 0] = item, False
    decided[posts, 0], committed[posts, 0] = world.first_day + 10, world.first_day + 3
    return Verdicts(items, holds, decided, committed)


# --- Funds, other units, the order of rows ------------------------------------------------------


def _more_fund(choose: Chooser) -> Changed:
    counties = choose.counties
    n, funds = counties.n, counties.funds.copy()
    purse = np.where(choose.chance(0.25, n), choose.rng.integers(0, funds.shape[0], n), 0)
    grown = (funds[purse, np.arange(n)] * choose.rng.random(n)).astype(np.int64)
    few = choose.rng.integers(1, 5000, n)
    more = np.where(choose.chance(0.5, n), few, grown + 1)
    more = np.full(n, choose.change.by) if choose.change.by is not None else more
    funds[purse, np.arange(n)] += more
    counties = replace(counties, funds=funds)
    return result(choose, counties, ("funds",), made=np.ones(n, np.bool_))


def _twice_fund(choose: Chooser) -> Changed:
    counties = replace(choose.counties, funds=choose.counties.funds * 2)
    return result(choose, counties, ("funds",), made=np.ones(counties.n, np.bool_))


def _other_unit(choose: Chooser) -> Changed:
    """The people of one unit have other records; the subject is of another unit."""
    counties = choose.counties
    units = np.diff(counties.unit_starts)
    other = counties.unit_starts[:-1] + (choose.rng.random(counties.n) * units).astype(np.int64)
    theirs = other[counties.post_county] == counties.post_unit
    split = np.zeros(counties.posts, np.bool_)  # teachers with posts in several schools
    split[counties.teacher[counties.teacher != np.arange(counties.posts)]] = True
    beside = np.zeros(_units(counties), np.bool_)
    beside[counties.post_unit[split[counties.teacher]]] = True
    subject = choose.one_of(~theirs & ~beside[counties.post_unit], counties.county_posts)
    source = np.arange(counties.posts)
    moved = theirs & (subject >= 0)[counties.post_county]
    source[moved] = choose.rng.integers(0, counties.posts, int(moved.sum()))
    tables = {
        name: slots if name in OF_SCHOOLS else slots.take(source)
        for name, slots in counties.tables.items()
    }
    after = replace(counties, tables=tables)
    return result(choose, after, tuple(sorted(tables)), subject)


def _row_order(choose: Chooser) -> Changed:
    """Every owner's rows in the opposite order."""
    counties = choose.counties
    tables = {name: _reversed(slots) for name, slots in counties.tables.items()}
    after = replace(counties, tables=tables)
    return result(choose, after, tuple(sorted(tables)), made=np.ones(counties.n, np.bool_))


def _reversed(slots: Slots) -> Slots:
    cells = {column: codes[:, ::-1] for column, codes in slots.cells.items()}
    return Slots(slots.there[:, ::-1], slots.main[:, ::-1], slots.key[::-1], cells)


# --- Colleagues ---------------------------------------------------------------------------------


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


def _twin(choose: Chooser) -> Changed:
    counties, subject, peer = _as_twin(choose)
    return result(choose, counties, _touched(counties), subject, peer)


def _head_twin(choose: Chooser) -> Changed:
    counties, subject, peer = _as_twin(choose)
    slot = _head_slot(choose)
    if slot < 0:
        return result(choose, counties, ())
    slots = counties.tables["workload"]
    kinds = choose.world.slots("workload")
    own = np.array([kind.name == choose.world.domain.class_head for kind in kinds], np.bool_)
    there = slots.there.copy()
    there[np.ix_(peer[peer >= 0], np.flatnonzero(own))] = False
    heads = _headed(choose, replace(slots, there=there), subject[subject >= 0], slot)
    counties = counties.with_table("workload", heads)
    return result(choose, counties, _touched(counties), subject, peer)


def _dominated(choose: Chooser) -> Changed:
    counties, subject, peer = _as_twin(choose)
    for table in ("workload", "outcomes"):
        slots = counties.tables.get(table)
        if slots is not None and slots.key.size:
            counties = counties.with_table(table, _raised(choose, table, slots, subject))
    return result(choose, counties, _touched(counties), subject, peer)


def _raised(choose: Chooser, table: str, slots: Slots, subject: Ints) -> Slots:
    """More of some of what the subjects have."""
    posts = subject[subject >= 0]
    _, last, step = _grids(choose, table)
    room = (last - slots.main[posts]) // step
    up = (choose.rng.random(room.shape) * (np.minimum(room, 8) + 1)).astype(np.int64)
    up = np.where(slots.there[posts] & (room > 0), up, 0)
    main = slots.main.copy()
    main[posts] += up * step
    return replace(slots, main=main)


_CHANGES: Mapping[ChangeKind, Callable[[Chooser], Changed]] = {
    "nothing": _nothing,
    "workload": _workload,
    "outcomes": _outcomes,
    "school_results": _school_results,
    "class_head": _class_head,
    "veto": _veto,
    "leave": _leave,
    "more_fund": _more_fund,
    "twice_fund": _twice_fund,
    "other_unit": _other_unit,
    "row_order": _row_order,
    "twin": _twin,
    "head_twin": _head_twin,
    "dominated": _dominated,
}
