"""The example of policy.md, section 3, loads to exactly the policy that it describes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from paycalc.policy import Policy, load_policy
from paycalc.policy.model import Column, Currency, Guarantee, Mark, Rows
from tests.policy.example_model import GROUPS, ITEMS, LEVEL_1, LEVEL_2, VETO

EXAMPLE = Path(__file__).with_name("example.yaml")


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The example, loaded."""
    return load_policy(EXAMPLE)


def test_head(policy: Policy) -> None:
    """The head says what the policy is called, when it is in effect, and its money."""
    assert (policy.id, policy.version) == ("example-county", "2025.1")
    assert policy.title == {"en": "Example county incentive pay", "zh": "示例县奖励性绩效"}
    assert (policy.first_day, policy.last_day) == (date(2025, 9, 1), date(2026, 8, 31))
    assert policy.currency == Currency("CNY", 2)
    assert (policy.promises, policy.domain, policy.files) == ({}, {}, {})
    assert policy.source == EXAMPLE.read_text(encoding="utf-8")


def test_groups(policy: Policy) -> None:
    """Groups keep their conditions, their rows and their order."""
    assert policy.groups == GROUPS
    assert list(policy.groups) == list(GROUPS)


@pytest.mark.parametrize("name", ITEMS)
def test_items(policy: Policy, name: str) -> None:
    """An item is what its keys say, with numbers in millionths."""
    assert policy.items[name] == ITEMS[name]


def test_items_are_all_there_in_order(policy: Policy) -> None:
    """Items come in the order written, as each already follows what it needs."""
    assert list(policy.items) == list(ITEMS)


def test_levels(policy: Policy) -> None:
    """Both levels hold their pools in order, and the plan its adjustment."""
    assert policy.level_1 == LEVEL_1
    assert policy.level_2 == LEVEL_2


def test_guarantee(policy: Policy) -> None:
    """The guarantee compares two groups within a unit and is repaired."""
    assert policy.guarantees == (
        Guarantee(
            "front_line_first",
            "front_line",
            "per_head_at_least",
            1_000_000,
            "leaders",
            enforce=True,
        ),
    )


def test_veto(policy: Policy) -> None:
    """The veto has its list, classes, statuses and account."""
    assert policy.veto == VETO


def test_marks_lead_back_into_the_file(policy: Policy) -> None:
    """Items, pools and columns know the line and column where they stand."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()

    def text_at(mark: Mark) -> str:
        assert mark.file == str(EXAMPLE)
        return lines[mark.line - 1][mark.column - 1 :]

    assert text_at(policy.items["lessons"].mark).startswith("lessons:")
    assert text_at(policy.level_1.plan.pools[1].mark).startswith("awards:")
    headcount = policy.items["headcount"].source
    assert isinstance(headcount, Rows)
    assert isinstance(headcount.each, Column)
    assert text_at(headcount.each.mark) == "fte"
