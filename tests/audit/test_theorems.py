"""The theorems of the audit, over every small share that the engine's kernel can make."""

from __future__ import annotations

import pytest

from paycalc.audit.theorems import BOUNDS, SCOPES, THEOREMS, Name, Scope, Shares, all_shares
from paycalc.policy.model import Rounding

CASES = [(name, rounding) for name, of in BOUNDS.items() for rounding in of]


@pytest.fixture(scope="module")
def shares() -> dict[Rounding, list[Shares]]:
    """All shares of the scopes, by both roundings."""
    roundings: tuple[Rounding, ...] = ("largest_remainder", "webster")
    return {one: [all_shares(scope, one) for scope in SCOPES] for one in roundings}


@pytest.mark.parametrize(("name", "rounding"), CASES)
def test_a_theorem_holds_in_every_small_share_and_its_bound_is_reached(
    name: Name, rounding: Rounding, shares: dict[Rounding, list[Shares]]
) -> None:
    """The largest harm over all weights and funds of the scopes is the bound (of R7 at most)."""
    harms = [THEOREMS[name](one) for one in shares[rounding]]
    bound = BOUNDS[name][rounding]
    assert max(0, *harms) == (0 if name == "R7" else bound) <= bound


def test_webster_leaves_the_quota_from_four_members_on(
    shares: dict[Rounding, list[Shares]],
) -> None:
    """Up to three members Webster keeps floor and ceiling of the exact share, not with four."""
    by_scope = [THEOREMS["R8"](one) for one in shares["webster"]]
    assert by_scope[:2] == [0, 0]
    assert THEOREMS["R8"](all_shares(Scope(4, 9, 8), "webster")) == 1


def test_the_scopes_hold_tens_of_thousands_of_shares() -> None:
    """What is confirmed is confirmed on tens of thousands of shares among up to five."""
    count = sum((s.fund + 1) * (s.weight + 1) ** s.n for s in SCOPES)
    assert count > 40_000
    assert max(s.n for s in SCOPES) == 5


def test_a_theorem_that_is_false_is_noticed(shares: dict[Rounding, list[Shares]]) -> None:
    """By largest remainder a larger fund takes a fen from somebody, so bound 0 would fail."""
    assert max(THEOREMS["R2"](one) for one in shares["largest_remainder"]) > 0
