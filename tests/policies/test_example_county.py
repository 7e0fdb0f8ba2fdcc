"""The example county: made by its script, and nothing in its policy without an effect."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import yaml

import paycalc

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "policies" / "example-county.yaml"
DATASET = ROOT / "fixtures" / "example-county"
TEXT = POLICY.read_text(encoding="utf-8")
EXPLAINED = {
    "R270": "a teacher who is gone",
    "R271": "a competition before the term",
    "R272": "an award and a case that became known after the term was closed",
    "R273": "work of the teacher who is gone",
    "R280": "the schools' names",
}


@pytest.fixture(scope="module")
def records() -> paycalc.Records:
    """The records of the county."""
    return paycalc.read_records(DATASET)


@pytest.fixture(scope="module")
def result(records: paycalc.Records) -> paycalc.Result:
    """What the policy makes of them."""
    return paycalc.compute(paycalc.load_policy(POLICY), records)


def table(name: str) -> pl.DataFrame:
    """A table of the dataset, as text."""
    return pl.read_csv(DATASET / f"{name}.csv", infer_schema=False)


# --- The dataset --------------------------------------------------------------------------------


def test_the_script_makes_exactly_these_files(tmp_path: Path) -> None:
    """`fixtures/example_county.py` writes the committed files, byte for byte, and no others."""
    script = ROOT / "fixtures" / "example_county.py"
    subprocess.run([sys.executable, "-B", script, tmp_path], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in DATASET.iterdir()}


def test_the_county_is_small_and_has_schools_of_all_stages() -> None:
    """Eight schools of five stages, three of them one general school, and about 150 teachers."""
    schools = table("schools")
    assert schools.height == 8
    assert schools["group_id"].drop_nulls().to_list() == ["G1"] * 3
    stages = {"kindergarten", "primary", "junior", "senior", "special"}
    assert set(schools["stage"]) == stages
    assert set(schools["location"]) == {"town", "rural"}
    assert 140 <= table("staff")["teacher_id"].n_unique() <= 160


def test_nobody_has_a_name() -> None:
    """No table of people has a column for names; ids are numbers behind a T."""
    for name in ("staff", "workload", "outcomes", "leave", "ethics"):
        frame = table(name)
        assert "name" not in frame.columns
        assert frame["teacher_id"].str.contains(r"^T\d{3}$").all()


def test_each_warning_is_explained(result: paycalc.Result) -> None:
    """The dataset has no warnings and notes but those for which it holds a row on purpose."""
    assert {problem.code for problem in result.problems} == EXPLAINED.keys()


def test_lessons_are_those_of_a_timetable() -> None:
    """A full-time teacher of the whole term has 8 to 21 lessons a week, and half of them 12 up."""
    staff = table("staff").filter(pl.col("from", "to").is_null(), position="teacher", fte="1")
    weekly = (
        table("workload")
        .filter(pl.col("kind").is_in(["lesson", "session"]))
        .group_by("teacher_id", "school_id")
        .agg(pl.col("quantity").cast(pl.Int64).sum())
        .join(staff, on=["teacher_id", "school_id"], how="semi")
    )["quantity"]
    assert (weekly.min(), weekly.max()) == (8, 21)
    assert weekly.median() >= 12


def test_each_status_and_class_of_cases_occurs() -> None:
    """Each class has a case in time, one out of time, one that holds and one that is ignored."""
    listed = yaml.safe_load(TEXT)["veto"]["list"]
    classes = {item: entry["class"] for item, entry in listed.items()}
    recent = pl.col("decided_on") >= "2025-09-01"
    cases = table("ethics").select(
        "status", pl.col("item").replace_strict(classes).alias("class"), recent.alias("recent")
    )
    fates = {
        ("confirmed", True), ("confirmed", False), ("under_review", None), ("overturned", True),
    }  # fmt: skip
    for name in ("serious", "moderate", "slight"):
        of_class = cases.filter(pl.col("class") == name)
        assert set(of_class.select("status", "recent").iter_rows()) == fates


# --- The result ---------------------------------------------------------------------------------


def test_every_line_occurs_in_every_plan_that_has_it(result: paycalc.Result) -> None:
    """Each pool, adjustment and enforced guarantee pays or takes from somebody, in each plan."""
    policy = result.policy
    expected = {f"level_1.{pool.id}" for pool in policy.level_1.plan.pools if pool.pays_posts}
    expected |= {f"guarantee.{g.id}" for g in policy.guarantees if g.enforce}
    assert expected <= set(result.lines["line"])
    stages = dict(table("schools").select("school_id", "stage").iter_rows())
    lines = result.lines.with_columns(pl.col("school_id").replace_strict(stages).alias("stage"))
    for name, plan in policy.level_2.plans.items():
        there = set(lines.filter(stage=name)["line"])
        kept = {pool.id for pool in plan.pools if pool.kind == "keep"}
        assert {f"level_2.{pool.id}" for pool in plan.pools} - there == {
            f"level_2.{pool}" for pool in kept
        }
        assert {f"adjust.{one.id}" for one in plan.adjust} <= there
    assert (result.units["kept"] > 0).all()
    assert (result.units["allocated"] > 0).all()


def test_every_group_has_members(result: paycalc.Result) -> None:
    """Each group of the policy has posts, and none has all of them."""
    *groups, (_, everyone) = result.groups().select("group", "heads").iter_rows()
    assert [name for name, heads in groups if not 0 < heads < everyone] == []


def test_cases_take_hold_and_bar(result: paycalc.Result) -> None:
    """A serious case leaves nothing, a principal answers for two, cases hold, and bars follow."""
    payouts = {(row["school_id"], row["teacher_id"]): row for row in result.payouts.to_dicts()}
    confirmed = table("ethics").filter(case_id="E01")["teacher_id"].item()
    assert payouts["005", confirmed]["payable"] == 0
    principal = table("staff").filter(school_id="005", position="principal")["teacher_id"].item()
    row = payouts["005", principal]
    assert abs(row["forfeited"] - row["gross"] / 2) <= Decimal("0.01")
    assert result.payouts.filter(pl.col("held") > 0).height == 4
    both = result.payouts.filter((pl.col("held") > 0) & (pl.col("forfeited") > 0))
    assert (
        both["teacher_id"].to_list()
        == table("ethics").filter(case_id="E03")["teacher_id"].to_list()
    )
    assert set(result.bars["case_id"]) == {"E01", "E02"}


def test_it_does_what_it_wants(result: paycalc.Result) -> None:
    """Class heads earn most, then the front line, then leaders, directors and support."""
    means = dict(result.groups().select("group", "mean").iter_rows())
    order = ["class_heads", "front_line", "leaders", "directors", "support"]
    assert sorted(order, key=means.__getitem__, reverse=True) == order
    assert means["senior_3"] > means["front_line"]
    assert means["front_line"] > means["everyone"]
    monthly = means["everyone"] / 5
    assert 500 < monthly < 1500


# --- No number without an effect ----------------------------------------------------------------


def numbers(node: yaml.Node, path: tuple[str, ...] = ()) -> Iterator[tuple[str, yaml.ScalarNode]]:
    """The numbers of a policy that stand as values, with the keys that lead to them."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from numbers(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from numbers(value, (*path, str(place)))
    elif node.value.rstrip("%").replace(".", "").isdigit():
        yield ".".join(path), node


