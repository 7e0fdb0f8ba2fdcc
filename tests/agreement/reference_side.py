"""What the reference says of a case, in the common form."""

from __future__ import annotations

from tests import reference
from tests.agreement.answers import Answer, Paid, Refused
from tests.strategies import Case

FIXED = {"policy": "policy"}
"""Mischief that the reference does not judge (it trusts policies), and what must be said of it."""


def by_reference(case: Case) -> Answer:
    """What the plain reading of policy.md says."""
    if case.mischief in FIXED:
        return Refused(frozenset([FIXED[case.mischief]]))
    outcome = reference.pay(case.policy_text, case.tables, case.period, case.files)
    if isinstance(outcome, reference.Refusal):
        return Refused(outcome.errors, dict(outcome.by_county))
    return Paid(
        payouts={
            key: (p.gross, p.forfeited, p.received, p.held, p.payable)
            for key, p in outcome.payouts.items()
        },
        lines={key: fen for key, fen in outcome.lines.items() if fen},
        units={key: _unit(unit) for key, unit in outcome.units.items()},
        counties={county: _balance(balance) for county, balance in outcome.counties.items()},
        bars=frozenset(tuple(str(part) for part in bar) for bar in outcome.bars),
        broken=frozenset(outcome.broken),
    )


def _unit(u: reference.Unit) -> tuple[int, ...]:
    kept = (u.kept, u.unallocated)
    return (u.posts, u.allocated, u.payable, u.held, u.forfeited, u.received, *kept)


def _balance(b: reference.Balance) -> tuple[int, ...]:
    ended = (b.payable, b.held, b.kept, b.unallocated, b.forfeited_to_county)
    return (b.fund, b.opening, *ended)
