"""The numbers of items are those of the plain reading of the specification."""

from __future__ import annotations

import csv

import pytest
import yaml

import paycalc
from tests.agreement.engine_side import records_of
from tests.explain.conftest import NAMES, ROOT, result_of
from tests.reference import Outcome, pay
from tests.strategies import case_of

SEEDS = range(72_000, 72_080)
FIXTURES = [
    name if name == "example-county" else pytest.param(name, marks=pytest.mark.slow)
    for name in NAMES
]


def check_items(result: paycalc.Result, outcome: Outcome) -> int:
    """Every item told of every post has the reference's number; how many there were."""
    told = 0
    pairs = result.payouts.select("county_id", "teacher_id").unique(maintain_order=True)
    for county, teacher in pairs.iter_rows():
        for post in result.explain(teacher, county_id=county).posts:
            keys = {
                "post": (post.county, post.school, post.teacher),
                "unit": (post.county, post.unit),
                "county": (post.county,),
            }
            for item in post.items:
                key = (*keys[item.base], *item.cell.values())
                assert outcome.items[item.name].get(key) == item.number, (item.name, key)
                told += 1
    return told


@pytest.mark.parametrize("name", FIXTURES)
def test_items_are_what_the_reference_says(name: str) -> None:
    """Every item told of every post has the number that ``tests/reference`` gives it."""
    folder = ROOT / "fixtures" / name
    tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    period = yaml.load((folder / "period.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    outcome = pay((ROOT / "policies" / f"{name}.yaml").read_text("utf-8"), tables, period)
    assert isinstance(outcome, Outcome)
    result = result_of(name)
    assert check_items(result, outcome) > result.payouts.height * 3


def test_items_of_random_cases_are_what_the_reference_says() -> None:
    """The whole grammar of items is told with the reference's numbers."""
    told = 0
    for seed in SEEDS:
        case = case_of(seed)
        outcome = pay(case.policy_text, case.tables, case.period, case.files)
        policy, _ = paycalc.parse_policy(case.policy_text, read_file=case.files.__getitem__)
        if isinstance(outcome, Outcome) and policy is not None:
            told += check_items(paycalc.compute(policy, records_of(case), threads=1), outcome)
    assert told > 1000
