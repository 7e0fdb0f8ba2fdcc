"""Corrections worked out by hand, and what blocks them."""

from __future__ import annotations

import polars as pl

import paycalc
from paycalc.output.schema import OUTPUTS
from paycalc.result.corrections._changed import rows_changed
from tests.corrections import engine_side as engine
from tests.corrections.building import FREEZE, blocked, corrected, held_by, paid, policy, tables
from tests.corrections.drawing import PERIOD

RESERVE = "kept.level_2.reserve"
FIRST = {"a": "1", "b": "2", "c": "2"}
"""Of 950.00 a has 190.00, the others 380.00 each; 50.00 are in reserve."""


def test_others_are_frozen_and_the_reserve_pays() -> None:
    """Of 920.00 b is due 2.5 of 5.5 points, 418.18; the 50.18 come from 80.00 in reserve."""
    text = policy(reserve="8%")
    before = engine.run(text, tables(FIRST))
    assert paid(before) == {"a": 18400, "b": 36800, "c": 36800}
    after = corrected(before, text, tables({**FIRST, "b": "2.5"}))
    assert paid(after) == {"a": 18400, "b": 41818, "c": 36800}
    assert (held_by(before, RESERVE), held_by(after, RESERVE)) == (8000, 8000 - 5018)


def test_under_repool_everybody_is_paid_as_if_it_had_been_so() -> None:
    """Of 950.00 the others have 1 and 2 of 5.5 points now."""
    text = policy("mode: repool")
    before = engine.run(text, tables(FIRST))
    after = corrected(before, text, tables({**FIRST, "b": "2.5"}))
    assert paid(before) == {"a": 19000, "b": 38000, "c": 38000}
    assert paid(after) == {"a": 17273, "b": 43182, "c": 34545}


def test_what_is_carried_forward_waits_by_unit() -> None:
    """Nobody is paid otherwise; what the unit's posts should have had besides is carried."""
    text = policy("mode: carry_forward")
    schools = [{"school_id": s, "county_id": "C"} for s in ("S", "Z")]
    two = tables(FIRST, schools=schools)
    two["staff"][2]["school_id"] = "Z"
    before = engine.run(text, two)
    three = tables({**FIRST, "d": "1"}, schools=schools)
    three["staff"][2]["school_id"] = three["staff"][3]["school_id"] = "Z"
    after = corrected(before, text, three)
    assert paid(before) | {"d": 0} == paid(after)
    # S has 2 of 3 heads, then 2 of 4, of 1000.00, and shares 95% of it; Z the rest
    accounts = engine.accounts(after.settled)
    assert accounts["C", "S", "carried"] == 47500 - 63334
    assert accounts["C", "Z", "carried"] == 47500 - 31666
    table = after.correction.table("carried") if after.correction else None
    assert table is not None
    assert [str(x) for x in table["amount"]] == ["-158.34", "158.34"]
    assert table["added"].to_list() == table["amount"].to_list()


def test_a_case_decided_late_takes_only_from_its_teacher() -> None:
    """The forfeit goes where the veto says; under `school` it waits in the reserve."""
    for goes_to, account in (
        ("county", "forfeited_to_county"),
        ("unallocated", "unallocated"),
        ("school", RESERVE),
    ):
        text = policy(goes_to=goes_to)
        before = engine.run(text, tables(FIRST))
        after = corrected(before, text, tables(FIRST, ("c", "bribes", "confirmed")))
        assert paid(after) == {"a": 19000, "b": 38000, "c": 0}
        assert held_by(after, account) - held_by(before, account) == 38000


def test_what_was_received_is_lost_with_a_veto_and_comes_back_with_it() -> None:
    """A post that received of another's forfeit has nothing under a veto, and all again after."""
    text = policy(goes_to="school")
    before = engine.run(text, tables(FIRST, ("c", "bribes", "confirmed")))
    assert paid(before) == {"a": 19000 + 12667, "b": 38000 + 25333, "c": 0}
    cases = [("c", "bribes", "confirmed"), ("a", "bribes", "confirmed")]
    vetoed = corrected(before, text, tables(FIRST, *cases))
    assert paid(vetoed) == paid(before) | {"a": 0}
    lifted = corrected(vetoed, text, tables(FIRST, cases[0], ("a", "bribes", "overturned")))
    assert paid(lifted) == paid(before)


def test_held_money_is_released_by_the_new_status() -> None:
    """Overturned it is paid, confirmed it is forfeited, in every mode."""
    for corrections in (FREEZE, "mode: repool", "mode: carry_forward"):
        text = policy(corrections)
        before = engine.run(text, tables(FIRST, ("b", "gifts", "under_review")))
        assert (paid(before)["b"], held_by(before, "held")) == (19000, 19000)
        free = corrected(before, text, tables(FIRST, ("b", "gifts", "overturned")))
        assert (paid(free)["b"], held_by(free, "held")) == (38000, 0)
        decided = corrected(before, text, tables(FIRST, ("b", "gifts", "confirmed")))
        assert (paid(decided)["b"], held_by(decided, "held")) == (19000, 0)
        assert held_by(decided, "forfeited_to_county") == 19000


