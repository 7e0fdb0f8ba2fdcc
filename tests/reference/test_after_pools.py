"""Hand-computed cases of sections 6 to 8: adjustments, guarantees and the one-vote veto."""

from datetime import date

from .building import Tables, gross, line, paid, policy, tables
from .outcome import Outcome, Payout
from .veto import months_later

EQUAL = "p: {takes: rest, share_equally: true}"
GROUPS = "g: {teacher_id: a}, h: {teacher_id: b}"


def adjusted(rule: str, data: Tables | None = None, pools: str = EQUAL) -> Outcome:
    """The outcome of one adjustment after pools of level 2."""
    return paid(policy(pools, plan=f"adjust: {{x: {rule}}}"), data or tables(fund="90"))


def test_minus_cuts_what_items_owe() -> None:
    """1, 2 and 3 yuan are cut from 30, and at most 5% of it: 1.50."""
    outcome = adjusted("{minus: [points]}")
    assert line(outcome, "adjust.x") == {"a": -100, "b": -200, "c": -300}
    assert outcome.units["C", "S"].unallocated == 600
    assert line(adjusted("{minus: [points], at_most: 5%}"), "adjust.x") == {
        "a": -100,
        "b": -150,
        "c": -150,
    }


def test_minus_takes_no_more_than_its_base() -> None:
    """Of a pool that brought 2.00 only 2.00 can be cut."""
    pools = f"q: {{takes: 6, share_equally: true}}, {EQUAL}"
    outcome = adjusted("{minus: [points], from: [q]}", pools=pools)
    assert line(outcome, "adjust.x") == {"a": -100, "b": -200, "c": -200}


def test_keep_multiplies_what_a_post_has() -> None:
    """A factor of a half keeps 15 of 30; the cut goes to the others by what they have."""
    data = tables({"a": "0.5", "b": "1", "c": "1"}, fund="90")
    assert line(adjusted("{keep: [points]}", data), "adjust.x") == {"a": -1500}
    outcome = adjusted("{keep: [points], goes_to: others}", data)
    assert line(outcome, "adjust.x") == {"a": -1500, "b": 750, "c": 750}
    # where everybody is cut, nobody is left to take it
    data = tables({"a": "0.5", "b": "0.5", "c": "0.5"}, fund="90")
    assert adjusted("{keep: [points], goes_to: others}", data).units["C", "S"].unallocated == 4500


def test_each_at_most() -> None:
    """15, 30, 45 with at most 40, or 1.1 times the mean of all, 33."""
    pools = "p: {takes: rest, share_by: [points]}"
    assert line(adjusted("{each_at_most: 40}", pools=pools), "adjust.x") == {"c": -500}
    rule = "{each_at_most: {times_mean: 1.1}, goes_to: others}"
    # 12 for 15 : 30
    assert line(adjusted(rule, pools=pools), "adjust.x") == {"a": 400, "b": 800, "c": -1200}


def test_each_at_least() -> None:
    """15, 30, 45: a lacks 5 to 20, taken 10 : 25 from b and c: 1.43 and 3.57."""
    pools = "p: {takes: rest, share_by: [points]}"
    outcome = adjusted("{each_at_least: 20, for: {teacher_id: a}}", pools=pools)
    assert line(outcome, "adjust.x") == {"a": 500, "b": -143, "c": -357}


def test_an_adjustment_by_a_group_that_is_not_there_does_nothing() -> None:
    """Where the group has no post in the unit nothing is cut."""
    text = policy(
        EQUAL,
        groups="n: {teacher_id: z}",
        plan="adjust: {x: {each_at_most: {times_mean: 0, of: n}}}",
    )
    assert gross(paid(text, tables(fund="90"))) == {"a": 3000, "b": 3000, "c": 3000}


