"""Rows that a run leaves out by their dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.records.building import PERIOD, dataset, found, passed, work

KNOWN = replace(PERIOD, known_at=date(2026, 2, 5))


def test_work_of_other_days() -> None:
    """Work dated outside the period is left out and counted; undated work is of the period."""
    days = ["2025-08-31", "2025-09-01", None, "2026-01-31", "2026-02-01"]
    result = passed(dataset(workload=work(quantity=["1", "2", "3", "4", "5"], date=days)))
    table = result.tables["workload"]
    assert table.frame["quantity"].to_list() == ["2", "3", "4"]
    assert table.rows is not None
    assert table.rows.tolist() == [1, 2, 3]
    assert [(p.code, p.severity, p.count) for p in result.problems] == [("R271", "warning", 2)]


def test_dates_of_other_tables() -> None:
    """Only workload is left out by its date."""
    leave = {"teacher_id": ["T2"], "kind": ["a"], "days": ["1"], "date": ["2020-01-01"]}
    assert len(passed(dataset(leave=leave)).tables["leave"].frame) == 1


def test_known_later() -> None:
    """Rows known later than the period says are as if they were not there, in every table."""
    late, early = "2026-02-06", "2026-02-05"
    whole = dataset()
    tables = dataset(
        funds={**whole["funds"], "known_at": [late, early]},
        schools={
            "school_id": ["S2", "S1", "S3", "S1"],
            "county_id": ["C1", "C1", "C2", "C9"],
            "known_at": [None, None, "", late],
        },
        workload=work(quantity=["1", "x", "3"], known_at=[early, late, None]),
        ethics={
            "case_id": ["K", "K"],
            "teacher_id": ["T2", "X"],
            "item": ["gifts", "y"],
            "status": ["under_review", "z"],
            "known_at": [early, late],
        },
    )
    result = passed(tables, KNOWN)
    assert result.funds.fen.tolist() == [50_000]
    assert result.counties == ("C1", "C2")
    assert result.tables["workload"].frame["quantity"].to_list() == ["1", "3"]
    assert result.ethics.case_id.to_list() == ["K"]
    told = [(p.code, p.place.table, p.count) for p in result.problems if p.severity == "warning"]
    assert told == [
        *(("R272", "ethics", 1), ("R262", "funds", 1), ("R272", "funds", 1)),
        *(("R272", "schools", 1), ("R272", "workload", 1)),
    ]


def test_known_later_elsewhere() -> None:
    """A row of a post that was not yet known is one of a post that is not there."""
    staff = dict(dataset()["staff"]) | {"known_at": ["2026-02-06", None, None, None]}
    assert found(dataset(staff=staff, workload=work(quantity=["1"])), KNOWN) == [
        ("R272", "staff", None, "known_at"),
        ("R241", "workload", 1, "teacher_id"),
    ]


def test_no_known_at() -> None:
    """A period that does not say when it was known reads every row."""
    result = passed(dataset(workload=work(quantity=["1"], known_at=["2030-01-01"])))
    assert len(result.tables["workload"].frame) == 1


def test_judged_though_left_out() -> None:
    """A row that the period leaves out is judged all the same: its date may be what is wrong."""
    tables = dataset(workload=work(quantity=["x"], date=["2020-01-01"]))
    assert found(tables) == [
        ("R271", "workload", None, "date"),
        ("R211", "workload", 1, "quantity"),
    ]


def test_counted_once() -> None:
    """A row that is left out for two reasons is counted once."""
    staff = dict(dataset()["staff"]) | {"to": ["2025-01-01", None, None, None]}
    tables = dataset(staff=staff, workload=work(quantity=["1", "1"], date=["2020-01-01", None]))
    assert [(p.code, p.count) for p in passed(tables).problems] == [
        *(("R270", 1), ("R273", 1), ("R271", 1))
    ]
