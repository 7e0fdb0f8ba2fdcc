"""A small period to correct by hand: one county with one school, of 1000.00."""

from __future__ import annotations

from tests.corrections import engine_side as engine
from tests.corrections.drawing import Tables

FREEZE = "mode: freeze_others, reserve: reserve"


def policy(corrections: str = FREEZE, goes_to: str = "county", reserve: str = "5%") -> str:
    """Points of work share what the reserve leaves; a confirmed case takes all, or half."""
    return f"""
paycalc: 1
id: small
version: "1"
effective: {{from: 2025-09-01}}
currency: {{code: CNY, decimals: 2}}
groups: {{heads: {{position: head}}}}
items:
  points: {{rows: workload}}
  headcount: {{of: unit, rows: staff}}
  cut: {{rows: leave}}
level_1: {{pools: {{all: {{takes: rest, share_by: [headcount]}}}}}}
level_2:
  pools:
    reserve: {{takes: {{share: {reserve}, of: all}}, keep: true}}
    work: {{takes: rest, share_by: [points]}}
  adjust:
    leave: {{minus: [cut]}}
veto:
  list: {{bribes: {{class: grave}}, gifts: {{class: light}}}}
  classes: {{grave: {{pays: 0%, months: 12}}, light: {{pays: 50%, months: 12}}}}
  statuses: {{confirmed: apply, under_review: hold, overturned: ignore}}
  money_goes_to: {goes_to}
corrections: {{{corrections}}}
"""


def tables(
    points: dict[str, str], *cases: tuple[str, str, str], fund: str = "1000", **more: object
) -> Tables:
    """Posts with so many points each, and cases: teacher, item, status."""
    result: Tables = {
        "funds": [{"county_id": "C", "amount": fund}],
        "schools": [{"school_id": "S", "county_id": "C"}],
        "staff": [{"teacher_id": t, "school_id": "S", "position": "teacher"} for t in points],
        "workload": [{"teacher_id": t, "kind": "lesson", "quantity": q} for t, q in points.items()],
        "ethics": [
            {
                "case_id": f"E{number}",
                "teacher_id": teacher,
                "item": item,
                "status": status,
                "decided_on": "2025-10-01",
            }
            for number, (teacher, item, status) in enumerate(cases)
        ],
    }
    for name, rows in more.items():
        assert isinstance(rows, list)
        result[name] = rows
    return result


def paid(closed: engine.Closed) -> dict[str, int]:
    """What each teacher is paid, in fen."""
    return {teacher: fen for (_, _, teacher), fen in engine.payable(closed.settled).items()}


def held_by(closed: engine.Closed, account: str) -> int:
    """What an account of all units, or of the county, holds, in fen."""
    found = engine.accounts(closed.settled)
    return sum(fen for (_, _, name), fen in found.items() if name == account)


def corrected(before: engine.Closed, policy_text: str, now: Tables) -> engine.Closed:
    """The next revision, which nothing blocks."""
    made = engine.corrected(before, policy_text, now)
    assert made is not None
    assert engine.blockers(made) == set()
    return made


def blocked(before: engine.Closed, policy_text: str, now: Tables) -> set[tuple[str, str]]:
    """The errors of the next revision: code, and teacher or unit."""
    made = engine.corrected(before, policy_text, now)
    assert made is not None
    return {(code, who) for code, _, who in engine.blockers(made)}
