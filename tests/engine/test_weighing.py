"""Rows weighed in one pass: the same numbers and errors as row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from paycalc.engine import rows
from tests.agreement.engine_side import by_engine
from tests.result.building import dataset, paid, policy, table
from tests.strategies import case_of

CASES = 60


def never(*_: object) -> None:
    """There is always more to it."""


def test_random_counties_are_paid_the_same_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a random policy and its records come to, errors too, comes of the long way too."""
    weighed, told = rows.weighed, []

    def counted(*arguments: Any) -> Any:
        told.append(weighed(*arguments) is not None)
        return weighed(*arguments)

    monkeypatch.setattr(rows, "weighed", counted)
    found = [by_engine(case_of(seed)) for seed in range(CASES)]
    assert CASES < sum(told) < len(told)  # both ways are taken
    monkeypatch.setattr(rows, "weighed", never)
    monkeypatch.setattr(rows, "accepted", never)
    assert [by_engine(case_of(seed)) for seed in range(CASES)] == found


def shares(items: str, staff: tuple[str, ...], *workload: str) -> list[Decimal]:
    """What the posts of a school get of 1000 yuan by the item ``load``."""
    header, *posts = staff
    text = policy(items=items, level_2="pools: {work: {takes: rest, share_by: [load]}}")
    tables = dataset(
        funds=table("county_id amount source", "A 1000 x"),
        schools=table("school_id county_id", "S1 A"),
        staff=table(header, *posts),
        workload=table("teacher_id school_id kind quantity size", *workload),
    )
    return paid(text, tables).payouts["payable"].to_list()


def test_an_empty_cell_of_a_stint_is_answered_by_the_latest() -> None:
    """Of two stints of one post the first has no rank: that of the latest counts for both."""
    told = shares(
        "load: {rows: staff, times: [{by: rank, table: {a: 2}, default: 1}]}",
        (
            "teacher_id school_id position rank from to",
            "T1 S1 teacher - 2025-09-01 2025-10-31",
            "T1 S1 teacher a 2025-11-01 2026-01-31",
            "T2 S1 teacher - - -",
        ),
    )
    assert told == [Decimal(800), Decimal(200)]


def test_a_number_that_is_not_there_takes_the_default_of_its_bands() -> None:
    """An empty cell of the banded column is no error where there is a default."""
    told = shares(
        "load: {rows: workload, times: [{by: size, bands: {0: 1, 40: 3}, default: 2}]}",
        ("teacher_id school_id position", "T1 S1 teacher", "T2 S1 teacher", "T3 S1 teacher"),
        "T1 S1 lesson 1 45",
        "T2 S1 lesson 1 -",
        "T3 S1 lesson 5 39",
    )
    assert told == [Decimal(300), Decimal(200), Decimal(500)]


def test_a_row_of_a_post_is_weighed_by_what_its_school_says() -> None:
    """Schools of one unit differ: one is rural, one says nothing and takes the default."""
    text = policy(
        items="load: {rows: workload, where: {school.open: yes}, "
        "times: [{by: school.place, table: {rural: 3}, default: 2}]}",
        level_1="unit: cluster, pools: {base: {takes: rest, share_equally: true}}",
        level_2="pools: {work: {takes: rest, share_by: [load]}}",
    )
    tables = dataset(
        funds=table("county_id amount source", "A 1000 x"),
        schools=table(
            "school_id county_id cluster place open",
            "S1 A C rural yes",
            "S2 A C - yes",
            "S3 A C rural -",
        ),
        staff=table("teacher_id school_id position", *(f"T{n} S{n} teacher" for n in (1, 2, 3))),
        workload=table(
            "teacher_id school_id kind quantity",
            *("T3 S3 lesson 7", "T2 S2 lesson 1", "T1 S1 lesson 1", "T2 S2 lesson 0"),
        ),
    )
    assert paid(text, tables).payouts["payable"].to_list() == [600, 400, 0]


def test_conditions_on_an_empty_cell_hold_for_no_row() -> None:
    """A row counts whose cell is one of the texts named; another one, or an empty one, does not."""
    told = shares(
        "load: {rows: workload, where: {size: [a, b]}}",
        ("teacher_id school_id position", "T1 S1 teacher", "T2 S1 teacher"),
        "T1 S1 lesson 1 a",
        "T1 S1 lesson 9 -",
        "T2 S1 lesson 3 b",
        "T2 S1 lesson 9 c",
    )
    assert told == [Decimal(250), Decimal(750)]
