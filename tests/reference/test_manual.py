"""Hand-computed cases of manual adjustments and opening balances."""

from __future__ import annotations

import pytest

from .building import Tables, line, paid, policy, refused, tables
from .outcome import Balance, Payout

HALF = policy("p: {takes: 50%, share_equally: true}")
VETO = """
veto:
  list: {gifts: {class: grave}}
  classes: {grave: {pays: 0%, months: 6}}
  statuses: {confirmed: apply}
"""


def by_hand(**amounts: str) -> list[dict[str, str]]:
    """Adjustments of teachers, a row each."""
    return [
        {"adjustment_id": t, "teacher_id": t, "amount": x, "reason": "r", "author": "o"}
        for t, x in amounts.items()
    ]


def carried(amount: str) -> list[dict[str, str]]:
    """The opening balance of the school."""
    return [{"unit_id": "S", "amount": amount}]


def data(**more: object) -> Tables:
    """Three posts, who share half of 90: 15 each, and 45 are left."""
    return tables(fund="90", **more)


def test_adjustments_come_out_of_what_is_unallocated() -> None:
    """One gets 45 and another gives 15 back: 15 are still there, and nobody else is touched."""
    outcome = paid(HALF, data(adjustments=by_hand(a="45", b="-15")))
    assert line(outcome, "manual") == {"a": 4500, "b": -1500}
    assert outcome.payouts["C", "S", "b"] == Payout(0, 0, 0, 0, 0)
    assert outcome.counties["C"] == Balance(9000, 0, 7500, 0, 0, 1500, 0)


@pytest.mark.parametrize(
    ("amounts", "error"),
    [
        ({"a": "45.01"}, "unallocated_below_zero"),
        ({"a": "60.01", "b": "-15"}, "unallocated_below_zero"),
        ({"a": "-15.01"}, "gross_below_zero"),
        ({"a": "-0.01", "b": "0"}, "records"),
    ],
)
def test_nothing_comes_from_nowhere(amounts: dict[str, str], error: str) -> None:
    """A fen more than is unallocated, or than a post has, is an error; so is a row of nothing."""
    assert refused(HALF, data(adjustments=by_hand(**amounts))) == {error}


def test_a_veto_takes_what_was_given_by_hand() -> None:
    """Of 15 and 5 by hand nothing is paid."""
    case = {"case_id": "1", "teacher_id": "a", "item": "gifts", "status": "confirmed"}
    ethics = [case | {"decided_on": "2025-10-01"}]
    text = policy("p: {takes: 50%, share_equally: true}", more=VETO)
    outcome = paid(text, data(adjustments=by_hand(a="5"), ethics=ethics))
    assert outcome.payouts["C", "S", "a"] == Payout(2000, 2000, 0, 0, 0)
    assert outcome.counties["C"].unallocated == 6000


def test_an_opening_balance_joins_the_money_of_the_unit() -> None:
    """90 and 30 are shared by halves: 20 each; what level 1 allocated is still 90."""
    outcome = paid(HALF, data(opening_balances=carried("30")))
    assert outcome.counties["C"] == Balance(9000, 3000, 6000, 0, 0, 6000, 0)
    assert outcome.units["C", "S"].allocated == 9000


def test_a_unit_may_owe_what_it_has() -> None:
    """90 less 90 is nothing; a fen more is an error."""
    outcome = paid(HALF, data(opening_balances=carried("-90")))
    assert outcome.counties["C"] == Balance(9000, -9000, 0, 0, 0, 0, 0)
    assert refused(HALF, data(opening_balances=carried("-90.01"))) == {"opening_below_zero"}


def test_an_opening_balance_is_in_the_general_purse() -> None:
    """Where all of the unit's money is earmarked there is nothing that it could owe."""
    text = policy("p: {takes: 50%, from: [money], share_equally: true}")
    outcome = paid(text, data(opening_balances=carried("30")))
    assert outcome.counties["C"] == Balance(9000, 3000, 4500, 0, 0, 7500, 0)
    assert refused(text, data(opening_balances=carried("-1"))) == {"opening_below_zero"}


def test_fund_and_balances_are_no_more_than_a_fund_may_be() -> None:
    """Together they are at most 10^15 fen."""
    full = carried("9999999999910")
    assert paid(HALF, data(opening_balances=full)).counties["C"].opening == 10**15 - 9000
    full = carried("9999999999910.01")
    assert refused(HALF, data(opening_balances=full)) == {"fund_out_of_range"}