def test_a_correction_of_a_correction_works_against_the_last_closed_revision() -> None:
    """Each revision pays what is due less what the revision before settled, not the first."""
    text = policy("mode: repool")
    run = engine.run(text, tables(FIRST))
    one = corrected(run, text, tables({**FIRST, "b": "2.5"}))
    two = corrected(one, text, tables(FIRST))
    assert paid(two) == paid(run)
    assert two.settled.revision == 2
    assert two.correction is not None
    found = two.correction.table("differences")
    assert [str(x) for x in found.filter(line="level_2.work")["difference"]] == [
        "17.27",
        "-51.82",
        "34.55",
    ]


def test_zero_results_are_kept() -> None:
    """A post whose rows are gone, and one with a veto, stay in the tables with zeros."""
    text = policy("mode: repool")
    run = engine.run(text, tables(FIRST, ("c", "bribes", "confirmed")))
    staff = tables({"a": "1", "b": "2", "c": "2"})["staff"]
    one = corrected(run, text, tables({**FIRST, "b": "0"}, ("c", "bribes", "confirmed")))
    assert paid(one) == {"a": 31667, "b": 0, "c": 0}
    assert one.correction is not None
    rows = one.correction.table("differences")
    assert set(rows["teacher_id"]) == {row["teacher_id"] for row in staff}
    assert rows.filter(teacher_id="c").height == 4
    back = corrected(one, text, tables(FIRST))
    assert paid(back)["c"] == 38000


def test_a_release_pays_the_reserve_and_the_veto_takes_its_part() -> None:
    """50.00 by what posts have of level 2; of c's 20.00 the confirmed case takes half."""
    text = policy()
    before = engine.run(text, tables(FIRST, ("c", "gifts", "confirmed")))
    after = engine.released(before)
    assert engine.blockers(after) == set()
    assert paid(after) == {"a": 20000, "b": 40000, "c": 20000}
    assert (held_by(after, RESERVE), held_by(after, "forfeited_to_county")) == (0, 20000)
    lifted = corrected(after, text, tables(FIRST))
    assert paid(lifted) == {"a": 20000, "b": 40000, "c": 40000}


def test_a_release_goes_to_its_group_in_equal_shares() -> None:
    """Only the two heads share the 50.00."""
    text = policy(f"{FREEZE}, release: {{for: heads, share_equally: true}}")
    data = tables(FIRST)
    for stint in data["staff"][:2]:
        stint["position"] = "head"
    assert paid(engine.released(engine.run(text, data))) == {"a": 21500, "b": 40500, "c": 38000}


def test_without_a_reserve_there_is_nothing_to_release() -> None:
    """A second release finds every reserve empty."""
    before = engine.run(policy(), tables(FIRST))
    again = engine.released(engine.released(before))
    assert engine.blockers(again) == {("X206", "", "")}


def test_a_reserve_that_does_not_suffice_blocks() -> None:
    """The reserve holds 50.00, and b would be due 83.46 more."""
    text = policy()
    before = engine.run(text, tables(FIRST))
    assert blocked(before, text, tables({**FIRST, "b": "2.9"})) == {("X203", "S")}


def test_a_lifted_veto_whose_money_is_with_colleagues_blocks() -> None:
    """Under `school` the colleagues keep it, and the reserve holds 50.00 of the 380.00."""
    text = policy(goes_to="school")
    before = engine.run(text, tables(FIRST, ("c", "bribes", "confirmed")))
    assert blocked(before, text, tables(FIRST)) == {("X204", "S")}


def test_a_lifted_veto_is_paid_from_the_forfeits_first_then_from_the_reserve() -> None:
    """5.00 of the 380.00 that were forfeited went to b by hand: the reserve gives them."""
    text = policy(goes_to="unallocated")
    case = ("c", "bribes", "confirmed")
    before = engine.run(text, tables(FIRST, case))
    assert (held_by(before, "unallocated"), held_by(before, RESERVE)) == (38000, 5000)
    leave = [{"teacher_id": "a", "kind": "other", "days": "10"}]
    given = _by_hand("5.00", "b")
    one = corrected(before, text, tables(FIRST, case, leave=leave, adjustments=given))
    assert paid(one) == {"a": 19000 - 1000, "b": 38000 + 500, "c": 0}
    assert (held_by(one, "unallocated"), held_by(one, RESERVE)) == (37500, 6000)
    two = corrected(one, text, tables(FIRST, leave=leave, adjustments=given))
    assert paid(two) == paid(one) | {"c": 38000}
    assert (held_by(two, "unallocated"), held_by(two, RESERVE)) == (0, 5500)


def test_a_leaver_who_would_pay_back_blocks_and_one_who_is_owed_does_not() -> None:
    """Nobody holds a row of staff on the last day: what is taken back cannot be had."""
    text = policy()
    left = tables(FIRST)
    left["staff"][1]["to"] = "2025-12-31"
    before = engine.run(text, left)
    less, more = tables({**FIRST, "b": "1"}), tables({**FIRST, "b": "2.1"})
    for now in (less, more):
        now["staff"][1]["to"] = "2025-12-31"
    assert blocked(before, text, less) == {("X201", "b")}
    assert blocked(before, text, more) == set()


