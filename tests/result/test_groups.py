"""The short table of what was paid to whom."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.result.building import dataset, paid, policy, table

GROUPS = """
groups:
  teachers: {position: teacher}
  heads: {position: head}
  nobody: {position: cook}
"""
MEANS = [(1, 2, 1), (1, 3, 0), (2, 3, 1), (3, 2, 2), (5, 4, 1), (6, 4, 2), (7, 4, 2)]
THIRD = 333_333_333_333_333


def test_groups_by_hand() -> None:
    """Heads, total and mean of each group in the order of the policy, then of everyone."""
    assert paid(policy(end=GROUPS)).groups().rows() == [
        ("teachers", 4, Decimal("1333.33"), Decimal("333.33")),
        ("heads", 1, Decimal("166.67"), Decimal("166.67")),
        ("nobody", 0, Decimal("0.00"), None),
        ("everyone", 5, Decimal("1500.00"), Decimal("300.00")),
    ]


def test_groups_of_a_policy_without_groups() -> None:
    """Without named groups there is everyone alone."""
    assert paid(policy()).groups()["group"].to_list() == ["everyone"]


@pytest.mark.parametrize(
    ("fund", "heads", "mean"), [*MEANS, (10**15, 3, THIRD), (10**15 - 1, 3, THIRD)]
)
def test_the_mean_is_rounded_halves_away_from_zero(fund: int, heads: int, mean: int) -> None:
    """The mean is the exact one to the currency's digits; half a fen counts as one."""
    tables = {
        "funds": table("county_id amount", f"A {Decimal(fund).scaleb(-2):f}"),
        "schools": table("school_id county_id", "S A"),
        "staff": table("teacher_id school_id position", *(f"T{i} S teacher" for i in range(heads))),
    }
    everyone = paid(policy(level_2="pools: {all: {takes: rest, share_equally: true}}"), tables)
    _, count, total, found = everyone.groups().row(-1)
    assert count == heads
    assert total == Decimal(fund).scaleb(-2)
    assert found == Decimal(mean).scaleb(-2)


def test_groups_without_anybody_at_all() -> None:
    """A dataset without posts has everyone with no head, nothing paid and no mean."""
    nobody = {"teacher_id": [], "school_id": [], "position": []}
    nothing = {"teacher_id": [], "kind": [], "quantity": []}
    result = paid(policy(), dataset(staff=nobody, workload=nothing))
    assert result.groups().rows() == [("everyone", 0, Decimal("0.00"), None)]
