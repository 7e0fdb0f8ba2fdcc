"""Random datasets that go with a policy."""

from __future__ import annotations

from datetime import timedelta

from tests.strategies.case import Tables
from tests.strategies.chooser import Chooser
from tests.strategies.endings import BREACHES
from tests.strategies.people import People, Post, Row, cell, day_near, make_people
from tests.strategies.text import Branch, money
from tests.strategies.world import KNOWN_AT, World


def make_tables(chooser: Chooser, world: World, policy: Branch) -> Tables:
    """Every table, with rows in any order."""
    people = make_people(chooser, world)
    tables = {
        "funds": _funds(chooser, world, people),
        "schools": people.schools,
        "school_results": _results(chooser, world, people),
        "staff": people.staff,
    }
    for name, most in (("workload", 4), ("outcomes", 3), ("leave", 2)):
        tables[name] = _rows(chooser, world, people, name, most)
    if "veto" in policy:
        tables["ethics"] = _ethics(chooser, world, people, policy["veto"])
    if world.known_at:
        _add_known_at(chooser, world, tables)
    if chooser.chance(10):
        _fold(chooser, tables["workload"])
    _fewer_columns(chooser, world, people, tables)
    return {name: chooser.shuffled(rows) for name, rows in tables.items() if rows}


def _funds(chooser: Chooser, world: World, people: People) -> list[Row]:
    rows = []
    for county in people.counties:
        if chooser.chance(4):
            continue
        for source in world.sources:
            if source == world.sources[-1] and source and chooser.chance(25):
                continue
            rows += _source_rows(chooser, world, county, source)
    return rows or [_fund(world, people.counties[0], "", world.fund)]


def _fund(world: World, county: str, source: str, fen: int) -> Row:
    return {"county_id": county, "amount": money(fen, world.decimals), "source": source}


def _source_rows(chooser: Chooser, world: World, county: str, source: str) -> list[Row]:
    """The rows of one source: one sum, at times in two parts, at times with a correction."""
    whole = world.fund if chooser.chance(60) else chooser.integer(0, world.fund)
    if len(world.sources) > 1:
        whole = min(whole, 10**15 // len(world.sources))
    if chooser.chance(15) and whole < 10**14:
        less = chooser.integer(0, whole)
        return [_fund(world, county, source, whole), _fund(world, county, source, -less)]
    if chooser.chance(15):
        part = chooser.integer(0, whole)
        return [_fund(world, county, source, part), _fund(world, county, source, whole - part)]
    return [_fund(world, county, source, whole)]


def _results(chooser: Chooser, world: World, people: People) -> list[Row]:
    rows = []
    for school in people.schools:
        for _ in range(chooser.weighted(((20, 0), (50, 1), (30, 2)))):
            row = {"school_id": school["school_id"]}
            rows.append(row | _cells(chooser, world, "school_results"))
    return rows


def _cells(chooser: Chooser, world: World, table: str) -> Row:
    return {column.name: cell(chooser, world, column) for column in world.tables[table].values()}


def _rows(chooser: Chooser, world: World, people: People, table: str, most: int) -> list[Row]:
    rows = []
    for post in people.posts:
        for _ in range(chooser.integer(0, most)):
            rows.append(_row(chooser, world, post, table))
    return rows


def _row(chooser: Chooser, world: World, post: Post, table: str) -> Row:
    row = {"teacher_id": post.teacher, "school_id": post.school} | _cells(chooser, world, table)
    if post.alone and chooser.chance(20):
        row["school_id"] = ""
    if "from" in row and "to" in row:
        ends = sorted((day_near(chooser, world), day_near(chooser, world)))
        row["from"], row["to"] = ("" if chooser.chance(25) else str(day) for day in ends)
    if "date" in row and row["date"] and chooser.chance(80):
        row["date"] = str(day_near(chooser, world))
    return row


def _ethics(chooser: Chooser, world: World, people: People, veto: Branch) -> list[Row]:
    listed = [name for name in BREACHES if name in veto["list"]]
    rows = []
    for i in range(chooser.weighted(((15, 0), (35, 1), (30, 2), (15, 4), (5, 8)))):
        post = chooser.choice(people.posts)
        if chooser.chance(40) and rows:
            post = next(p for p in people.posts if p.teacher == rows[-1]["teacher_id"])
        status = chooser.weighted(((60, "confirmed"), (30, "review"), (10, "overturned")))
        rows.append(
            {
                "case_id": f"E{i + 1}",
                "teacher_id": post.teacher,
                "county_id": "" if post.alone and chooser.chance(50) else post.county,
                "item": chooser.choice(listed),
                "status": status,
                "decided_on": _case_day(chooser, world, status),
                "committed_on": _case_day(chooser, world, status),
            }
        )
    return rows


def _case_day(chooser: Chooser, world: World, status: str) -> str:
    if status != "confirmed" and chooser.chance(50):
        return ""
    if chooser.chance(15):
        return str(world.first_day - timedelta(chooser.integer(1, 500)))
    if chooser.chance(5):
        return str(world.last_day + timedelta(chooser.integer(1, 30)))
    return str(day_near(chooser, world))


def _add_known_at(chooser: Chooser, world: World, tables: Tables) -> None:
    """A ``known_at`` on some tables; late rows are left out."""
    assert world.known_at is not None
    for name in chooser.some([name for name in KNOWN_AT if name in tables], 0, 3):
        for row in tables[name]:
            late = chooser.integer(-20, 2 if name in ("funds", "staff") else 6)
            day = world.known_at + timedelta(late)
            row["known_at"] = "" if chooser.chance(20) else str(day)


def _fewer_columns(chooser: Chooser, world: World, people: People, tables: Tables) -> None:
    """Columns that say nothing are left out at times."""
    if world.sources == ("",) and chooser.chance(30):
        for row in tables["funds"]:
            del row["source"]
    if all(post.alone for post in people.posts) and chooser.chance(15):
        for row in tables["workload"]:
            del row["school_id"]


def _fold(chooser: Chooser, rows: list[Row]) -> None:
    """Some quantities as people type them: full-width digits, thousands separators."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for row in rows:
        text = row["quantity"]
        if text.isdigit() and chooser.chance(30):
            row["quantity"] = text.translate(wide)
        elif text.isdigit() and len(text) > 3:
            row["quantity"] = f"{int(text):,}"
