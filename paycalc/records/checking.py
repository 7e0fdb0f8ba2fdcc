"""Checking records against what a policy wants of them: everything wrong, in one pass."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from paycalc.problems import Place, Problem, has_errors, order
from paycalc.records._assembling import OF_POSTS, Placed, assembled
from paycalc.records._codes import Code, ended
from paycalc.records._columns import check_columns, check_tables, check_unread, columns_read
from paycalc.records._ethics import check_cases, persons_of
from paycalc.records._funds import check_amounts, counties_of
from paycalc.records._ids import Ids, Schools, find, ids, school_codes
from paycalc.records._leaving import known, outside
from paycalc.records._manual import check_adjustments, check_opening, schools_of_units
from paycalc.records._mentioned import check_mentioned
from paycalc.records._references import look_up, posts_of, schools_of
from paycalc.records._reporting import Report
from paycalc.records._schools import check_schools, check_units
from paycalc.records._sieve import Mask, Sieve, count, keep
from paycalc.records._spoilt import check_spoilt, told_once
from paycalc.records._staff import check_fte, check_stints
from paycalc.records._typed import check_cells, with_dates
from paycalc.records.checked import Checked
from paycalc.records.dataset import Records
from paycalc.records.expectations import Expectations
from paycalc.records.period import NO_PERIOD, Period

_OF_TEACHERS = (*OF_POSTS, "ethics")
_NAMING = ("staff", *_OF_TEACHERS, "school_results", "funds")
"""Tables whose rows name a school or a county that `schools` has."""


def check(records: Records, expects: Expectations) -> tuple[Checked | None, tuple[Problem, ...]]:
    """The records with every row in its place, or ``None`` with an error; and every problem.

    Rows known later than the period's ``known_at`` are as if they were not there. All others are
    judged; then those that the period leaves out are taken out, and counted.

    >>> from datetime import date
    >>> records = Records.from_tables(
    ...     {
    ...         "funds": {"county_id": ["C1"], "amount": ["1000.00"]},
    ...         "schools": {"school_id": ["S1"], "county_id": ["C1"]},
    ...         "staff": {"teacher_id": ["T1"], "school_id": ["S1"], "position": ["teacher"]},
    ...         "workload": {"teacher_id": ["T1"], "kind": ["lesson"], "quantity": ["12节"]},
    ...     },
    ...     period={"id": "2025-1", "from": "2025-09-01", "to": "2026-01-31"},
    ... )
    >>> expects = Expectations(decimals=2, first_day=date(2025, 9, 1))
    >>> [problem.code for problem in check(records, expects)[1] if problem.severity == "error"]
    ['R214']
    """
    report = Report(list(records.problems))
    _check_effect(records, expects, report)
    check_tables(records, report)
    check_columns(records, expects, report)
    read = {name: columns_read(name, expects) for name in records.tables}
    check_unread(records, read, report)
    tables = {
        name: with_dates(known(table, records.period, report), report)
        for name, table in records.tables.items()
    }
    _check_rows(tables, read, expects, report)
    schools = _schools(tables)
    unit = expects.unit_column
    placed = None if schools is None else _place(tables, schools, unit, records.period, report)
    for name, kept in (tables if placed is None else placed.tables).items():
        check_mentioned(kept, expects.mentioned.get(name, {}), report)
    problems = order(told_once(report.all()))
    if has_errors(problems) or placed is None:
        return None, problems
    return assembled(records.period, expects, placed, problems), problems


def lacking(records: Records, expects: Expectations) -> tuple[Problem, ...]:
    """The tables and columns that are not there, which `check` tells too; no row is looked at."""
    report = Report()
    check_tables(records, report)
    check_columns(records, expects, report)
    return order(report.all())


def _check_effect(records: Records, expects: Expectations, report: Report) -> None:
    first, last = records.period.first_day, expects.last_day
    if records.period is NO_PERIOD:
        return
    if first < expects.first_day or (last is not None and first > last):
        values = {
            "first": str(first),
            "from": str(expects.first_day),
            "to": "…" if last is None else str(last),
        }
        report.add(Problem("R250", Place(table="period"), values))
    elif last is not None and last < records.period.last_day:
        values = {"to": str(last), "last": str(records.period.last_day)}
        report.add(Problem("R263", Place(table="period"), values))


def _check_rows(
    tables: dict[str, Sieve], read: Mapping[str, set[str]], expects: Expectations, report: Report
) -> None:
    """What a row says by itself."""
    for name, kept in tables.items():
        check_cells(kept, report)
        check_spoilt(kept, read[name], report)
        if name == "schools":
            check_schools(kept, report)
            check_units(kept, expects.unit_column, report)
        elif name == "funds":
            check_amounts(kept, expects.decimals, report)
        elif name == "ethics":
            check_cases(kept, expects, report)
        elif name == "adjustments":
            check_adjustments(kept, expects.decimals, report)
        elif name == "opening_balances":
            check_opening(kept, expects.decimals, report)


def _schools(tables: dict[str, Sieve]) -> Schools | None:
    """The schools, if their table and its ids are there."""
    if not _has(tables, "schools", "school_id", "county_id"):
        return None
    kept = tables["schools"]
    return school_codes(kept.words("school_id"), kept.words("county_id"))


def _has(tables: dict[str, Sieve], name: str, *columns: str) -> bool:
    return name in tables and set(columns) <= tables[name].table.types.keys()


def _place(
    tables: dict[str, Sieve],
    schools: Schools,
    unit_column: str | None,
    period: Period,
    report: Report,
) -> Placed | None:
    """Every row in its place, those outside the period taken out; ``None`` without staff's ids."""
    placed = dict(tables)
    named = [tables[name] for name in _NAMING if name in tables]
    known: dict[str, dict[str, Code]] = {
        "school": look_up("school", named, schools.school_id),
        "county": look_up("county", named, schools.county_id),
    }
    school: dict[str, Code] = {}
    fund = np.empty(0, np.int32)
    if "funds" in tables:
        fund = counties_of(tables["funds"], schools.county_id, known["county"]["funds"], report)
    if "school_results" in tables:
        school["school_results"] = schools_of(tables["school_results"], schools, known, report)
    if "opening_balances" in tables:
        school["opening_balances"] = schools_of_units(
            tables["opening_balances"], tables["schools"], schools, unit_column, report
        )
    if not _has(tables, "staff", "teacher_id", "school_id"):
        return None
    in_staff = schools_of(tables["staff"], schools, known, report)
    there, post = _place_staff(placed, schools, in_staff, period, report)
    posts = {"staff": post}
    of_teachers = [tables[name] for name in _OF_TEACHERS if name in tables]
    known = {"teacher": look_up("teacher", of_teachers, there.teacher_id), **known}
    for name in OF_POSTS:
        if name in tables:
            found = posts_of(tables[name], there, known, report)
            beyond = outside(tables[name], period)
            placed[name] = _take_out(tables[name], beyond, found.gone, report)
            posts[name] = found.post[~(beyond | found.gone)]
    person = np.empty(0, np.int32)
    if "ethics" in tables:
        person, gone = persons_of(tables["ethics"], there, known, report)
        placed["ethics"] = _take_out(tables["ethics"], gone & False, gone, report)
        person = person[~gone]
    return Placed(there, placed, posts, school, person, fund)


def _place_staff(
    placed: dict[str, Sieve], schools: Schools, school: Code, period: Period, report: Report
) -> tuple[Ids, Code]:
    """The posts, and the post of each stint that overlaps the period; ``school`` is of all."""
    staff = placed["staff"]
    beyond = outside(staff, period)
    known_ids, post_of_all = ids(schools, staff.words("teacher_id"), school, ~beyond)
    check_stints(staff, post_of_all, report)
    placed["staff"] = _take_out(staff, beyond, beyond & False, report)
    post = post_of_all
    if beyond.any():
        place = ended(find(known_ids.all_posts, known_ids.posts))
        post = place[post_of_all[~beyond]]
    if (post >= 0).all():
        check_fte(placed["staff"], post, known_ids, period, report)
    return known_ids, post


def _take_out(kept: Sieve, beyond: Mask, gone: Mask, report: Report) -> Sieve:
    """The rows inside the period whose posts are too; the others counted, each once."""
    code = "R270" if kept.name == "staff" else "R271"
    column = "date" if kept.name == "workload" else None
    count(report, code, kept, int(np.count_nonzero(beyond)), column)
    count(report, "R273", kept, int(np.count_nonzero(gone & ~beyond)))
    return keep(kept, ~(beyond | gone))
