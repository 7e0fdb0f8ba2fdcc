"""A pool of processes, threads that are told, and a computation in the caller's thread alone."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from paycalc import ProblemsError, Records, compute
from paycalc.records import batches
from tests.engine.by_county import FOUR, PERIOD, POLICY, folder_of
from tests.promises.computed import same

SPAWN = multiprocessing.get_context("spawn")


def test_a_pool_of_spawned_processes_pays_the_same() -> None:
    """Policies, records and results go between processes; errors come back as they are raised."""
    good = Records.from_tables(FOUR, period=PERIOD)
    bad = Records.from_tables({**FOUR, "staff": FOUR["staff"].drop("position")}, period=PERIOD)
    with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
        far, failed = (pool.submit(compute, POLICY, one) for one in (good, bad))
        assert same(compute(POLICY, good), far.result()) is None
        with pytest.raises(ProblemsError) as caught:
            failed.result()
    assert {"R202"} <= {problem.code for problem in caught.value.problems}


def test_a_result_that_was_pickled_explains() -> None:
    """What comes back from another process is a whole result: it explains, and knows its status."""
    result = compute(POLICY, Records.from_tables(FOUR, period=PERIOD))
    again = pickle.loads(pickle.dumps(result))
    assert again.status == result.status
    assert again.explain("1-T001") == result.explain("1-T001")


def test_one_thread_is_the_callers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``threads=1`` no thread is begun, whether of records in memory or of a folder."""
    monkeypatch.setattr(batches, "_SIZE", 1)
    folder, records = folder_of(tmp_path), Records.from_tables(FOUR, period=PERIOD)

    def never(self: threading.Thread) -> None:
        raise AssertionError(f"{self.name} is begun")

    monkeypatch.setattr(threading.Thread, "start", never)
    one = compute(POLICY, records, threads=1)
    assert same(one, compute(POLICY, folder, threads=1)) is None
    with pytest.raises(AssertionError, match="is begun"):
        compute(POLICY, folder, threads=2)
