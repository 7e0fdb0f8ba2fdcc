"""Merged cells below the headings: what a sheet writes once for several rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from paycalc.records._xlsx._cells import Column, Grid, Range
from paycalc.records._xlsx._heading import Heading
from paycalc.records._xlsx._rows import Lines
from paycalc.records.tables import TABLES


def filled(
    grid: Grid, heading: Heading, table: str, rows: Lines
) -> tuple[Mapping[int, Column], list[Range], list[Range]]:
    """The columns of the table, texts that are merged downwards standing in each of their rows.

    Also the ranges that were filled in, and those that were not: a number would be counted as
    often as it stands, and a cell merged sideways is no cell of its neighbours.
    """
    kept = rows.tolist()
    columns = {number: grid.columns[number] for number in heading.names if number in grid.columns}
    done: list[Range] = []
    left: list[Range] = []
    more: dict[int, dict[int, str]] = {}
    for one in grid.merged:
        text = _text(columns, one)
        start, stop = bisect_left(kept, one.top), bisect_right(kept, one.bottom)
        wide = sum(one.left <= number <= one.right for number in columns)
        if text is None or kept[start : start + 1] != [one.top] or (stop - start) * wide < 2:
            continue
        if one.left == one.right and _is_text(table, heading.names[one.left]):
            below = more.setdefault(one.left, {})
            below |= dict.fromkeys(kept[start + 1 : stop], text)
            done.append(one)
        else:
            left.append(one)
    return {n: _with(column, more.get(n, {})) for n, column in columns.items()}, done, left


def _text(columns: Mapping[int, Column], one: Range) -> str | None:
    """What stands in a range, if it begins in a column of the table."""
    column = columns.get(one.left)
    place = bisect_left(column.rows, one.top) if column else 0
    if column is None or place == len(column.rows) or column.rows[place] != one.top:
        return None
    return column.texts[place]


def _is_text(table: str, name: str) -> bool:
    spec = TABLES[table].columns.get(name)
    return spec is not None and spec.kind == "text"


def _with(column: Column, more: Mapping[int, str]) -> Column:
    """A column with further cells, by row; those that it has stay."""
    if not more:
        return column
    cells = {**more, **dict(zip(column.rows, column.texts, strict=True))}
    rows = sorted(cells)
    return Column(rows, [cells[row] for row in rows])
