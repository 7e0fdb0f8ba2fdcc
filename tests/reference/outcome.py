"""Section 9 of policy.md: what comes out, down to the balances of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .columns import Key, Reading
from .guarantees import Broken
from .levels import Accounts
from .policy import Plan
from .records import PostKey
from .veto import Bar, Vetoes


@dataclass(frozen=True)
class Payout:
    """Section 8: a post's money in fen; payable = gross - forfeited + received - held."""

    gross: int
    forfeited: int
    received: int
    held: int
    payable: int


@dataclass(frozen=True)
class Unit:
    """A unit's money in fen: its level 1 allocation, its posts' sums, its own accounts."""

    posts: int
    allocated: int
    payable: int
    held: int
    forfeited: int
    received: int
    kept: int
    unallocated: int


@dataclass(frozen=True)
class Balance:
    """Section 9: the last balances of a county in fen; what it had is in them."""

    fund: int
    opening: int
    payable: int
    held: int
    kept: int
    unallocated: int
    forfeited_to_county: int


@dataclass(frozen=True)
class Outcome:
    """All that follows from an accepted input."""

    payouts: dict[PostKey, Payout] = field(default_factory=dict)
    lines: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    units: dict[tuple[str, str], Unit] = field(default_factory=dict)
    counties: dict[str, Balance] = field(default_factory=dict)
    bars: set[Bar] = field(default_factory=set)
    broken: Broken = field(default_factory=set)
    items: dict[str, dict[Key, int | None]] = field(default_factory=dict)


def settle(
    outcome: Outcome,
    reading: Reading,
    plans: Mapping[str, Plan],
    accounts: Accounts,
    vetoes: Vetoes,
) -> None:
    """Sections 8 and 9: a county's payouts, lines, units and balance, added to the outcome."""
    county = reading.county
    for post in county.posts:
        outcome.payouts[post.key] = payout(post.key, accounts, vetoes)
        for line, fen in accounts.lines.get(post.key, {}).items():
            if fen:
                outcome.lines[(*post.key, line)] = fen
    for unit in plans:
        of_posts = [outcome.payouts[post.key] for post in county.posts_of(unit)]
        outcome.units[county.id, unit] = Unit(
            posts=len(of_posts),
            allocated=sum(accounts.unit_money[unit].values()),
            payable=sum(p.payable for p in of_posts),
            held=sum(p.held for p in of_posts),
            forfeited=sum(p.forfeited for p in of_posts),
            received=sum(p.received for p in of_posts),
            kept=accounts.unit_kept[unit],
            unallocated=accounts.unit_unallocated[unit],
        )
    units = [outcome.units[county.id, unit] for unit in plans]
    outcome.counties[county.id] = Balance(
        fund=accounts.fund,
        opening=accounts.opening,
        payable=sum(u.payable for u in units),
        held=sum(u.held for u in units),
        kept=accounts.kept + sum(u.kept for u in units),
        unallocated=accounts.unallocated + sum(u.unallocated for u in units),
        forfeited_to_county=vetoes.to_county,
    )
    outcome.bars.update(vetoes.bars)


def payout(key: PostKey, accounts: Accounts, vetoes: Vetoes) -> Payout:
    """Section 8: what a post is paid."""
    gross = accounts.gross(key)
    forfeited, held = vetoes.forfeited.get(key, 0), vetoes.held.get(key, 0)
    received = vetoes.received.get(key, 0)
    return Payout(gross, forfeited, received, held, gross - forfeited + received - held)


def check(outcome: Outcome) -> None:
    """Section 9: what must always hold; a breach here is a mistake of the reference itself."""
    for payout_ in outcome.payouts.values():
        fields = (payout_.gross, payout_.forfeited, payout_.received, payout_.held)
        if min(*fields, payout_.payable) < 0:
            raise AssertionError("a payout is negative")
    for b in outcome.counties.values():
        had = b.fund + b.opening
        if had != b.payable + b.held + b.kept + b.unallocated + b.forfeited_to_county:
            raise AssertionError("the fund is not what became of it")
