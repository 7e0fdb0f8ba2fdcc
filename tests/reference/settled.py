"""Section 11 of policies/corrections.md: what is settled after a revision, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .checking import read_period, read_records
from .columns import Reading
from .outcome import Outcome
from .paying import Paid, pay_county
from .policy import Node, read_policy
from .records import PostKey
from .refusal import PayError, Refusal

Tables = Mapping[str, list[dict[str, str]]]
Account = tuple[str, str, str]  # county, unit or "", account
Flow = tuple[int, str, str, str, str, int]  # revision, county, unit, from, to, fen


@dataclass(frozen=True)
class SettledPost:
    """Section 11: what is settled of a post."""

    unit: str
    lines: dict[str, int] = field(default_factory=dict)
    forfeited: int = 0
    received: int = 0
    held: int = 0

    @property
    def gross(self) -> int:
        """Section 11: the sum of the lines."""
        return sum(self.lines.values())

    @property
    def payable(self) -> int:
        """Section 11: gross - forfeited + received - held."""
        return self.gross - self.forfeited + self.received - self.held


@dataclass(frozen=True)
class Computed:
    """What the records of a county come to."""

    reading: Reading
    paid: Paid


@dataclass(frozen=True)
class State:
    """Section 11: what is settled after a revision, and the records that it has."""

    policy_text: str
    known: dict[str, Computed]
    posts: dict[PostKey, SettledPost]
    accounts: dict[Account, int]
    flows: tuple[Flow, ...]
    revision: int = 0


def first(policy_text: str, tables: Tables, period: Mapping[str, str]) -> State | Refusal:
    """Revision 0: what sections 2 to 8 give."""
    known = recompute(policy_text, tables, period)
    if isinstance(known, Refusal):
        return known
    posts = {key: post for county in known.values() for key, post in posts_of(county).items()}
    accounts = {
        account: fen
        for name, county in known.items()
        for account, fen in accounts_of(name, county).items()
    }
    return State(policy_text, known, posts, accounts, tuple(flows(0, {}, accounts)))


def recompute(
    policy_text: str, tables: Tables, period: Mapping[str, str]
) -> dict[str, Computed] | Refusal:
    """What sections 1 to 8 give, county by county."""
    try:
        policy, when = read_policy(policy_text, {}), read_period(period)
        counties = read_records(policy, tables, when)
    except PayError as wrong:
        return Refusal(wrong.classes)
    known: dict[str, Computed] = {}
    errors: set[str] = set()
    for name, county in counties.items():
        reading = Reading(policy, when, county)
        found = pay_county(reading, Outcome())
        if isinstance(found, Paid):
            known[name] = Computed(reading, found)
        else:
            errors |= found
    return Refusal(frozenset(errors)) if errors else known


def posts_of(county: Computed) -> dict[PostKey, SettledPost]:
    """Every post as computed."""
    accounts, vetoes = county.paid.accounts, county.paid.vetoes
    return {
        post.key: SettledPost(
            post.unit,
            {line: fen for line, fen in accounts.lines.get(post.key, {}).items() if fen},
            vetoes.forfeited.get(post.key, 0),
            vetoes.received.get(post.key, 0),
            vetoes.held.get(post.key, 0),
        )
        for post in county.reading.county.posts
    }


def accounts_of(name: str, county: Computed) -> dict[Account, int]:
    """The accounts after revision 0."""
    paid, records = county.paid.accounts, county.reading.county
    found: dict[Account, int] = {
        (name, "", "fund"): paid.fund,
        (name, "", "unallocated"): paid.unallocated,
    }
    for (unit, pool), fen in paid.pools_kept.items():
        found[name, unit, f"kept.{pool}"] = fen
    for unit, fen in paid.unit_unallocated.items():
        found[name, unit, "unallocated"] = fen
    for unit, fen in records.opening.items():
        found[name, unit, "opening"] = fen
    posts = posts_of(county)
    for (unit, account), fen in of_posts(posts).items():
        found[name, unit, account] = fen
    if veto_goes_to(county.reading.policy.veto) == "county":
        for post in posts.values():
            where = (name, post.unit, "forfeited_to_county")
            found[where] = found.get(where, 0) + post.forfeited
    return {account: fen for account, fen in found.items() if fen}


def veto_goes_to(rules: Node | None) -> str:
    """Section 8, `money_goes_to`."""
    return "unallocated" if rules is None else str(rules.get("money_goes_to", "unallocated"))


def of_posts(posts: Mapping[PostKey, SettledPost]) -> dict[tuple[str, str], int]:
    """The sums of payable and held of each unit."""
    sums: dict[tuple[str, str], int] = {}
    for post in posts.values():
        for account, fen in (("payable", post.payable), ("held", post.held)):
            sums[post.unit, account] = sums.get((post.unit, account), 0) + fen
    return sums


def flows(
    revision: int, before: Mapping[Account, int], after: Mapping[Account, int]
) -> Iterator[Flow]:
    """One flow of what each account changed by, through that of the settlement."""
    for county, unit, account in sorted({*before, *after}):
        fen = after.get((county, unit, account), 0) - before.get((county, unit, account), 0)
        outward = (fen > 0) == (account in ("fund", "opening"))
        ends = (account, "settlement") if outward else ("settlement", account)
        if fen:
            yield revision, county, unit, *ends, abs(fen)


def settled(
    state: State,
    known: dict[str, Computed],
    posts: dict[PostKey, SettledPost],
    accounts: dict[Account, int],
) -> State:
    """The state after a revision."""
    accounts = {account: fen for account, fen in accounts.items() if fen}
    revision = state.revision + 1
    new = tuple(flows(revision, state.accounts, accounts))
    return State(state.policy_text, known, posts, accounts, state.flows + new, revision)
