"""What a policy says of corrections after a period is closed (policies/corrections.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from paycalc.policy.model._basics import Fen, Mark, a_mark
from paycalc.policy.model._values import Who


@dataclass(frozen=True, slots=True)
class Release:
    """How the reserve is paid out: to whom, and whether in equal shares or by level 2's money."""

    who: Who = None
    share_equally: bool = False
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a correction does to those whose own records did not change.

    ``reserve`` (a pool of level 2 that is kept) and ``release`` go with ``freeze_others``;
    ``recovery_at_most`` is ``None`` without a limit.
    """

    mode: Literal["repool", "freeze_others", "carry_forward"]
    reserve: str | None = None
    recovery_at_most: Fen | None = None
    release: Release = Release()
    mark: Mark = a_mark()
