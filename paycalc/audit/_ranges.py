"""Between which bounds the numbers of a policy can lie, as far as its domain says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from paycalc.policy.model import (
    Arithmetic,
    Bands,
    Column,
    Composite,
    Condition,
    Grade,
    Item,
    ItemRef,
    Number,
    Percentile,
    Policy,
    RelativeTo,
    Round,
    Rows,
    Step,
    TableLookup,
    Tiers,
    Value,
)

MICRO: Final = 1_000_000
AMOUNTS: Final[Mapping[str, str]] = {
    "workload": "quantity",
    "outcomes": "value",
    "school_results": "value",
    "leave": "days",
}
"""The column of each table that says how much."""
KINDS: Final[Mapping[str, str]] = {
    "workload": "kind",
    "outcomes": "indicator",
    "school_results": "indicator",
    "leave": "kind",
}
"""The column of each table that says of what."""


class Range(NamedTuple):
    """Both bounds in micro, inside; ``None`` where there is none."""

    low: int | None
    high: int | None

    @property
    def positive(self) -> bool:
        """Whether nothing below 0 is possible."""
        return self.low is not None and self.low >= 0


ANYTHING: Final = Range(None, None)
FROM_0: Final = Range(0, None)
_PARTS: Final[Mapping[str, Range]] = {"share": Range(0, MICRO)}


@dataclass
class Ranges:
    """The ranges of a policy's items and VALUEs.

    Numbers in tables are taken not to be negative, unless the domain lets them.
    """

    policy: Policy
    _items: dict[str, Range] = field(default_factory=dict)

    def item(self, name: str) -> Range:
        """Of an item, none apart."""
        if name not in self._items:
            self._items[name] = self._item(self.policy.items[name])
        return self._items[name]

    def value(self, value: Value, source: Rows | None = None) -> Range:
        """Of a VALUE, in rows of a source."""
        if isinstance(value, Number):
            return Range(value.micro, value.micro)
        if isinstance(value, Column):
            return self._column(value, source)
        if isinstance(value, ItemRef):
            own = self.item(value.item)
            return own if value.default is None else hull([own, self.value(value.default, source)])
        entries: list[Value] = list(
            value.table.values() if isinstance(value, TableLookup) else value.values
        )
        if value.default is not None:
            entries.append(value.default)
        return hull(self.value(entry, source) for entry in entries)

    def row(self, source: Rows) -> Range:
        """Of the number that a row of an item brings."""
        if source.combine.kind == "count":
            return Range(MICRO, MICRO)
        found = self.each(source)
        for factor in source.times:
            found = product(found, self.value(factor, source))
        return found

    def each(self, source: Rows) -> Range:
        """Of what a row brings before its coefficients."""
        if source.each is not None:
            return self.value(source.each, source)
        if source.item is not None:
            return self.item(source.item)
        column = AMOUNTS.get(source.table or "")
        return Range(MICRO, MICRO) if column is None else self._column(Column(column), source)

    def _column(self, column: Column, source: Rows | None) -> Range:
        if column.part is not None:
            return _PARTS.get(column.part, FROM_0)
        table = None if source is None else source.table
        if table is not None and AMOUNTS.get(table) == column.name:
            return self._grid(table, source.where if source is not None else ())
        return FROM_0

    def _grid(self, table: str, where: Sequence[Condition]) -> Range:
        """What the domain says of the kinds that may come through the conditions."""
        written = self.policy.domain.get(table)
        grids = written if isinstance(written, Mapping) else {}
        kinds = kinds_of(table, where)
        if kinds is None:
            known = [*map(_bounds, grids.values())]
            return hull([*known, FROM_0])
        return hull(_bounds(grids[kind]) if kind in grids else FROM_0 for kind in sorted(kinds))

    def _item(self, item: Item) -> Range:
        source = item.source
        found = self._composite(source) if isinstance(source, Composite) else self._rows(source)
        for step in item.steps:
            found = self.step(found, step)
        return found

    def _composite(self, source: Composite) -> Range:
        parts = [self.item(name) for name in source.items]
        if source.kind == "sum_of":
            lows = [min(part.low, 0) if part.low is not None else None for part in parts]
            return Range(_total(lows), _total([part.high for part in parts]))
        found = parts[0]
        for part in parts[1:]:
            found = product(found, part)
        return found

    def _rows(self, source: Rows) -> Range:
        row = self.row(source)
        kind = source.combine.kind
        if kind == "count":
            found = Range(MICRO, None)
        elif kind == "sum":
            found = Range(row.low if row.positive else None, None)
        elif kind == "best":
            n = source.combine.n
            low = row.low if row.positive else None
            found = Range(low, row.high * n if row.high is not None and row.high >= 0 else None)
        else:
            found = row
        missing = source.missing
        return hull([found, Range(missing, missing)]) if isinstance(missing, int) else found

    def step(self, x: Range, step: Step) -> Range:
        """Of a number after a step."""
        if isinstance(step, Arithmetic):
            return self._arithmetic(x, step)
        if isinstance(step, Bands):
            return hull(self.value(one) for one in step.values)
        if isinstance(step, Grade):
            values = [quota.value for quota in step.quotas]
            return Range(min(values), max(values))
        if isinstance(step, Percentile):
            return Range(0, MICRO)
        if isinstance(step, RelativeTo):
            return FROM_0 if x.positive else ANYTHING
        if isinstance(step, Round):
            return FROM_0 if x.positive else ANYTHING
        return self._tiers(x, step)

    def _tiers(self, x: Range, step: Tiers) -> Range:
        rates = hull(self.value(rate) for rate in step.rates)
        low = 0 if rates.positive and (step.bounds[0] >= 0 or step.mode == "marginal") else None
        return Range(low, None)

    def _arithmetic(self, x: Range, step: Arithmetic) -> Range:
        v = self.value(step.value)
        if step.kind == "plus":
            return Range(_sum(x.low, v.low), _sum(x.high, v.high))
        if step.kind == "minus":
            return Range(_less(x.low, v.high), _less(x.high, v.low))
        if step.kind == "from":
            return Range(_less(v.low, x.high), _less(v.high, x.low))
        if step.kind == "times":
            return product(x, v)
        if step.kind == "at_least":
            return Range(_most([x.low, v.low]), _both(x.high, v.high, max))
        if step.kind == "at_most":
            return Range(_both(x.low, v.low, min), _least([x.high, v.high]))
        if_zero = FROM_0 if step.if_zero is None else self.value(step.if_zero)
        return FROM_0 if x.positive and v.positive and if_zero.positive else ANYTHING


def kinds_of(table: str, where: Iterable[Condition]) -> frozenset[str] | None:
    """The kinds (or indicators) that conditions on rows of a table let through; none: all."""
    found: frozenset[str] | None = None
    for one in where:
        column = one.column
        mine = column.name == KINDS.get(table) and column.scope in (None, "row")
        if mine and isinstance(one.accepts, frozenset):
            found = one.accepts if found is None else found & one.accepts
    return found


def hull(ranges: Iterable[Range]) -> Range:
    """The smallest range that holds all."""
    listed = list(ranges)
    if not listed:
        return ANYTHING
    lows = [one.low for one in listed]
    highs = [one.high for one in listed]
    known_lows = [low for low in lows if low is not None]
    known_highs = [high for high in highs if high is not None]
    low = min(known_lows) if len(known_lows) == len(lows) else None
    return Range(low, max(known_highs) if len(known_highs) == len(highs) else None)


def product(a: Range, b: Range) -> Range:
    """Of a product; a sign is all that is known of numbers that may be negative."""
    if a.positive and b.positive:
        assert a.low is not None
        assert b.low is not None
        high = None if a.high is None or b.high is None else -(-a.high * b.high // MICRO)
        return Range(a.low * b.low // MICRO, high)
    for one, other in ((a, b), (b, a)):
        if one.positive and other.high is not None and other.high <= 0:
            return Range(None, 0)
    return ANYTHING


def _bounds(grid: object) -> Range:
    """``{from: 0, to: 40, step: 1}`` of a domain."""
    if not isinstance(grid, Mapping):
        return FROM_0
    return Range(*(int(Decimal(str(grid[key])) * MICRO) for key in ("from", "to")))


def _sum(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _less(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a - b


def _total(numbers: Sequence[int | None]) -> int | None:
    known = [one for one in numbers if one is not None]
    return sum(known) if len(known) == len(numbers) else None


def _most(numbers: Sequence[int | None]) -> int | None:
    known = [one for one in numbers if one is not None]
    return max(known) if known else None


def _least(numbers: Sequence[int | None]) -> int | None:
    known = [one for one in numbers if one is not None]
    return min(known) if known else None


def _both(a: int | None, b: int | None, of: object) -> int | None:
    if a is None or b is None:
        return None
    return max(a, b) if of is max else min(a, b)
