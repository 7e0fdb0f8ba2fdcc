"""Arrays of exact numbers with states against plain Python (section 1)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.engine import numbers as n
from paycalc.engine.numbers import LARGEST, Numbers
from paycalc.engine.states import CODES, State, StateCode
from tests.engine.drawing import SOME, numbers, small
from tests.reference import arithmetic
from tests.reference.refusal import PayError

STATES = st.sampled_from([State.OK] * 6 + [State.NONE, State.OVERFLOW, State.BAD_DATE])
Place = tuple[int, StateCode]
places = st.tuples(numbers, STATES)
pairs = st.lists(st.tuples(places, places), min_size=1, max_size=8)


def made(column: list[Place]) -> Numbers:
    """Numbers from values and their states."""
    values, states = zip(*column, strict=True)
    return Numbers(np.array(values, np.int64), np.array(states, np.uint8))


def told(found: Numbers) -> list[int | StateCode]:
    """The value of each place, or the state that stands for it."""
    assert found.value.dtype == np.int64
    assert found.state.dtype == np.uint8
    both = zip(found.value.tolist(), found.state.tolist(), strict=True)
    return [value if state == State.OK else StateCode(state) for value, state in both]


def joined(*states: StateCode) -> StateCode:
    """The first error, else none where one is none."""
    errors = [state for state in states if state >= State.OVERFLOW]
    return errors[0] if errors else max(states)


def expected(compute: Callable[[int, int], int], first: Place, second: Place) -> int | StateCode:
    """What two places give, an error of computing by its name."""
    state = joined(first[1], second[1])
    if state != State.OK:
        return state
    try:
        return compute(first[0], second[0])
    except PayError as error:
        (name,) = error.classes
        return getattr(State, name.upper())


OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "add": lambda a, b: arithmetic.checked(a + b),
    "subtract": lambda a, b: arithmetic.checked(a - b),
    "mul": arithmetic.mul,
    "div": arithmetic.div,
}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@SOME
@given(pairs)
def test_two_numbers_give_what_plain_arithmetic_does(
    name: str, pairs: list[tuple[Place, Place]]
) -> None:
    """Sums, differences, `mul` and `div` are exact or an error, and errors are handed on."""
    first, second = ([pair[i] for pair in pairs] for i in range(2))
    found = told(getattr(n, name)(made(first), made(second)))
    assert found == [expected(OPERATIONS[name], a, b) for a, b in pairs]


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        (LARGEST, 0, LARGEST),
        (LARGEST, 1, State.OVERFLOW),
        (-LARGEST, -1, State.OVERFLOW),  # 64 bits would hold it, the symmetric range does not
        (-LARGEST, -LARGEST, State.OVERFLOW),
        (LARGEST, -LARGEST, 0),
    ],
)
def test_the_range_of_sums_is_symmetric(first: int, second: int, total: int | StateCode) -> None:
    """A sum or difference beyond 2**63 - 1 in size is an error on both sides."""
    assert told(n.add(n.full(1, first), n.full(1, second))) == [total]
    assert told(n.subtract(n.full(1, first), n.full(1, -second))) == [total]


@SOME
@given(
    st.integers(1, 4).flatmap(
        lambda k: st.lists(st.lists(places, min_size=k, max_size=k), min_size=1, max_size=9)
    )
)
def test_sums_of_several_do_not_depend_on_order(parts: list[list[Place]]) -> None:
    """`exact_sum` checks the whole sum alone, and keeps the first error of a place."""
    found = told(n.exact_sum([made(part) for part in parts]))
    for place, answer in enumerate(found):
        column = [part[place] for part in parts]
        state = joined(*(state for _, state in column))
        total = sum(value for value, _ in column)
        wanted = total if abs(total) <= LARGEST else State.OVERFLOW
        assert answer == (wanted if state == State.OK else state)


@SOME
@given(st.lists(numbers, min_size=1, max_size=8), st.integers(0, 3))
def test_micro_become_fen_once(values: list[int], decimals: int) -> None:
    """Fen are the nearest to the micro of the major unit, halves away from zero."""
    found = told(n.to_fen(made([(value, State.OK) for value in values]), decimals))
    assert found == [arithmetic.to_fen(value, decimals) for value in values]


def test_halves_of_fen_go_away_from_zero() -> None:
    """Half a fen is a fen, on either side of zero; what is less is none."""
    micro = made([(x, State.OK) for x in (5_000, 4_999, -5_000, -4_999, 15_000, -15_000)])
    assert told(n.to_fen(micro, 2)) == [1, 0, -1, 0, 2, -2]


@SOME
@given(st.lists(st.tuples(places, places, st.booleans()), min_size=1, max_size=8))
def test_choosing_takes_numbers_with_their_states(rows: list[tuple[Place, Place, bool]]) -> None:
    """`choose` takes each place whole from one side; `or_zero` makes none 0 and no error."""
    yes, no = made([row[0] for row in rows]), made([row[1] for row in rows])
    which = np.array([row[2] for row in rows])
    picked = [a if chosen else b for a, b, chosen in rows]
    assert told(n.choose(which, yes, no)) == told(made(picked))
    zeros = [(0, State.OK) if state == State.NONE else (value, state) for value, state in picked]
    assert told(n.or_zero(made(picked))) == told(made(zeros))


@SOME
@given(small, small.filter(bool), st.sampled_from(["OK", "NONE", "BAD_DATE"]))
def test_a_divisor_where_there_is_no_number_does_no_harm(a: int, b: int, name: str) -> None:
    """Dividing by zero is an error only where both are numbers."""
    state = getattr(State, name)
    ok = State.OK
    divisors = made([(0, ok), (0, state), (b, ok)])
    found = told(n.div(made([(a, state), (a, ok), (a, ok)]), divisors))
    zero = State.DIVIDE_BY_ZERO if state == State.OK else state
    assert found == [zero, zero, arithmetic.div(a, b)]


def test_every_error_state_has_a_code_of_its_own() -> None:
    """Each state from the first error on is reported under one code."""
    states = [state for name, state in vars(State).items() if name.isupper()]
    assert sorted(states) == list(range(len(states)))
    errors = {state for state in states if state >= State.OVERFLOW}
    assert CODES.keys() == errors
    assert len(set(CODES.values())) == len(errors)
