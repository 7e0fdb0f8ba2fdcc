"""VALUEs and conditions: truths that may be unknown, lookups, items at a place (sections 3, 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from paycalc.engine.encoded import EncodedTable
from paycalc.engine.numbers import MICRO, Numbers, States
from paycalc.engine.scope import rows_of
from paycalc.engine.states import State, StateCode
from paycalc.engine.values import (
    FALSE,
    TRUE,
    both,
    evaluate,
    evaluate_where,
    in_row,
    judge,
    within,
)
from paycalc.engine.work import ItemNumbers, Work
from paycalc.policy.model import (
    BandLookup,
    Column,
    Condition,
    DateRange,
    ItemRef,
    Number,
    NumberRange,
    TableLookup,
    Value,
)
from tests.engine.by_hand import ENCODED, NO, WORKLOAD, cells, day, plan_of
from tests.engine.drawing import SOME

BAD, RANGE = State.TEXT_FOR_NUMBER, State.NUMBER_OUT_OF_RANGE

# Rows of workload: kind lesson, duty, lesson, lesson, lesson; subject math, -, chinese, math, -
ROWS = EncodedTable(
    WORKLOAD.row_owner,
    WORKLOAD.row_origin,
    WORKLOAD.texts,
    numbers={"size": cells(40 * MICRO, NO, 46 * MICRO, BAD, 56 * MICRO), "low": cells(*[-1] * 5)},
    dates={"on": cells(day("2025-09-30"), NO, State.BAD_DATE, day("2025-10-01"), 0)},
)
WORK = Work(plan_of(), replace(ENCODED, tables={**ENCODED.tables, "workload": ROWS}))
PLACES = rows_of(WORK.encoded, "workload")


def told(found: Numbers) -> list[int | StateCode]:
    """The number of each place, or its state."""
    pairs = zip(found.value.tolist(), found.state.tolist(), strict=True)
    return [value if state == State.OK else StateCode(state) for value, state in pairs]


# --- Truths -------------------------------------------------------------------------------------


TRUTHS = (FALSE, TRUE, State.OVERFLOW, State.BAD_DATE)


def conjunction(first: int, second: int) -> int:
    """Kleene's and: false wins, then the first error."""
    if FALSE in (first, second):
        return FALSE
    return next((x for x in (first, second) if x != TRUE), TRUE)


def bytes_of(values: Sequence[int]) -> States:
    """Truths as the engine holds them."""
    return np.array(values, np.uint8)


def test_the_truth_table_of_and() -> None:
    """False wins over an error, an error over true, and of two errors the first is told."""
    pairs = list(product(TRUTHS, repeat=2))
    found = both(*(bytes_of([pair[i] for pair in pairs]) for i in range(2)))
    assert found.tolist() == [conjunction(*pair) for pair in pairs]
    assert found.dtype == np.uint8


