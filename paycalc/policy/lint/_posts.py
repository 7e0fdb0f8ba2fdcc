"""Pay by rows of staff that a teacher with two posts gets twice (L031)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paycalc.policy.lint._view import View
from paycalc.policy.model import Composite, Micro
from paycalc.problems import Problem

_FTE: Final = "fte"
_MAIN_POST: Final = frozenset(
    {_FTE, "main", "main_post", "is_main", "primary_post", "home_post", "主岗", "主要岗位", "编制"}
)
"""Columns of staff that tell a teacher's posts apart: conditions on them pay one post only."""


def paid_per_post(view: View, figure: Micro) -> Iterator[Problem]:
    """Items of posts that pay by rows of staff and never ask how large the post is."""
    sized = frozenset(name for name, columns in view.columns.items() if columns & _MAIN_POST)
    paying = [at.pool for at in view.pools if at.pool.kind == "pay" and at.pool.pays_posts]
    bare: dict[str, list[str]] = {}
    for pool in paying:
        if view.reach(pool.factors) & sized or view.columns_of(pool.who) & _MAIN_POST:
            continue
        for name in _bare(pool.items, sized, view):
            bare.setdefault(name, []).append(pool.id)
    for name, item in view.policy.items.items():
        if name in bare and not view.columns_of(item.who) & _MAIN_POST:
            pools = ", ".join(dict.fromkeys(bare[name]))
            yield view.problem("L031", ("items", name), item=name, pools=pools)


def _bare(names: tuple[str, ...], sized: frozenset[str], view: View) -> Iterator[str]:
    """The items on rows of staff that flow into these without the size of the post.

    It is asked by the item, by one that they flow through, or by what that one is multiplied by.
    """
    waiting, seen = list(names), set()
    while waiting:
        name = waiting.pop()
        if name in seen or name in sized:
            continue
        seen.add(name)
        item = view.policy.items[name]
        source = item.source
        if isinstance(source, Composite):
            if source.kind == "sum_of" or not view.reach(source.items) & sized:
                waiting += source.items
        elif source.table == "staff" and item.base == "post":
            yield name
        waiting += view.parts(name) - (
            set(source.items) if isinstance(source, Composite) else set()
        )
