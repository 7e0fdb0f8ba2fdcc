"""Reports a problem at a path of the policy: the path finds its line and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from paycalc.policy._collector import Collector, Path
from paycalc.policy._yaml import ListNode, MapNode, Node, ScalarNode
from paycalc.policy.model import Mark


@dataclass(frozen=True, slots=True)
class Report:
    """The nodes of the policy, to find places in, and the problems so far."""

    root: MapNode
    problems: Collector

    def at(self, code: str, path: Path, **values: str | int) -> None:
        """A problem at the value at a path."""
        self.problems.add(code, value_mark(self.root, path), path, **values)

    def at_key(self, code: str, path: Path, **values: str | int) -> None:
        """A problem at the key that ends a path."""
        self.problems.add(code, key_mark(self.root, path), path, **values)

    def key_mark(self, path: Path) -> Mark:
        """Where the key stands that ends a path."""
        return key_mark(self.root, path)

    def near(self, code: str, path: Path, found: str, known: Iterable[str]) -> None:
        """A name at a path that is none of the known ones."""
        self.problems.add_near(code, value_mark(self.root, path), path, found, known)

    def written(self, path: Path) -> bool:
        """Whether the policy says something at a path."""
        node: Node | None = self.root
        for part in path:
            node = _into(node, part)
        return node is not None

    def refused(self, *path: str) -> bool:
        """Whether something stands at a path that is no mapping, so that its names are unknown."""
        node: Node | None = self.root
        for part in path:
            node = _into(node, part)
        return node is not None and not isinstance(node, MapNode)

    def names(self, *path: str) -> tuple[str, ...]:
        """The keys at a path, those too whose values were refused."""
        node: Node | None = self.root
        for part in path:
            node = _into(node, part)
        return tuple(node.entries) if isinstance(node, MapNode) else ()

    def texts(self, path: Path) -> tuple[str, ...]:
        """The texts of a list at a path; what is no text is an empty one."""
        node: Node | None = self.root
        for part in path:
            node = _into(node, part)
        nodes = node.nodes if isinstance(node, ListNode) else ()
        return tuple(one.text if isinstance(one, ScalarNode) else "" for one in nodes)


def _into(node: Node | None, part: str | int) -> Node | None:
    if isinstance(part, int):
        inside = isinstance(node, ListNode) and 0 < part <= len(node.nodes)
        return node.nodes[part - 1] if inside and isinstance(node, ListNode) else None
    entry = node.entries.get(part) if isinstance(node, MapNode) else None
    return entry[1] if entry else None


def value_mark(root: Node, path: Path) -> Mark:
    """Where the value at a path stands, or what is nearest above it."""
    node = root
    for part in path:
        inner = _into(node, part)
        if inner is None:
            break
        node = inner
    return node.mark


def key_mark(root: Node, path: Path) -> Mark:
    """Where the key stands that ends a path, or what is nearest above it."""
    node, mark = root, root.mark
    for part in path:
        entry = node.entries.get(str(part)) if isinstance(node, MapNode) else None
        inner = _into(node, part)
        if inner is None:
            break
        node, mark = inner, entry[0].mark if entry else inner.mark
    return mark
