"""VALUEs, conditions and groups (sections 3 and 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from paycalc.policy.model._basics import Mark, Micro, a_mark


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the policy."""

    micro: Micro
    mark: Mark = a_mark()


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
    mark: Mark = a_mark()

    def __str__(self) -> str:
        return ".".join(part for part in (self.scope, self.name, self.part) if part)


@dataclass(frozen=True, slots=True)
class ItemRef:
    """``{item: Y, default: VALUE}``: Y's number at the place of the present row or member."""

    item: str
    default: Value | None = None
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class TableLookup:
    """``{by: column, table: {...}}``, or nested ``by: [c1, c2]``: keys have one text per column."""

    by: tuple[Column, ...]
    table: Mapping[tuple[str, ...], Value]
    default: Value | None = None
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class BandLookup:
    """``{by: VALUE, bands: {bound: VALUE, ...}}``: bounds ascend strictly."""

    by: Value
    bounds: tuple[Micro, ...]
    values: tuple[Value, ...]
    default: Value | None = None
    mark: Mark = a_mark()


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
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Has:
    """``has: {rows, where}``: the post has at least one such row."""

    table: str
    where: tuple[Condition, ...] = ()
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class ItemCondition:
    """``item: {NAME: range}`` of a group: none matches nothing."""

    item: str
    accepts: NumberRange
    mark: Mark = a_mark()


@dataclass(frozen=True, slots=True)
class Group:
    """A set of posts (or units, in a pool of units): everything said of it must hold."""

    conditions: tuple[Condition, ...] = ()
    has: Has | None = None
    excludes: Who = None  # `not`; here `everyone` stays a name, since None is no `not` at all
    items: tuple[ItemCondition, ...] = ()
    mark: Mark = a_mark()


Who: TypeAlias = "str | Group | None"
"""A group by name, conditions written in place, or everyone (``None``)."""
