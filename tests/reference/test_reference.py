"""Hand-computed cases of sections 2 and 5: purses, plans, pools, weights, limits, left over."""

from .building import gross, line, paid, policy, tables
from .outcome import Balance

POINTS = "points: {rows: workload}"


def balance(pools: str, **keys: str) -> Balance:
    """The balance of the county after these pools of level 2."""
    return paid(policy(pools, **keys), tables()).counties["C"]


def test_points_share_a_pool() -> None:
    """100 yuan for 1, 2, 3: 1666 4/6, 3333 2/6, 5000; the fen left goes to the 4/6."""
    assert gross(paid(policy(), tables())) == {"a": 1667, "b": 3333, "c": 5000}


def test_equal_shares_with_factors_and_weights() -> None:
    """A's first group weighs 0.5, b counts 1, and none as a factor makes c nothing."""
    text = policy(
        "all: {takes: rest, share_equally: true, factors: [f], weights: {g: 0.5, h: 7}}",
        items="f: {rows: workload, missing: none, then: [{at_most: 1}]}",
        groups="g: {teacher_id: a}, h: {teacher_id: [a, x]}",
    )
    data = tables({"a": "1", "b": "1", "c": "1"})
    data["workload"].pop()
    # 0.5 : 1 : 0
    assert gross(paid(text, data)) == {"a": 3333, "b": 6667, "c": 0}


def test_everyone_is_the_last_weight() -> None:
    """Weights 3 for b and 1 for everyone else: 1 : 3 : 1."""
    text = policy(
        "all: {takes: rest, share_equally: true, weights: {g: 3, everyone: 1}}",
        groups="g: {teacher_id: b}",
    )
    assert gross(paid(text, tables())) == {"a": 2000, "b": 6000, "c": 2000}


def test_a_negative_sum_of_points_counts_as_nothing() -> None:
    """-1, 2, 3 share as 0, 2, 3."""
    data = tables({"a": "-1", "b": "2", "c": "3"})
    assert gross(paid(policy(), data)) == {"a": 0, "b": 4000, "c": 6000}


def test_every_kind_of_taking() -> None:
    """Of 100: 10% of all, then 30, then the sum 6 of the points, 25% of the 54 left, the rest."""
    outcome = paid(
        policy(
            "rest: {takes: rest, share_equally: true},"
            "p: {takes: 25%, keep: true},"
            "a: {takes: 30, share_equally: true},"
            "s: {takes: {sum: [points]}, share_equally: true},"
            "o: {takes: {share: 10%, of: all}, keep: true}"
        ),
        tables(),
    )
    assert line(outcome, "level_2.a") == {"a": 1000, "b": 1000, "c": 1000}
    assert line(outcome, "level_2.s") == {"a": 200, "b": 200, "c": 200}
    # kept: 10 and 13.50; the rest is 40.50
    assert outcome.units["C", "S"].kept == 2350
    assert line(outcome, "level_2.rest") == {"a": 1350, "b": 1350, "c": 1350}


def test_an_item_may_say_what_a_pool_takes() -> None:
    """A unit's item of 12.345 takes 12.35; none takes nothing."""
    items = (
        POINTS
        + ", u: {of: unit, rows: staff, each: 4.115}, n: {of: unit, rows: leave, missing: none}"
    )
    pools = "k: {takes: {item: u}, keep: true}, l: {takes: {item: n}, keep: true}"
    assert balance(pools, items=items) == Balance(10000, 0, 0, 0, 1235, 8765, 0)


def test_as_needed_pays_what_is_owed() -> None:
    """1, 2 and 3 yuan are owed and paid; 94 are unallocated."""
    outcome = paid(policy("p: {takes: as_needed, pay: [points]}"), tables())
    assert gross(outcome) == {"a": 100, "b": 200, "c": 300}
    assert outcome.units["C", "S"].unallocated == 9400


def test_as_needed_up_to_a_part_is_scaled() -> None:
    """6 yuan are owed and 3% of 100.10 is 3.003, so 3.00: halves."""
    text = policy("p: {takes: as_needed, pay: [points], up_to: 3%, if_short: scale}")
    assert gross(paid(text, tables(fund="100.10"))) == {"a": 50, "b": 100, "c": 150}


