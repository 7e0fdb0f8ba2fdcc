"""The engine and the reference agree to the last fen."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.agreement.answers import Answer, Paid, Refused
from tests.agreement.checking import SEEDS, disagreement, disagreements, smallest
from tests.agreement.engine_side import by_engine
from tests.agreement.reference_side import by_reference
from tests.strategies import Case, case_with_more_money, cases

CHUNKS = 8


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_engine_and_reference_agree(chunk: int) -> None:
    """Payouts, lines, units, balances, bars, broken guarantees and refusals are the same."""
    size = len(SEEDS) // CHUNKS
    seeds = SEEDS[chunk * size : (chunk + 1) * size]
    for wrong in disagreements(seeds, by_engine, by_reference):
        pytest.fail(str(smallest(wrong, by_engine, by_reference, seconds=30)))


def test_engine_and_reference_agree_on_money_besides_the_fund() -> None:
    """So they are where cases have manual adjustments and opening balances, paid or not."""
    answers: list[Answer] = []
    for seed in range(60):
        case = case_with_more_money(seed)
        assert (seed, disagreement(case, by_engine, by_reference)) == (seed, {})
        answers.append(by_engine(case))
    paid = [answer for answer in answers if isinstance(answer, Paid)]
    lines = {line for answer in paid for *_, line in answer.lines}
    openings = {balance[1] for answer in paid for balance in answer.counties.values()}
    assert "manual" in lines
    assert min(openings) < 0 < max(openings)
    errors = {error for a in answers if isinstance(a, Refused) for error in a.errors}
    assert errors >= {"opening_below_zero", "gross_below_zero", "unallocated_below_zero"}


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases())
def test_drawn_cases_agree(case: Case) -> None:
    """Cases that Hypothesis draws, and would shrink, are answered alike as well."""
    assert disagreement(case, by_engine, by_reference) == {}
