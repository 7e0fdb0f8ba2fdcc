"""What VALUEs, steps, items and groups of every form become in the model."""

from __future__ import annotations

from datetime import date

import pytest

from paycalc.policy.model import (
    Arithmetic,
    BandLookup,
    Column,
    Combine,
    Composite,
    Condition,
    DateRange,
    Grade,
    Group,
    Has,
    Item,
    ItemCondition,
    ItemRef,
    Number,
    NumberRange,
    Peers,
    Percentile,
    Quota,
    RelativeTo,
    Round,
    Rows,
    Step,
    TableLookup,
    Tiers,
    TimesMean,
    Value,
)
from tests.policy.building import accepted, small

ONE, TWO = Number(1_000_000), Number(2_000_000)


def item(text: str) -> Item:
    """The item `more` of a policy."""
    return accepted(small(items=f"more: {text}")).items["more"]


def rows(text: str) -> Rows:
    """What an item `more` reads."""
    source = item(text).source
    assert isinstance(source, Rows)
    return source


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", ONE),
        ("'1'", ONE),
        ("days", Column("days")),
        ("staff.hired_on.years", Column("hired_on", "staff", "years")),
        ("{item: spare}", ItemRef("spare")),
        (
            "{item: spare, default: {item: size, default: 1}}",
            ItemRef("spare", ItemRef("size", ONE)),
        ),
        (
            "{by: a, table: {x: 1, 2: b}}",
            TableLookup((Column("a"),), {("x",): ONE, ("2",): Column("b")}),
        ),
        ("{by: [a], table: {x: 1}}", TableLookup((Column("a"),), {("x",): ONE})),
        (
            "{by: [a, school.b], table: {x: {y: 1, z: 2}, w: {y: 2}}, default: c}",
            TableLookup(
                (Column("a"), Column("b", "school")),
                {("x", "y"): ONE, ("x", "z"): TWO, ("w", "y"): TWO},
                Column("c"),
            ),
        ),
        ("{by: a, table: {}, default: 1}", TableLookup((Column("a"),), {}, ONE)),
        (
            "{by: a, table: {x: {by: b, table: {y: 1}}}}",
            TableLookup((Column("a"),), {("x",): TableLookup((Column("b"),), {("y",): ONE})}),
        ),
        (
            "{by: {item: spare}, bands: {-1.5: 1, 2: b}}",
            BandLookup(ItemRef("spare"), (-1_500_000, 2_000_000), (ONE, Column("b"))),
        ),
        ("{by: [a], bands: {0: 1}, default: 2}", BandLookup(Column("a"), (0,), (ONE,), TWO)),
    ],
)
def test_values(text: str, value: Value) -> None:
    """A VALUE is a number if it reads as one, a column, an item's number or a lookup."""
    assert rows(f"{{rows: leave, each: {text}}}").each == value


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("{plus: 1}", Arithmetic("plus", ONE)),
        ("{from: 1}", Arithmetic("from", ONE)),
        ("{divide: fte, if_zero: 1}", Arithmetic("divide", Column("fte"), ONE)),
        ("{at_most: {item: spare}}", Arithmetic("at_most", ItemRef("spare"))),
        ("{tiers: {0: 1, 5: 2}, mode: whole}", Tiers((0, 5_000_000), (ONE, TWO), "whole")),
        ("{round: {to: 1}}", Round(ONE)),
        ("{round: {to: fte, mode: up}}", Round(Column("fte"), "up")),
        ("{relative_to: {mean: []}}", RelativeTo("mean", Peers())),
        (
            "{relative_to: {sum: [unit, subject]}}",
            RelativeTo("sum", Peers(True, (Column("subject"),))),
        ),
        ("{percentile: [school.stage]}", Percentile(Peers(False, (Column("stage", "school"),)))),
        (
            "{grade: {within: [unit, subject], quotas: {a: 3, b: 12.5%, c: rest}, "
            "values: {c: 1, b: 2, a: 3}, order: ascending, quota_rounding: up, ties: key, "
            "small_group: {below: 4, grade: b}}}",
            Grade(
                Peers(True, (Column("subject"),)),
                (
                    Quota("a", "count", 3, 3_000_000),
                    Quota("b", "percent", 125_000, 2_000_000),
                    Quota("c", "rest", 0, 1_000_000),
                ),
                "ascending",
                "up",
                "key",
                (4, "b"),
            ),
        ),
    ],
)
def test_steps(text: str, step: Step) -> None:
    """A step is what its key says, with what stands beside it."""
    assert item(f"{{rows: leave, missing: none, then: [{text}]}}").steps == (step,)


