"""Checking records against what a policy wants of them: everything wrong, in one pass."""

from __future__ import annotations

import numpy as np
import polars as pl

from paycalc.problems import Place, Problem, has_errors, order
from paycalc.records._assembling import EverythingPlaced, assembled
from paycalc.records._columns import check_columns, check_tables, check_unread
from paycalc.records._ethics import check_cases, place_cases
from paycalc.records._funds import check_amounts, check_counties
from paycalc.records._ids import Schools, ids, school_codes
from paycalc.records._leaving import sifted
from paycalc.records._mentioned import check_mentioned
from paycalc.records._references import Placed, place_at_posts, place_at_schools
from paycalc.records._reporting import Report
from paycalc.records._schools import check_schools, check_units
from paycalc.records._sieve import Mask, Sieve, written
from paycalc.records._staff import check_fte, check_stints
from paycalc.records._typed import check_cells
from paycalc.records.checked import Checked
from paycalc.records.dataset import Records
from paycalc.records.expectations import Expectations
from paycalc.records.period import NO_PERIOD
from paycalc.records.table import Table

_OF_POSTS = ("workload", "outcomes", "leave")


def check(records: Records, expects: Expectations) -> tuple[Checked | None, tuple[Problem, ...]]:
    """The records with their rows in place, or ``None`` with an error; and every problem.

    Rows that the period leaves out are counted in warnings and judged by nothing else.
    """
    report = Report(list(records.problems))
    _check_effect(records, expects, report)
    check_tables(records, report)
    check_columns(records, expects, report)
    check_unread(records, expects, report)
    sieves = {name: sifted(table, records.period, report) for name, table in records.tables.items()}
    schools = _schools(sieves, records, expects, report)
    placed = None
    if schools is not None:
        if "funds" in sieves:
            check_counties(sieves["funds"], schools.counties, report)
        placed = _place(sieves, records, schools, report)
    final = _final(sieves, placed)
    for name, kept in final.items():
        check_cells(kept, report)
        if name in expects.mentioned:
            check_mentioned(kept, expects.mentioned[name], report)
    if "funds" in final:
        check_amounts(final["funds"], expects.decimals, report)
    if "ethics" in final:
        check_cases(final["ethics"], expects, report)
    if placed is not None:
        _check_staff(placed, records, report)
    problems = order(report.all())
    if has_errors(problems) or placed is None or schools is None:
        return None, problems
    whole = final["schools"], final["funds"]
    return assembled(records.period, expects, whole, placed, problems), problems


def _check_effect(records: Records, expects: Expectations, report: Report) -> None:
    first = records.period.first_day
    last = expects.last_day
    if records.period is NO_PERIOD:
        return
    if first < expects.first_day or (last is not None and first > last):
        values = {
            "first": str(first),
            "from": str(expects.first_day),
            "to": "…" if last is None else str(last),
        }
        report.add(Problem("R250", Place(table="period"), values))


def _schools(
    sieves: dict[str, Sieve], records: Records, expects: Expectations, report: Report
) -> Schools | None:
    """The schools, if their table and its ids are there."""
    if "schools" not in sieves:
        return None
    kept = sieves["schools"]
    check_schools(kept, report)
    check_units(kept, expects.unit_column, report)
    if not {"school_id", "county_id"} <= set(kept.frame.columns):
        return None
    return school_codes(
        written(kept, "school_id"),
        written(kept, "county_id"),
        _left_out(records.tables["schools"], kept),
    )


def _stays(table: Table, kept: Sieve) -> Mask:
    """Which rows of a table are kept."""
    if kept.rows is None:
        return np.ones(len(table.frame), np.bool_)
    stays = np.zeros(len(table.frame), np.bool_)
    stays[kept.rows] = True
    return stays


def _left_out(table: Table, kept: Sieve) -> pl.Series:
    """The ids of schools whose rows are left out."""
    return written(Sieve(table, table.frame.filter(~_stays(table, kept))), "school_id")


def _place(
    sieves: dict[str, Sieve], records: Records, schools: Schools, report: Report
) -> EverythingPlaced | None:
    """Every row in its place, if staff and its ids are there."""
    tables: dict[str, Placed] = {}
    if "school_results" in sieves and "school_id" in sieves["school_results"].frame.columns:
        tables["school_results"] = place_at_schools(sieves["school_results"], schools, report)
    if "staff" not in sieves:
        return None
    kept = sieves["staff"]
    if not {"teacher_id", "school_id"} <= set(kept.frame.columns):
        return None
    whole = Sieve(kept.table, kept.table.frame)
    known, post = ids(
        schools,
        written(whole, "teacher_id"),
        written(whole, "school_id"),
        _stays(whole.table, kept),
    )
    placed = place_at_schools(kept, schools, report)
    rows = placed.kept.rows
    staff = Placed(placed.kept, placed.school, post if rows is None else post[rows])
    for name in _OF_POSTS:
        if name in sieves:
            tables[name] = place_at_posts(sieves[name], known, report)
    found = place_cases(sieves["ethics"], known, report) if "ethics" in sieves else None
    return EverythingPlaced(known, staff, tables, found)


def _final(sieves: dict[str, Sieve], placed: EverythingPlaced | None) -> dict[str, Sieve]:
    """The rows of every table that are kept in the end."""
    if placed is None:
        return sieves
    final = sieves | {name: table.kept for name, table in placed.tables.items()}
    final["staff"] = placed.staff.kept
    if placed.cases is not None:
        final["ethics"] = placed.cases.kept
    return final


def _check_staff(placed: EverythingPlaced, records: Records, report: Report) -> None:
    post = placed.staff.post
    if post is None:
        return
    check_stints(placed.staff.kept, post, records.period, report)
    if (post >= 0).all():
        check_fte(placed.staff.kept, post, placed.ids, records.period, report)
