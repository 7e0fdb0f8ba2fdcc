"""Random counties: schools, general schools, posts, stints and teachers with two posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.strategies.chooser import Chooser
from tests.strategies.text import number
from tests.strategies.world import Column, World

Row = dict[str, str]


@dataclass(frozen=True)
class Post:
    """A teacher at a school; ``alone`` where the teacher serves no other school anywhere."""

    county: str
    school: str
    teacher: str
    alone: bool = True


@dataclass
class People:
    """Who is where, and the rows of ``schools`` and ``staff``."""

    counties: list[str]
    schools: list[Row] = field(default_factory=list)
    staff: list[Row] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)


def make_people(chooser: Chooser, world: World) -> People:
    """One to three counties with their schools and posts."""
    count = chooser.weighted(((55, 1), (30, 2), (15, 3)))
    people = People(chooser.shuffled(["C1", "C2", "C10", "县"])[:count])
    for county in people.counties:
        _county(chooser, world, people, county)
    if not people.staff:
        school = people.schools[0]["school_id"]
        _post(chooser, world, people, Post(people.counties[0], school, "T1"))
    return people


def _county(chooser: Chooser, world: World, people: People, county: str) -> None:
    count = chooser.weighted(((25, 1), (30, 2), (25, 3), (12, 4), (8, 5)))
    ids = [f"S{len(people.schools) + i + 1}" for i in range(count)]
    if chooser.chance(15):
        ids = [f"{county}校{i}" for i in range(count)]
    groups: dict[str, Row] = {}
    for school in ids:
        people.schools.append(_school(chooser, world, county, school, groups))
    _posts(chooser, world, people, county, ids)


def _school(
    chooser: Chooser, world: World, county: str, school: str, groups: dict[str, Row]
) -> Row:
    row = {"school_id": school, "county_id": county}
    for column in world.tables["schools"].values():
        if column.name not in ("school_id", world.unit):
            row[column.name] = cell(chooser, world, column)
    if world.unit is None:
        return row
    group = chooser.choice(("", f"{county}-G1", f"{county}-G1", f"{county}-G2"))
    if chooser.chance(5):
        group = school  # allowed where the school is all of the group
    row[world.unit] = group
    first = groups.setdefault(group, row)
    if group and not (world.wild and chooser.chance(10)):
        own = ("school_id", "building")
        row |= {name: text for name, text in first.items() if name not in own}
    return row


def _posts(chooser: Chooser, world: World, people: People, county: str, schools: list[str]) -> None:
    serial = chooser.choice((1, 7, 95))  # so that T10 comes before T9, or T100 before T99
    most = [world.posts, *(min(world.posts, 12) for _ in schools[1:])]
    sizes = [0 if chooser.chance(12) else chooser.integer(1, size) for size in most]
    shared = chooser.chance(8)
    for school, size in zip(schools, sizes, strict=True):
        for _ in range(size):
            serial += 1
            teacher = f"T{serial}" if shared else f"{county}T{serial}"
            second = chooser.choice(schools) if chooser.chance(12) else school
            alone = second == school and not shared
            _post(chooser, world, people, Post(county, school, teacher, alone))
            if second != school:
                _post(chooser, world, people, Post(county, second, teacher, alone))


def _post(chooser: Chooser, world: World, people: People, post: Post) -> None:
    people.posts.append(post)
    dated = "from" in world.tables["staff"]
    for first, last in _stints(chooser, world) if dated else [("", "")]:
        row = {"teacher_id": post.teacher, "school_id": post.school, "name": ""}
        for column in world.tables["staff"].values():
            if column.name not in ("teacher_id", "from", "to"):
                row[column.name] = cell(chooser, world, column)
        row |= {"from": first, "to": last} if dated else {}
        people.staff.append(row)


def _stints(chooser: Chooser, world: World) -> list[tuple[str, str]]:
    """The dates of a post's stints: mostly one without dates, at times several or one long over."""
    kind = chooser.weighted(((70, "open"), (12, "part"), (14, "two"), (4, "outside")))
    if kind == "open":
        return [("", "")]
    if kind == "outside":
        after = world.last_day + timedelta(3)
        gone = world.first_day - timedelta(30)
        return [(str(after), "")] if chooser.chance(40) else [("", str(gone))]
    cut = day_near(chooser, world)
    if kind == "part":
        return [(str(cut), "")] if chooser.chance(50) else [("", str(cut))]
    start = "" if chooser.chance(60) else str(cut - timedelta(chooser.integer(0, 400)))
    later = cut + timedelta(chooser.integer(1, 20))
    end = "" if chooser.chance(60) else str(later + timedelta(chooser.integer(0, 200)))
    return [(start, str(cut)), (str(later), end)]


def day_near(chooser: Chooser, world: World) -> date:
    """A day in the period, or its first or last."""
    days = chooser.weighted(((70, chooser.integer(0, world.days - 1)), (15, 0), (15, -1)))
    return world.last_day if days < 0 else world.first_day + timedelta(days)


def cell(chooser: Chooser, world: World, column: Column) -> str:
    """A cell of a column, empty at times where it may be."""
    if not column.dense and chooser.chance(30):
        return ""
    if column.type == "text":
        text = chooser.choice(column.values)
        return f" {text} " if chooser.chance(1) else text
    if column.type == "date":
        return str(_date(chooser, world))
    return _number(chooser, column)


def _date(chooser: Chooser, world: World) -> date:
    kind = chooser.weighted(((50, "before"), (35, "inside"), (10, "leap"), (5, "after")))
    if kind == "leap":
        return date(chooser.choice((2016, 2020, 2024)), 2, 29)
    if kind == "inside":
        return day_near(chooser, world)
    if kind == "after":
        return world.last_day + timedelta(chooser.integer(1, 40))
    return world.first_day - timedelta(chooser.integer(1, 9000))


def _number(chooser: Chooser, column: Column) -> str:
    low, high = (int(part * 1e6) for part in (column.interval.low, column.interval.high))
    micro = chooser.integer(low, high)
    if column.style not in ("decimals", "micro"):
        micro = micro // 1_000_000 * 1_000_000
    elif column.style == "decimals" and chooser.chance(60):
        micro = micro // 250_000 * 250_000
    text = number(micro)
    if column.style in ("decimals", "score") and chooser.chance(8):
        text += ("" if "." in text else ".000000") + str(chooser.integer(1, 999))
    if column.name == "fte":
        return chooser.choice(("1", "1", "0.5", "0.8", "0", ""))
    return text
