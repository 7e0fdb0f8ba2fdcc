"""VALUEs: numbers, columns, lookups in tables and bands, other items (section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from paycalc.policy._collector import shown
from paycalc.policy._grammar._columns import COLUMN, COLUMNS
from paycalc.policy._grammar._kinds import (
    SCALAR_FORM,
    At,
    Either,
    Kind,
    Later,
    found_text,
    scalar_text,
)
from paycalc.policy._grammar._scalars import ITEM, MOST_NUMBER, NUMBER, TEXT, decimal_text, fixed
from paycalc.policy._grammar._shapes import ExactlyOne, Fields, Key, Needs, OnlyWith, Shape
from paycalc.policy._yaml import BrokenNode, MapNode, Node
from paycalc.policy.model import (
    BandLookup,
    Column,
    ItemRef,
    Micro,
    Number,
    TableLookup,
    Value,
)

BandValues: TypeAlias = tuple[tuple[Micro, ...], tuple[Value, ...]]

# What was meant as a number, and must not be taken for a column: 1e5, .5, 1_000, 12%.
NUMBER_LIKE: Final = re.compile(
    r"[+-]?[.．]?\d[\d_,.．， ']*([eE][+-]?\d+)?[%％]?|[+-]?\.([iI][nN][fF]|[nN][aA][nN])"
)


@dataclass(frozen=True, slots=True)
class NumberOrColumn:
    """A text that is a number if it reads as one, else the name of a column."""

    form: str = SCALAR_FORM

    def read(self, node: Node, at: At) -> Value | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        if fixed(text, 6, MOST_NUMBER) == "form" and not NUMBER_LIKE.fullmatch(text):
            return COLUMN.read(node, at)
        micro = NUMBER.read(node, at)
        return None if micro is None else Number(micro, node.mark)


@dataclass(frozen=True, slots=True)
class Bounded:
    """Bounds, ascending, each with a VALUE: ``{0: 0.8, 60: 1.0}``."""

    kind: Kind[Value]
    form: str = "{0: …, 60: …}"

    def read(self, node: Node, at: At) -> BandValues | None:
        """See ``Kind``."""
        if isinstance(node, BrokenNode):
            return None
        if not isinstance(node, MapNode):
            at.refuse("P020", node, found=found_text(node), allowed=self.form)
            return None
        if not node.entries:
            at.refuse("P025", node)
            return None
        bounds: list[Micro] = []
        values: list[Value] = []
        for key, entry in node.entries.values():
            inside = at.into(key.text, key.mark)
            bound = NUMBER.read(key, inside)
            value = self.kind.read(entry, inside)
            if bound is None:
                continue
            if bounds and bound <= bounds[-1]:
                before = decimal_text(bounds[-1])
                inside.refuse("P060", key, found=shown(key.text), before=before)
            elif value is not None:
                bounds.append(bound)
                values.append(value)
        return tuple(bounds), tuple(values)


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table of VALUEs by text, nested as deep as there are columns; ``read`` takes one level."""

    kind: Kind[Value]
    form: str = "{a: …, b: …}"

    def read(self, node: Node, at: At) -> tuple[MapNode, At] | None:
        """The node itself: how deep it is read, ``by`` says."""
        if isinstance(node, BrokenNode):
            return None
        if not isinstance(node, MapNode):
            at.refuse("P020", node, found=found_text(node), allowed=self.form)
            return None
        return node, at

    def entries(self, node: Node, at: At, depth: int) -> Iterable[tuple[tuple[str, ...], Value]]:
        """Every entry of a table of that depth: its texts and its VALUE."""
        if isinstance(node, BrokenNode):
            return
        if not isinstance(node, MapNode):
            at.refuse("P061", node, found=found_text(node), depth=depth)
            return
        for key, entry in node.entries.values():
            inside = at.into(key.text, key.mark)
            text = TEXT.read(key, inside)
            if depth > 1:
                for texts, value in self.entries(entry, inside, depth - 1):
                    yield ((text or "", *texts), value)
                continue
            value_ = self.kind.read(entry, inside)
            if text is not None and value_ is not None:
                yield (text,), value_


def _mapped(fields: Fields) -> Value | None:
    default = fields.get("default")
    if fields.written("item"):
        item = fields.get("item")
        return None if item is None else ItemRef(item, default, fields.mark)
    by = fields.get("by")
    if fields.written("bands"):
        return _bands(fields, by, default)
    return _table(fields, by, default)


def _bands(fields: Fields, by: Any, default: Value | None) -> Value | None:
    if isinstance(by, tuple):
        if len(by) != 1:
            fields.refuse("P062", "by")
            return None
        by = by[0]
    bands: BandValues | None = fields.get("bands")
    if by is None or not bands or not bands[0]:
        return None
    return BandLookup(by, bands[0], bands[1], default, fields.mark)


def _table(fields: Fields, by: Any, default: Value | None) -> Value | None:
    columns = by if isinstance(by, tuple) else (by,)
    if by is not None and not (columns and all(isinstance(c, Column) for c in columns)):
        fields.refuse("P063", "by")
        by = None
    table: tuple[MapNode, At] | None = fields.get("table")
    if by is None or table is None:
        return None
    node, at = table
    entries = dict(TABLED.entries(node, at, len(columns)))
    if not node.entries and not fields.written("default"):
        fields.refuse("P025", "table")
    return TableLookup(columns, entries, default, fields.mark)


SCALAR_VALUE: Final = NumberOrColumn()
_VALUE_LATER: Final[Kind[Any]] = Later(lambda: VALUE)
BANDS: Final = Bounded(_VALUE_LATER)
TABLED: Final = Tabled(_VALUE_LATER)

VALUE_MAPPING: Final = Shape(
    "A lookup in a table or in bands, or the number of an item.",
    (
        Key("item", ITEM, "the item whose number is taken"),
        Key(
            "by",
            Either(scalar=SCALAR_VALUE, listed=COLUMNS, mapped=_VALUE_LATER),
            "the column, the columns from the outside in, or for bands a VALUE",
        ),
        Key("table", TABLED, "a VALUE for each text of the column, nested for several columns"),
        Key("bands", BANDS, "a VALUE from each bound up to the next"),
        Key("default", _VALUE_LATER, "what counts where there is none"),
    ),
    _mapped,
    (
        ExactlyOne(("item", "table", "bands")),
        OnlyWith(("by",), ("table", "bands")),
        Needs("table", "by"),
        Needs("bands", "by"),
    ),
)
VALUE: Final[Kind[Any]] = Either(scalar=SCALAR_VALUE, mapped=VALUE_MAPPING)
