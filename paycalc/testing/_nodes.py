"""Reading the nodes of a case file: mappings, lists and texts, and telling what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from paycalc.policy.nodes import (
    BrokenNode,
    Collector,
    ListNode,
    MapNode,
    Mark,
    Node,
    Path,
    ScalarNode,
    found_text,
)

Entry = tuple[ScalarNode, Node]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the reader is, and where problems go."""

    problems: Collector
    path: Path = ()

    def into(self, *parts: str | int) -> Spot:
        """Further in."""
        return Spot(self.problems, (*self.path, *parts))

    def refuse(self, code: str, mark: Mark, **values: str | int) -> None:
        """Tell a problem at a mark."""
        self.problems.add(code, mark, self.path, **values)

    def unknown(self, code: str, node: ScalarNode, known: Iterable[str]) -> str | None:
        """Tell a text that is none of the known ones; returns the one it looks like, if any."""
        return self.problems.add_near(code, node.mark, self.path, node.text, known)


def text(node: Node, spot: Spot) -> str | None:
    """A text that says something."""
    if isinstance(node, ScalarNode) and node.text:
        return node.text
    if isinstance(node, ScalarNode):
        spot.refuse("T104", node.mark)
    elif not isinstance(node, BrokenNode):
        spot.refuse("T103", node.mark, found=found_text(node))
    return None


def nodes(node: Node, spot: Spot, least: int = 1) -> tuple[Node, ...]:
    """The entries of a list with at least so many."""
    if isinstance(node, ListNode):
        if len(node.nodes) < least:
            spot.refuse("T104", node.mark)
        return node.nodes
    if not isinstance(node, BrokenNode):
        _refuse_other(node, spot, "T102")
    return ()


def entries(node: Node, spot: Spot, known: Iterable[str] | None = None) -> dict[str, Entry]:
    """The entries of a mapping with at least one; of those whose keys are known, if these are."""
    if isinstance(node, MapNode):
        if not node.entries:
            spot.refuse("T104", node.mark)
        return dict(node.entries) if known is None else _known(node, spot, list(known))
    if not isinstance(node, BrokenNode):
        _refuse_other(node, spot, "T101")
    return {}


def _refuse_other(node: Node, spot: Spot, code: str) -> None:
    if isinstance(node, ScalarNode) and not node.text:
        spot.refuse("T104", node.mark)
    else:
        spot.refuse(code, node.mark, found=found_text(node))


def _known(node: MapNode, spot: Spot, known: list[str]) -> dict[str, Entry]:
    """The entries with known keys; a misspelt one counts as what it looks like, if that lacks.

    So it is told once, and not as missing too; and what stands under it is read.
    """
    found: dict[str, Entry] = {}
    for name, entry in node.entries.items():
        likely = name if name in known else spot.unknown("T105", entry[0], known)
        if likely is not None and (likely == name or likely not in node.entries):
            found[likely] = entry
    return found


def at_line(mark: Mark, line: int) -> Mark:
    """A mark in another line."""
    return Mark(mark.file, line, 1)
