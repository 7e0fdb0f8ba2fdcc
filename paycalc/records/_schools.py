"""Schools and the units that they make."""

from __future__ import annotations

import numpy as np
import polars as pl

from paycalc.records._reporting import Report
from paycalc.records._sieve import Sieve, tell, written


def check_schools(kept: Sieve, report: Report) -> None:
    """Tell schools that stand in more than one row."""
    again = kept.words("school_id").again()
    tell(report, "R230", kept, again, "school_id", {"school": written(kept, "school_id")})


def check_units(kept: Sieve, unit_column: str | None, report: Report) -> None:
    """Tell units in two counties, and units called like a school that is not all of them."""
    if unit_column is None or unit_column not in kept.table.types:
        return
    frame = pl.DataFrame(
        {
            "unit": written(kept, unit_column),
            "county": written(kept, "county_id"),
            "school": written(kept, "school_id"),
            "row": np.arange(len(kept.frame)),
        }
    )
    grouped = frame.drop_nulls("unit")
    units = grouped.group_by("unit").agg(
        pl.col("row").min(),
        (pl.col("county").drop_nulls().n_unique() > 1).alias("torn"),
        (pl.col("school") != pl.col("unit")).any().alias("others"),
    )
    names = frame["school"].drop_nulls().unique()
    torn = units.filter("torn")
    named_alike = units.filter(pl.col("others") & pl.col("unit").is_in(names.implode()))
    ids = {"unit": frame["unit"]}
    for code, found in (("R251", torn), ("R252", named_alike)):
        mask = np.zeros(len(frame), np.bool_)
        mask[found["row"].to_numpy()] = True
        tell(report, code, kept, mask, unit_column, ids)
