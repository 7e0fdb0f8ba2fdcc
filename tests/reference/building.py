"""Small policies and datasets for the hand-computed cases."""

from __future__ import annotations

from . import Outcome, Refusal, pay

Tables = dict[str, list[dict[str, str]]]

PERIOD = {"id": "t", "from": "2025-09-01", "to": "2026-01-31"}


def policy(
    pools: str = "all: {takes: rest, share_by: [points]}",
    *,
    items: str = "points: {rows: workload}",
    groups: str = "",
    level_1: str = "{pools: {money: {takes: rest, share_equally: true}}}",
    level_2: str = "",
    plan: str = "",
    more: str = "",
) -> str:
    """A policy in YAML flow style; `plan` holds what stands beside the pools of level 2."""
    if not level_2:
        level_2 = f"{{pools: {{{pools}}}{', ' + plan if plan else ''}}}"
    return f"""
paycalc: 1
id: t
version: "1"
effective: {{from: 2025-09-01, to: 2026-08-31}}
currency: {{code: CNY, decimals: 2}}
groups: {{{groups}}}
items: {{{items}}}
level_1: {level_1}
level_2: {level_2}
{more}
"""


def tables(points: dict[str, str] | None = None, fund: str = "100", **more: object) -> Tables:
    """One county C with one school S, and posts with so many points of work each."""
    points = {"a": "1", "b": "2", "c": "3"} if points is None else points
    result: Tables = {
        "funds": [{"county_id": "C", "amount": fund}],
        "schools": [{"school_id": "S", "county_id": "C"}],
        "staff": [{"teacher_id": t, "school_id": "S", "position": "teacher"} for t in points],
        "workload": [{"teacher_id": t, "kind": "lesson", "quantity": q} for t, q in points.items()],
    }
    for name, rows in more.items():
        assert isinstance(rows, list)
        result[name] = rows
    return result


def paid(policy_text: str, data: Tables, files: dict[str, str] | None = None) -> Outcome:
    """The outcome of an accepted input."""
    outcome = pay(policy_text, data, PERIOD, files)
    assert isinstance(outcome, Outcome), outcome
    return outcome


def refused(policy_text: str, data: Tables) -> set[str]:
    """The error classes of a refused input."""
    refusal = pay(policy_text, data, PERIOD)
    assert isinstance(refusal, Refusal)
    return set(refusal.errors)


def gross(outcome: Outcome) -> dict[str, int]:
    """What each teacher's posts have, in fen."""
    result: dict[str, int] = {}
    for (_, _, teacher), payout in outcome.payouts.items():
        result[teacher] = result.get(teacher, 0) + payout.gross
    return result


def line(outcome: Outcome, name: str) -> dict[str, int]:
    """One line of every teacher who has it, in fen."""
    return {key[2]: fen for key, fen in outcome.lines.items() if key[3] == name}


def numbers(items: str, name: str, data: Tables, groups: str = "") -> dict[str, int | None]:
    """An item's micro by the last part of its members' keys."""
    outcome = paid(policy("all: {takes: rest, keep: true}", items=items, groups=groups), data)
    return {key[-1]: number for key, number in outcome.items[name].items()}
