"""What the engine knows of a policy before it sees records: columns, texts, tables, purses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from paycalc.engine import EnginePlan, expectations
from paycalc.policy import load_policy
from tests.engine.by_hand import POLICY, plan_of

PLAN = EnginePlan(load_policy(Path(__file__).parents[1] / "policy" / "example.yaml"))

ROW = ("workload", "staff", "schools")


def needs(plan: EnginePlan, item: str) -> dict[tuple[str, str], tuple[tuple[str, ...], set[str]]]:
    """The tables and texts of each column and use that one place of a policy needs."""
    found = [need for need in plan.needs if need.item == item]
    return {(need.column, need.use): (need.tables, set(need.texts)) for need in found}


def test_an_item_needs_the_columns_of_its_rows() -> None:
    """Conditions, lookups and the default number are looked for from the row to the school."""
    assert needs(PLAN, "items.lessons") == {
        ("kind", "text"): (ROW, {"lesson"}),
        ("subject", "text"): (ROW, {"chinese", "math", "english"}),
        ("class_size", "number"): (ROW, set()),
        ("quantity", "number"): (("workload",), set()),
    }
    assert needs(PLAN, "items.best_award") == {
        ("kind", "text"): (ROW, {"competition"}),
        ("event", "text"): (ROW, set()),
        ("level", "text"): (ROW, {"national", "city"}),
        ("rank", "text"): (ROW, {"1", "2"}),
    }


def test_rows_of_schools_have_no_staff() -> None:
    """A column of school results is looked for there and in schools alone."""
    assert needs(PLAN, "items.assessment") == {
        ("indicator", "text"): (("school_results", "schools"), {"annual_assessment"}),
        ("value", "number"): (("school_results",), set()),
    }
    assert needs(PLAN, "items.headcount") == {
        ("fte", "number"): (("staff", "schools"), set()),
        ("stage", "text"): (("schools",), {"primary", "junior", "senior"}),
    }


def test_groups_and_pools_need_columns_of_posts() -> None:
    """A named group, rows that it has, and conditions in place are all read."""
    posts = ("staff", "schools")
    assert needs(PLAN, "groups.front_line") == {("position", "text"): (posts, {"teacher"})}
    assert needs(PLAN, "groups.class_heads") == {("kind", "text"): (ROW, {"class_head"})}
    principals = needs(PLAN, "level_1.pools.principals")
    assert principals == {("position", "text"): (posts, {"principal"})}
    assert needs(PLAN, "items.coaching") == {}  # its rows are those of another item


def test_literals_are_in_byte_order_and_know_their_place() -> None:
    """Every text that the policy compares with, once, as UTF-8 bytes."""
    assert PLAN.literals == (
        "1",
        "2",
        "annual_assessment",
        "chinese",
        "city",
        "class_head",
        "competition",
        "deputy_principal",
        "english",
        "junior",
        "lesson",
        "math",
        "national",
        "primary",
        "principal",
        "senior",
        "teacher",
        "teaching_quality",
    )
    assert [PLAN.literal_index[text] for text in PLAN.literals] == list(range(18))
    other = plan_of(POLICY.replace("kind: lesson", "kind: [ü, 课, Z, a]"))
    assert other.literals == ("Z", "a", "math", "teacher", "ü", "课")


def test_texts_are_told_by_table_and_column() -> None:
    """What different items and groups name of one column comes together."""
    texts = PLAN.texts_by_column
    assert texts["workload", "kind"] == {"lesson", "competition", "class_head"}
    assert texts["staff", "position"] == {"teacher", "principal", "deputy_principal"}
    assert texts["staff", "kind"] == texts["workload", "kind"]
    assert texts["outcomes", "indicator"] == {"teaching_quality"}
    assert ("leave", "kind") not in texts


def test_tables_and_purses() -> None:
    """Tables that anything reads, and the purses of level 1, the general one first."""
    every = {"workload", "outcomes", "leave", "school_results", "staff", "schools"}
    assert PLAN.tables == every
    assert PLAN.purses == (frozenset(), frozenset({"composite_award"}))
    assert plan_of().tables == {"workload", "staff", "schools"}
    has = POLICY.replace("{position: [teacher]}", "{has: {rows: leave}}")
    assert "leave" in plan_of(has).tables


@pytest.mark.parametrize(
    ("old", "new", "column", "use", "tables"),
    [
        ("hired_on.years", "staff.hired_on.years", "hired_on", "date", ("staff",)),
        ("hired_on.years", "row.grade", "grade", "number", ("staff",)),
        ("hired_on.years", "school.size", "size", "number", ("schools",)),
        ("position: [teacher]", "born: {from: 1980-01-01}", "born", "date", ("staff", "schools")),
        ("position: [teacher]", "age: {from: 30}", "age", "number", ("staff", "schools")),
    ],
)
def test_a_use_of_a_column_and_where_it_may_be(
    old: str, new: str, column: str, use: str, tables: tuple[str, ...]
) -> None:
    """Ranges ask for numbers or dates, derived columns for dates, a scope for its table."""
    plan = plan_of(POLICY.replace(old, new))
    assert {need.tables for need in plan.needs if (need.column, need.use) == (column, use)} == {
        tables
    }


def test_held_and_period_need_no_column() -> None:
    """Every dataset has these columns besides its own."""
    assert needs(plan_of(), "items.present") == {}
    plan = plan_of(POLICY.replace("held.share", "period.months"))
    assert needs(plan, "items.present") == {}


def test_a_column_that_units_read_is_compared_as_text_too() -> None:
    """Whether the schools of a unit agree on a number is seen in their texts."""
    text = POLICY.replace(
        "heads: {of: unit, rows: staff}",
        "heads: {of: unit, rows: staff, then: [{plus: size}]}",
    )
    assert needs(plan_of(text), "items.heads") == {
        ("size", "number"): (("schools",), set()),
        ("size", "text"): (("schools",), set()),
    }


# --- What the records room is told --------------------------------------------------------------


def test_expectations_of_the_example() -> None:
    """Columns with one place must be there, others anywhere; texts and dates are told."""
    told = expectations(PLAN.policy)
    assert (told.decimals, told.unit_column) == (2, None)
    assert (told.first_day, told.last_day) == (date(2025, 9, 1), date(2026, 8, 31))
    assert told.columns == {
        "workload": {"quantity"},
        "outcomes": {"value"},
        "leave": {"days"},
        "school_results": {"value"},
        "schools": {"stage"},
    }
    assert told.tables == PLAN.tables
    assert dict(told.anywhere)["class_size"] == ROW
    assert set(told.anywhere) >= {
        ("indicator", ("outcomes", "staff", "schools")),
        ("indicator", ("school_results", "schools")),
    }


def test_expectations_name_the_texts_worth_a_warning() -> None:
    """Positions, subjects, kinds and indicators that the policy names, each in its table."""
    assert expectations(PLAN.policy).mentioned == {
        "staff": {
            "position": {"teacher", "principal", "deputy_principal"},
            "subject": {"chinese", "math", "english"},
        },
        "workload": {"kind": {"lesson", "competition", "class_head"}},
        "outcomes": {"indicator": {"teaching_quality"}},
        "school_results": {"indicator": {"annual_assessment"}},
    }


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ("{pays: 50%, months: 6}", {"decided_on"}),
        ("{pays: 50%, reaches: decided_in}", {"decided_on"}),
        ("{pays: 50%, reaches: committed_in}", {"committed_on"}),
        (
            "{pays: 50%, months: 6, reaches: committed_in, bars: [title]}",
            {"committed_on", "decided_on"},
        ),
    ],
)
def test_expectations_of_the_dates_of_cases(rule: str, dates: set[str]) -> None:
    """An applying case needs the date by which its class reaches, and a bar the day it begins."""
    told = expectations(plan_of(POLICY.replace("{pays: 50%, months: 6}", rule)).policy)
    assert told.needs_date == {"gifts": dates}
    assert told.ethics_items == {"gifts"}
    assert told.statuses == {"confirmed": "apply", "under_review": "hold"}


def test_expectations_without_a_veto() -> None:
    """A policy without a veto expects no cases at all."""
    told = expectations(plan_of(POLICY[: POLICY.index("veto:")]).policy)
    assert (told.ethics_items, told.statuses, told.needs_date) == (None, None, {})
    assert told.unit_column == "group_id"
