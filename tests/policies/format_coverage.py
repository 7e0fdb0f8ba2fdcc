"""What the format can say, and what some policies do say, by the loader's own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import pytest

from paycalc.policy._grammar import _columns, _groups, _items, _pools, _steps
from paycalc.policy._grammar._columns import DATE_PARTS, PARTS, SCOPES
from paycalc.policy._grammar._kinds import Choice, Either, Later
from paycalc.policy._grammar._plans import PLAN_FILE
from paycalc.policy._grammar._policy import POLICY
from paycalc.policy._grammar._shapes import Key, Shape
from paycalc.policy.nodes import ListNode, MapNode, Node, ScalarNode

# Places that are read by hand, and the forms that they take.
BY_HAND: dict[type, tuple[str, ...]] = {
    _items.Grain: ("post", "unit", "county", r"\[.*post.*\]", r"\[.*county.*\]"),
    _items.Missing: ("none", "error", r"[0-9]+"),
    _steps.QuotaAmount: (r".*%", r"[0-9]+", "rest"),
    _pools.TakesText: (r"[0-9]+", r".*%", "as_needed", "rest"),
    _pools.AmountOrPercent: (r"[0-9]+", r".*%"),
    _groups.RangeEnd: (r"[0-9]+", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    _columns.ColumnName: (
        *(rf"{scope}\..*" for scope in SCOPES),
        *(rf"{name}\.{part}" for name, parts in PARTS.items() for part in parts),
        *(rf".*\.{part}" for part in DATE_PARTS),
        _columns.UNIT,
    ),
}


BRANCHES: dict[str, type] = {"scalar": ScalarNode, "listed": ListNode, "mapped": MapNode}


@dataclass
class Said:
    """What was read: keys of tables, words of choices, branches, texts that are read by hand."""

    keys: set[int] = field(default_factory=set)
    words: set[tuple[int, str]] = field(default_factory=set)
    branches: set[tuple[int, type]] = field(default_factory=set)
    texts: dict[type, set[str]] = field(default_factory=dict)


def listen(monkeypatch: pytest.MonkeyPatch) -> Said:
    """From now on, everything that the loader reads is noted down."""
    said = Said()

    def noting(kind: type, note: Any) -> None:
        read = kind.read  # type: ignore[attr-defined]

        def read_and_note(self: Any, node: Node, at: Any) -> Any:
            note(self, node)
            return read(self, node, at)

        monkeypatch.setattr(kind, "read", read_and_note)

    def note_keys(shape: Shape[Any], node: Node) -> None:
        written = node.entries if isinstance(node, MapNode) else {}
        said.keys |= {id(key) for key in shape.keys if key.name in written}

    def note_text(kind: object, node: Node) -> None:
        said.texts.setdefault(type(kind), set()).add(_text(node))

    noting(Shape, note_keys)
    noting(Choice, lambda choice, node: said.words.add((id(choice), _text(node))))
    noting(Either, lambda either, node: said.branches.add((id(either), type(node))))
    for kind in BY_HAND:
        noting(kind, note_text)
    return said


def unsaid(said: Said) -> list[str]:
    """Every key, word and form of the format that was not read.

    A plan's `file` is not among them: it gives way to what it names before anything is read.
    """
    missing = []
    for path, kind in _kinds(POLICY, ("policy",), set()):
        if isinstance(kind, Key) and id(kind) not in said.keys:
            missing.append(".".join(path))
        if isinstance(kind, Choice):
            words = [word for word in kind.words if (id(kind), word) not in said.words]
            missing += [f"{'.'.join(path)}: {word}" for word in words]
        if isinstance(kind, Either):
            there = [name for name in BRANCHES if getattr(kind, name) is not None]
            unread = [name for name in there if (id(kind), BRANCHES[name]) not in said.branches]
            missing += [f"{'.'.join(path)}: {name}" for name in unread]
    for type_, forms in BY_HAND.items():
        texts = said.texts.get(type_, set())
        other = [form for form in forms if not any(re.fullmatch(form, text) for text in texts)]
        missing += [f"{type_.__name__}: {form}" for form in other]
    return missing


def all_keys() -> set[str]:
    """The names of all keys of all tables."""
    return {
        kind.name for _, kind in _kinds((POLICY, PLAN_FILE), (), set()) if isinstance(kind, Key)
    }


def _kinds(kind: object, path: tuple[str, ...], seen: set[int]) -> Iterator[tuple[Any, Any]]:
    """Every key and choice that a kind is made of, each once, with the keys that lead there."""
    if isinstance(kind, Later):
        kind = kind.kind()
    if id(kind) in seen:
        return
    seen.add(id(kind))
    if isinstance(kind, Key):
        path = (*path, kind.name)
    yield path, kind
    if isinstance(kind, (tuple, list)):
        for inner in kind:
            yield from _kinds(inner, path, seen)
    elif is_dataclass(kind):
        for part in fields(kind):
            yield from _kinds(getattr(kind, part.name), path, seen)


def _text(node: Node) -> str:
    """A scalar's text, or a list's as it is written; nothing else is asked for."""
    if isinstance(node, ListNode):
        return f"[{', '.join(_text(entry) for entry in node.nodes)}]"
    return node.text if isinstance(node, ScalarNode) else ""
