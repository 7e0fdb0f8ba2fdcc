"""What of VALUEs, columns, conditions and groups occurs in a part of a policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.strategies.text import Branch, Tree

Features = Iterator[str]
_NUMBER = re.compile(r"-?[0-9]")
_PARTS = ("years", "month", "week", "days", "months", "share")


def column_of(written: str) -> Features:
    """How a column is written: bare, scoped, derived."""
    words = written.split(".")
    if words[0] in ("held", "period"):
        yield f"column.{written}"
        return
    if words[0] in ("row", "staff", "school"):
        yield f"column.{words[0]}."
        words = words[1:]
    if words[-1] in _PARTS and len(words) > 1:
        yield f"column.date.{words[-1]}"
    elif written == words[-1]:
        yield "column.bare"


def value_of(tree: Tree, cells: set[str]) -> Features:
    """The kinds of a VALUE and of those inside; ``cells`` names the items that have cells."""
    if isinstance(tree, str):
        yield from _scalar(tree)
        return
    assert isinstance(tree, dict)
    if "item" in tree:
        yield "value.item.cells" if tree["item"] in cells else "value.item"
    elif "bands" in tree:
        yield "value.bands"
        yield "value.bands.by." + _kind(tree["by"])
        yield from value_of(tree["by"], cells)
        for part in tree["bands"].values():
            yield from _inner(part, cells)
    elif "table" in tree:
        yield from _table(tree, cells)
    if "default" in tree:
        yield "value.default" if isinstance(tree["default"], str) else "value.default.value"
        yield from value_of(tree["default"], cells)


def _scalar(text: str) -> Features:
    if not _NUMBER.match(text):
        yield "value.column"
        yield from column_of(text)
        return
    yield "value.number.negative" if text.startswith("-") else "value.number"
    if "." in text and text.endswith("0"):
        yield "value.number.trailing_zeros"


def _kind(tree: Tree) -> str:
    if isinstance(tree, str):
        return "number" if _NUMBER.match(tree) else "column"
    assert isinstance(tree, dict)
    return next(key for key in ("item", "bands", "table") if key in tree)


def _inner(part: Tree, cells: set[str]) -> Features:
    if not (isinstance(part, str) and _NUMBER.match(part)):
        yield "value.inside_lookup"
    yield from value_of(part, cells)


def _table(tree: Branch, cells: set[str]) -> Features:
    columns = [tree["by"]] if isinstance(tree["by"], str) else tree["by"]
    yield f"value.table.by.{len(columns)}"
    for column in columns:
        yield from column_of(column)

    def leaves(part: Tree, depth: int) -> Iterator[Tree]:
        if depth == 0:
            yield part
            return
        assert isinstance(part, dict)
        for below in part.values():
            yield from leaves(below, depth - 1)

    for leaf in leaves(tree["table"], len(columns)):
        yield from _inner(leaf, cells)


def conditions_of(tree: Branch) -> Features:
    """The kinds of conditions."""
    for column, accepted in tree.items():
        yield from column_of(column)
        if isinstance(accepted, str):
            yield "condition.text"
        elif isinstance(accepted, list):
            yield "condition.list"
        else:
            dates = any(len(end) == 10 and end[4] == "-" for end in accepted.values())
            ends = "both" if len(accepted) == 2 else next(iter(accepted))
            yield f"condition.{'date' if dates else 'number'}.{ends}"


def who_of(tree: Tree, place: str) -> Features:
    """What a group, or a ``for``, says."""
    if isinstance(tree, str):
        yield f"{place}.name"
        if tree == "everyone":
            yield "for.everyone"
        return
    assert isinstance(tree, dict)
    yield f"{place}.place"
    yield from conditions_of({k: v for k, v in tree.items() if k not in ("has", "not", "item")})
    if "has" in tree:
        yield f"group.has.{tree['has']['rows']}"
        if "where" in tree["has"]:
            yield "group.has.where"
            yield from conditions_of(tree["has"]["where"])
        else:
            yield "group.has.alone"
    if "not" in tree:
        yield from who_of(tree["not"], "group.not")
    if "item" in tree:
        yield "group.item"


def _names(text: str, prefix: str) -> set[str]:
    return {prefix + name for name in text.split()}


VALUE_FEATURES = frozenset(
    _names("held.days held.months held.share period.days period.months bare", "column.")
    | _names("row. staff. school. date.years date.month date.week", "column.")
    | _names(
        "item item.cells bands table.by.1 table.by.2 table.by.3 default default.value", "value."
    )
    | _names("number number.negative number.trailing_zeros column inside_lookup", "value.")
    | _names("number column item bands table", "value.bands.by.")
    | _names(
        "text list number.both number.from number.to date.both date.from date.to", "condition."
    )
    | _names("has.workload has.outcomes has.leave has.staff has.where has.alone", "group.")
    | _names("not.name not.place item place", "group.")
    | {"for.everyone"}
)
