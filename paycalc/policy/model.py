"""What a policy says, as immutable data: the words of policy.md are the words here.

Numbers are micro (integer millionths), money is fen (integer minor units), percentages are micro
(60% is 600_000), dates are ``datetime.date``. Every node knows its place in the file (``mark``),
which takes no part in comparisons. Nothing here computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

Micro: TypeAlias = int
Fen: TypeAlias = int

Base = Literal["post", "unit", "county"]
Rounding = Literal["largest_remainder", "webster"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a policy file: 1-based line and column."""

    file: str
    line: int
    column: int


def _mark() -> Mark:
    return field(default=Mark("", 0, 0), compare=False, repr=False)


# --- VALUEs and conditions (sections 3 and 4) -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the policy."""

    micro: Micro
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, as ``stage``, ``school.stage``, ``held.months``, ``hired_on.years``.

    ``scope`` is ``row``, ``staff`` or ``school`` where the policy says which, else ``None`` (the
    bare column: row, then staff row, then school). ``part`` is what a derived column takes:
    ``days``, ``months``, ``share`` of ``held``; ``days``, ``months`` of ``period``; ``years``,
    ``month``, ``week`` of a date column. ``name`` is then ``held``, ``period`` or that column.
    """

    name: str
    scope: Literal["row", "staff", "school"] | None = None
    part: Literal["days", "months", "share", "years", "month", "week"] | None = None
    mark: Mark = _mark()

    def __str__(self) -> str:
        return ".".join(part for part in (self.scope, self.name, self.part) if part)


@dataclass(frozen=True, slots=True)
class ItemRef:
    """``{item: Y, default: VALUE}``: Y's number at the place of the present row or member."""

    item: str
    default: Value | None = None
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class TableLookup:
    """``{by: column, table: {...}}``, or nested ``by: [c1, c2]``: keys have one text per column."""

    by: tuple[Column, ...]
    table: Mapping[tuple[str, ...], Value]
    default: Value | None = None
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class BandLookup:
    """``{by: VALUE, bands: {bound: VALUE, ...}}``: bounds ascend strictly."""

    by: Value
    bounds: tuple[Micro, ...]
    values: tuple[Value, ...]
    default: Value | None = None
    mark: Mark = _mark()


Value: TypeAlias = "Number | Column | ItemRef | TableLookup | BandLookup"


@dataclass(frozen=True, slots=True)
class NumberRange:
    """``{from: a, to: b}`` with numbers: both ends inside, either may be missing."""

    first: Micro | None
    last: Micro | None


@dataclass(frozen=True, slots=True)
class DateRange:
    """``{from: a, to: b}`` with dates: both ends inside, either may be missing."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One column of a condition and what its cell must be: one of some texts, or in a range."""

    column: Column
    accepts: frozenset[str] | NumberRange | DateRange
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Has:
    """``has: {rows, where}``: the post has at least one such row."""

    table: str
    where: tuple[Condition, ...] = ()
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class ItemCondition:
    """``item: {NAME: range}`` of a group: none matches nothing."""

    item: str
    accepts: NumberRange
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Group:
    """A set of posts (or units, in a pool of units): everything said of it must hold."""

    conditions: tuple[Condition, ...] = ()
    has: Has | None = None
    excludes: Who = None  # `not`; here `everyone` stays a name, since None is no `not` at all
    items: tuple[ItemCondition, ...] = ()
    mark: Mark = _mark()


Who: TypeAlias = "str | Group | None"
"""A group by name, conditions written in place, or everyone (``None``)."""


