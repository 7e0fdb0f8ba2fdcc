"""Groups: what they ask of posts, and which of them can be asked of units (sections 3 and 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paycalc.policy._collector import Path
from paycalc.policy._grammar._policy import Draft
from paycalc.policy._meaning._places import column_fault, item_fault, tell_uses
from paycalc.policy._meaning._report import Report
from paycalc.policy._meaning._uses import POST, UNIT, ColumnUse, ItemUse, group_uses, who_uses
from paycalc.policy.model import Group, TimesMean, Who


def check_groups(draft: Draft, report: Report) -> None:
    """Tells what every named group, and every one written in place for posts, asks in vain."""
    for name, group in draft.groups.items():
        tell_uses(group_uses(group, POST, ("groups", name)), draft.items, report)
    for who, path in _asked_of_posts(draft):
        tell_uses(who_uses(who, POST, path), draft.items, report)


def _asked_of_posts(draft: Draft) -> Iterator[tuple[Who, Path]]:
    for guarantee in draft.guarantees:
        path: Path = ("guarantees", guarantee.id)
        yield guarantee.group, (*path, "group")
        yield guarantee.of, (*path, "of")
    for position, line in enumerate(draft.veto.leaders if draft.veto else (), 1):
        yield line.group, ("veto", "leaders", position, "group")


def posts_asked(part: Any, path: Path) -> Iterator[tuple[Who, Path]]:
    """The groups of a pool of posts or of an adjustment, and where they stand."""
    yield part.who, (*path, "for")
    bound = getattr(part, "bound", None)
    if isinstance(bound, TimesMean):
        yield bound.of, (*path, part.kind, "of")


def check_unit_group(who: Who, path: Path, draft: Draft, report: Report) -> None:
    """Tells where a pool of units asks what only posts can answer."""
    if isinstance(who, Group):
        for inner, place in _nested(who, path):
            if inner.has is not None:
                report.at_key("P320", (*place, "has"))
        tell_uses(
            (use for use in group_uses(who, UNIT, path) if use.spot == UNIT), draft.items, report
        )
        name, place = _last_name(who, path)
        who, path = name, place
    if isinstance(who, str):
        asked = _of_posts_only(who, draft)
        if asked is not None:
            report.at("P321", path, found=who, part=asked)


def _nested(group: Group, path: Path) -> Iterator[tuple[Group, Path]]:
    """A group and those that it excludes in place."""
    who: Who = group
    while isinstance(who, Group):
        yield who, path
        who, path = who.excludes, (*path, "not")


def _last_name(group: Group, path: Path) -> tuple[str | None, Path]:
    last = path
    who: Who = group
    for inner, place in _nested(group, path):
        who, last = inner.excludes, (*place, "not")
    return (who if isinstance(who, str) else None), last


def _of_posts_only(name: str, draft: Draft) -> str | None:
    """What of a named group only posts can answer, if anything; groups may exclude groups."""
    seen: set[str] = set()
    while name in draft.groups and name not in seen:
        seen.add(name)
        group = draft.groups[name]
        for inner, _ in _nested(group, ()):
            if inner.has is not None:
                return "has"
        for use in group_uses(group, UNIT, ()):
            if isinstance(use, ColumnUse) and column_fault(use) is not None:
                return str(use.column)
            if isinstance(use, ItemUse) and item_fault(use, draft.items) is not None:
                return use.item
        name = _last_name(group, ())[0] or ""
    return None
