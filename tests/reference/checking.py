"""records.md, Checking: reads the tables of text cells into counties, or refuses them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from .arithmetic import is_number
from .cases import read_cases
from .cells import cell_date, cell_money, cell_number, is_date, plain_number
from .column_check import check_columns
from .policy import Policy
from .records import TABLES, Cells, County, Period, Post, Row, by_bytes, optional_date, spans, utf8
from .refusal import PayError

REQUIRED = {
    "funds": ("county_id", "amount"),
    "schools": ("school_id", "county_id"),
    "school_results": ("school_id", "indicator", "value"),
    "staff": ("teacher_id", "school_id", "position"),
    "workload": ("teacher_id", "kind", "quantity"),
    "outcomes": ("teacher_id", "indicator", "value"),
    "leave": ("teacher_id", "kind", "days"),
    "ethics": ("case_id", "teacher_id", "item", "status"),
    "adjustments": ("adjustment_id", "teacher_id", "amount", "reason", "author"),
    "opening_balances": ("unit_id", "amount"),
}
NUMBERS = {
    "school_results": ("value",),
    "staff": ("fte",),
    "workload": ("quantity",),
    "outcomes": ("value",),
    "leave": ("days",),
}
DATES = {"workload": ("date",), "ethics": ("decided_on", "committed_on")}


def read_period(period: Mapping[str, str]) -> Period:
    """records.md: `period.yaml`."""
    try:
        first, last = cell_date(period["from"].strip()), cell_date(period["to"].strip())
        known_at = optional_date(dict(period), "known_at")
    except (PayError, KeyError):
        raise PayError("records") from None
    refuse_if(first > last)
    return Period(first, last, known_at)


def read_records(
    policy: Policy, tables: Mapping[str, list[dict[str, str]]], period: Period
) -> dict[str, County]:
    """records.md: the counties of a dataset; whatever is wrong refuses the whole of it."""
    check_effective(policy, period)
    for name in ("funds", "schools", "staff"):
        refuse_if(name not in tables)
    check_columns(policy, tables)
    known = {name: known_rows(tables.get(name, []), period) for name in TABLES}
    for name, rows in known.items():
        check_cells(name, rows)
    counties = read_schools(known["schools"], policy.unit_column)
    read_funds(known["funds"], counties, policy.decimals)
    homes = {s: c for c in counties.values() for s in c.schools}
    every_post = read_posts(known["staff"], homes, period)
    for name in ("workload", "outcomes", "leave"):
        read_post_rows(name, known[name], counties, every_post, period)
    read_school_rows("schools", known["schools"], homes)
    read_school_rows("school_results", known["school_results"], homes)
    read_cases(policy.veto, known["ethics"], counties, set(every_post))
    read_adjustments(known["adjustments"], counties, every_post, policy.decimals)
    read_opening(known["opening_balances"], counties, policy.decimals)
    return counties


def refuse_if(condition: bool) -> None:
    """records.md, Checking: a problem of the records."""
    if condition:
        raise PayError("records")


def check_effective(policy: Policy, period: Period) -> None:
    """Section 3: the policy must be in effect on the period's first day."""
    start, end = policy.effective.get("from", ""), policy.effective.get("to", "")
    if not all(is_date(day) for day in (start, end) if day):
        raise PayError("policy")
    refuse_if(bool(start) and cell_date(start) > period.first)
    refuse_if(bool(end) and cell_date(end) < period.first)


def known_rows(rows: list[dict[str, str]], period: Period) -> list[Cells]:
    """records.md: trimmed cells of the rows that were known at the period's `known_at`."""
    kept = []
    for row in rows:
        cells = {column.strip(): (text or "").strip() for column, text in row.items()}
        known_at = cells.get("known_at", "")
        refuse_if(bool(known_at) and not is_date(known_at))
        if period.known_at and known_at and cell_date(known_at) > period.known_at:
            continue
        kept.append(cells)
    return kept


def check_cells(name: str, rows: list[Cells]) -> None:
    """records.md, Checking: required cells, and what numbers and dates of known columns say."""
    for row in rows:
        for column in REQUIRED[name]:
            refuse_if(not row.get(column))
        if name == "staff" and not row.get("fte"):
            row["fte"] = "1"
        try:
            for column in NUMBERS.get(name, ()):
                cell_number(row[column])
            start, end = optional_date(row, "from"), optional_date(row, "to")
            for column in ("from", "to", *DATES.get(name, ())):
                written = optional_date(row, column)
                if written is not None:
                    row[column] = written.isoformat()  # a date has one text
        except PayError:
            raise PayError("records") from None
        refuse_if(start is not None and end is not None and start > end)


def read_schools(rows: list[Cells], unit_column: str | None) -> dict[str, County]:
    """Section 2, unit: the counties with their schools and units."""
    counties: dict[str, County] = {}
    members: dict[str, list[Cells]] = {}
    for row in sorted(rows, key=lambda row: row["school_id"].encode()):
        school = row["school_id"]
        county = counties.setdefault(row["county_id"], County(row["county_id"]))
        refuse_if(any(school in c.schools for c in counties.values()))
        county.schools[school] = row
        unit = (row.get(unit_column, "") if unit_column else "") or school
        county.unit_of[school] = unit
        members.setdefault(unit, []).append(row)
    schools = {row["school_id"] for row in rows}
    for unit, its_rows in members.items():
        refuse_if(len({row["county_id"] for row in its_rows}) > 1)
        # a group may be called like a school only if that school is all of it
        refuse_if(unit in schools and [row["school_id"] for row in its_rows] != [unit])
    for unit in by_bytes(members):
        county = counties[members[unit][0]["county_id"]]
        county.units[unit] = [row["school_id"] for row in members[unit]]
    return counties


