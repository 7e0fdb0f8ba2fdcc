"""Errors put into a case on purpose, one class each: what the errors of computing need."""

from __future__ import annotations

from collections.abc import Callable

from tests.strategies import huge
from tests.strategies.case import Tables
from tests.strategies.chooser import Chooser
from tests.strategies.text import Branch, Tree, money
from tests.strategies.world import World

Trick = Callable[[Chooser, World, Branch, Tables], None]


def _item(policy: Branch, tree: Branch) -> str:
    """One more item of the policy."""
    items = policy.setdefault("items", {})
    name = f"trick{len(items)}"
    items[name] = tree
    return name


def _pool(policy: Branch, tree: Branch) -> None:
    """One more pool, before all others of level 1."""
    pools = policy["level_1"]["pools"]
    policy["level_1"]["pools"] = {"trick": tree, **pools}


def _plans(policy: Branch) -> list[Branch]:
    level = policy["level_2"]
    plans = list(level["plans"].values()) if "plans" in level else [level]
    return [plan for plan in plans if "pools" in plan]


def _rows(tables: Tables, table: str) -> list[dict[str, str]]:
    """The rows of a table of posts, one made for the first post where there are none."""
    if not tables.get(table):
        first = tables["staff"][0]
        row = {"teacher_id": first["teacher_id"], "school_id": first["school_id"]}
        tables[table] = [row | {"kind": "lesson", "quantity": "3", "class_size": "40"}]
    return tables[table]


