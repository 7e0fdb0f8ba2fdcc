"""The setting of a case, fixed before its policy: period, columns of tables and their values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.strategies.chooser import Chooser
from tests.strategies.interval import Interval

POST_TABLES = ("workload", "outcomes", "leave", "staff")
SCHOOL_TABLES = ("schools", "school_results")

TEXTS: dict[str, tuple[str, ...]] = {
    "stage": ("primary", "junior", "senior"),
    "location": ("urban", "rural", "山区"),
    "building": ("old", "new"),
    "flag": ("yes", "no", "012"),
    "position": ("teacher", "principal", "deputy", "clerk"),
    "subject": ("chinese", "math", "english", "体育"),
    "title": ("third", "second", "first"),
    "kind": ("lesson", "class_head", "competition"),
    "grade": ("7", "8", "9"),
    "event": ("E1", "E2", "E3"),
    "level": ("national", "city"),
    "rank": ("1", "2", "3"),
    "indicator": ("quality", "survey"),
}
LEAVE_KINDS = ("sick", "personal")
RESULT_INDICATORS = ("annual", "safety")


@dataclass(frozen=True)
class Column:
    """A column of a table: its type, the values of texts, the bounds of numbers.

    ``dense`` columns have no empty cells; ``style`` says how numbers are written.
    """

    name: str
    type: str  # text | number | date
    values: tuple[str, ...] = ()
    style: str = "small"
    dense: bool = True

    @property
    def interval(self) -> Interval:
        """The bounds of the numbers."""
        return STYLES[self.style]


STYLES: dict[str, Interval] = {
    "small": Interval(0, 5),
    "positive": Interval(1, 9),
    "ties": Interval(1, 2),
    "zeros": Interval(0, 1),
    "hours": Interval(0, 40),
    "score": Interval(0, 100),
    "decimals": Interval(0, 4),
    "micro": Interval(0, 0.00002),
    "signed": Interval(-9, 9),
    "large": Interval(0, 1e6),
}


@dataclass(frozen=True)
class World:
    """What policy and data of a case agree on before either is made."""

    decimals: int
    first_day: date
    last_day: date
    known_at: date | None
    unit: str | None  # the column of general schools
    tables: dict[str, dict[str, Column]]
    sources: tuple[str, ...]
    fund: int  # the usual size of a county's fund, in fen
    posts: int  # the most posts of a school
    wild: bool = False  # whether careless choices are allowed, which often end in an error
    days: int = field(default=0)

    @property
    def months(self) -> tuple[str, ...]:
        """The calendar months of the period, as ``2025-09``."""
        months = range(
            self.first_day.year * 12 + self.first_day.month - 1,
            self.last_day.year * 12 + self.last_day.month,
        )
        return tuple(f"{month // 12}-{month % 12 + 1:02d}" for month in months)

    @property
    def weeks(self) -> tuple[str, ...]:
        """Some ISO weeks of the period, as ``2025-W36``."""
        days = [self.first_day + timedelta(7 * i) for i in range(min(3, self.days // 7 + 1))]
        weeks = [day.isocalendar() for day in days]
        return tuple(f"{week.year}-W{week.week:02d}" for week in weeks)


PERIODS = (
    (date(2025, 9, 1), date(2026, 1, 31)),
    (date(2025, 12, 29), date(2026, 1, 11)),
    (date(2023, 9, 15), date(2024, 2, 29)),
    (date(2025, 2, 28), date(2025, 2, 28)),
    (date(2024, 1, 1), date(2024, 12, 31)),
)
FUNDS = (
    (30, 1_000_000),
    (30, 100_003),
    (3, 7),
    (2, 0),
    (3, 1),
    (5, 997),
    (10, 12_345_678),
    (7, 10**9 + 7),
    (4, 10**12),
    (6, 10**15),
)
KNOWN_AT = ("staff", "workload", "outcomes", "leave", "school_results", "funds", "ethics")


def make_world(chooser: Chooser) -> World:
    """The setting of a case."""
    first, last = chooser.choice(PERIODS)
    unit = chooser.weighted(((60, None), (30, "group_id"), (10, "campus")))
    return World(
        decimals=chooser.weighted(((70, 2), (10, 0), (10, 1), (10, 3))),
        first_day=first,
        last_day=last,
        known_at=last + timedelta(5) if chooser.chance(20) else None,
        unit=unit,
        tables=_tables(chooser, unit),
        sources=("", *chooser.some(("award", "city", "奖"), 0, 3)),
        fund=chooser.weighted(FUNDS),
        posts=chooser.weighted(((50, 4), (30, 7), (15, 12), (3, 40), (2, 1))),
        wild=chooser.chance(5),
        days=(last - first).days + 1,
    )


def _text(chooser: Chooser, name: str, dense: int = 85) -> Column:
    return Column(name, "text", TEXTS[name], dense=chooser.chance(dense))


def _number(chooser: Chooser, name: str, styles: tuple[str, ...], dense: int = 85) -> Column:
    return Column(name, "number", style=chooser.choice(styles), dense=chooser.chance(dense))


def _date(chooser: Chooser, name: str, dense: int = 85) -> Column:
    return Column(name, "date", dense=chooser.chance(dense))


_SCORES = ("score", "small", "ties", "decimals", "zeros", "signed")


def _tables(chooser: Chooser, unit: str | None) -> dict[str, dict[str, Column]]:
    columns = {
        "schools": _schools(chooser, unit),
        "school_results": [
            Column("indicator", "text", RESULT_INDICATORS),
            replace(_number(chooser, "value", _SCORES), dense=True),
        ],
        "staff": _staff(chooser),
        "workload": _workload(chooser),
        "outcomes": [
            replace(_text(chooser, "indicator"), dense=True),
            replace(_number(chooser, "value", _SCORES), dense=True),
            _text(chooser, "subject", 50),
            _text(chooser, "grade"),
            _number(chooser, "students", ("positive", "small", "zeros", "hours")),
        ],
        "leave": [
            Column("kind", "text", LEAVE_KINDS),
            replace(_number(chooser, "days", ("small", "decimals", "hours")), dense=True),
            *([_date(chooser, "from"), _date(chooser, "to")] if chooser.chance(25) else []),
        ],
    }
    return {table: {column.name: column for column in parts} for table, parts in columns.items()}


def _schools(chooser: Chooser, unit: str | None) -> list[Column]:
    return [
        _text(chooser, "stage"),
        _text(chooser, "location"),
        _text(chooser, "building"),
        _text(chooser, "flag"),
        _number(chooser, "size", ("positive", "large", "hours", "zeros")),
        _number(chooser, "rate", ("decimals", "micro", "signed")),
        _date(chooser, "opened"),
        Column("school_id", "text", ("S1", "S2", "S10")),
        *([Column(unit, "text", ("G1", "G2"), dense=False)] if unit else []),
    ]


def _staff(chooser: Chooser) -> list[Column]:
    return [
        replace(_text(chooser, "position"), dense=True),
        _text(chooser, "subject"),
        _text(chooser, "title"),
        *([Column("fte", "number", style="zeros")] if chooser.chance(90) else []),
        _number(chooser, "seniority", ("hours", "small", "decimals", "ties")),
        _date(chooser, "hired_on"),
        *([Column("from", "date"), Column("to", "date")] if chooser.chance(90) else []),
        Column("teacher_id", "text", ("T1", "T2", "T10")),
    ]


def _workload(chooser: Chooser) -> list[Column]:
    styles = ("small", "hours", "ties", "decimals", "zeros", "micro", "large", "signed")
    return [
        replace(_text(chooser, "kind"), dense=True),
        replace(_number(chooser, "quantity", styles), dense=True),
        _text(chooser, "subject", 50),
        _text(chooser, "grade"),
        _number(chooser, "class_size", ("hours", "positive")),
        _text(chooser, "event"),
        _text(chooser, "level"),
        _text(chooser, "rank"),
        *([_date(chooser, "date")] if chooser.chance(90) else []),
    ]
