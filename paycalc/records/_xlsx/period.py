"""The period of a dataset from a sheet: keys with a value beside or below each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from paycalc.errors import WorkbookError
from paycalc.problems import Place, Problem
from paycalc.records._xlsx._book import Book, Sheet
from paycalc.records._xlsx._cells import letters
from paycalc.records.period import KEYS, NO_PERIOD, Entry, Period, period_from

_KEYS: Mapping[str, str] = {
    **{key: key for key in KEYS},
    **dict.fromkeys(("编号", "期间", "期间编号", "学期", "时段"), "id"),
    **dict.fromkeys(("开始日期", "起始日期", "开始"), "from"),
    **dict.fromkeys(("结束日期", "截止日期", "终止日期", "结束"), "to"),
    **dict.fromkeys(("获知日期", "数据截至"), "known_at"),
}

_Cell = tuple[int, int]


def read_period_sheet(book: Book, sheet: Sheet, file: str) -> tuple[Period, list[Problem]]:
    """The period that a sheet says, and what is wrong with it."""
    whole = Place(file=file, table="period", sheet=sheet.name)
    try:
        grid = book.grid(sheet)
    except WorkbookError as error:
        return NO_PERIOD, [Problem(error.code, whole, error.values)]
    cells = {
        (row, number): text.strip()
        for number, column in grid.columns.items()
        for row, text in zip(column.rows, column.texts, strict=True)
        if text.strip()
    }
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for (row, number), value in _pairs(cells):
        key = _key(cells[row, number]) or cells[row, number]
        cell = f"{letters(number)}{row}"
        place = Place(file=file, table="period", row=row, sheet=sheet.name, cell=cell)
        if key in entries:
            problems.append(Problem("R127", place, {"key": key}))
        elif value or key in KEYS:
            entries[key] = Entry(value, place)
    period, found = period_from(entries, whole)
    return (NO_PERIOD if problems else period), problems + found


def _pairs(cells: Mapping[_Cell, str]) -> Iterator[tuple[_Cell, str]]:
    """Each key's cell with its value: below it where a row has several keys, else beside it."""
    for row in sorted({row for row, _ in cells}):
        here = [cell for cell in sorted(cells) if cell[0] == row]
        keys = [cell for cell in here if _key(cells[cell]) is not None]
        if len(keys) > 1:
            below = min((line for line, _ in cells if line > row), default=row)
            yield from ((cell, cells.get((below, cell[1]), "")) for cell in here)
            return
        if keys or len(here) > 1:  # a lone text is a title
            first, *others = here
            yield first, cells[others[0]] if others else ""


def _key(text: str) -> str | None:
    return _KEYS.get("".join(text.split()).rstrip(":：*").lower())
