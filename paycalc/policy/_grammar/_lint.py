"""What is said to the lint: rules switched off or on with a reason, and what groups are.

```yaml
lint:
  groups: {front_line: [teachers], leaders: [heads], class_heads: [tutors]}
  L022: {off: the county's own decision of 2025-03-01}
  L120: {on: our district caps managers, at_most: 1.5}
```

A reason is any text that says something. `at_most` or `at_least` (a number or a percentage) takes
the place of a rule's own figure. Which codes there are, and which have a figure, the lint tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from paycalc.policy._grammar._kinds import At, Either, ListOf, scalar_text
from paycalc.policy._grammar._scalars import (
    FACTOR,
    MOST_NUMBER,
    TEXT,
    NameOf,
    Percentage,
    Text,
)
from paycalc.policy._grammar._shapes import ExactlyOne, Fields, Key, OnlyWith, Others, Shape
from paycalc.policy._yaml import Node
from paycalc.policy.model import Lint, Switch

SIDES: Final = ("at_most", "at_least")
ROLES: Final = ("front_line", "leaders", "class_heads")
_ANY_PERCENTAGE: Final = Percentage(MOST_NUMBER)


@dataclass(frozen=True, slots=True)
class Figure:
    """A rule's figure: a number from 0, or a percentage; in micro."""

    form: str = "1.5 | 25%"

    def read(self, node: Node, at: At) -> int | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        return (_ANY_PERCENTAGE if text.endswith("%") else FACTOR).read(node, at)


def _switch(fields: Fields) -> Switch | None:
    side = next((side for side in SIDES if fields.written(side)), None)
    figure = None if side is None else fields.get(side)
    off, on = fields.get("off"), fields.get("on")
    if off is None and on is None:
        return None
    return Switch(fields.name, off, on, side, figure, fields.at.mark)


def _lint(fields: Fields) -> Lint:
    return Lint(
        {name: switch for name, switch, _ in fields.others},
        fields.get("groups", {}),
    )


def _groups(fields: Fields) -> dict[str, tuple[str, ...]]:
    return {role: fields.get(role) for role in ROLES if fields.get(role) is not None}


REASON: Final = Text()
_GROUPS: Final = ListOf(NameOf("group"))
SWITCH: Final[Either] = Either(
    mapped=Shape(
        "A rule of the lint, switched off or on with a reason.",
        (
            Key("off", REASON, "why the rule is not to be told here"),
            Key("on", REASON, "why the rule is to be told, or with another figure"),
            Key("at_most", Figure(), "the most that is not told, instead of the rule's own"),
            Key("at_least", Figure(), "the least that is not told, instead of the rule's own"),
        ),
        _switch,
        (ExactlyOne(("off", "on")), OnlyWith(SIDES, ("on",))),
    )
)
LINT: Final[Shape[Any]] = Shape(
    "What is said to `paycalc lint`: a switch by code, and what groups are. Changes no pay.",
    (
        Key(
            "groups",
            Shape(
                "Which groups are meant, where names and positions do not tell.",
                tuple(Key(role, _GROUPS, f"the groups that are {role}") for role in ROLES),
                _groups,
            ),
            "which groups are the front line, the leaders, the class heads",
        ),
    ),
    _lint,
    others=Others(TEXT, SWITCH),
)