@pytest.mark.parametrize(
    ("text", "combine"),
    [
        ("count", Combine("count")),
        ("{best: 3}", Combine("best", 3)),
        ("{mean_by: fte}", Combine("mean_by", by=Column("fte"))),
    ],
)
def test_combine(text: str, combine: Combine) -> None:
    """Rows become one number as `combine` says."""
    assert rows(f"{{rows: leave, combine: {text}}}").combine == combine


@pytest.mark.parametrize(
    ("text", "missing"), [("-1.5", -1_500_000), ("none", "none"), ("error", "error")]
)
def test_missing(text: str, missing: int | str) -> None:
    """A member without rows has a number, none, or is an error."""
    assert rows(f"{{rows: leave, missing: {text}}}").missing == missing


def test_grain() -> None:
    """The grain is one of post, unit and county, with columns for cells, wherever it is listed."""
    cells = item("{of: [event, unit, date.month], rows: workload}")
    assert (cells.base, cells.columns) == ("unit", (Column("event"), Column("date", None, "month")))
    assert item("{of: [county], rows: workload}").columns == ()


def test_composites() -> None:
    """An item may add or multiply others, in the order listed, a name twice if it says so."""
    assert item("{sum_of: [lessons, spare, lessons]}").source == Composite(
        "sum_of", ("lessons", "spare", "lessons")
    )
    assert item("{of: unit, product_of: [size, spare]}").source == Composite(
        "product_of", ("size", "spare")
    )


@pytest.mark.parametrize(
    ("text", "accepts"),
    [
        ("a", frozenset({"a"})),
        ("[a, 2, a]", frozenset({"a", "2"})),
        ("{from: 1.5}", NumberRange(1_500_000, None)),
        ("{from: -2, to: -2.0}", NumberRange(-2_000_000, -2_000_000)),
        ("{to: 2025-09-01}", DateRange(None, date(2025, 9, 1))),
        ("{from: 2024-02-29, to: 2025-09-01}", DateRange(date(2024, 2, 29), date(2025, 9, 1))),
    ],
)
def test_conditions(text: str, accepts: object) -> None:
    """A condition accepts a text, some texts, or a range of numbers or dates."""
    assert rows(f"{{rows: leave, where: {{kind: {text}}}}}").where == (
        Condition(Column("kind"), accepts),  # type: ignore[arg-type]
    )


def test_group_with_everything() -> None:
    """A group holds its conditions, its rows, whom it leaves out, and ranges of items."""
    policy = accepted(
        small(
            groups="""\
            more:
              position: teacher
              held.share: {from: 0.5}
              has: {rows: outcomes, where: {indicator: [a, b]}}
              not: {has: {rows: leave}, not: heads}
              item: {lessons: {from: 1}, spare: {to: 9}}
            """
        )
    )
    assert policy.groups["more"] == Group(
        (
            Condition(Column("position"), frozenset({"teacher"})),
            Condition(Column("held", None, "share"), NumberRange(500_000, None)),
        ),
        Has("outcomes", (Condition(Column("indicator"), frozenset({"a", "b"})),)),
        Group(has=Has("leave"), excludes="heads"),
        (
            ItemCondition("lessons", NumberRange(1_000_000, None)),
            ItemCondition("spare", NumberRange(None, 9_000_000)),
        ),
    )


def test_everyone_is_no_group() -> None:
    """The reserved name stands for everyone wherever a group is named, and `not` leaves nobody."""
    policy = accepted(
        small(
            groups="none: {not: everyone}",
            pools_2="more: {takes: 1%, share_equally: true, for: everyone, weights: {everyone: 2}}",
            adjust="cut: {each_at_most: {times_mean: 2, of: everyone}}",
            end="guarantees: {g: {group: heads, per_head_at_most: 3, of: everyone}}\n",
        )
    )
    plan = policy.level_2.plans[""]
    assert plan.pools[1].who is None
    assert plan.pools[1].weights == (("everyone", 2_000_000),)
    assert plan.adjust[0].bound == TimesMean(2_000_000)
    assert policy.guarantees[0].of is None
    assert policy.groups["none"].excludes == "everyone"
