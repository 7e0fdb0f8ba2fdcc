"""Puts what a plan's file holds where the policy says ``file:`` (section 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from paycalc.policy._collector import Collector, Path, shown
from paycalc.policy._grammar._kinds import At, Context
from paycalc.policy._grammar._plans import FILE, PlanPath
from paycalc.policy._yaml import BrokenNode, MapNode, Node, ScalarNode, read_nodes
from paycalc.policy.model import Mark

ReadFile: TypeAlias = Callable[[str], "str | bytes"]


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
    inside = At(Context(files.problems), (*path, FILE), key.mark)
    others = [entry[0] for name, entry in node.entries.items() if name != FILE]
    if others:
        files.problems.add("P220", others[0].mark, path, found=shown(others[0].text))
    name = PlanPath().read(value, inside)
    if name is None:
        return BrokenNode(key.mark)
    if name not in files.plans:
        content = _content(name, files)
        if content is None:
            inside.refuse("P222", value, found=shown(name))
        read = None if content is None else read_nodes(content, name, files.problems)
        files.plans[name] = read
    plan = files.plans[name]
    if isinstance(plan, MapNode) and FILE in plan.entries:
        inside.refuse("P223", plan.entries[FILE][0])
        return BrokenNode(key.mark)
    return BrokenNode(Mark(name, 1, 1)) if plan is None else plan


def _content(name: str, files: Files) -> str | bytes | None:
    """A file's content, if it can be read."""
    if files.read is None:
        return None
    try:
        content = files.read(name)
    except (OSError, LookupError, ValueError):
        return None
    files.texts[name] = content if isinstance(content, str) else content.decode(errors="replace")
    return content