def changed(name: str, node: yaml.ScalarNode) -> str:
    """The policy with this number a tenth less (0: one; whole months, cases, members: double)."""
    number = Decimal(node.value.rstrip("%"))
    other = number * Decimal("0.9") if number else Decimal(1)
    if name.rpartition(".")[2] in {"months", "cases", "below"}:
        other = number * 2
    text = f"{other.normalize():f}" + "%" * node.value.endswith("%")
    return TEXT[: node.start_mark.index] + text + TEXT[node.end_mark.index :]


def outcome(text: str, records: paycalc.Records) -> tuple[str, ...]:
    """What a policy makes of the records: payouts, units, bars."""
    policy, problems = paycalc.parse_policy(text)
    assert policy is not None, problems
    result = paycalc.compute(policy, records)
    return tuple(frame.write_csv() for frame in (result.payouts, result.units, result.bars))


SECTIONS = ("items", "level_1", "level_2", "guarantees", "veto")
REPORTED = {"guarantees.class_heads_lead", "guarantees.principals_bound"}  # they hold
NUMBERS = {
    name: node
    for name, node in numbers(yaml.compose(TEXT))
    if name.split(".")[0] in SECTIONS and name.rpartition(".")[0] not in REPORTED
}


@pytest.fixture(scope="module")
def unchanged(records: paycalc.Records) -> tuple[str, ...]:
    """What the policy makes of the records as it is."""
    return outcome(TEXT, records)


@pytest.mark.parametrize("name", NUMBERS)
def test_each_number_of_the_policy_moves_money(
    name: str, records: paycalc.Records, unchanged: tuple[str, ...]
) -> None:
    """Every rate, coefficient, band, grade, percentage and limit has an effect on somebody."""
    assert outcome(changed(name, NUMBERS[name]), records) != unchanged
