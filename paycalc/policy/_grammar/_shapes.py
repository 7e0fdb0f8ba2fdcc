"""Mappings with known keys: the tables that the grammar consists of, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from paycalc.policy._collector import listing
from paycalc.policy._grammar._kinds import SCALAR_FORM, At, Kind, found_text
from paycalc.policy._yaml import BrokenNode, MapNode, Node
from paycalc.policy.model import Mark

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key:
    """A key that a mapping knows: what stands under it, and whether it must be there."""

    name: str
    kind: Kind[Any]
    doc: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class ExactlyOne:
    """One of these keys must be there, and only one."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeastOne:
    """One of these keys must be there; ``code`` says what is wrong where none is."""

    keys: tuple[str, ...]
    code: str = "P032"


@dataclass(frozen=True, slots=True)
class OnlyWith:
    """These keys say something only beside one of the others."""

    keys: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """Where the one key is, the other must be."""

    key: str
    other: str


Rule: TypeAlias = "ExactlyOne | AtLeastOne | OnlyWith | Needs"


@dataclass(frozen=True, slots=True)
class Fields:
    """What was read of a mapping: the values of known keys, and of others where it is open.

    ``misspelt`` are the known keys that unknown ones look like. Whoever misses one of them keeps
    quiet: the unknown key was reported, with the suggestion.
    """

    node: MapNode
    at: At
    values: Mapping[str, Any]
    others: tuple[tuple[Any, Any, Mark], ...] = ()
    misspelt: frozenset[str] = frozenset()

    @property
    def mark(self) -> Mark:
        """Where the mapping begins."""
        return self.node.mark

    @property
    def name(self) -> str:
        """The key under which the mapping stands."""
        return str(self.at.path[-1])

    def written(self, key: str) -> bool:
        """Whether the key is there, whatever became of its value."""
        return key in self.node.entries

    def attempted(self, *keys: str) -> bool:
        """Whether one of these keys is there, or an unknown one that looks like it."""
        return any(key in self.node.entries or key in self.misspelt for key in keys)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default where it is missing or was refused."""
        value = self.values.get(key)
        return default if value is None else value

    def refuse(self, code: str, key: str | None = None, **values: str | int) -> None:
        """Reports a problem at the value of a key, or at the mapping."""
        if key is None or key not in self.node.entries:
            self.at.refuse(code, self.node, **values)
        else:
            name, node = self.node.entries[key]
            self.at.into(key, name.mark).refuse(code, node, **values)


@dataclass(frozen=True, slots=True)
class Others:
    """Keys beyond the known ones: their names are of one kind, their values of another."""

    names: Kind[Any]
    kind: Kind[Any]


@dataclass(frozen=True, slots=True)
class Shape(Generic[T]):
    """A mapping with known keys and rules among them; ``build`` makes its value of the model."""

    doc: str
    keys: tuple[Key, ...]
    build: Callable[[Fields], T | None]
    rules: tuple[Rule, ...] = ()
    others: Others | None = None

    @property
    def form(self) -> str:
        """See ``Kind``."""
        names = [] if self.others is None else [SCALAR_FORM]
        return "{" + ", ".join(f"{name}: …" for name in (*names, *self.names)) + "}"

    @property
    def names(self) -> tuple[str, ...]:
        """The known keys."""
        return tuple(key.name for key in self.keys)

    def read(self, node: Node, at: At) -> T | None:
        """See ``Kind``."""
        if isinstance(node, BrokenNode):
            return None
        if not isinstance(node, MapNode):
            at.refuse("P020", node, found=found_text(node), allowed=self.form)
            return None
        fields = self._fields(node, at)
        for key in self.keys:
            if key.required and not fields.attempted(key.name):
                at.refuse("P031", node, key=key.name, allowed=listing(self.names))
        coherent = [obeys(rule, fields) for rule in self.rules]
        return self.build(fields) if all(coherent) else None

    def _fields(self, node: MapNode, at: At) -> Fields:
        kinds = {key.name: key.kind for key in self.keys}
        values: dict[str, Any] = {}
        others: list[tuple[Any, Any, Mark]] = []
        misspelt: set[str] = set()
        for key, entry in node.entries.values():
            inside = at.into(key.text, key.mark)
            if key.text in kinds:
                values[key.text] = kinds[key.text].read(entry, inside)
            elif self.others is not None:
                name = self.others.names.read(key, inside)
                value = self.others.kind.read(entry, inside)
                if name is not None and value is not None:
                    others.append((name, value, key.mark))
            else:
                near = inside.refuse_near("P030", key, key.text, self.names)
                misspelt |= set() if near is None else {near}
        return Fields(node, at, values, tuple(others), frozenset(misspelt))


def obeys(rule: Rule, fields: Fields) -> bool:
    """Whether a mapping keeps a rule; tells where not. A broken rule leaves it without a value."""
    if isinstance(rule, OnlyWith):
        return _stands_with(rule, fields)
    if isinstance(rule, Needs):
        if fields.written(rule.key) and not fields.written(rule.other):
            if not fields.attempted(rule.other):
                fields.refuse("P035", key=None, found=rule.key, needed=rule.other)
            return False
        return True
    written = [key for key in fields.node.entries if key in rule.keys]
    if isinstance(rule, ExactlyOne) and len(written) > 1:
        name, _ = fields.node.entries[written[1]]
        found = listing(written)
        fields.at.into(written[1], name.mark).refuse("P033", name, found=found)
        return False
    if not written:
        code = rule.code if isinstance(rule, AtLeastOne) else "P032"
        if not fields.attempted(*rule.keys):
            fields.refuse(code, allowed=listing(rule.keys))
        return False
    return True


def _stands_with(rule: OnlyWith, fields: Fields) -> bool:
    if fields.attempted(*rule.others):
        return True
    for key in rule.keys:
        if fields.written(key):
            name, _ = fields.node.entries[key]
            allowed = listing(rule.others)
            fields.at.into(key, name.mark).refuse("P034", name, found=key, allowed=allowed)
    return True
