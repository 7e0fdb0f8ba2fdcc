"""What a feed is about: the lines of other periods and counties may stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from paycalc.output.chain import counties_of

if TYPE_CHECKING:
    from paycalc.output.runs import Run


@dataclass(frozen=True, slots=True)
class Scope:
    """A policy, a period and counties, up to a revision.

    Counties are computed apart from each other, and may be run and exported apart.
    """

    policy: str
    period: str
    revision: int
    counties: tuple[str, ...]

    def of_earlier(self, lines: pl.DataFrame) -> pl.DataFrame:
        """The lines of these counties that are of earlier revisions."""
        own = pl.col("county_id").is_in(self.counties)
        return lines.filter(own, pl.col("revision") < self.revision)


def scope_of(run: Run) -> Scope:
    """What a run's feed is about."""
    counties = tuple(sorted(counties_of(run)))
    return Scope(run.policy_id, run.period, run.revision, counties)
