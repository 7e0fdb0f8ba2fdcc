"""One post of a county that was computed with its trace kept, and the words for what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from paycalc.engine.trace import KeptTrace
from paycalc.engine.values import decimal_text, evaluate
from paycalc.policy.model import (
    BandLookup,
    Column,
    ItemRef,
    Mark,
    Number,
    TableLookup,
    Value,
)
from paycalc.result.explain.facts import Coefficient, Line

if TYPE_CHECKING:
    import polars as pl

    from paycalc.engine.arrays import Range
    from paycalc.engine.scope import Ids, Scope
    from paycalc.engine.work import Work
    from paycalc.policy.model import Policy
    from paycalc.result.result import Result

Because = tuple[tuple[str, Line], ...]


@dataclass(frozen=True)
class View:
    """A post (its number within the county) in a county's range and work."""

    result: Result
    range: Range
    work: Work
    post: int
    texts_of_codes: Callable[[], pl.Series]

    @property
    def policy(self) -> Policy:
        """The policy that was carried out."""
        return self.result.policy

    @property
    def trace(self) -> KeptTrace:
        """What the stages found."""
        trace = self.work.trace
        assert isinstance(trace, KeptTrace)
        return trace

    @property
    def unit(self) -> int:
        """The post's unit, counted within the county."""
        return int(self.work.encoded.post_unit[self.post])

    def member(self, base: str) -> int:
        """The post, its unit or its county as a member."""
        return {"post": self.post, "unit": self.unit, "county": 0}[base]

    @cached_property
    def texts(self) -> Any:
        """The text of each code."""
        return self.texts_of_codes()

    def kept(self, *key: str | int) -> Mapping[str, Any]:
        """What a stage found; empty where it did not run."""
        return self.trace.found.get(key, {})

    def cell(self, cells: Mapping[str, Ids], place: int) -> dict[str, str]:
        """The columns of a cell, in words."""
        return {name: self._text(ids, place) for name, ids in cells.items()}

    def _text(self, ids: Ids, place: int) -> str:
        code = int(ids.ids[place])
        if code < 0:
            return ""
        if ids.domain == "text":
            return str(self.texts[code])
        if ids.domain == "decimal":
            return decimal_text(code)
        if ids.domain == "month":
            return f"{code // 12:04d}-{code % 12 + 1:02d}"
        return f"{code // 100:04d}-W{code % 100:02d}"

    def coefficient(self, scope: Scope, value: Value) -> Coefficient:
        """A VALUE at the one place of a scope, and why it is that."""
        number, because = self.evaluated(scope, value)
        return Coefficient(0 if number is None else number, line_of(value.mark), because)

    def evaluated(self, scope: Scope, value: Value) -> tuple[int | None, Because]:
        """The number of a VALUE at the one place of a scope, and the entries that gave it."""
        trace = self.trace
        trace.picks = []
        try:
            found = evaluate(self.work, scope, value)
            picks = trace.picks
        finally:
            trace.picks = None
        because = tuple(_picked(lookup, int(slot[0])) for lookup, slot in picks if slot.size)
        number = int(found.value[0]) if found.ok[0] else None
        return number, because or _plainly(value)


def line_of(mark: Mark) -> Line:
    """The line of a node of the policy."""
    return Line(mark.file, mark.line)


def number_at(view: View, name: str, base: str, member: int) -> int | None:
    """An item's number for a member; none where it has none."""
    item = view.policy.items[name]
    assert item.base == base
    numbers = view.work.items[name].numbers
    return int(numbers.value[member]) if numbers.ok[member] else None


def _picked(lookup: TableLookup | BandLookup, slot: int) -> tuple[str, Line]:
    """Which entry of a lookup held, and the line where it stands."""
    if slot < 0:
        mark = lookup.mark if lookup.default is None else lookup.default.mark
        return (f"{_by(lookup)}: default", line_of(mark))
    if isinstance(lookup, BandLookup):
        entry = lookup.values[slot]
        return (f"{_by(lookup)} from {decimal_text(lookup.bounds[slot])}", line_of(entry.mark))
    key = list(lookup.table)[slot]
    pairs = zip(lookup.by, key, strict=True)
    text = ", ".join(f"{column} = {text}" for column, text in pairs)
    return (text, line_of(lookup.table[key].mark))


def _by(lookup: TableLookup | BandLookup) -> str:
    if isinstance(lookup, TableLookup):
        return ", ".join(map(str, lookup.by))
    return named(lookup.by)


def named(value: Value) -> str:
    """What a VALUE is called in an explanation."""
    if isinstance(value, Number):
        return decimal_text(value.micro)
    if isinstance(value, Column):
        return str(value)
    if isinstance(value, ItemRef):
        return f"item {value.item}"
    return _by(value)


def _plainly(value: Value) -> Because:
    return () if isinstance(value, Number) else ((named(value), line_of(value.mark)),)


def one(scope: Scope, place: int) -> Scope:
    """One place of a scope."""
    return scope.take(np.array([place]))