# --- Items (section 4) ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Combine:
    """How the rows of a member become one number; ``best`` has its n, ``mean_by`` its column."""

    kind: Literal["sum", "mean", "max", "min", "count", "best", "mean_by"] = "sum"
    n: int = 0
    by: Column | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """An item's ``rows`` and what is done with them; exactly one of ``table`` and ``item``.

    ``missing`` is the number of a member without rows, or ``"none"``, or ``"error"``.
    """

    table: str | None
    item: str | None = None
    where: tuple[Condition, ...] = ()
    each: Value | None = None
    times: tuple[Value, ...] = ()
    combine: Combine = Combine()
    missing: Micro | Literal["none", "error"] = 0
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Composite:
    """``sum_of`` or ``product_of``: items of this grain or coarser, in the order listed."""

    kind: Literal["sum_of", "product_of"]
    items: tuple[str, ...]
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The steps that take one VALUE; ``if_zero`` goes with ``divide`` alone."""

    kind: Literal["plus", "minus", "times", "from", "divide", "at_least", "at_most"]
    value: Value
    if_zero: Value | None = None
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Bands:
    """Replaces the number by its band's value."""

    bounds: tuple[Micro, ...]
    values: tuple[Value, ...]
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Tiers:
    """Rates by tier, marginal or whole."""

    bounds: tuple[Micro, ...]
    rates: tuple[Value, ...]
    mode: Literal["marginal", "whole"]
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Round:
    """To a multiple of a positive value."""

    to: Value
    mode: Literal["half_up", "down", "up"] = "half_up"
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Peers:
    """Who is compared: members that agree on the columns, and on the unit where ``unit``."""

    unit: bool = False
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class RelativeTo:
    """``div`` by the mean, the largest or the sum of the peers."""

    statistic: Literal["mean", "max", "sum"]
    peers: Peers
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Percentile:
    """The place among the peers, from 0 to 1."""

    peers: Peers
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Quota:
    """One grade: its quota (``percent`` in micro, ``count`` in members, or ``rest``) and value."""

    grade: str
    kind: Literal["percent", "count", "rest"]
    amount: int
    value: Micro
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade by rank among the peers; the number becomes the grade's value."""

    peers: Peers
    quotas: tuple[Quota, ...]
    order: Literal["descending", "ascending"] = "descending"
    quota_rounding: Literal["half_up", "down", "up"] = "half_up"
    ties: Literal["average", "up", "down", "key"] = "average"
    small_group: tuple[int, str] | None = None  # (below, grade)
    mark: Mark = _mark()


Step: TypeAlias = "Arithmetic | Bands | Tiers | Round | RelativeTo | Percentile | Grade"


@dataclass(frozen=True, slots=True)
class Item:
    """A named number for each member of a grain; with ``columns``, one for each cell."""

    name: str
    base: Base
    columns: tuple[Column, ...]
    who: Who
    source: Rows | Composite
    steps: tuple[Step, ...] = ()
    mark: Mark = _mark()


# --- Pools (section 5) ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money."""

    fen: Fen


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage of what step 1 left in the purse."""

    micro: Micro


@dataclass(frozen=True, slots=True)
class ShareOfAll:
    """``{share: p, of: all}``: a percentage of the purse's whole money."""

    micro: Micro


