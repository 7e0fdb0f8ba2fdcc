"""Puts what a plan's file holds where the policy says ``file:`` (section 2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from paycalc.policy._collector import Collector, Path, shown
from paycalc.policy._yaml import BrokenNode, MapNode, Node, ScalarNode, read_nodes
from paycalc.policy.model import Mark

FILE: Final = "file"
ReadFile: TypeAlias = Callable[[str], "str | bytes"]

_DRIVE = re.compile("[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Files:
    """How files are read, and what was read so far, by the path as written."""

    read: ReadFile | None
    problems: Collector
    texts: dict[str, str] = field(default_factory=dict)
    plans: dict[str, Node | None] = field(default_factory=dict)


def with_files(root: Node, files: Files) -> Node:
    """The policy's nodes with each plan's file in place."""
    if not isinstance(root, MapNode) or "level_2" not in root.entries:
        return root
    level = _plan(root.entries["level_2"][1], files, ("level_2",))
    if isinstance(level, MapNode) and "plans" in level.entries:
        plans = level.entries["plans"][1]
        if isinstance(plans, MapNode):
            entries = {
                name: (key, _plan(node, files, ("level_2", "plans", name)))
                for name, (key, node) in plans.entries.items()
            }
            level = _replaced(level, "plans", MapNode(entries, plans.mark))
    return _replaced(root, "level_2", level)


def _replaced(node: MapNode, name: str, value: Node) -> MapNode:
    entries: Mapping[str, tuple[ScalarNode, Node]] = node.entries
    return MapNode({**entries, name: (entries[name][0], value)}, node.mark)


def _plan(node: Node, files: Files, path: Path) -> Node:
    if not isinstance(node, MapNode) or FILE not in node.entries:
        return node
    key, value = node.entries[FILE]
    inside = (*path, FILE)
    others = [entry[0] for name, entry in node.entries.items() if name != FILE]
    if others:
        files.problems.add("P220", others[0].mark, path, found=shown(others[0].text))
    if not isinstance(value, ScalarNode) or not value.text:
        if not isinstance(value, BrokenNode):
            files.problems.add("P221", value.mark, inside, found="")
        return BrokenNode(key.mark)
    if value.text not in files.plans:
        content = _content(value, files, inside)
        read = None if content is None else read_nodes(content, value.text, files.problems)
        files.plans[value.text] = read
    plan = files.plans[value.text]
    if isinstance(plan, MapNode) and FILE in plan.entries:
        files.problems.add("P223", plan.entries[FILE][0].mark, inside)
        return BrokenNode(key.mark)
    return BrokenNode(Mark(value.text, 1, 1)) if plan is None else plan


def _content(value: ScalarNode, files: Files, path: Path) -> str | bytes | None:
    """A file's content; it lies in the policy's folder or below."""
    name = value.text
    parts = name.split("/")
    outside = name.startswith("/") or ".." in parts or "\\" in name or _DRIVE.match(name)
    if outside or "\0" in name:
        files.problems.add("P221", value.mark, path, found=shown(name))
        return None
    if files.read is None:
        files.problems.add("P222", value.mark, path, found=shown(name))
        return None
    try:
        content = files.read(name)
    except (OSError, LookupError, ValueError):
        files.problems.add("P222", value.mark, path, found=shown(name))
        return None
    files.texts[name] = content if isinstance(content, str) else content.decode(errors="replace")
    return content
