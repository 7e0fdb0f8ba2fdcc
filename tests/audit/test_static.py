"""What reading a policy proves of a promise, what it names, and what it leaves open."""

from __future__ import annotations

import pytest

from paycalc import load_policy
from paycalc.audit._jumps import jumps
from paycalc.audit.catalogue import CATALOGUE
from paycalc.audit.model import Part
from paycalc.audit.static import read
from tests.audit.building import LESSON, policy

LESSONS = "x: {rows: workload, where: {kind: lesson}}"
MONTHS = f"{LESSONS}\nm: {{rows: workload, where: {{kind: duty}}}}"
ONE = "work: {takes: rest, share_by: [x]}"
VETO = """
veto:
  list: {gifts: {class: serious}}
  classes: {serious: {pays: 0%, months: 12}}
  statuses: {confirmed: apply}
"""


def part(
    items: str = LESSONS,
    pools: str = ONE,
    *,
    of: str = "lesson",
    promise: str = "more_work_not_less_pay",
    groups: str = "",
    end: str = "",
) -> Part:
    """What is read of a promise for one kind."""
    found = read(policy(items, pools, groups=groups, end=end), CATALOGUE[promise])
    [one] = [one for one in found.parts if one.of in (of, "")]
    return one


def opens(one: Part) -> list[str]:
    """What is open, in short."""
    return [reason.en for reason in one.opens]


def test_points_that_rise_in_one_pool_are_proved() -> None:
    """By R1 nobody loses a fen."""
    one = part()
    assert (one.loss_at_most, one.faults, one.opens, one.theorems) == (0, (), (), ("R1",))


@pytest.mark.parametrize(("rounding", "loss"), [("largest_remainder", 1), ("webster", 0)])
def test_a_pool_that_may_be_empty_costs_a_fen_by_largest_remainder(
    rounding: str, loss: int
) -> None:
    """What nobody claims goes to the rest pool, until somebody does (R7)."""
    pools = """
        first: {takes: 30%, share_by: [x]}
        others: {takes: rest, share_equally: true}
    """
    one = part(pools=pools, end=f"  rounding: {rounding}")
    assert one.loss_at_most == loss
    assert "R7" in one.theorems


@pytest.mark.parametrize(
    ("pools", "said"),
    [
        ("a: {takes: as_needed, pay: [x], if_short: scale}\nb: {takes: rest, share_by: [x]}",
         "as_needed"),
        ("a: {takes: {sum: [x]}, share_equally: true}\nb: {takes: rest, share_by: [x]}", "item x"),
        ("a: {takes: rest, share_by: [x], limit: {at_most: {times_mean: 1.5}}}", "limits of pool"),
        ("a: {takes: 50%, pay: [x]}", "may not have enough"),
    ],
)  # fmt: skip
def test_budgets_that_depend_on_the_records_are_open(pools: str, said: str) -> None:
    """Nothing is proved where a pool's money moves with the records, and it is said why."""
    one = part(pools=pools)
    assert one.loss_at_most is None
    assert any(said in text for text in opens(one))


@pytest.mark.parametrize(
    "step",
    [
        "{relative_to: {mean: [unit]}}",
        "{percentile: [unit]}",
        "{grade: {within: unit, quotas: {a: 30%, b: rest}, values: {a: 2, b: 1}}}",
    ],
)
def test_ranks_and_steps_relative_to_peers_are_open(step: str) -> None:
    """R1 wants others' points untouched; a rank touches them."""
    one = part(f"x: {{rows: workload, where: {{kind: lesson}}, missing: 0, then: [{step}]}}")
    assert one.loss_at_most is None
    assert any("depends on peers" in text for text in opens(one))


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("  adjust: {share: {keep: [x], goes_to: others}}", "moves money between colleagues"),
        ("  adjust: {least: {each_at_least: 100}}", "moves money between colleagues"),
        ("  adjust: {most: {each_at_most: {times_mean: 2}}}", "depends on colleagues"),
        ("guarantees: {g: {group: all, per_head_at_least: 1.0, of: none, enforce: true}}",
         "moves money between groups"),
        (VETO.replace("statuses", "money_goes_to: school\n  statuses"), "shared by colleagues"),
    ],
)  # fmt: skip
def test_what_moves_money_between_colleagues_is_open(end: str, said: str) -> None:
    """Adjustments to others, floors, enforced guarantees and forfeits that are shared."""
    items = f"{LESSONS}\nunused: {{rows: leave}}"
    groups = "all: {position: teacher}\nnone: {position: principal}"
    one = part(items, groups=groups, end=end)
    assert one.loss_at_most is None
    assert any(said in text for text in opens(one))


