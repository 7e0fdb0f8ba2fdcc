"""The policies that the project ships, each with its dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import yaml

import paycalc

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "policies").glob("*.yaml"))


@pytest.fixture(scope="module")
def results() -> dict[str, paycalc.Result]:
    """Every policy computed on the dataset of its name."""
    return {
        name: paycalc.compute(
            paycalc.load_policy(ROOT / "policies" / f"{name}.yaml"),
            paycalc.read_records(ROOT / "fixtures" / name),
        )
        for name in NAMES
    }


def test_every_dataset_has_a_policy() -> None:
    """There is a policy for each dataset and a dataset for each policy."""
    datasets = sorted(path.name for path in (ROOT / "fixtures").iterdir() if path.is_dir())
    assert datasets == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_loads_without_a_problem(name: str) -> None:
    """No policy of the project has as much as a warning."""
    text = (ROOT / "policies" / f"{name}.yaml").read_text(encoding="utf-8")
    policy, problems = paycalc.parse_policy(text)
    assert problems == ()
    assert policy is not None
    assert policy.id == name


@pytest.mark.parametrize("name", NAMES)
def test_everybody_is_in_the_payouts_and_the_fund_balances(
    name: str, results: dict[str, paycalc.Result]
) -> None:
    """Every post has a row, nothing is negative, and the fund is accounted for to the fen."""
    result = results[name]
    money = ["gross", "forfeited", "received", "held", "payable"]
    assert result.payouts.select(pl.min_horizontal(pl.col(money).min())).item() >= 0
    for total in result.totals.iter_rows(named=True):
        parts = ("payable", "held", "kept", "unallocated", "forfeited_to_county")
        assert total["fund"] == sum(total[part] for part in parts)
    everyone = result.groups().filter(group="everyone")
    assert everyone["heads"].item() == result.payouts.height
    assert everyone["total"].item() == result.payouts["payable"].sum()


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_spends_nearly_all_of_its_fund(
    name: str, results: dict[str, paycalc.Result]
) -> None:
    """Less than a twentieth of a fund is left unallocated: the policies fit their data."""
    for total in results[name].totals.iter_rows(named=True):
        assert total["unallocated"] < total["fund"] / Decimal(20)


def words(tree: object) -> Iterator[str]:
    """All keys and plain words of a policy file."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield str(key)
            yield from words(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from words(value)
    else:
        yield str(tree)


def test_the_policies_use_a_good_part_of_the_grammar() -> None:
    """Together the policies show most of what policy.md offers."""
    texts = [(ROOT / "policies" / f"{name}.yaml").read_text(encoding="utf-8") for name in NAMES]
    used = Counter(word for text in texts for word in words(yaml.safe_load(text)))
    wanted = (
        "has not item where each times by table bands default combine missing none error mean max "
        "count sum_of product_of plus minus divide at_least at_most tiers marginal round "
        "relative_to percentile grade quotas rest ties small_group takes as_needed up_to share of "
        "share_by share_equally pay keep factors weights limit times_mean if_short scale from "
        "members rounding webster round_to adjust each_at_most each_at_least goes_to others "
        "per_head_at_least within enforce veto classes statuses bars money_goes_to"
    )
    assert [word for word in wanted.split() if not used[word]] == []
