"""The tables of a result: their columns, types, order and rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl
import pytest

from tests.result.building import dataset, paid, policy, table

TEXT, DATE, COUNT = pl.String(), pl.Date(), pl.Int64()
BREACH = """
veto:
  list: {gifts: {class: half}}
  classes: {half: {pays: 50%, months: 5, bars: [honours, title]}}
  statuses: {confirmed: apply, open: hold}
"""


def money(decimals: int) -> pl.Decimal:
    """Decimals with the currency's digits."""
    return pl.Decimal(38, decimals)


def columns(names: str, kind: pl.DataType) -> dict[str, pl.DataType]:
    """Several columns of one type."""
    return dict.fromkeys(names.split(), kind)


def schemas(decimals: int) -> Mapping[str, dict[str, pl.DataType]]:
    """Every table's columns in order, with their types."""
    fen = money(decimals)
    post = columns("county_id unit_id school_id teacher_id", TEXT)
    return {
        "payouts": post | columns("gross forfeited received held payable", fen),
        "lines": post | columns("line", TEXT) | columns("amount", fen),
        "units": columns("county_id unit_id", TEXT)
        | columns("posts", COUNT)
        | columns("allocated payable held forfeited received kept unallocated", fen),
        "totals": columns("county_id", TEXT)
        | columns("fund opening payable held kept unallocated forfeited_to_county", fen),
        "ledger": columns("county_id from_account to_account", TEXT) | columns("amount", fen),
        "bars": columns("county_id teacher_id case_id class bar", TEXT)
        | columns("from until", DATE),
    }


@pytest.mark.parametrize("decimals", range(4))
@pytest.mark.parametrize("name", schemas(0))
def test_columns_and_types(name: str, decimals: int) -> None:
    """Tables have the columns of architecture.md; money has the currency's digits."""
    result = paid(policy(decimals=decimals))
    assert dict(getattr(result, name).schema) == schemas(decimals)[name]
    assert list(getattr(result, name).columns) == list(schemas(decimals)[name])
    assert dict(result.groups().schema) == columns("group", TEXT) | columns("heads", COUNT) | (
        columns("total mean", money(decimals))
    )


@pytest.mark.parametrize("name", schemas(0))
def test_columns_and_types_of_nobody(name: str) -> None:
    """Without a single post the tables have the same columns and types."""
    tables = dataset() | {
        "staff": {"teacher_id": [], "school_id": [], "position": []},
        "workload": {"teacher_id": [], "kind": [], "quantity": []},
    }
    result = paid(policy(), tables)
    assert dict(getattr(result, name).schema) == schemas(2)[name]
    if name in ("payouts", "lines", "bars"):
        assert getattr(result, name).is_empty()


def test_a_policy_whose_pools_pay_nobody_has_no_lines() -> None:
    """Where every pool keeps its money, lines are an empty table of the right types."""
    result = paid(policy(level_2="pools: {reserve: {takes: rest, keep: true}}"))
    assert result.lines.is_empty()
    assert dict(result.lines.schema) == schemas(2)["lines"]
    assert result.totals["kept"].to_list() == [Decimal(1000), Decimal(500)]


def test_payouts_by_hand() -> None:
    """Each post's money, in order of county, unit, school and teacher."""
    assert paid(policy()).payouts.rows() == [
        (*ids, gross, Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), gross)
        for *ids, gross in (
            ("A", "S1", "S1", "T1", Decimal("333.33")),
            ("A", "S1", "S1", "T2", Decimal("166.67")),
            ("A", "S2", "S2", "T2", Decimal("125.00")),
            ("A", "S2", "S2", "T3", Decimal("375.00")),
            ("B", "S3", "S3", "T4", Decimal("500.00")),
        )
    ]


