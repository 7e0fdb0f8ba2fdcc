"""What makes a case smaller."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from paycalc.audit._cases import Case
from paycalc.audit.world import Codes, Counties, Slots, World
from paycalc.audit.world_parts import keep
from paycalc.audit.world_plain import typical, usual_fund, usual_of
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.plan import OF_SCHOOLS

Move = Callable[[Counties], Counties]


def _moved(case: Case, move: Move) -> Case:
    """The same done to both counties; what the change has made different stays as it is."""
    before = move(case.before)
    if case.after is case.before:
        return replace(case, before=before, after=before)
    return replace(case, before=before, after=_overlaid(case, before))


def _overlaid(case: Case, moved: Counties) -> Counties:
    """What the change did, done to a county of the same frame."""
    old, new = case.before, case.after
    tables = {
        name: _overlaid_slots(old.tables[name], new.tables[name], moved.tables[name])
        for name in moved.tables
    }
    cases = moved.cases
    if not np.array_equal(old.cases.item, new.cases.item):
        differs = old.cases.item != new.cases.item
        cases = replace(
            new.cases,
            item=np.where(differs, new.cases.item, moved.cases.item),
            holds=np.where(differs, new.cases.holds, moved.cases.holds),
        )
    funds = np.where(old.funds == new.funds, moved.funds, moved.funds + new.funds - old.funds)
    if np.array_equal(new.funds, 2 * old.funds):
        funds = 2 * moved.funds
    return replace(moved, tables=tables, cases=cases, funds=funds)


def _overlaid_slots(old: Slots, new: Slots, moved: Slots) -> Slots:
    if not np.array_equal(old.key, new.key):  # rows in the opposite order
        cells = {column: codes[:, ::-1] for column, codes in moved.cells.items()}
        return Slots(moved.there[:, ::-1], moved.main[:, ::-1], new.key, cells)
    there = np.where(old.there == new.there, moved.there, new.there)
    grown = moved.main + new.main - old.main  # by so much, wherever it begins
    came = new.there & ~old.there  # a row that came is as it came
    main = np.where(came, new.main, np.where(new.there, grown, moved.main))
    cells = {
        column: np.where(codes == new.cells[column], moved.cells[column], new.cells[column])
        for column, codes in old.cells.items()
    }
    return Slots(there, main, moved.key, cells)


# --- Neighbours -----------------------------------------------------------------------------------


def neighbours(world: World, case: Case) -> Iterator[Iterator[Case]]:
    """Cases a little smaller than this one, in lots, those that promise most first."""
    yield _fewer(case)
    yield _of_the_whole(world, case)
    for posts in _together(case):
        yield (_moved(case, move) for move in _post_moves(world, case.before, posts))


def _of_the_whole(world: World, case: Case) -> Iterator[Case]:
    """A smaller change, rounder funds, typical schools."""
    yield from _smaller_change(world, case)
    yield from _parts_of_change(case)
    yield from (_moved(case, move) for move in _fund_moves(world, case))
    yield from (_moved(case, move) for move in _school_moves(world, case.before))


def _together(case: Case) -> Iterator[list[int]]:
    """Posts whose records are changed at once: each, those that are compared, and all others."""
    rest = [post for post in range(case.before.posts) if post not in case.linked]
    if len(rest) > 1:
        yield rest
    if case.linked:
        yield case.linked
    yield from ([post] for post in rest)


def _fewer(case: Case) -> Iterator[Case]:
    """Without some posts, or some units."""
    counties = case.before
    units = counties.post_starts.size - 1
    all_units = np.ones(units, np.bool_)
    rest = [post for post in range(counties.posts) if post not in case.linked]
    lots = [rest, rest[: len(rest) // 2], rest[len(rest) // 2 :], *([post] for post in rest)]
    lots += [[a, b] for a in rest for b in rest if a < b]
    for lot in lots:
        if lot:
            posts = np.ones(counties.posts, np.bool_)
            posts[lot] = False
            yield _kept(case, posts, all_units)
    for unit in range(units):
        own = counties.post_unit[case.linked] == unit
        if units > 1 and unit != case.unit and not own.any():
            some = all_units.copy()
            some[unit] = False
            yield _kept(case, some[counties.post_unit], some)


def _kept(case: Case, posts: Bools, units: Bools) -> Case:
    place = np.cumsum(posts & units[case.before.post_unit]) - 1
    before = keep(case.before, posts, units)
    after = before if case.after is case.before else keep(case.after, posts, units)
    of_unit = np.cumsum(units) - 1
    return replace(
        case,
        before=before,
        after=after,
        subject=int(place[case.subject]) if case.subject >= 0 else -1,
        peer=int(place[case.peer]) if case.peer >= 0 else -1,
        unit=int(of_unit[case.unit]) if case.unit >= 0 else -1,
    )


def _smaller_change(world: World, case: Case) -> Iterator[Case]:
    """One step instead of several, half as much more money, or one yuan."""
    for name, new in case.after.tables.items():
        old = case.before.tables[name]
        grown = (old.main < new.main) & new.there
        if old is not new and int(grown.sum()) == 1 and np.array_equal(old.key, new.key):
            slot = int(np.flatnonzero(grown.any(axis=0))[0])
            step = world.slots(name)[slot].grid.step if world.slots(name) else 1
            main = np.where(grown, old.main + step, new.main)
            yield replace(case, after=case.after.with_table(name, replace(new, main=main)))
            if (old.there & grown).any():  # the last step of several may be the one that matters
                main = np.where(grown, new.main - step, old.main)
                yield replace(case, before=case.before.with_table(name, replace(old, main=main)))
    more = case.after.funds - case.before.funds
    if more.any() and not np.array_equal(case.after.funds, 2 * case.before.funds):
        minor = 10**world.policy.currency.decimals
        rounded = [more // unit * unit for unit in _ROUND]
        for smaller in (
            more > 0,
            (more > 0) * minor,
            (more > 0) * 1000 * minor,
            *rounded,
            more // 2,
        ):
            funds = case.before.funds + smaller
            yield replace(case, after=replace(case.after, funds=funds))


def _parts_of_change(case: Case) -> Iterator[Case]:
    """Where more than one cell differs: one table, row or cell left as it was."""
    for name, new in case.after.tables.items():
        old = case.before.tables[name]
        if not np.array_equal(old.key, new.key) or _same(old, new):
            continue
        yield replace(case, after=case.after.with_table(name, old))
        rows = old.there != new.there
        rows |= old.main != new.main
        for owner, slot in np.argwhere(rows).tolist():
            there, main = new.there.copy(), new.main.copy()
            there[owner, slot], main[owner, slot] = old.there[owner, slot], old.main[owner, slot]
            slots = replace(new, there=there, main=main)
            yield replace(case, after=case.after.with_table(name, slots))
        for column, codes in old.cells.items():
            if not np.array_equal(codes, new.cells[column]):
                slots = replace(new, cells={**new.cells, column: codes})
                yield replace(case, after=case.after.with_table(name, slots))


def _same(old: Slots, new: Slots) -> bool:
    return (
        np.array_equal(old.there, new.there)
        and np.array_equal(old.main, new.main)
        and all(np.array_equal(codes, new.cells[column]) for column, codes in old.cells.items())
    )


def _fund_moves(world: World, case: Case) -> Iterator[Move]:
    now = case.before.funds
    whole = int(usual_fund(world, np.array([max(case.before.posts, 1)]))[0])
    for purse in range(now.shape[0]):
        usual = whole if purse == 0 else 0
        rounded = [int(now[purse, 0]) // unit * unit for unit in _ROUND]
        for amount in (usual, 2 * usual, 10 * usual, *rounded):
            funds = now.copy()
            funds[purse, 0] = amount
            yield lambda county, funds=funds: replace(county, funds=funds)  # type: ignore[misc]


_ROUND = (100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 100)


def _school_moves(world: World, counties: Counties) -> Iterator[Move]:
    """Typical schools, none of them grouped that need not be, no cases but the change's."""
    yield lambda county: replace(
        county, cases=replace(county.cases, item=np.full_like(county.cases.item, -1))
    )
    schools = list(range(int(counties.school_starts[-1])))
    for name in OF_SCHOOLS:
        if name in counties.tables:
            for lot in (schools, *([school] for school in schools)):
                yield from _row_moves(world, counties, name, lot)


