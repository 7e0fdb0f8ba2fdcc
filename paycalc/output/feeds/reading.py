"""Reading a ``map.yaml``: all that it says, or every mistake in it with its line and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from paycalc.output.feeds import _nodes
from paycalc.output.feeds._nodes import Spot, choice, keys, named, text
from paycalc.output.feeds._table_map import read_table
from paycalc.output.feeds.model import (
    TARGETS,
    Component,
    EmployeesFile,
    Frappe,
    Map,
    Odoo,
    Paid,
    Postgresql,
    SalaryComponent,
    TargetName,
)
from paycalc.policy.nodes import MOST_BYTES, Collector, MapNode, Mark, ScalarNode, read_nodes, shown
from paycalc.problems import Problem, order

T = TypeVar("T")

VERSION: Final = "1"
EMPLOYEE_COLUMNS: Final = (
    *("teacher_id", "county_id", "employee", "joined", "left"),
    *("payslip", "contract"),
)
"""What a file of employees can have for us; other columns are there for tables."""
FLAGS: Final = (
    "depends_on_payment_days",
    "round_to_the_nearest_integer",
    "statistical_component",
    "do_not_include_in_total",
    "disabled",
)
"""Boxes of a Salary Component that change or hide the amount: none may be ticked."""
_TOP: Final = ("paycalc_map", "paid", "corrections", "cost_bearer", "employees", "components")
_BEARERS: Final = ("school_id", "unit_id", "county_id")


def read_map(path: str | Path, target: TargetName) -> tuple[Map | None, tuple[Problem, ...]]:
    """The map of a file, for one target; ``None`` if there is anything wrong with it.

    All mistakes are told, each with line, column and, where a word is misspelt, the nearest one.
    """
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        problems = Collector()
        problems.add("F100", Mark(str(path), 0, 0), found=type(error).__name__)
        return None, order(problems.problems.values())
    return parse_map(content, target, str(path))


def parse_map(
    content: str | bytes, target: TargetName, file: str = "map.yaml"
) -> tuple[Map | None, tuple[Problem, ...]]:
    """The map that a text says.

    >>> found, problems = parse_map("{paycalc_map: 1, paid: {period: 2026-02}}", "feed")
    >>> found.paid.period, found.corrections, problems
    ('2026-02', 'delta', ())
    >>> print(parse_map("{paycalc_map: 1, paids: {period: 2026-02}}", "feed")[1][0])
    map.yaml:1:18: error F105N: There is no key “paids” here; ... Did you mean “paid”?
    """
    problems = Collector()
    root = read_nodes(content, file, problems)
    found = None if root is None else _map(Spot(root, problems), target, file)
    told = order(problems.problems.values())
    return (None if told else found), told


def _map(spot: Spot, target: TargetName, file: str) -> Map | None:
    sections = TARGETS[1:]
    needed = ("paycalc_map", "paid", *(() if target == "feed" else (target,)))
    found = keys(spot, (*_TOP, *sections), needed)
    _read(found, "paycalc_map", lambda one: choice(one, VERSION))
    paid = _read(found, "paid", _paid)
    told = {
        "corrections": _read(found, "corrections", _corrections),
        "cost_bearer": _read(found, "cost_bearer", _bearer),
        "employees": _read(found, "employees", _employees),
        "components": _read(found, "components", _components),
        "frappe": _read(found, "frappe", _frappe),
        "odoo": _read(found, "odoo", _odoo),
        "table": _read(found, "table", read_table),
        "postgresql": _read(found, "postgresql", _postgresql),
    }
    if paid is None:
        return None
    made = Map(paid, file=file, **_said(told))
    _known_codes(made, spot)
    if paid.day is None and not _tells_day(found["paid"]) and _needs_day(made, target):
        found["paid"].refuse("F106", key="date")
    return made


def _known_codes(map: Map, spot: Spot) -> None:
    """Tells columns of the table that are of a code that no component has."""
    if map.components is None or map.table is None:
        return
    codes = [code for one in map.components.values() for code in (one.code, one.recovery) if code]
    for column in map.table.columns:
        if column.amount_of is not None and column.amount_of not in codes:
            path, known = (*spot.path, "table", "columns"), dict.fromkeys(codes)
            spot.problems.add_near("F107", column.mark, path, column.amount_of, known)


def _tells_day(paid: Spot) -> bool:
    """Whether a day is written, be it a wrong one, which is told."""
    return isinstance(paid.node, MapNode) and "date" in paid.node.entries


def _needs_day(map: Map, target: TargetName) -> bool:
    """Whether the target has the day of payment in it."""
    if target == "odoo":
        return map.odoo is not None and map.odoo.writes == "attachments"
    columns = map.table.columns if target == "table" and map.table else ()
    return target == "frappe" or any(column.source == "paid_on" for column in columns)


def _said(told: dict[str, Any]) -> dict[str, Any]:
    """What is said, without what is left out."""
    return {key: value for key, value in told.items() if value is not None}


def _read(found: dict[str, Spot], key: str, read: Callable[[Spot], T | None]) -> T | None:
    """What stands under a key, if it is there."""
    return read(found[key]) if key in found else None


def _paid(spot: Spot) -> Paid | None:
    found = keys(spot, ("period", "date"), ("period",))
    period = _read(found, "period", text)
    day = _read(found, "date", _nodes.day)
    return None if period is None else Paid(period, day)


def _corrections(spot: Spot) -> str | None:
    return choice(spot, "delta", "reversal_and_rebook")


def _bearer(spot: Spot) -> str | None:
    """A key of the post, or a column of the file of employees."""
    found = text(spot)
    if found is None or found in _BEARERS or found.startswith("employees."):
        return found
    spot.problems.add_near("F107", spot.mark, spot.path, found, (*_BEARERS, "employees.…"))
    return None


def _employees(spot: Spot) -> EmployeesFile | None:
    found = keys(spot, ("file", "columns"), ("file",))
    path = _read(found, "file", text)
    columns = _read(found, "columns", _headings) or {}
    names = {name: columns.get(name, name) for name in EMPLOYEE_COLUMNS}
    return None if path is None else EmployeesFile(path, names, found["file"].mark)


def _headings(spot: Spot) -> dict[str, str]:
    told = {name: text(one) for name, one in keys(spot, EMPLOYEE_COLUMNS).items()}
    return {name: heading for name, heading in told.items() if heading is not None}


def _components(spot: Spot) -> dict[str, Component] | None:
    told: dict[str, Component] = {}
    for name, one in named(spot).items():
        found = _component(one)
        if found is None:
            continue
        alike = [other for other in told.values() if other.code == found.code]
        if any(other.recovery != found.recovery for other in alike):
            one.refuse("F117", found=shown(found.code))
        told[name] = found
    return told or None


def _component(spot: Spot) -> Component | None:
    """A code, or ``{code, recovery}``."""
    if isinstance(spot.node, ScalarNode):
        code = text(spot)
        return None if code is None else Component(code)
    found = keys(spot, ("code", "recovery"), ("code",))
    code, recovery = _read(found, "code", text), _read(found, "recovery", text)
    if code is not None and code == recovery:
        found["recovery"].refuse("F110", found=shown(code))
    return None if code is None else Component(code, recovery)


def _frappe(spot: Spot) -> Frappe | None:
    choices = ("series", "deduct_full_tax", "headers", "key_field", "leavers", "submit")
    needed = ("company", "salary_components")
    found = keys(spot, (*needed, *choices), needed)
    company = _read(found, "company", text)
    declared = _read(found, "salary_components", _salary_components)
    told = {
        "series": _read(found, "series", text),
        "deduct_full_tax": _read(found, "deduct_full_tax", _nodes.yes_or_no),
        "headers": _read(found, "headers", lambda one: choice(one, "labels", "fieldnames")),
        "key_field": _read(found, "key_field", text),
        "leavers": _read(found, "leavers", lambda one: choice(one, "refuse", "last_day")),
        "submit": _read(found, "submit", _nodes.yes_or_no),
    }
    if company is None or declared is None:
        return None
    return Frappe(company, declared, **_said(told))


def _salary_components(spot: Spot) -> dict[str, SalaryComponent]:
    told = {name: _salary_component(one) for name, one in named(spot).items()}
    return {name: one for name, one in told.items() if one is not None}


def _salary_component(spot: Spot) -> SalaryComponent | None:
    found = keys(spot, ("type", *FLAGS), ("type",))
    kind = _read(found, "type", lambda one: choice(one, "earning", "deduction"))
    flags = {name: _read(found, name, _nodes.yes_or_no) for name in FLAGS}
    if kind is None:
        return None
    typed: Any = kind
    return SalaryComponent(typed, _said(flags), spot.mark)


def _odoo(spot: Spot) -> Odoo | None:
    needed = ("writes", "description")
    found = keys(spot, (*needed, "module"), needed)
    writes: Any = _read(found, "writes", lambda one: choice(one, "inputs", "attachments"))
    description = _read(found, "description", text)
    module = _read(found, "module", text)
    if writes is None or description is None:
        return None
    return Odoo(writes, description, **_said({"module": module}))


def _postgresql(spot: Spot) -> Postgresql | None:
    found = keys(spot, ("table",), ("table",))
    table = _read(found, "table", text)
    if table is None:
        return None
    if len(table.split(".")) > 2 or not all(table.split(".")):
        found["table"].refuse("F111", found=shown(table))
    return Postgresql(table)
