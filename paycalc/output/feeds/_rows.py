"""What the writers of targets share: lines with an amount, signs, days of payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from paycalc.output.feeds._signs import DEDUCTION
from paycalc.problems import Place, Problem
from paycalc.result.components import POST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paycalc.output.feeds.canonical import Feed
    from paycalc.output.feeds.employees import Employees
    from paycalc.output.feeds.model import Map

JOINED, LEFT = "employees.joined", "employees.left"
_PLACE: Final = ("county_id", "school_id", "teacher_id")


def with_amounts(feed: Feed) -> pl.DataFrame:
    """The lines that move money: a target needs no line of 0."""
    return feed.lines.filter(pl.col("amount") != 0)


def is_routed(map: Map) -> pl.Expr:
    """Whether a line is taken back by a code of its own, so that its amount needs no sign."""
    known = map.components or {}
    routed = [name for name, one in known.items() if one.recovery is not None]
    return (pl.col("direction") == DEDUCTION) & pl.col("component").is_in(routed)


def routed_amount(map: Map) -> pl.Expr:
    """A line's amount; below 0 where it is taken back by the code that it was paid with."""
    below = (pl.col("direction") == DEDUCTION) & ~is_routed(map)
    return pl.when(below).then(-pl.col("amount")).otherwise(pl.col("amount"))


def days(lines: pl.DataFrame, employees: Employees | None) -> pl.DataFrame:
    """The lines with the days on which their employee joined and left, as far as they are known."""
    found = lines if employees is None else employees.joined(lines)
    for name in (JOINED, LEFT):
        day = pl.col(name).str.to_date("%Y-%m-%d", strict=False) if name in found.columns else None
        none = pl.lit(None, dtype=pl.Date)
        found = found.with_columns((none if day is None else day).alias(name))
    return found


def told(code: str, lines: pl.DataFrame, **values: str) -> Iterator[Problem]:
    """A problem for each post that has one of the lines."""
    for county, school, teacher in lines.select(POST).unique().sort(POST).iter_rows():
        yield Problem(code, Place(county=county, school=school, teacher=teacher), values)
