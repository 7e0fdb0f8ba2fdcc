"""Which groups are the front line, the leaders, the class heads, and how that is known.

The key ``lint: {groups: …}`` says so for a role, or else the group's name does, or its positions,
if it asks for positions alone and all of them are the role's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from paycalc.policy.model import Group, Policy, Who

Role: TypeAlias = Literal["front_line", "leaders", "class_heads"]

_NAMES: Final[Mapping[Role, re.Pattern[str]]] = {
    "front_line": re.compile(r"front_?line|(classroom_|subject_)?teachers?|.*一线.*|专任教师|教师"),
    "leaders": re.compile(
        r".*(leader|principal|manager|management|headmaster|director|领导|校长|管理|中层|干部|行政).*"
    ),
    "class_heads": re.compile(
        r".*(class_?head|class_?teacher|head_?teacher|homeroom|form_?tutor|班主任).*"
    ),
}
_POSITIONS: Final[Mapping[Role, re.Pattern[str]]] = {
    "front_line": re.compile(
        r"(classroom_|subject_|class_)?teacher|class_head|教师|.*一线.*|专任教师|任课教师|班主任"
    ),
    "leaders": re.compile(
        r"(deputy_|vice_|assistant_)?(principal|headmaster|head|director|dean|manager|leader)"
        r"|(副|正)?(校长|书记|园长|主任)|.*(校长|书记|园长|领导|中层).*"
    ),
    "class_heads": re.compile(r"class_?head|class_?teacher|homeroom_?teacher|班主任"),
}


def groups_of(policy: Policy, role: Role) -> tuple[str, ...]:
    """The named groups that are this role."""
    said = policy.lint.groups.get(role)
    if said is not None:
        return said
    return tuple(name for name, group in policy.groups.items() if _is(role, name, group))


def is_role(policy: Policy, who: Who, role: Role) -> bool:
    """Whether a group, by name or in place, is this role."""
    if isinstance(who, Group):
        return _is(role, "", who)
    return who in groups_of(policy, role)


def names_class_heads(text: str) -> bool:
    """Whether a text names class heads."""
    return bool(_NAMES["class_heads"].fullmatch(text.casefold().replace(" ", "_")))


def _is(role: Role, name: str, group: Group) -> bool:
    if _NAMES[role].fullmatch(name.casefold()):
        return True
    if role == "class_heads" and group.has is not None:
        asked = [one.accepts for one in group.has.where if isinstance(one.accepts, frozenset)]
        return any(names_class_heads(text) for texts in asked for text in texts)
    only_positions = not (group.has or group.items or group.excludes)
    return (
        only_positions
        and bool(group.conditions)
        and all(
            condition.column.name == "position"
            and isinstance(condition.accepts, frozenset)
            and all(_POSITIONS[role].fullmatch(text.casefold()) for text in condition.accepts)
            for condition in group.conditions
        )
    )
