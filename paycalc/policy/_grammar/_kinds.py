"""What may stand at a place of a policy: texts, lists, mappings, tables of known keys.

A kind reads a node into a value of the model and reports what is wrong. Kinds are data, so that
whoever describes the grammar (a JSON Schema, say) walks the same tables that the loader reads by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, Protocol, TypeAlias, TypeVar

from paycalc.policy._collector import Collector, Path, shown
from paycalc.policy._yaml import BrokenNode, ListNode, MapNode, Node, ScalarNode
from paycalc.policy.model import Mark

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

SCALAR_FORM: Final = "…"
LIST_FORM: Final = "[…]"


@dataclass(frozen=True, slots=True)
class NameUse:
    """A place where the policy names an item or a group."""

    sort: Literal["item", "group"]
    name: str
    mark: Mark
    path: Path


@dataclass(frozen=True, slots=True)
class Context:
    """What reading needs besides the node, and what it gathers."""

    problems: Collector
    decimals: int = 3
    uses: list[NameUse] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class At:
    """Where the reader is: the path, and the mark of the key or entry that led here."""

    context: Context
    path: Path
    mark: Mark

    def into(self, part: str | int, mark: Mark) -> At:
        """One key or one position further in."""
        return At(self.context, (*self.path, part), mark)

    def refuse(self, code: str, node: Node, **values: str | int) -> None:
        """Reports a problem at a node."""
        self.context.problems.add(code, node.mark, self.path, **values)

    def refuse_near(self, code: str, node: Node, found: str, known: Iterable[str]) -> str | None:
        """Reports a text that is none of the known ones; returns the one it looks like, if any."""
        return self.context.problems.add_near(code, node.mark, self.path, found, known)


class Kind(Protocol[T_co]):
    """Reads a node; ``None`` means that it was refused and reported."""

    @property
    def form(self) -> str:
        """What it looks like, for messages in any language."""

    def read(self, node: Node, at: At) -> T_co | None:
        """The value of a node."""


def found_text(node: Node) -> str:
    """A node as a message shows it."""
    if isinstance(node, ScalarNode):
        return f"'{shown(node.text)}'"
    if isinstance(node, ListNode):
        return LIST_FORM
    keys = list(node.entries) if isinstance(node, MapNode) else []
    return "{" + ", ".join(f"{shown(key)}: …" for key in keys[:3]) + "}"


def scalar_text(node: Node, at: At) -> str | None:
    """The text of a scalar that says something."""
    if isinstance(node, BrokenNode):
        return None
    if not isinstance(node, ScalarNode):
        at.refuse("P022", node, found=found_text(node))
        return None
    if not node.text:
        at.refuse("P024", node)
        return None
    return node.text


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of one kind, with at least so many entries; refused entries are left out."""

    kind: Kind[T]
    least: int = 0

    @property
    def form(self) -> str:
        """See ``Kind``."""
        return LIST_FORM

    def read(self, node: Node, at: At) -> tuple[T, ...] | None:
        """See ``Kind``."""
        if isinstance(node, BrokenNode):
            return None
        if not isinstance(node, ListNode):
            at.refuse("P021", node, found=found_text(node))
            return None
        if len(node.nodes) < self.least:
            at.refuse("P025", node)
        values = []
        for position, entry in enumerate(node.nodes, 1):
            value = self.kind.read(entry, at.into(position, entry.mark))
            if value is not None:
                values.append(value)
        return tuple(values)


@dataclass(frozen=True, slots=True)
class MapOf(Generic[T]):
    """A mapping from names of one kind to values of another, in the order written.

    With ``only_one`` it has one entry and no more.
    """

    names: Kind[str]
    kind: Kind[T]
    least: int = 0
    only_one: bool = False

    @property
    def form(self) -> str:
        """See ``Kind``."""
        return "{" + f"{SCALAR_FORM}: {self.kind.form}" + "}"

    def read(self, node: Node, at: At) -> dict[str, T] | None:
        """See ``Kind``."""
        if isinstance(node, BrokenNode):
            return None
        if not isinstance(node, MapNode):
            at.refuse("P020", node, found=found_text(node), allowed=self.form)
            return None
        if len(node.entries) < self.least:
            at.refuse("P025", node)
        if self.only_one and len(node.entries) > 1:
            at.refuse("P602", node, found=found_text(node))
            return None
        values: dict[str, T] = {}
        for key, entry in node.entries.values():
            inside = at.into(key.text, key.mark)
            name = self.names.read(key, inside)
            value = self.kind.read(entry, inside)
            if name is not None and value is not None:
                values[name] = value
        return values


@dataclass(frozen=True, slots=True)
class Either:
    """One kind or another, told apart by whether a text, a list or a mapping stands there."""

    scalar: Kind[Any] | None = None
    listed: Kind[Any] | None = None
    mapped: Kind[Any] | None = None

    @property
    def form(self) -> str:
        """See ``Kind``."""
        kinds = (self.scalar, self.listed, self.mapped)
        return " | ".join(kind.form for kind in kinds if kind is not None)

    def read(self, node: Node, at: At) -> Any:
        """See ``Kind``."""
        if isinstance(node, BrokenNode):
            return None
        kind = {ScalarNode: self.scalar, ListNode: self.listed, MapNode: self.mapped}[type(node)]
        if kind is None:
            at.refuse("P023", node, found=found_text(node), allowed=self.form)
            return None
        return kind.read(node, at)


@dataclass(frozen=True, slots=True)
class Later(Generic[T]):
    """A kind that is defined further down, for parts that hold parts like themselves."""

    kind: Callable[[], Kind[T]]
    form: str = "{…}"

    def read(self, node: Node, at: At) -> T | None:
        """See ``Kind``."""
        return self.kind().read(node, at)


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """A kind whose value is turned into another by a function that never refuses."""

    kind: Kind[Any]
    make: Callable[[Any], T]

    @property
    def form(self) -> str:
        """See ``Kind``."""
        return self.kind.form

    def read(self, node: Node, at: At) -> T | None:
        """See ``Kind``."""
        value = self.kind.read(node, at)
        return None if value is None else self.make(value)


Words: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words, each with what it stands for."""

    words: Words

    @property
    def form(self) -> str:
        """See ``Kind``."""
        return " | ".join(self.words)

    def read(self, node: Node, at: At) -> Any:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        if text not in self.words:
            at.refuse_near("P050", node, text, self.words)
            return None
        return self.words[text]


def choice(*words: str) -> Choice:
    """A choice of words that stand for themselves."""
    return Choice({word: word for word in words})


TRUE: Final = Choice({"true": True})
TRUE_OR_FALSE: Final = Choice({"true": True, "false": False})