def guaranteed(rule: str, data: Tables | None = None) -> Outcome:
    """The outcome of one guarantee about a (1), b (2) and c (3) of 60 yuan: 10, 20, 30."""
    text = policy(groups=GROUPS, more=f"guarantees: {{q: {rule}}}")
    return paid(text, data or tables(fund="60"))


def test_a_breach_is_reported() -> None:
    """10 is less than 1.0 times 20, and not less than 0.5 times 20."""
    rule = "{{group: g, per_head_at_least: {0}, of: h, enforce: false}}"
    assert guaranteed(rule.format("1.0")).broken == {("q", "C", "S")}
    assert guaranteed(rule.format("0.5")).broken == set()
    county = "{group: g, per_head_at_least: 1, of: h, enforce: false, within: county, over: all}"
    assert guaranteed(county).broken == {("q", "C", "")}


def test_a_repair_moves_the_least_number_of_fen() -> None:
    """10 + t >= 20 - t takes 5; with a factor of 1.1, 12 / 2.1 = 5.7143, so 5.72."""
    outcome = guaranteed("{group: g, per_head_at_least: 1, of: h, enforce: true}")
    assert line(outcome, "guarantee.q") == {"a": 500, "b": -500}
    outcome = guaranteed("{group: g, per_head_at_least: 1.1, of: h, enforce: true}")
    assert line(outcome, "guarantee.q") == {"a": 572, "b": -572}
    assert outcome.broken == set()


def test_a_repair_may_move_all_that_a_side_has() -> None:
    """A side with nothing cannot give, and what does not hold then is reported."""
    data = tables({"a": "0", "b": "0", "c": "3"}, fund="60")
    rule = "{group: h, per_head_at_most: 0, of: g, enforce: true}"
    assert guaranteed(rule).broken == set()
    assert line(guaranteed(rule), "guarantee.q") == {"a": 2000, "b": -2000}
    more = "{group: g, per_head_at_least: 2, of: everyone, enforce: true}"
    # two times the mean of 20
    assert line(guaranteed(more, data), "guarantee.q") == {"a": 4000, "c": -4000}


def test_at_most_the_mean_of_everyone() -> None:
    """The 20 of b may be 0.9 times the mean 20: 2 go to a and c, who have 10 and 30."""
    outcome = guaranteed("{group: h, per_head_at_most: 0.9, of: everyone, enforce: true}")
    assert line(outcome, "guarantee.q") == {"a": 50, "b": -200, "c": 150}


def test_at_most_a_share_of_all() -> None:
    """The 20 of b may be 25% of 60: 5 go to a and c, 1.25 and 3.75."""
    outcome = guaranteed("{group: h, share_at_most: 25%, enforce: true}")
    assert line(outcome, "guarantee.q") == {"a": 125, "b": -500, "c": 375}


VETO = """veto:
  list: {x: {class: serious}, y: {class: moderate}, z: {class: pool}}
  classes:
    serious: {pays: 0%, months: 12, bars: [title]}
    moderate: {pays: 50%, months: 6}
    pool: {pays: 0%, reaches: decided_in, pools: [q]}
  statuses: {confirmed: apply, open: hold, over: ignore}
"""


def vetoed(*cases: tuple[str, str, str], day: str = "2025-10-31", more: str = "") -> Outcome:
    """30 yuan each, 2 of which come from pool q; cases as (teacher, item, status)."""
    data = tables(fund="90")
    data["ethics"] = [
        {"case_id": str(n), "teacher_id": t, "item": i, "status": s, "decided_on": day}
        for n, (t, i, s) in enumerate(cases)
    ]
    return paid(
        policy(f"q: {{takes: 6, share_equally: true}}, {EQUAL}", more=VETO + more, groups=GROUPS),
        data,
    )


def payout(outcome: Outcome, teacher: str) -> Payout:
    """What a teacher of school S is paid."""
    return outcome.payouts["C", "S", teacher]


