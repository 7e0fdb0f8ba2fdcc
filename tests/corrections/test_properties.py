"""What must hold after any sequence of corrections and releases (section 16)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.corrections import engine_side as engine
from tests.corrections.drawing import (
    MODES,
    Sequence,
    Tables,
    datasets,
    late_rows,
    policies,
    sequences,
)

quiet = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def revisions(sequence: Sequence) -> Iterator[tuple[engine.Closed, engine.Closed, Tables, Tables]]:
    """Each revision that is not blocked: before and after it, and the records of both."""
    if engine.computed(sequence.policy, sequence.first) is None:
        return
    before, old = engine.run(sequence.policy, sequence.first), sequence.first
    for tables in sequence.then:
        after = (
            engine.released(before)
            if tables is None
            else engine.corrected(before, sequence.policy, tables)
        )
        if after is None or engine.blockers(after):
            continue
        now = old if tables is None else tables
        yield before, after, old, now
        before, old = after, now


@quiet
@given(sequences())
def test_the_fund_closes_over_all_revisions(sequence: Sequence) -> None:
    """Paid at first + all differences + all that is kept, held, left or carried = fund."""
    paid: dict[str, int] = {}
    for before, after, _, _ in revisions(sequence):
        if not paid:
            for (county, _, _), fen in engine.payable(before.settled).items():
                paid[county] = paid.get(county, 0) + fen
        assert after.correction is not None
        differences = after.correction.table("differences")
        for county, amount in differences.select("county_id", "difference").iter_rows():
            paid[county] = paid.get(county, 0) + int(amount * 100)
        accounts = engine.accounts(after.settled)
        for county in {key[0] for key in accounts}:
            own = {key: fen for key, fen in accounts.items() if key[0] == county}
            rest = sum(f for k, f in own.items() if k[2] not in ("fund", "opening", "payable"))
            assert own[county, "", "fund"] == paid.get(county, 0) + rest
        assert all(fen >= 0 for key, fen in accounts.items() if key[2] != "carried")


@quiet
@given(sequences())
def test_tables_of_a_revision_agree_with_each_other(sequence: Sequence) -> None:
    """A post's differences sum to its payable, its lines to its gross; accounts take what is given.

    In the ledger a unit's money is as much as its accounts hold; totals are the sums of units.
    """
    for _, after, _, _ in revisions(sequence):
        made = after.correction
        assert made is not None
        key = ["county_id", "school_id", "teacher_id"]
        payouts, lines = made.table("payouts"), made.table("lines")
        sums = made.table("differences").group_by(key).agg(pl.col("due").sum()).sort(key)
        assert sums["due"].to_list() == payouts.sort(key)["payable"].to_list()
        gross = {row[:3]: row[3] for row in payouts.select(*key, "gross").iter_rows()}
        for row in lines.group_by(key).agg(pl.col("amount").sum()).iter_rows():
            assert gross.pop(row[:3]) == row[3]
        assert not any(gross.values())
        units, totals = made.table("units"), made.totals
        for name in ("payable", "held"):
            assert units[name].sum() == totals[name].sum()
        flows = made.table("ledger")
        for unit in units["unit_id"]:
            into = flows.filter(to_account=f"unit.{unit}")["amount"].sum()
            assert into == flows.filter(from_account=f"unit.{unit}")["amount"].sum()


@quiet
@given(sequences())
def test_nothing_of_a_post_is_ever_negative(sequence: Sequence) -> None:
    """No gross, forfeited, received, held or payable falls below 0, whatever is corrected."""
    for _, after, _, _ in revisions(sequence):
        pay = after.settled.pay
        for fen in (pay.gross, pay.forfeited, pay.received, pay.held, pay.payable):
            assert (fen >= 0).all()


@quiet
@given(sequences(("freeze_others",)))
def test_frozen_others_are_paid_as_before(sequence: Sequence) -> None:
    """A correction changes nobody of whom neither a row nor a case was changed."""
    for before, after, old, now in revisions(sequence):
        if now is old:
            continue
        same = engine.posts(before.settled)
        for key, post in engine.posts(after.settled).items():
            if _own(old, key) == _own(now, key):
                assert post == same[key]


def _own(tables: Tables, key: engine.Key) -> list[list[tuple[str, str]]]:
    """The rows of a post, and those of its teacher's cases, as they are written."""
    _, school, teacher = key
    rows = []
    for name, table in tables.items():
        for row in table:
            if row.get("teacher_id") == teacher and row.get("school_id", school) == school:
                cells = [(name, ""), *sorted(row.items())]
                rows.append([cell for cell in cells if cell[1] or not cell[0]])
    return sorted(rows)


@quiet
@given(sequences())
def test_a_correction_without_changed_records_is_all_zeros(sequence: Sequence) -> None:
    """Whatever came before: the same records in another order change nothing and move nothing."""
    if engine.computed(sequence.policy, sequence.first) is None:
        return
    last, records = engine.run(sequence.policy, sequence.first), sequence.first
    for _, after, _, now in revisions(sequence):
        last, records = after, now
    again = {name: rows[::-1] for name, rows in records.items()}
    after = engine.corrected(last, sequence.policy, again)
    assert after is not None
    assert engine.blockers(after) == set()
    assert after.correction is not None
    assert set(after.correction.table("differences")["difference"]) == {0}
    assert engine.flows(after.settled) == engine.flows(last.settled)
    assert after.correction.table("differences").height >= 3 * after.settled.posts.height


