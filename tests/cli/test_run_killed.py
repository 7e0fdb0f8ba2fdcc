"""``paycalc run`` under kill -9 at any moment."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import DATASET, POLICY, ROOT
from tests.output.conftest import is_whole

RUNS = 200
AT_ONCE = 2


def _start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "paycalc", "run", POLICY, DATASET, "--out", folder]
    environment = {**os.environ, "PAYCALC_LANG": "en"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, cwd=ROOT)


def _seconds_of_a_run(folder: Path) -> float:
    begin = time.monotonic()
    assert _start(folder).wait() == 0
    return time.monotonic() - begin


@pytest.mark.slow
def test_two_hundred_runs_killed_at_any_moment_leave_whole_folders_or_none(tmp_path: Path) -> None:
    """Whenever a run is killed, its folder is whole or absent, and the next run sweeps the rest.

    Half of the runs are killed anywhere, half once they have begun to write.
    """
    base = tmp_path / "结果 of runs"
    base.mkdir()
    whole_run = max(_seconds_of_a_run(base / f"timing {n}") for n in range(2))
    chance = random.Random(2026)
    whole = absent = begun = 0
    for n in range(0, RUNS, AT_ONCE):
        folders = [base / f"run {n + k}" for k in range(AT_ONCE)]
        runs = [_start(folder) for folder in folders]
        deadline = time.monotonic() + chance.uniform(0, 1.3 * whole_run)
        writing = n % (2 * AT_ONCE) == 0
        while time.monotonic() < deadline or writing:
            if all(run.poll() is not None for run in runs):
                break
            if writing and any(base.glob(".*.paycalc-partial*")):
                time.sleep(chance.uniform(0, 0.05))
                break
            time.sleep(0.001)
        for run in runs:
            run.kill()
            run.wait()
        begun += any(base.glob(".*.paycalc-partial*"))
        for folder in folders:
            if folder.exists():
                assert is_whole(folder)
                whole += 1
            else:
                absent += 1
    assert _start(base / "last").wait() == 0
    assert not list(base.glob(".*"))
    # The test has seen what it is about: runs that ended, runs that did not, folders half written.
    assert whole + absent == RUNS
    assert min(absent, begun) > RUNS // 10