def test_the_largest_case_is_forfeited() -> None:
    """Cases of a half and of all take all; ignored ones take nothing."""
    outcome = vetoed(("a", "y", "confirmed"), ("a", "x", "confirmed"), ("b", "x", "over"))
    assert payout(outcome, "a") == Payout(3000, 3000, 0, 0, 0)
    assert payout(outcome, "b") == Payout(3000, 0, 0, 0, 3000)
    assert outcome.units["C", "S"].unallocated == 3000
    assert outcome.bars == {("C", "a", "1", "serious", "title", "2025-10-31", "2026-10-31")}


def test_what_a_holding_case_would_take_beyond_is_held() -> None:
    """A half is forfeited, the other half waits for the end of the case."""
    outcome = vetoed(("a", "y", "confirmed"), ("a", "x", "open"), ("b", "y", "open"))
    assert payout(outcome, "a") == Payout(3000, 1500, 0, 1500, 0)
    assert payout(outcome, "b") == Payout(3000, 0, 0, 1500, 1500)


def test_a_class_may_reach_pools_only() -> None:
    """Pool q brought 2.00, and only in the period of the decision."""
    assert payout(vetoed(("a", "z", "confirmed")), "a").forfeited == 200
    assert payout(vetoed(("a", "z", "confirmed"), day="2025-08-31"), "a").forfeited == 0


def test_a_case_reaches_the_periods_of_its_months() -> None:
    """Six months from 1 March end before 1 September; those from 2 March reach into it."""
    assert payout(vetoed(("a", "y", "confirmed"), day="2025-03-01"), "a").forfeited == 0
    assert payout(vetoed(("a", "y", "confirmed"), day="2025-03-02"), "a").forfeited == 1500
    # decided after the period
    assert payout(vetoed(("a", "y", "confirmed"), day="2026-02-01"), "a").forfeited == 0


def test_a_day_that_a_month_lacks_is_its_last() -> None:
    """Months from 29 February and 31 March end on 28 February and 30 September."""
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2025, 3, 31), 6) == date(2025, 9, 30)
    outcome = vetoed(("a", "x", "confirmed"), day="2025-01-31")
    assert next(iter(outcome.bars))[-1] == "2026-01-31"
    assert payout(vetoed(("a", "y", "confirmed"), day="2025-03-31"), "a").forfeited == 1500


def test_forfeits_may_go_to_the_county() -> None:
    """The county's account has them, and the fund still adds up."""
    outcome = vetoed(("a", "x", "confirmed"), more="  money_goes_to: county")
    assert outcome.counties["C"].forfeited_to_county == 3000


def test_forfeits_may_go_to_the_heirs_in_school() -> None:
    """Those whom no case reaches share by what they have; where nobody is left, nobody does."""
    school = "  money_goes_to: school"
    outcome = vetoed(("a", "x", "confirmed"), ("b", "x", "open"), more=school)
    assert payout(outcome, "b") == Payout(3000, 0, 1500, 3000, 1500)
    assert payout(outcome, "c") == Payout(3000, 0, 1500, 0, 4500)
    outcome = vetoed(*((t, "y", "confirmed") for t in "abc"), more=school)
    assert outcome.units["C", "S"].unallocated == 4500


def test_leaders_answer_for_many_cases() -> None:
    """Two teachers with cases in a unit cost its leader b a half; one does not."""
    line_of_b = "  leaders: [{cases: 2, group: h, pays: 50%}]\n  money_goes_to: school"
    outcome = vetoed(("a", "x", "confirmed"), ("c", "y", "confirmed"), more=line_of_b)
    assert [payout(outcome, t).forfeited for t in "abc"] == [3000, 1500, 1500]
    # nobody is left to take the 60
    assert outcome.units["C", "S"].unallocated == 6000
    outcome = vetoed(("a", "x", "confirmed"), ("a", "y", "confirmed"), more=line_of_b)
    assert [payout(outcome, t).received for t in "abc"] == [0, 1500, 1500]
