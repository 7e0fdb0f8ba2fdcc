"""Where the headings of a sheet stand, in one row or in several that merged cells join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from paycalc.records._xlsx._cells import Grid, Range
from paycalc.records.names import Names

_DEPTH = 60
"""So many rows that are not empty are looked through for headings."""
_ENOUGH = 2  # known headings make a row one of headings
_TALLEST = 4

Top = Mapping[int, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Heading:
    """The rows of the headings; of each column with a heading its name, and what it is called."""

    first: int
    last: int
    names: Mapping[int, str]
    called: Mapping[int, str]


def find_heading(grid: Grid, table: str, names: Names) -> Heading | None:
    """The first rows that name at least two columns of the table; ``None`` where there are none."""
    top = _top(grid)
    for row, cells in top.items():
        if _score(cells, table, names) >= _ENOUGH:
            return _composed(grid, top, row, table, names)
    return None


def _top(grid: Grid) -> Top:
    """The first rows that are not empty, with the text of each cell by column."""
    firsts = sorted({row for column in grid.columns.values() for row in column.rows[:_DEPTH]})
    top: dict[int, dict[int, str]] = {row: {} for row in firsts[:_DEPTH]}
    for number in sorted(grid.columns):
        column = grid.columns[number]
        for row, text in zip(column.rows[:_DEPTH], column.texts, strict=False):
            if row in top:
                top[row][number] = text
    return top


def _score(cells: Mapping[int, str], table: str, names: Names) -> int:
    return len({names.known(table, text) for text in cells.values()} - {None})


def _composed(grid: Grid, top: Top, row: int, table: str, names: Names) -> Heading:
    """The heading whose last or only row names enough columns, with what is merged into it."""
    last = _last(grid.merged, top, row, table, names)
    crossing = [merged.top for merged in grid.merged if merged.top < row <= merged.bottom]
    first = min([row, *(line for line in crossing if row - line < _TALLEST)])
    above = top.get(row - 1, {}).items()
    if any(c not in top[row] and names.known(table, text) is not None for c, text in above):
        first = min(first, row - 1)  # the heading of a column that is in no group
    spread = _spread(grid.merged, top, first, last)
    columns = sorted({column for line in spread.values() for column in line})
    called: dict[int, str] = {}
    known: dict[int, str] = {}
    for column in columns:
        parts = [spread[line][column] for line in sorted(spread) if column in spread[line]]
        texts = [text for text, _ in groupby(" ".join(part.split()) for part in parts)]
        called[column], known[column] = _name(texts, table, names)
    return Heading(first, last, known, called)


def _name(texts: list[str], table: str, names: Names) -> tuple[str, str]:
    """What a column is called, and its name: by its last text, by all of them, or by the first."""
    whole = "/".join(texts)
    for form in (texts[-1], whole, texts[0]):
        column = names.known(table, form)
        if column is not None:
            return form, column
    return whole, names.column(table, whole)


def _last(merged: list[Range], top: Top, row: int, table: str, names: Names) -> int:
    """The last row of headings that begin in a row: merged downwards, under groups, or twice."""
    tall = [one.bottom for one in merged if one.top == row < one.bottom < row + _TALLEST]
    if tall:
        return max(tall)
    below = top.get(row + 1, {})
    groups = [one for one in merged if one.top == one.bottom == row and one.left < one.right]
    in_group = {column for one in groups for column in range(one.left, one.right + 1)}
    if below and set(below) <= in_group:
        return row + 1
    here = {column: names.known(table, text) for column, text in top[row].items()}
    again = [names.known(table, text) == here.get(column, "") for column, text in below.items()]
    return row + 1 if len(again) >= _ENOUGH and all(again) else row


def _spread(merged: list[Range], top: Top, first: int, last: int) -> dict[int, dict[int, str]]:
    """The rows of a heading, the text of merged cells in each of them."""
    lines = {row: dict(top.get(row, {})) for row in range(first, last + 1)}
    for one in merged:
        if first <= one.top <= last and one.left in lines[one.top]:
            text = lines[one.top][one.left]
            for row in range(one.top, min(one.bottom, last) + 1):
                for column in range(one.left, one.right + 1):
                    lines[row].setdefault(column, text)
    return lines
