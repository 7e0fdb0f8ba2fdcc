"""Whether two results pay the same, for tests of programs."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from paycalc.result import Result

_TABLES = ("payouts", "lines", "units", "ledger", "bars")
_MOST_SHOWN = 10


def assert_pay_equal(left: Result, right: Result) -> None:
    """Raise `AssertionError` unless two results agree in every table, to the fen.

    Warnings are not compared, nor what the results were made of. Rows of the two that differ are
    told, ten of each table.
    """
    told = [line for name in _TABLES for line in _differing(name, left, right)]
    if told:
        raise AssertionError("\n".join(told))


def _differing(name: str, left: Result, right: Result) -> Iterator[str]:
    one, other = getattr(left, name), getattr(right, name)
    if one.equals(other):
        return
    for sign, frame, against in (("-", one, other), ("+", other, one)):
        missing = _not_in(frame, against)
        for row in missing.head(_MOST_SHOWN).iter_rows(named=True):
            yield f"{sign} {name}: " + ", ".join(f"{key} {value}" for key, value in row.items())
        if len(missing) > _MOST_SHOWN:
            yield f"{sign} {name}: … {len(missing) - _MOST_SHOWN}"


def _not_in(frame: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    if frame.schema != other.schema:
        return frame
    return frame.join(other, on=frame.columns, how="anti", nulls_equal=True)
