"""Errors of records and of policies, put into a case on purpose."""

from __future__ import annotations

from collections.abc import Callable

from tests.strategies.case import Tables
from tests.strategies.chooser import Chooser
from tests.strategies.text import Branch, Tree
from tests.strategies.world import World

Breaker = Callable[[Chooser, World, Branch, Tables], None]

_CELLS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("workload", "quantity", ("", "many", "NaN", "inf", "1000000001", "1e3", "1.2.3")),
    ("workload", "quantity", (".5", "5.", "+5", "1 000", "1,00", "０．５", "--1", "0x10", "-0")),
    ("workload", "quantity", ("1,234.5", "007", "5.0", "－3", "1_000", "٣", "1,2,3", "1e-3")),
    (
        "workload",
        "date",
        (
            "2025-9-1",
            "2025/11/03",
            "２０２５-10-1",
            "20250901",
            "2025.09.01",
            "25-09-01",
            "2025-09-01T00:00",
        ),
    ),
    ("workload", "date", ("2025-9-1", "2025/09/01", "２０２５-09-01", "2025/9/1")),
    ("workload", "teacher_id", ("", "nobody")),
    ("workload", "school_id", ("nowhere",)),
    ("workload", "kind", ("",)),
    ("workload", "date", ("2025-13-01", "yesterday")),
    ("outcomes", "value", ("", "good", "-1000000001")),
    ("outcomes", "indicator", ("",)),
    ("leave", "days", ("", "x")),
    ("school_results", "value", ("", "x")),
    ("school_results", "school_id", ("", "nowhere")),
    ("staff", "school_id", ("", "nowhere")),
    ("staff", "teacher_id", ("",)),
    ("staff", "position", ("",)),
    ("staff", "fte", ("half",)),
    ("staff", "from", ("2025-02-30",)),
    ("schools", "county_id", ("",)),
    ("schools", "school_id", ("",)),
    ("funds", "amount", ("", "much", "0.0001", "10000000000000001")),
    ("funds", "county_id", ("", "nowhere")),
    ("ethics", "item", ("", "unlisted")),
    ("ethics", "status", ("", "unknown")),
    ("ethics", "teacher_id", ("", "nobody")),
    ("ethics", "case_id", ("",)),
    ("ethics", "decided_on", ("2025-02-30", "never")),
    ("ethics", "county_id", ("nowhere",)),
)


