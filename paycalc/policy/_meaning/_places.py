"""Whether a column or an item can be had where it is asked for (section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from paycalc.policy._grammar._items import BASES
from paycalc.policy._meaning._report import Report
from paycalc.policy._meaning._uses import ColumnUse, ItemUse, Spot, Use
from paycalc.policy.model import Column, Item

OF_SCHOOLS: Final = ("schools", "school_results")


def tell_uses(uses: Iterable[Use], items: Mapping[str, Item], report: Report) -> None:
    """Tells which of these columns and items cannot be had where they are asked for."""
    for use in uses:
        found = column_fault(use) if isinstance(use, ColumnUse) else item_fault(use, items)
        if found is not None:
            code, values = found
            report.problems.add(code, use.mark, use.path, **values)


def column_fault(use: ColumnUse) -> tuple[str, dict[str, str | int]] | None:
    """The code and the values of what is wrong with a column at its place."""
    code = _column_code(use.column, use.spot)
    if code is None:
        return None
    cells = ", ".join(str(cell) for cell in use.spot.cells) or "—"
    return code, {"found": str(use.column), "base": use.spot.base, "cells": cells}


def _column_code(column: Column, spot: Spot) -> str | None:
    if column.name == "period" or any(_is_cell(column, cell) for cell in spot.cells):
        return None
    if spot.table is not None:
        return "P310" if column.scope == "staff" and spot.table in OF_SCHOOLS else None
    if column.scope == "row":
        return "P311"
    if spot.base == "county":
        return "P313"
    if spot.base == "unit" and column.scope == "staff":
        return "P310"
    return "P312" if spot.base == "unit" and column.name == "held" else None


def _is_cell(column: Column, cell: Column) -> bool:
    """Whether a column is that of the cell: by the name written there, or a part of its date."""
    if column.scope == "row" and cell.scope is None:
        column = Column(column.name, None, column.part)
    if column == cell:
        return True
    return column.part is not None and Column(column.name, column.scope) == cell


def item_fault(use: ItemUse, items: Mapping[str, Item]) -> tuple[str, dict[str, str | int]] | None:
    """The code and the values of what is wrong with an item at its place."""
    item = items.get(use.item)
    if item is None:
        return None
    if BASES.index(item.base) < BASES.index(use.spot.base):
        return "P304", {"found": use.item, "base": item.base, "place": use.spot.base}
    for column in item.columns:
        if _column_code(column, use.spot) is not None:
            return "P305", {"found": use.item, "column": str(column), "place": use.spot.base}
    return None
