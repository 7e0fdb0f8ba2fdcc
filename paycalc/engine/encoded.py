"""Encoded: the boundary of the engine, flat integer arrays and no strings.

Counties, units (within a county), schools and posts (within a unit) are numbered in ascending
order of their keys, so each county owns a run of units, each unit a run of schools and of posts.
Rows of a table are sorted by post (or school). Texts are codes in byte order, -1 where a cell is
empty; numbers are micro; dates are days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from paycalc.engine.numbers import Ints, Numbers

EMPTY = -1
NOTHING = Numbers(np.zeros(0, np.int64), np.zeros(0, np.uint8))


@dataclass(frozen=True)
class EncodedTable:
    """The rows of one table that a policy reads, column by column.

    ``owner`` is the post of each row, or the school in ``schools`` and ``school_results``;
    ``origin`` its row in the checked table, so that an error can name it. A column that the
    dataset lacks is missing in ``texts``, ``numbers`` and ``dates``.
    """

    owner: Ints
    origin: Ints
    texts: Mapping[str, Ints] = field(default_factory=dict)
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    dates: Mapping[str, Numbers] = field(default_factory=dict)

    def part(self, low: int, high: int, first_owner: int) -> EncodedTable:
        """The rows ``low:high``, owners counted from ``first_owner``."""
        rows = slice(low, high)
        return EncodedTable(
            self.owner[rows] - first_owner,
            self.origin[rows],
            {name: codes[rows] for name, codes in self.texts.items()},
            {name: Numbers(x.value[rows], x.state[rows]) for name, x in self.numbers.items()},
            {name: Numbers(x.value[rows], x.state[rows]) for name, x in self.dates.items()},
        )


@dataclass(frozen=True)
class Cases:
    """Ethics cases that apply (``holds`` 0) or hold (1), sorted by county.

    ``item`` is the place of the case's item in the policy's negative list; ``teacher`` the code
    that the posts of that teacher have.
    """

    county: Ints
    teacher: Ints
    item: Ints
    holds: Ints
    decided_on: Numbers
    committed_on: Numbers
    origin: Ints

    def part(self, low: int, high: int, first_county: int) -> Cases:
        """The cases ``low:high``, counties counted from ``first_county``."""
        rows = slice(low, high)
        return Cases(
            self.county[rows] - first_county,
            self.teacher[rows],
            self.item[rows],
            self.holds[rows],
            Numbers(self.decided_on.value[rows], self.decided_on.state[rows]),
            Numbers(self.committed_on.value[rows], self.committed_on.state[rows]),
            self.origin[rows],
        )


@dataclass(frozen=True)
class Encoded:
    """The records of one period as arrays.

    ``unit_starts`` (counties + 1), ``school_starts`` (units + 1) and ``post_starts`` (units + 1)
    are where runs begin; ``funds`` has one row per purse of level 1 (the general one first), one
    column per county, in fen. ``post_order`` lists each county's posts by (school_id,
    teacher_id); ``latest`` is a post's row in the table ``staff``. ``literals`` are the codes of
    the plan's literals, all below ``vocabulary``; ``code_numbers`` and ``code_dates`` what each
    code says as a number or date, where the plan reads a cell's own column as one.
    """

    first_day: int
    last_day: int
    unit_starts: Ints
    school_starts: Ints
    post_starts: Ints
    post_school: Ints
    post_order: Ints
    post_teacher: Ints
    latest: Ints
    funds: Ints
    literals: Ints
    vocabulary: int
    tables: Mapping[str, EncodedTable]
    cases: Cases
    code_numbers: Numbers = NOTHING
    code_dates: Numbers = NOTHING

    @cached_property
    def counties(self) -> int:
        """How many counties."""
        return self.unit_starts.size - 1

    @cached_property
    def units(self) -> int:
        """How many units."""
        return self.post_starts.size - 1

    @cached_property
    def posts(self) -> int:
        """How many posts."""
        return self.post_school.size

    @cached_property
    def unit_county(self) -> Ints:
        """The county of each unit."""
        return np.repeat(np.arange(self.counties), np.diff(self.unit_starts))

    @cached_property
    def school_unit(self) -> Ints:
        """The unit of each school."""
        return np.repeat(np.arange(self.units), np.diff(self.school_starts))

    @cached_property
    def post_unit(self) -> Ints:
        """The unit of each post."""
        return np.repeat(np.arange(self.units), np.diff(self.post_starts))

    @cached_property
    def post_county(self) -> Ints:
        """The county of each post."""
        return self.unit_county[self.post_unit]

    @cached_property
    def county_posts(self) -> Ints:
        """Where each county's posts begin (counties + 1)."""
        return self.post_starts[self.unit_starts]

    @cached_property
    def post_rank(self) -> Ints:
        """The place of each post in the order of (school_id, teacher_id)."""
        rank = np.empty(self.posts, np.int64)
        rank[self.post_order] = np.arange(self.posts)
        return rank

    def part(self, low: int, high: int) -> Encoded:
        """The counties ``low:high`` alone, as views where possible."""
        units = slice(self.unit_starts[low], self.unit_starts[high])
        schools = slice(self.school_starts[units.start], self.school_starts[units.stop])
        posts = slice(self.post_starts[units.start], self.post_starts[units.stop])
        tables = {}
        for name, table in self.tables.items():
            owners = schools if name in ("schools", "school_results") else posts
            bounds = np.searchsorted(table.owner, [owners.start, owners.stop])
            tables[name] = table.part(int(bounds[0]), int(bounds[1]), int(owners.start))
        staff = np.searchsorted(self.tables["staff"].owner, posts.start)
        cases = np.searchsorted(self.cases.county, [low, high])
        return replace(
            self,
            unit_starts=self.unit_starts[low : high + 1] - units.start,
            school_starts=self.school_starts[units.start : units.stop + 1] - schools.start,
            post_starts=self.post_starts[units.start : units.stop + 1] - posts.start,
            post_school=self.post_school[posts] - schools.start,
            post_order=self.post_order[posts] - posts.start,
            post_teacher=self.post_teacher[posts],
            latest=self.latest[posts] - staff,
            funds=self.funds[:, low:high],
            tables=tables,
            cases=self.cases.part(int(cases[0]), int(cases[1]), low),
        )
