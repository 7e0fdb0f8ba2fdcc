"""Counties that were paid, with what lay between records and pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from paycalc.audit.pairs import Paid
from paycalc.audit.world import World
from paycalc.engine.arrays import compute_traced
from paycalc.engine.groups import belongs
from paycalc.engine.numbers import Bools
from paycalc.engine.trace import KeptTrace
from paycalc.engine.values import TRUE
from paycalc.engine.work import Work
from paycalc.policy.model import Who


@dataclass(frozen=True)
class Seen:
    """Counties that were paid, and what lay between."""

    world: World
    paid: Paid

    @cached_property
    def work(self) -> Work:
        """The computation with all that it keeps."""
        if self.paid.work is not None:
            return self.paid.work
        encoded = self.paid.encoded
        return compute_traced(self.world.plan, encoded, 0, encoded.counties)[1]

    def kept(self, *key: str | int) -> Mapping[str, Any]:
        """What the computation kept under a key."""
        assert isinstance(self.work.trace, KeptTrace)
        return self.work.trace.found[key]

    def members(self, who: Who) -> Bools:
        """The posts of a group."""
        found: Bools = belongs(self.work, self.work.members("post"), who) == TRUE
        return found
