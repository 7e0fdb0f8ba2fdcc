"""Write the golden runs of the present semantics: ``python -m tests.golden``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from paycalc import Records, Result, compute, load_policy, read_records
from paycalc.engine.semantics import SEMANTICS
from paycalc.output import Format, write_run
from paycalc.output.closing import close
from paycalc.output.correcting import settled_in, write_correction
from paycalc.output.runs import open_run
from paycalc.policy import Policy
from paycalc.result.corrections import correct
from tests.promises.computed import fixture_of

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / str(SEMANTICS)
FORMATS: Mapping[str, Format] = {"star": "parquet", "timetables": "parquet"}
"""Policies with their datasets in ``fixtures/``, and how each run is written."""
AT = datetime(2026, 11, 24, tzinfo=UTC)

MORE = {
    "adjustments": {
        "adjustment_id": ["1", "2"],
        "teacher_id": ["T005", "T006"],
        "amount": ["-20.50", "10.00"],
        "reason": ["paid twice in June", "an evening that was not counted"],
        "author": ["the office", "the office"],
    },
    "opening_balances": {"unit_id": ["004"], "amount": ["150.00"]},
}
"""What the example county lacks."""


def main() -> None:
    """Write and close the runs, and a correction of the example county's."""
    for name, format in FORMATS.items():
        records = read_records(ROOT / "fixtures" / name)
        written(compute(policy_of(name), records), name, format)
    policy = policy_of("example-county")
    before = compute(policy, example_county({}))
    run = written(before, "example-county", "csv")
    lessons = {("T002", "5"): "7"}
    result = compute(policy, example_county(lessons))
    settled = settled_in(open_run(run), policy)
    correction = correct(settled, before.made.checked, result)
    close(write_correction(correction, open_run(run), FOLDER / "corrected"), "the tests", AT)


def policy_of(name: str) -> Policy:
    """A policy of the library."""
    return load_policy(ROOT / "policies" / f"{name}.yaml")


def example_county(lessons: Mapping[tuple[str, str], str]) -> Records:
    """The example county with adjustments and opening balances, and other quantities of lessons."""
    tables, period = fixture_of("example-county")
    key = pl.struct("teacher_id", "quantity").map_elements(
        lambda row: lessons.get((row["teacher_id"], row["quantity"])), return_dtype=pl.String
    )
    workload = tables["workload"].with_columns(pl.coalesce(key, "quantity").alias("quantity"))
    return Records.from_tables({**tables, "workload": workload, **MORE}, period=period)


def written(result: Result, name: str, format: Format) -> Path:
    """The closed run of a result."""
    folder = write_run(result, FOLDER / name, format=format, keep_records=True)
    close(folder, "the tests", AT)
    return folder


if __name__ == "__main__":
    main()
