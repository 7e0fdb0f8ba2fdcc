"""The status of a result: whether it is everybody's pay, and all of it."""

from __future__ import annotations

from dataclasses import replace

from paycalc import Result, compute
from paycalc.result.summary import summary_of, summed
from tests.result.building import dataset, loaded, policy, records, table

_VETO = """\
veto:
  list: {gifts: {class: all, title: {en: taking gifts}}}
  classes: {all: {pays: 0%, months: 6}}
  statuses: {confirmed: apply, under_review: hold}
  money_goes_to: county
"""


def test_a_result_without_held_money_is_final() -> None:
    """Where nothing is held and no county is left out, what is payable is all."""
    result = _paid()
    assert result.status == summary_of(result).status == "final"


def test_held_money_makes_a_result_provisional() -> None:
    """Where money is held until a case is decided, a result and its summary are provisional."""
    result = _paid("c1 T1 A gifts under_review - 2025-10-01")
    assert result.held.any()
    assert result.status == summary_of(result).status == "provisional"


def test_counties_left_out_make_a_result_incomplete() -> None:
    """Where counties are left out, a result is incomplete, whether or not money is held."""
    for cases in ((), ("c1 T1 A gifts under_review - 2025-10-01",)):
        result = replace(_paid(*cases), left_out=("C",))
        assert result.status == summary_of(result).status == "incomplete"


def test_the_summary_of_parts_has_the_status_of_all() -> None:
    """A summary made of those of some counties is provisional or incomplete if one of them is."""
    final, held = _paid(), _paid("c1 T1 A gifts under_review - 2025-10-01")
    parts = [summary_of(final), summary_of(held)]
    assert summed(parts).status == "provisional"
    parts.append(summary_of(replace(final, left_out=("C", "D"))))
    assert summed(parts).status == "incomplete"
    assert summed(parts).left_out == ("C", "D")


def _paid(*cases: str) -> Result:
    ethics = table("case_id teacher_id county_id item status decided_on committed_on", *cases)
    return compute(loaded(policy(end=_VETO)), records(dataset(ethics=ethics)))
