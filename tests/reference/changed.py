"""Section 13 of policies/corrections.md: whose own rows, and whose cases, changed."""

from __future__ import annotations

from collections import Counter

from .cells import cell_date, cell_number, is_date
from .records import Cells, County, PostKey

NUMBERS = ("quantity", "value", "days", "fte")
DATES = ("from", "to", "date")
NOT_COMPARED = ("teacher_id", "school_id", "name", "known_at", "county_id")


def compared(row: Cells, manual: int | None = None) -> frozenset[tuple[str, object]]:
    """A row as it is compared: numbers, dates and texts of its columns."""
    cells: dict[str, object] = {} if manual is None else {"amount": manual}
    for column, text in row.items():
        if column in NOT_COMPARED or not text:
            continue
        if column in NUMBERS:
            cells[column] = cell_number(text)
        else:
            cells[column] = cell_date(text) if column in DATES and is_date(text) else text
    return frozenset(cells.items())


def own_rows(county: County | None) -> dict[PostKey, Counter[tuple[str, object]]]:
    """The own rows of each post, and how often each occurs."""
    rows: dict[PostKey, Counter[tuple[str, object]]] = {}
    if county is None:
        return rows
    for post in county.posts:
        stints = [{**stint, "fte": stint.get("fte") or "1"} for stint in post.stints]
        rows[post.key] = Counter(("staff", compared(stint)) for stint in stints)
    for table in ("workload", "outcomes", "leave"):
        for row in county.rows.get(table, []):
            assert row.post is not None
            rows[row.post.key][table, compared(row.cells)] += 1
    for post, fen in county.manual:
        rows[post.key]["adjustments", compared({}, fen)] += 1
    return rows


def cases(county: County | None) -> dict[str, Counter[tuple[object, ...]]]:
    """The cases of each teacher, and how often each occurs."""
    found: dict[str, Counter[tuple[object, ...]]] = {}
    for case in [] if county is None else county.cases:
        told = (case.item, case.applies, case.decided_on, case.committed_on)
        found.setdefault(case.teacher, Counter())[told] += 1
    return found
