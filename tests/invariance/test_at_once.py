"""Ten threads that compute different policies at once pay what one after the other pays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.promises.computed import computed, same

THREADS = 10


@pytest.mark.parametrize(
    "chunk", [0, *(pytest.param(chunk, marks=pytest.mark.slow) for chunk in range(1, 12))]
)
def test_ten_threads_at_once_pay_what_one_pays(chunk: int) -> None:
    """Fixtures and random cases, all computed in ten threads that start together."""
    jobs = [*computed("fixtures"), *computed(f"random-{chunk}")[:16]]
    started = Barrier(THREADS)

    def again(place: int) -> list[str]:
        started.wait()
        mine = jobs[place::THREADS] + jobs[:1]
        return [one.name for one in mine if same(one.result, one.again(threads=2)) is not None]

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(again, range(THREADS))) == [[]] * THREADS
