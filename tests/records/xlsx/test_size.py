"""A workbook of a large county: what README says of its memory holds."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.records.building import write_period
from tests.records.xlsx.writing import by_xlsxwriter

ROWS = 100_000
READ = """
import resource, sys, paycalc
table = paycalc.read_records(sys.argv[1]).tables["workload"]
kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(table.frame.height, table.frame.width, kibibytes)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the peak has another unit")
def test_a_hundred_thousand_rows(tmp_path: Path) -> None:
    """A hundred thousand rows of ten columns are read whole in less than 400 MiB."""
    number = pl.int_range(ROWS, eager=True)
    frame = pl.DataFrame(
        {
            "teacher_id": (number // 4).cast(pl.String).str.zfill(6),
            "school_id": (number // 400).cast(pl.String).str.zfill(4),
            "kind": pl.Series(["lesson", "class_head"] * (ROWS // 2)),
            "quantity": (number % 397) / 10,
            "subject": pl.Series(["语文", "数学", "英语", "物理"] * (ROWS // 4)),
            "grade": number % 9 + 1,
            "class_size": number % 40 + 20,
            "event": "赛事" + (number % 50).cast(pl.String),
            "level": pl.Series(["省级"] * ROWS),
            "date": pl.Series([date(2025, 9, 1 + day % 30) for day in range(ROWS)]),
        }
    )
    write_period(tmp_path)
    by_xlsxwriter(tmp_path / "工作量.xlsx", "workload", frame)
    command = [sys.executable, "-c", READ, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    height, width, kibibytes = map(int, done.stdout.split())
    assert (height, width) == (ROWS, 10)
    assert kibibytes < 400 * 1024