def _post_moves(world: World, counties: Counties, posts: list[int]) -> Iterator[Move]:
    """Typical records, in whole and one by one; or those of a colleague."""
    names = [name for name in counties.tables if name not in OF_SCHOOLS]

    def as_usual(county: Counties) -> Counties:
        for name in names:
            county = county.with_table(
                name, typical(usual_of(world, name), county.tables[name], posts)
            )
        return county

    yield as_usual
    for name in names:
        yield from _row_moves(world, counties, name, posts)
    for other in range(counties.posts):
        if other not in posts:
            yield lambda county, other=other: _copied(county, names, posts, other)  # type: ignore[misc]


def _copied(county: Counties, names: list[str], posts: list[int], other: int) -> Counties:
    source = np.arange(county.posts)
    source[posts] = other
    tables = {name: county.tables[name].take(source) for name in names}
    return replace(county, tables={**county.tables, **tables})


def _row_moves(world: World, counties: Counties, name: str, owners: list[int]) -> Iterator[Move]:
    """Of the rows of a table: all typical; each slot without a row, typical, halved, rounded."""
    slots = counties.tables[name]

    def with_slots(make: Callable[[Slots], Slots]) -> Move:
        return lambda county: county.with_table(name, make(county.tables[name]))

    usual = usual_of(world, name)
    yield with_slots(lambda one: typical(usual, one, owners))
    for slot in range(slots.there.shape[1]):
        here = slots.there[owners, slot]
        if not here.any():
            continue
        if name not in ("schools", "staff"):
            yield with_slots(lambda one, slot=slot: _without(one, owners, slot))  # type: ignore[misc]
        for number in _numbers(world, name, slot, slots.main[owners, slot]):
            yield with_slots(
                lambda one, slot=slot, number=number: _numbered(one, owners, slot, number)  # type: ignore[misc]
            )
        for column, codes in usual.cells.items():
            if usual.relevant[column][slot]:
                yield with_slots(
                    lambda one, slot=slot, column=column, code=int(codes[slot]): _celled(  # type: ignore[misc]
                        one, owners, slot, column, code
                    )
                )


def _numbers(world: World, name: str, slot: int, now: Ints) -> Iterator[Ints | int]:
    kinds = world.slots(name)
    if not kinds:
        return
    grid = kinds[slot].grid
    steps = (now - grid.first) // grid.step
    yield grid.typical
    yield grid.first
    for unit in (10, 5, 2):
        yield grid.first + steps // unit * unit * grid.step
    yield grid.first + steps // 2 * grid.step


def _without(slots: Slots, owners: list[int], slot: int) -> Slots:
    there = slots.there.copy()
    there[owners, slot] = False
    return replace(slots, there=there)


def _numbered(slots: Slots, owners: list[int], slot: int, number: Ints | int) -> Slots:
    main = slots.main.copy()
    main[owners, slot] = number
    return replace(slots, main=main)


def _celled(slots: Slots, owners: list[int], slot: int, column: str, code: int) -> Slots:
    cells: dict[str, Codes] = dict(slots.cells)
    cells[column] = cells[column].copy()
    cells[column][owners, slot] = code
    return replace(slots, cells=cells)
