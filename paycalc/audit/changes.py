"""One thing changed in each county: who is the subject of it, and the county afterwards.

Changes of the kinds ``twin``, ``head_twin`` and ``dominated`` make a colleague out of the subject;
what is compared is then the two of them in the county afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from paycalc.audit._choosing import Changed, Chooser, result
from paycalc.audit._colleagues import dominated, head_twin, twin
from paycalc.audit._heads import head_slot, headed, is_head
from paycalc.audit._more import leave, outcomes, school_results, units_of, workload
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


# --- Class heads and vetoes ---------------------------------------------------------------------


def _class_head(choose: Chooser) -> Changed:
    slot, counties = head_slot(choose), choose.counties
    if slot < 0:
        return result(choose, counties, ())
    slots = counties.tables["workload"]
    free = ~is_head(choose, slots) & choose.among.get("posts", True)
    subject = choose.one_of(free, counties.county_posts)
    after = headed(choose, slots, subject[subject >= 0], slot)
    return result(choose, counties.with_table("workload", after), ("workload",), subject)


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
    beside = np.zeros(units_of(counties), np.bool_)
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


_CHANGES: Mapping[ChangeKind, Callable[[Chooser], Changed]] = {
    "nothing": _nothing,
    "workload": workload,
    "outcomes": outcomes,
    "school_results": school_results,
    "class_head": _class_head,
    "veto": _veto,
    "leave": leave,
    "more_fund": _more_fund,
    "twice_fund": _twice_fund,
    "other_unit": _other_unit,
    "row_order": _row_order,
    "twin": twin,
    "head_twin": head_twin,
    "dominated": dominated,
}
