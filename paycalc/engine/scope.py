"""Where a VALUE or a condition is judged: rows of a table, or members of an item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paycalc.engine.encoded import Encoded
from paycalc.engine.numbers import Ints, States

Domain: TypeAlias = Literal["text", "decimal", "month", "week"]


class Ids(NamedTuple):
    """What a column holds at each place, as comparable integers: -1 and ``State.NONE`` if empty.

    In the domain ``text`` an id is a code of the vocabulary; derived columns count in their own
    (decimals as micro, months from year 0, ISO weeks as year times 100 plus week).
    """

    ids: Ints
    state: States
    domain: Domain

    def take(self, index: NDArray[np.integer]) -> Ids:
        """The ids of some places."""
        return Ids(self.ids[index], self.state[index], self.domain)


@dataclass(frozen=True)
class Scope:
    """Places of one kind: each lies at a post, school, unit or county (``base``, ``parent``).

    ``row`` says where in the columns of ``table`` the places are, where they are its rows;
    ``cells`` has the columns of cells, by their names; ``in_row`` says that a missing number is an
    error here (section 4).
    """

    encoded: Encoded
    base: Literal["post", "school", "unit", "county"]
    parent: Ints
    in_row: bool = False
    table: str | None = None
    row: Ints | None = None
    cells: Mapping[str, Ids] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many places."""
        return self.parent.size

    @cached_property
    def school(self) -> Ints | None:
        """The school of each place, where it lies in one."""
        if self.base == "post":
            return self.encoded.post_school[self.parent]
        return self.parent if self.base == "school" else None

    @cached_property
    def unit(self) -> Ints | None:
        """The unit of each place, where it lies in one."""
        if self.base == "post":
            return self.encoded.post_unit[self.parent]
        if self.base == "school":
            return self.encoded.school_unit[self.parent]
        return self.parent if self.base == "unit" else None

    @cached_property
    def county(self) -> Ints:
        """The county of each place."""
        return self.parent if self.unit is None else self.encoded.unit_county[self.unit]

    def at(self, base: str) -> Ints:
        """The post, unit or county of each place."""
        if base == "county":
            return self.county
        found = self.parent if base == "post" else self.unit
        assert found is not None
        return found

    def take(self, index: NDArray[np.integer]) -> Scope:
        """Some of the places."""
        row = None if self.row is None else self.row[index]
        cells = {name: ids.take(index) for name, ids in self.cells.items()}
        parent = self.parent[index]
        return Scope(self.encoded, self.base, parent, self.in_row, self.table, row, cells)


def posts_of(encoded: Encoded) -> Scope:
    """Every post as a member."""
    return Scope(encoded, "post", np.arange(encoded.posts))


def units_of(encoded: Encoded) -> Scope:
    """Every unit as a member."""
    return Scope(encoded, "unit", np.arange(encoded.units))


def members_of(encoded: Encoded, base: Literal["post", "unit", "county"]) -> Scope:
    """Every post, unit or county as a member."""
    count = {"post": encoded.posts, "unit": encoded.units, "county": encoded.counties}[base]
    return Scope(encoded, base, np.arange(count))


def rows_of(encoded: Encoded, table: str, owner: Ints | None = None) -> Scope:
    """Every row of a table; ``owner`` is that of each, where they are not in its order."""
    rows = encoded.tables[table]
    base: Literal["post", "school"] = "school" if table in ("schools", "school_results") else "post"
    if owner is not None:
        return Scope(encoded, base, owner, True, table)
    return Scope(encoded, base, rows.owner, True, table, rows.places)
