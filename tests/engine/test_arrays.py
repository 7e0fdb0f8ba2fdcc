"""`compute_arrays`: pays what records pay, and raises nothing for data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

import numpy as np
import pytest

from paycalc.engine import Encoded, compute, compute_arrays
from paycalc.engine.arrays import Range
from paycalc.engine.numbers import Numbers
from paycalc.engine.states import State, StateCode
from tests.engine.by_hand import ENCODED, POLICY, TABLES, cells, plan_of, records_of
from tests.reference import Outcome, pay

PLAN = plan_of()
POSTS = [("A", "S2", "T1"), ("A", "S2", "T2"), ("A", "S1", "T1"), ("A", "S3", "T3")]
POSTS += [("B", "S9", "T1")]


def fen(money: Decimal) -> int:
    """Money of the public face in fen."""
    return int(money.scaleb(2))


def joined(ranges: tuple[Range, ...], take: Callable[[Any], Any]) -> list[int]:
    """An array of all ranges."""
    return list(np.concatenate([take(one.arrays) for one in ranges]).tolist())


def test_records_and_the_same_county_typed_by_hand_pay_the_same() -> None:
    """What goes through records and what is typed as arrays is the same pay, line by line."""
    result = compute(PLAN.policy, records_of())
    ranges = compute_arrays(PLAN, ENCODED)
    for column in ("gross", "forfeited", "received", "held", "payable"):
        by_post = {
            row[0:1] + row[2:4]: fen(row[-1])
            for row in result.payouts.select(
                "county_id", "unit_id", "school_id", "teacher_id", column
            ).iter_rows()
        }
        found = joined(ranges, attrgetter(column))
        assert found == [by_post[post] for post in POSTS], column
    lines = {row[:4]: fen(row[-1]) for row in result.lines.drop("unit_id").iter_rows()}
    (whole,) = ranges
    for line, paid in whole.arrays.money.lines.items():
        assert paid.tolist() == [lines.get((*post, line), 0) for post in POSTS], line
    assert joined(ranges, lambda arrays: arrays.payable).count(0) == 0


def test_arrays_typed_by_hand_pay_what_the_plain_reading_pays() -> None:
    """The plain reading of policy.md pays the same posts the same fen."""
    tables = {
        name: [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
        for name, cells in TABLES.items()
    }
    period = {"id": "2025-2026-1", "from": "2025-09-01", "to": "2026-01-31"}
    outcome = pay(POLICY, tables, period)
    assert isinstance(outcome, Outcome)
    ranges = compute_arrays(PLAN, ENCODED)
    assert joined(ranges, lambda arrays: arrays.gross) == [
        outcome.payouts[post].gross for post in POSTS
    ]
    assert joined(ranges, lambda arrays: arrays.forfeited) == [
        outcome.payouts[post].forfeited for post in POSTS
    ]


def test_a_few_fen_by_hand() -> None:
    """The only post of county B gets its 500.00; A's are 1000.00 and 90.01 by five stints."""
    (whole,) = compute_arrays(PLAN, ENCODED)
    assert whole.arrays.gross[4] == 50_000
    assert whole.arrays.money.received["base"].tolist() == [60_000, 40_000, 50_000]
    assert whole.arrays.money.received["awards"].tolist() == [5_401, 3_600, 0]
    # 15, 1, 5 and 25 completed years: T2's 29 February completes its first on the 28th
    assert whole.arrays.money.lines["level_2.tenure"].tolist() == [1500, 100, 500, 2500, 0]
    assert whole.arrays.money.lines["level_2.awards"].tolist() == [2701, 2700, 1800, 1800, 0]


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_threads_and_parts_pay_the_same(threads: int) -> None:
    """Counties in ranges of their own pay as they do together."""
    whole = compute_arrays(PLAN, ENCODED)
    ranges = compute_arrays(PLAN, ENCODED, threads=threads)
    alone = [one for k in range(2) for one in compute_arrays(PLAN, ENCODED.part(k, k + 1))]
    for parts in (ranges, tuple(alone)):
        for name in ("gross", "forfeited", "received", "held"):
            take = attrgetter(name)
            assert joined(parts, take) == joined(whole, take)


# --- Errors -----------------------------------------------------------------------------------


