"""What every policy of the library is: lint-clean, tested, with its source and its promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import paycalc
from paycalc.policy import Policy
from paycalc.policy.lint import Report, lint_policy
from paycalc.problems.rules import rule
from paycalc.result.lint import lint_result
from paycalc.testing.finding import files_of

ROOT = Path(__file__).parents[2]
POLICIES = {path.stem: path for path in sorted((ROOT / "policies").glob("*.yaml"))}
DATASETS = sorted(path.parent.name for path in (ROOT / "fixtures").glob("*/period.yaml"))
PUBLISHED = re.compile(r"\b(?:[PEN]\d{2}[a-z]?|SEED)\b")
"""The number of a published plan, scheme or piece of news, or the guidance itself."""
OWN = {
    "bench": r"tests/bench",
    "example-county": r"an invented county",
    "star": r"fixtures/star \(Tennessee STAR",
    "timetables": r"fixtures/timetables: .* of 37 schools",
}
"""Policies that follow no published plan, and what they say of themselves."""


@pytest.fixture(params=POLICIES)
def name(request: pytest.FixtureRequest) -> str:
    """Each policy of the library."""
    return str(request.param)


@pytest.fixture
def policy(name: str) -> Policy:
    """It, loaded."""
    return paycalc.load_policy(POLICIES[name])


def heading(name: str) -> str:
    """The remarks before a policy's first key, as one line."""
    before = POLICIES[name].read_text(encoding="utf-8").partition("\npaycalc:")[0]
    return " ".join(line.lstrip("# ") for line in before.splitlines())


def said(report: Report) -> list[str]:
    """What a lint objects to."""
    return [f"{one.code} {one.place.item}" for one in report.findings]


def test_the_library_has_at_least_ten_policies_of_published_plans() -> None:
    """The library covers what real schools do, in many ways."""
    assert len(POLICIES.keys() - OWN.keys()) >= 10


def test_a_policy_names_its_source(name: str) -> None:
    """The remarks at the top say which published plans a policy follows, or what else it is."""
    assert re.search(OWN.get(name, PUBLISHED), heading(name))


def test_a_policy_has_cases(name: str) -> None:
    """There are cases beside each policy; pytest collects them, and so runs them, by the plugin."""
    assert files_of(POLICIES[name])


def test_the_lint_objects_to_nothing(policy: Policy) -> None:
    """Every finding is mended, or its rule is switched off with a reason of a few words."""
    report = lint_policy(policy)
    assert said(report) == []
    assert all(len(one.reason.split()) >= 5 for one in report.silenced)


def test_no_rule_of_a_regulation_is_switched_off_at_home(name: str, policy: Policy) -> None:
    """Only policies for schools abroad switch off a rule of the nation or of the guidance."""
    switched = {code for code, switch in policy.lint.switches.items() if switch.off is not None}
    levels = {source.level for code in switched if (source := rule(code).regulation) is not None}
    abroad = policy.currency.code != "CNY"
    assert abroad or levels <= {"craft"}


def test_a_policy_declares_promises(policy: Policy) -> None:
    """Each says what its author stands by."""
    assert policy.promises


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_lint_objects_to_nothing_in_what_is_paid(dataset: str) -> None:
    """Nor does it in what a policy pays with the dataset of its name."""
    records = paycalc.read_records(ROOT / "fixtures" / dataset)
    result = paycalc.compute(paycalc.load_policy(POLICIES[dataset]), records)
    assert said(lint_result(result)) == []
