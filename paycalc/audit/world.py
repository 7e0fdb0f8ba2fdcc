"""Thousands of small counties as columnar arrays, and the one Encoded that they pack into.

Rows of a table stand in *slots*: each post (or school) has the same slots, one or two for every
kind of row, and ``there`` says which of them are rows. So a change is an assignment, a colleague
is copied by an index, and the rows come out in the order that Encoded wants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.audit._breakpoints import KEYS, MAIN
from paycalc.audit.domain import Domain, Kind, domain_of
from paycalc.engine.encoded import EMPTY, Cases, Encoded, EncodedTable
from paycalc.engine.numbers import Bools, Ints, Numbers, States
from paycalc.engine.plan import OF_SCHOOLS, EnginePlan
from paycalc.engine.states import State
from paycalc.policy.model import Policy
from paycalc.records.cells import dates, numbers

Codes = NDArray[np.int32]
EPOCH = date(1970, 1, 1)
_NUMBER_STATES = np.array(
    [State.OK, State.NONE, State.TEXT_FOR_NUMBER, State.NUMBER_OUT_OF_RANGE], np.uint8
)
_DATE_STATES = np.array([State.OK, State.NONE, State.BAD_DATE], np.uint8)


@dataclass(frozen=True)
class Slots:
    """The rows of a table: (owners, slots) arrays; owners are posts, or schools.

    ``main`` is the number that a row brings, in micro; ``key`` the code of each slot's kind
    (or indicator); ``cells`` the codes of other columns.
    """

    there: Bools
    main: Ints
    key: Ints
    cells: Mapping[str, Codes]

    def take(self, owners: Ints) -> Slots:
        """The rows of some owners."""
        cells = {column: codes[owners] for column, codes in self.cells.items()}
        return Slots(self.there[owners], self.main[owners], self.key, cells)


@dataclass(frozen=True)
class Verdicts:
    """Ethics cases: one slot or two for each post, told of its teacher.

    ``item`` is the place in the negative list (-1: no case), ``holds`` whether it is under review,
    the dates are days since 1970-01-01.
    """

    item: Ints
    holds: Bools
    decided: Ints
    committed: Ints

    def take(self, posts: Ints) -> Verdicts:
        """The cases of some posts."""
        return Verdicts(
            self.item[posts], self.holds[posts], self.decided[posts], self.committed[posts]
        )


@dataclass(frozen=True)
class Counties:
    """Small counties, packed: units, schools and posts in runs, as in Encoded.

    ``teacher`` is the first post of a post's teacher, mostly itself; ``grouped`` marks units that
    are a group of schools (also of one); ``funds`` is (purses, counties) in fen, ``funded`` where
    the purse has a row at all. ``fte`` and the dates of a post's stint are in ``staff``.
    """

    unit_starts: Ints
    school_starts: Ints
    post_starts: Ints
    post_school: Ints
    teacher: Ints
    grouped: Bools
    funds: Ints
    tables: Mapping[str, Slots]
    cases: Verdicts

    @property
    def n(self) -> int:
        """How many counties."""
        return self.unit_starts.size - 1

    @property
    def posts(self) -> int:
        """How many posts."""
        return self.post_school.size

    @cached_property
    def post_unit(self) -> Ints:
        """The unit of each post."""
        return np.repeat(np.arange(self.post_starts.size - 1), np.diff(self.post_starts))

    @cached_property
    def unit_county(self) -> Ints:
        """The county of each unit."""
        return np.repeat(np.arange(self.n), np.diff(self.unit_starts))

    @cached_property
    def post_county(self) -> Ints:
        """The county of each post."""
        return self.unit_county[self.post_unit]

    @cached_property
    def county_posts(self) -> Ints:
        """Where each county's posts begin (counties + 1)."""
        return self.post_starts[self.unit_starts]

    def with_table(self, name: str, slots: Slots) -> Counties:
        """The same counties with other rows of one table."""
        return replace(self, tables={**self.tables, name: slots})


class World:
    """A policy made ready for its counties: the domain, and every text that can stand in a cell."""

    def __init__(self, policy: Policy, domain: Domain | None = None) -> None:
        self.policy = policy
        self.plan = EnginePlan(policy)
        self.domain = domain or domain_of(policy)
        words = {text for cells in self.domain.cells.values() for text in cells.texts if text}
        words |= {kind.name for kinds in self.domain.kinds.values() for kind in kinds}
        words |= set(self.plan.literals)
        self.stints = _stints(self.domain)
        words.update(*self.stints)
        self.texts = tuple(sorted(words, key=str.encode))
        self.code = {text: place for place, text in enumerate(self.texts)}
        series = pl.Series([*self.texts, None], dtype=pl.String)  # -1 finds the empty cell
        as_numbers, as_dates = numbers(series), dates(series)
        self.numbers = Numbers(as_numbers.micro, _NUMBER_STATES[as_numbers.state])
        self.dates = Numbers(as_dates.days.astype(np.int64), _DATE_STATES[as_dates.state])
        self.usual: dict[str, object] = {}  # `world_plain.usual_of` keeps what it found here
        self.first_day = (self.domain.first_day - EPOCH).days
        self.last_day = (self.domain.last_day - EPOCH).days

        self.ids = _asked_ids(self.plan, self.domain)
        # Ids that the policy names are nobody's here: counties have ids of their own.
        named = any(text for place in self.ids for text in self.plan.texts_by_column[place])
        self.id_prefix = "audit-" if named else ""

    def codes(self, texts: tuple[str, ...]) -> Codes:
        """The codes of texts; an empty text is an empty cell."""
        return np.array([self.code[text] if text else EMPTY for text in texts], np.int32)

    def slots(self, table: str) -> tuple[Kind, ...]:
        """The kind of each slot of a table."""
        kinds = self.domain.kinds.get(table, ())
        return tuple(kind for kind in kinds for _ in range(kind.rows))

    def kind_code(self, kind: Kind) -> int:
        """The code of a kind of rows."""
        return self.code[kind.name]

    @cached_property
    def literals(self) -> Ints:
        """The codes of the plan's literals."""
        return np.array([self.code[text] for text in self.plan.literals], np.int64)

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The tables that Encoded has, in order."""
        return tuple(sorted(self.plan.tables))


def _asked_ids(plan: EnginePlan, domain: Domain) -> frozenset[tuple[str, str]]:
    """The columns of ids that the policy reads as texts, by table."""
    columns = {"county_id", "school_id", "teacher_id", domain.unit_column}
    return frozenset(
        (table, need.column)
        for need in plan.needs
        for table in need.tables
        if need.column in columns and _has_id(table, need.column, domain)
    )


def _has_id(table: str, column: str, domain: Domain) -> bool:
    if column == "teacher_id":
        return table not in OF_SCHOOLS
    return table == "schools" or (column == "school_id" and column != domain.unit_column)


def _stints(domain: Domain) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Days on which some come and others go, if the policy reads how long a post was held."""
    if not domain.stints:
        return (), ()
    days = (domain.last_day - domain.first_day).days

    def day(share: float) -> str:
        return str(domain.first_day + timedelta(days=int(days * share)))

    return (day(0.2), day(0.4)), (day(0.6), day(0.8))


# --- Packing ------------------------------------------------------------------------------------


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


def _with_ids(of_codes: Numbers, ids: int, state: State) -> Numbers:
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


def owners_of(counties: Counties, table: str) -> int:
    """How many owners the rows of a table have."""
    return int(counties.school_starts[-1]) if table in OF_SCHOOLS else counties.posts
