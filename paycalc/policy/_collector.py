"""Gathers the problems of a policy as they are met, each with its place and its values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, TypeAlias

from paycalc.policy.model import Mark
from paycalc.problems import Place, Problem

Path: TypeAlias = tuple[str | int, ...]
"""Where a node stands in the policy, from the top: keys, and 1-based positions in lists."""

MOST_PROBLEMS: Final = 1000
MOST_SHOWN: Final = 60
_MOST_NAMES: Final = 40
_MOST_LISTED: Final = 380
_MOST_COMPARED: Final = 300
_MOST_LOOKED_UP: Final = 100


@dataclass(slots=True)
class Collector:
    """The problems so far, each once; it says itself when it will take no more."""

    problems: dict[tuple[object, ...], Problem] = field(default_factory=dict)
    _looked_up: int = 0

    @property
    def full(self) -> bool:
        """Whether further problems are only noted as being there."""
        return len(self.problems) > MOST_PROBLEMS

    def add(self, code: str, mark: Mark, path: Path = (), **values: str | int) -> None:
        """Notes a problem at a place of the file and of the policy."""
        if self.full:
            return
        if len(self.problems) == MOST_PROBLEMS:
            code, values = "P009", {"most": MOST_PROBLEMS}
        place = Place(
            file=mark.file or None,
            line=mark.line or None,
            position=mark.column or None,
            item=path_text(path) or None,
        )
        key = (code, place, tuple(sorted(values.items(), key=lambda pair: pair[0])))
        self.problems.setdefault(key, Problem(code, place, values))

    def add_near(
        self,
        code: str,
        mark: Mark,
        path: Path,
        found: str,
        known: Iterable[str],
        **values: str | int,
    ) -> str | None:
        """Notes a name that is not known; with a known one close to it, as the code's N form.

        That known one is returned.
        """
        if self.full:
            return None
        names = list(known)
        values = {**values, "found": shown(found), "allowed": listing(names)}
        # A file full of unknown names is not worth seconds of comparing.
        self._looked_up += 1
        near = nearest(found, names) if self._looked_up <= _MOST_LOOKED_UP else None
        if near is None:
            self.add(code, mark, path, **values)
        else:
            self.add(f"{code}N", mark, path, nearest=shown(near), **values)
        return near


def path_text(path: Path) -> str:
    """A path as people read it.

    >>> path_text(("items", "lessons", "then", 1))
    'items.lessons.then[1]'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{shown(part)}" if text else shown(part)
    return text


def shown(text: str) -> str:
    """A text as a message shows it: short, on one line."""
    line = " ".join(text[: 4 * MOST_SHOWN].split())
    line = "".join(one if one.isprintable() else _escaped(one) for one in line)
    return line if len(line) <= MOST_SHOWN else line[: MOST_SHOWN - 1] + "…"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def listing(names: Iterable[str]) -> str:
    """Names as a message lists them, an empty list as a dash."""
    known = [shown(name) for name in names]
    some, length = known[:_MOST_NAMES], len(", ".join(known[:_MOST_NAMES]))
    while length > _MOST_LISTED:
        length -= len(some.pop()) + 2
    more = ["…"] if len(known) > len(some) else []
    return ", ".join(some + more) or "—"


def nearest(found: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like the one found, if any does.

    >>> nearest("shareby", ["takes", "share_by"])
    'share_by'
    """
    candidates = [name for name in known if len(name) <= MOST_SHOWN][:_MOST_COMPARED]
    close = get_close_matches(found[:MOST_SHOWN], candidates, n=1, cutoff=0.7)
    return close[0] if close else None
