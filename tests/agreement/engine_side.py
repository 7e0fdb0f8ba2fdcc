"""What the engine says of a case, in the common form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

import polars as pl

from paycalc import ProblemsError, Records, Result, compute
from paycalc.policy import parse_policy
from paycalc.problems import Problem
from tests.agreement.answers import Answer, Paid, Refused
from tests.agreement.classes import CLASSES
from tests.strategies import Case
from tests.strategies.case import Rows


def by_engine(case: Case) -> Answer:
    """What the engine says."""
    policy, problems = parse_policy(case.policy_text, read_file=case.files.__getitem__)
    if policy is None:
        return _refused(problems)
    try:
        result = compute(policy, records_of(case))
    except ProblemsError as error:
        return _refused(error.problems)
    return _paid(result, policy.currency.decimals)


def records_of(case: Case) -> Records:
    """The tables of a case as the engine takes them."""
    frames = {name: frame(rows) for name, rows in case.tables.items()}
    return Records.from_tables(frames, period=case.period)


def frame(rows: Rows) -> pl.DataFrame:
    """A table of text cells; a cell that a row lacks is empty."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = {column: [row.get(column, "") for row in rows] for column in columns}
    return pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String))


def _refused(problems: Iterable[Problem]) -> Refused:
    errors = [problem for problem in problems if problem.severity == "error"]
    by_county: defaultdict[str, set[str]] = defaultdict(set)
    for problem in errors:
        if problem.code.startswith("C") and problem.place.county is not None:
            by_county[problem.place.county].add(_class(problem))
    classes = frozenset(_class(problem) for problem in errors)
    return Refused(classes, {county: frozenset(found) for county, found in by_county.items()})


def _class(problem: Problem) -> str:
    kinds = {"P": "policy", "R": "records"}
    return kinds.get(problem.code[0]) or CLASSES[problem.code]


def _paid(result: Result, decimals: int) -> Paid:
    def rows(table: pl.DataFrame, keys: int) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
        for row in table.iter_rows():
            yield row[:keys], tuple(_fen(part, decimals) for part in row[keys:])

    payouts = result.payouts.drop("unit_id")
    lines = result.lines.drop("unit_id")
    found = {key: fen for key, (fen,) in rows(lines, 4) if fen}
    units = dict(rows(result.units, 2))
    return Paid(
        payouts=dict(rows(payouts, 3)),  # type: ignore[arg-type]
        lines=found,  # type: ignore[arg-type]
        units=units,  # type: ignore[arg-type]
        counties={key: fen for (key,), fen in rows(result.totals, 1)},
        bars=frozenset(tuple(str(part) for part in row) for row in result.bars.iter_rows()),
        broken=frozenset(broken(result.problems)),
    )


def _fen(part: object, decimals: int) -> int:
    """A count as it is, money of the public face in fen."""
    if isinstance(part, int):
        return part
    assert isinstance(part, Decimal)
    fen = part.scaleb(decimals)
    assert fen == int(fen)
    return int(fen)


def broken(problems: Iterable[Problem]) -> Iterator[tuple[str, str, str]]:
    """The guarantees that do not hold, with county and unit."""
    for problem in problems:
        if problem.code == "C301":
            name = (problem.place.item or "").removeprefix("guarantees.")
            yield name, problem.place.county or "", problem.place.unit or ""
