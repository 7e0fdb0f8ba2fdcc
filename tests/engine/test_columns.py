"""What a column says at a place: which table is asked first, and what is derived (section 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.engine import Encoded, columns
from paycalc.engine.encoded import EncodedTable
from paycalc.engine.numbers import MICRO, Numbers
from paycalc.engine.scope import Ids, Scope, members_of, posts_of, rows_of, units_of
from paycalc.engine.states import State, StateCode
from paycalc.policy.model import Column
from tests.engine.by_hand import ENCODED, NO, STAFF, WORKLOAD, cells, day, ints
from tests.engine.drawing import SOME

BAD = State.TEXT_FOR_NUMBER
FIRST, LAST = date(2025, 9, 1), date(2026, 1, 31)

# The column x in three tables; owners of the rows of workload are posts 0, 0, 1, 2, 4.
ROWS = replace(
    WORKLOAD,
    numbers={"x": cells(1, NO, NO, BAD, NO)},
    texts={"x": ints(0, -1, -1, 3, -1)},
    dates={"d": cells(day("2025-10-02"), NO, NO, NO, State.BAD_DATE)},
)
STINTS = replace(
    STAFF,  # posts 0, 1 (twice), 2, 3, 4
    numbers={"x": cells(20, 19, NO, 22, NO, NO)},
    texts={"x": ints(1, 5, -1, 2, -1, -1)},
    dates={**STAFF.dates, "d": cells(NO, day("2020-01-01"), day("2024-02-29"), NO, NO, NO)},
)
SCHOOLS = EncodedTable(  # S2; S1 and S3 of one unit; S9
    ints(0, 1, 2, 3),
    ints(0, 1, 2, 3),
    texts={"x": ints(3, 4, 4, -1), "y": ints(3, 4, -1, 0)},
    numbers={"x": cells(30, 31, 31, NO), "y": cells(1, 2, NO, 4)},
)
TABLES = {"workload": ROWS, "staff": STINTS, "schools": SCHOOLS}
COUNTIES = replace(ENCODED, tables=TABLES)


def told(found: Numbers | Ids) -> list[int | StateCode]:
    """The number or id of each place, or its state."""
    both = zip(found[0].tolist(), found.state.tolist(), strict=True)
    return [value if state == State.OK else StateCode(state) for value, state in both]


def test_a_bare_column_of_a_row_asks_row_staff_and_school() -> None:
    """The first cell that is not empty counts: the row's, the latest stint's, the school's."""
    rows = rows_of(COUNTIES, "workload")
    assert told(columns.number(rows, Column("x"))) == [1, 20, 30, BAD, NO]
    assert told(columns.ids(rows, Column("x"))) == [0, 1, 3, 3, NO]


@pytest.mark.parametrize(
    ("scope", "numbers", "ids"),
    [
        ("row", [1, NO, NO, BAD, NO], [0, NO, NO, 3, NO]),
        ("staff", [20, 20, NO, 22, NO], [1, 1, NO, 2, NO]),
        ("school", [30, 30, 30, 31, NO], [3, 3, 3, 4, NO]),
    ],
)
def test_a_column_may_say_where_it_is(
    scope: str, numbers: list[int | StateCode], ids: list[int | StateCode]
) -> None:
    """`row.`, `staff.` and `school.` ask that table alone, and the staff row is the latest."""
    rows, column = rows_of(COUNTIES, "workload"), Column("x", scope)  # type: ignore[arg-type]
    assert told(columns.number(rows, column)) == numbers
    assert told(columns.ids(rows, column)) == ids


def test_a_post_asks_its_latest_stint_and_its_school() -> None:
    """A post has no row of its own; an empty cell of its latest stint is not an older one's."""
    posts = posts_of(COUNTIES)
    assert told(columns.number(posts, Column("x"))) == [20, 30, 22, 31, NO]
    assert told(columns.number(posts, Column("x", "row"))) == [NO] * 5


def test_a_stint_asks_itself_first_and_then_the_latest() -> None:
    """A row of staff whose cell is empty has that of the post's latest stint."""
    stints = replace(STINTS, numbers={"x": cells(20, NO, 21, 22, NO, NO)})
    encoded = replace(COUNTIES, tables={**TABLES, "staff": stints})
    found = columns.number(rows_of(encoded, "staff"), Column("x"))
    assert told(found) == [20, 21, 21, 22, 31, NO]


def test_a_column_that_no_table_has_is_empty() -> None:
    """What the records lack everywhere is an empty cell here; they are refused before."""
    for scope in (rows_of(COUNTIES, "workload"), posts_of(COUNTIES), units_of(COUNTIES)):
        assert told(columns.number(scope, Column("nowhere"))) == [NO] * scope.n
        assert told(columns.ids(scope, Column("nowhere"))) == [NO] * scope.n
        assert told(columns.day(scope, Column("nowhere"))) == [NO] * scope.n


def test_a_unit_has_the_columns_on_which_its_schools_agree() -> None:
    """Schools that differ, an empty cell from a filled one too, are an error naming the unit."""
    units = units_of(COUNTIES)
    differ = State.UNIT_COLUMNS_DIFFER
    assert told(columns.number(units, Column("x"))) == [30, 31, NO]
    assert told(columns.ids(units, Column("x", "school"))) == [3, 4, NO]
    assert told(columns.ids(units, Column("y"))) == [3, differ, 0]
    assert told(columns.number(units, Column("y"))) == [1, differ, 4]
    # a post reads its own school
    assert told(columns.ids(posts_of(COUNTIES), Column("y"))) == [3, 3, 4, NO, 0]


