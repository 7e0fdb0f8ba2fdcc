"""Texts that a spreadsheet leaves where it has no value: its errors, formulas, lost digits."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

import numpy as np
import polars as pl

from paycalc.problems import Place, Problem
from paycalc.records._reporting import Report
from paycalc.records._sieve import Sieve, place_in, tell
from paycalc.records.tables import TABLES

ERROR: Final = (
    r"^#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!"
    r"|BUSY!|GETTING_DATA)$"
)
FORMULA: Final = "^="
_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9:]+)?$"
_POWER: Final = r"^[0-9](?:\.[0-9]+)?E\+[0-9]{2,}$"


def check_spoilt(kept: Sieve, columns: Set[str], report: Report) -> None:
    """Tell such texts in the columns that something reads; numbers and dates tell theirs."""
    if all((part.file or "").endswith(".parquet") for part in kept.table.parts):
        return  # no spreadsheet wrote them
    spec = TABLES[kept.name].columns
    own = {column.name for column in spec.values() if column.kind != "text"}
    read = sorted(columns & kept.table.types.keys() - own, key=str.encode)
    if any(part.sheet is not None for part in kept.table.parts):
        for column in read:
            if column in spec:
                _tell_dates(kept, column, report)
    for column in read:
        if kept.table.types[column] != pl.String or not (words := kept.words(column)).odd:
            continue
        for code, shape in (("R221", ERROR), ("R222", FORMULA), ("R223", _POWER)):
            found = words.words.str.contains(shape).to_numpy()
            if found.any():
                tell(report, code, kept, np.append(found, False)[words.codes], column)


def _tell_dates(kept: Sieve, column: str, report: Report) -> None:
    """Tell dates in a column of texts, at the first: a spreadsheet makes one of ``3-1``."""
    words = kept.words(column)
    found = words.words.str.contains(_DATE).to_numpy()
    if found.any():
        rows = np.flatnonzero(np.append(found, False)[words.codes])
        place = place_in(kept, int(rows[0]), column)
        report.add(Problem("R224", place, {"count": len(rows)}, len(rows)))


def told_once(problems: list[Problem]) -> list[Problem]:
    """Without what follows from such a text: that nobody knows the id, or the word."""
    spoilt = {_cell(problem.place) for problem in problems if problem.code in _CODES}
    if not spoilt:
        return problems
    return [p for p in problems if p.code not in _ECHOES or _cell(p.place) not in spoilt]


_CODES: Final = frozenset({"R221", "R222", "R223"})
_ECHOES: Final = frozenset(
    {"R240", "R241", "R242", "R244", "R245", "R246", "R247", "R249", "R254", "R255", "R261"}
)


def _cell(place: Place) -> tuple[str | int | None, ...]:
    return place.file, place.sheet, place.table, place.row, place.column
