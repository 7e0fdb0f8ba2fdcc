"""The order in which items can be computed, and the circles that leave none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from paycalc.policy._collector import shown
from paycalc.policy._grammar._policy import Draft
from paycalc.policy._meaning._report import Report
from paycalc.policy._meaning._uses import POST, ItemUse, group_uses, item_uses
from paycalc.policy.model import Group, Item, Rows, Who

Part: TypeAlias = tuple[str, str]
"""An item or a group: ``("items", name)`` or ``("groups", name)``."""

_ARROW: Final = " → "
_MOST: Final = 20


def ordered_items(draft: Draft, report: Report) -> tuple[str, ...]:
    """The items, each after what it needs, else in the order written; tells every circle."""
    needs = {("items", name): _item_needs(item, draft) for name, item in draft.items.items()}
    needs |= {("groups", name): _group_needs(group) for name, group in draft.groups.items()}
    known = {part: [need for need in parts if need in needs] for part, parts in needs.items()}
    done: list[Part] = []
    for found in _sorted(known, done):
        circle = _from_first(found, report)
        names = [shown(name) for _, name in circle]
        text = _ARROW.join([*names[:_MOST], *(["…"] if len(names) > _MOST else []), names[0]])
        report.at_key("P203", circle[0], found=text)
    return tuple(name for sort, name in done if sort == "items")


def _from_first(circle: list[Part], report: Report) -> list[Part]:
    """The circle, begun at the part that stands first in the file."""

    def place(position: int) -> tuple[int, int]:
        mark = report.key_mark(circle[position])
        return mark.line, mark.column

    first = min(range(len(circle)), key=place)
    return circle[first:] + circle[:first]


def _sorted(needs: Mapping[Part, list[Part]], done: list[Part]) -> Iterator[list[Part]]:
    """Fills ``done`` depth first, without recursion, and yields each circle once."""
    finished: set[Part] = set()
    for start in needs:
        trail: list[Part] = []
        open_: dict[Part, Iterator[Part]] = {}
        if start not in finished:
            trail, open_ = [start], {start: iter(needs[start])}
        while trail:
            part = trail[-1]
            need = next(open_[part], None)
            if need is None:
                finished.add(part)
                done.append(part)
                del open_[trail.pop()]
            elif need in open_:
                yield trail[trail.index(need) :]
            elif need not in finished:
                trail.append(need)
                open_[need] = iter(needs[need])


def _item_needs(item: Item, draft: Draft) -> list[Part]:
    source = item.source
    names = [source.item] if isinstance(source, Rows) else list(source.items)
    other = draft.items.get(names[0] or "") if isinstance(source, Rows) else None
    names += [use.item for use in item_uses(item, other) if isinstance(use, ItemUse)]
    needs = [("items", name) for name in names if name is not None]
    return needs + _named_groups(item.who)


def _group_needs(group: Group) -> list[Part]:
    uses = group_uses(group, POST, ())
    needs = [("items", use.item) for use in uses if isinstance(use, ItemUse)]
    return needs + _named_groups(group.excludes)


def _named_groups(who: Who) -> list[Part]:
    while isinstance(who, Group):
        who = who.excludes
    return [] if who is None else [("groups", who)]
