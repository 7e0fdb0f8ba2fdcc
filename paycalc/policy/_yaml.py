"""Reads YAML into nodes that know their place; every scalar is text, nothing is guessed.

Works on the parser's events, so that a file that is too deep, aliased or tagged is refused before
anything of it is built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml
from yaml import events

from paycalc.policy._collector import Collector, shown
from paycalc.policy._syntax import tell_syntax
from paycalc.policy.model import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_BYTES: Final = 1 << 20
MOST_DEPTH: Final = 32

# What YAML 1.1 does not take in a file, and a mark of byte order within it.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text, trimmed, however it was quoted; ``line`` is that of its first character."""

    text: str
    mark: Mark
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    nodes: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping in the order written: the node of each key, and what stands under it."""

    entries: Mapping[str, tuple[ScalarNode, Node]]
    mark: Mark


@dataclass(frozen=True, slots=True)
class BrokenNode:
    """What could not be read and was reported; whoever meets it keeps quiet."""

    mark: Mark


Node: TypeAlias = "ScalarNode | ListNode | MapNode | BrokenNode"


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; ``keys`` is ``None`` for a list."""

    mark: Mark
    keys: dict[str, tuple[ScalarNode, Node]] | None
    nodes: list[Node] = field(default_factory=list)
    key: ScalarNode | None = None
    awaits_value: bool = False


def read_nodes(content: str | bytes, file: str, problems: Collector) -> Node | None:
    """The top node of a file, or ``None`` where nothing of it can be used; tells what is wrong."""
    start = Mark(file, 1, 1)
    text = _decoded(content, start, problems)
    if text is None:
        return None
    refused = _REFUSED.search(text)
    if refused:
        code_point = f"U+{ord(refused.group()):04X}"
        problems.add("P004", _mark_at(text, refused.start(), file), found=code_point)
        return None
    # The stubs know one of the two loaders only, and both take the same calls.
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _built(yaml.parse(text, Loader=loader), start, problems)
    except yaml.MarkedYAMLError as error:
        tell_syntax(error, text, file, problems)
    except yaml.YAMLError:
        problems.add("P018", start)
    return None


def _decoded(content: str | bytes, start: Mark, problems: Collector) -> str | None:
    if isinstance(content, bytes):
        if len(content) > MOST_BYTES:
            problems.add("P002", start, most=MOST_BYTES)
            return None
        try:
            return content.removeprefix(b"\xef\xbb\xbf").decode()
        except UnicodeDecodeError as error:
            before = content[: error.start].decode()
            problems.add("P003", _mark_at(before, len(before), start.file))
            return None
    if len(content) > MOST_BYTES or len(content.encode(errors="replace")) > MOST_BYTES:
        problems.add("P002", start, most=MOST_BYTES)
        return None
    return content.removeprefix("\ufeff")


def _mark_at(text: str, offset: int, file: str) -> Mark:
    before = text[:offset]
    return Mark(file, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def _built(parsed: Iterable[Any], start: Mark, problems: Collector) -> Node | None:
    root: Node | None = None
    stack: list[_Open] = []
    for event in parsed:
        mark = Mark(start.file, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, events.DocumentStartEvent) and root is not None:
            problems.add("P005", mark)
            break
        if isinstance(event, events.NodeEvent):
            _refuse_extras(event, mark, problems)
        if isinstance(event, events.CollectionStartEvent):
            if len(stack) == MOST_DEPTH:
                problems.add("P006", mark, most=MOST_DEPTH)
                return None
            keyed = isinstance(event, events.MappingStartEvent)
            stack.append(_Open(mark, {} if keyed else None))
        done = _finished(event, mark, stack)
        if problems.full:
            return None
        if done is not None and stack:
            _put(stack[-1], done, problems)
        root = done if done is not None and not stack else root
    return _said(root, start, problems)


def _said(root: Node | None, start: Mark, problems: Collector) -> Node | None:
    if root is None or (isinstance(root, ScalarNode) and not root.text):
        problems.add("P001", start)
        return None
    return root


def _finished(event: Any, mark: Mark, stack: list[_Open]) -> Node | None:
    """The node that an event completes, if it completes one."""
    if isinstance(event, events.ScalarEvent):
        return ScalarNode(event.value.strip(), mark, _first_line(event, mark))
    if isinstance(event, events.AliasEvent):
        return BrokenNode(mark)
    if isinstance(event, events.CollectionEndEvent):
        frame = stack.pop()
        if frame.keys is None:
            return ListNode(tuple(frame.nodes), frame.mark)
        return MapNode(frame.keys, frame.mark)
    return None


def _first_line(event: Any, mark: Mark) -> int:
    """The line where the text of a scalar begins; that of a block stands below its sign."""
    text = event.value
    blank = text[: len(text) - len(text.lstrip())].count("\n")
    return mark.line + (1 + blank if event.style in ("|", ">") else 0)


def _refuse_extras(event: Any, mark: Mark, problems: Collector) -> None:
    """Tells of an alias, an anchor or a tag."""
    sign = "*" if isinstance(event, events.AliasEvent) else "&"
    if event.anchor is not None:
        problems.add("P007", mark, found=shown(f"{sign}{event.anchor}"))
    tag = getattr(event, "tag", None)
    if tag is not None:
        problems.add("P008", mark, found=shown(tag.replace("tag:yaml.org,2002:", "!!")))


def _put(frame: _Open, node: Node, problems: Collector) -> None:
    """Gives a finished node to the list or mapping around it: there a key, then its value."""
    if frame.keys is None:
        frame.nodes.append(node)
        return
    if not frame.awaits_value:
        frame.awaits_value = True
        frame.key = node if isinstance(node, ScalarNode) else None
        if frame.key is None and not isinstance(node, BrokenNode):
            problems.add("P011", node.mark)
        return
    frame.awaits_value = False
    if frame.key is None:
        return
    first = frame.keys.get(frame.key.text)
    if first is None:
        frame.keys[frame.key.text] = (frame.key, node)
    else:
        found, line = shown(frame.key.text), first[0].mark.line
        problems.add("P010", frame.key.mark, found=found, line=line)