@SOME
@given(st.lists(st.sampled_from(TRUTHS), min_size=1, max_size=6), st.randoms())
def test_conditions_have_no_order(truths: list[int], random: object) -> None:
    """Whether all hold, fail or cannot be judged does not depend on which is asked first."""

    def all_of(values: Sequence[int]) -> int:
        result = bytes_of([TRUE])
        for value in values:
            result = both(result, bytes_of([value]))
        return int(result[0])

    def kind(truth: int) -> int:
        return min(truth, State.OVERFLOW)

    turned = sorted(truths, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert kind(all_of(turned)) == kind(all_of(truths))


def test_ranges_have_both_ends_inside() -> None:
    """None lies in no range, an error in none that could be told."""
    numbers = cells(1, 2, 3, 4, NO, BAD)
    assert within(numbers, 2, 3).tolist() == [FALSE, TRUE, TRUE, FALSE, FALSE, BAD]
    assert within(numbers, None, 2).tolist() == [TRUE, TRUE, FALSE, FALSE, FALSE, BAD]
    assert within(numbers, 3, None).tolist() == [FALSE, FALSE, TRUE, TRUE, FALSE, BAD]


def judged(column: str, accepts: frozenset[str] | NumberRange | DateRange) -> list[int]:
    """A condition on each row of workload."""
    return judge(WORK, PLACES, [Condition(Column(column), accepts)]).tolist()


def test_conditions_on_texts_numbers_and_dates() -> None:
    """An empty cell matches none, and a cell that cannot be judged is an error."""
    assert judged("kind", frozenset({"lesson"})) == [1, 0, 1, 1, 1]
    assert judged("subject", frozenset({"math", "teacher"})) == [1, 0, 0, 1, 0]
    assert judged("subject", frozenset()) == [0] * 5
    assert judged("size", NumberRange(46 * MICRO, None)) == [0, 0, 1, BAD, 1]
    september = DateRange(date(2025, 9, 1), date(2025, 9, 30))
    assert judged("on", september) == [1, 0, State.BAD_DATE, 0, 0]
    assert judged("on", DateRange(None, date(2025, 9, 30))) == [1, 0, State.BAD_DATE, 0, 1]


def test_a_false_condition_hides_an_error_beside_it() -> None:
    """What cannot be judged counts only where everything else holds."""
    size = Condition(Column("size"), NumberRange(0, None))
    chinese = Condition(Column("subject"), frozenset({"math"}))
    duty = Condition(Column("kind"), frozenset({"teacher"}))
    for conditions in ([size, chinese], [chinese, size]):
        assert judge(WORK, PLACES, conditions).tolist() == [1, 0, 0, BAD, 0]
    assert judge(WORK, PLACES, [size, duty]).tolist() == [0] * 5
    assert judge(WORK, PLACES, []).tolist() == [1] * 5


# --- Lookups ------------------------------------------------------------------------------------


def found(value: Value) -> list[int | StateCode]:
    """A VALUE at each row of workload."""
    return told(evaluate(WORK, PLACES, value))


MATH = {("math",): Number(7)}
MISS = State.NOT_IN_TABLE


def test_a_table_takes_its_default_where_a_key_is_missing_or_empty() -> None:
    """A cell in no table, or an empty one, has the default; without one it is an error."""
    by = (Column("subject"),)
    assert found(TableLookup(by, MATH)) == [7, MISS, MISS, 7, MISS]
    assert found(TableLookup(by, MATH, Number(1))) == [7, 1, 1, 7, 1]
    assert found(TableLookup(by, MATH, Column("size"))) == [7, NO, 46 * MICRO, 7, 56 * MICRO]


def test_a_nested_table_has_one_default_for_every_miss() -> None:
    """Both columns must be keys together, whichever of them misses."""
    by = (Column("kind"), Column("subject"))
    table = {("lesson", "math"): Number(3), ("teacher", "lesson"): Number(4)}
    assert found(TableLookup(by, table)) == [3, MISS, MISS, 3, MISS]
    assert found(TableLookup(by, table, Number(9))) == [3, 9, 9, 3, 9]


def test_only_the_chosen_entry_is_evaluated() -> None:
    """An entry that would be an error somewhere else does no harm."""
    table: dict[tuple[str, ...], Value] = {("math",): Column("low"), ("lesson",): Column("size")}
    assert found(TableLookup((Column("subject"),), table, Number(0))) == [-1, 0, 0, -1, 0]
    lazily = BandLookup(Column("low"), (-5, 0), (Number(8), Column("size")))
    assert found(lazily) == [8] * 5


def test_bands_hold_from_their_bound_up_to_the_next() -> None:
    """No number takes the default, below the first band is an error even with one."""
    bands = (46 * MICRO, 56 * MICRO), (Number(11), Number(12))
    below = State.BELOW_FIRST_BAND
    assert found(BandLookup(Column("size"), *bands)) == [below, MISS, 11, BAD, 12]
    assert found(BandLookup(Column("size"), *bands, Number(0))) == [below, 0, 11, BAD, 12]


def test_a_value_is_evaluated_only_where_it_is_asked() -> None:
    """Elsewhere there is none, not even an error; in a row none is an error."""
    asked = np.array([True, False, True, False, False])
    assert told(evaluate_where(WORK, PLACES, Column("size"), asked)) == [
        40 * MICRO,
        NO,
        46 * MICRO,
        NO,
        NO,
    ]
    empty = State.ROW_WITHOUT_NUMBER
    assert told(in_row(cells(1, NO, BAD, RANGE))) == [1, empty, BAD, RANGE]
    assert found(Number(5)) == [5] * 5


# --- Items at a place -----------------------------------------------------------------------------


def test_an_item_is_found_at_the_place_of_a_row() -> None:
    """A row reads the number of its post or of its unit; where there is none the default counts."""
    posts, units = (WORK.members(base) for base in ("post", "unit"))
    work = Work(WORK.plan, WORK.encoded)
    work.items["lessons"] = ItemNumbers(posts, cells(10, NO, 12, 13, State.OVERFLOW))
    work.items["heads"] = ItemNumbers(units, cells(100, 200, NO))
    rows = rows_of(work.encoded, "workload")  # of posts 0, 0, 1, 2, 4
    assert told(evaluate(work, rows, ItemRef("lessons"))) == [10, 10, NO, 12, State.OVERFLOW]
    assert told(evaluate(work, rows, ItemRef("lessons", Number(5))))[2:] == [5, 12, State.OVERFLOW]
    assert told(evaluate(work, rows, ItemRef("heads"))) == [100, 100, 100, 200, NO]
    assert told(evaluate(work, rows, ItemRef("heads", Number(1)))) == [100, 100, 100, 200, 1]
