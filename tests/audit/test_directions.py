"""In which direction the numbers of a policy go when somebody does more, or does better."""

from __future__ import annotations

import pytest

from paycalc.audit._values import Probe
from tests.audit.building import QUALITY, effect, way

LESSONS = "x: {rows: workload, where: {kind: lesson}"
SCORE = "x: {rows: outcomes, where: {indicator: quality}, combine: mean, missing: 0"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("where: {kind: lesson}", "UP"),
        ("where: {kind: duty}", "SAME"),
        ("where: {kind: [lesson, duty]}", "UP"),
        ("combine: max", "UP"),
        ("combine: count", "UP"),
        ("combine: {best: 2}", "UP"),
        ("combine: mean", "ANY"),
        ("combine: min", "ANY"),
        ("combine: {mean_by: quantity}", "ANY"),
        ("missing: none", "UP?"),
        ("missing: 3", "ANY"),
        ("missing: -1", "UP"),
        ("times: [2]", "UP"),
        ("times: [-2]", "ANY"),
        ("each: 0.5", "UP"),
        ("where: {quantity: {from: 5}}", "UP"),
        ("where: {quantity: {to: 5}}", "ANY"),
        ("times: [{by: quantity, bands: {0: 1, 16: 1.5}}]", "UP"),
        ("times: [{by: quantity, bands: {0: 1, 16: 0.5}}]", "ANY"),
        ("where: {kind: lesson}, times: [{by: quantity, bands: {0: 1, 40: 0.5}}]", "UP"),
        ("times: [{by: class_size, bands: {0: 1, 16: 0.5}}]", "UP"),
        ("each: {by: quantity, table: {1: 2, 2: 1}, default: 0}", "ANY"),
    ],
)
def test_rows_of_more_work(rows: str, expected: str) -> None:
    """More of a kind, or its first row: sums rise, means and least rows may go anywhere."""
    assert way(f"x: {{rows: workload, {rows}}}") == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("{plus: 3}", "UP"),
        ("{minus: 3}", "UP"),
        ("{times: 0.5}", "UP"),
        ("{times: -1}", "DOWN"),
        ("{from: 30}", "DOWN"),
        ("{from: 30}, {from: 30}", "UP"),
        ("{divide: 3}", "UP"),
        ("{at_least: 3}", "UP"),
        ("{at_most: 3}", "UP"),
        ("{round: {to: 5, mode: down}}", "UP"),
        ("{bands: {0: 0, 10: 1}}", "UP"),
        ("{bands: {0: 1, 10: 0}}", "DOWN"),
        ("{bands: {0: 0, 10: 2, 20: 1}}", "ANY"),
        ("{bands: {0: 1, 10: 1}}", "SAME"),
        ("{tiers: {0: 1, 10: 0.1}, mode: marginal}", "UP"),
        ("{tiers: {0: 1, 10: -0.1}, mode: marginal}", "ANY"),
        ("{tiers: {0: 1, 10: 0.99}, mode: whole}", "ANY"),
        ("{tiers: {0: 1, 10: 1.1}, mode: whole}", "UP"),
        ("{relative_to: {max: [unit]}}", "UP"),
        ("{percentile: [unit]}", "UP"),
    ],
)
def test_steps(step: str, expected: str) -> None:
    """Floors, caps and rising bands keep the direction; falling bands and tiers lose it."""
    assert way(f"{LESSONS}, missing: 0, then: [{step}]}}") == expected


@pytest.mark.parametrize(
    "step", ["{bands: {0: 0, 10: 2, 31: 1}}", "{tiers: {0: 1, 31: 0.1}, mode: whole}"]
)
def test_a_domain_keeps_numbers_below_a_fault(step: str) -> None:
    """One row has at most 30 lessons; the sum of several may have more."""
    one = f"x: {{rows: workload, where: {{kind: lesson}}, combine: max, then: [{step}]}}"
    assert way(one) == "UP"
    assert way(one.replace("max", "sum")) == "ANY"


def test_the_tier_at_fault_is_named_with_its_place_and_its_worth() -> None:
    """The first tier from whose bound on the whole number is worth less than just below it."""
    found = effect(f"{LESSONS}, then: [{{tiers: {{0: 1, 10: 1.2, 20: 1}}, mode: whole}}]}}")
    [fault] = found.faults
    assert (fault.mark.file, fault.mark.line) == ("small.yaml", 8)
    assert "from 20 on" in fault.en
    assert "20 is worth 20, just below it 24" in fault.en
    assert "自 20 起" in fault.zh


