"""Items: their grain, the rows they read, how these become a number (section 4)."""

from __future__ import annotations

from typing import Any, Final

from paycalc.policy._collector import listing
from paycalc.policy._grammar._columns import COLUMN
from paycalc.policy._grammar._groups import CONDITIONS, WHO, or_everyone
from paycalc.policy._grammar._kinds import (
    At,
    Either,
    ListOf,
    Made,
    choice,
    scalar_text,
)
from paycalc.policy._grammar._scalars import ITEM, MOST_NUMBER, NUMBER, Whole, fixed
from paycalc.policy._grammar._shapes import ExactlyOne, Fields, Key, OnlyWith, Shape
from paycalc.policy._grammar._steps import STEP
from paycalc.policy._grammar._values import VALUE
from paycalc.policy._yaml import BrokenNode, ListNode, Node, ScalarNode
from paycalc.policy.model import Base, Column, Combine, Composite, Item, Rows

TABLES: Final = ("workload", "outcomes", "leave", "staff", "schools", "school_results")
BASES: Final[tuple[Base, ...]] = ("post", "unit", "county")
COMPOSITES: Final = ("sum_of", "product_of")
NO_NUMBER: Final = ("none", "error")


class Grain:
    """``post``, ``unit`` or ``county``, or a list of one of these and columns."""

    form: str = "post | unit | county | [post, …]"

    def read(self, node: Node, at: At) -> tuple[Base, tuple[Column, ...]] | None:
        """See ``Kind``."""
        if not isinstance(node, ListNode):
            word: Base | None = Either(scalar=choice(*BASES), listed=ListOf(COLUMN)).read(node, at)
            return None if word is None else (word, ())
        texts = [entry.text for entry in node.nodes if isinstance(entry, ScalarNode)]
        named = [text for text in texts if text in BASES]
        if len(named) != 1:
            at.refuse("P080", node, allowed=listing(BASES))
            return None
        base = next(base for base in BASES if base == named[0])
        columns = []
        for position, entry in enumerate(node.nodes, 1):
            if isinstance(entry, ScalarNode) and entry.text == base:
                continue
            column = COLUMN.read(entry, at.into(position, entry.mark))
            if column is not None and column in columns:
                at.into(position, entry.mark).refuse("P081", entry, found=str(column))
            elif column is not None:
                columns.append(column)
        return base, tuple(columns)


class Missing:
    """A number, ``none`` or ``error``."""

    form: str = "0 | none | error"

    def read(self, node: Node, at: At) -> Any:
        """See ``Kind``."""
        if isinstance(node, BrokenNode):
            return None
        text = scalar_text(node, at)
        if text is None or text in NO_NUMBER:
            return text
        if fixed(text, 6, MOST_NUMBER) == "form":
            at.refuse_near("P082", node, text, NO_NUMBER)
            return None
        return NUMBER.read(node, at)


def _combined(fields: Fields) -> Combine | None:
    n, by = fields.get("best"), fields.get("mean_by")
    if n is not None:
        return Combine("best", n)
    return None if by is None else Combine("mean_by", by=by)


def _rows(fields: Fields) -> Rows | None:
    source = fields.get("rows")
    if source is None:
        return None
    table, item = source
    return Rows(
        table=table,
        item=item,
        where=fields.get("where", ()),
        each=fields.get("each"),
        times=fields.get("times", ()),
        combine=fields.get("combine", Combine()),
        missing=fields.get("missing", 0),
        mark=fields.node.entries["rows"][1].mark,
    )


def _composite(fields: Fields) -> Composite | None:
    for kind in COMPOSITES:
        items = fields.get(kind)
        if items:
            return Composite(kind, items, fields.node.entries[kind][1].mark)
    return None


def _item(fields: Fields) -> Item | None:
    base, columns = fields.get("of", ("post", ()))
    source = _rows(fields) or _composite(fields)
    if source is None or (fields.written("of") and fields.get("of") is None):
        return None
    who = or_everyone(fields.get("for"))
    return Item(fields.name, base, columns, who, source, fields.get("then", ()), fields.at.mark)


ROWS: Final = Either(
    scalar=Made(choice(*TABLES), lambda table: (table, None)),
    mapped=Shape(
        "The numbers of an item as rows, one per member or cell.",
        (Key("item", ITEM, "the item", required=True),),
        lambda fields: (item := fields.get("item")) and (None, item),
    ),
)
COMBINE: Final = Either(
    scalar=Made(choice("sum", "mean", "max", "min", "count"), Combine),
    mapped=Shape(
        "The sum of the n largest, or a mean weighted by a column.",
        (
            Key("best", Whole(1), "how many"),
            Key("mean_by", COLUMN, "the column of the weights"),
        ),
        _combined,
        (ExactlyOne(("best", "mean_by")),),
    ),
)
_ITEMS: Final = ListOf(ITEM, least=1)

ITEM_SHAPE: Final = Shape(
    "A named number for each member of a grain.",
    (
        Key(
            "of",
            Grain(),
            "the grain: post (the default), unit, county, or a list of one and columns",
        ),
        Key("for", WHO, "posts outside this group have no number"),
        Key("rows", ROWS, "the table, or the item, whose rows are read"),
        Key("where", CONDITIONS, "conditions on the row"),
        Key("each", VALUE, "the number that a row brings"),
        Key("times", ListOf(VALUE), "coefficients of the row, multiplied in this order"),
        Key("combine", COMBINE, "how the rows become one number"),
        Key("missing", Missing(), "what a member without rows has"),
        Key("then", ListOf(STEP), "steps on the number, in this order"),
        Key("sum_of", _ITEMS, "items that are added"),
        Key("product_of", _ITEMS, "items that are multiplied"),
    ),
    _item,
    (
        ExactlyOne(("rows", *COMPOSITES)),
        OnlyWith(("where", "each", "times", "combine", "missing"), ("rows",)),
    ),
)