def test_a_cell_has_its_own_columns_first() -> None:
    """Members of a cell grain have their cell columns; where these are empty others are asked."""
    own = Ids(ints(5, -1), np.array([0, State.NONE], np.uint8), "text")
    members = Scope(COUNTIES, "post", ints(0, 1), cells={"x": own})
    assert told(columns.ids(members, Column("x"))) == [5, 3]
    assert told(columns.ids(members, Column("x", "row"))) == [5, NO]
    assert told(columns.ids(members, Column("x", "staff"))) == [1, NO]


def test_derived_cell_columns_are_numbers_only_as_decimals() -> None:
    """A cell's `held.days` is a number again, its `d.month` a text where a number should be."""
    ok = np.zeros(2, np.uint8)
    kept = {
        "held.days": Ids(ints(3 * MICRO, 0), ok, "decimal"),
        "d.month": Ids(ints(24_308, 24_309), ok, "month"),
    }
    members = Scope(COUNTIES, "post", ints(0, 1), cells=kept)
    assert told(columns.number(members, Column("held", None, "days"))) == [3 * MICRO, 0]
    assert told(columns.number(members, Column("d", None, "month"))) == [BAD, BAD]


# --- Dates and what is held -------------------------------------------------------------------


def test_dates_are_looked_for_like_other_columns() -> None:
    """The first date that is not empty counts, and what is no date is an error when used."""
    rows = rows_of(COUNTIES, "workload")
    dates = [day("2025-10-02"), NO, day("2024-02-29"), NO, State.BAD_DATE]
    assert told(columns.day(rows, Column("d"))) == dates
    years = [0, NO, MICRO, NO, State.BAD_DATE]
    assert told(columns.number(rows, Column("d", None, "years"))) == years
    months = [2025 * 12 + 9, NO, 2024 * 12 + 1, NO, State.BAD_DATE]
    assert told(columns.ids(rows, Column("d", None, "month"))) == months


def test_the_period_is_the_same_for_everybody() -> None:
    """`period.days` and `period.months` are known at every place, a county's too."""
    for scope in (members_of(COUNTIES, "county"), posts_of(COUNTIES)):
        assert (
            told(columns.number(scope, Column("period", None, "days"))) == [153 * MICRO] * scope.n
        )
        assert (
            told(columns.number(scope, Column("period", None, "months"))) == [5 * MICRO] * scope.n
        )


def held(encoded: Encoded, table: str | None, part: str) -> list[int | StateCode]:
    """What rows of a table, or posts, have of `held`."""
    scope = posts_of(encoded) if table is None else rows_of(encoded, table)
    return told(columns.number(scope, Column("held", None, part)))  # type: ignore[arg-type]


def test_all_stints_of_a_post_are_held_together() -> None:
    """Days add up; a month that two stints touch counts once; the share is of the period."""
    # Post 1: from August to the end of October, and from December on: 61 and 62 days
    assert held(COUNTIES, None, "days") == [x * MICRO for x in (153, 123, 153, 153, 153)]
    assert held(COUNTIES, None, "months") == [x * MICRO for x in (5, 4, 5, 5, 5)]
    assert held(COUNTIES, None, "share")[1] == 803_922  # 123 / 153
    # Each row of staff is held by itself
    assert held(COUNTIES, "staff", "days")[1:3] == [61 * MICRO, 62 * MICRO]
    assert held(COUNTIES, "staff", "months")[1:3] == [2 * MICRO, 2 * MICRO]


def test_a_row_without_dates_of_its_own_takes_its_posts() -> None:
    """A table without `from` and `to` has its posts' days; with one of them its own."""
    assert held(COUNTIES, "workload", "days") == [x * MICRO for x in (153, 153, 123, 153, 153)]
    begin = cells(day("2026-01-31"), NO, day("2025-08-01"), day("2026-02-01"), day("2025-12-31"))
    rows = replace(ROWS, dates={"from": begin})
    encoded = replace(COUNTIES, tables={**TABLES, "workload": rows})
    assert held(encoded, "workload", "days") == [x * MICRO for x in (1, 153, 153, 0, 32)]
    assert held(encoded, "workload", "months") == [x * MICRO for x in (1, 5, 5, 0, 2)]


def test_a_school_holds_the_whole_period() -> None:
    """Rows of schools belong to no post, so that they hold all of the period."""
    assert held(COUNTIES, "schools", "days") == [153 * MICRO] * 4
    assert held(COUNTIES, "schools", "months") == [5 * MICRO] * 4


@st.composite
def stints(draw: st.DrawFn) -> list[tuple[date, date]]:
    """Disjoint stints, in order of time, each overlapping the period."""
    first, last = FIRST - timedelta(60), LAST + timedelta(60)
    days = sorted(draw(st.sets(st.dates(first, last), min_size=2, max_size=8)))
    pairs = list(zip(days[::2], days[1::2], strict=False))
    return [(low, high) for low, high in pairs if high >= FIRST and low <= LAST]


@SOME
@given(stints().filter(bool))
def test_held_days_and_months_are_counted_day_by_day(spans: list[tuple[date, date]]) -> None:
    """However stints lie, each day and each calendar month within the period counts once."""
    n = len(spans)
    low, high = ([day(span[i].isoformat()) for span in spans] for i in range(2))
    staff = EncodedTable(
        ints(*[0] * n), ints(*range(n)), dates={"from": cells(*low), "to": cells(*high)}
    )
    alone = replace(
        ENCODED.part(1, 2), tables={"staff": staff, "schools": SCHOOLS}, latest=ints(n - 1)
    )
    there = {begin + timedelta(k) for begin, end in spans for k in range((end - begin).days + 1)}
    there = {d for d in there if FIRST <= d <= LAST}
    assert held(alone, None, "days") == [len(there) * MICRO]
    assert held(alone, None, "months") == [len({(d.year, d.month) for d in there}) * MICRO]