def test_a_recovery_above_the_limit_blocks() -> None:
    """One teacher would pay back 142.50: a limit of 142.50 lets it be, one of 142.49 does not."""
    data, now = tables(FIRST), tables({**FIRST, "b": "1"})
    for limit, found in (("142.50", set()), ("142.49", {("X202", "b")})):
        text = policy(f"{FREEZE}, recovery_at_most: {limit}")
        before = engine.run(text, data)
        assert paid(before)["b"] - 23750 == 14250
        assert blocked(before, text, now) == found


def test_another_fund_blocks_unless_everybody_is_recomputed() -> None:
    """What a closed period divided stays what it was; only `repool` divides another fund."""
    for corrections, found in (
        (FREEZE, {("X205", "")}),
        ("mode: carry_forward", {("X205", "")}),
        ("mode: repool", set()),
    ):
        text = policy(corrections)
        before = engine.run(text, tables(FIRST))
        assert blocked(before, text, tables(FIRST, fund="1100")) == found


def test_manual_adjustments_come_out_of_unallocated_money() -> None:
    """Under `freeze_others` the line `manual` never touches the reserve while there is enough."""
    text = policy(goes_to="unallocated")
    cases = ("c", "bribes", "confirmed")
    data = tables(FIRST, cases, adjustments=_by_hand("-3.00"))
    before = engine.run(text, data)
    after = corrected(before, text, tables(FIRST, cases, adjustments=_by_hand("-1.00")))
    assert paid(after)["a"] - paid(before)["a"] == 200
    assert held_by(before, "unallocated") - held_by(after, "unallocated") == 200
    assert held_by(before, RESERVE) == held_by(after, RESERVE)


def _by_hand(amount: str, teacher: str = "a") -> list[dict[str, str]]:
    row = {"adjustment_id": "A1", "teacher_id": teacher, "reason": "agreed", "author": "office"}
    return [{**row, "amount": amount}]


def test_tables_are_those_that_are_promised() -> None:
    """Each table of a correction has the columns and types that `paycalc schema --tables` tells."""
    kinds = {"text": pl.String(), "count": pl.Int64(), "money": pl.Decimal(38, 2)}
    for mode in (FREEZE, "mode: repool", "mode: carry_forward"):
        text = policy(mode)
        run = engine.run(text, tables(FIRST))
        made = corrected(run, text, tables({**FIRST, "b": "2.1"})).correction
        assert made is not None
        for name in made.names:
            told = OUTPUTS[name].columns.items()
            expected = {column: kinds.get(kind, pl.Date()) for column, kind in told}
            assert dict(made.table(name).schema) == expected, name
            assert made.table(name).select(OUTPUTS[name].key).is_unique().all()


def test_the_same_records_in_another_form_changed_nobody() -> None:
    """Numbers, dates and categories of typed tables say what the texts of CSV say."""
    rows = {
        "funds": {"county_id": ["C"], "amount": ["1000"]},
        "schools": {"school_id": ["S"], "county_id": ["C"]},
        "staff": {
            "teacher_id": ["a", "b"],
            "school_id": ["S", "S"],
            "position": ["teacher", "teacher"],
            "from": ["2025-09-01", ""],
            "hired_on": ["2020-01-31", ""],
            "fte": ["", "0.5"],
            "room": ["12", "13"],
        },
        "workload": {
            "teacher_id": ["a", "b"],
            "kind": ["lesson", "lesson"],
            "quantity": ["1.50", "2"],
            "class_size": ["40", ""],
        },
    }
    old = {name: pl.DataFrame(table) for name, table in rows.items()}
    day = pl.col("hired_on", "from").replace("", None).str.to_date("%Y-%m-%d")
    staff = old["staff"].with_columns(
        day,
        pl.col("position").cast(pl.Categorical),
        pl.col("fte").replace("", "1").cast(pl.Float64),
        pl.col("room").cast(pl.Int32),
        pl.lit("C").alias("county_id"),
        pl.lit("N. N.").alias("name"),
    )
    workload = old["workload"].with_columns(
        pl.col("quantity").cast(pl.Float64),
        pl.col("class_size").replace("", None).cast(pl.Int64),
        pl.lit(None).alias("remark"),
        pl.lit("S").alias("school_id"),
    )
    new = {**old, "staff": staff.reverse(), "workload": workload.reverse()}
    checked = [
        paycalc.compute(
            engine.policy_of(policy()), paycalc.Records.from_tables(tables, period=PERIOD)
        ).made.checked
        for tables in (old, new)
    ]
    posts = pl.DataFrame({"county_id": ["C"] * 2, "school_id": ["S"] * 2, "teacher_id": ["a", "b"]})
    assert not rows_changed(*checked, posts, 2).any()
    other = {**new, "workload": workload.with_columns(pl.lit("x").alias("remark"))}
    result = paycalc.compute(
        engine.policy_of(policy()), paycalc.Records.from_tables(other, period=PERIOD)
    )
    assert rows_changed(checked[0], result.made.checked, posts, 2).all()
