"""Every possible county of a policy: what may stand in each cell of it, and where numbers bend.

What the policy's `domain:` does not say follows from the policy (policy.md, section 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from paycalc.audit._breakpoints import KEYS, MAIN, MICRO, Bends, bends_of, kinds_of
from paycalc.engine.plan import EnginePlan
from paycalc.engine.values import decimal_text
from paycalc.policy.model import Group, Policy, Rows, Tree
from paycalc.records.tables import TABLES

EMPTY_TEXT = ""
_TERM = 153  # days of a period, about five months
_USUAL = {"workload": 24, "outcomes": 100, "school_results": 100, "leave": 30}
_TYPICAL = {"workload": 12, "outcomes": 80, "school_results": 80, "leave": 2}
_ALONE = {"workload": "lesson", "outcomes": "result", "school_results": "result", "leave": "sick"}
_OWN = frozenset({"county_id", "school_id", "teacher_id", "known_at", "from", "to"})


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
class Cells:
    """The texts that a column may have, the usual one first; an empty text is an empty cell."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rows of a table: its numbers, the columns that matter for it, how many rows."""

    name: str
    grid: Grid
    columns: frozenset[str] = frozenset()
    rows: int = 1
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Domain:
    """What "every possible county" means for a policy.

    ``kinds`` are by table (``staff`` has one kind, its ``fte``); ``cells`` by table and column;
    ``sources`` name one source of each purse of level 1, the general one first. ``class_head`` is
    the kind of workload that a class head has, ``front_line`` and ``leaders`` groups.
    """

    first_day: date
    last_day: date
    units: tuple[int, int]
    posts: tuple[int, int]
    kinds: Mapping[str, tuple[Kind, ...]]
    cells: Mapping[tuple[str, str], Cells]
    sources: tuple[str, ...]
    class_head: str | None = None
    front_line: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    unit_column: str | None = None
    stints: bool = False
    uses: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)


