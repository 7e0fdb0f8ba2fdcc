"""Every promise is looked for on the fixtures and on a few hundred random cases."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.promises.computed import Computed, computed

CHUNKS, MORE = 8, 60


def _groups() -> list[object]:
    quick = ["fixtures", *(f"random-{i}" for i in range(CHUNKS))]
    slow = [
        pytest.param(f"random-{i}", marks=pytest.mark.slow) for i in range(CHUNKS, CHUNKS + MORE)
    ]
    return [*quick, *slow]


@pytest.fixture(scope="session", params=_groups())
def all_computed(request: pytest.FixtureRequest) -> Sequence[Computed]:
    """Some computed results; tests of one group follow each other, so that each is made once."""
    found = computed(request.param)
    assert found
    return found