@dataclass(frozen=True, slots=True)
class TakesSum:
    """``{sum: [items]}``: what ``pay`` of these items would owe, without factors and weights."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakesItem:
    """``{item: X}``: the amount that X is."""

    item: str


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """What is owed, at most ``up_to``."""

    up_to: Amount | Percent | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """Everything that is left."""


Takes: TypeAlias = "Amount | Percent | ShareOfAll | TakesSum | TakesItem | AsNeeded | Rest"


@dataclass(frozen=True, slots=True)
class TimesMean:
    """``{times_mean: k}``; in an adjustment also ``of: GROUP``."""

    k: Micro
    of: Who = None


Bound: TypeAlias = "Amount | TimesMean"


@dataclass(frozen=True, slots=True)
class Limit:
    """What members with a weight get at most and at least."""

    at_most: Bound | None = None
    at_least: Bound | None = None
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Pool:
    """One pool of a level: what it takes, from which purse, who shares it and how.

    ``sources`` is its ``from`` (empty: the general purse), ``items`` those of ``share_by`` or
    ``pay``, ``weights`` (group name or ``everyone``, coefficient) in the order listed.
    """

    id: str
    takes: Takes
    kind: Literal["share_by", "share_equally", "pay", "keep"]
    items: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    who: Who = None
    pays_posts: bool = True  # level 2; and `members: posts` in level 1
    factors: tuple[str, ...] = ()
    weights: tuple[tuple[str, Micro], ...] = ()
    limit: Limit | None = None
    if_short: Literal["scale", "error"] = "error"
    left_over: Literal["rest", "unallocated"] = "rest"
    mark: Mark = _mark()


# --- Adjustments, guarantees, veto (sections 6 to 8) ------------------------------------------


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One adjustment of a plan: exactly one of its four kinds.

    ``items`` go with ``minus`` and ``keep``, ``bound`` with the other two; ``at_most`` (micro)
    with ``minus``; ``sources`` is ``from`` (empty: all that the post has at level 2).
    """

    id: str
    kind: Literal["minus", "keep", "each_at_most", "each_at_least"]
    items: tuple[str, ...] = ()
    bound: Bound | None = None
    at_most: Micro | None = None
    who: Who = None
    sources: frozenset[str] = frozenset()
    goes_to: Literal["unallocated", "others"] = "unallocated"
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What is promised of a group's money, and whether a breach is repaired or reported.

    ``factor`` is k (or p of ``share_at_most``) in micro; ``of`` is the other group, or ``None``
    for everyone and for ``share_at_most``.
    """

    id: str
    group: Who
    kind: Literal["per_head_at_least", "per_head_at_most", "share_at_most"]
    factor: Micro
    of: Who = None
    over: Literal["level_2", "all"] = "level_2"
    within: Literal["unit", "county"] = "unit"
    enforce: bool = False
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class VetoClass:
    """A class of breaches: what it still pays, for how long, on what, and what it bars.

    ``pools`` holds ``(level, pool id)`` pairs, empty for all that the post has.
    """

    name: str
    pays: Micro
    months: int | None = None
    reaches: Literal["overlap", "decided_in", "committed_in"] = "overlap"
    pools: frozenset[tuple[Literal[1, 2], str]] = frozenset()
    bars: tuple[str, ...] = ()
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class VetoItem:
    """An entry of the negative list."""

    name: str
    veto_class: str
    title: Mapping[str, str] = field(default_factory=dict)
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """Where so many teachers of a unit have an applying case, the group's posts there pay too."""

    cases: int
    group: Who
    pays: Micro
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Veto:
    """The one-vote veto (一票否决)."""

    items: Mapping[str, VetoItem]
    classes: Mapping[str, VetoClass]
    statuses: Mapping[str, Literal["apply", "hold", "ignore"]]
    money_goes_to: Literal["county", "unallocated", "school"] = "unallocated"
    leaders: tuple[LeaderLine, ...] = ()
    mark: Mark = _mark()


# --- Levels and the policy (sections 2, 3 and 10) ---------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """How the money of a level (at level 2: of the units of a plan) is divided."""

    pools: tuple[Pool, ...]
    adjust: tuple[Adjustment, ...] = ()
    rounding: Rounding = "largest_remainder"
    step: Fen = 1  # `round_to`, in fen
    mark: Mark = _mark()


@dataclass(frozen=True, slots=True)
class Level1:
    """The county divides its fund among its units; ``unit`` names the column of general schools."""

    plan: Plan
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Level2:
    """Each unit divides its share among its posts, by the plan that ``plan_by`` names.

    With one plan for all, ``plan_by`` is ``None`` and ``default`` names the only plan.
    """

    plans: Mapping[str, Plan]
    default: str | None
    plan_by: str | None = None


@dataclass(frozen=True, slots=True)
class Currency:
    """The currency's code and its digits after the point (0 to 3)."""

    code: str
    decimals: int


Tree: TypeAlias = "str | tuple[Tree, ...] | Mapping[str, Tree]"
"""A part of the file kept as written, for a later reader: scalars are text."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy, checked: whatever it names exists and fits."""

    id: str
    version: str
    first_day: date  # `effective`
    last_day: date | None
    currency: Currency
    title: Mapping[str, str]
    groups: Mapping[str, Group]
    items: Mapping[str, Item]  # in an order in which each comes after what it needs
    level_1: Level1
    level_2: Level2
    guarantees: tuple[Guarantee, ...] = ()
    veto: Veto | None = None
    promises: Mapping[str, Tree] = field(default_factory=dict)
    domain: Mapping[str, Tree] = field(default_factory=dict)
    source: str = field(default="", compare=False, repr=False)  # the file's text
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The texts of the files that plans name by ``file:``, by their path as written."""
