"""One sheet as a table: its columns and rows, and all that was left out or looks odd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.errors import WorkbookError
from paycalc.problems import Place, Problem
from paycalc.records._reporting import Report
from paycalc.records._xlsx._book import Book, Sheet
from paycalc.records._xlsx._cells import Column, Grid, Range, letters
from paycalc.records._xlsx._heading import Heading, find_heading
from paycalc.records._xlsx._merged import filled
from paycalc.records._xlsx._rows import Lines, Rows, sort_rows
from paycalc.records.names import Names
from paycalc.records.tables import TABLES

_LISTED = 12


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The cells of a sheet's table as text: n rows, and the number of each.

    ``columns`` are the names of the columns of ``cells``, ``called`` their headings, ``places``
    the columns of the sheet (``D``); ``line`` is the row of the headings.
    """

    columns: list[str]
    called: list[str]
    places: list[str]
    line: int
    cells: pl.DataFrame
    rows: NDArray[np.int64]


def read_sheet(
    book: Book, sheet: Sheet, table: str, names: Names, file: str
) -> tuple[SheetTable | None, list[Problem]]:
    """A table's sheet; ``None`` where an error keeps it from being read."""
    place = Place(file=file, table=table, sheet=sheet.name)
    try:
        grid = book.grid(sheet)
    except WorkbookError as error:
        return None, [Problem(error.code, place, error.values)]
    if not grid.columns:
        return None, [Problem("R105", place)]
    heading = find_heading(grid, table, names)
    if heading is None:
        required = [column for column in TABLES[table].columns.values() if column.required]
        known = ", ".join(f"{column.zh} ({column.name})" for column in required)
        return None, [Problem("R144", place, {"known": known})]
    rows = sort_rows(grid, heading, table)
    problems = _without_heading(grid, heading, rows, place)
    problems += _left_out(rows, place)
    problems += _hidden(grid, heading, rows.kept, sheet, place)
    if book.stale and grid.formulas:
        problems.append(Problem("R155", place, {"count": grid.formulas}, grid.formulas))
    columns, done, left = filled(grid, heading, table, rows.kept)
    problems += _merged(done, "R153", place) + _merged(left, "R154", place)
    return _table(heading, columns, rows.kept), problems


def _table(heading: Heading, columns: Mapping[int, Column], rows: Lines) -> SheetTable:
    order = list(heading.names)
    cells = pl.DataFrame([_series(number, columns.get(number), rows) for number in order])
    return SheetTable(
        [heading.names[number] for number in order],
        [heading.called[number] for number in order],
        [letters(number) for number in order],
        heading.last,
        cells,
        rows,
    )


def _series(number: int, column: Column | None, rows: Lines) -> pl.Series:
    """The cells of a column at the rows that are kept."""
    texts = np.full(len(rows), None, object)
    if column is not None and len(rows):
        lines = np.array(column.rows, np.int64)
        places = np.minimum(np.searchsorted(rows, lines), len(rows) - 1)
        there = rows[places] == lines
        texts[places[there]] = np.array(column.texts, object)[there]
    return pl.Series(f"column_{number}", texts.tolist(), dtype=pl.String)


def _without_heading(grid: Grid, heading: Heading, rows: Rows, place: Place) -> list[Problem]:
    """Columns that have cells in the table's rows and no heading; cells that lie elsewhere."""
    report = Report()
    out = np.concatenate([rows.totals, rows.signatures, rows.repeated])
    away: list[str] = []
    for number in sorted(set(grid.columns) - set(heading.names)):
        lines = np.array(grid.columns[number].rows, np.int64)
        inside = np.isin(lines, rows.kept)
        if inside.any():
            row = int(lines[inside][0])
            at = replace(place, row=row, cell=f"{letters(number)}{row}")
            report.add(Problem("R111", at, {"number": number}))
        others = lines[(lines > heading.last) & ~inside & ~np.isin(lines, out)]
        away += [f"{letters(number)}{row}" for row in others.tolist()]
    if away:
        at = replace(place, cell=away[0])
        report.add(Problem("R159", at, {"count": len(away)}, len(away)))
    return report.all()


def _left_out(rows: Rows, place: Place) -> list[Problem]:
    """One note for each kind of row that was left out."""
    kinds = {
        "R145": rows.titles,
        "R147": rows.totals,
        "R148": rows.signatures,
        "R149": rows.repeated,
    }
    notes = [_listed(code, lines, place) for code, lines in kinds.items() if len(lines)]
    if rows.blank:
        notes.append(Problem("R146", place, {"count": rows.blank}, rows.blank))
    return notes


def _listed(code: str, lines: Lines, place: Place) -> Problem:
    told = ", ".join(map(str, lines[:_LISTED])) + (", …" if len(lines) > _LISTED else "")
    values: dict[str, str | int] = {"count": len(lines), "rows": told}
    return Problem(code, replace(place, row=int(lines[0])), values, len(lines))


def _hidden(grid: Grid, heading: Heading, rows: Lines, sheet: Sheet, place: Place) -> list[Problem]:
    """What people who look at the sheet do not see, and is read."""
    problems = [Problem("R150", place)] if sheet.hidden and len(rows) else []
    lines = np.array(sorted(grid.hidden_rows & set(rows.tolist())), np.int64)
    if len(lines):
        problems.append(_listed("R151", lines, place))
    for number in sorted(grid.hidden_columns & set(heading.names)):
        if number in grid.columns and len(rows):
            at = replace(place, column=heading.called[number])
            problems.append(Problem("R152", at, {"letters": letters(number)}))
    return problems


def _merged(ranges: list[Range], code: str, place: Place) -> list[Problem]:
    if not ranges:
        return []
    first = ranges[0]
    cell = f"{letters(first.left)}{first.top}"
    at = replace(place, row=first.top, cell=cell)
    return [Problem(code, at, {"count": len(ranges)}, len(ranges))]
