"""All of a small scope: one member's records on the policy's breakpoints, all very small units.

The scope is a county of one unit, in every plan: the subject beside none or one typical colleague,
with a usual fund. The subject's number of the kind that grows takes every value beside a
breakpoint, the other kinds each of theirs in turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from paycalc.audit.model import Finding, Promise
from paycalc.audit.world import World


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of the small scope."""

    cases: int = 0
    met: int = 0
    moved: int = 0
    missed: int = 0
    broken: int = 0
    worst: int = 0
    finding: Finding | None = None
    scope: str = ""


def check(world: World, promise: Promise) -> Checked:
    """Judge a promise in all of the small scope."""
    return Checked()
