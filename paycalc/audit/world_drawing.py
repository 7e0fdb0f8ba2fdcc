"""Drawing counties from (seed, chunk): near breakpoints and copied colleagues, or uniformly.

A chunk is ``CHUNK`` counties, whose numbers come from its own stream: county i of a search is
county ``i % CHUNK`` of chunk ``i // CHUNK``, whatever else is drawn.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paycalc.audit._breakpoints import MICRO
from paycalc.audit.domain import Grid, Kind
from paycalc.audit.world import Codes, Counties, Slots, Verdicts, World
from paycalc.audit.world_plain import usual_fund
from paycalc.engine.encoded import EMPTY
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.plan import OF_SCHOOLS
from paycalc.policy.model import VetoClass

CHUNK = 4096
MOST_POSTS = 12
"""Of a county: what can happen among posts happens among few, and few are quick to compute."""

_MOST_UNITS = 4
_ROWS_BESIDES = 0.8  # rows of unusual kinds for each post


class Draw:
    """The stream of a chunk; ``wide`` marks the counties that are drawn uniformly."""

    def __init__(self, world: World, seed: int, chunk: int) -> None:
        self.world = world
        self.rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, chunk])))

    def chance(self, probability: float, n: int) -> Bools:
        """True for about so many of n."""
        return self.rng.random(n) < probability

    def below(self, limits: Ints) -> Ints:
        """A number from 0 up to below each limit."""
        return (self.rng.random(limits.size) * limits).astype(np.int64)


def draw(world: World, seed: int, chunk: int, size: int = CHUNK) -> Counties:
    """The counties of a chunk: the same ones for the same seed and chunk, everywhere."""
    d = Draw(world, seed, chunk)
    counties = _frame(d, size)
    wide = d.chance(0.25, size)
    tables = {}
    for name in (*sorted(world.domain.kinds.keys() | {"schools", "staff"}),):
        if name in OF_SCHOOLS:
            tables[name] = _of_schools(d, counties, name)
        else:
            tables[name] = _of_posts(d, name, wide[counties.post_county])
    counties = replace(counties, tables=_copied(d, counties, tables, wide))
    return replace(counties, cases=_cases(d, counties), funds=_funds(d, counties))


# --- Units, schools and posts -------------------------------------------------------------------


def _frame(d: Draw, size: int) -> Counties:
    domain = d.world.domain
    low, high = domain.units[0], max(min(domain.units[1], _MOST_UNITS), domain.units[0])
    weights = 1 / np.arange(1, high - low + 2)
    units = low + d.rng.choice(high - low + 1, size, p=weights / weights.sum())
    unit_starts = np.append(0, np.cumsum(units))
    room = np.repeat(MOST_POSTS // units, units)
    least = domain.posts[0]
    most = np.maximum(np.minimum(room, domain.posts[1]), least)
    # Of two draws the smaller one: most of what can go wrong goes wrong among few.
    few = np.minimum(d.below(most - least + 1), d.below(most - least + 1))
    posts = least + np.where(d.chance(0.3, units.sum()), d.below(most - least + 1), few)
    post_starts = np.append(0, np.cumsum(posts))
    several = domain.unit_column is not None
    grouped = d.chance(0.4 if several else 0.0, posts.size)
    schools = 1 + (grouped & d.chance(0.7, posts.size))
    school_starts = np.append(0, np.cumsum(schools))
    of_unit = np.repeat(np.arange(posts.size), posts)
    school = school_starts[of_unit] + d.below(schools[of_unit])
    school = np.sort(school)
    return Counties(
        unit_starts=unit_starts,
        school_starts=school_starts,
        post_starts=post_starts,
        post_school=school,
        teacher=_teachers(d, unit_starts, post_starts, school),
        grouped=grouped,
        funds=np.zeros((len(domain.sources), size), np.int64),
        tables={},
        cases=_no_cases(school.size),
    )


def _teachers(d: Draw, unit_starts: Ints, post_starts: Ints, school: Ints) -> Ints:
    """Mostly one post each; at times a school's first post is that of one of an earlier school."""
    n = school.size
    teacher = np.arange(n)
    starts = post_starts[unit_starts]
    first = np.repeat(starts[:-1], np.diff(starts))
    head = np.append(True, school[1:] != school[:-1]) & (teacher > first)
    shared = np.flatnonzero(head & d.chance(0.06, n))
    picked = first[shared] + d.below(shared - first[shared])
    teacher[shared] = teacher[picked]
    # One who has a post there already would have it twice.
    twice = (teacher[1:] == teacher[:-1]) & (school[1:] == school[:-1])
    teacher[1:][twice] = np.arange(1, n)[twice]
    return teacher


