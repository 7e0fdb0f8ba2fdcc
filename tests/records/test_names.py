"""Names that a dataset adds: ``aliases`` of period.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from paycalc.records import read_records
from paycalc.records.names import parse_names
from tests.records.building import dataset, write_csv

PERIOD = "id: 2025-2026-1\nfrom: 2025-09-01\nto: 2026-01-31\n"


def lines(text: str) -> list[tuple[str, int | None]]:
    """Code and line of everything wrong with the names of a period's text."""
    return [(problem.code, problem.place.line) for problem in parse_names(text, "period.yaml")[1]]


def test_names_of_files_and_headings(tmp_path: Path) -> None:
    """Tables and columns are found by the names that are added, in every kind of file."""
    aliases = """\
aliases:
  workload: [课时表, 课时]
  teacher_id: 教师编号
  workload.quantity: 节数
  workload.grade_factor: 年级系数
"""
    write_csv(tmp_path, dataset(), PERIOD + aliases)
    text = "教师编号,工作类别,节数,年级系数\nT2,lesson,3,1.1\n"
    (tmp_path / "课时表.csv").write_text(text, encoding="utf-8")
    records = read_records(tmp_path)
    assert records.problems == ()
    table = records.tables["workload"]
    assert table.frame.columns == ["teacher_id", "kind", "quantity", "grade_factor"]
    assert table.headings["quantity"] == "节数"


def test_a_name_of_one_table_goes_before_that_of_all() -> None:
    """A column's name for one table counts there, and the general one elsewhere."""
    text = "aliases: {kind: 类别, leave.days: 类别, subject: 类别2}"
    names, problems = parse_names(text, "")
    assert problems == []
    assert [names.column(table, "类别") for table in ("leave", "workload", "funds")] == [
        "days",
        "kind",
        "类别",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aliases: 课时", [("R156", 1)]),
        ("aliases:\n  workload: {a: b}", [("R156", 2)]),
        ("aliases:\n  [a]: b", [("R156", 2)]),
        (
            "aliases:\n  workloads: a\n  weekly.quantity: b\n  hours: c",
            [("R157", n) for n in (2, 3, 4)],
        ),
        ("aliases:\n  staff: a\n  workload: a", [("R158", 3)]),
        ("aliases:\n  kind: a\n  days: [b, a]", [("R158", 3)]),
        ("aliases:\n  kind: a\n  leave.days: [b, a]", []),
        ("aliases: {kind: a, kind: a}", []),
        ("id: x", []),
        ("- x", []),
        ("aliases: [", []),
    ],
)
def test_wrong(text: str, expected: list[tuple[str, int]]) -> None:
    """Everything wrong with names is told with its line; broken YAML is told of the period."""
    assert lines(text) == expected


def test_the_nearest_name() -> None:
    """A key that is not known is told the nearest that is."""
    _, (problem, other) = parse_names("aliases: {workloads: a, x.kind: b}", "period.yaml")
    assert problem.values == {"key": "workloads", "nearest": "workload"}
    assert other.values == {"key": "x.kind", "nearest": "workload"}
    assert "workload" in str(problem)


def test_errors_keep_records_from_being_computed(tmp_path: Path) -> None:
    """Errors in the names are among the problems of the records."""
    write_csv(tmp_path, dataset(), PERIOD + "aliases: {workloads: a}\n")
    assert [(p.code, p.severity) for p in read_records(tmp_path).problems] == [("R157", "error")]
