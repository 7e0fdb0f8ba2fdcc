"""The ledger's accounts, by their names and in the order in which the money goes."""

from __future__ import annotations

import pytest

from tests.result.building import Table, dataset, paid, policy, table

ETHICS = table(
    "case_id teacher_id county_id item status decided_on",
    *("E1 T1 A gifts confirmed 2025-10-01", "E2 T3 A gifts open -"),
)
VETO = """
veto:
  list: {{gifts: {{class: half}}}}
  classes: {{half: {{pays: 50%, months: 6}}}}
  statuses: {{confirmed: apply, open: hold}}
  money_goes_to: {heir}
"""


def flows(text: str, county: str, **more: Table) -> list[str]:
    """The ledger of a county, a flow a line."""
    ledger = paid(text, dataset(**more)).ledger.filter(county_id=county)
    return [f"{source} > {target} {amount}" for _, source, target, amount in ledger.rows()]


def test_every_kind_of_account() -> None:
    """The fund goes to pools, from these to units and posts, and ends in the last accounts."""
    text = policy(
        level_1="pools: {heads: {takes: 100, members: posts, for: {position: head}, "
        "share_equally: true}, saved: {takes: 50, keep: true}, "
        "tenth: {takes: 10%, share_equally: true}, base: {takes: 80%, share_equally: true}}",
        level_2="pools: {from_tenth: {takes: rest, from: [tenth], keep: true}, "
        "reserve: {takes: 25%, keep: true}, nobody: {takes: 5%, for: {position: cook}, "
        "share_equally: true}, work: {takes: rest, share_by: [lessons], "
        "limit: {at_most: 100}}}",
        end=VETO.format(heir="county"),
    )
    assert flows(text, "A", ethics=ETHICS) == [
        "fund > level_1.heads 100.00",
        "fund > level_1.saved 50.00",
        "level_1.saved > kept.level_1.saved 50.00",
        "fund > level_1.tenth 85.00",
        "fund > level_1.base 680.00",
        "fund > unallocated 85.00",
        "level_1.tenth > unit.S1 42.50",
        "level_1.tenth > unit.S2 42.50",
        "level_1.base > unit.S1 340.00",
        "level_1.base > unit.S2 340.00",
        "level_1.heads > posts.S1 100.00",
        "unit.S1 > unit.S1.level_2.reserve 85.00",
        "unit.S2 > unit.S2.level_2.reserve 85.00",
        "unit.S1.level_2.reserve > kept.level_2.reserve 85.00",
        "unit.S2.level_2.reserve > kept.level_2.reserve 85.00",
        "unit.S1 > unit.S1.level_2.nobody 17.00",
        "unit.S2 > unit.S2.level_2.nobody 17.00",
        "unit.S1.level_2.nobody > unit.S1.level_2.work 17.00",
        "unit.S2.level_2.nobody > unit.S2.level_2.work 17.00",
        "unit.S1 > unit.S1.level_2.work 238.00",
        "unit.S2 > unit.S2.level_2.work 238.00",
        "unit.S1.level_2.work > unallocated 55.00",
        "unit.S2.level_2.work > unallocated 55.00",
        "unit.S1 > unit.S1.level_2.from_tenth 42.50",
        "unit.S2 > unit.S2.level_2.from_tenth 42.50",
        "unit.S1.level_2.from_tenth > kept.level_2.from_tenth 42.50",
        "unit.S2.level_2.from_tenth > kept.level_2.from_tenth 42.50",
        "unit.S1.level_2.work > posts.S1 200.00",
        "unit.S2.level_2.work > posts.S2 200.00",
        "posts.S1 > forfeited_to_county 50.00",
        "posts.S2 > held 50.00",
        "posts.S1 > payable 250.00",
        "posts.S2 > payable 150.00",
    ]


@pytest.mark.parametrize(
    ("heir", "ends"),
    [
        ("county", ["posts.S1 > forfeited_to_county 166.66"]),
        ("unallocated", ["posts.S1 > unallocated 166.66"]),
        ("school", []),
    ],
)
def test_forfeits_go_where_the_policy_says(heir: str, ends: list[str]) -> None:
    """Forfeits end with the county, unallocated, or stay among the posts of the unit."""
    told = flows(policy(end=VETO.format(heir=heir)), "A", ethics=ETHICS)
    assert [flow for flow in told if "forfeited" in flow or "unallocated" in flow] == ends
    payable = "500.00" if heir == "school" else "333.34"
    assert f"posts.S1 > payable {payable}" in told


@pytest.mark.parametrize("name", ["kept", "unallocated", "payable", "held", "fund", "forfeited"])
def test_a_pool_may_be_called_like_an_account(name: str) -> None:
    """A pool called like one of the last accounts is a pool like any other, at either level."""
    rest = "{takes: rest, share_equally: true}"
    first = policy(level_1=f"pools: {{{name}: {rest}}}")
    second = policy(
        level_2=f"pools: {{idle: {{takes: 40%, for: {{position: cook}}, "
        f"share_equally: true}}, {name}: {rest}}}"
    )
    for text, account in ((first, f"level_1.{name}"), (second, f"unit.S3.level_2.{name}")):
        result = paid(text)
        assert result.totals["payable"].to_list() == result.totals["fund"].to_list()
        for balance in ("held", "kept", "unallocated", "forfeited_to_county"):
            assert not result.totals[balance].cast(bool).any()
        ledger = result.ledger.filter(county_id="B")
        into = ledger.filter(to_account=account)["amount"].sum()
        assert into == ledger.filter(from_account=account)["amount"].sum() == 500