def test_a_paying_pool_leaves_over_to_the_rest() -> None:
    """Of 10 yuan 6 are owed; the other 4 go to the rest pool, or are unallocated where it says."""
    pools = "p: {{takes: 10, pay: [points]{0}}}, r: {{takes: rest, keep: true}}"
    assert balance(pools.format("")) == Balance(10000, 0, 600, 0, 9400, 0, 0)
    assert balance(pools.format(", left_over: unallocated")) == Balance(
        10000, 0, 600, 0, 9000, 400, 0
    )


def test_a_rest_pool_and_empty_pools_leave_over() -> None:
    """What nobody has a weight for flows to the rest; the rest pool's own is unallocated."""
    pools = (
        "p: {takes: 60%, share_equally: true, for: {position: x}}, r: {takes: rest, pay: [points]}"
    )
    assert balance(pools) == Balance(10000, 0, 600, 0, 0, 9400, 0)
    assert balance("p: {takes: 60%, share_equally: true}") == Balance(10000, 0, 6000, 0, 0, 4000, 0)


def test_short_amounts_are_scaled() -> None:
    """150 are wanted of 100: what there is is taken; and 6 owed of 3 are halved."""
    text = policy("p: {takes: 150, share_equally: true, if_short: scale}")
    assert gross(paid(text, tables(fund="99"))) == {"a": 3300, "b": 3300, "c": 3300}
    text = policy("p: {takes: 3, pay: [points], if_short: scale}")
    assert gross(paid(text, tables())) == {"a": 50, "b": 100, "c": 150}


def test_percentages_are_shared_with_their_complement() -> None:
    """1 fen of 30%, 30% and 40% unclaimed goes to the unclaimed; of 3 fen each gets one."""
    pools = "p: {takes: 30%, keep: true}, q: {takes: 30%, keep: true}"
    for fund, kept in (("0.01", 0), ("0.03", 2), ("0.02", 1)):
        # of 2: 0.6, 0.6, 0.8: the unclaimed first, then p
        assert paid(policy(pools), tables(fund=fund)).counties["C"].kept == kept


def test_round_to_counts_in_steps() -> None:
    """100 yuan in steps of 10 for 1, 2, 3: 1.67, 3.33, 5 steps; of 104.99 the odd 4.99 is left."""
    outcome = paid(policy(plan="round_to: 10"), tables(fund="104.99"))
    assert gross(outcome) == {"a": 2000, "b": 3000, "c": 5000}
    assert outcome.units["C", "S"].unallocated == 499


def test_webster_rounds_a_level() -> None:
    """Seven steps of one yuan for 53, 24, 23 go 3, 2, 2 instead of 4, 2, 1."""
    data = tables({"a": "53", "b": "24", "c": "23"}, fund="7")
    assert gross(paid(policy(plan="round_to: 1"), data)) == {"a": 400, "b": 200, "c": 100}
    text = policy(plan="round_to: 1, rounding: webster")
    assert gross(paid(text, data)) == {"a": 300, "b": 200, "c": 200}


def test_limits_by_amount_and_by_mean() -> None:
    """1 : 2 : 3 of 100 under 1.2 times the mean of 33.33 is 40: then 60 for 1 : 2."""
    text = policy("all: {takes: rest, share_by: [points], limit: {at_most: {times_mean: 1.2}}}")
    assert gross(paid(text, tables())) == {"a": 2000, "b": 4000, "c": 4000}
    text = policy("all: {takes: rest, share_by: [points], limit: {at_least: 20}}")
    # then 80 for 2 : 3
    assert gross(paid(text, tables())) == {"a": 2000, "b": 3200, "c": 4800}
    # nobody gives a floor to a member without a weight
    data = tables({"a": "0", "b": "2", "c": "3"})
    assert gross(paid(text, data)) == {"a": 0, "b": 4000, "c": 6000}


def test_purses_follow_their_sources() -> None:
    """Awards go to the posts as they came, other money by the general purse."""
    data = tables()
    data["funds"] += [
        {"county_id": "C", "amount": "3", "source": "award"},
        {"county_id": "C", "amount": "1", "source": "other"},
    ]
    text = policy(
        "aw: {takes: rest, from: [awards], share_equally: true}, k: {takes: rest, keep: true}",
        level_1="{pools: {awards: {takes: rest, from: [award], share_equally: true},"
        "m: {takes: rest, share_equally: true}}}",
    )
    outcome = paid(text, data)
    assert gross(outcome) == {"a": 100, "b": 100, "c": 100}
    assert outcome.units["C", "S"].kept == 10100


