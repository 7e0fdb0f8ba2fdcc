"""The rules that need a dataset: at their figure they are silent, a hair beyond it they tell."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.lint.county import (
    PERIOD,
    POLICY,
    TABLES,
    Table,
    benchmarks,
    linted,
    rotation,
    told,
    unjudged,
)

OTHER = {"teacher_other_pay": "392000"}  # with the 8000 of the fund: 400 000 for 4 teachers


def test_without_its_tables_a_rule_is_not_judged() -> None:
    """A dataset without `benchmarks` and `rotation` gets notes for their rules, and no finding."""
    report = linted()
    assert told(report) == []
    assert unjudged(report) == {"L130", "L131", "L132", "L133", "L134"}
    assert {note.code for note in report.notes} == {"L190"}


@pytest.mark.parametrize(("average", "found"), [("100000", []), ("100000.01", ["L130"])])
def test_average_pay_against_civil_servants(average: str, found: list[str]) -> None:
    """All pay over the teachers, each once whatever their posts, is not below civil servants'."""
    report = linted(benchmarks=benchmarks(civil_servant_average_pay=average, **OTHER))
    assert told(report) == found
    assert "L130" not in unjudged(report)


def test_the_ratio_is_told_and_no_pay() -> None:
    """A finding says the ratio, cut so that it never looks better, the county, and no amounts."""
    report = linted(benchmarks=benchmarks(civil_servant_average_pay="100000.01", **OTHER))
    (finding,) = report.findings
    assert (finding.values, finding.place.county) == ({"ratio": "0.99", "figure": "1"}, "C1")


@pytest.mark.parametrize(("budget", "found"), [("10000", []), ("9999.99", ["L131"])])
def test_training_budget(budget: str, found: list[str]) -> None:
    """The training budget is at least 2.5% of the wage total with this run's pay."""
    assert told(linted(benchmarks=benchmarks(training_budget=budget, **OTHER))) == found


@pytest.mark.parametrize(("spent", "found"), [("5000", []), ("4999.99", ["L132"])])
def test_training_out_of_public_funds(spent: str, found: list[str]) -> None:
    """At least 5% of the schools' public funds go into training."""
    table = benchmarks(public_funds="100000", public_funds_for_training=spent)
    assert told(linted(benchmarks=table)) == found


def test_benchmarks_in_chinese() -> None:
    """Headings and names of benchmarks may be Chinese."""
    table = {
        "县区编号": ["C1", "C1"],
        "指标": ["公用经费", "公用经费培训支出"],
        "金额": ["100,000", "4000"],
    }
    assert told(linted(benchmarks=table)) == ["L132"]


@pytest.mark.parametrize(
    ("moves", "found"), [(["yes yes yes"] + 9 * ["yes no no"], []), (11 * ["是 否 否"], ["L133"])]
)
def test_rotation_of_those_due(moves: list[str], found: list[str]) -> None:
    """At least 10% of those due move; who is not due does not count."""
    assert told(linted(rotation=rotation(*moves, *5 * ["no no no"]))) == found


@pytest.mark.parametrize(("others", "found"), [(4, []), (5, ["L134"])])
def test_backbone_among_those_who_move(others: int, found: list[str]) -> None:
    """At least 20% of those who are due and move are backbone teachers."""
    moves = ["yes yes yes", *others * ["yes yes no"], "no yes yes"]
    assert told(linted(rotation=rotation(*moves))) == found


def test_another_figure() -> None:
    """A policy may ask for more or less than the guidance does."""
    moves = rotation("yes yes yes", *4 * ["yes no no"])
    policy = POLICY + "lint: {L133: {on: our city asks for more, at_least: 30%}}\n"
    assert told(linted(rotation=moves)) == []
    assert told(linted(policy, rotation=moves)) == ["L133"]


@pytest.mark.parametrize("cell", ["perhaps", "2"])
def test_a_cell_that_is_neither_yes_nor_no(cell: str) -> None:
    """A cell that cannot be read is told with its row, and its county is not judged."""
    report = linted(rotation=rotation("yes no no", f"yes {cell} no"))
    assert told(report) == []
    notes = [note for note in report.notes if note.code == "L192"]
    assert [(note.place.row, note.place.column) for note in notes] == [(2, "moved")] * 2


@pytest.mark.parametrize("value", ["many", "", "1.234"])
def test_a_benchmark_that_is_no_money(value: str) -> None:
    """A benchmark that is no amount of money leaves its county unjudged."""
    report = linted(benchmarks=benchmarks(public_funds="100", public_funds_for_training=value))
    assert told(report) == []
    assert {note.code for note in report.notes if note.values["rule"] == "L132"} == {"L192"}


def test_a_benchmark_that_nobody_knows_or_that_stands_twice() -> None:
    """A benchmark of another name, and one that stands twice, are told; the second is not taken."""
    table = {
        "county_id": ["C1"] * 3,
        "benchmark": ["public_fund", "public_funds", "public_funds"],
        "value": ["1", "2", "3"],
    }
    notes = [note for note in linted(benchmarks=table).notes if note.values["rule"] == "L132"]
    assert [(note.code, note.place.row) for note in notes] == [("L192", 1), ("L192", 3)]


