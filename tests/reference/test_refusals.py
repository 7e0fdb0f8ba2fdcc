"""What is refused, with which class, and where a county stops."""

import pytest

from . import Refusal, pay
from .building import PERIOD, Tables, policy, refused, tables


@pytest.mark.parametrize(
    ("item", "error"),
    [
        ("{rows: workload, then: [{divide: 0}]}", "divide_by_zero"),
        ("{rows: workload, each: subject}", "row_without_number"),
        ("{rows: workload, each: kind}", "text_for_number"),
        ("{rows: workload, each: size}", "number_out_of_range"),
        ("{rows: workload, each: kind.years}", "bad_date"),
        ("{rows: workload, each: {by: kind, table: {x: 1}}}", "not_in_table"),
        ("{rows: workload, each: {by: subject, bands: {0: 1}}}", "not_in_table"),
        ("{rows: workload, each: {by: quantity, bands: {5: 1}, default: 1}}", "below_first_band"),
        ("{rows: workload, then: [{bands: {5: 1}}]}", "below_first_band"),
        ("{rows: leave, missing: error}", "missing_number"),
        ("{rows: workload, then: [{round: {to: size.years}}]}", "round_to_not_positive"),
        ("{rows: workload, then: [{times: 1000000000}, {times: 1000000000}]}", "overflow"),
    ],
)
def test_errors_of_items(item: str, error: str) -> None:
    """Each thing that an item cannot compute has its class."""
    data = tables({"a": "1"})
    data["workload"][0] |= {"size": "1000000000.5", "subject": ""}
    data["staff"][0]["size"] = "2025-12-01"
    if "size.years" in item:
        data["workload"][0]["size"] = ""
    assert refused(policy(items=f"points: {item}"), data) == {error}


def test_an_empty_column_in_a_step_makes_none() -> None:
    """Where a row would be an error, a member has none."""
    data = tables({"a": "1"})
    data["staff"][0]["extra"] = ""
    outcome = pay(policy(items="points: {rows: workload, then: [{plus: extra}]}"), data, PERIOD)
    assert not isinstance(outcome, Refusal)
    assert outcome.items["points"] == {("C", "S", "a"): None}


def test_what_depends_on_an_erring_item_is_not_judged() -> None:
    """Only first-hand errors are reported, of all items that can be judged."""
    items = (
        "x: {rows: workload, then: [{divide: 0}]}, y: {sum_of: [x], then: [{bands: {99: 1}}]},"
        "points: {rows: workload, each: subject}"
    )
    data = tables({"a": "1"})
    data["workload"][0]["subject"] = ""
    assert refused(policy(items=items), data) == {"divide_by_zero", "row_without_number"}


def test_counties_stop_at_their_own_stage() -> None:
    """One county stops at its items, another at level 1; both come back."""
    data = tables({"a": "1"}, fund="10")
    data["funds"].append({"county_id": "D", "amount": "10"})
    data["schools"].append({"school_id": "T", "county_id": "D"})
    data["staff"].append({"teacher_id": "a", "school_id": "T", "position": "teacher"})
    data["workload"][0]["school_id"] = "S"
    text = policy(
        items="points: {rows: workload, missing: error}",
        level_1="{pools: {m: {takes: 11, share_equally: true}}}",
    )
    refusal = pay(text, data, PERIOD)
    assert isinstance(refusal, Refusal)
    assert refusal.by_county == {"C": {"short"}, "D": {"missing_number"}}


@pytest.mark.parametrize(
    ("pools", "error"),
    [
        ("p: {takes: 200, share_equally: true}", "short"),
        ("p: {takes: 1, pay: [points]}", "short"),
        ("p: {takes: rest, pay: [minus]}", "negative_owed"),
        ("p: {takes: {sum: [minus]}, share_equally: true}", "negative_owed"),
        ("p: {takes: rest, share_equally: true, factors: [minus]}", "negative_factor"),
        (
            "p: {takes: rest, share_equally: true, limit: {at_least: 9, at_most: 8}}",
            "limits_crossed",
        ),
        ("p: {takes: rest, share_equally: true, limit: {at_least: 101}}", "floors_unpayable"),
    ],
)
def test_errors_of_pools(pools: str, error: str) -> None:
    """Each thing that a pool cannot pay has its class."""
    items = "points: {rows: workload}, minus: {rows: workload, then: [{from: 0}]}"
    assert refused(policy(pools, items=items), tables({"a": "2"})) == {error}


