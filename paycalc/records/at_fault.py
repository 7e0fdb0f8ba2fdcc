"""Which counties errors are of: what a run that leaves counties out has to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from urllib.parse import unquote

import numpy as np

from paycalc.problems import Place, Problem
from paycalc.records._folder import PARTITION
from paycalc.records.dataset import Records
from paycalc.records.table import Table, row_at

Counties = frozenset[str]
NOBODY: Counties = frozenset()

_MORE = "R199"
_KEYS = {"R230": "school_id", "R232": "case_id", "R233": "adjustment_id", "R234": "unit_id"}
"""Errors of several rows of a table, of which one is told: they say the same in this column."""
_UNITS = {"R251", "R252"}
"""The same; the column is that which level 1 calls `unit`."""
_ELSEWHERE = {"R241", "R242", "R246"}
"""The teacher may be another county's, which then has a row too little."""
_OF_SEVERAL = {*_KEYS, *_UNITS, *_ELSEWHERE, "R243", "R244", "R248", "R249"}
_OF_FILES = "R1"


class OfAll(Protocol):
    """What is known of all counties, where only some are read."""

    @property
    def schools(self) -> Table:
        """The table of all schools."""

    def of_teacher(self, teacher: str) -> Counties:
        """The counties of a teacher's posts."""


def at_fault(
    problems: Iterable[Problem],
    records: Records,
    unit_column: str | None = None,
    *,
    of_all: OfAll | None = None,
) -> Counties:
    """The counties that have to be left out for there to be no error; none if nothing helps.

    An error of a row is of every county that the row may be of: the one that it names and that of
    its school, else those of its teacher's posts; all of them where the teacher has no post there;
    of a key that stands twice, those of both rows.
    An error of a table as a whole, of the period, or of a row that names a county or a school
    that nobody knows is of all counties, so that nothing helps.

    Args:
        problems: All that is wrong with the records, and with what was computed of them.
        records: The records; only some counties', perhaps.
        unit_column: The column of ``schools`` that level 1 calls `unit`.
        of_all: What is known of all counties, if ``records`` has only some. What is left of them
            is read again then, so that a file that cannot be read is an error of its folder's
            county (``county_id=…``) alone.
    """
    schools = records.tables.get("schools") if of_all is None else of_all.schools
    index = _Index(records, unit_column, schools, of_all)
    found: set[str] = set()
    for problem in problems:
        if problem.code == _MORE and problem.values["code"] in _OF_SEVERAL:
            return NOBODY  # those that are not told may be of any county
        if problem.severity != "error":
            continue
        counties = index.of(problem)
        if not counties:
            return NOBODY
        found |= counties
    return frozenset(found)


def counties_of(records: Records) -> Counties:
    """All counties that have schools."""
    return _Index(records, None, records.tables.get("schools"), None).known


@dataclass(frozen=True)
class _Index:
    """What says of which county a row is."""

    records: Records
    unit_column: str | None
    schools: Table | None
    of_all: OfAll | None

    def of(self, problem: Problem) -> Counties:
        """The counties that an error is of; none if it is of all."""
        code, place = problem.code, problem.place
        if code.startswith("C"):
            return NOBODY if place.county is None else frozenset({place.county})
        if code.startswith(_OF_FILES):
            return self._of_file(place)
        table = self.records.tables.get(place.table or "")
        row = None if table is None else row_at(table, place)
        if table is None or row is None:
            return NOBODY
        column = self.unit_column if code in _UNITS else _KEYS.get(code)
        rows = [row] if column is None else _alike(table, row, column)
        homes = [self._of_row(table, one, elsewhere=code in _ELSEWHERE) for one in rows]
        if code in _UNITS and column is not None:
            homes.append(self._of_school.get(_cell(table, row, column) or "", NOBODY) or homes[0])
        return frozenset().union(*homes) if all(homes) else NOBODY

    def _of_file(self, place: Place) -> Counties:
        """The county whose folder a file lies in, if there is nothing missing without it."""
        if place.table not in self.records.tables and self.of_all is None:
            return NOBODY
        folders = (place.file or "").split("/")[1:-1]
        said = {unquote(one.removeprefix(PARTITION)) for one in folders if PARTITION in one}
        return frozenset(said & self.known)

    def _of_row(self, table: Table, row: int, *, elsewhere: bool) -> Counties:
        county, school, unit, teacher = (
            _cell(table, row, f"{kind}_id") for kind in ("county", "school", "unit", "teacher")
        )
        if county is not None and county not in self.known:
            return NOBODY
        homes = NOBODY if county is None else frozenset({county})
        if table.name == "schools":
            return homes
        for named, known in ((school, self._of_school), (unit, self._of_unit)):
            if named is not None:
                homes |= known.get(named, NOBODY)
        if table.name == "staff" or ((school or unit) is not None and not homes):
            return homes
        if teacher is not None and (not homes or elsewhere):
            homes |= self._of_teacher(teacher)
        return homes

    @cached_property
    def known(self) -> Counties:
        """All counties that have schools."""
        if self.schools is None or "county_id" not in self.schools.frame.columns:
            return NOBODY
        return frozenset(self.schools.words("county_id").words.to_list())

    @cached_property
    def _of_school(self) -> dict[str, Counties]:
        return self._counties_of("school_id")

    @cached_property
    def _of_unit(self) -> dict[str, Counties]:
        """Of each unit: a school is one, if it has no other."""
        general = {} if self.unit_column is None else self._counties_of(self.unit_column)
        return {**self._of_school, **general}

    def _counties_of(self, column: str) -> dict[str, Counties]:
        """The counties of each text in a column of the schools."""
        table, found = self.schools, dict[str, Counties]()
        if table is None or not {column, "county_id"} <= set(table.frame.columns):
            return found
        named, homes = table.words(column).texts(), table.words("county_id").texts()
        for text, home in zip(named.to_list(), homes.to_list(), strict=True):
            if text is not None and home is not None:
                found[text] = found.get(text, NOBODY) | {home}
        return found

    def _of_teacher(self, teacher: str) -> Counties:
        """The counties of a teacher's posts."""
        if self.of_all is not None:
            return self.of_all.of_teacher(teacher)
        staff = self.records.tables.get("staff")
        if staff is None or "teacher_id" not in staff.frame.columns:
            return NOBODY
        words = staff.words("teacher_id")
        code = words.words.index_of(teacher)
        rows = [] if code is None else np.flatnonzero(words.codes == code).tolist()
        return NOBODY.union(*(self._of_row(staff, row, elsewhere=False) for row in rows))


def _cell(table: Table, row: int, column: str) -> str | None:
    """The text of a cell, if there is one."""
    if column not in table.frame.columns:
        return None
    words = table.words(column)
    code = int(words.codes[row])
    return None if code < 0 else str(words.words[code])


def _alike(table: Table, row: int, column: str) -> list[int]:
    """All rows that say the same in a column."""
    if column not in table.frame.columns:
        return [row]
    codes = table.words(column).codes
    found: list[int] = np.flatnonzero(codes == codes[row]).tolist()
    return found