def read_funds(rows: list[Cells], counties: dict[str, County], decimals: int) -> None:
    """records.md, funds: money of a county's fund, by source."""
    for row in rows:
        refuse_if(row["county_id"] not in counties)
        counties[row["county_id"]].funds.append((row.get("source", ""), amount_of(row, decimals)))


def amount_of(row: Cells, decimals: int) -> int:
    """records.md, amount: money in fen."""
    refuse_if(not is_number(plain_number(row["amount"])))
    try:
        return cell_money(row["amount"], decimals)
    except PayError:
        raise PayError("records") from None


def read_adjustments(
    rows: list[Cells],
    counties: dict[str, County],
    posts: dict[tuple[str, str], Post | None],
    decimals: int,
) -> None:
    """Manual adjustments: each once, of a post, and not nothing; of left out posts left out."""
    places: dict[str, list[tuple[str, str]]] = {}
    for pair in posts:
        places.setdefault(pair[0], []).append(pair)
    refuse_if(len({row["adjustment_id"] for row in rows}) < len(rows))
    for row in rows:
        fen, post = amount_of(row, decimals), post_of(row, posts, places)
        refuse_if(fen == 0)
        if post is not None:
            counties[post.key[0]].manual.append((post, fen))


def read_opening(rows: list[Cells], counties: dict[str, County], decimals: int) -> None:
    """Opening balances: at most one of each unit that there is; a row may name its county."""
    homes = {unit: county for county in counties.values() for unit in county.units}
    for row in rows:
        unit = row["unit_id"]
        refuse_if(unit not in homes)
        county = homes[unit]
        refuse_if(unit in county.opening or row.get("county_id", "") not in ("", county.id))
        county.opening[unit] = amount_of(row, decimals)


def read_posts(
    rows: list[Cells], homes: dict[str, County], period: Period
) -> dict[tuple[str, str], Post | None]:
    """Section 2, post: (teacher, school) pairs; None for those that the period leaves out."""
    stints: dict[tuple[str, str], list[Cells]] = {}
    for row in rows:
        refuse_if(row["school_id"] not in homes)
        stints.setdefault((row["teacher_id"], row["school_id"]), []).append(row)
    posts: dict[tuple[str, str], Post | None] = {}
    for (teacher, school), its_rows in stints.items():
        check_disjoint(its_rows)
        kept = [row for row in its_rows if list(spans([row], period))]
        county = homes[school]
        post = Post((county.id, school, teacher), county.unit_of[school], kept) if kept else None
        posts[teacher, school] = post
        if post:
            county.posts.append(post)
    dated = any("from" in row or "to" in row for row in rows)
    for county in homes.values():
        county.posts.sort(key=lambda post: utf8(post.key))
        county.rows["staff"] = [
            Row(stint, post.key[1], post, dated) for post in county.posts for stint in post.stints
        ]
    return posts


def check_disjoint(stints: list[Cells]) -> None:
    """records.md, Checking: overlapping stints of a post are an error."""
    ordered = sorted(stints, key=lambda row: row.get("from", ""))
    for before, after in pairwise(ordered):
        end, start = before.get("to", ""), after.get("from", "")
        refuse_if(not end or not start or start <= end)


def read_post_rows(
    name: str,
    rows: list[Cells],
    counties: dict[str, County],
    posts: dict[tuple[str, str], Post | None],
    period: Period,
) -> None:
    """records.md: rows that belong to posts; those of left out posts and days are left out."""
    for county in counties.values():
        county.rows[name] = []
    dated = any("from" in row or "to" in row for row in rows)
    places: dict[str, list[tuple[str, str]]] = {}
    for pair in posts:
        places.setdefault(pair[0], []).append(pair)
    for row in rows:
        post = post_of(row, posts, places)
        day = optional_date(row, "date") if name == "workload" else None
        if post is None or (day and not period.first <= day <= period.last):
            continue
        counties[post.key[0]].rows[name].append(Row(row, post.key[1], post, dated))


def post_of(
    row: Cells,
    posts: dict[tuple[str, str], Post | None],
    places: dict[str, list[tuple[str, str]]],
) -> Post | None:
    """records.md: the post that a row names, or that its teacher has alone."""
    teacher, school = row["teacher_id"], row.get("school_id", "")
    refuse_if(teacher not in places)
    if school:
        refuse_if((teacher, school) not in posts)
        return posts[teacher, school]
    kept = [post for pair in places[teacher] if (post := posts[pair]) is not None]
    refuse_if(len(kept) > 1)
    return kept[0] if kept else None


def read_school_rows(name: str, rows: list[Cells], homes: dict[str, County]) -> None:
    """records.md: rows that belong to schools."""
    for county in homes.values():
        county.rows[name] = []
    dated = any("from" in row or "to" in row for row in rows)
    for row in rows:
        refuse_if(row["school_id"] not in homes)
        school = row["school_id"]
        homes[school].rows[name].append(Row(row, school, None, dated))
