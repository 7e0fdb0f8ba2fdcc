"""Every possible county of a policy: what may stand in each cell of it, and where numbers bend.

What the policy's `domain:` does not say follows from the policy (policy.md, section 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from paycalc.audit._breakpoints import KEYS, MAIN, MICRO, Bends, bends_of
from paycalc.audit._kinds import Grid, Kind, asked_kinds, kinds_of_table, said
from paycalc.engine.plan import EnginePlan
from paycalc.engine.values import decimal_text
from paycalc.policy.model import Policy
from paycalc.records.tables import TABLES

__all__ = ["Cells", "Domain", "Grid", "Kind", "domain_of"]

EMPTY_TEXT = ""
_TERM = 153  # days of a period, about five months
_OWN = frozenset({"county_id", "school_id", "teacher_id", "known_at", "from", "to"})


@dataclass(frozen=True, slots=True)
class Cells:
    """The texts that a column may have, the usual one first; an empty text is an empty cell."""

    texts: tuple[str, ...]


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
    plan = policy.once(EnginePlan)
    bends = bends_of(policy)
    first, last = _period(policy)
    uses = _uses(plan)
    cells = {
        (table, column): _cells(policy, plan, bends, (table, column), wanted, (first, last))
        for (table, column), wanted in sorted(uses.items())
    }
    tables = plan.tables & KEYS.keys()
    kinds = {table: kinds_of_table(policy, plan, bends, table, uses) for table in sorted(tables)}
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


def _counts(policy: Policy, name: str, usual: tuple[int, int]) -> tuple[int, int]:
    written = said(policy, name)
    if not isinstance(written, str):
        return usual
    low, _, high = written.partition("..")
    return int(low), int(high)


def _period(policy: Policy) -> tuple[date, date]:
    """A term from the policy's first day on, as far as it is in effect."""
    last = policy.first_day + timedelta(days=_TERM - 1)
    return policy.first_day, min(last, policy.last_day or last)


def _role(policy: Policy, role: str) -> tuple[str, ...]:
    """The groups that the policy says (to the lint) or names so."""
    named = policy.lint.groups.get(role, ())
    return named or ((role,) if role in policy.groups else ())


def _class_head(policy: Policy, kinds: Mapping[str, tuple[Kind, ...]]) -> str | None:
    """The kind of workload that makes a class head."""
    named = [policy.groups[name] for name in _role(policy, "class_heads")]
    asked = {text for group in named for text in asked_kinds(group, "workload")}
    known = [kind.name for kind in kinds.get("workload", ())]
    usual = [name for name in known if name in ("class_head", "班主任")]
    return next((name for name in known if name in asked), usual[0] if usual else None)


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
    typical = said(policy, "typical", column)
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
