"""Members without rows who are paid all the same (L030)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paycalc.policy.lint._view import View
from paycalc.policy.model import Arithmetic, Composite, Item, Micro, Number, Rows, Who
from paycalc.problems import Problem

_ALWAYS: Final = ("staff", "schools")
"""Tables in which every member has a row, unless conditions leave rows out."""


def paid_without_rows(view: View, figure: Micro) -> Iterator[Problem]:
    """Steps `plus` and `at_least` that make money of a 0 which only means: no rows."""
    for name, item in view.policy.items.items():
        if name not in view.money or not _may_be_missing(item, view) or _only_those(item, view):
            continue
        for position, step in enumerate(item.steps, 1):
            if not isinstance(step, Arithmetic) or step.kind not in ("plus", "at_least"):
                continue
            if not isinstance(step.value, Number) or step.value.micro > 0:
                path = ("items", name, "then", position, step.kind)
                yield view.problem("L030", path, step.mark, item=name, step=step.kind)
                break


def _may_be_missing(item: Item, view: View) -> bool:
    """Whether a member without rows has the number 0 before the steps."""
    source = item.source
    if isinstance(source, Composite):
        return all(_may_be_missing(view.policy.items[name], view) for name in source.items)
    everyone = source.table in _ALWAYS and not source.where
    return source.missing == 0 and not item.columns and not everyone


def _only_those(item: Item, view: View) -> bool:
    """Whether the item, or every place that pays it, is only for members who have such rows."""
    if _has_rows(item.who, item, view):
        return True
    whos = [who for names, who, _ in view.payers if item.name in view.reach(names)]
    return all(_has_rows(who, item, view) for who in whos)


def _has_rows(who: Who, item: Item, view: View) -> bool:
    group = view.conditions_of(who)
    source = item.source
    return (
        group is not None
        and group.has is not None
        and isinstance(source, Rows)
        and group.has.table == source.table
        and set(source.where) <= set(group.has.where)
    )
