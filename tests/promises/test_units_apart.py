"""Section 9 of policy.md: what one unit's rows can do to another unit's pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import polars as pl
import pytest

from paycalc import ProblemsError, Records, Result, compute, parse_policy
from paycalc.policy import Policy
from paycalc.policy.model import (
    Combine,
    Grade,
    Item,
    Level2,
    Percent,
    Percentile,
    Pool,
    RelativeTo,
    Rows,
)
from tests.promises.computed import Computed, Tables

IDS = ("school_id", "teacher_id", "county_id", "case_id", "from", "to", "known_at")
MOST = 4
"""In so many cases of each group the changes of the unit's rows move money."""


def _local(policy: Policy) -> Policy | None:
    """The same policy with a level 1 that reads no rows and items that stay in their unit.

    None where a county's item has cells, which stand for rows.
    """
    if any(item.base == "county" and item.columns for item in policy.items.values()):
        return None
    items = {name: _staying(item) for name, item in policy.items.items()}
    plan = policy.level_1.plan
    pools = tuple(_fixed(pool, len(plan.pools)) for pool in plan.pools)
    level_1 = replace(policy.level_1, plan=replace(plan, pools=pools))
    return replace(policy, items=items, level_1=level_1, level_2=_by_items(policy))


def _staying(item: Item) -> Item:
    """An item with peers of its unit alone; one of the county, or that compares units, becomes
    the number of schools.
    """
    compares = any(isinstance(step, RelativeTo | Percentile | Grade) for step in item.steps)
    if item.base == "county" or (item.base == "unit" and compares):
        return Item(item.name, item.base, (), None, Rows("schools", combine=Combine("count")))
    steps = tuple(
        replace(step, peers=replace(step.peers, unit=True))
        if isinstance(step, RelativeTo | Percentile | Grade)
        else step
        for step in item.steps
    )
    return replace(item, steps=steps)


def _by_items(policy: Policy) -> Level2:
    """A level 2 in which what was shared equally is shared by all items of posts."""
    items = tuple(i.name for i in policy.items.values() if i.base == "post" and not i.columns)

    def shared(pool: Pool) -> Pool:
        if pool.kind != "share_equally" or not items:
            return pool
        return replace(pool, kind="share_by", items=items)

    level = policy.level_2
    plans = {
        name: replace(plan, pools=tuple(map(shared, plan.pools)))
        for name, plan in level.plans.items()
    }
    return replace(level, plans=plans)


