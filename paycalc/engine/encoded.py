"""Encoded: the boundary of the engine, flat integer arrays and no strings.

Counties, units (within a county), schools and posts (within a unit) are numbered in ascending
order of their keys, so each county owns a run of units, each unit a run of schools and of posts.
Texts are codes in byte order, -1 where a cell is empty; numbers are micro; dates are days since
1970-01-01.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from paycalc.engine.numbers import Ints, Numbers
from paycalc.records._kernels_places import by_owner

EMPTY = -1
_TABLE = 1 << 26
"""So many persons are looked up in a table of bytes."""
NOTHING = Numbers(np.zeros(0, np.int64), np.zeros(0, np.uint8))


@dataclass(frozen=True)
class TextColumn:
    """Codes of a column's cells by way of its distinct texts.

    ``words`` is int32[n], the place among ``ids`` of what each cell says; the last of ``ids`` is
    ``EMPTY``, which -1 finds.
    """

    words: NDArray[np.int32]
    ids: Ints

    def take(self, index: Ints) -> Ints:
        """The codes of some cells."""
        return self.ids[self.words[index]]

    @cached_property
    def is_full(self) -> bool:
        """Whether no cell is empty."""
        return bool(self.words.min(initial=0) >= 0)


@dataclass(frozen=True)
class EncodedTable:
    """The rows of one table that a policy reads: whose they are, and its columns.

    ``row_owner`` is the post of each row, or the school in ``schools`` and ``school_results``;
    ``row_origin`` its row in the checked table, so that an error can name it (``None``: they are
    the same). A column that the dataset lacks is missing in ``texts``, ``numbers`` and ``dates``.
    Rows may come in any order and columns stay in it; ``places`` has them in order of their
    owners, which is made only where it is asked for, or given: as ``order``, where more than the
    owner decides (stints), or where only some are here, whose owners count from ``first_owner``.
    """

    row_owner: Ints
    row_origin: Ints | None = None
    texts: Mapping[str, Ints | TextColumn] = field(default_factory=dict)
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    dates: Mapping[str, Numbers] = field(default_factory=dict)
    order: Ints | None = None
    first_owner: int = 0
    _in_order: dict[str, NDArray[np.int32]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _plain: dict[str, Ints] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def places(self) -> Ints:
        """Where in the columns the rows stand, in order of their owners."""
        owner = self.row_owner
        if self.order is not None:
            return self.order
        if (owner[1:] >= owner[:-1]).all():
            return np.arange(owner.size)
        return by_owner(owner, int(owner.max()) + 1)  # type: ignore[no-any-return]

    @cached_property
    def owner(self) -> Ints:
        """The owner of each row, in ascending order."""
        return self.row_owner[self.places] - self.first_owner

    @property
    def origin(self) -> Ints:
        """The row of the checked table that each is, in order of their owners."""
        return self.places if self.row_origin is None else self.row_origin[self.places]

    @property
    def n(self) -> int:
        """How many rows."""
        return self.row_owner.size if self.order is None else self.order.size

    @property
    def is_whole(self) -> bool:
        """Whether all rows of the columns are here."""
        return not self.first_owner and self.n == self.row_owner.size

    def words_at(self, name: str, column: TextColumn, rows: Ints) -> NDArray[np.int32]:
        """The words of a column at some rows; those of all rows are put in order only once."""
        if rows.size < self.n or rows is not self.places:
            return column.words[rows]
        if name not in self._in_order:
            self._in_order[name] = column.words[rows]
        return self._in_order[name]

    def words_of(self, name: str) -> NDArray[np.int32]:
        """A column of texts, each cell as the place of its word (or its code), -1 where empty."""
        column = self.texts[name]
        words = column.words if isinstance(column, TextColumn) else column
        return words.astype(np.int32, copy=False)

    def plain_numbers(self, name: str, none: int) -> Ints:
        """A column of numbers, ``none`` where there is none; made once."""
        numbers = self.numbers[name]
        if name not in self._plain:
            some = numbers.state.any()
            self._plain[name] = np.where(numbers.ok, numbers.value, none) if some else numbers.value
        return self._plain[name]

    def origin_of(self, place: int) -> int:
        """The row of the checked table that stands at a place of the columns."""
        return place if self.row_origin is None else int(self.row_origin[place])

    def part(self, low: int, high: int, first_owner: int) -> EncodedTable:
        """The rows ``low:high``, by their owners, which count from ``first_owner``."""
        order = self.places[low:high]
        return replace(self, order=order, first_owner=self.first_owner + first_owner)


def is_full(column: Ints | TextColumn) -> bool:
    """Whether no cell of a column is empty."""
    return column.is_full if isinstance(column, TextColumn) else bool(column.min(initial=0) >= 0)


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
class Manual:
    """Rows of ``adjustments``, sorted by post; ``origin`` is the row of the checked table."""

    post: Ints
    fen: Ints
    origin: Ints

    def part(self, posts: slice) -> Manual:
        """The rows of a run of posts, counted from its first."""
        low, high = np.searchsorted(self.post, [posts.start, posts.stop])
        rows = slice(int(low), int(high))
        return Manual(self.post[rows] - posts.start, self.fen[rows], self.origin[rows])


@dataclass(frozen=True)
class Encoded:
    """The records of one period as arrays.

    ``unit_starts`` (counties + 1), ``school_starts`` (units + 1) and ``post_starts`` (units + 1)
    are where runs begin; ``funds`` has one row per purse of level 1 (the general one first), one
    column per county, in fen. ``post_order`` lists each county's posts by (school_id,
    teacher_id); ``latest`` is where a post's latest stint stands in the columns of ``staff``.
    ``literals`` are the codes of the plan's literals, all below ``vocabulary``; ``code_numbers``
    and ``code_dates`` what each code says as a number or date, where the plan reads a cell's own
    column as one. ``opening`` is each unit's opening balance in fen, ``manual`` the adjustments;
    ``None`` where there is no row of them.
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
    opening: Ints | None = None
    manual: Manual | None = None

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

    @cached_property
    def posts_with_cases(self) -> tuple[Ints, Ints, Ints]:
        """The posts of teachers who have a case, the person of each, and that of each case.

        A teacher is one person within a county.
        """
        cases = self.cases
        width = int(max(self.post_teacher.max(initial=0), cases.teacher.max(initial=0))) + 1
        of_cases = cases.county * width + cases.teacher
        concerned = np.zeros(self.counties, np.bool_)
        concerned[cases.county] = True
        near = np.flatnonzero(concerned[self.post_county])
        persons = self.post_county[near] * width + self.post_teacher[near]
        kind: Literal["table"] | None = "table" if self.counties * width < _TABLE else None
        places = np.isin(persons, of_cases, kind=kind)
        return near[places], persons[places], of_cases

    def without_rows(self) -> Encoded:
        """The counties, units, schools and posts alone: what the tables of a result need."""
        none = np.zeros(0, np.int64)
        bare = replace(self, latest=none, tables={}, code_numbers=NOTHING, code_dates=NOTHING)
        return replace(bare, manual=None)

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
        cases = np.searchsorted(self.cases.county, [low, high])
        return replace(
            self,
            unit_starts=self.unit_starts[low : high + 1] - units.start,
            school_starts=self.school_starts[units.start : units.stop + 1] - schools.start,
            post_starts=self.post_starts[units.start : units.stop + 1] - posts.start,
            post_school=self.post_school[posts] - schools.start,
            post_order=self.post_order[posts] - posts.start,
            post_teacher=self.post_teacher[posts],
            latest=self.latest[posts],
            funds=self.funds[:, low:high],
            tables=tables,
            cases=self.cases.part(int(cases[0]), int(cases[1]), low),
            opening=None if self.opening is None else self.opening[units],
            manual=None if self.manual is None else self.manual.part(posts),
        )


