"""The tables that only the lint reads: `benchmarks` and `rotation`, cell by cell, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from paycalc.problems import Problem
from paycalc.records.cells import dates, money, texts
from paycalc.records.table import place_at

if TYPE_CHECKING:
    from paycalc.records import Table
    from paycalc.result.lint._fractions import Judgement

BENCHMARKS: Final[Mapping[str, str]] = {
    "civil_servant_average_pay": "公务员平均收入",
    "teacher_other_pay": "教师其他工资总额",
    "training_budget": "培训经费",
    "public_funds": "公用经费",
    "public_funds_for_training": "公用经费培训支出",
}
"""The benchmarks by their English and Chinese names."""

_ENGLISH: Final = {zh: en for en, zh in BENCHMARKS.items()}
_YES: Final = frozenset({"yes", "true", "1", "y", "是", "√", "✓"})
_NO: Final = frozenset({"no", "false", "0", "n", "否", "×", ""})
YES_OR_NO: Final = "yes / no (是 / 否)"


@dataclass(frozen=True, slots=True)
class Cells:
    """A table's known rows: the text of each cell by column, and which row of the file each is."""

    table: Table
    columns: Mapping[str, list[str]]
    rows: tuple[int, ...]

    def bad(self, judgement: Judgement, position: int, column: str, wanted: str) -> Problem:
        """A note that a cell cannot be read."""
        place = place_at(self.table, self.rows[position], column)
        return Problem("L192", place, {"rule": judgement.code, "wanted": wanted})


def cells_of(judgement: Judgement, name: str, *wanted: str) -> Cells | None:
    """The rows of a table known at the period's ``known_at``; ``None`` where a column lacks."""
    records = judgement.result.made.records
    table = records.tables.get(name)
    if table is None or not set(wanted) <= set(table.frame.columns):
        return None
    keep = np.ones(len(table.frame), np.bool_)
    if records.period.known_at is not None and "known_at" in table.frame.columns:
        read = dates(table.frame["known_at"])
        limit = np.datetime64(records.period.known_at, "D").astype(np.int64)
        keep = ~((read.state == 0) & (read.days > limit))
    rows = np.flatnonzero(keep)
    columns = {one: texts(table.frame[one]).fill_null("").to_list() for one in wanted}
    kept = {one: [column[row] for row in rows] for one, column in columns.items()}
    return Cells(table, kept, tuple(int(row) for row in rows))


def benchmarks(judgement: Judgement, *wanted: str) -> Iterator[Problem | tuple[str, list[int]]]:
    """Of each county the benchmarks of these names, in fen; notes where it cannot be judged."""
    cells = cells_of(judgement, "benchmarks", "county_id", "benchmark", "value")
    if cells is None:
        yield judgement.unjudged("benchmarks: " + ", ".join(wanted))
        return
    decimals = judgement.result.policy.currency.decimals
    read = money(pl.Series(cells.columns["value"], dtype=pl.String), decimals)
    found: dict[tuple[str, str], int] = {}
    spoilt: set[str] = set()
    for position, (county, name) in enumerate(
        zip(cells.columns["county_id"], cells.columns["benchmark"], strict=True)
    ):
        key = (county, _ENGLISH.get(name, name))
        if key[1] not in BENCHMARKS:
            yield cells.bad(judgement, position, "benchmark", ", ".join(BENCHMARKS))
        elif key[1] in wanted and (key in found or read.state[position] != 0):
            spoilt.add(county)
            yield cells.bad(judgement, position, "value", "12345.67")
        else:
            found[key] = int(read.fen[position])
    for county in judgement.result.names.counties:
        lacking = [name for name in wanted if (county, name) not in found]
        if county in spoilt:
            continue
        if lacking:
            yield judgement.unjudged(", ".join(lacking), county)
        else:
            yield county, [found[county, name] for name in wanted]


def yes(text: str) -> bool | None:
    """What a cell of yes or no says; ``None`` for neither.

    >>> yes("是"), yes(""), yes("perhaps")
    (True, False, None)
    """
    folded = text.casefold()
    return True if folded in _YES else False if folded in _NO else None
