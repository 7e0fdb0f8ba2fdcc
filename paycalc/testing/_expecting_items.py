"""What a case expects of items: their numbers, by member and cell, at the end or step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from paycalc.engine.columns import cell_names
from paycalc.policy.model import Item
from paycalc.policy.nodes import ListNode, MapNode, Node, ScalarNode, found_text
from paycalc.testing._known import Known
from paycalc.testing._nodes import Entry, Spot, entries, nodes
from paycalc.testing._values import NONE, Unread, member, number
from paycalc.testing.cases import Claim, Member

_Leaf = Callable[[Item, Member, tuple[str, ...], tuple[str, ...], Node, Spot], Iterator[Claim]]
"""Reads what is expected of one member or cell: its item, member, cell, name, node."""


def items(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    """The claims of `items`."""
    yield from _of_members("items", entry, known, spot, _number)


def steps(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    """The claims of `steps`."""
    yield from _of_members("steps", entry, known, spot, _steps)


def _of_members(kind: str, entry: Entry, known: Known, spot: Spot, leaf: _Leaf) -> Iterator[Claim]:
    for name, (key, members) in entries(entry[1], spot).items():
        here = spot.into(name)
        item = known.policy.items.get(name)
        if item is None:
            here.unknown("T202", key, known.policy.items)
            continue
        for who, (named, node) in entries(members, here).items():
            at = here.into(who)
            of = member(named, item.base, known, at)
            if of is not None:
                yield from _of_cells(item, of, (), (kind, name, who), node, at, leaf)


def _of_cells(
    item: Item,
    of: Member,
    cell: tuple[str, ...],
    said: tuple[str, ...],
    node: Node,
    spot: Spot,
    leaf: _Leaf,
) -> Iterator[Claim]:
    """Down through the item's columns to its numbers."""
    depth = len(item.columns) - len(cell)
    nested = isinstance(node, MapNode)
    if depth and nested:
        for text, (_, deeper) in entries(node, spot).items():
            further, at = (*said, text), spot.into(text)
            yield from _of_cells(item, of, (*cell, text), further, deeper, at, leaf)
    elif depth and not cell and isinstance(node, ScalarNode) and node.text == NONE:
        yield Claim("cells", said, frozenset(), node.mark.line, (item.name, of))
    elif depth or nested:
        columns = ", ".join(cell_names(item.columns)) or "—"
        spot.refuse("T304", node.mark, columns=columns, found=found_text(node))
    else:
        yield from leaf(item, of, cell, said, node, spot)


def _number(
    item: Item, of: Member, cell: tuple[str, ...], said: tuple[str, ...], node: Node, spot: Spot
) -> Iterator[Claim]:
    micro = number(node, spot)
    if not isinstance(micro, Unread):
        yield Claim("item", said, micro, node.mark.line, (item.name, of, cell))


def _steps(
    item: Item, of: Member, cell: tuple[str, ...], said: tuple[str, ...], node: Node, spot: Spot
) -> Iterator[Claim]:
    found = nodes(node, spot)
    expected = len(item.steps) + 1
    if isinstance(node, ListNode) and found and len(found) != expected:
        values = {"found": len(found), "steps": len(item.steps), "expected": expected}
        spot.refuse("T303", node.mark, **values)
        return
    for place, one in enumerate(found):
        micro = number(one, spot.into(place + 1))
        if not isinstance(micro, Unread):
            named = (*said, f"then[{place}]" if place else "before")
            key = (item.name, of, cell, place)
            yield Claim("step", named, micro, one.mark.line, key)
