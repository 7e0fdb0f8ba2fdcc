"""Tiers at plain rates against section 4, part by part."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from paycalc.engine.scope import members_of
from paycalc.engine.states import State, StateCode
from paycalc.engine.steps import apply
from paycalc.engine.work import Work
from paycalc.policy.model import Number, Tiers
from tests.engine.by_hand import ENCODED, plan_of
from tests.engine.drawing import SOME, numbers
from tests.engine.test_numbers import Place, made, places, told
from tests.reference.arithmetic import checked, mul
from tests.reference.refusal import PayError

WORK = Work(plan_of(), ENCODED)
POSTS = members_of(ENCODED, "post")
bounds = st.lists(numbers, min_size=1, max_size=5, unique=True).map(sorted)


def expected(place: Place, tiers: list[tuple[int, int]]) -> int | StateCode:
    """Each part of a number at the rate of its own tier, in Python's integers."""
    number, state = place
    if state != State.OK:
        return state
    total = 0
    ends = [bound for bound, _ in tiers[1:]] + [number]
    try:
        for (bound, rate), end in zip(tiers, ends, strict=True):
            if number > bound:
                total = checked(total + mul(checked(min(number, end) - bound), rate))
    except PayError:
        return State.OVERFLOW
    return total


@SOME
@given(st.lists(places, min_size=5, max_size=5), bounds, st.data())
def test_parts_of_a_number_bring_what_their_tiers_say(
    column: list[Place], low: list[int], data: st.DataObject
) -> None:
    """Whatever bounds, rates and numbers are, and where a part or a sum leaves 64 bits."""
    rates = [data.draw(numbers) for _ in low]
    on_bounds = data.draw(st.lists(st.sampled_from(low), max_size=2))
    column = [*((bound, State.OK) for bound in on_bounds), *column][:5]
    step = Tiers(tuple(low), tuple(Number(rate) for rate in rates), "marginal")
    with np.errstate(all="raise"):
        found = apply(WORK, POSTS, made(column), step)
    assert told(found) == [expected(one, list(zip(low, rates, strict=True))) for one in column]
