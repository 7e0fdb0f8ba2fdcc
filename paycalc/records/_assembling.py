"""Putting checked tables together for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from paycalc.problems import Problem
from paycalc.records._codes import Code
from paycalc.records._ethics import cases
from paycalc.records._funds import funds
from paycalc.records._ids import Ids, Schools
from paycalc.records._sieve import Sieve, written
from paycalc.records._staff import latest_stints, with_fte
from paycalc.records._views import gather
from paycalc.records.cells import Dates
from paycalc.records.checked import Cases, Checked, CheckedTable, Posts
from paycalc.records.expectations import Expectations
from paycalc.records.period import Period

OF_POSTS = ("workload", "outcomes", "leave", "adjustments")
_IDS = ("school_id", "county_id")
OF_SCHOOLS = ("school_results", "opening_balances")


@dataclass(frozen=True, slots=True)
class Placed:
    """Every table that is kept, and the place of each of its rows.

    ``person`` is that of each case, ``fund`` the county of each fund.
    """

    ids: Ids
    tables: Mapping[str, Sieve]
    post: Mapping[str, Code]
    school: Mapping[str, Code]
    person: Code
    fund: Code


def assembled(
    period: Period, expects: Expectations, placed: Placed, problems: tuple[Problem, ...]
) -> Checked:
    """The checked records; no error stands."""
    ids, tables = placed.ids, placed.tables
    staff = _table(placed, "staff")
    staff = replace(staff, frame=with_fte(staff.frame))
    others = [name for name in (*OF_POSTS, *OF_SCHOOLS) if name in tables]
    return Checked(
        period,
        tuple(ids.schools.county_id),
        _schools(tables["schools"], ids.schools),
        _posts(ids, staff),
        len(ids.persons),
        staff,
        {name: _table(placed, name) for name in others},
        funds(tables["funds"], placed.fund, expects.decimals),
        _cases(placed, expects),
        problems,
    )


def _table(placed: Placed, name: str) -> CheckedTable:
    kept = placed.tables[name]
    school, post = placed.school.get(name), placed.post.get(name)
    return CheckedTable(kept.table, kept.frame, school, post, kept.rows)


def _schools(kept: Sieve, schools: Schools) -> CheckedTable:
    typed = [column for column in _IDS if kept.table.types[column] != pl.String]
    frame, rows = kept.frame, kept.rows
    if typed:
        frame = frame.with_columns(written(kept, column) for column in typed)
    if not np.array_equal(schools.rows, np.arange(frame.height)):
        frame, rows = frame[schools.rows], schools.rows if rows is None else rows[schools.rows]
    code = np.arange(frame.height, dtype=np.int32)
    return CheckedTable(kept.table, frame, code, None, rows, schools.county)


def _posts(ids: Ids, staff: CheckedTable) -> Posts:
    school, teacher = ids.school_of_post, ids.posts % ids.teachers
    post = np.empty(0, np.int32) if staff.post is None else staff.post
    latest = latest_stints(staff.frame, post, len(ids.posts))
    county = ids.schools.county[school]
    return Posts(school, county, gather(ids.teacher_id, teacher), ids.person_of_post, latest)


def _cases(placed: Placed, expects: Expectations) -> Cases:
    if "ethics" in placed.tables:
        return cases(placed.tables["ethics"], placed.person, placed.ids, expects.statuses or {})
    none = pl.Series([], dtype=pl.String)
    code = np.empty(0, np.int32)
    dates = Dates(code, np.empty(0, np.uint8))
    return Cases(none, code, none, code, none, none, dates, dates)
