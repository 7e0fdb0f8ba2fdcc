"""The same fen in every process, whatever its hash seed, locale, time zone and threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invariance.datasets import write_folder, write_period
from tests.invariance.paying import ROOT, digests
from tests.promises.computed import fixture_of, seven_counties

ENVIRONMENTS = [
    ({"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}, "1", 1),
    ({"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "America/Adak"}, "2", 1),
    ({"PYTHONHASHSEED": "3", "LC_ALL": "POSIX", "TZ": "UTC", "PAYCALC_LANG": "zh"}, "2", 10),
]


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in seven counties, as files."""
    folder = tmp_path_factory.mktemp("invariance") / "seven"
    tables, period = fixture_of("example-county")
    return write_period(write_folder(folder, seven_counties(tables), "csv"), period)


@pytest.fixture(scope="module")
def here(seven: Path) -> list[str]:
    """What this process pays."""
    return digests(seven, 1)


@pytest.mark.parametrize(("environment", "polars_threads", "at_once"), ENVIRONMENTS)
def test_other_processes_pay_the_same(
    environment: dict[str, str], polars_threads: str, at_once: int, seven: Path, here: list[str]
) -> None:
    """Every table and every problem is the same to the byte in another environment; also where
    ten threads make the first call of a fresh process at once.
    """
    command = [sys.executable, "-m", "tests.invariance.paying", str(seven), str(at_once)]
    done = subprocess.run(
        command,
        env={**os.environ, **environment, "POLARS_MAX_THREADS": polars_threads},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == here
    assert len(set(here)) == 4  # two of the five are one dataset in one and in two threads
