"""Whether money is tilted at all: equal sharing, class heads, the front line (L021 to L023)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paycalc.policy._grammar._scalars import MICRO
from paycalc.policy.lint._roles import is_role, names_class_heads
from paycalc.policy.lint._texts import item_texts, row_values
from paycalc.policy.lint._view import FACTS, View
from paycalc.policy.model import Column, Composite, Item, Micro, Plan, Pool, Rows, Value
from paycalc.problems import Problem

_EVEN: Final = ("fte", "held", "period")


def equal_sharing(view: View, figure: Micro) -> Iterator[Problem]:
    """Plans whose pools all share among everyone by head."""
    for plan, path in view.plans:
        pools = [pool for pool in plan.pools if pool.kind != "keep"]
        if pools and all(_even_pool(pool, view) for pool in pools) and not _by_facts(plan, view):
            yield view.problem("L021", (*path, "pools"), plan=str(path[-1]))


def _by_facts(plan: Plan, view: View) -> bool:
    """Whether an adjustment of a plan reads what people did."""
    return any(_reads(view, one.items, FACTS) for one in plan.adjust)


def _even_pool(pool: Pool, view: View) -> bool:
    weights = {weight for _, weight in pool.weights}
    if pool.who is not None or len(weights | ({MICRO} if weights else set())) > 1:
        return False
    if not all(_even_item(name, view) for name in pool.factors):
        return False
    return pool.kind == "share_equally" or (
        pool.kind == "share_by" and all(_even_item(name, view) for name in pool.items)
    )


def _even_item(name: str, view: View) -> bool:
    """Whether an item is the same for everyone who serves the same time."""
    item: Item = view.policy.items[name]
    if item.who is not None or item.steps:
        return False
    if isinstance(item.source, Composite):
        return all(_even_item(part, view) for part in item.source.items)
    rows = item.source
    even = all(_even_value(value) for value in row_values(rows))
    return rows.table == "staff" and not rows.where and even


def _even_value(value: Value) -> bool:
    return isinstance(value, Column) and value.name in _EVEN


def class_heads(view: View, figure: Micro) -> Iterator[Problem]:
    """A policy in which nothing that reaches pay speaks of class heads."""
    if any(is_role(view.policy, who, "class_heads") for who, _ in view.whos):
        return
    texts = [at.pool.id for at in view.pools]
    for name in view.reaching:
        texts += [text for text, _ in item_texts(view.policy.items[name])]
    if not any(names_class_heads(text) for text in texts):
        yield view.problem("L022", ("level_2",))


def front_line(view: View, figure: Micro) -> Iterator[Problem]:
    """A policy in which nothing is for the front line, nor follows what people do."""
    if any(is_role(view.policy, who, "front_line") for who, _ in view.whos):
        return
    if not _reads(view, tuple(view.reaching), ("workload", "outcomes")):
        yield view.problem("L023", ("level_2",))


def _reads(view: View, names: tuple[str, ...], tables: tuple[str, ...]) -> bool:
    sources = (view.policy.items[name].source for name in view.reach(names))
    return any(isinstance(source, Rows) and source.table in tables for source in sources)
