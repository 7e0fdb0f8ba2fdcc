"""Every golden run of the present semantics comes out again, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from paycalc.engine.semantics import SEMANTICS
from paycalc.output.runs import open_run
from paycalc.output.verifying import verify

FOLDER = Path(__file__).parent
RUNS = sorted(path.parent for path in FOLDER.glob("*/*/manifest.json"))


def test_the_present_semantics_have_golden_runs() -> None:
    """Runs, a correction, adjustments and opening balances are among them."""
    here = [path for path in RUNS if path.parent.name == str(SEMANTICS)]
    assert {path.name for path in here} >= {"example-county", "corrected", "star", "timetables"}
    tables = {name for path in here for name in open_run(path).manifest["fingerprint"]["tables"]}
    assert tables >= {"adjustments", "ethics", "leave", "opening_balances", "school_results"}
    assert [run.revision for run in map(open_run, here)].count(1) == 1


@pytest.mark.parametrize("folder", RUNS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_golden_run_is_proved(folder: Path) -> None:
    """Of these semantics every line comes out again; of others that is told, and nothing else."""
    proof = verify(folder, threads=1)
    if folder.parent.name == str(SEMANTICS):
        assert proof.problems == ()
        assert proof.rows > 0
    else:
        assert [problem.code for problem in proof.problems] == ["V201"]
