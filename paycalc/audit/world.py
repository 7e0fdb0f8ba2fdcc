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

from paycalc.audit.domain import Domain, Kind, domain_of
from paycalc.engine.encoded import EMPTY
from paycalc.engine.numbers import Bools, Ints, Numbers
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
        self.plan = policy.once(EnginePlan)
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
