"""The policies that the project ships, and the datasets of those that have one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import paycalc
from paycalc.output import write_run
from tests.reference import Outcome, Payout, pay

ROOT = Path(__file__).parents[2]
POLICIES = sorted(path.stem for path in (ROOT / "policies").glob("*.yaml"))
NAMES = sorted(path.parent.name for path in (ROOT / "fixtures").glob("*/period.yaml"))
MONEY = ("gross", "forfeited", "received", "held", "payable")


def policy_text(name: str) -> str:
    """The text of a policy of the project."""
    return (ROOT / "policies" / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Each dataset, and the policy of the same name."""
    return str(request.param)


@pytest.fixture(scope="module")
def result(name: str) -> paycalc.Result:
    """What the policy makes of its dataset."""
    policy = paycalc.load_policy(ROOT / "policies" / f"{name}.yaml")
    return paycalc.compute(policy, paycalc.read_records(ROOT / "fixtures" / name))


def test_every_dataset_has_a_policy_and_all_cases_are_of_policies() -> None:
    """There is a policy for each dataset, and one for each folder of cases."""
    cases = {path.name for path in (ROOT / "policies" / "tests").iterdir()}
    assert cases | set(NAMES) <= set(POLICIES)


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_loads_without_a_problem(name: str) -> None:
    """No policy of the project has as much as a warning."""
    policy, problems = paycalc.parse_policy(policy_text(name))
    assert problems == ()
    assert policy is not None
    assert policy.id == name


def test_nothing_is_negative_and_the_fund_balances(result: paycalc.Result) -> None:
    """No part of anybody's pay is negative, and the fund is accounted for to the fen."""
    assert min(result.payouts[column].min() for column in MONEY) >= 0
    for total in result.totals.iter_rows(named=True):
        parts = ("payable", "held", "kept", "unallocated", "forfeited_to_county")
        assert total["fund"] == sum(total[part] for part in parts)
    everyone = result.groups().filter(group="everyone")
    assert everyone["heads"].item() == result.payouts.height
    assert everyone["total"].item() == result.payouts["payable"].sum()


def test_nearly_all_of_the_fund_is_spent(result: paycalc.Result) -> None:
    """Less than a twentieth of a fund is left unallocated: the policies fit their data."""
    for total in result.totals.iter_rows(named=True):
        assert total["unallocated"] < total["fund"] / Decimal(20)


def test_the_payouts_are_the_golden_ones(name: str, result: paycalc.Result, tmp_path: Path) -> None:
    """Every post is paid what it was paid when this file was kept.

    A golden file is ``payouts.csv`` of a run; a change that means to pay otherwise copies it anew.
    """
    folder = write_run(result, tmp_path / "run")
    golden = Path(__file__).parent / "golden" / f"{name}.csv"
    assert (folder / "payouts.csv").read_bytes() == golden.read_bytes()


def test_the_plain_reading_of_the_specification_pays_the_same(
    name: str, result: paycalc.Result
) -> None:
    """``tests/reference`` gives the same payouts, line by line, from the same files."""
    folder = ROOT / "fixtures" / name
    tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    period = yaml.load((folder / "period.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    plain = pay(policy_text(name), tables, period)
    assert isinstance(plain, Outcome)
    payouts = {
        (county, school, teacher): Payout(*(int(amount * 100) for amount in money))
        for county, _, school, teacher, *money in result.payouts.iter_rows()
    }
    lines = {
        (county, school, teacher, line): int(amount * 100)
        for county, _, school, teacher, line, amount in result.lines.iter_rows()
    }
    assert payouts == plain.payouts
    assert lines == {key: fen for key, fen in plain.lines.items() if fen}


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
    used = {
        word for name in POLICIES for word in words(yaml.load(policy_text(name), yaml.BaseLoader))
    }
    wanted = (
        "has not item where each times by table bands default combine missing none error mean max "
        "count sum_of product_of plus minus divide at_least at_most tiers marginal round "
        "relative_to percentile grade quotas rest ties small_group takes as_needed up_to share of "
        "share_by share_equally pay keep factors weights limit times_mean if_short scale from "
        "members rounding webster round_to adjust each_at_most each_at_least goes_to others "
        "per_head_at_least within enforce veto classes statuses bars money_goes_to"
    )
    assert [word for word in wanted.split() if word not in used] == []
