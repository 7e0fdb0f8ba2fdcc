"""What a policy wants of the records, told to the records room as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from paycalc.engine.plan import EnginePlan
from paycalc.policy.model import Policy, Veto
from paycalc.records import Expectations

_MENTIONED = {
    "staff": ("position", "subject"),
    "workload": ("kind",),
    "outcomes": ("indicator",),
    "school_results": ("indicator",),
    "leave": ("kind",),
}


def expectations(policy: Policy) -> Expectations:
    """The columns, texts, items and dates that a policy reads (records.md, Checking)."""
    return policy.once(_expectations)


def _expectations(policy: Policy) -> Expectations:
    plan = policy.once(EnginePlan)
    columns: dict[str, set[str]] = defaultdict(set)
    anywhere = set()
    for need in plan.needs:
        if need.own:
            continue
        if len(need.tables) == 1:
            columns[need.tables[0]].add(need.column)
        elif need.tables:
            anywhere.add((need.column, need.tables))
    veto = policy.veto
    return Expectations(
        decimals=policy.currency.decimals,
        first_day=policy.first_day,
        last_day=policy.last_day,
        unit_column=policy.level_1.unit,
        columns={table: frozenset(names) for table, names in columns.items()},
        anywhere=tuple(sorted(anywhere)),
        tables=frozenset(plan.tables),
        mentioned=_mentioned(plan),
        ethics_items=None if veto is None else frozenset(veto.items),
        statuses=None if veto is None else veto.statuses,
        needs_date={} if veto is None else _needed_dates(veto),
    )


def _needed_dates(veto: Veto) -> Mapping[str, frozenset[str]]:
    needed = {}
    for name, item in veto.items.items():
        veto_class = veto.classes[item.veto_class]
        dates = {"committed_on"} if veto_class.reaches == "committed_in" else {"decided_on"}
        if veto_class.bars:
            dates.add("decided_on")
        needed[name] = frozenset(dates)
    return needed


def _mentioned(plan: EnginePlan) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The texts that the policy names for the columns whose values are worth a warning."""
    named = plan.texts_by_column
    result: dict[str, dict[str, frozenset[str]]] = {}
    for table, columns in _MENTIONED.items():
        for column in columns:
            texts = named.get((table, column), set())
            if texts:
                result.setdefault(table, {})[column] = frozenset(texts)
    return result