def test_errors_of_adjustments_and_guarantees() -> None:
    """A floor that cannot be paid, a factor above one and overlapping groups are refused."""
    floor = policy(plan="adjust: {f: {each_at_least: 99}}")
    assert refused(floor, tables()) == {"floor_adjustment_unpayable"}
    assert refused(policy(plan="adjust: {k: {keep: [points]}}"), tables()) == {"factor_outside_0_1"}
    text = policy(
        groups="g: {position: teacher}, h: {position: [teacher]}",
        more="guarantees: {q: {group: g, per_head_at_least: 1, of: h, enforce: false}}",
    )
    assert refused(text, tables()) == {"groups_overlap"}


def test_schools_of_a_unit_must_agree_on_a_used_column() -> None:
    """A unit's own column is one on which its schools agree."""
    data = tables({"a": "1"})
    data["schools"] = [
        {"school_id": s, "county_id": "C", "group_id": "G", "stage": stage}
        for s, stage in (("S", "p"), ("T", "q"))
    ]
    text = policy(
        items="points: {rows: workload}, x: {of: unit, rows: staff, then: [{plus: stage}]}",
        level_1="{unit: group_id, pools: {m: {takes: rest, share_equally: true}}}",
    )
    assert refused(text, data) == {"unit_columns_differ"}


def bad(table: str, **cells: str) -> Tables:
    """A dataset whose first row of a table has other cells."""
    data = tables({"a": "1"})
    data.setdefault(table, [{}])[0] |= cells
    return data


@pytest.mark.parametrize(
    "data",
    [
        bad("funds", amount="x"),
        bad("funds", amount="1.234"),
        bad("funds", county_id="D"),
        bad("schools", county_id=""),
        bad("staff", school_id="T"),
        bad("staff", **{"from": "2025-12-01", "to": "2025-11-01"}),
        bad("workload", quantity="many"),
        bad("workload", quantity=""),
        bad("workload", date="2025-02-30"),
        bad("workload", teacher_id="z"),
        bad("ethics", case_id="1", teacher_id="a", item="x", status="y"),
    ],
)
def test_errors_of_records(data: Tables) -> None:
    """Records that cannot be read are refused as a whole."""
    assert refused(policy(), data) == {"records"}


def test_a_fund_below_zero_is_out_of_range() -> None:
    """A correction may not make a county's sum negative."""
    assert refused(policy(), tables(fund="-1")) == {"fund_out_of_range"}


def test_a_circle_of_items_is_an_error_of_the_policy() -> None:
    """An item that depends on itself is refused."""
    assert refused(policy(items="points: {sum_of: [x]}, x: {sum_of: [points]}"), tables()) == {
        "policy"
    }


def test_a_column_that_is_nowhere_is_missing() -> None:
    """A column must exist where it is looked for: the row, the staff table or the schools."""
    text = policy(items="points: {rows: workload, times: [{by: level, table: {x: 2}, default: 1}]}")
    data = tables({"a": "1"})
    assert refused(text, data) == {"records"}
    data["schools"][0]["level"] = ""
    assert not isinstance(pay(text, data, PERIOD), Refusal)


def test_claims_are_judged_before_any_money() -> None:
    """A negative factor hides that another pool is short; two short purses are both found."""
    items = "points: {rows: workload}, minus: {rows: workload, then: [{from: 0}]}"
    level_1 = (
        "{pools: {a: {takes: rest, from: [x], share_equally: true},"
        "m: {takes: rest, share_equally: true}}}"
    )
    pools = "p: {{takes: 200, keep: true}},q: {{takes: rest, from: [a], share_equally: true, {0}}}"
    factor = policy(pools.format("factors: [minus]"), items=items, level_1=level_1)
    assert refused(factor, tables()) == {"negative_factor"}
    floor = policy(pools.format("limit: {at_least: 1}"), items=items, level_1=level_1)
    assert refused(floor, tables()) == {"short", "floors_unpayable"}
