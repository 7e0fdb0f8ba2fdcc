"""Tables of a result leave by the Arrow door, without pyarrow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from paycalc import Records, Result, compute
from tests.result.building import PERIOD, dataset, loaded, paid, policy

TABLES = ("payouts", "lines", "units", "ledger", "bars", "totals")


class Other:
    """A table of another library: an Arrow stream and nothing else."""

    def __init__(self, stream: object) -> None:
        self._stream = stream

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream as it was handed over."""
        return self._stream


@pytest.fixture(scope="module")
def result() -> Result:
    """What two counties are paid."""
    return paid(policy())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_an_arrow_stream(name: str, result: Result) -> None:
    """``__arrow_c_stream__`` gives the whole table, decimals and dates as they are."""
    table = getattr(result, name)
    assert pl.DataFrame(Other(table.__arrow_c_stream__())).equals(table)


def test_a_table_of_a_result_can_be_a_table_of_records(result: Result) -> None:
    """Payouts come in again as rows of workload, their decimals exact."""
    work = result.payouts.select(
        "teacher_id", "school_id", pl.lit("past").alias("kind"), pl.col("gross").alias("quantity")
    )
    tables = dataset() | {"workload": Other(work.__arrow_c_stream__())}
    records = Records.from_tables(tables, period=PERIOD)
    again = compute(loaded(policy()), records).payouts
    assert again["gross"].to_list() == result.payouts["gross"].to_list()


def test_pyarrow_is_not_needed() -> None:
    """A process in which pyarrow cannot be imported computes, and hands its tables over."""
    script = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import polars, paycalc\n"
        "policy = paycalc.load_policy('policies/example-county.yaml')\n"
        "records = paycalc.read_records('fixtures/example-county')\n"
        "frames = {name: table.frame for name, table in records.tables.items()}\n"
        "records = paycalc.Records.from_tables(frames, period=records.period)\n"
        "payouts = paycalc.compute(policy, records).payouts\n"
        "print(type(payouts.__arrow_c_stream__()).__name__, payouts.height > 0)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["PyCapsule", "True"]