def overflow(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """Numbers that leave 64 bits, or nearly do."""
    huge.overflow(chooser, policy, tables)


def divide_by_zero(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A division by a number that is zero for some."""
    _item(policy, {"rows": "staff", "then": [{"divide": "staff.seniority"}]})
    for row in chooser.some(tables["staff"], 1, 3):
        row["seniority"] = "0"


def row_without_number(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A coefficient whose cell is empty, or an item that has none there."""
    rows = _rows(tables, "workload")
    for row in chooser.some(rows, 1, 2):
        row["class_size"] = ""
    if chooser.chance(60):
        _item(policy, {"rows": "workload", "times": ["row.class_size"]})
        return
    none = _item(policy, {"rows": "leave", "where": {"kind": "none"}, "missing": "none"})
    _item(policy, {"rows": "workload", "each": {"item": none}})


def text_for_number(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A text where a number should be: in a row, at a member, in a range, or a month."""
    rows = _rows(tables, "workload")
    for row in chooser.some(rows, 1, 2):
        row["class_size"] = chooser.choice(("many", "1e3", "四十", "2025-09"))
    kinds: tuple[Branch, ...] = (
        {"rows": "workload", "times": ["row.class_size"]},
        {"rows": "workload", "where": {"row.class_size": {"from": "10"}}},
        {"rows": "workload", "where": {"row.class_size": {"from": "10"}, "kind": "lesson"}},
        {"rows": "staff", "for": {"title": {"from": "1"}, "position": "teacher"}},
        {"rows": "staff", "for": {"not": {"title": {"from": "1"}}}},
        {"rows": "staff", "for": {"has": {"rows": "staff", "where": {"title": {"from": "1"}}}}},
        {"rows": "staff", "then": [{"plus": "position"}]},
        {"rows": "staff", "then": [{"plus": "hired_on.month"}]},
    )
    for row in tables["staff"]:
        row["hired_on"] = row["hired_on"] or "2001-09-01"
    if chooser.chance(20):
        policy.setdefault("groups", {})["trick"] = {"title": {"from": "1"}, "subject": "math"}
        return
    _item(policy, chooser.choice(kinds))


def number_out_of_range(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A number of a free column beyond 10^9."""
    for row in chooser.some(tables["staff"], 1, 2):
        row["seniority"] = chooser.choice(("1000000000.000001", "-5000000000", "9" * 30))
    _item(policy, {"rows": "staff", "each": "staff.seniority", "combine": "max"})


def bad_date(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A cell that should be a date and is none."""
    for row in chooser.some(tables["staff"], 1, 2):
        row["hired_on"] = chooser.choice(("2025-02-30", "soon", "20250901", "2025"))
    kinds: tuple[Branch, ...] = (
        {"rows": "staff", "each": "hired_on.years"},
        {"rows": "staff", "where": {"hired_on": {"from": "2020-01-01"}}},
        {"of": ["post", "hired_on.month"], "rows": "staff"},
    )
    _item(policy, chooser.choice(kinds))


def not_in_table(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A value that is in no table, or a band's number that is missing."""
    lookup: Tree = {"by": "position", "table": {"nobody": "1"}}
    if chooser.chance(30):
        lookup = {"by": "staff.seniority", "bands": {"-1000000": "1"}}
        for row in chooser.some(tables["staff"], 1, 2):
            row["seniority"] = ""
    tree: Branch = {"rows": "staff", "times": [lookup]}
    if chooser.chance(40):
        tree = {"rows": "staff", "then": [{"plus": lookup}]}
    _item(policy, tree)


def below_first_band(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A number below the first bound of bands, which no default helps."""
    lookup: Tree = {"by": "period.days", "bands": {"1000": "1", "2000": "2"}, "default": "1"}
    step: Tree = {"bands": {"5000": "1"}}
    tree: Branch = {"rows": "staff", "times": [lookup]}
    _item(policy, tree if chooser.chance(50) else {"rows": "staff", "then": [step]})


def missing_number(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A member without rows where that is an error."""
    _item(policy, {"rows": "leave", "where": {"kind": "unknown"}, "missing": "error"})


def round_to_not_positive(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A rounding to a multiple of nothing or less."""
    for row in chooser.some(tables["staff"], 1, 2):
        row["seniority"] = chooser.choice(("0", "-1"))
    to: Tree = "staff.seniority"
    _item(policy, {"rows": "staff", "then": [{"round": {"to": to, "mode": "down"}}]})


def unit_columns_differ(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """Schools of one unit that disagree on a column that is read of the unit."""
    unit = world.unit or "group_id"
    policy["level_1"]["unit"] = unit
    first = tables["schools"][0]
    county = [row for row in tables["schools"] if row["county_id"] == first["county_id"]]
    for i, row in enumerate(tables["schools"]):
        row.setdefault(unit, "")
        if row in county:
            row[unit] = f"{row['county_id']}-G1"
        row["flag"] = ("yes", "no", "")[i % 3]
    by: Tree = {"by": "flag", "table": {"yes": "2"}, "default": "1"}
    step: Tree = {"times": by}
    kind = chooser.choice(("step", "cells", "peers", "for", "plan_by"))
    if kind == "for":
        name = next(iter(policy["level_1"]["pools"]))
        if "members" not in policy["level_1"]["pools"][name]:
            policy["level_1"]["pools"][name]["for"] = {"flag": "yes"}
    elif kind == "plan_by" and "plans" in policy["level_2"]:
        policy["level_2"]["plan_by"] = "flag"
    elif kind == "cells":
        name = _item(policy, {"of": ["unit", "flag"], "rows": "schools"})
        step = {"times": {"item": name, "default": "1"}}
    elif kind == "peers":
        step = {"percentile": ["flag"]}
    _item(policy, {"of": "unit", "rows": "schools", "missing": "0", "then": [step]})


def negative_owed(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """Money owed that is below nothing."""
    base = chooser.choice(("unit", "county", "post"))
    tree: Branch = {"of": base} if base != "post" else {}
    name = _item(policy, tree | {"rows": "staff", "then": [{"times": "-1"}]})
    if base == "unit":
        _pool(policy, {"takes": "as_needed", "pay": [name]})
    elif base == "county":
        _pool(policy, {"takes": {"item": name}, "keep": "true"})
    else:
        for plan in _plans(policy):
            plan.setdefault("adjust", {})["trick"] = {"minus": [name]}


def negative_factor(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A factor below nothing."""
    name = _item(policy, {"of": "unit", "rows": "schools", "then": [{"minus": "2"}]})
    _pool(policy, {"takes": "0%", "share_equally": "true", "factors": [name]})


def factor_outside(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A factor of an adjustment above one, or below nothing."""
    step: Tree = {chooser.choice(("plus", "minus")): "1.5"}
    name = _item(policy, {"rows": "staff", "combine": "count", "then": [step]})
    for plan in _plans(policy):
        plan.setdefault("adjust", {})["trick"] = {"keep": [name]}


def short(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """More than there is, where that is an error."""
    amount = money(10**15, world.decimals)
    if chooser.chance(50):
        _pool(policy, {"takes": amount, "keep": "true"})
        for row in tables["funds"][:1]:
            row["amount"] = "0"
        return
    name = _item(policy, {"of": "unit", "rows": "schools", "times": ["999999999"]})
    _pool(policy, {"takes": "0%", "pay": [name], "if_short": "error"})


def _limited(world: World, policy: Branch, limit: Tree) -> None:
    """A pool that takes what is there and has limits."""
    takes = money(world.fund, world.decimals)
    tree: Branch = {"takes": takes, "if_short": "scale", "share_equally": "true", "limit": limit}
    _pool(policy, tree)


def limits_crossed(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A lower limit above the upper one."""
    limit: Tree = {"at_most": money(1, world.decimals), "at_least": {"times_mean": "0.9"}}
    _limited(world, policy, limit)


def floors_unpayable(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """Lower limits that need more than the pool has."""
    limit: Tree = {"at_least": {"times_mean": "1.5"}}
    if chooser.chance(50):
        limit = {"at_least": money(min(world.fund + 1, 10**15), world.decimals)}
    _limited(world, policy, limit)


def floor_adjustment_unpayable(
    chooser: Chooser, world: World, policy: Branch, tables: Tables
) -> None:
    """A floor that the others of the unit cannot pay."""
    floor: Tree = {"times_mean": "1.5"}
    if chooser.chance(50):
        floor = money(min(world.fund + 1, 10**15), world.decimals)
    for plan in _plans(policy):
        plan.setdefault("adjust", {})["trick"] = {"each_at_least": floor}


def groups_overlap(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A guarantee whose groups share posts."""
    enforce = chooser.choice(("true", "false"))
    group: Tree = {"position": "teacher"}
    other: Tree = {"position": ["teacher", "clerk"]}
    tables["staff"][0]["position"] = "teacher"
    policy.setdefault("guarantees", {})["trick"] = {
        "group": group,
        "per_head_at_least": "1",
        "of": other,
        "enforce": enforce,
    }


def fund_out_of_range(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A county's fund below nothing or above what is allowed."""
    row = tables["funds"][0]
    fen = chooser.choice((-(10**15), 10**15))
    tables["funds"] += [{**row, "amount": money(fen, world.decimals)} for _ in range(2)]


TRICKS: dict[str, Trick] = {
    "overflow": overflow,
    "divide_by_zero": divide_by_zero,
    "row_without_number": row_without_number,
    "text_for_number": text_for_number,
    "number_out_of_range": number_out_of_range,
    "bad_date": bad_date,
    "not_in_table": not_in_table,
    "below_first_band": below_first_band,
    "missing_number": missing_number,
    "round_to_not_positive": round_to_not_positive,
    "unit_columns_differ": unit_columns_differ,
    "negative_owed": negative_owed,
    "negative_factor": negative_factor,
    "factor_outside_0_1": factor_outside,
    "short": short,
    "limits_crossed": limits_crossed,
    "floors_unpayable": floors_unpayable,
    "floor_adjustment_unpayable": floor_adjustment_unpayable,
    "groups_overlap": groups_overlap,
    "fund_out_of_range": fund_out_of_range,
}
