"""policy.md as a whole: one policy, one period's records, and what every post is paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .adjustments import adjust
from .checking import read_period, read_records
from .columns import Reading
from .county_items import compute_items, order_of_dependence
from .guarantees import guarantee
from .levels import Accounts, level_1, level_2
from .manual import adjust_by_hand
from .outcome import Outcome, check, settle
from .policy import Plan, read_policy
from .refusal import PayError, Refusal
from .veto import Vetoes, veto


def pay(
    policy_text: str,
    tables: Mapping[str, list[dict[str, str]]],
    period: Mapping[str, str],
    files: Mapping[str, str] | None = None,
) -> Outcome | Refusal:
    """The pay that follows from a policy and text cells, or every class of error found.

    `files` holds the texts of plans that the policy names with `file`.
    """
    try:
        policy = read_policy(policy_text, files or {})
        order_of_dependence(policy)
        when = read_period(period)
        counties = read_records(policy, tables, when)
    except PayError as wrong:
        return Refusal(wrong.classes)
    outcome = Outcome()
    refused: dict[str, frozenset[str]] = {}
    for name in sorted(counties, key=str.encode):
        found = pay_county(Reading(policy, when, counties[name]), outcome)
        if not isinstance(found, Paid):
            refused[name] = frozenset(found)
    if refused:
        return Refusal(frozenset().union(*refused.values()), refused)
    check(outcome)
    return outcome


@dataclass(frozen=True)
class Paid:
    """What a county came to, with all that lies between."""

    plans: dict[str, Plan]
    accounts: Accounts
    vetoes: Vetoes


def pay_county(reading: Reading, outcome: Outcome) -> Paid | set[str]:
    """One county through all stages; it stops at the first in which something is wrong."""
    if errors := compute_items(reading):
        return errors
    for name, item in reading.items.items():
        outcome.items.setdefault(name, {}).update(item.numbers)
    accounts = Accounts()
    if errors := level_1(reading, accounts):
        return errors
    plans, errors = level_2(reading, accounts)
    if errors:
        return errors
    for nth in range(max((len(plan.adjust) for plan in plans.values()), default=0)):
        if errors := adjust(nth, reading, plans, accounts):
            return errors
    broken, errors = guarantee(reading, plans, accounts)
    if errors:
        return errors
    if errors := adjust_by_hand(reading, accounts):
        return errors
    outcome.broken.update(broken)
    vetoes = veto(reading, plans, accounts)
    settle(outcome, reading, plans, accounts, vetoes)
    return Paid(plans, accounts, vetoes)
