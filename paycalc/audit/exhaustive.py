"""All of a small scope: one member's records beside every breakpoint, in all very small units.

The scope is a county of one unit, in every plan of level 2: a member and none, one or two typical
colleagues, or one of each other position. The member is typical but for one thing: another
position, or one kind of row whose number stands beside a breakpoint of the policy (every number
there, at each end, and the usual one). The fund is a usual one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from paycalc.audit._choosing import NOBODY, Changed
from paycalc.audit._findings import told
from paycalc.audit.changes import changed
from paycalc.audit.domain import Kind
from paycalc.audit.judging import judge, moved
from paycalc.audit.model import Change, Finding, Promise
from paycalc.audit.pairs import Paid, Pairs, pay, pay_changed
from paycalc.audit.search import Hit, is_cliff, is_grave, refused_after
from paycalc.audit.shrinking import cases_of, shrink
from paycalc.audit.tolerances import limits, tolerance_of
from paycalc.audit.world import Counties, World
from paycalc.audit.world_parts import joined
from paycalc.audit.world_plain import plain
from paycalc.engine.numbers import Bools, Ints

MOST_NUMBERS = 60
"""So many numbers of a usual kind of row are all tried."""

MOST = 6000
"""Counties of the scope; where breakpoints make more, evenly so many of them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of the small scope for one promise."""

    cases: int = 0
    met: int = 0
    moved: int = 0
    missed: int = 0
    broken: int = 0
    worst: int = 0
    finding: Finding | None = None
    scope: int = 0  # units of 1 to 3 posts, a member beside each breakpoint


@dataclass(frozen=True, slots=True)
class _Member:
    """What is not typical about the member: one cell of one table."""

    table: str = ""
    slot: int = 0
    number: int = 0
    position: str = ""


@dataclass(frozen=True)
class Scope:
    """The counties of the scope with their pay, and the (table, slot) that varies in each."""

    paid: Paid
    table: tuple[str, ...]
    slot: Ints


def check(world: World, promises: Sequence[Promise]) -> dict[str, Checked]:
    """Judge promises in all of the small scope."""
    if not promises:
        return {}
    scope = scope_of(world)
    done: dict[tuple[Change, bool], tuple[Changed, Paid]] = {}
    found = {}
    for promise in promises:
        key = (promise.change, is_cliff(promise))
        if key not in done:
            change = _changed(world, scope, promise)
            done[key] = change, pay_changed(world, scope.paid, change)
        change, after = done[key]
        found[promise.id] = _checked(Pairs(world, promise, scope.paid, after, change))
    return found


def scope_of(world: World) -> Scope:
    """The counties of the scope, computed."""
    lots: list[Counties] = []
    varied: list[_Member] = []
    members = list(_members(world))
    groups = list(_colleagues(world))
    plans = _plans(world)
    every = -(-len(members) * len(groups) * len(plans) // MOST)
    for colleagues in groups:
        for plan in plans:
            some = members[(len(lots) % every) :: every]
            lots.append(_lot(world, some, colleagues, plan))
            varied += some
    counties = joined(lots)
    slots = np.array([one.slot if one.table else NOBODY for one in varied], np.int64)
    return Scope(pay(world, counties), tuple(one.table for one in varied), slots)


def _members(world: World) -> Iterator[_Member]:
    yield _Member()
    positions = world.domain.cells["staff", "position"].texts
    yield from (_Member(position=text) for text in positions[1:])
    for table, kinds in sorted(world.domain.kinds.items()):
        slots = world.slots(table)
        for kind in kinds:
            numbers = _numbers(kind)
            if table not in ("staff", "school_results"):
                slot = slots.index(kind)
                yield from (_Member(table, slot, number) for number in numbers)


def _numbers(kind: Kind) -> list[int]:
    """Those beside breakpoints; of usual kinds all, where they are not too many."""
    grid = kind.grid
    found = {*grid.near, grid.typical}
    if kind.usual and (grid.last - grid.first) // grid.step <= MOST_NUMBERS:
        found |= set(range(grid.first, grid.last + 1, grid.step))
    return sorted(found)


def _colleagues(world: World) -> Iterator[tuple[str, ...]]:
    """The positions of the others in the unit."""
    positions = world.domain.cells["staff", "position"].texts
    usual = positions[0]
    yield from ((), (usual,), (usual, usual))
    yield from ((text,) for text in positions[1:])


def _plans(world: World) -> list[str]:
    """The texts of the column that says the plan, one for each plan (and one for the default)."""
    level = world.policy.level_2
    texts = world.domain.cells.get(("schools", level.plan_by or ""))
    if texts is None:
        return [""]
    named = [text for text in texts.texts if text in level.plans]
    others = [text for text in texts.texts if text not in level.plans and text]
    return named + others[: level.default is not None]


def _lot(
    world: World, members: Sequence[_Member], colleagues: Sequence[str], plan: str
) -> Counties:
    """One county for each member, with these colleagues."""
    heads = 1 + len(colleagues)
    counties = plain(world, heads, len(members))
    first = np.arange(len(members)) * heads
    staff = counties.tables["staff"]
    position = staff.cells["position"].copy()
    for place, one in zip(first.tolist(), members, strict=True):
        if one.position:
            position[place, 0] = world.code[one.position]
        for beside, text in enumerate(colleagues, 1):
            position[place + beside, 0] = world.code[text]
    counties = counties.with_table(
        "staff", replace(staff, cells={**staff.cells, "position": position})
    )
    for table in sorted({one.table for one in members if one.table}):
        slots = counties.tables[table]
        there, main = slots.there.copy(), slots.main.copy()
        for place, one in zip(first.tolist(), members, strict=True):
            if one.table == table:
                there[place, one.slot], main[place, one.slot] = True, one.number
        counties = counties.with_table(table, replace(slots, there=there, main=main))
    return _with_plan(world, counties, plan)


def _with_plan(world: World, counties: Counties, plan: str) -> Counties:
    column = world.policy.level_2.plan_by
    schools = counties.tables["schools"]
    if column is None or column not in schools.cells or not plan:
        return counties
    codes = np.full_like(schools.cells[column], world.code[plan])
    return counties.with_table("schools", replace(schools, cells={**schools.cells, column: codes}))


def _changed(world: World, scope: Scope, promise: Promise) -> Changed:
    """The member (and of it the number that varies) is what is changed."""
    counties = scope.paid.counties
    first = np.zeros(counties.posts, np.bool_)
    first[counties.county_posts[:-1]] = True
    among: dict[str, Bools] = {"posts": first}
    table = promise.change.kind
    if table in counties.tables:
        cells = np.zeros(counties.tables[table].there.shape, np.bool_)
        own = np.array([name == table for name in scope.table], np.bool_)
        cells[counties.county_posts[:-1][own], scope.slot[own]] = True
        among[table] = cells if table != "school_results" else cells | True
    return changed(world, counties, promise.change, True, 0, 0, among)


def _checked(pairs: Pairs) -> Checked:
    """What the promise comes to here, with the first grave case made small."""
    world, promise = pairs.world, pairs.promise
    outcome, refused = judge(pairs), refused_after(pairs)
    tolerance = tolerance_of(promise, world.policy)
    unit = 10**world.policy.currency.decimals
    limit = limits(pairs)
    share = np.minimum(outcome.loss, 10**12) * 1_000_000 // np.maximum(pairs.before.mean, 1)
    broken = (outcome.loss > limit) | refused
    finding = None
    if broken.any():
        place = int(np.lexsort((-share, ~broken))[0])
        loss, part = int(outcome.loss[place]), int(share[place])
        grave = is_grave(loss, part, int(limit[place]), unit) or bool(refused[place])
        hit = Hit(0, place, loss, part, 2 if grave else 1, bool(refused[place]))
        case = next(cases_of(pairs, [place]))
        finding = replace(told(world, promise, shrink(world, promise, case, hit), hit, 0), index=-1)
    return Checked(
        cases=int(pairs.changed.made.sum()),
        met=int(outcome.met.sum()),
        moved=int(moved(pairs).sum()),
        missed=int((outcome.loss > tolerance).sum()),
        broken=int(broken.sum()),
        worst=int(outcome.loss.max(initial=0)),
        finding=finding,
        scope=int(outcome.met.sum()),
    )
