"""A closed period as the engine corrects it: state by state, as plain integers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import paycalc
from paycalc.policy import Policy, parse_policy
from paycalc.problems import ProblemsError
from paycalc.records import Checked
from paycalc.result import Result
from paycalc.result.corrections import Correction, Settled, correct, release, settled_of_result
from tests.corrections.drawing import PERIOD, Tables

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Closed:
    """A closed revision: what is settled, and the records that it has."""

    settled: Settled
    result: Result
    correction: Correction | None = None

    @property
    def checked(self) -> Checked:
        """Its records."""
        return self.result.made.checked


@lru_cache(maxsize=64)
def policy_of(text: str) -> Policy:
    """A policy that has no problem."""
    policy, problems = parse_policy(text)
    assert policy is not None, problems
    return policy


def computed(policy: str, tables: Tables) -> Result | None:
    """The result of these records, ``None`` if they are refused."""
    columns = {
        name: {column: [row.get(column, "") for row in rows] for column in _columns(rows)}
        for name, rows in tables.items()
        if rows
    }
    records = paycalc.Records.from_tables(columns, period=PERIOD)
    try:
        return paycalc.compute(policy_of(policy), records, threads=1)
    except ProblemsError:
        return None


def _columns(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def run(policy: str, tables: Tables) -> Closed:
    """Revision 0."""
    result = computed(policy, tables)
    assert result is not None
    return Closed(settled_of_result(result), result)


def corrected(before: Closed, policy: str, tables: Tables) -> Closed | None:
    """The next revision, blocked or not; ``None`` if the records are refused."""
    result = computed(policy, tables)
    if result is None:
        return None
    made = correct(before.settled, before.checked, result)
    return Closed(made.after, result, made)


def released(before: Closed) -> Closed:
    """The next revision, which pays the reserve out; blocked or not."""
    made = release(before.settled, before.result)
    return Closed(made.after, before.result, made)


def blockers(closed: Closed) -> set[tuple[str, str, str]]:
    """The errors of a revision: code, county, and teacher or unit."""
    problems = () if closed.correction is None else closed.correction.problems
    return {
        (one.code, one.place.county or "", one.place.teacher or one.place.unit or "")
        for one in problems
        if one.severity == "error"
    }


def posts(settled: Settled) -> dict[Key, tuple[str, int, int, int, dict[str, int]]]:
    """Each post: its unit, forfeited, received, held, and its lines that are not 0, in fen."""
    pay = settled.pay
    found = {}
    for place, (county, unit, school, teacher) in enumerate(settled.posts.iter_rows()):
        lines = {name: int(fen[place]) for name, fen in pay.lines.items() if fen[place]}
        parts = (int(pay.forfeited[place]), int(pay.received[place]), int(pay.held[place]))
        found[county, school, teacher] = (unit, *parts, lines)
    return found


def payable(settled: Settled) -> dict[Key, int]:
    """What each post is paid, in fen."""
    keys = settled.posts.select("county_id", "school_id", "teacher_id").iter_rows()
    return dict(zip(keys, settled.pay.payable.tolist(), strict=True))


def accounts(settled: Settled) -> dict[Key, int]:
    """Each account that is not empty: county, unit or nothing, account; in fen."""
    return {
        (county, unit, account): fen
        for county, unit, account, fen in settled.book.balances.iter_rows()
        if fen
    }


def flows(settled: Settled) -> set[tuple[object, ...]]:
    """The ledger of all revisions, in fen."""
    return set(settled.book.flows().iter_rows())
