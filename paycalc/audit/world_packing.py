"""Packing counties into the one Encoded that the engine takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paycalc.audit._breakpoints import KEYS, MAIN
from paycalc.audit.world import Counties, World
from paycalc.engine.encoded import EMPTY, Cases, Encoded, EncodedTable
from paycalc.engine.numbers import Ints, Numbers, States
from paycalc.engine.plan import OF_SCHOOLS
from paycalc.engine.states import State, StateCode


def encoded(world: World, counties: Counties) -> Encoded:
    """The counties as the engine takes them; what reads no row of a table packs none."""
    posts = counties.posts
    tables = {name: _packed(world, counties, name) for name in world.wanted}
    ids = _most_ids(counties) if world.ids else 0
    return Encoded(
        first_day=world.first_day,
        last_day=world.last_day,
        unit_starts=counties.unit_starts,
        school_starts=counties.school_starts,
        post_starts=counties.post_starts,
        post_school=counties.post_school,
        post_order=np.arange(posts),
        post_teacher=counties.teacher,
        latest=np.arange(posts),
        funds=counties.funds,
        literals=world.literals,
        vocabulary=max(len(world.texts) + ids, 1),
        tables=tables,
        cases=_cases(counties),
        code_numbers=_with_ids(world.numbers, ids, State.TEXT_FOR_NUMBER),
        code_dates=_with_ids(world.dates, ids, State.BAD_DATE),
    )


def repacked(world: World, before: Encoded, counties: Counties, *changed: str) -> Encoded:
    """The counties after a change of some tables (or ``funds``, ``cases``), the rest as before."""
    tables = {
        name: _packed(world, counties, name) if name in changed else table
        for name, table in before.tables.items()
    }
    cases = _cases(counties) if "cases" in changed else before.cases
    return replace(before, tables=tables, cases=cases, funds=counties.funds)


def _most_ids(counties: Counties) -> int:
    """How many codes the ids of posts, schools, units and counties take."""
    return max(counties.posts, int(counties.school_starts[-1]), counties.n)


def _with_ids(of_codes: Numbers, ids: int, state: StateCode) -> Numbers:
    """What codes say as numbers, those of ids included; the empty cell stays last."""
    if not ids:
        return of_codes
    value = np.insert(of_codes.value, of_codes.value.size - 1, np.zeros(ids, np.int64))
    states = np.insert(of_codes.state, of_codes.state.size - 1, np.full(ids, state, np.uint8))
    return Numbers(value, states)


def _ids(world: World, counties: Counties, name: str, column: str, owner: Ints) -> Ints:
    """The codes of ids, after all texts; empty where a school is in no group."""
    first = len(world.texts)
    if column == "teacher_id":
        return first + counties.teacher[owner]
    school = owner if name in OF_SCHOOLS else counties.post_school[owner]
    if column == "school_id" and column != world.domain.unit_column:
        return first + school
    unit = np.repeat(np.arange(counties.grouped.size), np.diff(counties.school_starts))[school]
    if column == world.domain.unit_column:
        return np.where(counties.grouped[unit], first + unit, EMPTY)
    return first + counties.unit_county[unit]


def _packed(world: World, counties: Counties, name: str) -> EncodedTable:
    slots = counties.tables.get(name)
    none = np.zeros(0, np.int64)
    if slots is None:
        return EncodedTable(none, none)
    width = slots.there.shape[1]
    rows = np.flatnonzero(slots.there)
    owner = rows // width
    texts: dict[str, Ints] = {}
    read: dict[str, Numbers] = {}
    days: dict[str, Numbers] = {}
    uses = world.domain.uses
    for column, codes in slots.cells.items():
        use = uses.get((name, column), frozenset())
        taken = codes.ravel()[rows].astype(np.int64)
        if "text" in use:
            texts[column] = taken
        if "number" in use:
            read[column] = world.numbers.take(taken)
        if "date" in use or column in ("from", "to"):
            days[column] = world.dates.take(taken)
    if name in KEYS:
        texts[KEYS[name]] = slots.key[rows - owner * width]
    if name in MAIN:
        read[MAIN[name]] = Numbers(slots.main.ravel()[rows], _ok(rows.size))
    for table, column in world.ids:
        if table == name:
            texts[column] = _ids(world, counties, name, column, owner)
    return EncodedTable(owner, np.arange(rows.size), texts, read, days)


def _ok(n: int) -> States:
    return np.zeros(n, np.uint8)


def _cases(counties: Counties) -> Cases:
    verdicts = counties.cases
    width = verdicts.item.shape[1]
    rows = np.flatnonzero(verdicts.item >= 0)
    post = rows // width if width else rows
    return Cases(
        county=counties.post_county[post],
        teacher=counties.teacher[post],
        item=verdicts.item.ravel()[rows],
        holds=verdicts.holds.ravel()[rows].astype(np.int64),
        decided_on=Numbers(verdicts.decided.ravel()[rows], _ok(rows.size)),
        committed_on=Numbers(verdicts.committed.ravel()[rows], _ok(rows.size)),
        origin=np.arange(rows.size),
    )
