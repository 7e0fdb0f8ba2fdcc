"""The numbers of items are those of the plain reading of the specification."""

from __future__ import annotations

import csv

import pytest
import yaml

from tests.explain.conftest import NAMES, ROOT, result_of
from tests.reference import Outcome, pay


@pytest.mark.parametrize("name", NAMES)
def test_items_are_what_the_reference_says(name: str) -> None:
    """Every item told of every post has the number that ``tests/reference`` gives it."""
    folder = ROOT / "fixtures" / name
    tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    period = yaml.load((folder / "period.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    policy = (ROOT / "policies" / f"{name}.yaml").read_text(encoding="utf-8")
    outcome = pay(policy, tables, period)
    assert isinstance(outcome, Outcome)
    result = result_of(name)
    told = 0
    for teacher in result.payouts["teacher_id"].unique(maintain_order=True):
        for post in result.explain(teacher).posts:
            keys = {
                "post": (post.county, post.school, post.teacher),
                "unit": (post.county, post.unit),
                "county": (post.county,),
            }
            for item in post.items:
                key = (*keys[item.base], *item.cell.values())
                assert outcome.items[item.name].get(key) == item.number, (item.name, key)
                told += 1
    assert told > result.payouts.height * 3
