"""Whatever cell is wrong: counties that are not left out are paid as if it were right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

import polars as pl
import pytest

from paycalc import ProblemsError, Result, compute
from tests.result.building import Table, loaded, policy, records, table

POLICY = loaded(
    policy(
        items="away: {rows: leave}",
        level_2="pools: {b: {takes: 90%, share_by: [lessons]}, a: {takes: 5%, share_by: [away]}}",
        end="""\
veto:
  list: {gifts: {class: all, title: {en: taking gifts}}}
  classes: {all: {pays: 0%, months: 6}}
  statuses: {confirmed: apply, under_review: hold}
  money_goes_to: county
""",
    )
)
TABLES: Mapping[str, Table] = {
    "funds": table("county_id amount", "A 1000", "B 500", "C 300", "D 200"),
    "schools": table("school_id county_id", "S1 A", "S2 A", "S3 B", "S4 C", "S5 D"),
    "staff": table(
        "teacher_id school_id position",
        *("T1 S1 teacher", "T2 S1 head", "T2 S2 teacher", "T3 S2 teacher", "T4 S3 teacher"),
        *("T5 S4 teacher", "T6 S5 teacher", "T7 S5 head", "T8 S3 head", "T8 S5 teacher"),
    ),
    "workload": table(
        "teacher_id school_id kind quantity",
        *("T1 S1 lesson 4", "T2 S1 lesson 2", "T2 S2 lesson 1", "T3 S2 lesson 3"),
        *("T4 S3 lesson 5", "T5 - lesson 6", "T6 - lesson 7", "T8 S5 lesson 8", "T8 S3 lesson 9"),
    ),
    "leave": table("teacher_id school_id kind days", "T3 - sick 2", "T4 S3 sick 3", "T7 - own 1"),
    "ethics": table(
        "case_id teacher_id county_id item status decided_on committed_on",
        "c1 T1 A gifts confirmed 2025-10-01 2025-09-20",
        "c2 T6 - gifts under_review - 2025-09-20",
        "c3 T8 B gifts confirmed 2025-10-01 2025-09-20",
    ),
    "adjustments": table(
        "adjustment_id teacher_id school_id amount reason author",
        *("a1 T4 - 2 late office", "a2 T8 S5 1 late office"),
    ),
    "opening_balances": table("unit_id county_id amount", "S1 - 10", "S4 C 20"),
}
WRONG = (None, "x", "A", "B", "Z", "S1", "S3", "S9", "T1", "T4", "T8", "T9", "c1", "a1", "-5")


def cells() -> Iterator[tuple[str, str, int, str | None]]:
    """Every cell, with everything that may stand there instead."""
    for name, columns in TABLES.items():
        for column, rows in columns.items():
            for row, text in enumerate(rows):
                yield from ((name, column, row, other) for other in WRONG if other != text)


def with_cell(name: str, column: str, row: int, text: str | None) -> dict[str, Table]:
    """The tables with another text in one cell."""
    rows = list(TABLES[name][column])
    rows[row] = text
    return {**TABLES, name: {**TABLES[name], column: rows}}


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, 32))]
)
def test_whatever_cell_is_wrong_the_others_are_paid_the_same(part: int) -> None:
    """Where a wrong cell is an error, every county that is not left out gets what it would get if
    the cell were right: nothing of it is lost with the rows of the others, and nothing is added.

    Not so where the cell could as well be right: money of another county, without which computing
    fails, or a teacher who lacks but a school.
    """
    every = sorted(cells(), key=str)
    Random(1).shuffle(every)
    right, found = compute(POLICY, records(TABLES)), 0
    for cell in every[part::32]:
        tables = records(with_cell(*cell))
        try:
            compute(POLICY, tables, threads=1)
        except ProblemsError as error:
            codes = {p.code for p in error.problems if p.severity == "error"}
            if not codes <= {"C212", "R243"}:
                found += _judge(right, cell)
    assert found > 5


def _judge(right: Result, cell: tuple[str, str, int, str | None]) -> bool:
    """Whether something is computed; fails if it is not what is right."""
    try:
        result = compute(POLICY, records(with_cell(*cell)), keep_going=True, threads=1)
    except ProblemsError:
        return False
    assert result.left_out, cell
    for name in ("payouts", "lines", "units", "ledger", "bars", "totals"):
        table: pl.DataFrame = getattr(right, name)
        rest = table.filter(~pl.col("county_id").is_in(list(result.left_out)))
        assert rest.equals(getattr(result, name)), (cell, name)
    return True
