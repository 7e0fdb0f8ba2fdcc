"""The top of a policy file (section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from paycalc.policy._collector import shown
from paycalc.policy._grammar._corrections import CORRECTIONS
from paycalc.policy._grammar._domain import DOMAIN
from paycalc.policy._grammar._duties import GUARANTEE, TITLE, VETO
from paycalc.policy._grammar._groups import GROUP
from paycalc.policy._grammar._items import ITEM_SHAPE
from paycalc.policy._grammar._kinds import At, MapOf, choice, scalar_text
from paycalc.policy._grammar._lint import LINT
from paycalc.policy._grammar._plans import LEVEL_1, LEVEL_2
from paycalc.policy._grammar._promises import PROMISES
from paycalc.policy._grammar._scalars import DAY, GROUP_NAME, NAME, TEXT, Whole
from paycalc.policy._grammar._shapes import Fields, Key, Shape
from paycalc.policy._yaml import MapNode, Node
from paycalc.policy.model import (
    Corrections,
    Currency,
    Group,
    Guarantee,
    Item,
    Level1,
    Level2,
    Lint,
    Promised,
    Tree,
    Veto,
)

FORMAT: Final = "1"
CODE: Final = re.compile("[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy as read, before it is known whether its parts fit; what was refused is missing."""

    node: MapNode
    id: str
    version: str
    effective: tuple[date, date | None] | None
    currency: Currency | None
    title: Mapping[str, str]
    groups: Mapping[str, Group]
    items: Mapping[str, Item]
    level_1: Level1 | None
    level_2: Level2 | None
    guarantees: tuple[Guarantee, ...]
    veto: Veto | None
    corrections: Corrections | None
    promises: Mapping[str, Promised]
    domain: Mapping[str, Tree]
    lint: Lint


class CurrencyCode:
    """Three capital letters, as ``CNY``."""

    form: str = "CNY"

    def read(self, node: Node, at: At) -> str | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None or CODE.fullmatch(text):
            return text
        at.refuse("P054", node, found=shown(text))
        return None


def _effective(fields: Fields) -> tuple[date, date | None] | None:
    first, last = fields.get("from"), fields.get("to")
    if first is None:
        return None
    if last is not None and first > last:
        fields.refuse("P066", "to", first=first.isoformat(), last=last.isoformat())
    return first, last


def _currency(fields: Fields) -> Currency | None:
    code, decimals = fields.get("code"), fields.get("decimals")
    return None if code is None or decimals is None else Currency(code, decimals)


def _draft(fields: Fields) -> Draft:
    return Draft(
        node=fields.node,
        id=fields.get("id", ""),
        version=fields.get("version", ""),
        effective=fields.get("effective"),
        currency=fields.get("currency"),
        title=fields.get("title", {}),
        groups=fields.get("groups", {}),
        items=fields.get("items", {}),
        level_1=fields.get("level_1"),
        level_2=fields.get("level_2"),
        guarantees=tuple(fields.get("guarantees", {}).values()),
        veto=fields.get("veto"),
        corrections=fields.get("corrections"),
        promises=fields.get("promises", {}),
        domain=fields.get("domain", {}),
        lint=fields.get("lint", Lint()),
    )


EFFECTIVE: Final = Shape(
    "When the policy is in effect.",
    (Key("from", DAY, "the first day", required=True), Key("to", DAY, "the last day")),
    _effective,
)
CURRENCY: Final = Shape(
    "The currency.",
    (
        Key("code", CurrencyCode(), "its code", required=True),
        Key("decimals", Whole(0, 3), "its digits after the point", required=True),
    ),
    _currency,
)
POLICY: Final[Shape[Any]] = Shape(
    "A policy.",
    (
        Key("paycalc", choice(FORMAT), "the version of this format", required=True),
        Key("id", TEXT, "what the policy is called", required=True),
        Key("version", TEXT, "which of its versions this is", required=True),
        Key("title", TITLE, "its title"),
        Key("effective", EFFECTIVE, "when it is in effect", required=True),
        Key("currency", CURRENCY, "the currency", required=True),
        Key("groups", MapOf(GROUP_NAME, GROUP), "named sets of posts"),
        Key("items", MapOf(NAME, ITEM_SHAPE), "named numbers", required=True),
        Key("level_1", LEVEL_1, "the county and its units", required=True),
        Key("level_2", LEVEL_2, "the unit and its posts", required=True),
        Key("guarantees", MapOf(NAME, GUARANTEE), "what is promised of groups' money, in order"),
        Key("veto", VETO, "the one-vote veto"),
        Key("corrections", CORRECTIONS, "what happens when records turn out to be wrong"),
        Key("promises", PROMISES, "what the author stands by"),
        Key("domain", DOMAIN, "what every possible county means"),
        Key("lint", LINT, "what the author says to the lint"),
    ),
    _draft,
)