def bad_cell(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """One cell that the records may not have."""
    table, column, texts = chooser.choice([part for part in _CELLS if tables.get(part[0])])
    chooser.choice(tables[table])[column] = chooser.choice(texts)


def duplicate(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A row twice where its key may occur once."""
    table = chooser.choice([name for name in ("schools", "staff", "ethics") if tables.get(name)])
    tables[table].append(dict(chooser.choice(tables[table])))


def turned_dates(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A stint that ends before it begins."""
    row = chooser.choice(tables["staff"])
    row["from"], row["to"] = str(world.last_day), "2001-01-01"


def ethics_alone(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """Cases, and a policy without a veto."""
    policy.pop("veto", None)
    teacher = tables["staff"][0]["teacher_id"]
    row = {"case_id": "E1", "teacher_id": teacher, "item": "gifts", "status": "confirmed"}
    tables["ethics"] = [row]


def not_in_effect(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A policy of another time."""
    if chooser.chance(50):
        policy["effective"] = {"from": str(world.last_day)}
        if world.first_day == world.last_day:
            policy["effective"] = {"from": "2030-01-01"}
    else:
        policy["effective"] = {"from": "2001-01-01", "to": "2001-12-31"}


def no_column(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A required column, or one that the policy reads, that is not there."""
    required = [("staff", "position"), ("schools", "county_id"), ("funds", "amount")]
    required += [("workload", "quantity")] if tables.get("workload") else []
    table, column = chooser.choice(required)
    for row in tables[table]:
        row.pop(column)


def absent_column(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A column that the policy reads, and no table has."""
    kinds: tuple[Tree, ...] = (
        {"rows": "staff", "each": "staff.bonus"},
        {"rows": "staff", "where": {"bonus": "1"}},
        {
            "rows": "staff",
            "then": [{"plus": {"by": "school.bonus", "table": {"a": "2"}, "default": "1"}}],
        },
    )
    policy.setdefault("items", {})["absent"] = chooser.choice(kinds)


def shared_group(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A general school in two counties, or one that is called like a school of another."""
    unit = policy["level_1"].setdefault("unit", world.unit or "group_id")
    schools = tables["schools"]
    for row in schools:
        row.setdefault(unit, "")
    first = schools[0]
    other = next((row for row in schools if row["county_id"] != first["county_id"]), None)
    if other is not None:
        first[unit] = other[unit] = "G"
    else:
        schools.append({**first, "school_id": "S999"})
        first[unit] = "S999"


def no_table(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A required table that is not there."""
    del tables[chooser.choice(("funds", "staff", "schools"))]


RECORD_BREAKERS: tuple[Breaker, ...] = (
    bad_cell,
    bad_cell,
    duplicate,
    turned_dates,
    ethics_alone,
    not_in_effect,
    no_column,
    no_table,
    shared_group,
)


_BAD_ITEMS: tuple[Tree, ...] = (
    {"rows": "workload", "wher": {"kind": "lesson"}},
    {"rows": "nothing"},
    {"rows": "workload", "sum_of": ["broken"]},
    {"rows": {"item": "nobody"}},
    {"rows": "workload", "each": {"item": "broken"}},
    {"rows": "workload", "for": "strangers"},
    {"of": "unit", "rows": "staff", "for": {"position": "teacher"}},
    {"of": "town", "rows": "staff"},
    {"of": ["post", "kind"], "rows": "workload", "missing": "0"},
    {"rows": "schools"},
    {"rows": "workload", "combine": "median"},
    {"rows": "workload", "combine": {"best": "0"}},
    {"rows": "workload", "missing": "zero"},
    {"rows": "workload", "then": [{"percentile": []}]},
    {"rows": "workload", "then": [{"tiers": {"0": "1"}}]},
    {"rows": "workload", "then": [{"plus": "1", "minus": "1"}]},
    {"rows": "workload", "then": [{"round": {"to": "0"}}]},
    {"rows": "workload", "then": [{"times": "1.0000001"}]},
    {"rows": "workload", "then": [{"times": "1000000001"}]},
    {"rows": "workload", "then": [{"bands": {"1": "1", "1.0": "2"}}]},
    {"rows": "workload", "then": [{"plus": "1", "if_zero": "2"}]},
    {"rows": "workload", "where": {"quantity": {"from": "3", "to": "2"}}},
    {"rows": "workload", "where": {"quantity": {"from": "3", "to": "2026-01-01"}}},
    {"rows": "workload", "missing": "0", "then": [{"grade": {"quotas": {"a": "rest"}}}]},
    {
        "rows": "workload",
        "missing": "0",
        "then": [
            {"grade": {"within": [], "quotas": {"a": "50%", "b": "40%"}, "values": {"a": "1"}}}
        ],
    },
    {
        "rows": "workload",
        "missing": "0",
        "then": [
            {"grade": {"within": [], "quotas": {"a": "rest", "b": "40%"}, "values": {"a": "1"}}}
        ],
    },
)


def bad_item(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """An item that the grammar refuses."""
    policy.setdefault("items", {})["broken"] = chooser.choice(_BAD_ITEMS)


_BAD_POOLS: tuple[Tree, ...] = (
    {"takes": "10%"},
    {"takes": "10%", "keep": "true", "share_equally": "true"},
    {"takes": "as_needed", "share_equally": "true"},
    {"takes": "101%", "keep": "true"},
    {"takes": "-1%", "keep": "true"},
    {"takes": "-5", "keep": "true"},
    {"takes": "0.00001", "keep": "true"},
    {"takes": "12.34567%", "keep": "true"},
    {"takes": "some", "keep": "true"},
    {"takes": "rest", "keep": "true", "up_to": "5"},
    {"takes": "1%", "share_by": ["nobody"]},
    {"takes": "1%", "share_by": []},
    {"takes": "1%", "share_equally": "true", "weights": {"strangers": "1"}},
    {"takes": "1%", "share_equally": "true", "for": {"has": {"rows": "workload"}}},
    {"takes": "1%", "keep": "true", "members": "everybody"},
    {"takes": {"share": "5%", "of": "rest"}, "keep": "true"},
    {"share_equally": "true"},
)


def bad_pool(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A pool that the grammar refuses."""
    policy["level_1"]["pools"]["broken"] = chooser.choice(_BAD_POOLS)


def two_rests(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """Two pools of one purse that take what is left."""
    for name in ("rest1", "rest2"):
        policy["level_1"]["pools"][name] = {"takes": "rest", "share_equally": "true"}


def bad_head(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A head of the policy that is none."""
    key, text = chooser.choice(
        (
            ("paycalc", "2"),
            ("currency", {"code": "CNY", "decimals": "4"}),
            ("effective", {"from": "2025-02-30"}),
            ("effective", {"from": "2025-09-01", "to": "2025-08-31"}),
            ("level_3", {"pools": {}}),
            ("groups", {"everyone": {"position": "teacher"}}),
            ("guarantees", {"g": {"group": "nobodies", "share_at_most": "30%"}}),
            ("level_2", {"pools": {}, "plan_by": "stage"}),
        )
    )
    policy[key] = text


def bad_end(chooser: Chooser, world: World, policy: Branch, tables: Tables) -> None:
    """A guarantee that cannot be enforced, or a class of breaches that is not there."""
    if chooser.chance(50):
        policy["guarantees"] = {
            "wide": {
                "group": {"position": "teacher"},
                "share_at_most": "30%",
                "within": chooser.choice(("county", "nowhere")),
                "enforce": "true",
            }
        }
        return
    policy["veto"] = {
        "list": {"gifts": {"class": "unheard_of"}},
        "classes": {"light": {"pays": "0%"}},
        "statuses": {"confirmed": "apply"},
    }


POLICY_BREAKERS: tuple[Breaker, ...] = (bad_item, bad_item, bad_pool, two_rests, bad_head, bad_end)
