"""How problems look to a program: plain data, with codes that stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paycalc import Problem, ProblemsError, Records, compute
from paycalc.problems import CATALOGUE, Place
from tests.promises.computed import fixture_of, policy_of

FROZEN = Path(__file__).with_name("codes.txt")


def test_problems_are_plain_data() -> None:
    """Every problem of an error goes to JSON and back, with what is known of its place."""
    rows, period = fixture_of("example-county")
    faulty = {
        **rows,
        "outcomes": rows["outcomes"].with_columns(value=rows["outcomes"]["value"] + "x"),
    }
    with pytest.raises(ProblemsError) as caught:
        compute(policy_of("example-county"), Records.from_tables(faulty, period=period))
    for language in ("en", "zh"):
        told = [problem.as_json(language) for problem in caught.value.problems]
        assert json.loads(json.dumps(told)) == told
        first = next(one for one in told if one["severity"] == "error")
        assert first["code"] == "R214"
        assert first["place"] == {"table": "outcomes", "row": 1, "column": "value"}


def test_the_message_is_in_the_language_asked_for() -> None:
    """English is the default; Chinese is asked for."""
    problem = Problem("R210", Place(table="staff"))
    assert str(problem.as_json()["message"]).startswith("The cell")
    assert problem.as_json("zh")["message"] == problem.message("zh")


def test_codes_that_were_published_stay() -> None:
    """No code goes or changes its severity; ``codes.txt`` lists those that others may rely on."""
    published = dict(line.split() for line in FROZEN.read_text(encoding="utf-8").splitlines())
    now = {code: message.severity for code, message in CATALOGUE.items()}
    assert {code: now.get(code) for code in published} == published
