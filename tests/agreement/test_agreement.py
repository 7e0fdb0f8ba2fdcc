"""The engine and the reference agree to the last fen."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.agreement.checking import SEEDS, disagreement, disagreements, smallest
from tests.agreement.engine_side import by_engine
from tests.agreement.reference_side import by_reference
from tests.strategies import Case, cases

CHUNKS = 8


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_engine_and_reference_agree(chunk: int) -> None:
    """Payouts, lines, units, balances, bars, broken guarantees and refusals are the same."""
    size = len(SEEDS) // CHUNKS
    seeds = SEEDS[chunk * size : (chunk + 1) * size]
    for wrong in disagreements(seeds, by_engine, by_reference):
        pytest.fail(str(smallest(wrong, by_engine, by_reference, seconds=30)))


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
