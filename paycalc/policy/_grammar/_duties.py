"""Guarantees and the veto (sections 7 and 8)."""

from __future__ import annotations

from typing import Any, Final

from paycalc.policy._grammar._groups import WHO, or_everyone
from paycalc.policy._grammar._kinds import TRUE_OR_FALSE, ListOf, MapOf, choice
from paycalc.policy._grammar._scalars import FACTOR, NAME, PERCENT, TEXT, Whole
from paycalc.policy._grammar._shapes import ExactlyOne, Fields, Key, Needs, OnlyWith, Shape
from paycalc.policy.model import Guarantee, LeaderLine, Veto, VetoClass, VetoItem

GUARANTEES: Final = ("per_head_at_least", "per_head_at_most", "share_at_most")


def _guarantee(fields: Fields) -> Guarantee | None:
    kind: Any = next(kind for kind in GUARANTEES if fields.written(kind))
    group, factor = fields.get("group"), fields.get(kind)
    if group is None or factor is None:
        return None
    return Guarantee(
        id=fields.name,
        group=or_everyone(group),
        kind=kind,
        factor=factor,
        of=or_everyone(fields.get("of")),
        over=fields.get("over", "level_2"),
        within=fields.get("within", "unit"),
        enforce=fields.get("enforce", False),
        mark=fields.at.mark,
    )


def _class(fields: Fields) -> VetoClass | None:
    pays = fields.get("pays")
    if pays is None:
        return None
    pools = (
        (1, text.removeprefix("level_1.")) if text.startswith("level_1.") else (2, text)
        for text in fields.get("pools", ())
    )
    return VetoClass(
        name=fields.name,
        pays=pays,
        months=fields.get("months"),
        reaches=fields.get("reaches", "overlap"),
        pools=frozenset(pools),  # type: ignore[arg-type]
        bars=fields.get("bars", ()),
        mark=fields.at.mark,
    )


def _listed(fields: Fields) -> VetoItem | None:
    veto_class = fields.get("class")
    if veto_class is None:
        return None
    return VetoItem(fields.name, veto_class, fields.get("title", {}), fields.at.mark)


def _leaders(fields: Fields) -> LeaderLine | None:
    cases, group, pays = (fields.get(key) for key in ("cases", "group", "pays"))
    if cases is None or group is None or pays is None:
        return None
    return LeaderLine(cases, or_everyone(group), pays, fields.mark)


def _veto(fields: Fields) -> Veto:
    return Veto(
        items=fields.get("list", {}),
        classes=fields.get("classes", {}),
        statuses=fields.get("statuses", {}),
        money_goes_to=fields.get("money_goes_to", "unallocated"),
        leaders=fields.get("leaders", ()),
        mark=fields.at.mark,
    )


TITLE: Final = Shape(
    "A title in one or more languages.",
    (Key("en", TEXT, "in English"), Key("zh", TEXT, "in Chinese")),
    lambda fields: {key: text for key, text in fields.values.items() if text is not None},
)
GUARANTEE: Final = Shape(
    "What is promised of a group's money.",
    (
        Key("group", WHO, "the group", required=True),
        Key("per_head_at_least", FACTOR, "its mean is at least so many times the other's"),
        Key("per_head_at_most", FACTOR, "its mean is at most so many times the other's"),
        Key("share_at_most", PERCENT, "its total is at most this share of all"),
        Key("of", WHO, "the other group, or everyone"),
        Key("over", choice("level_2", "all"), "which money"),
        Key("within", choice("unit", "county"), "where it is judged"),
        Key("enforce", TRUE_OR_FALSE, "whether a breach is repaired"),
    ),
    _guarantee,
    (
        ExactlyOne(GUARANTEES),
        OnlyWith(("of",), ("per_head_at_least", "per_head_at_most")),
        Needs("per_head_at_least", "of"),
        Needs("per_head_at_most", "of"),
    ),
)
VETO_CLASS: Final = Shape(
    "A class of breaches.",
    (
        Key("pays", PERCENT, "what is still paid", required=True),
        Key("months", Whole(1, 1200), "for how long"),
        Key("reaches", choice("overlap", "decided_in", "committed_in"), "which cases are in time"),
        Key("pools", ListOf(TEXT, least=1), "the pools whose money it concerns"),
        Key("bars", ListOf(TEXT), "what else it closes"),
    ),
    _class,
)
VETO_ITEM: Final = Shape(
    "An entry of the negative list.",
    (Key("class", TEXT, "its class", required=True), Key("title", TITLE, "its title")),
    _listed,
)
LEADERS: Final = Shape(
    "What many cases in a unit take from its leaders.",
    (
        Key("cases", Whole(1), "at least so many teachers", required=True),
        Key("group", WHO, "the leaders", required=True),
        Key("pays", PERCENT, "what is still paid", required=True),
    ),
    _leaders,
)
VETO: Final = Shape(
    "The one-vote veto.",
    (
        Key("list", MapOf(TEXT, VETO_ITEM), "the negative list", required=True),
        Key("classes", MapOf(NAME, VETO_CLASS), "the classes", required=True),
        Key(
            "statuses",
            MapOf(TEXT, choice("apply", "hold", "ignore"), least=1),
            "what a case's status means",
            required=True,
        ),
        Key("money_goes_to", choice("county", "unallocated", "school"), "where forfeits go"),
        Key("leaders", ListOf(LEADERS), "what leaders answer for"),
    ),
    _veto,
)
