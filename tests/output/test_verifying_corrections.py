"""A correction proved: its books balance, and it comes out again of the run that it corrects."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from paycalc.output.verifying import Proof, verify
from tests.golden.__main__ import FOLDER
from tests.output.forging import flipped, resealed

RUN, CORRECTED = "example-county", "corrected"
How = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The correction of the golden runs, the run that it corrects beside it; to be changed."""
    for name in (RUN, CORRECTED):
        shutil.copytree(FOLDER / name, tmp_path / name)
    return tmp_path / CORRECTED


def codes(proof: Proof) -> set[str]:
    """The codes of the problems."""
    return {problem.code for problem in proof.problems}


def forged(folder: Path, name: str, row: pl.Expr, **columns: str) -> None:
    """Give rows other values, and let all hashes fit."""
    path = folder / f"{name}.csv"
    frame = pl.read_csv(path, infer_schema=False)
    changed = [pl.when(row).then(pl.lit(v)).otherwise(c).alias(c) for c, v in columns.items()]
    frame.with_columns(changed).write_csv(path)
    (folder / "close.json").unlink(missing_ok=True)
    resealed(folder)


LINE = (pl.col("teacher_id") == "T002") & (pl.col("line") == "level_2.workload")


def test_a_correction_is_made_again(folder: Path) -> None:
    """Every row of its tables, differences and balances too, comes out again."""
    proof = verify(folder, threads=1)
    assert proof.problems == ()
    names = ("payouts", "lines", "units", "ledger", "bars", "differences", "balances")
    frames = [pl.read_csv(folder / f"{name}.csv", infer_schema=False) for name in names]
    assert proof.rows == sum(frame.height for frame in frames)


def test_a_difference_that_is_none_is_told(folder: Path) -> None:
    """It is not what is due less what was paid, and does not come out again."""
    forged(folder, "differences", LINE, difference="99.00")
    found = verify(folder).problems
    assert [problem.code for problem in found] == ["V205", "V213"]
    assert {problem.place.teacher for problem in found} == {"T002"}


def test_lines_that_are_not_what_a_post_is_paid_are_told(folder: Path) -> None:
    """What is due, line by line, sums to its payable."""
    forged(folder, "differences", LINE, due="1528.10", difference="253.25")
    assert codes(verify(folder)) == {"V205", "V214"}


def test_a_ledger_that_does_not_balance_is_told(folder: Path) -> None:
    """Money is left between the accounts, and a unit is paid otherwise than its posts."""
    row = (pl.col("revision") == "1") & (pl.col("to_account") == "payable")
    forged(folder, "balances", row, amount="1.00")
    assert {"V215", "V216"} <= codes(verify(folder))


def test_books_that_balance_and_are_forged_do_not_come_out_again(folder: Path) -> None:
    """Both sides of a difference, the line and the payout are raised, the ledger too."""
    forged(folder, "bars", pl.col("teacher_id") == pl.col("teacher_id").first(), until="2030-01-01")
    assert codes(verify(folder)) == {"V205"}


def test_a_changed_byte_of_a_correction_is_found(folder: Path) -> None:
    """Its own files, and those of the run that it corrects."""
    flipped(folder / "differences.csv", 200)
    found = [problem.place.file for problem in verify(folder).problems if problem.code == "V101"]
    assert found == ["differences.csv"]


def test_without_the_run_that_it_corrects_the_books_are_checked(folder: Path) -> None:
    """That it could not be made again is told as a note; its books are checked all the same."""
    shutil.rmtree(folder.parent / RUN)
    proof = verify(folder)
    assert [(problem.code, problem.severity) for problem in proof.problems] == [("V212", "note")]
    assert proof.rows == 0
    forged(folder, "differences", LINE, difference="99.00")
    assert codes(verify(folder)) == {"V212", "V213"}


def test_another_closing_of_the_corrected_run_is_told(folder: Path) -> None:
    """The manifest of a correction names the closing that it corrects."""
    (folder.parent / RUN / "close.json").unlink()
    assert codes(verify(folder)) == {"V211"}
