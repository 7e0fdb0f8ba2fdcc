"""Which sheets and columns the records of a policy need, and which texts belong there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from paycalc.records.tables import OF_EVERY_POLICY, TABLES, Kind, TableSpec

if TYPE_CHECKING:
    from paycalc.engine.plan import EnginePlan, Need
    from paycalc.policy import Policy

Others: TypeAlias = Literal["stop", "warning", "free"]
"""What becomes of a text that is not in a column's list: it is refused, doubted, or welcome."""

_USEFUL: Final[Mapping[str, tuple[str, ...]]] = {
    "staff": ("fte", "from", "to"),
    "workload": ("school_id",),
    "outcomes": ("school_id",),
    "leave": ("school_id",),
    "ethics": ("county_id", "decided_on"),
    "adjustments": ("school_id",),
}
"""Columns that every policy is computed with, and that may be left out."""
_LAST: Final = ("from", "to", "known_at")


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column of a template: its names, its kind, and the texts that the policy names."""

    name: str
    zh: str | None
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()
    others: Others = "free"


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet of a template: its table and columns."""

    table: str
    zh: str
    columns: tuple[ColumnPlan, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the policy tells: its plan, the texts that it names by table and column.

    ``mentioned`` are the columns in which another text is a warning.
    """

    plan: EnginePlan
    lists: Mapping[tuple[str, str], Iterable[str]]
    mentioned: set[tuple[str, str]]


def sheets_of(policy: Policy) -> tuple[SheetPlan, ...]:
    """The sheets that a policy needs, in the order of records.md.

    These are the tables that every dataset may have and those that the policy reads, each with its
    required columns, those that the policy reads there, and those that every policy is computed
    with. Names of people are none of these: who wants them adds a column.
    """
    from paycalc.engine.expects import expectations
    from paycalc.engine.plan import EnginePlan

    plan, expects = EnginePlan(policy), expectations(policy)
    read = plan.tables | (OF_EVERY_POLICY - (set() if policy.veto is not None else {"ethics"}))
    homes = _homes(plan)
    if expects.unit_column is not None:
        homes.setdefault("schools", set()).add(expects.unit_column)
    homes.setdefault("ethics", set()).update(*expects.needs_date.values())
    lists = {**plan.texts_by_column, **_lists_of_ethics(policy)}
    mentioned = {(t, column) for t, columns in expects.mentioned.items() for column in columns}
    told = _Told(plan, lists, mentioned)
    return tuple(
        SheetPlan(name, spec.zh[0], _columns(told, spec, homes.get(name, set())))
        for name, spec in TABLES.items()
        if spec.required or name in read
    )


def _homes(plan: EnginePlan) -> dict[str, set[str]]:
    """Per table the columns that the policy reads, each where people would look for it.

    A column that may stand in several tables goes where records.md has it, else where another
    part of the policy reads it, else into the first.
    """
    homes: dict[str, set[str]] = {}
    open_needs: list[Need] = []
    for need in sorted(plan.needs, key=lambda need: (need.column, need.tables)):
        standard = [table for table in need.tables if need.column in TABLES[table].columns]
        for table in standard if len(need.tables) > 1 else need.tables:
            homes.setdefault(table, set()).add(need.column)
        if not standard and len(need.tables) > 1 and not need.own:
            open_needs.append(need)
    for need in open_needs:
        if not any(need.column in homes.get(table, ()) for table in need.tables):
            homes.setdefault(need.tables[0], set()).add(need.column)
    return homes


def _lists_of_ethics(policy: Policy) -> dict[tuple[str, str], Iterable[str]]:
    """The items and statuses of a veto, in the policy's order."""
    veto = policy.veto
    if veto is None:
        return {}
    return {("ethics", "item"): tuple(veto.items), ("ethics", "status"): tuple(veto.statuses)}


def _columns(told: _Told, spec: TableSpec, read: set[str]) -> tuple[ColumnPlan, ...]:
    wanted = {*read, *_USEFUL.get(spec.name, ())}
    wanted |= {column.name for column in spec.columns.values() if column.required}
    own = sorted(wanted - set(spec.columns))
    order = [*(c for c in spec.columns if c not in _LAST), *own, *_LAST]
    return tuple(_column(told, spec, name) for name in order if name in wanted)


def _column(told: _Told, spec: TableSpec, name: str) -> ColumnPlan:
    standard = spec.columns.get(name)
    texts = told.lists.get((spec.name, name), ())
    kind: Kind = "text" if standard is None else standard.kind
    if kind == "text" and not texts:  # what is compared as a text stays one
        needs = told.plan.needs
        uses = {need.use for need in needs if need.column == name and spec.name in need.tables}
        kind = "number" if "number" in uses else "date" if "date" in uses else "text"
    choices = () if kind != "text" else texts if isinstance(texts, tuple) else _sorted(texts)
    zh, required = (None, False) if standard is None else (standard.zh, standard.required)
    return ColumnPlan(name, zh, kind, required, choices, _others(told, spec.name, name))


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts in the order of people: 2 before 10, and numbers first."""

    def key(text: str) -> tuple[bool, int, str]:
        return not text.isdecimal(), len(text) if text.isdecimal() else 0, text

    return tuple(sorted(texts, key=key))


def _others(told: _Told, table: str, column: str) -> Others:
    """An ethics item that is not listed is an error, a position that is not named a warning.

    Of a grade, say, a policy may name one, and there are others.
    """
    if table == "ethics":
        return "stop"
    return "warning" if (table, column) in told.mentioned else "free"
