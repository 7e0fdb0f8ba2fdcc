"""The counties' funds."""

from __future__ import annotations

import pytest

from tests.records.building import checked, dataset, found, passed


def test_funds() -> None:
    """Every row of the funds is money of a county, of a source or of none."""
    funds = {
        "county_id": ["C2", "C1", "C1"],
        "amount": ["１，０００．５", "-3", "7.10"],
        "资金来源": ["", "award", None],
    }
    result = passed(dataset(funds=funds)).funds
    assert result.county.tolist() == [1, 0, 0]
    assert result.fen.tolist() == [100_050, -300, 710]
    assert result.source.to_list() == [None, "award", None]


def test_without_source() -> None:
    """Funds may lack the column of sources."""
    assert passed(dataset()).funds.source.to_list() == [None, None]


@pytest.mark.parametrize("amounts", [["1000.00", "500"], [1000.0, 500.0], [1000, 500]])
def test_types(amounts: list[object]) -> None:
    """Amounts are the same whatever the type of their column."""
    funds = {"county_id": ["C1", "C2"], "amount": amounts}
    assert passed(dataset(funds=funds)).funds.fen.tolist() == [100_000, 50_000]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        *(("x", "R211"), ("12元", "R214"), ("1e5", "R213"), ("nan", "R212"), ("12,5", "R215")),
        *(("0.005", "R217"), ("10000000000000.01", "R218"), ("", "R210")),
    ],
)
def test_no_amount(amount: str, code: str) -> None:
    """An amount that is none is told by its reason, without the amount."""
    _, problems = checked(dataset(funds={"county_id": ["C1", "C2"], "amount": ["1", amount]}))
    told = [(p.code, p.place.row, p.place.column) for p in problems]
    assert told == [(code, 2, "amount")]
    assert not amount or amount not in problems[0].message("zh")


def test_decimals_of_the_currency() -> None:
    """The currency's own digits count."""
    funds = {"county_id": ["C1", "C2"], "amount": ["1.0", "2.5"]}
    assert found(dataset(funds=funds), decimals=0) == [("R217", "funds", 2, "amount")]


def test_county_without_schools() -> None:
    """A fund of a county that has no school is an error."""
    _, problems = checked(dataset(funds={"county_id": ["C1", "C2", "X"], "amount": [1, 1, 1]}))
    assert [(p.code, p.place.row, p.place.county) for p in problems] == [("R247", 3, "X")]


def test_county_without_fund() -> None:
    """A county that has schools and no fund is warned of."""
    _, problems = checked(dataset(funds={"county_id": ["C2"], "amount": [1]}))
    told = [(p.code, p.severity, p.place.county) for p in problems]
    assert told == [("R262", "warning", "C1")]
