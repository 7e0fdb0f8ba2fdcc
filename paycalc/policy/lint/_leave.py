"""Statutory leave that lowers pay (L011)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from paycalc.policy._collector import Path
from paycalc.policy.lint._texts import row_values
from paycalc.policy.lint._view import View
from paycalc.policy.model import Condition, Group, Item, Micro, Number, Rows, TableLookup, Value
from paycalc.problems import Problem

STATUTORY: Final[Mapping[str, frozenset[str]]] = {
    "maternity (产假)": frozenset({"maternity", "maternity_leave", "childbirth", "产假"}),
    "marriage (婚假)": frozenset({"marriage", "marriage_leave", "wedding", "婚假"}),
    "bereavement (丧假)": frozenset(
        {"bereavement", "bereavement_leave", "funeral", "compassionate", "丧假"}
    ),
    "work injury (工伤)": frozenset(
        {"work_injury", "injury_at_work", "industrial_injury", "occupational_injury", "injury"}
        | {"工伤", "工伤假"}
    ),
}


def statutory_leave(view: View, figure: Micro) -> Iterator[Problem]:
    """Items that reach pay, and groups that pay asks for, that count leave the law grants."""
    for name, item in view.policy.items.items():
        if name in view.reaching:
            yield from _told(view, ("items", name), name, _counted(item, view))
    for who, path in view.whos:
        for name in view.named_groups(who):
            yield from _told(view, ("groups", name), name, _asked(view.policy.groups[name]))
        if isinstance(who, Group):
            yield from _told(view, path, str(path[-2]), _asked(who))


def _told(view: View, path: Path, part: str, kinds: tuple[str, ...]) -> Iterator[Problem]:
    if kinds:
        yield view.problem("L011", path, part=part, kinds=", ".join(kinds))


def _counted(item: Item, view: View) -> tuple[str, ...]:
    """The kinds of statutory leave whose days an item counts.

    Of an item with a cell per kind it is still open what becomes of each: the item that reads its
    cells as rows is asked instead.
    """
    return () if _by_kind(item) else tuple(_kinds(item, view))


def _kinds(item: Item, view: View) -> Iterator[str]:
    source = item.source
    if not isinstance(source, Rows):
        return
    inner = None if source.item is None else view.policy.items[source.item]
    if inner is None:
        counted = tuple(STATUTORY) if source.table == "leave" else ()
    else:
        counted = tuple(_kinds(inner, view)) if _by_kind(inner) else ()
    for kind in counted:
        names = STATUTORY[kind]
        if _let_in(source.where, names) and not any(
            _nothing(value, names) for value in row_values(source)
        ):
            yield kind


def _by_kind(item: Item) -> bool:
    return any(column.name == "kind" for column in item.columns)


def _asked(group: Group) -> tuple[str, ...]:
    """The kinds of statutory leave by which a group tells posts apart."""
    has = group.has
    if has is None or has.table != "leave":
        return ()
    return tuple(kind for kind, names in STATUTORY.items() if _let_in(has.where, names))


def _let_in(where: tuple[Condition, ...], names: frozenset[str]) -> bool:
    """Whether conditions let in a kind that goes by one of these names."""
    return all(
        condition.column.name != "kind"
        or not isinstance(condition.accepts, frozenset)
        or bool({text.casefold() for text in condition.accepts} & names)
        for condition in where
    )


def _nothing(value: Value, names: frozenset[str]) -> bool:
    """Whether a coefficient is 0 for a kind, or refuses it: in no table and without a default."""
    if not isinstance(value, TableLookup) or value.by[0].name != "kind":
        return False
    found = [inner for keys, inner in value.table.items() if keys[0].casefold() in names]
    if not found:
        return value.default is None or _zero(value.default)
    return all(_zero(inner) for inner in found)


def _zero(value: Value) -> bool:
    return isinstance(value, Number) and value.micro == 0
