"""Errors of computing as data: what makes each, and the places that it must name."""

from __future__ import annotations

from dataclasses import dataclass, field

from paycalc import ProblemsError, compute
from paycalc.problems import Place
from tests.result.building import Table, dataset, loaded, policy, records, table

HERE = "§"
"""Stands in a policy right before what the problems must point to."""


@dataclass(frozen=True)
class Fault:
    """A policy with one fault, on the data of ``dataset`` with ``more`` put over it.

    ``places`` are each ``county unit school teacher table row``, as far as they are named.
    """

    code: str
    item: str
    text: str
    places: tuple[str, ...]
    more: dict[str, Table] = field(default_factory=dict)

    def expected(self) -> set[Place]:
        """Each place, with the line and column of the mark; without one, of no policy."""
        before, mark, _ = self.text.partition(HERE)
        line, position = before.count("\n") + 1, len(before) - before.rfind("\n")
        of_policy = ("policy.yaml", line, position) if mark else (None, None, None)
        found = set()
        for place in self.places:
            parts = {name: cell[0] for name, cell in table(NAMES, _padded(place)).items()}
            row = parts.pop("row")
            where = (None, *(parts[name] for name in ("county", "unit", "school", "teacher")))
            rows = (parts["table"], row and int(row))
            found.add(Place(*of_policy, *rows, *where, self.item))
        return found

    def told(self, threads: int = 1) -> list[tuple[str, Place]]:
        """The errors that computing tells, and where."""
        try:
            compute(
                loaded(self.text.replace(HERE, "")),
                records({**dataset(), **self.more}),
                threads=threads,
            )
        except ProblemsError as error:
            errors = [problem for problem in error.problems if problem.severity == "error"]
            return [(problem.code, problem.place) for problem in errors]
        return []


NAMES = "county unit school teacher table row"


def _padded(place: str) -> str:
    return " ".join([*place.split(), *"------"][:6])


POSTS = ("A S1 S1 T1", "A S1 S1 T2", "A S2 S2 T2", "A S2 S2 T3", "B S3 S3 T4")
UNITS = ("A S1", "A S2", "B S3")
WORK = table(
    "teacher_id school_id kind quantity size born",
    "T1 S1 lesson 4 30 1990-01-01",
    "T2 S2 lesson 1 - -",
    "T4 S3 lesson 5 big soon",
)
STAFF = table(
    "teacher_id school_id position size born",
    "T1 S1 teacher 0 soon",
    "T2 S1 head 1 -",
    "T2 S2 teacher many -",
    "T3 S2 teacher -9999999999 1990-01-01",
    "T4 S3 teacher 4 -",
)
GROUPED = table("school_id county_id group_id size", "S1 A G 1", "S2 A G 2", "S3 B - 3")
BY_HAND = "adjustment_id teacher_id school_id amount reason author"
FUNDS = table("county_id amount", "A -0.01", "B 10000000000000", "B 0.01")


def _item(code: str, part: str, item: str, *places: str, **more: Table) -> Fault:
    return Fault(code, f"items.x{part}", policy(items=item), places, more)


