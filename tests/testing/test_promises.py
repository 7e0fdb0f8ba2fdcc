"""Promises as assertions, and Hypothesis strategies out of a policy's domain."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings

from paycalc import ProblemsError, Records, Result, compute, load_policy
from paycalc.audit.domain import domain_of
from paycalc.audit.world_tables import records_of
from paycalc.policy import Policy
from paycalc.testing import assert_promise, assert_promises, changes, counties, records_for
from paycalc.testing.strategies import County, Pair, micro
from tests.audit.building import policy as small

POLICY = load_policy("policies/hundred-points.yaml")
DIP = "x: {rows: workload, where: {kind: lesson}, then: [{bands: {0: 0, 5: 2, 17: 1}}]}"
PROMISED = "promises: {more_work_not_less_pay: true}"


def paid(policy: Policy, county: County) -> Result:
    """The result of a county that the engine accepts."""
    try:
        return compute(policy, records_of(county), threads=1)
    except ProblemsError:
        assume(False)
        raise


def test_a_declared_promise_that_is_broken_fails_with_the_case_told() -> None:
    """The message has everybody's pay and the band at fault."""
    with pytest.raises(AssertionError, match=r"BROKEN: more_work_not_less_pay(?s:.)*from 17 on"):
        assert_promises(small(DIP, end=PROMISED), cases=512)


def test_a_promise_that_is_asked_for_must_hold_although_it_is_not_declared() -> None:
    """Without a declaration it is only a note; asked for, it fails."""
    undeclared = small(DIP)
    assert assert_promises(undeclared, cases=64).broken == ()
    with pytest.raises(AssertionError, match="more_work_not_less_pay"):
        assert_promises(undeclared, ["more_work_not_less_pay"], cases=512)


def test_what_holds_is_returned_with_its_verdict() -> None:
    """An audit comes back, so that a test can ask for PROVED."""
    found = assert_promises(small(end=PROMISED), ["more_work_not_less_pay"], cases=64)
    assert [one.verdict for one in found.judged] == ["PROVED"]


def test_a_promise_of_a_program_compares_two_results() -> None:
    """A function of the results before and after; how many pairs were judged comes back."""

    def spends_the_same(before: Result, after: Result) -> bool:
        return before.totals["fund"].equals(after.totals["fund"])

    assert assert_promise(small(), spends_the_same, change="workload", cases=12) > 6


def test_a_promise_of_a_program_that_fails_tells_the_smallest_county() -> None:
    """What changed, the county, and everybody's records."""

    def nothing_moves(before: Result, after: Result) -> bool:
        return before.payouts.equals(after.payouts)

    with pytest.raises(AssertionError) as failed:
        assert_promise(small(), nothing_moves, change="more_fund", by=100, cases=12)
    told = str(failed.value)
    assert "the promise fails for" in told
    assert "+ funds: " in told
    assert "\nS1-1 T1: " in told


@settings(max_examples=25, deadline=None)
@given(records=records_for(POLICY))
def test_records_of_a_domain_are_paid(records: Records) -> None:
    """Every draw is a county that the engine reads; what it accepts is accounted for."""
    try:
        result = compute(POLICY, records, threads=1)
    except ProblemsError:
        assume(False)
    [row] = result.totals.iter_rows(named=True)
    accounts = ("payable", "held", "kept", "unallocated", "forfeited_to_county")
    assert row["fund"] == sum(row[name] for name in accounts)


@settings(max_examples=25, deadline=None)
@given(county=counties(POLICY, most_posts=3))
def test_counties_keep_to_the_domain(county: County) -> None:
    """Units, posts and numbers lie within the domain, and posts within what is asked for."""
    domain = domain_of(POLICY)
    assert domain.units[0] <= len(county.tables["schools"]) <= domain.units[1]
    schools = [row["school_id"] for row in county.tables["staff"]]
    assert max(schools.count(school) for school in schools) <= 3
    grids = {kind.name: kind.grid for kind in domain.kinds["workload"]}
    for row in county.tables.get("workload", ()):
        grid = grids[row["kind"]]
        assert grid.first <= micro(row["quantity"]) <= grid.last


@settings(max_examples=15, deadline=None)
@given(pair=changes(POLICY, "workload", "lesson"))
@example(
    pair=Pair(
        before=County(
            tables={
                "funds": ({"county_id": "C1", "amount": "10000", "source": ""},),
                "schools": ({"school_id": "S1", "county_id": "C1"},),
                "staff": ({"teacher_id": "T1", "school_id": "S1", "position": "teacher"},),
            },
            period={"id": "audit", "from": "2025-09-01", "to": "2026-01-31"},
        ),
        after=County(
            tables={
                "funds": ({"county_id": "C1", "amount": "10000", "source": ""},),
                "schools": ({"school_id": "S1", "county_id": "C1"},),
                "staff": ({"teacher_id": "T1", "school_id": "S1", "position": "teacher"},),
            },
            period={"id": "audit", "from": "2025-09-01", "to": "2026-01-31"},
        ),
    )
)
def test_a_pair_differs_in_one_number(pair: Pair) -> None:
    """One row of work has a step more; an example of an audit may be pasted above a test."""
    before, after = pair.before.tables, pair.after.tables
    differ = [name for name in after if after[name] != before[name]]
    assert differ == (["workload"] if pair.changed else [])
    total = {k: sum(micro(r["quantity"]) for r in t.get("workload", ())) for k, t in
             (("before", before), ("after", after))}  # fmt: skip
    assert total["after"] - total["before"] == (1_000_000 if pair.changed else 0)
    assert paid(POLICY, pair.after).payouts.height == len(after["staff"])


@settings(max_examples=10, deadline=None)
@given(pair=changes(POLICY, "twice_fund"))
def test_the_fund_may_be_doubled(pair: Pair) -> None:
    """Every source has twice the money."""
    for one, other in zip(pair.before.tables["funds"], pair.after.tables["funds"], strict=True):
        assert float(other["amount"]) == 2 * float(one["amount"])


def test_a_change_that_no_strategy_makes_says_what_does() -> None:
    """Vetoes and twins are left to `assert_promises`."""
    with pytest.raises(ValueError, match="use assert_promises"):
        changes(POLICY, "veto")
