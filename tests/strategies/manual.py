"""Random manual adjustments and opening balances, which come last: they change nothing else."""

from __future__ import annotations

from collections import defaultdict

from tests.strategies.case import Rows, Tables
from tests.strategies.chooser import Chooser
from tests.strategies.text import money
from tests.strategies.world import World

_WRONG_CELLS = {
    "adjustments": (
        *(("amount", text) for text in ("", "0", "-0.00", "some", "0.0001", "10000000000000001")),
        *(("teacher_id", text) for text in ("", "nobody")),
        *(("adjustment_id", ""), ("reason", ""), ("author", ""), ("school_id", "nowhere")),
    ),
    "opening_balances": (
        *(("amount", text) for text in ("", "some", "0.0001", "-10000000000000001")),
        *(("unit_id", ""), ("unit_id", "nowhere"), ("county_id", "nowhere")),
    ),
}


SELDOM, OFTEN = 3, 60
"""In so many cases of a hundred: what posts are given by hand often cannot be paid."""


def add_manual(chooser: Chooser, world: World, tables: Tables, percent: int) -> None:
    """In so many cases the tables `adjustments` and `opening_balances`, at times with mistakes."""
    if chooser.chance(percent):
        tables["opening_balances"] = _opening(chooser, world, tables)
    if chooser.chance(percent):
        tables["adjustments"] = chooser.shuffled(_adjustments(chooser, world, tables))
    for name in ("adjustments", "opening_balances"):
        if tables.get(name) and chooser.chance(4):
            _spoil(chooser, name, tables[name])


def _spoil(chooser: Chooser, name: str, rows: Rows) -> None:
    """A row twice, or one cell that may not stand there."""
    row = chooser.choice(rows)
    if chooser.chance(25):
        rows.append(dict(row))
        return
    column, text = chooser.choice(_WRONG_CELLS[name])
    row[column] = text


# --- Opening balances -------------------------------------------------------------------------


def _opening(chooser: Chooser, world: World, tables: Tables) -> Rows:
    homes = {_unit(world, row): row["county_id"] for row in tables["schools"]}
    rows = []
    for unit in chooser.some(sorted(homes), 1, 3):
        fen = chooser.weighted(
            (
                (50, chooser.integer(0, max(world.fund // 2, 1))),
                (25, chooser.integer(1, 5)),
                (15, -chooser.integer(1, 5)),
                (4, -chooser.integer(0, world.fund)),
                (2, 10**15),
            )
        )
        row = {"unit_id": unit, "amount": money(fen, world.decimals)}
        rows.append(row | ({"county_id": homes[unit]} if chooser.chance(30) else {}))
    return rows


def _unit(world: World, school: dict[str, str]) -> str:
    return (school.get(world.unit, "") if world.unit else "") or school["school_id"]


# --- Adjustments ------------------------------------------------------------------------------


def _adjustments(chooser: Chooser, world: World, tables: Tables) -> Rows:
    """Moves within a school, which nothing has to be left for; what is taken; what is given."""
    staff: dict[str, list[str]] = defaultdict(list)
    places: dict[str, set[str]] = defaultdict(set)
    for row in tables["staff"]:
        staff[row["school_id"]].append(row["teacher_id"])
        places[row["teacher_id"]].add(row["school_id"])
    rows: Rows = []

    def add(teacher: str, school: str, fen: int) -> None:
        named = "" if len(places[teacher]) == 1 and chooser.chance(40) else school
        row = {"adjustment_id": f"A{len(rows) + 1}", "teacher_id": teacher, "school_id": named}
        row |= {"amount": money(fen, world.decimals), "reason": "late", "author": "office"}
        rows.append(row)

    for _ in range(chooser.weighted(((60, 1), (25, 2), (15, 4)))):
        school = chooser.choice(sorted(staff))
        fen = _size(chooser, world)
        kind = chooser.weighted(((60, "move"), (30, "take"), (10, "give")))
        if kind != "give":
            add(chooser.choice(staff[school]), school, -fen)
        if kind != "take":
            add(chooser.choice(staff[school]), school, fen)
    return rows


def _size(chooser: Chooser, world: World) -> int:
    return chooser.weighted(
        (
            (70, chooser.integer(1, 5)),
            (20, chooser.integer(1, max(world.fund // 20, 1))),
            (8, chooser.integer(1, max(world.fund, 1))),
            (2, 10**15),
        )
    )