def joined(parts: Sequence[Encoded]) -> Encoded:
    """The counties of several, without rows, as one."""
    first = parts[0]

    def starts(of: Callable[[Encoded], Ints]) -> Ints:
        ends = np.cumsum([0, *(int(of(part)[-1]) for part in parts)])
        runs = [of(part)[:-1] + end for part, end in zip(parts, ends, strict=False)]
        return np.concatenate([*runs, ends[-1:]])

    def places(of: Callable[[Encoded], Ints], sizes: list[int]) -> Ints:
        ends = np.cumsum([0, *sizes])
        return np.concatenate([of(p) + end for p, end in zip(parts, ends, strict=False)])

    posts = [part.posts for part in parts]
    schools = [int(part.school_starts[-1]) for part in parts]
    persons = [int(part.post_teacher.max(initial=-1)) + 1 for part in parts]
    counties = [part.counties for part in parts]
    return replace(
        first.without_rows(),
        unit_starts=starts(lambda part: part.unit_starts),
        school_starts=starts(lambda part: part.school_starts),
        post_starts=starts(lambda part: part.post_starts),
        post_school=places(lambda part: part.post_school, schools),
        post_order=places(lambda part: part.post_order, posts),
        post_teacher=places(lambda part: part.post_teacher, persons),
        funds=np.concatenate([part.funds for part in parts], axis=1),
        cases=_joined_cases([part.cases for part in parts], counties, persons),
        opening=_joined_opening(parts),
    )


def _joined_opening(parts: Sequence[Encoded]) -> Ints | None:
    """The opening balances of all units, 0 where a part has none."""
    if all(part.opening is None for part in parts):
        return None
    return np.concatenate(
        [np.zeros(p.units, np.int64) if p.opening is None else p.opening for p in parts]
    )


def _joined_cases(parts: Sequence[Cases], counties: list[int], persons: list[int]) -> Cases:
    of_county, of_person = np.cumsum([0, *counties]), np.cumsum([0, *persons])
    rows = np.cumsum([0, *(part.county.size for part in parts)])

    def joined_dates(of: Callable[[Cases], Numbers]) -> Numbers:
        every = [of(part) for part in parts]
        return Numbers(
            np.concatenate([one.value for one in every]),
            np.concatenate([one.state for one in every]),
        )

    return Cases(
        county=np.concatenate([p.county + n for p, n in zip(parts, of_county, strict=False)]),
        teacher=np.concatenate([p.teacher + n for p, n in zip(parts, of_person, strict=False)]),
        item=np.concatenate([part.item for part in parts]),
        holds=np.concatenate([part.holds for part in parts]),
        decided_on=joined_dates(lambda part: part.decided_on),
        committed_on=joined_dates(lambda part: part.committed_on),
        origin=np.concatenate([p.origin + n for p, n in zip(parts, rows, strict=False)]),
    )
