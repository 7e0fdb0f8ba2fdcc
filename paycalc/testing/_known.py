"""The names that a case may use: of its policy, and of the posts, units and counties it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from paycalc.engine.accounts import MANUAL
from paycalc.policy import Policy
from paycalc.testing.cases import CaseTable, Post

PAYOUT = ("gross", "forfeited", "received", "held", "payable")
UNIT = ("allocated", "payable", "held", "forfeited", "received", "kept", "unallocated")
BAR = ("teacher_id", "case_id", "class", "bar", "from", "until")


@dataclass(frozen=True)
class Known:
    """The names of a policy and of the tables of one case."""

    policy: Policy
    tables: Mapping[str, CaseTable]

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines that a post may have."""
        level_1 = self.policy.level_1.plan.pools
        names = [f"level_1.{pool.id}" for pool in level_1 if pool.pays_posts and _pays(pool.kind)]
        plans = self.policy.level_2.plans.values()
        names += [f"level_2.{p.id}" for plan in plans for p in plan.pools if _pays(p.kind)]
        names += [f"adjust.{one.id}" for plan in plans for one in plan.adjust]
        names += [f"guarantee.{one.id}" for one in self.policy.guarantees if one.enforce]
        return tuple(dict.fromkeys((*names, MANUAL)))

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The posts of `staff`, each once."""
        rows = self._columns("staff", "school_id", "teacher_id")
        return tuple(dict.fromkeys(Post(*row) for row in rows if all(row)))

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units: schools, or what they say in the column that level 1 names."""
        column = self.policy.level_1.unit or "school_id"
        rows = self._columns("schools", "school_id", column)
        return tuple(dict.fromkeys(unit or school for school, unit in rows if unit or school))

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """The counties that have schools."""
        rows = self._columns("schools", "county_id")
        return tuple(dict.fromkeys(county for (county,) in rows if county))

    @cached_property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that the ledger may have."""
        level_1 = [pool.id for pool in self.policy.level_1.plan.pools]
        plans = self.policy.level_2.plans.values()
        level_2 = dict.fromkeys(pool.id for plan in plans for pool in plan.pools)
        names = ["fund", "opening", "payable", "held", "unallocated", "forfeited_to_county"]
        names += [f"level_1.{pool}" for pool in level_1]
        names += [f"kept.level_1.{pool}" for pool in level_1]
        names += [f"kept.level_2.{pool}" for pool in level_2]
        for unit in self.units:
            names += [f"unit.{unit}", f"posts.{unit}", f"unit.{unit}.{MANUAL}"]
            names += [f"unit.{unit}.level_2.{pool}" for pool in level_2]
        return tuple(names)

    def _columns(self, table: str, *columns: str) -> Iterator[tuple[str, ...]]:
        """The cells of some columns, row by row; an empty cell is an empty text."""
        found = self.tables.get(table, CaseTable())
        named = found.named(table)
        places = [named.index(column) if column in named else None for column in columns]
        for row in found.rows:
            yield tuple("" if place is None else row[place] or "" for place in places)


def _pays(kind: str) -> bool:
    return kind != "keep"