@pytest.mark.parametrize(
    ("values", "expected"),
    [("a: 2, b: 1", "UP"), ("a: 1, b: 2", "ANY")],
)
def test_a_grade_rises_with_the_number_where_better_grades_are_worth_more(
    values: str, expected: str
) -> None:
    """A grade by rank is typed by the values of its grades, and pushes colleagues down."""
    grade = f"{{grade: {{within: unit, quotas: {{a: 30%, b: rest}}, values: {{{values}}}}}}}"
    item = f"{SCORE}, then: [{grade}]}}"
    assert way(item, probe=QUALITY) == expected
    assert way(item, place="near", probe=QUALITY) == "DOWN" if expected == "UP" else "ANY"
    assert way(item, place="far", probe=QUALITY) == "SAME"


def test_peers_of_the_whole_county_reach_other_units() -> None:
    """A rank in the county moves people of other units; a rank within the unit does not."""
    item = "x: {rows: workload, missing: 0, then: [{percentile: []}]}"
    assert way(item, place="far") == "DOWN"


def test_a_better_result_adds_no_row_and_so_a_mean_rises() -> None:
    """A result that is better is the same row with more."""
    assert way(f"{SCORE}}}", probe=QUALITY) == "UP"


def test_numbers_below_nothing_turn_a_product() -> None:
    """A score that may be below 0 times one that rises may go anywhere."""
    items = """
        change: {rows: outcomes, where: {indicator: change}, combine: mean}
        quality: {rows: outcomes, where: {indicator: quality}, combine: mean}
        x: {product_of: [quality, change]}
    """
    assert way(items, probe=QUALITY) == "ANY"
    assert way(items, "change", probe=QUALITY) == "SAME"


@pytest.mark.parametrize(
    ("value", "own", "near"),
    [
        ("{plus: {item: total}}", "UP", "UP"),
        ("{minus: {item: total}}", "ANY", "DOWN"),
        ("{at_most: {item: total}}", "UP", "UP"),
        ("{divide: {item: total}, if_zero: 0}", "ANY", "ANY"),
    ],
)
def test_an_item_of_the_unit_reaches_everybody_in_it(value: str, own: str, near: str) -> None:
    """A reference to an item of the unit makes one's number depend on colleagues."""
    items = f"""
        taught: {{rows: workload, where: {{kind: lesson}}}}
        total: {{of: unit, rows: {{item: taught}}}}
        x: {{sum_of: [taught], then: [{value}]}}
    """
    assert way(items) == own
    assert way(items, place="near") == near
    assert way(items, place="far") == "SAME"
    assert effect(items, place="near").opens


def test_sums_and_products_of_items() -> None:
    """A sum rises with its parts; a product too, where nothing is below 0."""
    items = """
        a: {rows: workload, where: {kind: lesson}}
        b: {rows: workload, where: {kind: duty}}
        x: {sum_of: [a, b]}
        y: {product_of: [a, b]}
        z: {product_of: [b, b]}
    """
    assert [way(items, name) for name in "xyz"] == ["UP", "UP", "SAME"]


def test_cells_come_with_their_rows() -> None:
    """The first row of a cell makes the cell; their sum rises, their least may fall."""
    items = """
        cell: {of: [post, kind], rows: workload, combine: max}
        x: {rows: {item: cell}}
        y: {rows: {item: cell}, combine: min}
    """
    assert [way(items, name) for name in ("cell", "x", "y")] == ["UP?", "UP", "ANY"]


def test_leave_is_typed_like_work() -> None:
    """Bands of leave fall, and where one rises again it is named as what lifts."""
    probe = Probe("leave", "sick")
    falling = "x: {rows: leave, then: [{bands: {0: 1, 15: 0.5}}]}"
    uneven = "x: {rows: leave, then: [{bands: {0: 1, 15: 0.5, 30: 0.8}}]}"
    assert way(falling, probe=probe) == "DOWN"
    found = effect(uneven, probe=probe)
    assert [reason.en[:10] for reason in found.faults] == ["from 15 on"]
    assert [reason.en[:10] for reason in found.lifts] == ["from 30 on"]
