"""The counties' funds."""

from __future__ import annotations

import numpy as np
import polars as pl

from paycalc.problems import Place, Problem
from paycalc.records._codes import Code
from paycalc.records._reporting import Report
from paycalc.records._sieve import Sieve, count, tell, written
from paycalc.records._typed import tell_no_number
from paycalc.records.cells import money
from paycalc.records.checked import Funds


def check_amounts(kept: Sieve, decimals: int, report: Report) -> None:
    """Tell amounts that are no money of the currency."""
    if "amount" not in kept.table.types:
        return
    read = money(kept.frame["amount"], decimals)
    tell_no_number(kept, "amount", read.state == 2, report)
    tell(report, "R218", kept, read.state == 3, "amount")
    tell(report, "R217", kept, read.state == 4, "amount", values={"decimals": decimals})
    count(report, "R130", kept, read.folded, "amount")


def counties_of(kept: Sieve, counties: pl.Series, known: Code, report: Report) -> Code:
    """The county of each row (-1: none, told); counties without a fund are told too.

    ``known`` is the code of each word that names a county, with -1 at the end for no word.
    """
    named = kept.words("county_id").codes
    county = known[named]
    strange = (county < 0) & (named >= 0)
    tell(report, "R247", kept, strange, "county_id", {"county": written(kept, "county_id")})
    funded = np.zeros(len(counties), np.bool_)
    funded[county[county >= 0]] = True
    for place in np.flatnonzero(~funded).tolist():
        report.add(Problem("R262", Place(table="funds", county=counties[place])))
    return county


def funds(kept: Sieve, county: Code, decimals: int) -> Funds:
    """The rows of the funds, checked already, and the county of each."""
    return Funds(county, money(kept.frame["amount"], decimals).fen, written(kept, "source"))