@quiet
@given(st.data())
def test_a_veto_lifted_on_appeal_restores_exactly_the_original_amount(data: st.DataObject) -> None:
    """Under `freeze_others` its teacher has all again, though late rows of others came between."""
    policy = data.draw(policies(("freeze_others",), limited=False))
    first = data.draw(datasets(leavers=False))
    assume(engine.computed(policy, first) is not None)
    before = engine.run(policy, first)
    teacher = first["staff"][0]["teacher_id"]
    assume(all(row["teacher_id"] != teacher for row in first["ethics"]))
    vetoed = data.draw(late_rows(first, but=teacher))
    home = {row["school_id"]: row["county_id"] for row in first["schools"]}
    case = {
        "case_id": "late",
        "teacher_id": teacher,
        "county_id": home[first["staff"][0]["school_id"]],
        "item": data.draw(st.sampled_from(("bribes", "gifts", "jokes"))),
        "status": data.draw(st.sampled_from(("confirmed", "under_review"))),
        "decided_on": "2025-10-01",
    }
    vetoed["ethics"].append(case)
    one = engine.corrected(before, policy, vetoed)
    assume(one is not None and not engine.blockers(one))
    lifted = data.draw(late_rows(vetoed, but=teacher))
    lifted["ethics"][-1]["status"] = "overturned"
    assert one is not None
    two = engine.corrected(one, policy, lifted)
    assume(two is not None and not engine.blockers(two))
    assert two is not None
    given, again = engine.payable(before.settled), engine.payable(two.settled)
    county = case["county_id"]
    mine = {key for key in given if (key[0], key[2]) == (county, teacher)}
    assert {key: again[key] for key in mine} == {key: given[key] for key in mine}


@quiet
@given(sequences(("freeze_others", "carry_forward")))
def test_a_full_veto_leaves_nothing_to_pay(sequence: Sequence) -> None:
    """Whoever is settled with a confirmed case that takes all is paid nothing, releases too."""
    for before, after, old, now in revisions(sequence):
        for key, fen in engine.payable(after.settled).items():
            if now is not old and _has_full_veto(now, key) and not _has_full_veto(old, key):
                assert fen == 0
            if now is old and engine.payable(before.settled)[key] == 0 and _has_full_veto(now, key):
                assert fen == 0


def _has_full_veto(tables: Tables, key: engine.Key) -> bool:
    wanted = {"teacher_id": key[2], "county_id": key[0], "item": "bribes", "status": "confirmed"}
    on = ("2025-10-01", "2025-04-30")
    return any(
        all(row[name] == text for name, text in wanted.items()) and row["decided_on"] in on
        for row in tables["ethics"]
    ) and any((row["teacher_id"], row["school_id"]) == key[:0:-1] for row in tables["staff"])


@pytest.mark.parametrize("mode", MODES)
def test_counties_are_corrected_apart(mode: str) -> None:
    """A county's posts and accounts are the same with another county beside it or alone."""
    text = policies_example(mode)
    both, alone = two_counties(), two_counties()
    alone = {name: [r for r in rows if _is_of(r, "C0")] for name, rows in alone.items()}
    found = []
    for tables in (both, alone):
        late = deepcopy(tables)
        late["workload"][0]["quantity"] = "14"
        after = engine.corrected(engine.run(text, tables), text, late)
        assert after is not None
        found.append(after.settled)
    first, second = (
        {key: fen for key, fen in of(settled).items() if key[0] == "C0"}
        for settled in found
        for of in [_everything]
    )
    assert first == second


def _everything(settled: engine.Settled) -> dict[engine.Key, object]:
    return {**engine.posts(settled), **engine.accounts(settled)}


def policies_example(mode: str) -> str:
    """A plain policy of a mode."""
    from tests.corrections.building import policy

    return policy("mode: freeze_others, reserve: reserve" if mode == MODES[1] else f"mode: {mode}")


def two_counties() -> Tables:
    """Two counties that have nothing to do with each other."""
    return {
        "funds": [{"county_id": c, "amount": "1000"} for c in ("C0", "C1")],
        "schools": [{"school_id": f"S{c}", "county_id": c} for c in ("C0", "C1")],
        "staff": [
            {"teacher_id": f"{c}-{n}", "school_id": f"S{c}", "position": "teacher"}
            for c in ("C0", "C1")
            for n in range(3)
        ],
        "workload": [
            {"teacher_id": f"{c}-{n}", "kind": "lesson", "quantity": f"{12 + n}"}
            for c in ("C0", "C1")
            for n in range(3)
        ],
    }


def _is_of(row: dict[str, str], county: str) -> bool:
    owner = row.get("county_id") or row.get("teacher_id", "")[:2]
    return owner == county