def test_level_1_pays_some_posts_directly() -> None:
    """A principals' fund of 10 stays out of the schools' money."""
    text = policy(
        level_1="{pools: {p: {takes: 10, members: posts, for: {teacher_id: b}, "
        "share_equally: true},"
        "k: {takes: 10%, keep: true}, m: {takes: rest, share_equally: true}}}"
    )
    outcome = paid(text, tables())
    assert line(outcome, "level_1.p") == {"b": 1000}
    # 10% of 90 are kept, 81 are shared 1 : 2 : 3
    assert line(outcome, "level_2.all") == {"a": 1350, "b": 2700, "c": 4050}
    assert outcome.counties["C"] == Balance(10000, 0, 9100, 0, 900, 0, 0)


def test_schools_of_a_group_share_as_one_unit() -> None:
    """Schools S and T of group G are one unit beside school U; a teacher may have two posts."""
    data = tables({"a": "1"})
    data["schools"] = [
        {"school_id": s, "county_id": "C", "group_id": g}
        for s, g in (("S", "G"), ("T", "G"), ("U", ""))
    ]
    data["staff"] = [
        {"teacher_id": t, "school_id": s, "position": "teacher"}
        for t, s in (("a", "S"), ("a", "T"), ("b", "U"))
    ]
    data["workload"] = []
    text = policy(
        "p: {takes: rest, share_equally: true}",
        items="n: {of: unit, rows: staff}",
        level_1="{unit: group_id, pools: {m: {takes: rest, share_by: [n]}}}",
    )
    outcome = paid(text, data)
    assert {key: u.allocated for key, u in outcome.units.items()} == {
        ("C", "G"): 6667,
        ("C", "U"): 3333,
    }
    assert outcome.payouts["C", "S", "a"].gross == 3334
    assert outcome.payouts["C", "T", "a"].gross == 3333


def test_units_follow_their_plans() -> None:
    """A unit's money is divided by the plan of its stage, of a file, or by the default."""
    data = tables()
    data["schools"] = [
        {"school_id": s, "county_id": "C", "stage": g}
        for s, g in (("S", "x"), ("T", "y"), ("U", ""))
    ]
    data["staff"] = [
        {"teacher_id": t, "school_id": s, "position": "teacher"}
        for t, s in (("a", "S"), ("b", "T"), ("c", "U"))
    ]
    text = policy(
        level_2="{plan_by: stage, default: x, plans: {y: {file: y.yaml},"
        "x: {pools: {p: {takes: rest, share_equally: true}}}}}"
    )
    outcome = paid(text, data, {"y.yaml": "pools: {k: {takes: rest, keep: true}}"})
    assert gross(outcome) == {"a": 3334, "b": 0, "c": 3333}
    assert outcome.units["C", "T"].kept == 3333


def test_a_unit_without_posts_gets_money_that_nobody_is_paid() -> None:
    """Its money follows the pools and ends as unallocated."""
    data = tables({"a": "1"})
    data["schools"].append({"school_id": "T", "county_id": "C"})
    outcome = paid(policy(), data)
    assert outcome.units["C", "T"].unallocated == 5000
    assert outcome.counties["C"] == Balance(10000, 0, 5000, 0, 0, 5000, 0)


def test_rows_left_out_by_date_and_by_what_was_known() -> None:
    """Work outside the period, stints outside it and rows known later do not count."""
    data = tables({"a": "1", "b": "1"})
    data["workload"] += [
        {"teacher_id": "a", "kind": "lesson", "quantity": "5", "date": "2026-02-01"},
        {"teacher_id": "b", "kind": "lesson", "quantity": "2", "date": "2026-01-31"},
        {"teacher_id": "z", "kind": "lesson", "quantity": "9"},
    ]
    data["staff"].append(
        {"teacher_id": "z", "school_id": "S", "position": "teacher", "to": "2025-08-31"}
    )
    assert gross(paid(policy(), data)) == {"a": 2500, "b": 7500}
