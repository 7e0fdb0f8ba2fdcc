"""records.md, ethics: the cases of each county."""

from __future__ import annotations

from typing import Any

from .cells import cell_date
from .records import Case, Cells, County
from .refusal import PayError


def read_cases(
    veto: dict[str, Any] | None,
    rows: list[Cells],
    counties: dict[str, County],
    posts: set[tuple[str, str]],
) -> None:
    """records.md, ethics: cases that apply or hold; those of teachers without posts fall away."""
    if rows and veto is None:
        raise PayError("records")
    assert veto is not None or not rows
    homes: dict[str, set[str]] = {}
    county_of = {school: county.id for county in counties.values() for school in county.schools}
    for teacher, school in posts:
        homes.setdefault(teacher, set()).add(county_of[school])
    seen: set[str] = set()
    for row in rows:
        assert veto is not None
        if row["case_id"] in seen:
            raise PayError("records")
        seen.add(row["case_id"])
        if row["item"] not in veto["list"] or row["status"] not in veto["statuses"]:
            raise PayError("records")
        county = counties[home_of(row, homes)]
        meaning = veto["statuses"][row["status"]]
        if meaning == "ignore":
            continue
        kind = veto["classes"][veto["list"][row["item"]]["class"]]
        if meaning == "apply":
            check_dates(row, kind)
        if all(post.key[2] != row["teacher_id"] for post in county.posts):
            continue
        decided, committed = row.get("decided_on", ""), row.get("committed_on", "")
        county.cases.append(
            Case(
                case_id=row["case_id"],
                teacher=row["teacher_id"],
                item=row["item"],
                applies=meaning == "apply",
                decided_on=cell_date(decided) if decided else None,
                committed_on=cell_date(committed) if committed else None,
            )
        )


def home_of(row: Cells, homes: dict[str, set[str]]) -> str:
    """records.md: the county of a case; where a teacher's id occurs in two, the row must say."""
    possible = homes.get(row["teacher_id"], set())
    if row.get("county_id"):
        possible = possible & {row["county_id"]}
    if len(possible) != 1:
        raise PayError("records")
    return next(iter(possible))


def check_dates(row: Cells, kind: dict[str, Any]) -> None:
    """Section 8: a date that is needed and missing is an error."""
    reaches = kind.get("reaches", "overlap")
    needs_decision = reaches in ("overlap", "decided_in") or kind.get("bars")
    if needs_decision and not row.get("decided_on"):
        raise PayError("records")
    if reaches == "committed_in" and not row.get("committed_on"):
        raise PayError("records")
