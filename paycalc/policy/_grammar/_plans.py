"""Adjustments, plans and the two levels (sections 2 and 6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from paycalc.policy._collector import shown
from paycalc.policy._grammar._columns import PLAIN_COLUMN
from paycalc.policy._grammar._groups import WHO, or_everyone
from paycalc.policy._grammar._kinds import At, Kind, ListOf, MapOf, choice
from paycalc.policy._grammar._pools import BOUND_OF, COUNTY_POOL, UNIT_POOL
from paycalc.policy._grammar._scalars import ITEM, MONEY, NAME, PERCENT, TEXT
from paycalc.policy._grammar._shapes import ExactlyOne, Fields, Key, OnlyWith, Shape
from paycalc.policy._yaml import BrokenNode, MapNode, Node, ScalarNode
from paycalc.policy.model import Adjustment, Level1, Level2, Plan

ADJUSTMENTS: Final = ("minus", "keep", "each_at_most", "each_at_least")
SEVERAL: Final = ("plan_by", "plans", "default")
FILE: Final = "file"
PATH: Final = re.compile(r"(?!/)(?![A-Za-z]:)(?!(.*/)?\.\.(/|$))[^\\\u0000]+")


class PlanPath:
    """The path of a plan's file: from the policy's folder downward, with forward slashes."""

    form: str = "plans/primary.yaml"

    def read(self, node: Node, at: At) -> str | None:
        """See ``Kind``."""
        if isinstance(node, BrokenNode):
            return None
        text = node.text if isinstance(node, ScalarNode) else ""
        if not PATH.fullmatch(text):
            at.refuse("P221", node, found=shown(text))
            return None
        return text


class Step:
    """``round_to``: a power of ten in major units, as fen."""

    form: str = "10"

    def read(self, node: Node, at: At) -> int | None:
        """See ``Kind``."""
        fen = MONEY.read(node, at)
        if fen is None:
            return None
        if fen == 0 or str(fen).strip("0") != "1":
            at.refuse("P092", node, found=shown(node.text if isinstance(node, ScalarNode) else ""))
            return None
        return fen


def _adjustment(fields: Fields) -> Adjustment:
    kind: Any = next(kind for kind in ADJUSTMENTS if fields.written(kind))
    bounded = kind.startswith("each")
    return Adjustment(
        id=fields.name,
        kind=kind,
        items=() if bounded else fields.get(kind, ()),
        bound=fields.get(kind) if bounded else None,
        at_most=fields.get("at_most"),
        who=or_everyone(fields.get("for")),
        sources=frozenset(fields.get("from", ())),
        goes_to=fields.get("goes_to", "unallocated"),
        mark=fields.at.mark,
    )


def _plan(fields: Fields) -> Plan:
    return Plan(
        pools=tuple(fields.get("pools", {}).values()),
        adjust=tuple(fields.get("adjust", {}).values()),
        rounding=fields.get("rounding", "largest_remainder"),
        step=fields.get("round_to", 1),
        mark=fields.mark,
    )


def _level_1(fields: Fields) -> Level1:
    return Level1(_plan(fields), fields.get("unit"))


def _several(fields: Fields) -> Level2:
    plans: dict[str, Plan] = fields.get("plans", {})
    default = fields.get("default")
    written = getattr(fields.node.entries.get("plans", (None, None))[1], "entries", None)
    if default is not None and written is not None and default not in written:
        name, node = fields.node.entries["default"]
        fields.at.into("default", name.mark).refuse_near("P216", node, default, written)
    return Level2(plans, default, fields.get("plan_by"), fields.mark)


@dataclass(frozen=True, slots=True)
class Level2Kind:
    """One plan for all units, or several and the column that tells them apart."""

    one: Kind[Plan]
    several: Kind[Level2]

    @property
    def form(self) -> str:
        """See ``Kind``."""
        return f"{self.one.form} | {self.several.form}"

    def read(self, node: Node, at: At) -> Level2 | None:
        """See ``Kind``."""
        if isinstance(node, MapNode) and any(key in node.entries for key in SEVERAL):
            return self.several.read(node, at)
        plan = self.one.read(node, at)
        return None if plan is None else Level2({"": plan}, "", mark=plan.mark)


ADJUSTMENT: Final = Shape(
    "One adjustment of what posts have.",
    (
        Key("minus", ListOf(ITEM, least=1), "cut by what these items owe"),
        Key("keep", ListOf(ITEM, least=1), "keep what these factors leave"),
        Key("each_at_most", BOUND_OF, "cut what is above"),
        Key("each_at_least", BOUND_OF, "add what is lacking"),
        Key("at_most", PERCENT, "the most of the base that `minus` cuts"),
        Key("for", WHO, "whom it concerns"),
        Key("from", ListOf(TEXT, least=1), "the pools whose money is the base"),
        Key("goes_to", choice("unallocated", "others"), "where the cut money goes"),
    ),
    _adjustment,
    (
        ExactlyOne(ADJUSTMENTS),
        OnlyWith(("at_most",), ("minus",)),
        OnlyWith(("from",), ("minus", "keep")),
        OnlyWith(("goes_to",), ("minus", "keep", "each_at_most")),
    ),
)
_ROUNDING: Final = (
    Key("rounding", choice("largest_remainder", "webster"), "how money is divided"),
    Key("round_to", Step(), "the step in which pools are shared"),
)
LEVEL_1: Final = Shape(
    "How the county divides its fund among its units.",
    (
        Key("unit", PLAIN_COLUMN, "the column of schools that makes them one unit"),
        Key("pools", MapOf(NAME, COUNTY_POOL, least=1), "the pools, in order", required=True),
        *_ROUNDING,
    ),
    _level_1,
)
# A plan's file is put in its place before a plan is read; see `_files`.
PLAN_FILE: Final = Shape(
    "A plan in a file of its own.",
    (Key(FILE, PlanPath(), "the plan's file, from the policy's folder downward", required=True),),
    lambda fields: fields.get(FILE),
)
PLAN: Final = Shape(
    "How a unit divides its money among its posts.",
    (
        Key("pools", MapOf(NAME, UNIT_POOL, least=1), "the pools, in order", required=True),
        Key("adjust", MapOf(NAME, ADJUSTMENT), "the adjustments, in order"),
        *_ROUNDING,
    ),
    _plan,
)
PLANS: Final = Shape(
    "Several plans, and which unit takes which.",
    (
        Key("plan_by", PLAIN_COLUMN, "the column of schools that names the plan", required=True),
        Key(
            "plans", MapOf(TEXT, PLAN, least=1), "the plans by that column's values", required=True
        ),
        Key("default", TEXT, "the plan of all other units; without it each must name one"),
    ),
    _several,
)
LEVEL_2: Final = Level2Kind(PLAN, PLANS)
