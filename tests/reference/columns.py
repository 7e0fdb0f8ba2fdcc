"""Section 4 of policy.md, columns: what a column's name says at a row or a member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .arithmetic import MICRO, nearest
from .cells import cell_date, shortest
from .policy import Policy
from .records import County, Period, Post, Row, spans
from .refusal import PayError

Key = tuple[str, ...]  # of a post (county, school, teacher), unit or county; then texts of cells


@dataclass(frozen=True)
class Place:
    """Section 4: where a VALUE or condition is read: a row or a member, and what it lies in."""

    base: Key
    unit: str | None = None
    school: str | None = None  # a row and a post read their own school
    post: Post | None = None
    row: Mapping[str, str] | None = None  # a row's columns, or the cell columns of a cell
    cells: tuple[str, ...] = ()  # the cell columns as written
    dated: bool = False  # the row's table has dates of its own


@dataclass
class Computed:
    """Section 4: an item's number for each member or cell, and where these lie."""

    base: str
    cells: tuple[str, ...]
    numbers: dict[Key, int | None] = field(default_factory=dict)
    places: dict[Key, Place] = field(default_factory=dict)


@dataclass
class Reading:
    """The policy read in one county: what its items and groups turned out to be there."""

    policy: Policy
    period: Period
    county: County
    items: dict[str, Computed] = field(default_factory=dict)
    groups: dict[str, dict[Key, bool]] = field(default_factory=dict)


def place_of_post(post: Post) -> Place:
    """Section 2: a post lies in its unit and reads its own school."""
    return Place(base=post.key, unit=post.unit, school=post.key[1], post=post)


def place_of_unit(county: County, unit: str) -> Place:
    """Section 2: a unit lies in its county."""
    return Place(base=(county.id, unit), unit=unit)


def place_of_row(row: Row, county: County) -> Place:
    """Section 2: a row belongs to a post or a school, and reads its own school."""
    unit = county.unit_of[row.school]
    base = row.post.key if row.post else (county.id, unit)
    return Place(base, unit, row.school, row.post, row.cells, dated=row.dated)


def text_of(name: str, place: Place, reading: Reading) -> str:
    """Section 4, columns: the text of a column at a place; empty where there is none."""
    own = name if name in place.cells else name.removeprefix("row.")
    if place.row is not None and own in place.cells and name.startswith("row."):
        return place.row[own]  # the cell's own column, full or empty
    if place.row is not None and place.row.get(name):
        return place.row[name]
    if name.startswith("period."):
        return period_text(name, reading.period)
    if name.startswith("held."):
        return held_text(name, place, reading.period)
    column, _, part = name.rpartition(".")
    if part in ("years", "month", "week") and column not in ("", "row", "staff", "school"):
        text = stored_text(column, place, reading.county)
        return part_of_date(cell_date(text), part, reading.period) if text else ""
    return stored_text(name, place, reading.county)


def stored_text(name: str, place: Place, county: County) -> str:
    """Section 4: the row, then the staff row of its post, then its school: the first not empty."""
    prefix, _, column = name.partition(".")
    if prefix not in ("row", "staff", "school") or not column:
        prefix, column = "", name
    text = ""
    if prefix in ("", "row") and place.row is not None:
        text = place.row.get(column, "")
    if not text and prefix in ("", "staff") and place.post is not None:
        text = place.post.latest.get(column, "")
    if not text and prefix in ("", "school"):
        text = school_text(column, place, county)
    return text


def school_text(column: str, place: Place, county: County) -> str:
    """Section 2, unit: a unit's own columns are those on which all its schools agree."""
    if place.school is not None:
        return county.schools[place.school].get(column, "")
    if place.unit is None:
        return ""
    texts = {county.schools[school].get(column, "") for school in county.units[place.unit]}
    if len(texts) > 1:
        raise PayError("unit_columns_differ")
    return texts.pop()


def months_of(first: date, last: date) -> set[int]:
    """The calendar months that a span touches, counted since year 0."""
    return set(range(first.year * 12 + first.month, last.year * 12 + last.month + 1))


def days_of(first: date, last: date) -> int:
    """The days of a span, both ends inside."""
    return (last - first).days + 1


def period_text(name: str, period: Period) -> str:
    """Section 4: `period.days` and `period.months`."""
    if name == "period.days":
        return str(days_of(period.first, period.last))
    if name == "period.months":
        return str(len(months_of(period.first, period.last)))
    raise PayError("policy")


def held_text(name: str, place: Place, period: Period) -> str:
    """Section 4: `held.days`, `held.months`, `held.share`; all stints of a post together."""
    if place.dated and place.row is not None:
        parts = list(spans([dict(place.row)], period))
    elif place.post is not None:
        parts = list(spans(place.post.stints, period))
    else:
        parts = [(period.first, period.last)]
    days = sum(days_of(*part) for part in parts)
    if name == "held.days":
        return str(days)
    if name == "held.months":
        return str(len(set[int]().union(*(months_of(*part) for part in parts))))
    if name == "held.share":
        return shortest(nearest(days * MICRO, days_of(period.first, period.last)))
    raise PayError("policy")


def part_of_date(day: date, part: str, period: Period) -> str:
    """Section 4: `d.years`, `d.month` and `d.week` of a date column."""
    if part == "month":
        return f"{day.year:04d}-{day.month:02d}"
    if part == "week":
        iso = day.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}"
    # 29 February completes a year on the 28th
    anniversary = (2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day)
    last = period.last
    years = last.year - day.year - ((last.month, last.day) < anniversary)
    return str(max(years, 0))
