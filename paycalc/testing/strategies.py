"""Hypothesis strategies: counties, records and changes out of a policy's domain.

They shrink towards one unit, few posts, the typical teacher and ¥10,000 a head. A county may be one
that the engine refuses (a floor that cannot be paid): a test leaves it out with ``assume``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from paycalc.audit.domain import Domain, Grid, Kind, domain_of
from paycalc.audit.model import ChangeKind, County, Row
from paycalc.audit.world_tables import records_of
from paycalc.engine.values import decimal_text
from paycalc.policy import Policy
from paycalc.records import Records

_KEYS = {
    "workload": ("kind", "quantity"),
    "outcomes": ("indicator", "value"),
    "leave": ("kind", "days"),
    "school_results": ("indicator", "value"),
}
_PER_HEAD = 10_000
_MOST = 6

Rows = dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class Pair:
    """A county, and the same with one thing changed; ``changed`` names the row, if it is one."""

    before: County
    after: County
    changed: str = ""


def records_for(policy: Policy, *, most_posts: int = _MOST) -> st.SearchStrategy[Records]:
    """Records of one county of a policy's domain, with at most so many posts a unit.

    >>> import paycalc
    >>> from hypothesis import find
    >>> policy = paycalc.load_policy("policies/hundred-points.yaml")
    >>> find(records_for(policy), lambda records: True).tables["staff"].frame.height
    1
    """
    return counties(policy, most_posts=most_posts).map(records_of)


def counties(policy: Policy, *, most_posts: int = _MOST) -> st.SearchStrategy[County]:
    """Counties of a policy's domain as plain tables, with at most so many posts a unit.

    >>> import paycalc
    >>> from hypothesis import find
    >>> policy = paycalc.load_policy("policies/hundred-points.yaml")
    >>> county = find(counties(policy), lambda one: len(one.tables["staff"]) > 1)
    >>> [row["amount"] for row in county.tables["funds"]]
    ['20000']
    """
    return _county(policy, domain_of(policy), most_posts)


def changes(
    policy: Policy, kind: ChangeKind, of: str | None = None, *, most_posts: int = _MOST
) -> st.SearchStrategy[Pair]:
    """Pairs of counties of which the second has one thing changed.

    ``kind`` is ``workload``, ``outcomes``, ``leave`` or ``school_results`` (a step more of the kind
    or indicator ``of``, or of any; of work and leave also a first row), ``more_fund`` or
    ``twice_fund``.

    Raises:
        ValueError: another kind, which `assert_promises` makes.

    >>> import paycalc
    >>> from hypothesis import find
    >>> policy = paycalc.load_policy("policies/hundred-points.yaml")
    >>> find(changes(policy, "workload", "lesson"), lambda pair: True).changed
    'workload lesson of T1: 14 -> 15'
    """
    domain = domain_of(policy)
    made = counties(policy, most_posts=most_posts)
    if kind in ("more_fund", "twice_fund"):
        return _fund(made, twice=kind == "twice_fund")
    if kind not in _KEYS:
        raise ValueError(f"no strategy for changes of {kind}: use assert_promises")
    return _more(made, domain, kind, of)


# --- Counties -----------------------------------------------------------------------------------


@st.composite
def _county(draw: st.DrawFn, policy: Policy, domain: Domain, most: int) -> County:
    tables: Rows = {"funds": [], "schools": [], "staff": []}
    low, high = domain.units
    posts = 0
    for unit in range(1, draw(st.integers(max(low, 1), max(high, 1))) + 1):
        school = f"S{unit}"
        tables["schools"].append(_school(draw, domain, school))
        for kind in domain.kinds.get("school_results", ()):
            _row(draw, domain, tables, "school_results", kind, {"school_id": school})
        first, last = domain.posts
        fewest = min(max(first, 1), most)
        for _ in range(draw(st.integers(fewest, max(fewest, min(last, most))))):
            posts += 1
            _post(draw, domain, tables, {"teacher_id": f"T{posts}", "school_id": school})
    _funds(draw, domain, tables, posts)
    period = {"id": "audit", "from": str(domain.first_day), "to": str(domain.last_day)}
    return County({name: tuple(rows) for name, rows in tables.items() if rows}, period)


def _funds(draw: st.DrawFn, domain: Domain, tables: Rows, posts: int) -> None:
    for source in domain.sources:
        usual = st.just(_PER_HEAD * posts)
        amount = draw(st.one_of(usual, st.integers(1, 50 * posts).map(lambda n: n * 1000)))
        tables["funds"].append({"county_id": "C1", "amount": str(amount), "source": source})


def _school(draw: st.DrawFn, domain: Domain, school: str) -> dict[str, str]:
    row = {"school_id": school, "county_id": "C1"}
    if domain.unit_column is not None:
        row[domain.unit_column] = ""
    return row | _cells(draw, domain, "schools")


def _post(draw: st.DrawFn, domain: Domain, tables: Rows, post: Row) -> None:
    fte = {kind.name: kind for kind in domain.kinds.get("staff", ())}
    row = dict(post) | _cells(draw, domain, "staff")
    if fte:
        row["fte"] = decimal_text(draw(_number(fte[""].grid)))
    tables["staff"].append(row)
    for table in ("workload", "outcomes", "leave"):
        for kind in domain.kinds.get(table, ()):
            usual = [True, False] if kind.usual else [False, True]
            if draw(st.sampled_from(usual)):
                _row(draw, domain, tables, table, kind, post)


def _row(draw: st.DrawFn, domain: Domain, tables: Rows, table: str, kind: Kind, owner: Row) -> None:
    key, number = _KEYS[table]
    row = dict(owner) | {key: kind.name, number: decimal_text(draw(_number(kind.grid)))}
    tables.setdefault(table, []).append(row | _cells(draw, domain, table))


def _cells(draw: st.DrawFn, domain: Domain, table: str) -> dict[str, str]:
    """The columns that the policy reads; the usual text comes first, so that it is shrunk to."""
    return {
        column: draw(st.sampled_from(cells.texts))
        for (name, column), cells in sorted(domain.cells.items())
        if name == table
    }


def _number(grid: Grid) -> st.SearchStrategy[int]:
    """The typical number first, then those beside breakpoints, then any of the grid."""
    places = (grid.last - grid.first) // grid.step
    anywhere = st.integers(0, places).map(lambda n: grid.first + n * grid.step)
    near = [st.sampled_from(grid.near)] if grid.near else []
    return st.one_of(st.just(grid.typical), *near, anywhere)


# --- Changes ------------------------------------------------------------------------------------


@st.composite
def _more(
    draw: st.DrawFn,
    made: st.SearchStrategy[County],
    domain: Domain,
    table: str,
    of: str | None,
) -> Pair:
    key, number = _KEYS[table]
    kinds = [kind for kind in domain.kinds.get(table, ()) if of in (None, kind.name)]
    grids = {kind.name: kind.grid for kind in kinds}

    def options(county: County) -> list[tuple[Row, int | None]]:
        """Rows with room for a step, with their places; then rows that are not there yet."""
        rows = county.tables.get(table, ())
        there: list[tuple[Row, int | None]] = [
            (row, place)
            for place, row in enumerate(rows)
            if row[key] in grids
            and micro(row[number]) + grids[row[key]].step <= grids[row[key]].last
        ]
        return there + [(row, None) for row in _absent(county, table, key, number, kinds)]

    county = draw(made.filter(options))
    row, place = draw(st.sampled_from(options(county)))
    rows = list(county.tables.get(table, ()))
    after = decimal_text((0 if place is None else micro(row[number])) + grids[row[key]].step)
    if place is None:
        rows.append({**row, **_cells(draw, domain, table), number: after})
    else:
        rows[place] = {**row, number: after}
    who = row.get("teacher_id", row.get("school_id", ""))
    told = f"{table} {row[key]} of {who}: {row[number]} -> {after}"
    return Pair(county, _with(county, table, tuple(rows)), told)


def _absent(
    county: County, table: str, key: str, number: str, kinds: Sequence[Kind]
) -> Iterator[Row]:
    """The kinds of work or leave of which somebody has no row yet."""
    if table not in ("workload", "leave"):
        return
    have = {(row["school_id"], row["teacher_id"], row[key]) for row in county.tables.get(table, ())}
    for post in county.tables["staff"]:
        school, teacher = post["school_id"], post["teacher_id"]
        for kind in kinds:
            if (school, teacher, kind.name) not in have and kind.grid.first <= kind.grid.step:
                row = {"teacher_id": teacher, "school_id": school, key: kind.name, number: "none"}
                yield row


@st.composite
def _fund(draw: st.DrawFn, made: st.SearchStrategy[County], *, twice: bool) -> Pair:
    county = draw(made)
    grow: Callable[[Decimal], Decimal] = lambda amount: 2 * amount  # noqa: E731
    if not twice:
        more = draw(st.integers(1, 1_000_000)) / Decimal(100)
        grow = lambda amount: amount + more  # noqa: E731
    first, *others = county.tables["funds"]
    changed = [first, *others]
    for place in range(len(changed) if twice else 1):
        amount = str(grow(Decimal(changed[place]["amount"])))
        changed[place] = {**changed[place], "amount": amount}
    return Pair(county, _with(county, "funds", tuple(changed)), "funds")


def _with(county: County, table: str, rows: tuple[Row, ...]) -> County:
    tables: Mapping[str, Any] = {**county.tables, table: rows}
    return replace(county, tables=tables)


def micro(text: str) -> int:
    """A number's text in micro."""
    return int(Decimal(text) * 1_000_000)


__all__ = ["County", "Pair", "changes", "counties", "records_for"]