@pytest.mark.parametrize("decimals", range(4))
def test_a_fund_of_10_to_the_15_is_exact(decimals: int) -> None:
    """The largest fund is paid to the last minor unit, whatever the currency's digits."""
    fund = Decimal(10**15).scaleb(-decimals)
    tables = dataset() | {"funds": table("county_id amount", f"A {fund:f}", f"B {fund:f}")}
    result = paid(policy(decimals=decimals), tables)
    assert result.totals["payable"].to_list() == [fund, fund]
    assert result.totals["fund"].to_list() == [fund, fund]
    assert result.payouts["gross"].sum() == 2 * fund
    third = Decimal(2 * 10**15 // 6).scaleb(-decimals)
    assert result.payouts["gross"].to_list()[0] == third
    assert result.units["allocated"].to_list() == [fund / 2, fund / 2, fund]


def test_ids_are_ordered_by_their_bytes() -> None:
    """Counties, units, schools and teachers stand in ascending order of their UTF-8 bytes."""
    counties, schools = ["乙", "b", "B", "é", "10", "9"], ["ä", "z", "校", "A", "02", "1"]
    rows = [f"{school} {county}" for county, school in zip(counties, schools, strict=True)]
    staff = [f"{t} {school} teacher" for school in schools for t in ("t", "T", "师", "2", "10")]
    tables = {
        "funds": table("county_id amount", *(f"{county} 100" for county in counties)),
        "schools": table("school_id county_id", *rows),
        "staff": table("teacher_id school_id position", *staff),
    }
    result = paid(policy(level_2="pools: {all: {takes: rest, share_equally: true}}"), tables)
    keys = result.payouts.select("county_id", "unit_id", "school_id", "teacher_id").rows()
    assert keys == sorted(keys, key=lambda key: [part.encode() for part in key])
    assert result.totals["county_id"].to_list() == sorted(counties, key=str.encode)


def test_lines_are_named_after_what_they_come_from() -> None:
    """A line is a pool, an adjustment or a guarantee; lines that are 0 are left out."""
    text = policy(
        level_1="pools: {heads: {takes: 90, members: posts, for: {position: head}, "
        "share_equally: true}, base: {takes: rest, share_equally: true}}",
        level_2="pools: {work: {takes: rest, share_by: [lessons]}}, "
        "adjust: {cap: {each_at_most: {times_mean: 1.2}, goes_to: others}}",
        end="guarantees: {more: {group: {position: teacher}, per_head_at_least: 3, "
        "of: {position: head}, enforce: true}}\n",
    )
    lines = paid(text).lines
    rows = lines.filter(school_id="S1").select("teacher_id", "line", "amount").rows()
    assert rows == [
        ("T1", "level_2.work", Decimal("303.33")),
        ("T1", "adjust.cap", Decimal("-30.33")),
        ("T1", "guarantee.more", Decimal("68.25")),
        ("T2", "level_1.heads", Decimal("90.00")),
        ("T2", "level_2.work", Decimal("151.67")),
        ("T2", "adjust.cap", Decimal("30.33")),
        ("T2", "guarantee.more", Decimal("-68.25")),
    ]
    assert lines.filter(school_id="S3")["line"].to_list() == ["level_2.work"]


def test_units_without_posts_and_counties_without_schools() -> None:
    """A unit without posts is a row of its own; so is a county whose schools have nobody."""
    tables = dataset()
    tables["schools"] = table("school_id county_id stage", "S1 A p", "S2 A q", "S3 B p", "S4 C p")
    tables["staff"] = table("teacher_id school_id position", "T1 S1 teacher", "T4 S3 teacher")
    tables["workload"] = table("teacher_id kind quantity", "T1 lesson 1", "T4 lesson 1")
    tables["funds"] = table("county_id amount", "A 1000", "B 500", "C 30")
    result = paid(policy(), tables)
    assert result.units.select(
        "county_id", "unit_id", "posts", "payable", "unallocated"
    ).rows() == [
        ("A", "S1", 1, Decimal(500), Decimal(0)),
        ("A", "S2", 0, Decimal(0), Decimal(500)),
        ("B", "S3", 1, Decimal(500), Decimal(0)),
        ("C", "S4", 0, Decimal(0), Decimal(30)),
    ]
    assert result.totals["unallocated"].to_list() == [Decimal(500), Decimal(0), Decimal(30)]
    assert result.payouts["county_id"].to_list() == ["A", "B"]
    assert result.ledger.filter(county_id="C").rows() == [
        ("C", "fund", "level_1.base", Decimal(30)),
        ("C", "level_1.base", "unit.S4", Decimal(30)),
        ("C", "unit.S4", "unit.S4.level_2.work", Decimal(30)),
        ("C", "unit.S4.level_2.work", "unallocated", Decimal(30)),
    ]


def test_a_county_without_a_fund_has_zeros() -> None:
    """Posts of a county without money are paid 0, in rows of their own."""
    result = paid(policy(), dataset(funds=table("county_id amount", "A 1000")))
    assert result.totals.row(1) == ("B", *[Decimal(0)] * 7)
    assert result.payouts.row(4)[4:] == (Decimal(0),) * 5
    assert result.ledger.filter(county_id="B").is_empty()
    assert result.lines.filter(county_id="B").is_empty()


def test_general_schools_are_units_of_their_own_name() -> None:
    """A unit of several schools has one row, and its posts name unit and school."""
    schools = table("school_id county_id group_id", "S1 A G", "S2 A G", "S3 B -")
    text = policy(level_1="unit: group_id, pools: {base: {takes: rest, share_equally: true}}")
    result = paid(text, dataset(schools=schools))
    assert result.units.select("unit_id", "posts").rows() == [("G", 4), ("S3", 1)]
    assert result.payouts.select("unit_id", "school_id").rows()[:3] == [
        ("G", "S1"),
        ("G", "S1"),
        ("G", "S2"),
    ]


def test_bars_by_hand() -> None:
    """One row per case that applies in time and bar, until the same day months later."""
    ethics = table(
        "case_id teacher_id county_id item status decided_on",
        *("E2 T4 B gifts confirmed 2025-09-30", "E1 T2 A gifts confirmed 2025-06-01"),
        *("E3 T1 A gifts open -", "E4 T1 A gifts confirmed 2024-01-01"),
    )
    result = paid(policy(end=BREACH), dataset(ethics=ethics))
    assert [tuple(map(str, row)) for row in result.bars.rows()] == [
        ("A", "T2", "E1", "half", "honours", "2025-06-01", "2025-11-01"),
        ("A", "T2", "E1", "half", "title", "2025-06-01", "2025-11-01"),
        ("B", "T4", "E2", "half", "honours", "2025-09-30", "2026-02-28"),
        ("B", "T4", "E2", "half", "title", "2025-09-30", "2026-02-28"),
    ]
    assert result.payouts["held"].to_list()[0] == Decimal("166.66")
    assert result.payouts["forfeited"].to_list() == [
        *(Decimal(0), Decimal("83.33"), Decimal("62.50"), Decimal(0), Decimal("250.00"))
    ]
