"""The tables of money besides the fund: manual adjustments, and opening balances of units."""

from __future__ import annotations

import numpy as np
import polars as pl

from paycalc.records._codes import Code, ended
from paycalc.records._funds import check_amounts
from paycalc.records._ids import Schools
from paycalc.records._reporting import Report
from paycalc.records._sieve import Sieve, tell, written
from paycalc.records._views import gather
from paycalc.records.cells import money


def check_adjustments(kept: Sieve, decimals: int, report: Report) -> None:
    """Tell adjustments that are told twice, and amounts that are no money or nothing."""
    tell(report, "R233", kept, kept.words("adjustment_id").again(), "adjustment_id")
    check_amounts(kept, decimals, report)
    if "amount" in kept.table.types:
        read = money(kept.frame["amount"], decimals)
        tell(report, "R225", kept, (read.state == 0) & (read.fen == 0), "amount")


def check_opening(kept: Sieve, decimals: int, report: Report) -> None:
    """Tell units that have two opening balances, and amounts that are no money."""
    tell(report, "R234", kept, kept.words("unit_id").again(), "unit_id")
    check_amounts(kept, decimals, report)


def schools_of_units(
    kept: Sieve, table: Sieve, schools: Schools, unit_column: str | None, report: Report
) -> Code:
    """A school of the unit that each row names (-1: none, told); ``table`` is that of schools.

    A unit is a school, or all that agree on the column which level 1 calls `unit`. A row that
    names a county besides names that of its unit.
    """
    units = schools.school_id.alias("unit")
    if unit_column is not None and unit_column in table.table.types:
        general = gather(written(table, unit_column), schools.rows).alias("general")
        units = pl.select(pl.coalesce(general, units)).to_series()
    first = {unit: place for place, unit in reversed(list(enumerate(units.to_list())))}
    named, county = kept.words("unit_id"), kept.words("county_id")
    known = np.array([first.get(unit, -1) for unit in named.words.to_list()], np.int32)
    school = named.of_words(known)
    home = ended(schools.county)[school]
    apart = (school >= 0) & (county.codes >= 0) & (home != county.among(schools.county_id))
    strange = apart | ((named.codes >= 0) & (school < 0))
    tell(report, "R249", kept, strange, "unit_id", {"unit": written(kept, "unit_id")})
    return np.where(strange, np.int32(-1), school)
