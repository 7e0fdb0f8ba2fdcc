"""Putting checked tables together for the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from paycalc.problems import Problem
from paycalc.records._ethics import PlacedCases, cases
from paycalc.records._funds import funds
from paycalc.records._ids import Ids, Schools
from paycalc.records._references import Placed
from paycalc.records._sieve import Sieve
from paycalc.records._staff import latest_stints, with_fte
from paycalc.records.cells import Dates
from paycalc.records.checked import Cases, Checked, CheckedTable, Posts
from paycalc.records.expectations import Expectations
from paycalc.records.period import Period


@dataclass(frozen=True, slots=True)
class EverythingPlaced:
    """Every table with its rows in their places, and the codes that the places have."""

    ids: Ids
    staff: Placed
    tables: dict[str, Placed]
    cases: PlacedCases | None


def assembled(
    period: Period,
    expects: Expectations,
    kept: tuple[Sieve, Sieve],
    placed: EverythingPlaced,
    problems: tuple[Problem, ...],
) -> Checked:
    """The checked records; ``kept`` are ``schools`` and ``funds``. No error stands."""
    ids = placed.ids
    staff = _table(placed.staff, ids.schools)
    staff = replace(staff, frame=with_fte(staff.frame))
    return Checked(
        period,
        ids.schools.counties,
        _schools(kept[0], ids.schools),
        _posts(ids, staff),
        len(ids.persons),
        staff,
        {name: _table(table, ids.schools) for name, table in placed.tables.items()},
        funds(kept[1], ids.schools.counties, expects.decimals),
        _cases(placed, expects),
        problems,
    )


def _table(placed: Placed, schools: Schools) -> CheckedTable:
    kept = placed.kept
    county = schools.county[placed.school]
    return CheckedTable(kept.table, kept.frame, placed.school, county, placed.post, kept.rows)


def _schools(kept: Sieve, schools: Schools) -> CheckedTable:
    rows = schools.rows if kept.rows is None else kept.rows[schools.rows]
    code = np.arange(len(schools.rows), dtype=np.int32)
    return CheckedTable(kept.table, kept.frame[schools.rows], code, schools.county, None, rows)


def _posts(ids: Ids, staff: CheckedTable) -> Posts:
    school = (ids.posts // ids.teachers).astype(np.int32)
    teacher = (ids.posts % ids.teachers).astype(np.int32)
    latest = np.empty(0, np.int32)
    if staff.post is not None:
        latest = latest_stints(staff.frame, staff.post, len(ids.posts))
    county = ids.schools.county[school]
    return Posts(school, county, ids.teacher_id.gather(teacher), ids.person_of_post, latest)


def _cases(placed: EverythingPlaced, expects: Expectations) -> Cases:
    if placed.cases is not None:
        return cases(placed.cases, placed.ids, dict(expects.statuses or {}))
    none = pl.Series([], dtype=pl.String)
    code = np.empty(0, np.int32)
    dates = Dates(code, np.empty(0, np.uint8))
    return Cases(none, code, none, code, none, none, dates, dates)
