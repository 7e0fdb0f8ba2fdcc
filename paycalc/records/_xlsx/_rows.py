"""Which rows of a sheet are the table's, and which are totals, signatures or headings again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paycalc.records._xlsx._cells import Column, Grid
from paycalc.records._xlsx._heading import Heading
from paycalc.records.tables import TABLES

Lines = NDArray[np.int64]

_TOTAL = re.compile(
    r".*(?:合计|小计|总计|共计|累计)[:：]?|(?:grand ?|sub-?)?totals?:?|sum:?", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"(?:制表|制单|填表|填报|上报|审核|复核|审批|审定|经办|主管|分管|负责|校长|园长|局长|单位|部门"
    r"|签字|签名|签章|盖章|公章|联系|电话|日期|时间|备注|说明|注)[^:：]{0,8}[:：].*"
    r"|(?:prepared|checked|approved|reviewed|signed) by\b.*|(?:signature|notes?|remarks?) ?[:：].*",
    re.IGNORECASE | re.DOTALL,
)
_SIGNER = re.compile(
    "(?:制表|制单|填表|填报|审核|复核|审批|经办|负责|单位负责|部门负责|主管领导|校长)"
    "(?:人|签字|签名|签章|盖章)"
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table by their numbers, and those that are left out, by what they are."""

    kept: Lines
    titles: Lines
    blank: int
    totals: Lines
    signatures: Lines
    repeated: Lines


def sort_rows(grid: Grid, heading: Heading, table: str) -> Rows:
    """The rows below the heading that have a cell in one of its columns, sorted out."""
    columns = {number: grid.columns[number] for number in heading.names if number in grid.columns}
    below = [np.array(column.rows, np.int64) for column in columns.values()]
    rows = np.unique(np.concatenate([lines[lines > heading.last] for lines in below]))
    above = {row for column in grid.columns.values() for row in _above(column, heading.first)}
    suspects = {row: _cells(columns, row) for row in _suspects(columns, rows, heading)}
    totals = {row for row, cells in suspects.items() if _is_total(cells, heading, table)}
    signatures = {
        row for row, cells in suspects.items() if _is_signature(cells, heading, table)
    } - totals
    repeated = {row for row, cells in suspects.items() if _is_heading(cells, grid, heading)}
    kept = np.setdiff1d(rows, _lines(totals | signatures | repeated))
    return Rows(
        kept,
        _lines(above),
        _blank(rows, kept),
        _lines(totals),
        _lines(signatures),
        _lines(repeated),
    )


def _lines(rows: Iterable[int]) -> Lines:
    return np.array(sorted(rows), np.int64)


def _blank(rows: Lines, kept: Lines) -> int:
    """How many rows between the first and the last that is kept have no cell."""
    if not len(kept):
        return 0
    between = (rows >= kept[0]) & (rows <= kept[-1])
    return int(kept[-1] - kept[0] + 1 - np.count_nonzero(between))


def _above(column: Column, first: int) -> Iterable[int]:
    for row in column.rows:
        if row >= first:
            return
        yield row


def _suspects(columns: Mapping[int, Column], rows: Lines, heading: Heading) -> list[int]:
    """The rows with a text that totals, signatures or headings have."""
    found: set[int] = set()
    headings = set(heading.called.values())
    for column in columns.values():
        odd = {text for text in set(column.texts) if _is_odd(text) or text.strip() in headings}
        if odd:
            pairs = zip(column.rows, column.texts, strict=True)
            found |= {row for row, text in pairs if text in odd}
    return sorted(found & set(rows.tolist()))


def _is_odd(text: str) -> bool:
    bare = _bare(text)
    shapes = (_TOTAL, _SIGNATURE, _SIGNER)
    return any(shape.fullmatch(bare) for shape in shapes)


def _bare(text: str) -> str:
    """A text without the spaces that spread its letters (``合　计``); of English one stays."""
    parts = text.split()
    return (" " if text.isascii() else "").join(parts)


def _cells(columns: Mapping[int, Column], row: int) -> dict[int, str]:
    """The cells of a row, from the left."""
    found = {}
    for number in sorted(columns):
        lines = columns[number].rows
        place = bisect_left(lines, row)
        if place < len(lines) and lines[place] == row:
            found[number] = columns[number].texts[place]
    return found


def _is_total(cells: Mapping[int, str], heading: Heading, table: str) -> bool:
    """Whether a total's word stands where no row of the table has its ids and texts."""
    named = [column for column, text in cells.items() if _TOTAL.fullmatch(_bare(text))]
    spec = TABLES[table].columns
    wanted = {name for name, column in spec.items() if column.required and column.kind == "text"}
    filled = [
        column
        for column, text in cells.items()
        if heading.names[column] in wanted and column not in named and text.strip()
    ]
    return bool(named) and not filled


def _is_signature(cells: Mapping[int, str], heading: Heading, table: str) -> bool:
    """Whether the row's first text tells who made the sheet, or remarks on it."""
    first = _bare(next(iter(cells.values())))
    if _SIGNATURE.fullmatch(first):
        return True
    return bool(_SIGNER.fullmatch(first)) and not _is_whole(cells, heading, table)


def _is_whole(cells: Mapping[int, str], heading: Heading, table: str) -> bool:
    """Whether every required column has a cell, and a number where it is one of numbers."""
    texts = {heading.names[column]: text for column, text in cells.items()}
    required = [column for column in TABLES[table].columns.values() if column.required]
    return all(
        column.name in texts
        and (column.kind == "text" or any(sign.isdecimal() for sign in texts[column.name]))
        for column in required
    )


def _is_heading(cells: Mapping[int, str], grid: Grid, heading: Heading) -> bool:
    """Whether a row says the headings once more, as printed pages do."""
    same = [
        _bare(text) == _bare(heading.called[column]) or text in _texts_of(grid, heading, column)
        for column, text in cells.items()
    ]
    return len(same) > 1 and all(same)


def _texts_of(grid: Grid, heading: Heading, column: int) -> set[str]:
    """The texts of a column's heading in each of its rows."""
    cells = grid.columns[column]
    return {
        text
        for row, text in zip(cells.rows[: heading.last], cells.texts, strict=False)
        if heading.first <= row <= heading.last
    }
