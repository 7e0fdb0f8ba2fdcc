"""Rules are switched off with a reason, on with a figure; what a switch does not do is told."""

from __future__ import annotations

import pytest

from paycalc.policy import parse_policy
from tests.lint.building import linted, marked, policy, told

LEADERS = "more: {takes: 9%, share_by: [lessons], weights: {school_leaders: 1.2}}\n"


def switched(lint: str, **more: str) -> str:
    """The sound policy, and in it leaders who weigh more and a group that is used nowhere."""
    groups = "school_leaders: {title: senior}\nrural: {location: rural}\n"
    return policy(groups=groups, pools_2=LEADERS, end=f"lint:\n  {lint}\n", **more)


def test_a_rule_is_switched_off_with_a_reason() -> None:
    """What a switched-off rule finds is not told but counted, with the written reason."""
    report = linted(switched("L041: {off: the county's own decision of 2025-03-01}"))
    assert [one.code for one in report.findings] == ["L020"]
    assert [(one.code, one.count) for one in report.silenced] == [("L041", 1)]
    assert report.silenced[0].reason == "the county's own decision of 2025-03-01"


@pytest.mark.parametrize(
    "switch", ["off: ''", "off: ", "off", "{off: a, on: b}", "{off: a, at_most: 2}", "{at_most: 2}"]
)
def test_a_switch_needs_a_reason(switch: str) -> None:
    """A switch without a reason, with two, or with a figure and no `on` is an error."""
    switch = switch if switch.startswith("{") or switch == "off" else f"{{{switch}}}"
    loaded, problems = parse_policy(switched(f"L041: {switch}"))
    assert loaded is None
    assert {problem.severity for problem in problems} == {"error"}


@pytest.mark.parametrize(
    ("figure", "codes"), [("1.2", ["L041"]), ("120%", ["L041"]), ("1.19", ["L041", "L020"])]
)
def test_a_rule_takes_another_figure(figure: str, codes: list[str]) -> None:
    """The figure of a switch takes the place of the rule's own, exactly."""
    found = linted(switched(f"L020: {{on: our ratio, at_most: {figure}}}")).findings
    assert [one.code for one in found] == codes


def test_a_switch_that_silences_nothing_is_told() -> None:
    """A rule that is off and would find nothing is told, at the switch."""
    text = policy(end="lint:\n  §L042: {off: next year there will be one}\n")
    assert told(text) == [("L901", *marked(text)[0])]


def test_a_dataset_rule_is_not_said_to_silence_nothing_without_one() -> None:
    """Without a dataset nobody knows whether a switched-off rule would find anything."""
    text = policy(end="lint:\n  L133: {off: rotation is done by the city}\n")
    assert told(text) == []
    assert "L133" not in str(linted(text).notes[0].values["rules"])


@pytest.mark.parametrize(
    ("code", "found"), [("L22", "L900N"), ("retirement", "L900"), ("L901", "L900N")]
)
def test_an_unknown_code_is_told(code: str, found: str) -> None:
    """A switch of a rule that is not there is told, with a near code if there is one."""
    text = policy(end=f"lint:\n  §{code}: {{off: because}}\n")
    assert told(text) == [(found, *marked(text)[0])]


@pytest.mark.parametrize("switch", ["L022: {on: a, at_most: 1}", "L020: {on: a, at_least: 1}"])
def test_a_figure_that_a_rule_does_not_have_is_told(switch: str) -> None:
    """A figure for a rule without one, or on the other side, is told."""
    assert [code for code, _, _ in told(policy(end=f"lint:\n  {switch}\n"))] == ["L902"]


def test_a_district_rule_is_on_only_where_it_is_named() -> None:
    """One district's practice is asked where a switch says `on`, and is else not mentioned."""
    asked, unasked = (
        str(linted(policy(end=end)).notes[0].values["rules"])
        for end in ("lint: {L120: {on: as our district has it}}\n", "")
    )
    assert ("L120" in asked, "L120" in unasked) == (True, False)


def test_what_groups_are_can_be_said() -> None:
    """`groups` says who the leaders are, and then no name or position does."""
    text = policy(
        groups="a: {location: town}\nmanagers: {title: senior}",
        pools_2="more: {takes: 9%, share_by: [lessons], weights: {§a: 1.2, managers: 1.1}}\n",
        end="lint: {groups: {leaders: [a]}}\n",
    )
    assert told(text) == [("L020", *marked(text)[0])]


def test_a_group_that_is_not_there_is_an_error() -> None:
    """A name under `groups` must be a group of the policy."""
    _, problems = parse_policy(policy(end="lint: {groups: {leaders: [frontline]}}\n"))
    assert [problem.code for problem in problems] == ["P201"] or problems[0].code == "P201N"


def test_the_lint_changes_no_pay() -> None:
    """Two policies that differ in their switches alone say the same of everything else."""
    plain, _ = parse_policy(policy())
    switched_off, _ = parse_policy(policy(end="lint: {L022: {off: no classes}}\n"))
    assert plain is not None
    assert switched_off is not None
    assert plain.lint != switched_off.lint
    assert (plain.items, plain.level_2) == (switched_off.items, switched_off.level_2)
