"""records.md, a missing column: whether every column that a policy names exists somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .arithmetic import is_number
from .peers import COMPARING, peer_columns
from .policy import Node, Policy, as_list, grain, row_values, step_values
from .refusal import PayError

Use = tuple[str, "Looked"]  # a column as written, and where it is looked for


@dataclass(frozen=True)
class Looked:
    """Section 4: the tables where a bare column is looked for, and a cell's own columns."""

    row: str = ""
    staff: bool = False
    schools: bool = False
    cells: tuple[str, ...] = ()


POST = Looked(staff=True, schools=True)
UNIT = Looked(schools=True)
MEMBERS = {"post": POST, "unit": UNIT, "county": Looked()}


def check_columns(policy: Policy, tables: Mapping[str, list[dict[str, str]]]) -> None:
    """Section 4, columns: one that exists nowhere it is looked for is an error of the records.

    A table without rows shows no columns, so that nothing is said against one looked for there.
    """
    columns = {name: {c.strip() for row in rows for c in row} for name, rows in tables.items()}
    for name in ("workload", "outcomes", "leave", "school_results", "staff", "schools"):
        columns.setdefault(name, set())
    columns["staff"] |= {"fte"} if columns["staff"] else set()
    for column, looked in uses(policy):
        own = column.removeprefix("row.")
        if own in looked.cells or column == "unit" or is_number(column):
            continue
        searched, name = where(column, looked)
        if searched and all(columns[t] and name not in columns[t] for t in searched):
            raise PayError("records")


def where(column: str, looked: Looked) -> tuple[list[str], str]:
    """Section 4: the tables where a column is looked for, and its name there."""
    if column.startswith(("period.", "held.")):
        return [], column
    name, _, part = column.rpartition(".")
    if name in ("", "row", "staff", "school") or part not in ("years", "month", "week"):
        name = column
    prefix, _, rest = name.partition(".")
    if prefix not in ("row", "staff", "school"):
        prefix, rest = "", name
    if rest in looked.cells:
        return [], rest
    tables = [looked.row] if looked.row and prefix in ("", "row") else []
    tables += ["staff"] if looked.staff and prefix in ("", "staff") else []
    tables += ["schools"] if looked.schools and prefix in ("", "school") else []
    return tables, rest


def uses(policy: Policy) -> Iterator[Use]:
    """Sections 2 to 6: every column that a policy names, with where it is looked for."""
    for name in (policy.unit_column, policy.plan_by):
        if name:
            yield name, UNIT
    for group in policy.groups.values():
        yield from of_group(group, POST)
    for item in policy.items.values():
        yield from of_item(item, policy)
    for pool in policy.level_1.pools.values():
        yield from of_group(pool.get("for"), POST if pool.get("members") == "posts" else UNIT)
    for plan in policy.plans.values():
        for rule in [*plan.pools.values(), *plan.adjust.values()]:
            yield from of_group(rule.get("for"), POST)


def of_group(group: Node, looked: Looked) -> Iterator[Use]:
    """Section 3: the columns of conditions in place, with those of `has` and `not`."""
    if not isinstance(group, dict):
        return
    for key, wanted in group.items():
        if key == "has":
            row = Looked(wanted["rows"], staff=True, schools=True)
            for column in wanted.get("where", {}):
                yield column, row
        elif key == "not":
            yield from of_group(wanted, looked)
        elif key != "item":
            yield key, looked


def of_item(item: Node, policy: Policy) -> Iterator[Use]:
    """Section 4: the columns that an item's rows and steps name."""
    base, cells = grain(item)
    member = Looked("", MEMBERS[base].staff, MEMBERS[base].schools, named(cells))
    yield from of_group(item.get("for"), POST)
    row = looked_in_rows(item, policy)
    if row is not None:
        for column in [*cells, *item.get("where", {})]:
            yield column, row
        for value in row_values(item):
            yield from of_value(value, row, policy)
        combine = item.get("combine", "sum")
        if isinstance(combine, dict) and "mean_by" in combine:
            yield combine["mean_by"], row
    for step in item.get("then", []):
        if any(kind in step for kind in COMPARING):
            for column in peer_columns(step):
                yield column, member
        for value in step_values(step):
            yield from of_value(value, member, policy)


def named(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Section 4, `of`: what the columns of a cell are called."""
    return tuple(column.removeprefix("row.") for column in cells)


def looked_in_rows(item: Node, policy: Policy) -> Looked | None:
    """Section 4, `rows`: where the columns of an item's rows are looked for."""
    source = item.get("rows")
    if source is None:
        return None
    if isinstance(source, dict):
        base, cells = grain(policy.items[source["item"]])
        return Looked("", MEMBERS[base].staff, MEMBERS[base].schools, named(cells))
    return Looked(source, staff=source not in ("schools", "school_results"), schools=True)


def of_value(value: Node, looked: Looked, policy: Policy) -> Iterator[Use]:
    """Section 4, VALUE: the columns of one VALUE itself; those inside it come by themselves."""
    if isinstance(value, str):
        yield value, looked
    elif "item" in value:
        for column in grain(policy.items[value["item"]])[1]:
            yield column, looked
    elif "table" in value:
        for column in as_list(value["by"]):
            yield column, looked
