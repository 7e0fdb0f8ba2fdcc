"""Comparing what a case claims with what was found: exactly, and only what is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paycalc.testing.cases import Bar, Case, Claim, Value

if TYPE_CHECKING:
    from paycalc.problems import Problem
    from paycalc.testing._found import Found


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim, and what was found instead."""

    claim: Claim
    found: Value


def differences(case: Case, found: Found) -> tuple[Difference, ...]:
    """The claims of a case that was computed and that do not hold, in the order written."""
    return tuple(_differing(case.claims, found))


def _differing(claims: Iterable[Claim], found: Found) -> Iterator[Difference]:
    for claim in claims:
        value = found.value(claim)
        if not _holds(claim, value):
            yield Difference(claim, value)


def differences_of_problems(case: Case, problems: Iterable[Problem]) -> tuple[Difference, ...]:
    """What a case that has errors differs in: it expected others, or none."""
    errors = frozenset(problem.code for problem in problems if problem.severity == "error")
    expected = [claim for claim in case.claims if claim.kind == "problems"]
    claim = expected[0] if expected else Claim("problems", ("problems",), frozenset(), case.line)
    return () if claim.expected == errors else (Difference(claim, errors),)


def _holds(claim: Claim, found: Value) -> bool:
    if claim.kind == "warnings":
        assert isinstance(claim.expected, frozenset)
        assert isinstance(found, frozenset)
        return claim.expected <= found
    if claim.kind == "bars":
        assert isinstance(claim.expected, tuple)
        assert isinstance(found, tuple)
        return bars_apart(claim.expected, found) == ([], [])
    return claim.expected == found


def bars_apart(expected: tuple[Bar, ...], found: tuple[Bar, ...]) -> tuple[list[Bar], list[Bar]]:
    """The bars expected that are not found, and those found that are not expected.

    Only what is written of a bar must agree; bars of which most is written choose first.
    """
    missing, left = [], list(found)
    for bar in sorted(expected, key=len, reverse=True):
        fits = next((one for one in left if set(bar) <= set(one)), None)
        if fits is None:
            missing.append(bar)
        else:
            left.remove(fits)
    return missing, left
