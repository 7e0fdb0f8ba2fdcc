"""The section ``table`` of a map: any table, column by column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from paycalc.output.feeds import _nodes
from paycalc.output.feeds._nodes import Spot, any_text, choice, keys, members, text
from paycalc.output.feeds.columns import COLUMNS
from paycalc.output.feeds.model import Column, Table, TrailerCell
from paycalc.policy.nodes import ListNode, ScalarNode, shown

T = TypeVar("T")

MOST_ROWS: Final = 1_048_000
"""What a sheet of a workbook holds, with headings and trailer."""
_TAKEN: Final = ("feed", "control_totals", "export")
_SOURCES: Final = ("from", "const", "amount_of")
_WORDS: Final = {
    "name": (),
    "format": ("csv", "xlsx"),
    "encoding": ("utf-8-sig", "utf-8", "gb18030"),
    "rows": ("line", "component", "employee"),
    "negatives": ("refuse", "route", "allow"),
}
_DELIMITERS: Final = {",": ",", ";": ";", "|": "|", "tab": "\t"}
_LOST: Final = {
    "line": (),
    "component": ("component", "kind", "reverses", "reason", "unit_id", "school_id"),
    "employee": (
        *("component", "kind", "reverses", "reason", "unit_id", "school_id"),
        *("code", "direction", "cost_bearer"),
    ),
}
"""Columns of the feed that a row has no longer when lines are added up."""


def read_table(spot: Spot) -> Table | None:
    """The section; ``None`` if it has no columns."""
    choices = ("delimiter", "most_rows", "trailer", *_WORDS)
    found = keys(spot, ("columns", *choices), ("columns",))
    told: dict[str, Any] = {
        name: choice(found[name], *words) if words else text(found[name])
        for name, words in _WORDS.items()
        if name in found
    }
    told["delimiter"] = _read(found, "delimiter", lambda one: _nodes.word(one, _DELIMITERS))
    told["most_rows"] = _read(found, "most_rows", lambda one: _nodes.whole(one, MOST_ROWS))
    columns = _read(found, "columns", lambda one: _columns(one, told.get("rows") or "line")) or ()
    amounts = [column.header for column in columns if column.is_amount]
    trailer = _read(found, "trailer", lambda one: _trailer(one, amounts))
    told = {name: value for name, value in {**told, "trailer": trailer}.items() if value}
    name = told.get("name", "")
    if name in _TAKEN or any(sign in name for sign in "/\\:\0"):
        found["name"].refuse("F112", found=shown(name))
    if columns and not amounts and _are_all(columns, found["columns"]):
        found["columns"].refuse("F118")
    table = Table(columns, **told) if columns else None
    if table is not None and _hides_direction(table):
        found["negatives"].refuse("F119")
    return table


def _are_all(columns: tuple[Column, ...], spot: Spot) -> bool:
    """Whether every column could be read; else what is missing may be one of the others."""
    return isinstance(spot.node, ListNode) and len(spot.node.nodes) == len(columns)


def _hides_direction(table: Table) -> bool:
    """Whether nobody could tell what is taken back: amounts have no sign, and there is no code."""
    coded = any(column.source == "code" for column in table.columns)
    return table.negatives == "route" and table.rows != "employee" and not coded


def _read(found: dict[str, Spot], key: str, read: Callable[[Spot], T | None]) -> T | None:
    return read(found[key]) if key in found else None


def _columns(spot: Spot, rows: str) -> tuple[Column, ...]:
    columns: dict[str, Column] = {}
    for member in members(spot):
        column = _column(member, rows)
        if column is None:
            continue
        if column.header in columns:
            line = columns[column.header].mark.line
            member.refuse("F113", found=shown(column.header), line=line)
        columns.setdefault(column.header, column)
    return tuple(columns.values())


def _column(spot: Spot, rows: str) -> Column | None:
    """``{header, from | const | amount_of, form, cell}``."""
    found = keys(spot, ("header", *_SOURCES, "form", "cell"), ("header",))
    header = _read(found, "header", text)
    given = [name for name in _SOURCES if name in found]
    if found and len(given) != 1:
        spot.refuse("F114", allowed=", ".join(_SOURCES))
    source = _read(found, "from", lambda one: _source(one, rows))
    if "amount_of" in found and rows != "employee":
        found["amount_of"].refuse("F115", rows=rows)
    constant = _read(found, "const", any_text)
    amount_of = _read(found, "amount_of", text)
    form = _read(found, "form", text)
    cell: Any = _read(found, "cell", lambda one: choice(one, "text", "number")) or "text"
    if form is not None and source != "paid_on":
        found["form"].refuse("F116")
    if header is None or len(given) != 1:
        return None
    return Column(header, source, constant, amount_of, form, cell, spot.mark)


def _source(spot: Spot, rows: str) -> str | None:
    """A column of the feed that a row has, or one of the file of employees."""
    found = text(spot)
    if found is None or found.startswith("employees."):
        return found
    known = [name for name in (*COLUMNS, "paid_on") if name not in _LOST[rows]]
    if found in known:
        return found
    if found in COLUMNS:
        spot.refuse("F115", rows=rows)
    else:
        spot.problems.add_near("F107", spot.mark, spot.path, found, (*known, "employees.…"))
    return None


def _trailer(spot: Spot, headers: list[str]) -> tuple[TrailerCell, ...]:
    return tuple(cell for one in members(spot) if (cell := _cell(one, headers)) is not None)


def _cell(spot: Spot, headers: list[str]) -> TrailerCell | None:
    """A text, ``{count: rows}`` or ``{total: HEADER}``."""
    if isinstance(spot.node, ScalarNode):
        return TrailerCell(spot.node.text)
    found = keys(spot, ("count", "total"))
    if len(found) != 1:
        spot.refuse("F114", allowed="count, total")
        return None
    if "count" in found:
        return None if choice(found["count"], "rows") is None else TrailerCell(count=True)
    total = _nodes.word(found["total"], {header: header for header in headers})
    return None if total is None else TrailerCell(total=total)