def test_a_coefficient_below_those_of_others_is_named() -> None:
    """Who joins the group by one more row falls to its coefficient."""
    groups = "busy: {has: {rows: workload, where: {kind: lesson}}}"
    pools = "work: {takes: rest, share_by: [x], weights: {busy: 0.5, everyone: 1}}"
    one = part(pools=pools, groups=groups)
    assert [reason.en for reason in one.faults] == [
        "whoever joins or leaves group busy has another coefficient in pool work"
    ]


def test_points_of_people_at_level_1_are_proved_at_both_levels() -> None:
    """Own points move the unit's money up: by Webster nothing is lost, else a fen a pool (R3)."""
    text = policy(f"{LESSONS}\np: {{of: unit, rows: {{item: x}}}}").source
    for rounding, loss in (("webster", 0), ("largest_remainder", 1)):
        changed = text.replace("share_by: [size]}}}", f"share_by: [p]}}}}, rounding: {rounding}}}")
        changed = changed.replace("level_2:\n", f"level_2:\n  rounding: {rounding}\n")
        from paycalc import parse_policy

        loaded, problems = parse_policy(changed)
        assert loaded is not None, problems
        [one] = [p for p in read(loaded, CATALOGUE["more_work_not_less_pay"]).parts
                 if p.of == "lesson"]  # fmt: skip
        assert (one.loss_at_most, one.theorems) == (loss, ("R1", "R3"))


@pytest.mark.parametrize(
    ("end", "loss"),
    [
        (VETO, 0),
        (VETO.replace("statuses", "money_goes_to: school\n  statuses"), 1),
        (f"{VETO}  leaders: [{{cases: 2, group: {{position: principal}}, pays: 50%}}]\n", None),
    ],
)
def test_vetoes_harm_nobody_but_by_lines_for_leaders(end: str, loss: int | None) -> None:
    """Pay is computed with everybody in; what is forfeited to the school is shared (R2, R4)."""
    one = part(promise="veto_harms_nobody", end=end)
    assert one.loss_at_most == loss
    assert bool(one.faults) == (loss is None)


def test_without_a_veto_nothing_is_said_of_it() -> None:
    """A promise about vetoes is not proved by there being none."""
    assert read(policy(), CATALOGUE["veto_harms_nobody"]).parts == ()


def test_a_larger_fund_is_proved_up_to_rounding() -> None:
    """By Webster at both levels nobody loses; by largest remainder a fen a pool."""
    assert part(promise="larger_fund_lowers_nobody").loss_at_most == 2
    limited = "work: {takes: rest, share_by: [x], limit: {at_most: 100}}"
    one = part(pools=limited, promise="larger_fund_lowers_nobody")
    assert one.loss_at_most is None
    assert "limits of pool work depend on its money" in opens(one)


def test_jumps_are_named_for_a_cliff() -> None:
    """Bands, whole tiers and groups by an item are where pay may jump."""
    items = "x: {rows: workload, where: {kind: lesson}, then: [{bands: {0: 0, 10: 1}}]}"
    assert [r.en for r in part(items, promise="no_cliff").faults] == ["a band of item x ends"]
    groups = "busy: {item: {x: {from: 10}}}"
    pools = "a: {takes: 10%, for: busy, share_equally: true}\nb: {takes: rest, share_by: [x]}"
    one = part(pools=pools, groups=groups, promise="no_cliff")
    assert [r.en for r in one.faults] == ["pool a is for those alone who have enough"]


def test_other_units_are_apart_where_nothing_speaks_of_the_county() -> None:
    """Level 1 by the number of posts, and no peers beyond the unit."""
    assert part(promise="other_units_change_nothing").loss_at_most == 0
    ranked = "x: {rows: workload, missing: 0, then: [{percentile: []}]}"
    one = part(ranked, promise="other_units_change_nothing")
    assert one.loss_at_most is None
    assert one.faults


def test_jumps_are_named_in_items_that_a_step_reads() -> None:
    """A band of an item that another multiplies by is named as well."""
    items = """
        banded: {rows: workload, where: {kind: lesson}, then: [{bands: {0: 1, 10: 2}}]}
        x: {rows: workload, where: {kind: duty}, then: [{times: {item: banded}}]}
    """
    found = jumps(policy(items), LESSON)
    assert [reason.en for reason in found] == ["a band of item banded ends"]


@pytest.mark.parametrize("name", ["hundred-points", "leave", "class-heads"])
def test_policies_of_the_library_are_proved_where_they_share_by_points(name: str) -> None:
    """Better results are proved not to lower pay for policies that share by points alone."""
    found = read(load_policy(f"policies/{name}.yaml"), CATALOGUE["better_result_not_less_pay"])
    assert found.loss_at_most == 0
