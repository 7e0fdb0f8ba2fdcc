"""Pay by rows of staff that a teacher with two posts gets twice (L031)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paycalc.policy.lint._view import View
from paycalc.policy.model import Composite, Micro, Rows
from paycalc.problems import Problem

_FTE: Final = "fte"
_MAIN_POST: Final = frozenset(
    {_FTE, "main", "main_post", "is_main", "primary_post", "home_post", "主岗", "主要岗位", "编制"}
)
"""Columns of staff that tell a teacher's posts apart: conditions on them pay one post only."""


def paid_per_post(view: View, figure: Micro) -> Iterator[Problem]:
    """Items of posts that pay by rows of staff and never ask how large the post is."""
    for name, item in view.policy.items.items():
        source = item.source
        if item.base != "post" or not isinstance(source, Rows) or source.table != "staff":
            continue
        pools = [at for at in view.pools if at.pool.kind == "pay" and at.pool.pays_posts]
        paying = [at.pool for at in pools if name in view.reach(at.pool.items)]
        bare = [pool.id for pool in paying if not _asks(name, pool.items, pool.factors, view)]
        whos = [pool.who for pool in paying]
        main = all(view.columns_of(who) & _MAIN_POST for who in (*whos, item.who))
        told = bool(view.columns_of(item.who) & _MAIN_POST)
        if bare and not main and not told:
            pools_named = ", ".join(dict.fromkeys(bare))
            yield view.problem("L031", ("items", name), item=name, pools=pools_named)


def _asks(name: str, items: tuple[str, ...], factors: tuple[str, ...], view: View) -> bool:
    """Whether the item, a factor, or what it is multiplied by, reads the size of the post."""
    if _columns(name, view) & _MAIN_POST or any(
        _columns(one, view) & _MAIN_POST for one in view.reach(factors)
    ):
        return True
    for parent in view.reach(items) - {name}:
        source = view.policy.items[parent].source
        above = name in view.reach([parent])
        product = isinstance(source, Composite) and source.kind == "product_of"
        read = [one for one in view.reach([parent]) if product or one == parent]
        if above and any(_columns(one, view) & _MAIN_POST for one in read):
            return True
    return False


def _columns(name: str, view: View) -> frozenset[str]:
    uses = view.uses(view.policy.items[name])
    return frozenset(use.column.name for use in uses if hasattr(use, "column"))