def test_rows_known_later_are_as_if_they_were_not_there() -> None:
    """A row of these tables whose `known_at` is later than the period's is left out."""
    table = {**benchmarks(public_funds="100", public_funds_for_training="1"), "known_at": []}
    table["known_at"] = ["2026-01-01", "2026-03-01"]
    assert told(linted(benchmarks=table)) == ["L132"]
    report = linted(period={**PERIOD, "known_at": "2026-02-01"}, benchmarks=table)
    assert (told(report), "L132" in unjudged(report)) == ([], True)


def test_these_tables_stop_no_run() -> None:
    """Whatever stands in them, and whatever columns they lack, pay is computed all the same."""
    report = linted(benchmarks={"county": ["C1"]}, rotation={"due": ["yes"]})
    assert told(report) == []
    assert {"L130", "L133"} <= unjudged(report)


# --- Who gets how much --------------------------------------------------------------------------


def test_the_front_line_gets_more_than_its_share_of_heads() -> None:
    """Four of five posts are the front line: with equal weights and loads it gets no more."""
    even = {**TABLES["workload"], "quantity": ["12"] * 5}
    plain = POLICY.replace("leaders: 0.5, ", "leaders: 1, ")
    one_school = {**TABLES["staff"], "fte": ["1", "1", "1", "1", "0"]}
    report = linted(plain, workload=even, staff=one_school)
    (finding,) = report.findings
    assert (finding.code, finding.values["heads"]) == ("L123", "80.0")
    assert told(linted(workload=even, staff=one_school)) == []


def test_without_a_front_line_it_is_not_judged() -> None:
    """Where no group is known as the front line, a note says so."""
    policy = POLICY.replace("front_line", "folk").replace("position: teacher", "title: x")
    staff = {**TABLES["staff"], "title": ["y"] * 5}
    report = linted(policy, staff=staff)
    assert [note.code for note in report.notes if note.values["rule"] == "L123"] == ["L191"]


def leaders(hours: str) -> Mapping[str, Table]:
    """A school whose principal teaches so many hours, and each of three teachers 10."""
    return {
        "funds": {"county_id": ["C1"], "amount": ["9000"]},
        "schools": {"school_id": ["S1"], "county_id": ["C1"]},
        "staff": {
            "teacher_id": ["T1", "T2", "T3", "T4"],
            "school_id": ["S1"] * 4,
            "position": ["principal", "teacher", "teacher", "teacher"],
            "fte": ["1"] * 4,
        },
        "workload": {
            "teacher_id": ["T1", "T2", "T3", "T4"],
            "kind": ["lesson"] * 4,
            "quantity": [hours, "10", "10", "10"],
        },
    }


@pytest.mark.parametrize(
    ("hours", "groups", "found"),
    [("15", "{}", []), ("15.01", "{}", ["L120"]), ("15.01", "{front_line: []}", ["L120"])],
)
def test_leaders_against_the_others(hours: str, groups: str, found: list[str]) -> None:
    """Leaders' mean of the schools' money is at most 1.5 times the front line's, or all others'.

    At 15 hours the principal gets 3000, each teacher 2000.
    """
    policy = POLICY.replace("leaders: 0.5", "leaders: 1")
    switches = f"L120: {{on: ours}}, L123: {{off: leaders teach here}}, groups: {groups}"
    report = linted(f"{policy}lint: {{{switches}}}\n", **leaders(hours))
    assert [code for code in told(report) if code != "L901"] == found
    assert "L120" not in told(linted(policy, **leaders("30")))


def test_without_leaders_it_is_not_judged() -> None:
    """Where no group is known as leaders, a note says so, if the rule is asked for."""
    policy = POLICY + "lint: {L120: {on: ours}, groups: {leaders: []}}\n"
    assert "L120" in unjudged(linted(policy))


def test_money_of_level_1_is_not_the_teachers_pool() -> None:
    """What the county pays a principal directly does not count against the schools' money."""
    direct = "direct: {takes: 50%, members: posts, for: leaders, share_equally: true}"
    policy = POLICY.replace("pools: {base", f"pools: {{{direct}, base")
    switches = "lint: {L120: {on: ours}, L123: {off: it is about L120}}\n"
    assert told(linted(policy + switches, **leaders("12"))) == []


# --- Examination results ------------------------------------------------------------------------

RESULTS = {"teacher_id": ["T2", "T3"], "indicator": ["growth", "高考上线"], "value": ["1", "1"]}


@pytest.mark.parametrize(
    ("where", "indicators", "found"),
    [
        ("", ["growth", "高考上线"], ["L110"]),
        ("", ["growth", "期中考核"], []),
        ("where: {indicator: growth}, ", ["growth", "高考上线"], []),
    ],
)
def test_rows_of_examination_results(where: str, indicators: list[str], found: list[str]) -> None:
    """An item that reads every indicator is told, at its line, where the dataset has such rows."""
    item = f"  results: {{rows: outcomes, {where}times: [2]}}\n"
    policy = POLICY.replace("level_1:", f"{item}level_1:").replace("[points]", "[points, results]")
    report = linted(policy, outcomes={**RESULTS, "indicator": indicators})
    assert told(report) == found
    line = policy.splitlines().index(item.rstrip()) + 1
    assert [one.place.line for one in report.findings] == [line] * len(found)
