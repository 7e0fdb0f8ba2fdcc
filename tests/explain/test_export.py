"""The JSON of explanations, under their versioned name."""

from __future__ import annotations

import json

import jsonschema
import pytest

from paycalc.policy import parse_policy
from paycalc.result.explain.export import explanation_schema
from tests.agreement.engine_side import records_of
from tests.explain.building import small
from tests.explain.conftest import NAMES, result_of
from tests.strategies import case_of

VALIDATOR = jsonschema.Draft202012Validator(explanation_schema())


def test_the_schema_is_one() -> None:
    """What is called a JSON Schema is valid against that of schemas."""
    VALIDATOR.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize("name", NAMES)
def test_explanations_are_valid_against_their_schema(name: str) -> None:
    """What is exported survives JSON and is what the schema says, for posts of every fixture."""
    result = result_of(name)
    for teacher in result.payouts["teacher_id"][::40]:
        exported = result.explain(teacher).to_json()
        assert json.loads(json.dumps(exported)) == exported
        VALIDATOR.validate(exported)


def test_explanations_of_random_cases_are_valid() -> None:
    """The whole grammar fits the schema."""
    import paycalc

    told = 0
    for seed in range(40):
        case = case_of(seed)
        policy, _ = parse_policy(case.policy_text, read_file=case.files.__getitem__)
        try:
            result = paycalc.compute(policy, records_of(case)) if policy else None
        except paycalc.ProblemsError:
            continue
        for county, teacher in (
            []
            if result is None
            else result.payouts.select("county_id", "teacher_id")
            .unique(maintain_order=True)[:3]
            .iter_rows()
        ):
            VALIDATOR.validate(result.explain(teacher, county_id=county).to_json())
            told += 1
    assert told > 30


def test_money_and_numbers_are_exact_texts() -> None:
    """Money has the currency's digits, numbers the shortest decimal, shares are fractions."""
    exported = small().explain("A").to_json()
    assert exported["format"] == "paycalc-explanation/1"
    [post] = exported["posts"]
    pool = next(pool for pool in post["pools"] if pool["id"] == "work")
    assert (pool["amount"], pool["claim"], pool["members"]) == ("220.60", "30", 2)
    assert pool["exact"] == {"numerator": "375015", "denominator": "17"}
    assert pool["items"] == [{"name": "lessons", "number": "30"}, {"name": "tasks", "number": "0"}]
    paid = next(pool for pool in post["pools"] if pool["id"] == "heads")
    assert paid["claim"] == "0.00"
    assert post["purses"][0]["sources"] == [{"name": "state", "number": "1000.01"}]
    lessons = next(item for item in post["items"] if item["name"] == "lessons")
    assert lessons["rows"][0] == {
        "number": "15",
        "brought": "10",
        "because": [],
        "coefficients": [
            {
                "number": "1.5",
                "line": {"file": "<policy>", "line": 12},
                "because": [{"text": "subject = math", "line": {"file": "<policy>", "line": 12}}],
            }
        ],
        "file": None,
        "table": "workload",
        "row": 1,
        "item": None,
        "weight": None,
    }
