"""The posts of a correction: those that were settled before, and those of the recomputation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from paycalc.result.corrections._pay import KEYS, POSTS, Pay, pay_of, places_of

if TYPE_CHECKING:
    from paycalc.engine.numbers import Bools, Ints
    from paycalc.result import Result
    from paycalc.result.corrections._settled import Settled


@dataclass(frozen=True)
class Union:
    """All posts, in order of county, unit, school and teacher, and what is known of each.

    ``of_recomputed`` is the place here of each post of the result; ``in_recomputed`` is the other
    way round, -1 where the recomputation has no such post. ``first`` are those of which nothing
    was settled before.
    """

    posts: pl.DataFrame
    paid: Pay
    recomputed: Pay
    of_recomputed: Ints
    in_recomputed: Ints
    first: Bools

    @property
    def there(self) -> Bools:
        """Which posts the recomputation has."""
        return self.in_recomputed >= 0


def union_of(before: Settled, result: Result, *, moves: bool) -> Union:
    """The posts of both; one of both is in its unit of before or, if it ``moves``, of now."""
    now = result.payouts.select(POSTS)
    both = [now, before.posts] if moves else [before.posts, now]
    posts = pl.concat(both).unique(KEYS, keep="first", maintain_order=True).sort(POSTS)
    in_before, in_recomputed = places_of(posts, before.posts), places_of(posts, now)
    return Union(
        posts,
        before.pay.at(in_before),
        pay_of(result).at(in_recomputed),
        places_of(now, posts),
        in_recomputed,
        np.less(in_before, 0),
    )