ITEMS = (
    _item(
        "C101",
        ".times[2]",
        "x: {rows: workload, times: [1000000000, §3000]}",
        "A S1 S1 T1 workload 1",
        "B S3 S3 T4 workload 5",
    ),
    _item(
        "C101",
        ".then[2]",
        "x: {rows: workload, then: [{times: 1000000000}, §{times: 3000}]}",
        "A S1 S1 T1",
        "B S3 S3 T4",
    ),
    _item(
        "C101",
        ".then[1]",
        "x: {of: county, rows: workload, then: [§{times: 1000000000}]}\n",
        "A",
        workload=table("teacher_id kind quantity", "T1 lesson 10000"),
    ),
    _item("C102", ".then[1]", "x: {rows: staff, then: [§{divide: 0}]}", *POSTS),
    _item(
        "C102", ".then[1]", "x: {of: [post, kind], rows: workload, then: [§{divide: 0}]}", *POSTS
    ),
    _item("C102", ".then[1]", "x: {of: unit, rows: staff, then: [§{divide: 0}]}", *UNITS),
    _item(
        "C103",
        ".times[1]",
        "x: {rows: workload, where: {quantity: 1}, times: [§size]}",
        "A S2 S2 T2 workload 2",
        workload=WORK,
    ),
    _item(
        "C103",
        ".each",
        "w: {rows: leave, missing: none}\nx: {rows: staff, each: §{item: w}}",
        *(f"{post} staff {row}" for row, post in enumerate(POSTS, 1)),
    ),
    _item(
        "C104",
        ".where",
        "x: {rows: workload, where: {§size: {from: 3}}}",
        "B S3 S3 T4 workload 3",
        workload=WORK,
    ),
    _item(
        "C104",
        ".then[1]",
        "x: {for: {position: teacher, teacher_id: T2}, rows: staff, then: [§{plus: size}]}",
        "A S2 S2 T2",
        staff=STAFF,
    ),
    _item(
        "C105",
        ".each",
        "x: {for: {teacher_id: [T1, T3]}, rows: staff, each: §size}",
        "A S2 S2 T3 staff 4",
        staff=STAFF,
    ),
    _item(
        "C106",
        ".where",
        "x: {rows: workload, where: {§born: {from: 1980-01-01}}}",
        "B S3 S3 T4 workload 3",
        workload=WORK,
    ),
    Fault(
        *("C106", "groups.g", policy(end="groups: {§g: {born: {from: 1980-01-01}}}\n")),
        ("A S1 S1 T1",),
        {"staff": STAFF},
    ),
    _item(
        "C107",
        ".times[1]",
        "x: {of: unit, rows: schools, times: [§{by: stage, table: {p: 1}}]}",
        "A S2 S2 - schools 2",
    ),
    _item(
        "C107",
        ".times[1]",
        "x: {rows: workload, times: [§{by: size, table: {30: 1, big: 1}}]}",
        "A S2 S2 T2 workload 2",
        workload=WORK,
    ),
    _item(
        "C108",
        ".each",
        "x: {rows: workload, each: §{by: quantity, bands: {2: 1}, default: 3}}",
        "A S2 S2 T2 workload 3",
    ),
    _item(
        "C108",
        ".then[1]",
        "x: {rows: workload, then: [§{bands: {2: 1}}]}",
        "A S2 S2 T2",
    ),
    _item(
        "C109",
        "",
        "§x: {of: unit, rows: staff, where: {position: head}, missing: error}",
        "A S2",
        "B S3",
    ),
    _item(
        "C110",
        ".then[1]",
        "x: {for: {teacher_id: [T1, T4]}, rows: staff, then: [{round: §{to: size}}]}",
        "A S1 S1 T1",
        staff=STAFF,
    ),
    Fault(
        "C111",
        "items.x.then[1]",
        policy(
            items="x: {of: unit, rows: schools, then: [§{plus: size}]}",
            level_1="unit: group_id, pools: {base: {takes: rest, share_equally: true}}",
        ),
        ("A G",),
        {"schools": GROUPED},
    ),
)
"""Faults of items and groups."""

LESS = "less: {rows: workload, then: [{from: 0}]}"
UNIT_LESS = "less: {of: unit, rows: workload, then: [{from: 0}]}"
COUNTY_LESS = "less: {of: county, rows: workload, then: [{from: 0}]}"
BIG = "big: {rows: workload, times: [1000000000], then: [{times: 1800}]}"


def _pool(code: str, part: str, items: str, pool: str, *places: str) -> Fault:
    text = policy(items=items, level_2=f"pools: {{§p: {pool}}}")
    return Fault(code, f"level_2.pools.p{part}", text, places)


def _level_1(code: str, part: str, items: str, pool: str, *places: str) -> Fault:
    rest = "base: {takes: rest, share_equally: true}"
    text = policy(items=items, level_1=f"pools: {{§p: {pool}, {rest}}}")
    return Fault(code, f"level_1.pools.p{part}", text, places)


