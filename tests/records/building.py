"""Small datasets for the tests of records, and short forms of what checks say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import settings

from paycalc.problems import Problem
from paycalc.records import Checked, Expectations, Period, Records, check
from paycalc.records.cells import texts

PERIOD = Period("2025-2026-1", date(2025, 9, 1), date(2026, 1, 31))

EXPECTS = Expectations(
    decimals=2,
    first_day=date(2025, 9, 1),
    last_day=date(2026, 8, 31),
    tables=frozenset({"workload", "outcomes", "leave", "school_results"}),
    ethics_items=frozenset({"gifts", "tutoring"}),
    statuses={"confirmed": "apply", "under_review": "hold", "overturned": "ignore"},
    needs_date={
        "gifts": frozenset({"decided_on"}),
        "tutoring": frozenset({"decided_on", "committed_on"}),
    },
)

UNHURRIED = settings(deadline=None)
"""For tests that draw examples: a busy machine may be slow."""

Cells = Mapping[str, Sequence[Any]]


def dataset(**tables: Cells | None) -> dict[str, Cells]:
    """Two counties with three schools and four posts, without an error; tables put over it."""
    whole: dict[str, Cells | None] = {
        "funds": {"county_id": ["C1", "C2"], "amount": ["1000.00", "500"]},
        "schools": {"school_id": ["S2", "S1", "S3"], "county_id": ["C1", "C1", "C2"]},
        "staff": {
            "teacher_id": ["T2", "T1", "T1", "T3"],
            "school_id": ["S2", "S1", "S2", "S3"],
            "position": ["teacher", "teacher", "head", "teacher"],
            "fte": ["1", "0.5", "0.5", None],
        },
    }
    whole |= tables
    return {name: cells for name, cells in whole.items() if cells is not None}


def work(**columns: Sequence[Any]) -> Cells:
    """Rows of workload, a lesson each unless ``columns`` say otherwise."""
    rows = len(next(iter(columns.values())))
    return {"teacher_id": ["T2"] * rows, "kind": ["lesson"] * rows, "quantity": ["1"] * rows} | (
        columns
    )


def checked(
    tables: Mapping[str, object], /, period: Period = PERIOD, **expects: Any
) -> tuple[Checked | None, tuple[Problem, ...]]:
    """What ``check`` gives for tables, with changed expectations."""
    return check(Records.from_tables(tables, period=period), replace(EXPECTS, **expects))


def passed(tables: Mapping[str, object], /, period: Period = PERIOD, **expects: Any) -> Checked:
    """The checked records of tables without an error."""
    result, problems = checked(tables, period, **expects)
    assert result is not None, [str(problem) for problem in problems]
    return result


def found(
    tables: Mapping[str, object], /, period: Period = PERIOD, **expects: Any
) -> list[tuple[str, str | None, int | None, str | None]]:
    """Code, table, row and column of every problem, notes on what nobody reads aside."""
    return short(checked(tables, period, **expects)[1])


def short(
    problems: Iterable[Problem],
) -> list[tuple[str, str | None, int | None, str | None]]:
    """Code, table, row and column of problems, notes on what nobody reads aside."""
    problems = list(problems)
    assert all(str(problem) and problem.message("zh") for problem in problems)
    return [
        (problem.code, problem.place.table, problem.place.row, problem.place.column)
        for problem in problems
        if problem.code not in ("R280", "R281")
    ]


def write_csv(
    folder: Path, tables: Mapping[str, Cells | pl.DataFrame], period: str | None = None
) -> Path:
    """A dataset as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, cells in tables.items():
        frame = cells if isinstance(cells, pl.DataFrame) else pl.DataFrame(dict(cells))
        frame.write_csv(folder / f"{name}.csv")
    write_period(folder, period)
    return folder


def write_period(folder: Path, period: str | None = None) -> None:
    """A ``period.yaml``: that of PERIOD unless another text is given."""
    text = "id: 2025-2026-1\nfrom: 2025-09-01\nto: 2026-01-31\n" if period is None else period
    (folder / "period.yaml").write_text(text, encoding="utf-8")


def content(result: Checked) -> dict[str, Any]:
    """What checked records say, whatever the order of rows, the files and the types."""
    schools = texts(result.schools.frame["school_id"]).to_list()
    posts = [
        (schools[school], result.counties[county], teacher)
        for school, county, teacher in zip(
            result.posts.school.tolist(),
            result.posts.county.tolist(),
            result.posts.teacher_id,
            strict=True,
        )
    ]
    tables = {"staff": result.staff, "schools": result.schools, **result.tables}
    rows = {}
    for name, table in tables.items():
        if table.school is not None:
            school = table.school
        else:
            assert table.post is not None
            school = result.posts.school[table.post]
        columns = {column.name: texts(column).to_list() for column in table.frame.get_columns()}
        names = sorted(columns)
        told = [
            (
                schools[school[row]],
                result.counties[result.schools.county[school[row]]],
                None if table.post is None else posts[table.post[row]],
                tuple((column, columns[column][row]) for column in names),
            )
            for row in range(len(table.frame))
        ]
        rows[name] = sorted(told, key=repr)
    cases = result.ethics
    case_columns = (
        cases.case_id.to_list(),
        cases.county.tolist(),
        cases.teacher_id.to_list(),
        cases.person.tolist(),
        cases.item.to_list(),
        cases.status.to_list(),
        cases.decided_on.days.tolist(),
        cases.committed_on.state.tolist(),
    )
    funds = (result.funds.county.tolist(), result.funds.fen.tolist(), result.funds.source.to_list())
    return {
        "period": result.period,
        "counties": result.counties,
        "persons": (result.persons, result.posts.person.tolist()),
        "posts": posts,
        "rows": rows,
        "cases": sorted(zip(*case_columns, strict=True)),
        "funds": sorted(zip(*funds, strict=True), key=repr),
        "counted": sorted(
            (problem.code, problem.place.table or "", problem.place.column or "", problem.count)
            for problem in result.problems
        ),
    }
