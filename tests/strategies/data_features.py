"""What kinds of data occur in a case."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.strategies.case import Case, Rows


def data_features(case: Case) -> Iterator[str]:
    """Counties, schools, posts, stints, dates and numbers of the tables."""
    tables = case.tables
    yield from _schools(tables.get("schools", []), tables.get("staff", []))
    yield from _staff(tables.get("staff", []), case.period)
    yield from _funds(tables.get("funds", []))
    yield from _cases(tables.get("ethics", []))
    if "known_at" in case.period:
        yield "data.period.known_at"
        if any(row.get("known_at", "") > case.period["known_at"] for row in _all(case)):
            yield "data.known_later"
    if any(not _within(case.period, row.get("date", "")) for row in tables.get("workload", [])):
        yield "data.workload.outside"
    if any(row.get("school_id") == "" for row in tables.get("workload", [])):
        yield "data.row_without_school"
    yield from _cells(case)


def _all(case: Case) -> Iterator[dict[str, str]]:
    for rows in case.tables.values():
        yield from rows


def _within(period: dict[str, str], day: str) -> bool:
    return not day or period["from"] <= day <= period["to"]


def _schools(schools: Rows, staff: Rows) -> Iterator[str]:
    counties = {row.get("county_id", "") for row in schools}
    yield f"data.counties.{min(len(counties), 3)}"
    yield f"data.schools.{min(len(schools), 6)}"
    taught = {row.get("school_id") for row in staff}
    if any(row.get("school_id") not in taught for row in schools):
        yield "data.school_without_posts"
    for column in ("group_id", "campus"):
        sizes = Counter(row[column] for row in schools if row.get(column))
        if any(size > 1 for size in sizes.values()):
            yield "data.general_school"
        if any(row.get(column) == "" for row in schools) and sizes:
            yield "data.school_by_itself"


def _staff(staff: Rows, period: dict[str, str]) -> Iterator[str]:
    stints = Counter((row.get("teacher_id"), row.get("school_id")) for row in staff)
    if any(count > 1 for count in stints.values()):
        yield "data.stints"
    schools: defaultdict[str | None, set[str | None]] = defaultdict(set)
    for teacher, school in stints:
        schools[teacher].add(school)
    if any(len(known) > 1 for known in schools.values()):
        yield "data.two_posts"
    for row in staff:
        ended = row.get("to") and row["to"] < period["from"]
        if ended or row.get("from", "") > period["to"]:
            yield "data.stint_outside"
    posts = Counter(school for _, school in stints)
    largest = max(posts.values(), default=0)
    yield "data.posts." + ("0" if not largest else "some" if largest < 13 else "many")


def _funds(funds: Rows) -> Iterator[str]:
    if any(row.get("amount", "").startswith("-") for row in funds):
        yield "data.fund.correction"
    if any(row.get("source") for row in funds):
        yield "data.fund.sources"
    digits = {len(row.get("amount", "").split(".")[0]) for row in funds}
    if any(count > 12 for count in digits):
        yield "data.fund.huge"
    if "1" in {row.get("amount", "").lstrip("0.") for row in funds}:
        yield "data.fund.one_fen"


def _cases(ethics: Rows) -> Iterator[str]:
    for status in ("confirmed", "review", "overturned"):
        if any(row.get("status") == status for row in ethics):
            yield f"data.ethics.{status}"
    teachers = Counter(row.get("teacher_id") for row in ethics)
    if any(count > 1 for count in teachers.values()):
        yield "data.ethics.several"


def _cells(case: Case) -> Iterator[str]:
    texts = {text for row in _all(case) for text in row.values()}
    if "" in texts:
        yield "data.empty_cell"
    for text in texts:
        if len(text.rpartition(".")[2]) > 6 and text[0].isdigit() and "." in text:
            yield "data.many_decimals"
        if text[:1] in "１２３４５６７８９" and text:
            yield "data.full_width"
        if "," in text:
            yield "data.thousands"
        if text != text.strip():
            yield "data.spaces"


_NAMES = """
    counties.1 counties.2 counties.3 schools.1 schools.2 schools.3 schools.4 schools.5 schools.6
    school_without_posts general_school school_by_itself stints two_posts stint_outside
    posts.some posts.many fund.correction fund.sources fund.huge fund.one_fen
    ethics.confirmed ethics.review ethics.overturned ethics.several period.known_at known_later
    workload.outside row_without_school empty_cell many_decimals full_width thousands spaces
"""
DATA_FEATURES = frozenset("data." + name for name in _NAMES.split())
