"""The domain of the audit: checked for its form, and kept as written (section 10)."""

from __future__ import annotations

import re
from typing import Final

from paycalc.policy._collector import shown
from paycalc.policy._grammar._kinds import (
    At,
    MapOf,
    scalar_text,
)
from paycalc.policy._grammar._scalars import (
    NUMBER,
    TEXT,
    Decimal,
)
from paycalc.policy._grammar._shapes import Fields, Key, Others, Shape
from paycalc.policy._yaml import BrokenNode, ListNode, MapNode, Node
from paycalc.policy.model import Tree

COUNTS: Final = re.compile(r"([0-9]{1,9})\.\.([0-9]{1,9})")


def tree(node: Node) -> Tree:
    """A node as written: texts, tuples and mappings."""
    if isinstance(node, ListNode):
        return tuple(tree(entry) for entry in node.nodes)
    if isinstance(node, MapNode):
        return {key: tree(entry) for key, (_, entry) in node.entries.items()}
    return "" if isinstance(node, BrokenNode) else node.text


class Counts:
    """Whole numbers from one to another, as ``1..40``."""

    form: str = "1..40"

    def read(self, node: Node, at: At) -> str | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        match = COUNTS.fullmatch(text)
        if not match or int(match[1]) > int(match[2]):
            at.refuse("P600", node, found=shown(text))
            return None
        return text


def _written(fields: Fields) -> Tree:
    return tree(fields.node)


def _grid(fields: Fields) -> Tree | None:
    first, last = fields.get("from"), fields.get("to")
    if first is not None and last is not None and first > last:
        texts = [tree(fields.node.entries[key][1]) for key in ("from", "to")]
        fields.refuse("P066", "to", first=shown(str(texts[0])), last=shown(str(texts[1])))
        return None
    return tree(fields.node)


GRID: Final = Shape(
    "Numbers from one to another in steps.",
    (
        Key("from", NUMBER, "the least", required=True),
        Key("to", NUMBER, "the largest", required=True),
        Key("step", Decimal(least=1), "from one to the next", required=True),
    ),
    _grid,
)
_GRIDS: Final = MapOf(TEXT, GRID)
_TYPICAL: Final = MapOf(TEXT, NUMBER)
DOMAIN: Final = Shape(
    "What every possible county means.",
    (
        Key("units", Counts(), "units of a county"),
        Key("posts", Counts(), "posts of a unit"),
        Key("workload", _GRIDS, "numbers of each kind of workload"),
        Key("outcomes", _GRIDS, "numbers of each indicator"),
        Key("school_results", _GRIDS, "numbers of each indicator of schools"),
        Key("leave", _GRIDS, "days of each kind of leave"),
        Key(
            "typical",
            Shape(
                "A typical post.",
                (
                    Key("workload", _TYPICAL, "its workload by kind"),
                    Key("outcomes", _TYPICAL, "its outcomes by indicator"),
                ),
                _written,
                others=Others(TEXT, TEXT),
            ),
            "a typical post",
        ),
    ),
    _written,
)
