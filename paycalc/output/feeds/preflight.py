"""What keeps a run from being exported: every blocker at once, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from paycalc.output.feeds._rows import told
from paycalc.output.feeds.control import off_units
from paycalc.output.runs import Run, damaged
from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from paycalc.output.feeds.canonical import Feed
    from paycalc.output.feeds.employees import Employees
    from paycalc.output.feeds.model import Map


def of_run(run: Run) -> tuple[Problem, ...]:
    """Whether the run is closed and whole."""
    place = Place(file=str(run.folder))
    problems = list(damaged(run))
    if run.status == "incomplete":
        problems.append(Problem("F201", place))
    if run.close is None:
        problems.append(Problem("F200", place))
    return tuple(problems)


def of_feed(feed: Feed, run: Run, map: Map, employees: Employees | None) -> Iterator[Problem]:
    """What is wrong whatever the target is: codes, employees, cost bearers, control totals."""
    lines = feed.lines
    known = map.components
    if known is not None:
        for component in lines["component"].unique().sort():
            if component not in known:
                yield Problem("F203", Place(file=map.file), {"component": component})
    if employees is None or not employees.by_county:
        yield from _of_two_counties(lines)
    if employees is not None:
        yield from told("F205", lines.filter(pl.col("employee").is_null()))
    if map.cost_bearer.startswith("employees."):
        column = map.cost_bearer.removeprefix("employees.")
        if employees is None or map.cost_bearer not in employees.columns:
            yield Problem("F221", Place(file=map.file), {"column": column})
        else:
            unborne = lines.filter(pl.col("cost_bearer").is_null())
            yield from told("F225", unborne, column=column)
    yield from off_units(feed, run.table("units"))


def _of_two_counties(lines: pl.DataFrame) -> Iterator[Problem]:
    """Teachers of two counties with one id: they are two people, and would be paid as one."""
    people = lines.select("teacher_id", "county_id").unique()
    twice = people.group_by("teacher_id").len().filter(pl.col("len") > 1)["teacher_id"].sort()
    yield from (Problem("F234", Place(teacher=teacher)) for teacher in twice)
