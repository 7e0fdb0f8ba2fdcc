"""One form for what engine and reference say of a case."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TypeAlias

PostKey: TypeAlias = tuple[str, str, str]
"""County, school, teacher."""


@dataclass(frozen=True)
class Paid:
    """An accepted case, all money in fen."""

    payouts: dict[PostKey, tuple[int, ...]]
    """gross, forfeited, received, held, payable"""
    lines: dict[tuple[str, str, str, str], int]
    """by county, school, teacher and line; those that are not zero"""
    units: dict[tuple[str, str], tuple[int, ...]]
    """posts, allocated, payable, held, forfeited, received, kept, unallocated"""
    counties: dict[str, tuple[int, ...]]
    """fund, opening, payable, held, kept, unallocated, forfeited to the county"""
    bars: frozenset[tuple[str, ...]]
    """county, teacher, case, class, bar, from, until"""
    broken: frozenset[tuple[str, str, str]]
    """guarantee, county, unit (empty for a whole county)"""


@dataclass(frozen=True)
class Refused:
    """A refused case: the classes of error found, and those of each county in computing."""

    errors: frozenset[str]
    by_county: dict[str, frozenset[str]] = field(default_factory=dict)


Answer: TypeAlias = Paid | Refused


def differences(first: Answer, second: Answer) -> dict[str, str]:
    """What differs, by field, each with some examples; nothing where both say the same."""
    if isinstance(first, Refused) or isinstance(second, Refused):
        if isinstance(first, Refused) and isinstance(second, Refused):
            return _refusals(first, second)
        return {"refused": f"{_short(first)} against {_short(second)}"}
    found = {}
    for part in fields(Paid):
        ours, theirs = getattr(first, part.name), getattr(second, part.name)
        if ours != theirs:
            found[part.name] = _examples(ours, theirs)
    return found


def _refusals(first: Refused, second: Refused) -> dict[str, str]:
    """Named by the classes that only one side has, so that a smaller case fails alike."""
    told = f"{_told(first)} against {_told(second)}"
    if first.errors != second.errors:
        return {f"errors: {_only(first.errors, second.errors)}": told}
    if first.by_county != second.by_county:
        counties = {*first.by_county, *second.by_county}
        none: frozenset[str] = frozenset()
        pairs = [(first.by_county.get(c, none), second.by_county.get(c, none)) for c in counties]
        parts = {_only(ours, theirs) for ours, theirs in pairs if ours != theirs}
        return {"by_county: " + ", ".join(sorted(parts)): told}
    return {}


def _only(first: frozenset[str], second: frozenset[str]) -> str:
    return " ".join([f"+{name}" for name in sorted(first - second)]
                    + [f"-{name}" for name in sorted(second - first)])  # fmt: skip


def _told(answer: Refused) -> str:
    counties = {county: sorted(found) for county, found in sorted(answer.by_county.items())}
    return str(counties or sorted(answer.errors))


def _short(answer: Answer) -> str:
    return str(sorted(answer.errors)) if isinstance(answer, Refused) else "paid"


def _examples(first: object, second: object, most: int = 4) -> str:
    if isinstance(first, dict) and isinstance(second, dict):
        keys = [key for key in {**first, **second} if first.get(key) != second.get(key)]
        shown = [f"{key}: {first.get(key)} against {second.get(key)}" for key in keys[:most]]
        return f"{len(keys)} differ: " + "; ".join(shown)
    assert isinstance(first, frozenset)
    assert isinstance(second, frozenset)
    return (
        f"only first {sorted(first - second)[:most]}, only second {sorted(second - first)[:most]}"
    )
