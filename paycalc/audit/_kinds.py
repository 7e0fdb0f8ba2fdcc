"""The kinds of rows that counties of a policy have, and the numbers that each may bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from paycalc.audit._breakpoints import KEYS, MICRO, Bends, kinds_of
from paycalc.engine.plan import EnginePlan
from paycalc.policy.model import Group, Policy, Rows, Tree

_USUAL = {"workload": 24, "outcomes": 100, "school_results": 100, "leave": 30}
_TYPICAL = {"workload": 12, "outcomes": 80, "school_results": 80, "leave": 2}
_ALONE = {"workload": "lesson", "outcomes": "result", "school_results": "result", "leave": "sick"}


@dataclass(frozen=True, slots=True)
class Grid:
    """The numbers that a row may bring, in micro: from ``first`` to ``last`` by ``step``.

    ``near`` are those beside breakpoints; ``typical`` is a usual one.
    """

    first: int
    last: int
    step: int
    near: tuple[int, ...]
    typical: int


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rows of a table: its numbers, the columns that matter for it, how many rows."""

    name: str
    grid: Grid
    columns: frozenset[str] = frozenset()
    rows: int = 1
    usual: bool = False


def said(policy: Policy, *path: str) -> Tree | None:
    """What the policy's domain says at a path; none where it says nothing."""
    found: Tree | None = policy.domain
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _micro(text: Tree | None) -> int | None:
    return int(Decimal(text) * MICRO) if isinstance(text, str) else None


def asked_kinds(group: Group, table: str) -> frozenset[str]:
    """The kinds of rows of a table that a group asks for."""
    found: frozenset[str] = frozenset()
    if group.has is not None and group.has.table == table:
        for condition in group.has.where:
            if condition.column.name == KEYS.get(table) and isinstance(
                condition.accepts, frozenset
            ):
                found |= condition.accepts
    return found


def kinds_of_table(
    policy: Policy,
    plan: EnginePlan,
    bends: Bends,
    table: str,
    uses: Mapping[tuple[str, str], frozenset[str]],
) -> tuple[Kind, ...]:
    """The kinds of a table: those that the policy or its domain names, else a usual one."""
    named = said(policy, table)
    names = set(plan.texts_by_column.get((table, KEYS[table]), ()))
    names |= set(named) if isinstance(named, Mapping) else set()
    names = names or {_ALONE[table]}
    usual = said(policy, "typical", table)
    known = set(usual) if isinstance(usual, Mapping) else {"lesson"}
    if table == "school_results" or (table == "outcomes" and not isinstance(usual, Mapping)):
        known = names
    found = []
    for name in sorted(names):
        columns = _columns_of(policy, plan, table, name) & {c for t, c in uses if t == table}
        rows = 2 if columns else 1
        grid = _grid(policy, bends, table, name)
        found.append(Kind(name, grid, frozenset(columns), rows, name in known))
    return tuple(found)


def _columns_of(policy: Policy, plan: EnginePlan, table: str, kind: str) -> frozenset[str]:
    """The columns that something asks of rows of a kind."""
    asking = set()
    for item in policy.items.values():
        if isinstance(item.source, Rows) and item.source.table == table:
            kinds = kinds_of(item)
            if kinds is None or kind in kinds:
                asking.add(f"items.{item.name}")
    for name, group in policy.groups.items():
        if group.has is not None and group.has.table == table:
            asked = asked_kinds(group, table)
            if not asked or kind in asked:
                asking.add(f"groups.{name}")
    return frozenset(n.column for n in plan.needs if table in n.tables and n.item in asking)


def _grid(policy: Policy, bends: Bends, table: str, kind: str) -> Grid:
    """What the domain says, else from 0 past the last breakpoint in whole numbers."""
    bounds = bends.rows.get((table, kind), set()) | bends.rows.get((table, ""), set())
    written = said(policy, table, kind)
    if isinstance(written, Mapping):
        first, last, step = (_micro(written.get(end)) for end in ("from", "to", "step"))
        assert first is not None
        assert last is not None
        assert step is not None
    else:
        usual = _USUAL[table] if len(bounds) < 1 else 0
        first, step = 0, MICRO
        last = max(usual * MICRO, max(bounds, default=0) * 5 // 4 // MICRO * MICRO + MICRO)
    top = first + (last - first) // step * step
    near = {first, top}
    for bound in bounds:
        below = first + (bound - first) // step * step
        near |= {below - step, below, below + step}
    typical = _micro(said(policy, "typical", table, kind))
    if typical is None:
        typical = first + (min(_TYPICAL[table] * MICRO, top) - first) // step * step
    inside = tuple(sorted(x for x in near if first <= x <= top))
    return Grid(first, top, step, inside, min(max(typical, first), top))
