"""The steps of an item (section 4), each on all members that have a number."""

from __future__ import annotations

import numpy as np

from paycalc.engine import kernels, peers
from paycalc.engine.numbers import (
    LARGEST,
    Bools,
    Ints,
    Numbers,
    add,
    choose,
    div,
    full,
    join_states,
    mul,
    muldiv,
    plain,
    subtract,
)
from paycalc.engine.scope import Scope
from paycalc.engine.states import State, StateCode
from paycalc.engine.values import band, evaluate_where
from paycalc.engine.work import Work
from paycalc.policy.model import (
    Arithmetic,
    Bands,
    Grade,
    Number,
    Percentile,
    RelativeTo,
    Round,
    Step,
    Tiers,
    Value,
)

_ROUNDINGS = {"half_up": kernels.HALF_AWAY, "down": kernels.DOWN, "up": kernels.UP}


def apply(work: Work, scope: Scope, numbers: Numbers, step: Step) -> Numbers:
    """The members' numbers after a step; a member without a number stays without."""
    if isinstance(step, RelativeTo):
        return peers.relative_to(scope, numbers, step)
    if isinstance(step, Percentile):
        return peers.percentile(scope, numbers, step)
    if isinstance(step, Grade):
        return peers.grade(scope, numbers, step)
    result = _apply_alone(work, scope, numbers, step)
    if not np.count_nonzero(numbers.state):
        return result
    return choose(numbers.ok, result, numbers)


def _apply_alone(
    work: Work, scope: Scope, numbers: Numbers, step: Arithmetic | Bands | Tiers | Round
) -> Numbers:
    if isinstance(step, Arithmetic):
        return _arithmetic(work, scope, numbers, step)
    if isinstance(step, Round):
        return _round(work, scope, numbers, step)
    if isinstance(step, Bands):
        return _by_tier(work, scope, numbers, step.bounds, step.values, State.BELOW_FIRST_BAND)
    if step.mode == "whole":
        rate = _by_tier(work, scope, numbers, step.bounds, step.rates, State.OK)
        return mul(numbers, rate)
    return _marginal(work, scope, numbers, step)


def _arithmetic(work: Work, scope: Scope, numbers: Numbers, step: Arithmetic) -> Numbers:
    value = evaluate_where(work, scope, step.value, numbers.ok)
    if step.kind == "plus":
        return add(numbers, value)
    if step.kind == "minus":
        return subtract(numbers, value)
    if step.kind == "from":
        return subtract(value, numbers)
    if step.kind == "times":
        return mul(numbers, value)
    if step.kind == "divide":
        return _divide(work, scope, numbers, value, step.if_zero)
    higher = np.maximum if step.kind == "at_least" else np.minimum
    return Numbers(higher(numbers.value, value.value), join_states(numbers.state, value.state))


def _divide(
    work: Work, scope: Scope, numbers: Numbers, value: Numbers, if_zero: Value | None
) -> Numbers:
    result = div(numbers, value)
    if if_zero is None:
        return result
    zero = result.state == State.DIVIDE_BY_ZERO
    return choose(zero, evaluate_where(work, scope, if_zero, zero), result)


def _by_tier(
    work: Work,
    scope: Scope,
    numbers: Numbers,
    bounds: tuple[int, ...],
    values: tuple[Value, ...],
    below: StateCode,
) -> Numbers:
    """The value of the tier or band in which each number lies; below the first: 0, or an error."""
    slot = band(bounds, numbers.value)
    result = full(scope.n, 0, State.NONE)
    first = numbers.ok & (slot < 0)
    result.state[first] = below
    if all(isinstance(value, Number) for value in values):
        numbers_of = np.array([value.micro for value in values if isinstance(value, Number)])
        return choose(numbers.ok & (slot >= 0), plain(numbers_of[slot]), result)
    for place, value in enumerate(values):
        there = numbers.ok & (slot == place)
        result = choose(there, evaluate_where(work, scope, value, there), result)
    return result


def _marginal(work: Work, scope: Scope, numbers: Numbers, step: Tiers) -> Numbers:
    """Each part of the number at the rate of its own tier; a part of nothing brings nothing."""
    rates = [rate.micro for rate in step.rates if isinstance(rate, Number)]
    if len(rates) == len(step.rates):
        return _marginal_at(numbers, np.array(step.bounds), np.array(rates))
    total = full(scope.n)
    for place, (bound, rate) in enumerate(zip(step.bounds, step.rates, strict=True)):
        high = numbers.value
        if place + 1 < len(step.bounds):
            high = np.minimum(high, step.bounds[place + 1])
        reached: Bools = numbers.ok & (high > bound)
        if reached.any():
            # Beyond 64 bits only where a number near the end meets a negative bound: an error.
            part = subtract(Numbers(high, numbers.state), full(scope.n, bound))
            of_tier = evaluate_where(work, scope, rate, reached)
            total = choose(reached, add(total, mul(part, of_tier)), total)
    return total


def _marginal_at(numbers: Numbers, bounds: Ints, rates: Ints) -> Numbers:
    """The same at rates that are numbers: what tiers bring below a bound is known beforehand."""
    whole = mul(subtract(plain(bounds[1:]), plain(bounds[:-1])), plain(rates[:-1]))
    below, state = [0], [State.OK]
    for part, wrong in zip(whole.value.tolist(), whole.state, strict=True):
        total = below[-1] + part
        fits = abs(total) <= LARGEST
        below.append(total if fits else 0)
        state.append(max(state[-1], wrong) if fits else State.OVERFLOW)
    slot = band(bounds.tolist(), numbers.value)
    part = mul(subtract(numbers, plain(bounds[slot])), plain(rates[slot]))
    found = add(Numbers(np.array(below)[slot], np.array(state)[slot]), part)
    return choose(slot >= 0, found, full(slot.size))


def _round(work: Work, scope: Scope, numbers: Numbers, step: Round) -> Numbers:
    to = evaluate_where(work, scope, step.to, numbers.ok)
    wrong = to.ok & (to.value <= 0)
    to = Numbers(
        np.where(wrong, 1, to.value),
        np.where(wrong, State.ROUND_TO_NOT_POSITIVE, to.state).astype(np.uint8),
    )
    times = muldiv(numbers, full(scope.n, 1), to, _ROUNDINGS[step.mode])
    return muldiv(times, to, full(scope.n, 1))
