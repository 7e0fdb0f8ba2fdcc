"""What keeps a correction from being paid: recoveries, reserves, another fund (section 13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from paycalc.engine.numbers import Ints
    from paycalc.policy.model import Policy
    from paycalc.records import Checked

_TEACHER = ("county_id", "teacher_id")


def of_recoveries(
    posts: pl.DataFrame, difference: Ints, new: Checked, policy: Policy
) -> Iterator[Problem]:
    """Leavers who would have to pay something back, and recoveries above the limit."""
    fen = pl.Series("fen", difference, dtype=pl.Int64)
    summed = posts.select(_TEACHER).hstack([fen]).group_by(_TEACHER).agg(pl.col("fen").sum())
    back = summed.filter(pl.col("fen") < 0).sort(_TEACHER)
    leavers = back.join(_employed(new), on=_TEACHER, how="anti", maintain_order="left")
    for county, teacher, _ in leavers.iter_rows():
        yield Problem("X201", Place(county=county, teacher=teacher))
    limit = None if policy.corrections is None else policy.corrections.recovery_at_most
    if limit is not None:
        for county, teacher, _ in back.filter(pl.col("fen") < -limit).iter_rows():
            yield Problem("X202", Place(county=county, teacher=teacher))


def _employed(new: Checked) -> pl.DataFrame:
    """The teachers whom some row of staff has on the period's last day."""
    posts, staff = new.posts, new.staff
    last = pl.lit(new.period.last_day)
    holds = pl.lit(True)
    if "from" in staff.frame.columns:
        holds &= pl.col("from").is_null() | (pl.col("from") <= last)
    if "to" in staff.frame.columns:
        holds &= pl.col("to").is_null() | (pl.col("to") >= last)
    assert staff.post is not None
    there = staff.post[staff.frame.with_columns(holds=holds)["holds"].to_numpy()]
    counties = pl.Series("county_id", new.counties, dtype=pl.String)
    return pl.DataFrame(
        [counties[posts.county[there]], posts.teacher_id[there].alias("teacher_id")]
    ).unique()


def of_reserves(short: pl.DataFrame) -> Iterator[Problem]:
    """Units whose reserve does not suffice."""
    for county, unit, lifted in short.iter_rows():
        yield Problem("X204" if lifted else "X203", Place(county=county, unit=unit))


def of_funds(other: pl.DataFrame) -> Iterator[Problem]:
    """Counties with another fund, units with another opening balance."""
    for county, unit, account in other.select("county_id", "unit_id", "account").iter_rows():
        yield Problem("X205", Place(county=county, unit=unit or None), {"what": account})