def _fixed(pool: Pool, pools: int) -> Pool:
    """A pool of the same name that shares a fixed part of the fund by heads."""
    kind = "keep" if pool.kind == "keep" else "share_equally"
    takes = Percent(10**6 // pools)
    return Pool(pool.id, takes, kind, pays_posts=pool.pays_posts, mark=pool.mark)


Unit = tuple[str, str]
Row = dict[str, str | None]


def _owners(result: Result) -> tuple[dict[str, Unit], dict[str, set[Unit]]]:
    """The unit of each school that has posts, and the units of each teacher."""
    schools: dict[str, Unit] = {}
    teachers: dict[str, set[Unit]] = {}
    for county, unit, school, teacher, *_ in result.payouts.iter_rows():
        schools[school] = (county, unit)
        teachers.setdefault(teacher, set()).add((county, unit))
    return schools, teachers


def _changed(one: Computed, unit: Unit, choose: Random) -> Tables:
    """The tables with other values in the unit's rows, some rows less, and none of its cases."""
    schools, teachers = _owners(one.result)

    def inside(row: Row) -> bool:
        school = (row.get("school_id") or "").strip()
        if school:
            return schools.get(school) == unit
        return teachers.get((row.get("teacher_id") or "").strip()) == {unit}

    tables = dict(one.tables)
    for name in ("workload", "outcomes", "leave", "school_results", "staff", "ethics"):
        if name in tables:
            rows = tables[name].to_dicts()
            own = [row for row in rows if inside(row)]
            rest = [row for row in rows if not inside(row)]
            mixed = [] if name == "ethics" else _mixed(own, rows, choose, some=name != "staff")
            tables[name] = pl.DataFrame(rest + mixed, schema=tables[name].schema)
    return tables


def _mixed(own: list[Row], rows: list[Row], choose: Random, *, some: bool) -> list[Row]:
    """A unit's own rows with cells, ids aside, of any rows of the table; at times not all."""
    mixed = [
        {
            column: cell if column in IDS else choose.choice(rows)[column]
            for column, cell in r.items()
        }
        for r in own
    ]
    return [row for row in mixed if not some or choose.random() < 0.75]


def _but(result: Result, unit: Unit) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What all other units' posts are paid, line by line."""
    own = (pl.col("county_id") == unit[0]) & (pl.col("unit_id") == unit[1])
    return result.payouts.filter(~own), result.lines.filter(~own)


def _posts(result: Result, unit: Unit) -> int:
    return result.payouts.filter(county_id=unit[0], unit_id=unit[1]).height


def test_a_unit_changes_anothers_pay_only_by_what_reaches_beyond_it(
    all_computed: Sequence[Computed],
) -> None:
    """Where level 1 reads no rows and items stay in their unit, changes of one unit's rows (and
    cases of teachers who serve it alone) change no line and no payout of another unit.
    """
    moved = 0
    for one in all_computed:
        policy = _local(one.policy)
        if policy is None or moved == MOST:
            continue
        choose = Random(one.seed)
        units = sorted(set(one.result.payouts.select("county_id", "unit_id").iter_rows()))
        if len(units) < 2:
            continue
        unit = max(choose.sample(units, 2), key=lambda unit: _posts(one.result, unit))
        try:
            before = one.again(policy=policy)
            after = one.again(policy=policy, tables=_changed(one, unit, choose))
        except ProblemsError:
            continue  # the changed policy or rows may not be payable
        for old, new in zip(_but(before, unit), _but(after, unit), strict=True):
            assert old.equals(new), one.name
        assert _but(before, unit)[0].height
        moved += not before.payouts.equals(after.payouts)
    assert moved >= 1


REACHES = """
paycalc: 1
id: reaches
version: "1"
effective: {from: 2025-09-01}
currency: {code: CNY, decimals: 2}
items:
  lessons: {rows: workload}
  rank: {rows: workload, missing: 0, then: [{percentile: [%s]}, {plus: 1}]}
  load: {of: unit, rows: workload}
level_1: {pools: {base: {takes: rest, %s}}}
level_2: {pools: {work: {takes: rest, share_by: [%s]}}}
"""


@pytest.mark.parametrize(
    ("peers", "level_1", "points", "reaches"),
    [
        ("unit", "share_equally: true", "rank", False),
        ("unit", "share_equally: true", "lessons", False),
        ("", "share_equally: true", "rank", True),
        ("unit", "share_by: [load]", "lessons", True),
    ],
)
def test_level_1_and_peers_are_the_ways_beyond_a_unit(
    peers: str, level_1: str, points: str, reaches: bool
) -> None:
    """With peers of the county, or a level 1 that counts work, another unit's pay does change."""
    policy, problems = parse_policy(REACHES % (peers, level_1, points))
    assert policy is not None, problems

    def paid(quantity: str) -> pl.DataFrame:
        tables = {
            "funds": {"county_id": ["C"], "amount": ["1000"]},
            "schools": {"school_id": ["A", "B"], "county_id": ["C", "C"]},
            "staff": {
                "teacher_id": ["1", "2", "3", "4"],
                "school_id": ["A", "A", "B", "B"],
                "position": ["teacher"] * 4,
            },
            "workload": {
                "teacher_id": ["1", "2", "3", "4"],
                "kind": ["lesson"] * 4,
                "quantity": [quantity, "9", "5", "7"],
            },
        }
        period = {"id": "t", "from": "2025-09-01", "to": "2026-01-31"}
        result = compute(policy, Records.from_tables(tables, period=period))
        return result.payouts.filter(school_id="B")

    assert paid("1").equals(paid("6")) is not reaches
