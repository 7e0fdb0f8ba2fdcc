"""Money besides the fund: opening balances of units, manual adjustments of posts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from paycalc import Problem, ProblemsError, Result, compute, read_records
from paycalc.engine import expectations
from paycalc.engine.encoding import encode
from paycalc.engine.plan import EnginePlan
from paycalc.records import batches, check
from tests.engine.by_county import FOUR, POLICY, folder_of
from tests.promises.computed import same
from tests.result.building import Table, dataset, loaded, paid, policy, records, table

HALF = policy(level_2="pools: {work: {takes: 50%, share_equally: true}}")
BY_HAND = "adjustment_id teacher_id school_id amount reason author"
ROWS = table(BY_HAND, "1 T1 - 100 late p", "2 T2 S1 -25.5 twice p", "3 T1 - -10 twice p")
CARRIED = table("unit_id amount", "S2 60", "S1 -100")


def small(**more: Table) -> Result:
    """Counties A (S1 and S2 get 500 each) and B (S3 gets 500); half of it is shared equally."""
    return paid(HALF, dataset(**more), threads=2)


def flows(result: Result, county: str = "A") -> list[str]:
    """The ledger of a county, a flow a line."""
    ledger = result.ledger.filter(county_id=county)
    return [f"{source} > {target} {amount}" for _, source, target, amount in ledger.rows()]


def test_without_rows_nothing_is_computed() -> None:
    """A dataset without the tables, or with empty ones, is encoded and paid as ever."""
    empty = table(BY_HAND), table("unit_id amount")
    for more in ({}, {"adjustments": empty[0], "opening_balances": empty[1]}):
        text = loaded(HALF)
        checked, _ = check(records({**dataset(), **more}), expectations(text))
        assert checked is not None
        encoded = encode(EnginePlan(text), checked)
        assert (encoded.opening, encoded.manual) == (None, None)
        result = compute(text, records({**dataset(), **more}))
        assert "manual" not in result.post_lines
        assert same(result, small()) is None
        assert not result.totals["opening"].cast(bool).any()


def test_rows_of_a_post_are_one_line() -> None:
    """A post's rows add up; a line of 0 is not told, and nobody else's pay changes."""
    result = small(adjustments=ROWS)
    manual = result.lines.filter(line="manual")
    assert manual.select("teacher_id", "school_id", "amount").rows() == [
        ("T1", "S1", Decimal(90)),
        ("T2", "S1", Decimal("-25.50")),
    ]
    changed = result.payouts["payable"] - small().payouts["payable"]
    assert [str(x) for x in changed] == ["90.00", "-25.50", "0.00", "0.00", "0.00"]
    unit = result.units.row(by_predicate=pl.col("unit_id") == "S1", named=True)
    assert (unit["unallocated"], unit["allocated"]) == (Decimal("185.50"), Decimal(500))


def test_the_ledger_shows_both_ways() -> None:
    """What is given comes out of what is unallocated, beside what others give back."""
    assert [flow for flow in flows(small(adjustments=ROWS)) if "manual" in flow] == [
        "posts.S1 > unit.S1.manual 25.50",
        "unallocated > unit.S1.manual 64.50",
        "unit.S1.manual > posts.S1 90.00",
    ]
    taken = table(BY_HAND, "1 T4 - -1 r p")
    assert [flow for flow in flows(small(adjustments=taken), "B") if "manual" in flow] == [
        "posts.S3 > unit.S3.manual 1.00",
        "unit.S3.manual > unallocated 1.00",
    ]


def test_opening_balances_are_shared_with_the_money_of_the_unit() -> None:
    """Half of 500 + 60 and of 500 - 100; what level 1 allocated is what it was."""
    result = small(opening_balances=CARRIED)
    paid_ = result.units.select("unit_id", "allocated", "payable", "unallocated").rows()
    assert [tuple(map(str, row)) for row in paid_] == [
        ("S1", "500.00", "200.00", "200.00"),
        ("S2", "500.00", "280.00", "280.00"),
        ("S3", "500.00", "250.00", "250.00"),
    ]
    assert result.totals["opening"].to_list() == [Decimal(-40), Decimal(0)]
    assert [flow for flow in flows(result) if "opening" in flow] == [
        "opening > unit.S2 60.00",
        "unit.S1 > opening 100.00",
    ]


def test_a_general_school_carries_one_balance() -> None:
    """The unit is what level 1 calls so."""
    schools = table("school_id county_id group_id", "S1 A G", "S2 A G", "S3 B -")
    text = policy(
        level_1="unit: group_id, pools: {base: {takes: rest, share_equally: true}}",
        level_2="pools: {work: {takes: 50%, share_equally: true}}",
    )
    carried = table("unit_id county_id amount", "G A 200", "S3 B 100")
    result = paid(text, dataset(schools=schools, opening_balances=carried))
    assert result.units["payable"].to_list() == [Decimal(600), Decimal(300)]


def test_a_unit_without_posts_that_carries_money_is_told() -> None:
    """It has money and nobody, also where level 1 gave it nothing; one that owes is not told."""
    schools = table("school_id county_id", "S1 A", "S2 A", "S3 B", "S8 C", "S9 C")
    carried = table("unit_id amount", "S8 5", "S9 0")
    result = small(schools=schools, opening_balances=carried)
    told = [p.place.unit for p in result.problems if p.code == "C302"]
    assert told == ["S8"]
    assert result.totals.row(2, named=True)["unallocated"] == Decimal(5)


def test_guarantees_do_not_see_what_is_given_by_hand() -> None:
    """A guarantee that holds without the adjustments is not told for them."""
    text = HALF + (
        "guarantees: {g: {group: {position: head}, per_head_at_least: 1, of: {position: teacher}}}"
    )
    rows = table(BY_HAND, "1 T2 S1 -100 twice p")
    result = paid(text, dataset(adjustments=rows))
    assert not [problem for problem in result.problems if problem.code == "C301"]


def test_sums_beyond_64_bits_are_exact() -> None:
    """Ten thousand of the largest amounts are far too much, and their opposites make up for it."""
    most = ["10000000000000"] * 10_000
    rows = {
        "adjustment_id": [str(i) for i in range(20_001)],
        "teacher_id": ["T1"] * 20_001,
        "amount": [*most, *(f"-{x}" for x in most), "7"],
        "reason": ["r"] * 20_001,
        "author": ["p"] * 20_001,
    }
    assert small(adjustments=rows).lines.filter(line="manual")["amount"].to_list() == [Decimal(7)]
    over = {name: [*cells[:10_000], *cells[20_000:]] for name, cells in rows.items()}
    with pytest.raises(ProblemsError) as refusal:
        small(adjustments=over)
    assert [p.code for p in refusal.value.problems if p.severity == "error"] == ["C212"]


def test_explain_and_what_if_know_them() -> None:
    """An explanation shows each row with its reason, and the balance; a change keeps both."""
    result = small(adjustments=ROWS, opening_balances=CARRIED)
    [post] = result.explain("T1").posts
    assert [(fact.adjustment_id, fact.amount, fact.reason, fact.row) for fact in post.manual] == [
        ("1", 10_000, "late", 1),
        ("3", -1000, "twice", 3),
    ]
    assert ("opening_balances", -10_000) in post.purses[-1].sources
    told = result.explain("T1")
    assert "adjustments row 1: 1 100.00 (late)" in str(told)
    assert "base 500.00 + opening balance -100.00" in str(told)
    assert "adjustments 第 3 行：3 -10.00（twice）" in told.text("zh")
    assert "author" not in str(told.to_json())
    changed = result.what_if("T1", "lesson+1").posts[0]
    [line] = [line for line in changed.lines if line.name == "manual"]
    assert (line.before, line.after) == (9000, 9000)


# --- In batches -------------------------------------------------------------------------------


def outcome(folder: Path, *, whole: bool) -> tuple[Result | None, tuple[Problem, ...]]:
    """What comes of a dataset, read at once or a county at a time."""
    try:
        result = compute(POLICY, read_records(folder) if whole else folder, threads=2)
    except ProblemsError as error:
        return None, error.problems
    return result, result.problems


def posts_of(county: str, count: int) -> list[tuple[str, str]]:
    """Some teachers of a county, each with the school."""
    schools = FOUR["schools"].filter(county_id=county)["school_id"]
    staff = FOUR["staff"].filter(pl.col("school_id").is_in(schools.implode()))
    return staff.select("teacher_id", "school_id").unique(maintain_order=True).rows()[:count]


def adjusted(ids: tuple[str, str] = ("1", "2")) -> pl.DataFrame:
    """An adjustment in two of the four counties: something is taken back."""
    posts = [*posts_of("C", 1), *posts_of("县", 1)]
    rows = [(i, *post, "-0.01", "twice", "p") for i, post in zip(ids, posts, strict=True)]
    return pl.DataFrame(rows, schema=BY_HAND.split(), orient="row")


def carried() -> pl.DataFrame:
    """Balances of two units of two counties."""
    units = FOUR["schools"].select("county_id", unit_id=pl.coalesce("group_id", "school_id"))
    some = pl.concat([units.filter(county_id=county)[:1] for county in ("B", "C")])
    return some.with_columns(amount=pl.Series(["12.34", "-0.56"]))


@pytest.mark.parametrize("apart", [True, False])
def test_batches_pay_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool) -> None:
    """Some counties have adjustments and balances, others not; balances may lie in one file."""
    monkeypatch.setattr(batches, "_SIZE", 1)
    tables = {**FOUR, "adjustments": adjusted(), "opening_balances": carried()}
    if not apart:
        del tables["opening_balances"]
    folder = folder_of(tmp_path, tables)
    if not apart:
        carried().write_csv(folder / "opening_balances.csv")
    whole, expected = outcome(folder, whole=True)
    result, problems = outcome(folder, whole=False)
    assert problems == expected
    assert whole is not None
    assert result is not None
    assert same(whole, result) is None
    assert result.made.of_county is not None
    assert str(result.totals["opening"].sum()) == "11.78"
    assert result.post_lines["manual"].sum() == -2
    teacher = adjusted()["teacher_id"][0]
    assert result.explain(teacher).to_json() == whole.explain(teacher).to_json()


@pytest.mark.parametrize("counties", [["B", None], None])
def test_balances_that_do_not_say_their_county_are_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counties: list[str | None] | None
) -> None:
    """A row without its county, or a file without the column, is no batch's, and counts."""
    monkeypatch.setattr(batches, "_SIZE", 1)
    folder = folder_of(tmp_path, FOUR)
    rows = carried().drop("county_id")
    if counties is not None:
        rows = rows.with_columns(county_id=pl.Series(counties))
    rows.write_csv(folder / "opening_balances.csv")
    assert batches.batches_of(folder) is None
    result, _ = outcome(folder, whole=False)
    assert result is not None
    assert str(result.totals["opening"].sum()) == "11.78"


def test_an_adjustment_is_told_twice_in_whatever_counties(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its second row is an error though the first is another county's."""
    monkeypatch.setattr(batches, "_SIZE", 1)
    folder = folder_of(tmp_path, {**FOUR, "adjustments": adjusted(("1", "1"))})
    _, expected = outcome(folder, whole=True)
    result, problems = outcome(folder, whole=False)
    assert result is None
    assert problems == expected
    assert [problem.code for problem in problems if problem.severity == "error"] == ["R233"]
