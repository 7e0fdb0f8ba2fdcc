"""A policy as rules look at it: its pools with their paths, and what reaches money through what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from paycalc.policy._collector import Collector, Path, path_text
from paycalc.policy._files import Files, with_files
from paycalc.policy._meaning._report import key_mark
from paycalc.policy._meaning._uses import (
    POST,
    ColumnUse,
    ItemUse,
    group_uses,
    item_uses,
)
from paycalc.policy._yaml import MapNode, Node, read_nodes
from paycalc.policy.model import (
    Adjustment,
    Group,
    Item,
    Mark,
    Plan,
    Policy,
    Pool,
    Rows,
    TakesItem,
    TakesSum,
    TimesMean,
    Who,
)
from paycalc.problems import Place, Problem

FACTS: Final = ("workload", "outcomes", "school_results", "leave")
"""Tables of what people did and reached; those of staff and schools say what they are."""


@dataclass(frozen=True, slots=True)
class PoolAt:
    """A pool and the path to it."""

    pool: Pool
    path: Path


@dataclass(frozen=True, slots=True)
class AdjustmentAt:
    """An adjustment and the path to it."""

    adjustment: Adjustment
    path: Path


@dataclass(frozen=True)
class View:
    """A loaded policy, its nodes to find places in, and its parts with their paths."""

    policy: Policy
    root: Node

    # --- Places -------------------------------------------------------------------------------

    def problem(
        self, code: str, path: Path, mark: Mark | None = None, **values: str | int
    ) -> Problem:
        """A finding at a mark, else at the key that ends the path."""
        mark = key_mark(self.root, path) if mark is None else mark
        place = Place(mark.file, mark.line, mark.column, item=path_text(path) or None)
        return Problem(code, place, values)

    def written(self, path: Path) -> bool:
        """Whether the file says something at a path of keys."""
        node: Node | None = self.root
        for part in path:
            entry = node.entries.get(str(part)) if isinstance(node, MapNode) else None
            node = entry[1] if entry else None
        return node is not None

    # --- Parts --------------------------------------------------------------------------------

    @cached_property
    def plans(self) -> tuple[tuple[Plan, Path], ...]:
        """The plans of level 2."""
        level = self.policy.level_2
        several = level.plan_by is not None or "" not in level.plans
        return tuple(
            (plan, ("level_2", "plans", name) if several else ("level_2",))
            for name, plan in level.plans.items()
        )

    @cached_property
    def pools_2(self) -> tuple[PoolAt, ...]:
        """The pools of level 2, of all plans."""
        return tuple(
            PoolAt(pool, (*path, "pools", pool.id))
            for plan, path in self.plans
            for pool in plan.pools
        )

    @cached_property
    def pools(self) -> tuple[PoolAt, ...]:
        """All pools, level 1 first."""
        plan = self.policy.level_1.plan
        first = tuple(PoolAt(pool, ("level_1", "pools", pool.id)) for pool in plan.pools)
        return (*first, *self.pools_2)

    @cached_property
    def adjustments(self) -> tuple[AdjustmentAt, ...]:
        """The adjustments of all plans."""
        return tuple(
            AdjustmentAt(one, (*path, "adjust", one.id))
            for plan, path in self.plans
            for one in plan.adjust
        )

    # --- What reaches what --------------------------------------------------------------------

    def uses(self, item: Item) -> Iterator[ColumnUse | ItemUse]:
        """The columns and items that an item asks for, its rows and parts apart."""
        other = None
        if isinstance(item.source, Rows):
            other = self.policy.items.get(item.source.item or "")
        return item_uses(item, other)

    @cached_property
    def _closures(self) -> Mapping[str, frozenset[str]]:
        """Each item with all that it is made of; items stand after what they need."""
        closures: dict[str, frozenset[str]] = {}
        for name in self.policy.items:
            closures[name] = frozenset({name}).union(*(closures[part] for part in self.parts(name)))
        return closures

    def parts(self, name: str) -> frozenset[str]:
        """The items whose numbers an item takes: its rows, its parts, and those it refers to."""
        item = self.policy.items[name]
        source = item.source
        direct = {source.item} if isinstance(source, Rows) else set(source.items)
        referred = {use.item for use in self.uses(item) if isinstance(use, ItemUse)}
        return frozenset(part for part in direct | referred if part is not None)

    @cached_property
    def columns(self) -> Mapping[str, frozenset[str]]:
        """The columns that each item asks for itself."""
        return {
            name: frozenset(
                use.column.name for use in self.uses(item) if isinstance(use, ColumnUse)
            )
            for name, item in self.policy.items.items()
        }

    def reach(self, names: Iterable[str]) -> frozenset[str]:
        """These items, and all whose numbers flow into them."""
        return frozenset().union(*(self._closures[name] for name in names))

    @cached_property
    def payers(self) -> tuple[tuple[tuple[str, ...], Who, Path], ...]:
        """Every place where items are money: the items, whom it is about, and its path."""
        found: list[tuple[tuple[str, ...], Who, Path]] = []
        for at in self.pools:
            pool, takes = at.pool, at.pool.takes
            if pool.kind == "pay":
                found.append((pool.items, pool.who, at.path))
            if isinstance(takes, TakesSum):
                found.append((takes.items, pool.who, at.path))
            if isinstance(takes, TakesItem):
                found.append(((takes.item,), None, at.path))
        for one in self.adjustments:
            if one.adjustment.kind == "minus":
                found.append((one.adjustment.items, one.adjustment.who, one.path))
        return tuple(found)

    @cached_property
    def money(self) -> frozenset[str]:
        """The items that pay money: in `pay`, `takes` or `minus`, or flowing into one that is."""
        return self.reach(name for names, _, _ in self.payers for name in names)

    @cached_property
    def reaching(self) -> frozenset[str]:
        """The items that reach pay in any way: as money, points or factors."""
        names = [name for at in self.pools for name in (*at.pool.items, *at.pool.factors)]
        names += [name for one in self.adjustments for name in one.adjustment.items]
        return self.money | self.reach(names)

    # --- Groups -------------------------------------------------------------------------------

    @cached_property
    def whos(self) -> tuple[tuple[Who, Path], ...]:
        """Every group that pay asks for, by name or in place, and where it stands."""
        found: list[tuple[Who, Path]] = []
        for at in self.pools:
            found.append((at.pool.who, (*at.path, "for")))
            found += [(name, (*at.path, "weights", name)) for name, _ in at.pool.weights]
        for one in self.adjustments:
            found.append((one.adjustment.who, (*one.path, "for")))
            bound = one.adjustment.bound
            if isinstance(bound, TimesMean):
                found.append((bound.of, (*one.path, one.adjustment.kind, "of")))
        for name in self.policy.items:
            found.append((self.policy.items[name].who, ("items", name, "for")))
        for guarantee in self.policy.guarantees:
            path: Path = ("guarantees", guarantee.id)
            found += [(guarantee.group, (*path, "group")), (guarantee.of, (*path, "of"))]
        for line in self.policy.veto.leaders if self.policy.veto else ():
            found.append((line.group, ("veto", "leaders")))
        return tuple((who, path) for who, path in found if who is not None)

    def named_groups(self, who: Who) -> frozenset[str]:
        """The named groups that a group is or excludes, through all of them."""
        found: set[str] = set()
        while who is not None:
            if isinstance(who, str):
                if who in found or who not in self.policy.groups:
                    break
                found.add(who)
                who = self.policy.groups[who]
            who = who.excludes
        return frozenset(found)

    def conditions_of(self, who: Who) -> Group | None:
        """The conditions of a group, by name or in place."""
        return self.policy.groups.get(who) if isinstance(who, str) else who

    def columns_of(self, who: Who) -> frozenset[str]:
        """The columns that a group asks for."""
        group = self.conditions_of(who)
        uses = () if group is None else group_uses(group, POST, ())
        return frozenset(use.column.name for use in uses if isinstance(use, ColumnUse))

    def items_of(self, who: Who) -> frozenset[str]:
        """The items that a group, or one that it excludes, asks for."""
        groups = [self.policy.groups[name] for name in self.named_groups(who)]
        groups += [who] if isinstance(who, Group) else []
        uses = (use for group in groups for use in group_uses(group, POST, ()))
        return frozenset(use.item for use in uses if isinstance(use, ItemUse))


def view_of(policy: Policy) -> View:
    """The view of a policy that was loaded from its text."""
    file = policy.level_1.plan.mark.file
    root = read_nodes(policy.source, file, Collector())
    if root is None:
        raise ValueError("a policy is linted with its source: load it from its text")
    return View(policy, with_files(root, Files(policy.files.__getitem__, Collector())))
