"""Sections 2 and 3 of policy.md: conditions, and the groups of posts that they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from .arithmetic import is_number, policy_number
from .cells import cell_date, cell_number
from .columns import Place, Reading, place_of_row, text_of
from .policy import EVERYONE, Node
from .refusal import PayError
from .values import item_at

Judgement = Callable[[], bool]


def all_hold(judgements: Iterable[Judgement]) -> bool:
    """Section 3, groups: all must hold; one that fails settles it, whatever the others are."""
    unjudged: set[str] = set()
    for judge in judgements:
        try:
            if not judge():
                return False
        except PayError as wrong:
            unjudged |= wrong.classes
    if unjudged:
        raise PayError(*unjudged)
    return True


def in_range(number: int, bounds: Node) -> bool:
    """Section 3, range: both ends inside, either may be missing."""
    return not (
        ("from" in bounds and number < policy_number(bounds["from"]))
        or ("to" in bounds and number > policy_number(bounds["to"]))
    )


def matches(text: str, wanted: Node) -> bool:
    """Section 3, condition: a value, a list of values, or a range; an empty cell matches none."""
    if not text:
        return False
    if isinstance(wanted, list):
        return text in wanted
    if isinstance(wanted, str):
        return text == wanted
    if all(is_number(bound) for bound in wanted.values()):
        return in_range(cell_number(text), wanted)
    day = cell_date(text)
    return not (
        ("from" in wanted and day < cell_date(wanted["from"]))
        or ("to" in wanted and day > cell_date(wanted["to"]))
    )


def column_matches(column: str, wanted: Node, place: Place, reading: Reading) -> bool:
    """Section 3: one condition on a column."""
    return matches(text_of(column, place, reading), wanted)


def row_matches(where: Node, place: Place, reading: Reading) -> bool:
    """Section 4, `where`: conditions on the row."""
    return all_hold(
        partial(column_matches, column, wanted, place, reading) for column, wanted in where.items()
    )


def belongs(group: Node, place: Place, reading: Reading) -> bool:
    """Section 3, `for`: whether a member belongs to a group's name or conditions in place."""
    if group is None or group == EVERYONE:
        return True
    if isinstance(group, str):
        members = reading.groups[group]
        return members[place.post.key if place.post else place.base]
    return judge_group(group, place, reading)


def judge_group(group: Node, place: Place, reading: Reading) -> bool:
    """Section 3, group: conditions on columns, `has`, `not` and `item`; all must hold."""
    judgements: list[Judgement] = []
    for key, wanted in group.items():
        if key == "has":
            judgements.append(partial(has_row, wanted, place, reading))
        elif key == "not":
            judgements.append(partial(is_outside, wanted, place, reading))
        elif key == "item":
            for name, bounds in wanted.items():
                judgements.append(partial(item_in_range, name, bounds, place, reading))
        else:
            judgements.append(partial(column_matches, key, wanted, place, reading))
    return all_hold(judgements)


def is_outside(group: Node, place: Place, reading: Reading) -> bool:
    """Section 3, `not`: the member does not belong to the other group."""
    return not belongs(group, place, reading)


def has_row(has: Node, place: Place, reading: Reading) -> bool:
    """Section 3, `has`: the post has at least one such row; one that holds settles it."""
    unjudged: set[str] = set()
    for row in reading.county.rows[has["rows"]]:
        if row.post is not place.post:
            continue
        try:
            if row_matches(has.get("where", {}), place_of_row(row, reading.county), reading):
                return True
        except PayError as wrong:
            unjudged |= wrong.classes
    if unjudged:
        raise PayError(*unjudged)
    return False


def item_in_range(name: str, bounds: Node, place: Place, reading: Reading) -> bool:
    """Section 3, `item`: the item has a number inside the range."""
    number = item_at(name, place, reading)
    return number is not None and in_range(number, bounds)
