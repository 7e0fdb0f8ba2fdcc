"""Control totals of a feed: what goes out, by unit and code, to be held against what arrives."""

from __future__ import annotations

import polars as pl

from paycalc.output.feeds.canonical import Feed
from paycalc.problems import Place, Problem

_BY = ("county_id", "unit_id", "component", "code", "direction")
_UNIT = ("county_id", "unit_id")


def control_totals(feed: Feed) -> pl.DataFrame:
    """Lines, employees and amount by county, unit, component, code and direction."""
    return (
        feed.lines.group_by(_BY)
        .agg(
            pl.len().cast(pl.Int64).alias("lines"),
            pl.col("employee").n_unique().cast(pl.Int64).alias("employees"),
            pl.col("amount").sum(),
        )
        .sort(_BY)
    )


def totals(feed: Feed) -> dict[str, int | str]:
    """The feed as a whole: lines, employees, earnings, deductions and what is left of them."""
    by = {
        name: feed.lines.filter(pl.col("direction") == name)["amount"].sum()
        for name in ("earning", "deduction")
    }
    return {
        "lines": feed.lines.height,
        "employees": feed.lines["employee"].n_unique(),
        "earnings": str(by["earning"]),
        "deductions": str(by["deduction"]),
        "net": str(feed.signed["amount"].sum()),
    }


def off_units(feed: Feed, units: pl.DataFrame) -> list[Problem]:
    """Units whose lines, with what was paid before, are not what the run says it paid them."""
    parts = [
        frame.select(*_UNIT, pl.col("amount").alias("fed")) for frame in (feed.paid, feed.signed)
    ]
    sums = pl.concat(parts).group_by(_UNIT).agg(pl.col("fed").sum())
    both = units.select(*_UNIT, "payable").join(sums, on=_UNIT, how="full", coalesce=True)
    both = both.with_columns(pl.col("payable", "fed").fill_null(0))
    wrong = both.filter(pl.col("payable") != pl.col("fed")).sort(_UNIT)
    return [Problem("F213", Place(county=c, unit=u)) for c, u, *_ in wrong.iter_rows()]
