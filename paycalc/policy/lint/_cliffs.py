"""Money that jumps for one unit more (L034)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from paycalc.policy._collector import Path
from paycalc.policy._grammar._scalars import decimal_text
from paycalc.policy.lint._texts import row_values
from paycalc.policy.lint._view import View
from paycalc.policy.model import (
    BandLookup,
    Bands,
    Column,
    Item,
    ItemRef,
    Mark,
    Micro,
    Rows,
    Tiers,
    Value,
)
from paycalc.problems import Problem

_AMOUNTS: Final = ("quantity", "value", "days")


def cliffs(view: View, figure: Micro) -> Iterator[Problem]:
    """Whole tiers and bands on what somebody did, in items that pay money."""
    for name, item in view.policy.items.items():
        if name in view.money:
            for path, mark, bound, word in _jumps(item):
                values = {"item": name, "step": word, "bound": decimal_text(bound)}
                yield view.problem("L034", path, mark, **values)


def _jumps(item: Item) -> Iterator[tuple[Path, Mark, Micro, str]]:
    path: Path = ("items", item.name)
    for position, step in enumerate(item.steps, 1):
        place = (*path, "then", position)
        if isinstance(step, Bands) and _differ(step.values):
            yield place, step.mark, _jump(step.bounds, step.values), "bands"
        if isinstance(step, Tiers) and step.mode == "whole" and _differ(step.rates):
            yield place, step.mark, _jump(step.bounds, step.rates), "tiers"
    if isinstance(item.source, Rows):
        for value in row_values(item.source):
            if isinstance(value, BandLookup) and _amount(value.by) and _differ(value.values):
                yield path, value.mark, _jump(value.bounds, value.values), "bands"


def _amount(by: Value) -> bool:
    """Whether a lookup goes by how much somebody did, not by what it was done with."""
    return isinstance(by, ItemRef) or (isinstance(by, Column) and by.name in _AMOUNTS)


def _differ(values: Sequence[Value]) -> bool:
    return any(value != values[0] for value in values)


def _jump(bounds: Sequence[Micro], values: Sequence[Value]) -> Micro:
    """The first bound at which the value changes."""
    return next(
        bound
        for bound, one, before in zip(bounds[1:], values[1:], values, strict=False)
        if one != before
    )