def domain_of(policy: Policy) -> Domain:
    """The domain of a policy: what it says, and for the rest what it names and where it bends."""
    plan = EnginePlan(policy)
    bends = bends_of(policy)
    first, last = _period(policy)
    uses = _uses(plan)
    cells = {
        (table, column): _cells(policy, plan, bends, (table, column), wanted, (first, last))
        for (table, column), wanted in sorted(uses.items())
    }
    tables = plan.tables & KEYS.keys()
    kinds = {table: _kinds(policy, plan, bends, table, uses) for table in sorted(tables)}
    if ("staff", "fte") in _all_needs(plan):
        kinds["staff"] = (Kind("", Grid(MICRO // 2, MICRO, MICRO // 2, (MICRO,), MICRO)),)
    return Domain(
        first_day=first,
        last_day=last,
        units=_counts(policy, "units", (1, 3)),
        posts=_counts(policy, "posts", (1, 40)),
        kinds=kinds,
        cells=cells,
        sources=tuple(min(purse, default="") for purse in plan.purses),
        class_head=_class_head(policy, kinds),
        front_line=_role(policy, "front_line"),
        leaders=_role(policy, "leaders"),
        unit_column=policy.level_1.unit,
        stints=_reads_held(policy),
        uses=uses,
    )


# --- The policy's own words ---------------------------------------------------------------------


def _said(policy: Policy, *path: str) -> Tree | None:
    found: Tree | None = policy.domain
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _counts(policy: Policy, name: str, usual: tuple[int, int]) -> tuple[int, int]:
    said = _said(policy, name)
    if not isinstance(said, str):
        return usual
    low, _, high = said.partition("..")
    return int(low), int(high)


def _micro(text: Tree | None) -> int | None:
    return int(Decimal(text) * MICRO) if isinstance(text, str) else None


def _period(policy: Policy) -> tuple[date, date]:
    """A term from the policy's first day on, as far as it is in effect."""
    last = policy.first_day + timedelta(days=_TERM - 1)
    return policy.first_day, min(last, policy.last_day or last)


def _role(policy: Policy, role: str) -> tuple[str, ...]:
    """The groups that the policy says (to the lint) or names so."""
    said = policy.lint.groups.get(role, ())
    return said or ((role,) if role in policy.groups else ())


def _class_head(policy: Policy, kinds: Mapping[str, tuple[Kind, ...]]) -> str | None:
    """The kind of workload that makes a class head."""
    named = [policy.groups[name] for name in _role(policy, "class_heads")]
    asked = {text for group in named for text in _asked_kinds(group, "workload")}
    known = [kind.name for kind in kinds.get("workload", ())]
    usual = [name for name in known if name in ("class_head", "班主任")]
    return next((name for name in known if name in asked), usual[0] if usual else None)


def _asked_kinds(group: Group, table: str) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    if group.has is not None and group.has.table == table:
        for condition in group.has.where:
            if condition.column.name == KEYS.get(table) and isinstance(
                condition.accepts, frozenset
            ):
                found |= condition.accepts
    return found


def _reads_held(policy: Policy) -> bool:
    return "held." in policy.source or any("held." in text for text in policy.files.values())


# --- Columns --------------------------------------------------------------------------------------


def _all_needs(plan: EnginePlan) -> set[tuple[str, str]]:
    return {(table, need.column) for need in plan.needs for table in need.tables}


def _uses(plan: EnginePlan) -> dict[tuple[str, str], frozenset[str]]:
    """The columns that counties have, besides keys and numbers of rows, and how each is read.

    A bare column stands in the tables where records.md knows it, else where it is looked for first.
    """
    found: dict[tuple[str, str], frozenset[str]] = {("staff", "position"): frozenset({"text"})}
    for need in sorted(plan.needs, key=str):
        known = [table for table in need.tables if need.column in TABLES[table].columns]
        for table in known or need.tables[:1]:
            own = need.column in (KEYS.get(table), MAIN.get(table)) or need.column in _OWN
            if not own and not (table == "schools" and need.column == plan.policy.level_1.unit):
                place = (table, need.column)
                found[place] = found.get(place, frozenset()) | {need.use}
    return found


def _cells(
    policy: Policy,
    plan: EnginePlan,
    bends: Bends,
    place: tuple[str, str],
    uses: frozenset[str],
    period: tuple[date, date],
) -> Cells:
    table, column = place
    texts = set(plan.texts_by_column.get(place, ()))
    if "number" in uses:
        texts |= _numbers(bends, column)
    if "date" in uses:
        texts |= _dates(period, place)
    if not texts:
        texts = {"a", "b"}
    if column not in bends.strict:
        texts |= {EMPTY_TEXT} | ({"other"} if uses == {"text"} else set())
    typical = _said(policy, "typical", column)
    if place == ("staff", "position"):
        texts.discard(EMPTY_TEXT)
        typical = typical or "teacher"
    if not isinstance(typical, str):
        # What few policies ask for, few people have.
        rare = EMPTY_TEXT in texts and column not in TABLES[table].columns
        typical = EMPTY_TEXT if rare else min(texts - {EMPTY_TEXT})
    return Cells(tuple(dict.fromkeys([typical, *sorted(texts)])))


def _numbers(bends: Bends, column: str) -> set[str]:
    """Numbers beside the breakpoints of a column; none below its first band."""
    bounds = bends.columns.get(column, set()) or {0, 10 * MICRO}
    first = bends.firsts.get(column)
    found = {bound + delta for bound in bounds for delta in (-MICRO, 0, MICRO)}
    return {decimal_text(x) for x in found if (first is None or x >= first) and x >= 0}


def _dates(period: tuple[date, date], place: tuple[str, str]) -> set[str]:
    """Dates around the period, and some years before it; work is dated within the period."""
    first, last = period
    if place == ("workload", "date"):
        return {str(first + timedelta(days=n)) for n in (0, 30, 45, 100)} | {str(last)}
    years = [last - timedelta(days=int(365.25 * n) + d) for n in (1, 3, 5, 10, 20) for d in (0, 1)]
    near = [first - timedelta(days=1), first, first + timedelta(days=40), last]
    return {str(day) for day in (*years, *near)}


# --- Kinds of rows --------------------------------------------------------------------------------


def _kinds(
    policy: Policy,
    plan: EnginePlan,
    bends: Bends,
    table: str,
    uses: Mapping[tuple[str, str], frozenset[str]],
) -> tuple[Kind, ...]:
    said = _said(policy, table)
    names = set(plan.texts_by_column.get((table, KEYS[table]), ()))
    names |= set(said) if isinstance(said, Mapping) else set()
    names = names or {_ALONE[table]}
    usual = _said(policy, "typical", table)
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
            asked = _asked_kinds(group, table)
            if not asked or kind in asked:
                asking.add(f"groups.{name}")
    return frozenset(n.column for n in plan.needs if table in n.tables and n.item in asking)


def _grid(policy: Policy, bends: Bends, table: str, kind: str) -> Grid:
    """What the domain says, else from 0 past the last breakpoint in whole numbers."""
    bounds = bends.rows.get((table, kind), set()) | bends.rows.get((table, ""), set())
    said = _said(policy, table, kind)
    if isinstance(said, Mapping):
        first, last, step = (_micro(said.get(end)) for end in ("from", "to", "step"))
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
    typical = _micro(_said(policy, "typical", table, kind))
    if typical is None:
        typical = first + (min(_TYPICAL[table] * MICRO, top) - first) // step * step
    inside = tuple(sorted(x for x in near if first <= x <= top))
    return Grid(first, top, step, inside, min(max(typical, first), top))
