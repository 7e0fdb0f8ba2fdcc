"""Two results that pay the same, and two that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

import paycalc
from paycalc.result import Result
from paycalc.testing import assert_pay_equal

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def result() -> Result:
    """The pay of the STAR example."""
    policy = paycalc.load_policy(ROOT / "policies" / "star.yaml")
    return paycalc.compute(policy, paycalc.read_records(ROOT / "fixtures" / "star"))


def test_a_result_pays_what_it_pays(result: Result) -> None:
    """A result equals one of the same policy and records."""
    again = paycalc.compute(result.policy, result.made.records, threads=1)
    assert_pay_equal(result, again)


def test_a_cent_more_is_told(result: Result) -> None:
    """Results that differ are told by the rows that only one of them has."""
    records = result.made.records
    tables = {name: table.frame for name, table in records.tables.items()}
    less = tables["workload"].filter(tables["workload"]["teacher_id"] != "T0004")
    other = paycalc.compute(
        result.policy,
        paycalc.Records.from_tables({**tables, "workload": less}, period=records.period),
    )
    with pytest.raises(AssertionError) as told:
        assert_pay_equal(result, other)
    lines = str(told.value).splitlines()
    assert any(line.startswith("- payouts: ") and "teacher_id T0004" in line for line in lines)
    assert any(line.startswith("+ payouts: ") for line in lines)
    assert len([line for line in lines if line.startswith("- payouts: ")]) <= 11
