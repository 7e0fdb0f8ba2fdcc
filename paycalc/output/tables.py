"""Tables as files: CSV that a spreadsheet cannot mistake for formulas, or Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Literal, TypeAlias

import polars as pl

from paycalc.problems import Problem

Format: TypeAlias = Literal["csv", "parquet"]

# what a spreadsheet takes for the beginning of a formula, also in full width
_FORMULA = r"^[=+\-@\t\r＝＋－＠]"
_NEUTRALISED = f"^'({_FORMULA[1:]})"

PROBLEMS = {
    "severity": pl.String,
    "code": pl.String,
    "message": pl.String,
    "count": pl.Int64,
    "file": pl.String,
    "line": pl.Int64,
    "position": pl.Int64,
    "table": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "county": pl.String,
    "unit": pl.String,
    "school": pl.String,
    "teacher": pl.String,
    "item": pl.String,
    "sheet": pl.String,
    "cell": pl.String,
}
"""The columns of the table ``problems``."""


def neutralised(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with a ``'`` before each text that a spreadsheet would run as a formula.

    Numbers, money and dates stay as they are.

    >>> neutralised(pl.DataFrame({"id": ["=1+1", "T1"], "amount": [-1, 2]})).rows()
    [("'=1+1", -1), ('T1', 2)]
    """
    text = pl.col(pl.String)
    return frame.with_columns(
        pl.when(text.str.contains(_FORMULA)).then("'" + text).otherwise(text).name.keep()
    )


def restored(frame: pl.DataFrame) -> pl.DataFrame:
    """The texts as they were before `neutralised`.

    >>> restored(pl.DataFrame({"id": ["'=1+1", "T1", "'T1"]})).rows()
    [('=1+1',), ('T1',), ("'T1",)]
    """
    return frame.with_columns(pl.col(pl.String).str.replace(_NEUTRALISED, "$1"))


def write_table(
    frame: pl.DataFrame, file: BinaryIO, format: Format, *, headings: bool = True
) -> None:
    """Write the frame: ``csv`` in UTF-8, neutralised, money with its digits; or ``parquet``.

    Without ``headings`` a CSV file goes on.
    """
    if format == "csv":
        neutralised(frame).write_csv(file, include_header=headings)
    else:
        frame.write_parquet(file, compression="zstd")


def problems_table(problems: Iterable[Problem], language: str) -> pl.DataFrame:
    """One row per problem: severity, code, message, count and its place."""
    places = PROBLEMS.keys() - {"severity", "code", "message", "count"}
    rows = [
        {
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message(language),
            "count": problem.count,
            **{name: getattr(problem.place, name) for name in places},
        }
        for problem in problems
    ]
    return pl.DataFrame(rows, schema=PROBLEMS)
