"""How far a computation is, and stopping it."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paycalc import Records, compute, compute_parts
from paycalc.engine import arrays
from paycalc.engine.progress import in_turn
from paycalc.records import batches
from tests.engine.by_county import FOUR, PERIOD, POLICY, folder_of

Told = list[tuple[int, int]]


class StoppedError(Exception):
    """What an embedder raises to stop."""


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A county is a batch, and some posts are a step."""
    monkeypatch.setattr(batches, "_SIZE", 1)
    monkeypatch.setattr(arrays, "_STEP", 50)


@pytest.fixture
def records() -> Records:
    """Four counties in memory."""
    return Records.from_tables(FOUR, period=PERIOD)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four counties in folders."""
    return folder_of(tmp_path_factory.mktemp("progress"))


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_counts_the_counties_of_records(records: Records, threads: int) -> None:
    """Of records in memory progress begins at 0 and ends when every county is computed."""
    told: Told = []
    asked = compute(POLICY, records, threads=threads, progress=lambda *far: told.append(far))
    assert told == [(0, 4), (0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert asked.payouts.equals(compute(POLICY, records, threads=threads).payouts)


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_counts_the_counties_of_a_folder(folder: Path, threads: int) -> None:
    """Of a dataset by county it rises by those of each batch, whether joined or handed on."""
    told: Told = []
    compute(POLICY, folder, threads=threads, progress=lambda *far: told.append(far))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    again: Told = []
    parts = compute_parts(POLICY, folder, threads=threads, progress=lambda *far: again.append(far))
    seen = [len(again) for _ in parts]
    assert (again, seen) == (told, [2, 3, 4, 5])


def test_progress_is_told_in_the_thread_of_the_caller(records: Records, folder: Path) -> None:
    """The callable runs in the thread that called, so that it may touch what belongs to it."""
    told: set[int] = set()

    def progress(_: int, __: int) -> None:
        told.add(threading.get_ident())

    compute(POLICY, records, threads=2, progress=progress)
    compute(POLICY, folder, threads=2, progress=progress)
    assert told == {threading.get_ident()}


@pytest.mark.parametrize("at", [0, 2])
@pytest.mark.parametrize("threads", [1, 2])
def test_what_progress_raises_stops_the_computation(
    records: Records, folder: Path, threads: int, at: int
) -> None:
    """The exception reaches the caller as it is, with no other around it, and no thread is left."""

    def stop(done: int, _: int) -> None:
        if done >= at:
            raise StoppedError

    before = threading.active_count()
    for call in (
        lambda: compute(POLICY, records, threads=threads, progress=stop),
        lambda: compute(POLICY, folder, threads=threads, progress=stop),
        lambda: list(compute_parts(POLICY, folder, threads=threads, progress=stop)),
    ):
        error = _stopped(call)
        assert threading.active_count() == before
        assert "During handling" not in "".join(traceback.format_exception(error))
    assert compute(POLICY, records, threads=threads).payouts.height > 0


def test_a_stopped_computation_begins_no_more_counties(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a dataset by county no more is read than what was ahead, a batch for each thread."""
    read: list[int] = []
    check = batches.Batches.check

    def counted(self: batches.Batches, number: int, *more: Any) -> object:
        read.append(number)
        return check(self, number, *more)

    monkeypatch.setattr(batches.Batches, "check", counted)

    def stop(done: int, _: int) -> None:
        if done:
            raise StoppedError

    _stopped(lambda: compute(POLICY, folder, threads=1, progress=stop))
    assert read == [0]


def test_calls_ahead_are_not_made_once_nobody_wants_them() -> None:
    """Closing ``in_turn`` waits for the calls that run, and makes none that waits."""
    gate, made = threading.Event(), []

    def call(number: int) -> Callable[[], int]:
        def made_at_once() -> int:
            if number:
                gate.wait(10)
            made.append(number)
            return number

        return made_at_once

    before = threading.active_count()
    found = in_turn(map(call, range(9)), 2)
    assert next(found) == 0
    opening = threading.Timer(0.05, gate.set)
    opening.start()
    found.close()
    opening.join()
    assert 1 <= len(made) <= 3  # the first, and what the two threads had begun
    assert threading.active_count() == before


def _stopped(call: Callable[[], object]) -> StoppedError:
    with pytest.raises(StoppedError) as caught:
        call()
    return caught.value
