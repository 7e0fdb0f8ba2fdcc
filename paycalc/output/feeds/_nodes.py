"""Reading the nodes of a map: mappings, lists, texts and words, and telling what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

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
    shown,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spot:
    """A node, where it is, and where problems go."""

    node: Node
    problems: Collector
    path: Path = ()

    @property
    def mark(self) -> Mark:
        """The place of the node in the file."""
        return self.node.mark

    def refuse(self, code: str, mark: Mark | None = None, **values: str | int) -> None:
        """Tell a problem, at the node if nothing else is said."""
        self.problems.add(code, mark or self.node.mark, self.path, **values)

    def entry(self, part: str | int, node: Node) -> Spot:
        """One key or position further in."""
        return Spot(node, self.problems, (*self.path, part))


def text(spot: Spot) -> str | None:
    """A text that says something."""
    if isinstance(spot.node, ScalarNode) and spot.node.text:
        return spot.node.text
    if isinstance(spot.node, ScalarNode):
        spot.refuse("F104")
    elif not isinstance(spot.node, BrokenNode):
        spot.refuse("F103", found=found_text(spot.node))
    return None


def any_text(spot: Spot) -> str | None:
    """A text, also one that says nothing."""
    if isinstance(spot.node, ScalarNode):
        return spot.node.text
    return text(spot)


def word(spot: Spot, words: Mapping[str, T]) -> T | None:
    """What one of some words stands for."""
    found = text(spot)
    if found is None:
        return None
    if found in words:
        return words[found]
    spot.problems.add_near("F107", spot.mark, spot.path, found, words)
    return None


def choice(spot: Spot, *words: str) -> str | None:
    """One of some words."""
    return word(spot, {one: one for one in words})


def yes_or_no(spot: Spot) -> bool | None:
    """Whether it is ``true`` or ``false``."""
    return word(spot, {"true": True, "false": False})


def day(spot: Spot) -> date | None:
    """A date."""
    found = text(spot)
    if found is None:
        return None
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", found):
            return date.fromisoformat(found)
    except ValueError:
        pass
    spot.refuse("F108", found=shown(found))
    return None


def whole(spot: Spot, most: int) -> int | None:
    """A whole number from 1 on."""
    found = text(spot)
    if found is None:
        return None
    if re.fullmatch("[0-9]{1,9}", found) and 1 <= int(found) <= most:
        return int(found)
    spot.refuse("F109", found=shown(found), most=most)
    return None


def members(spot: Spot) -> list[Spot]:
    """The entries of a list with at least one."""
    if isinstance(spot.node, ListNode):
        if not spot.node.nodes:
            spot.refuse("F104")
        return [spot.entry(place, node) for place, node in enumerate(spot.node.nodes, 1)]
    _refuse_other(spot, "F102")
    return []


def named(spot: Spot) -> dict[str, Spot]:
    """The entries of a mapping with at least one, whatever their keys are."""
    if isinstance(spot.node, MapNode):
        if not spot.node.entries:
            spot.refuse("F104")
        return {key: spot.entry(key, node) for key, (_, node) in spot.node.entries.items()}
    _refuse_other(spot, "F101")
    return {}


def keys(spot: Spot, known: Iterable[str], needed: Iterable[str] = ()) -> dict[str, Spot]:
    """The entries of a mapping by their known keys; unknown ones and missing ones are told.

    A misspelt key counts as the one that it looks like if that is not there, so that it is told
    once, and not as missing too.
    """
    if not isinstance(spot.node, MapNode):
        _refuse_other(spot, "F101")
        return {}
    allowed = list(known)
    found: dict[str, Spot] = {}
    for name, (key, node) in spot.node.entries.items():
        likely: str | None = name
        if name not in allowed:
            near = spot.problems.add_near("F105", key.mark, spot.path, name, allowed)
            likely = None if near is None or near in spot.node.entries else near
        if likely is not None:
            found[likely] = spot.entry(likely, node)
    for name in needed:
        if name not in found:
            spot.refuse("F106", key=name)
    return found


def _refuse_other(spot: Spot, code: str) -> None:
    """Tell a node of another kind."""
    if isinstance(spot.node, BrokenNode):
        return
    if isinstance(spot.node, ScalarNode) and not spot.node.text:
        spot.refuse("F104")
    else:
        spot.refuse(code, found=found_text(spot.node))
