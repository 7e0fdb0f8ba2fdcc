"""Pools: what they take, from which purse, who shares them and how (section 5)."""

from __future__ import annotations

from typing import Any, Final

from paycalc.policy._collector import shown
from paycalc.policy._grammar._groups import GROUP_NAME_USED, WHO, or_everyone
from paycalc.policy._grammar._kinds import TRUE, At, Either, ListOf, MapOf, choice, scalar_text
from paycalc.policy._grammar._scalars import FACTOR, ITEM, MONEY, MOST_FEN, PERCENT, TEXT, fixed
from paycalc.policy._grammar._shapes import (
    AtLeastOne,
    ExactlyOne,
    Fields,
    Key,
    Needs,
    OnlyWith,
    Shape,
)
from paycalc.policy._yaml import Node
from paycalc.policy.model import (
    Amount,
    AsNeeded,
    Bound,
    Limit,
    Percent,
    Pool,
    Rest,
    ShareOfAll,
    Takes,
    TakesItem,
    TakesSum,
    TimesMean,
)

KINDS: Final = ("share_by", "share_equally", "pay", "keep")
WORDS: Final = ("as_needed", "rest")


class TakesText:
    """An amount, a percentage, ``as_needed`` or ``rest``."""

    form: str = "20000 | 60% | as_needed | rest"

    def read(self, node: Node, at: At) -> Takes | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        if text in WORDS:
            return AsNeeded() if text == "as_needed" else Rest()
        if not text.endswith("%") and fixed(text, 6, MOST_FEN) == "form":
            at.refuse_near("P090", node, text, WORDS)
            return None
        return AmountOrPercent().read(node, at)


class AmountOrPercent:
    """An amount of money or a percentage."""

    form: str = "20000 | 60%"

    def read(self, node: Node, at: At) -> Amount | Percent | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        if text.endswith("%"):
            micro = PERCENT.read(node, at)
            return None if micro is None else Percent(micro)
        if fixed(text, 6, MOST_FEN) == "form":
            at.refuse("P093", node, found=shown(text))
            return None
        fen = MONEY.read(node, at)
        return None if fen is None else Amount(fen)


class AmountText:
    """An amount of money as a limit."""

    form: str = "20000"

    def read(self, node: Node, at: At) -> Amount | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is not None and fixed(text, 6, MOST_FEN) == "form":
            at.refuse("P094", node, found=shown(text))
            return None
        fen = None if text is None else MONEY.read(node, at)
        return None if fen is None else Amount(fen)


def _takes(fields: Fields) -> Takes | None:
    items, item, share = (fields.get(key) for key in ("sum", "item", "share"))
    if items is not None:
        return TakesSum(items)
    if item is not None:
        return TakesItem(item)
    return None if share is None else ShareOfAll(share)


def _times_mean(fields: Fields) -> TimesMean | None:
    k = fields.get("times_mean")
    return None if k is None else TimesMean(k, or_everyone(fields.get("of")))


def _limit(fields: Fields) -> Limit | None:
    most: Bound | None = fields.get("at_most")
    least: Bound | None = fields.get("at_least")
    return Limit(most, least, fields.mark)


def _kind(fields: Fields) -> Any:
    return next(kind for kind in KINDS if fields.written(kind))


def _pool(fields: Fields, level: int) -> Pool | None:
    takes: Takes | None = fields.get("takes")
    if takes is None:
        return None
    if isinstance(takes, AsNeeded):
        takes = AsNeeded(fields.get("up_to"))
    elif fields.written("up_to"):
        fields.refuse("P091", "up_to")
    kind = _kind(fields)
    return Pool(
        id=fields.name,
        takes=takes,
        kind=kind,
        items=fields.get(kind, ()) if kind in ("share_by", "pay") else (),
        sources=frozenset(fields.get("from", ())),
        who=or_everyone(fields.get("for")),
        pays_posts=level == 2 or fields.written("members"),
        factors=fields.get("factors", ()),
        weights=tuple(fields.get("weights", {}).items()),
        limit=fields.get("limit"),
        if_short=fields.get("if_short", "error"),
        left_over=fields.get("left_over", "rest"),
        mark=fields.at.mark,
    )


_ITEMS: Final = ListOf(ITEM, least=1)
TAKES: Final = Either(
    scalar=TakesText(),
    mapped=Shape(
        "What items would owe, the amount that an item is, or a share of the whole purse.",
        (
            Key("sum", _ITEMS, "the total that `pay` of these items would owe"),
            Key("item", ITEM, "the item that is the amount"),
            Key("share", PERCENT, "a percentage of the purse's whole money"),
            Key("of", choice("all"), "says that the share is of the whole"),
        ),
        _takes,
        (ExactlyOne(("sum", "item", "share")), OnlyWith(("of",), ("share",)), Needs("share", "of")),
    ),
)
BOUND: Final = Either(
    scalar=AmountText(),
    mapped=Shape(
        "So many times the mean.",
        (Key("times_mean", FACTOR, "how many times", required=True),),
        _times_mean,
    ),
)
BOUND_OF: Final = Either(
    scalar=AmountText(),
    mapped=Shape(
        "So many times the mean of a group.",
        (
            Key("times_mean", FACTOR, "how many times", required=True),
            Key("of", WHO, "the group"),
        ),
        _times_mean,
    ),
)
LIMIT: Final = Shape(
    "What members with a weight get at most and at least.",
    (Key("at_most", BOUND, "the most"), Key("at_least", BOUND, "the least")),
    _limit,
    (AtLeastOne(("at_most", "at_least")),),
)
_KEYS: Final = (
    Key("takes", TAKES, "what the pool takes from its purse", required=True),
    Key("up_to", AmountOrPercent(), "the most that `as_needed` takes"),
    Key("from", ListOf(TEXT, least=1), "the purse"),
    Key("for", WHO, "who is in it"),
    Key("share_by", _ITEMS, "shared in proportion to the sum of these items"),
    Key("share_equally", TRUE, "shared equally"),
    Key("pay", _ITEMS, "everyone is owed the sum of these items"),
    Key("keep", TRUE, "nobody's: kept in an account of its own"),
    Key("factors", ListOf(ITEM), "items that multiply the points or the amount owed"),
    Key("weights", MapOf(GROUP_NAME_USED, FACTOR, least=1), "a coefficient by group"),
    Key("limit", LIMIT, "what members get at most and at least"),
    Key("if_short", choice("scale", "error"), "what happens when the money is not there"),
    Key("left_over", choice("rest", "unallocated"), "where left-over money goes"),
)
_MEMBERS: Final = Key("members", choice("posts"), "the county pays these posts directly")
_RULES: Final = (ExactlyOne(KINDS),)

COUNTY_POOL: Final = Shape(
    "A pool of level 1.",
    (*_KEYS[:4], _MEMBERS, *_KEYS[4:]),
    lambda fields: _pool(fields, 1),
    _RULES,
)
UNIT_POOL: Final = Shape("A pool of level 2.", _KEYS, lambda fields: _pool(fields, 2), _RULES)
