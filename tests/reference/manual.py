"""The table `adjustments`: after guarantees and before vetoes, out of unallocated money."""

from __future__ import annotations

from .columns import Reading
from .levels import Accounts


def adjust_by_hand(reading: Reading, accounts: Accounts) -> set[str]:
    """What posts are given and have to give back, all at once; the line `manual`."""
    errors: set[str] = set()
    county = reading.county
    given = {post.key: 0 for post in county.posts}
    taken = dict.fromkeys(county.units, 0)
    for post, fen in county.manual:
        given[post.key] += fen
        taken[post.unit] += fen
    if any(accounts.gross(key) + fen < 0 for key, fen in given.items()):
        errors.add("gross_below_zero")
    if any(accounts.unit_unallocated[unit] < fen for unit, fen in taken.items()):
        errors.add("unallocated_below_zero")
    if not errors:
        for key, fen in given.items():
            accounts.add(key, "manual", fen)
        for unit, fen in taken.items():
            accounts.unit_unallocated[unit] -= fen
    return errors
