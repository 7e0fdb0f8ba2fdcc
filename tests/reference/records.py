"""records.md: one period's tables, as counties with their schools, units, posts and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from .cells import cell_date

Cells = dict[str, str]
PostKey = tuple[str, str, str]  # county, school, teacher

TABLES = (
    *("funds", "schools", "school_results", "staff", "workload", "outcomes", "leave", "ethics"),
    *("adjustments", "opening_balances"),
)


@dataclass(frozen=True)
class Period:
    """records.md: the period of a run, both days inside."""

    first: date
    last: date
    known_at: date | None


@dataclass
class Post:
    """Section 2, post: a teacher at a school, with all stints that overlap the period."""

    key: PostKey
    unit: str
    stints: list[Cells]

    @property
    def latest(self) -> Cells:
        """Section 2: a post has the columns of its latest stint."""
        return max(self.stints, key=lambda stint: stint.get("from", ""))


@dataclass(frozen=True)
class Row:
    """A row of a table, where it belongs, and whether its table has dates of its own."""

    cells: Cells
    school: str
    post: Post | None
    dated: bool


@dataclass(frozen=True)
class Case:
    """Section 8: a row of ethics whose status means `apply` or `hold`."""

    case_id: str
    teacher: str
    item: str
    applies: bool
    decided_on: date | None
    committed_on: date | None


@dataclass
class County:
    """Section 2: all that one county has; counties never touch each other."""

    id: str
    schools: dict[str, Cells] = field(default_factory=dict)
    units: dict[str, list[str]] = field(default_factory=dict)  # in ascending order of the key
    unit_of: dict[str, str] = field(default_factory=dict)  # of a school
    posts: list[Post] = field(default_factory=list)  # in ascending order of the key
    rows: dict[str, list[Row]] = field(default_factory=dict)
    funds: list[tuple[str, int]] = field(default_factory=list)  # source, fen
    cases: list[Case] = field(default_factory=list)
    manual: list[tuple[Post, int]] = field(default_factory=list)  # fen that are given or taken
    opening: dict[str, int] = field(default_factory=dict)  # fen of a unit

    def posts_of(self, unit: str) -> list[Post]:
        """Section 2: the posts of a unit, in ascending order of the key."""
        return [post for post in self.posts if post.unit == unit]


def utf8(key: tuple[str, ...]) -> tuple[bytes, ...]:
    """Section 1, keys: compared as UTF-8 bytes."""
    return tuple(part.encode() for part in key)


def inside(start: date | None, end: date | None, period: Period) -> list[tuple[date, date]]:
    """Section 4, held: the part of a time span inside the period, if there is one."""
    first, last = max(start or period.first, period.first), min(end or period.last, period.last)
    return [(first, last)] if first <= last else []


def by_bytes(names: Mapping[str, object]) -> list[str]:
    """Names in ascending order of their UTF-8 bytes."""
    return sorted(names, key=str.encode)


def optional_date(row: Cells, column: str) -> date | None:
    """A date, or none where the cell is empty."""
    return cell_date(row[column]) if row.get(column) else None


def spans(rows: list[Cells], period: Period) -> Iterator[tuple[date, date]]:
    """Section 4, held: the parts of rows' dates inside the period; an empty date is open."""
    for row in rows:
        yield from inside(optional_date(row, "from"), optional_date(row, "to"), period)