def _adjust(code: str, items: str, adjust: str, *places: str) -> Fault:
    pools = "pools: {work: {takes: rest, share_by: [lessons]}}"
    text = policy(items=items, level_2=f"{pools}, adjust: {{§a: {adjust}}}")
    return Fault(code, "level_2.adjust.a", text, places)


EQUAL = "share_equally: true"
CROSSED = "{at_least: {times_mean: 1}, at_most: 8}"
MONEY = (
    _pool("C101", "", BIG, "{takes: rest, share_by: [big]}", "A S1"),
    _pool("C201", "", LESS, "{takes: rest, pay: [less]}", *POSTS),
    _pool("C201", ".takes", LESS, f"{{takes: {{sum: [less]}}, {EQUAL}}}", *POSTS),
    _pool("C201", ".takes", UNIT_LESS, f"{{takes: {{item: less}}, {EQUAL}}}", *UNITS),
    _level_1("C201", ".takes", COUNTY_LESS, "{takes: {item: less}, keep: true}", "A", "B"),
    _level_1("C201", "", UNIT_LESS, "{takes: as_needed, pay: [less]}", *UNITS),
    _adjust("C201", LESS, "{minus: [less]}", *POSTS),
    _pool("C202", "", LESS, f"{{takes: rest, {EQUAL}, factors: [less]}}", *POSTS),
    _adjust("C203", "", "{keep: [lessons]}", *(POSTS[i] for i in (0, 1, 3, 4))),
    _pool("C204", "", "", f"{{takes: 500.01, {EQUAL}}}", *UNITS[:2], "B S3"),
    _level_1("C204", "", "", "{takes: 600, keep: true}", "B"),
    _pool(
        "C205",
        "",
        "",
        f"{{takes: rest, {EQUAL}, limit: {{at_least: {{times_mean: 1}}, at_most: 8}}}}",
        *UNITS,
    ),
    _pool("C206", "", "", f"{{takes: rest, {EQUAL}, limit: {{at_least: 300}}}}", *UNITS[:2]),
    _adjust("C207", "", "{each_at_least: 300}", *UNITS[:2]),
    Fault(
        "C208",
        "guarantees.g",
        policy(
            end="guarantees: {§g: {group: {position: teacher}, per_head_at_least: 1, "
            "of: {position: [teacher, head], teacher_id: [T2, T4]}}}\n"
        ),
        ("A S2 S2 T2", "B S3 S3 T4"),
    ),
    Fault(
        "C209",
        "level_1",
        policy().replace("level_1: ", "level_1: §"),
        ("A", "B"),
        {"funds": FUNDS},
    ),
    Fault(
        *("C210", "opening_balances", policy(), ("A S1", "B S3")),
        {"opening_balances": table("unit_id amount", "S1 -99999999", "S2 -500", "S3 -99999")},
    ),
    Fault(
        *("C211", "manual", policy(), ("A S1 S1 T2", "B S3 S3 T4")),
        {
            "adjustments": table(
                BY_HAND, "1 T2 S1 -200 r p", "2 T2 S1 -99999 r p", "3 T4 - -99999 r p"
            )
        },
    ),
    Fault(
        *("C212", "manual", policy(), ("A S1", "B S3")),
        {
            "adjustments": table(
                BY_HAND, "1 T1 - 99999 r p", "2 T2 S1 -0.99 r p", "3 T4 - 99999 r p"
            )
        },
    ),
    Fault(
        "C104",
        "veto.leaders",
        policy(
            end="§veto: {list: {b: {class: c}}, classes: {c: {pays: 0%, months: 1}}, "
            "statuses: {ok: apply}, leaders: [{cases: 1, pays: 10%, "
            "group: {teacher_id: T2, size: {from: 1}}}]}\n"
        ),
        ("A S2 S2 T2",),
        {"staff": STAFF},
    ),
)
"""Faults of pools, adjustments, guarantees and the veto."""
