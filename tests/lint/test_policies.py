"""Each rule that reads the policy alone finds what it is about, there, and not its near twin."""

from __future__ import annotations

import pytest

from paycalc.policy import parse_policy
from paycalc.policy.lint import lint_policy
from paycalc.policy.lint._rules import RULES
from tests.lint.building import linted, marked, policy, told
from tests.lint.cases import CASES, Case
from tests.policy.building import accepted, reading
from tests.strategies import case_of

IDS = [f"{case.code} {case.what}" for case in CASES]
MORE = {"L023": {"L023", "L040", "L041"}}
"""What is told besides: who pays by titles alone leaves the rest of the sound policy unused."""


def test_the_sound_policy_is_sound() -> None:
    """The policy into which the cases are put has no finding itself."""
    assert told(policy()) == []


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_finds_its_place(case: Case) -> None:
    """The rule is told at the line and column that are marked, and nothing else is."""
    found = told(case.wrong)
    assert [(line, column) for _, line, column in found] == marked(case.wrong)
    assert {code for code, _, _ in found} == MORE.get(case.code, {case.code})


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_does_not_find_the_twin(case: Case) -> None:
    """Nothing is told of the near twin."""
    assert told(case.twin) == []


def test_every_rule_has_a_case() -> None:
    """Each rule that reads the policy alone is found by a case."""
    assert {case.code for case in CASES} == set(RULES)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_finding_can_be_said(language: str) -> None:
    """Every finding has all the values that its sentence names, in both languages."""
    for case in CASES:
        for problem in linted(case.wrong).findings:
            assert len(problem.message(language)) > 8
            assert problem.place.item is not None


def test_any_policy_can_be_linted() -> None:
    """Whatever loads can be linted, and each finding has its place and its sentence."""
    linted_ones = 0
    for seed in range(80):
        case = case_of(seed)
        loaded, _ = parse_policy(case.policy_text, read_file=reading(case.files))
        if loaded is None:
            continue
        linted_ones += 1
        for problem in lint_policy(loaded).findings:
            assert problem.place.line, problem
            assert problem.message("zh")
    assert linted_ones > 50


def test_a_plan_of_a_file_is_told_in_that_file() -> None:
    """What stands in a plan's file is told with that file's name and line."""
    head, _, pools = policy().partition("level_2:\n")
    files = {"plan.yaml": "adjust:\n  cap: {each_at_most: 900}\n" + _unindented(pools)}
    found = lint_policy(accepted(f"{head}level_2: {{file: plan.yaml}}\n", files)).findings
    assert [(one.code, one.place.file, one.place.line) for one in found] == [
        ("L025", "plan.yaml", 2)
    ]


def _unindented(text: str) -> str:
    return "".join(line[2:] + "\n" for line in text.splitlines())