# --- Rows ---------------------------------------------------------------------------------------


def _of_posts(d: Draw, name: str, wide: Bools) -> Slots:
    """Fresh rows for each post."""
    world, n = d.world, wide.size
    kinds = world.slots(name)
    if name == "staff":
        there = np.ones((n, 1), np.bool_)
        main = np.full((n, 1), MICRO)
        if kinds:
            part = d.chance(0.15, n)
            main[part, 0] = MICRO // 2
        return Slots(there, main, np.zeros(1, np.int64), _staff_cells(d, n))
    there = np.empty((n, len(kinds)), np.bool_)
    main = np.empty((n, len(kinds)), np.int64)
    unusual = sum(not kind.usual for kind in kinds)
    for place, kind in enumerate(kinds):
        again = place > 0 and kinds[place - 1] is kind
        usual = 0.3 if again else 0.9
        there[:, place] = d.chance(usual if kind.usual else min(0.35, _ROWS_BESIDES / unusual), n)
        main[:, place] = numbers_of(d, kind.grid, wide)
    return Slots(there, main, _keys(world, kinds), _cells(d, name, kinds, n))


def _keys(world: World, kinds: tuple[Kind, ...]) -> Ints:
    return np.array([world.kind_code(kind) for kind in kinds], np.int64)


def numbers_of(d: Draw, grid: Grid, wide: Bools) -> Ints:
    """Numbers of a grid: near breakpoints, typical, or any; any alone where wide."""
    n = wide.size
    anything = grid.first + grid.step * d.rng.integers(
        0, (grid.last - grid.first) // grid.step + 1, n
    )
    kind = d.rng.random(n)
    near = np.array(grid.near)[d.rng.integers(0, len(grid.near), n)]
    found = np.where(kind < 0.5, near, np.where(kind < 0.7, grid.typical, anything))
    return np.where(wide, anything, found)


def _wheel(world: World, table: str, column: str) -> Codes:
    """The codes of a column, the usual one as often as all others together."""
    codes = world.codes(world.domain.cells[table, column].texts)
    return np.concatenate((np.repeat(codes[:1], max(len(codes) - 1, 1)), codes[1:]))


def _cells(d: Draw, name: str, kinds: tuple[Kind, ...], n: int) -> dict[str, Codes]:
    columns = sorted(column for table, column in d.world.domain.cells if table == name)
    found = {}
    for column in columns:
        wheel = _wheel(d.world, name, column)
        codes = np.full((n, len(kinds)), EMPTY, np.int32)
        for place, kind in enumerate(kinds):
            if column in kind.columns:
                codes[:, place] = wheel[d.rng.integers(0, wheel.size, n)]
        found[column] = codes
    return found


def _one(d: Draw, table: str, n: int) -> dict[str, Codes]:
    """The cells of a table with one row for each owner."""
    found = {}
    for name, column in sorted(d.world.domain.cells):
        if name == table:
            wheel = _wheel(d.world, table, column)
            found[column] = wheel[d.rng.integers(0, wheel.size, (n, 1))]
    return found


def _staff_cells(d: Draw, n: int) -> dict[str, Codes]:
    cells = _one(d, "staff", n)
    for column, texts in zip(("from", "to"), d.world.stints, strict=True):
        if texts:
            codes = d.world.codes(texts)
            picked = codes[d.rng.integers(0, codes.size, (n, 1))]
            cells[column] = np.where(d.chance(0.1, n)[:, None], picked, EMPTY).astype(np.int32)
    return cells