def with_cells(table: str, column: str, kind: str, change: Callable[[Numbers], Numbers]) -> Encoded:
    """The counties with the cells of one column changed."""
    old = ENCODED.tables[table]
    columns = {**getattr(old, kind)}
    columns[column] = change(columns[column])
    tables = {**ENCODED.tables, table: replace(old, **{kind: columns})}
    return replace(ENCODED, tables=tables)


def last(state: StateCode, value: int = 0) -> Callable[[Numbers], Numbers]:
    """A change of the last row, which is county B's."""

    def change(numbers: Numbers) -> Numbers:
        states, values = numbers.state.copy(), numbers.value.copy()
        states[-1], values[-1] = state, value
        return Numbers(values, states)

    return change


BROKEN: dict[str, tuple[Encoded, StateCode]] = {
    "an empty quantity": (
        with_cells("workload", "quantity", "numbers", last(State.NONE)),
        State.ROW_WITHOUT_NUMBER,
    ),
    "a text as quantity": (
        with_cells("workload", "quantity", "numbers", last(State.TEXT_FOR_NUMBER)),
        State.TEXT_FOR_NUMBER,
    ),
    "a quantity beyond the range": (
        with_cells("workload", "quantity", "numbers", last(State.NUMBER_OUT_OF_RANGE)),
        State.NUMBER_OUT_OF_RANGE,
    ),
    "a product beyond 64 bits": (
        with_cells("workload", "quantity", "numbers", last(State.OVERFLOW)),
        State.OVERFLOW,
    ),
    "a date that is none": (
        with_cells("staff", "hired_on", "dates", last(State.BAD_DATE)),
        State.BAD_DATE,
    ),
    "no date": (
        with_cells("staff", "hired_on", "dates", last(State.NONE)),
        State.ROW_WITHOUT_NUMBER,
    ),
    "a fund below zero": (
        replace(ENCODED, funds=np.array([[100_000, -1], [9_001, 0]])),
        State.FUND_OUT_OF_RANGE,
    ),
    "a fund beyond the largest": (
        replace(ENCODED, funds=np.array([[100_000, 10**15], [9_001, 1]])),
        State.FUND_OUT_OF_RANGE,
    ),
}


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("what", sorted(BROKEN))
def test_errors_come_back_by_county_and_other_counties_are_paid(what: str, threads: int) -> None:
    """An error of one county is a fault that names it; the other county's pay stays."""
    encoded, state = BROKEN[what]
    ranges = compute_arrays(PLAN, encoded, threads=threads)
    faults = [
        (fault.state, county + one.first)
        for one in ranges
        for fault in one.faults
        for county in fault.scope.county.tolist()
    ]
    assert faults == [(state, 1)]
    assert joined(ranges, lambda arrays: arrays.failed) == [False, True]
    paid, right = (
        joined(x, lambda arrays: arrays.payable) for x in (ranges, compute_arrays(PLAN, ENCODED))
    )
    assert paid[:4] == right[:4]
    assert paid[4] == 0


def test_both_counties_may_err_at_once() -> None:
    """Every county's first errors come back together."""
    broken = BROKEN["a text as quantity"][0]
    funds = np.array([[-5, 50_000], [9_001, 0]])
    (whole,) = compute_arrays(PLAN, replace(broken, funds=funds))
    found = {(fault.state, *fault.scope.county.tolist()) for fault in whole.faults}
    assert found == {(State.FUND_OUT_OF_RANGE, 0), (State.TEXT_FOR_NUMBER, 1)}
    assert whole.arrays.failed.all()
    assert not whole.arrays.payable.any()


def test_a_row_whose_kind_no_item_reads_may_say_anything() -> None:
    """A duty's quantity is read by nobody, so that a text there is no error."""
    quantity = cells(10_000_000, State.TEXT_FOR_NUMBER, 20_000_000, 12_500_000, 8_000_000)
    encoded = with_cells("workload", "quantity", "numbers", lambda _: quantity)
    assert compute_arrays(PLAN, encoded)[0].faults == ()


def test_no_county_at_all_is_paid_nothing() -> None:
    """Records of nothing are no error."""
    for encoded in (ENCODED.part(0, 0), ENCODED.part(2, 2)):
        (whole,) = compute_arrays(PLAN, encoded, threads=4)
        assert (whole.faults, whole.arrays.payable.size) == ((), 0)
        assert whole.encoded.funds.shape == (2, 0)