def _of_schools(d: Draw, counties: Counties, name: str) -> Slots:
    """Rows of schools; those of one unit mostly agree, as their unit's own columns must."""
    n = int(counties.school_starts[-1])
    if name == "schools":
        kinds: tuple[Kind, ...] = ()
        slots = Slots(
            np.ones((n, 1), np.bool_), np.zeros((n, 1), np.int64), np.zeros(1, np.int64), {}
        )
        slots = replace(slots, cells=_one(d, name, n))
        first = np.repeat(counties.school_starts[:-1], np.diff(counties.school_starts))
        own = np.where(d.chance(0.1, n), np.arange(n), first)
        return replace(slots, cells=slots.take(own).cells)
    kinds = d.world.slots(name)
    there, main = np.empty((n, len(kinds)), np.bool_), np.empty((n, len(kinds)), np.int64)
    for place, kind in enumerate(kinds):
        again = place > 0 and kinds[place - 1] is kind
        there[:, place] = d.chance(0.3 if again else 0.98, n)
        main[:, place] = numbers_of(d, kind.grid, np.zeros(n, np.bool_))
    return Slots(there, main, _keys(d.world, kinds), _cells(d, name, kinds, n))


def _copied(d: Draw, counties: Counties, tables: dict[str, Slots], wide: Bools) -> dict[str, Slots]:
    """Many posts have all records of a colleague of their unit, or those of one table."""
    n = counties.posts
    post = np.arange(n)
    begin = counties.post_starts[counties.post_unit]
    size = np.diff(counties.post_starts)[counties.post_unit]
    free = ~wide[counties.post_county]
    whole = np.where(free & d.chance(0.4, n), begin + d.below(size), post)
    found = {}
    for name, slots in tables.items():
        if name in OF_SCHOOLS:
            found[name] = slots
            continue
        other = begin + d.below(size)
        source = np.where(free & d.chance(0.2, n) & (whole == post), other, whole)
        found[name] = slots.take(source)
    return found


# --- Cases and funds ----------------------------------------------------------------------------


def _no_cases(n: int) -> Verdicts:
    day = np.zeros((n, 1), np.int64)
    return Verdicts(np.full((n, 1), -1), np.zeros((n, 1), np.bool_), day, day)


def _cases(d: Draw, counties: Counties) -> Verdicts:
    """A case against a few teachers, in time or not by a day."""
    veto, n = d.world.policy.veto, counties.posts
    if veto is None:
        return _no_cases(n)
    first, last = d.world.first_day, d.world.last_day
    months = {one.months or 0 for one in veto.classes.values()}
    days = {first - 1, first, first + 10, last, last + 1}
    days |= {first - 30 * count - delta for count in months for delta in (0, 1, 5, 8)}
    choice = np.array(sorted(days))
    there = d.chance(0.06, n) & (counties.teacher == np.arange(n))
    item = np.where(there, d.rng.integers(0, max(len(veto.items), 1), n), -1)
    decided = choice[d.rng.integers(0, choice.size, n)]
    committed = decided - d.rng.integers(0, 60, n)
    statuses = veto.statuses.values()
    holds = d.chance(0.3 if "apply" in statuses else 1.0, n) & ("hold" in statuses)
    return Verdicts(item[:, None], holds[:, None], decided[:, None], committed[:, None])


def takes_all(one: VetoClass) -> bool:
    """Whether a class takes everything from everything."""
    return one.pays == 0 and not one.pools


def _funds(d: Draw, counties: Counties) -> Ints:
    """Mostly some thousands a head; at times next to nothing, or a great deal; sums in fen."""
    size = counties.n
    minor = 10**d.world.policy.currency.decimals
    heads = np.maximum(np.diff(counties.county_posts), 1)
    usual = usual_fund(d.world, heads) // minor
    kind = d.rng.random(size)
    jitter = (usual * (0.2 + 1.8 * d.rng.random(size)) * minor).astype(np.int64)
    wild = np.exp(d.rng.random(size) * np.log(1e9)).astype(np.int64)
    fund = np.where(kind < 0.3, usual * minor, np.where(kind < 0.8, jitter, jitter * 10))
    fund = np.where(kind > 0.92, wild, fund)
    rows = [fund]
    for _ in d.world.domain.sources[1:]:
        some = (usual * d.rng.random(size) * 0.2 * minor).astype(np.int64)
        rows.append(np.where(d.chance(0.6, size), some, 0))
    return np.array(rows, np.int64)
