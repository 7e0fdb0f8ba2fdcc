"""A case as plain data: the rows of its tables, and what it claims of their result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from paycalc.records import Period
from paycalc.records.tables import english

Kind: TypeAlias = Literal[
    "payout",
    "line",
    "item",
    "cells",
    "step",
    "unit",
    "ledger",
    "bars",
    "guarantees",
    "problems",
    "warnings",
]


class Post(NamedTuple):
    """A post by its ids."""

    school: str
    teacher: str


class Member(NamedTuple):
    """A post, unit or county: its ``base``, and its ids (of a post: school and teacher)."""

    base: Literal["post", "unit", "county"]
    ids: tuple[str, ...]


Bar: TypeAlias = "tuple[tuple[str, str], ...]"
"""What is written of one bar: columns of `bars` and their texts."""

Value: TypeAlias = "int | frozenset[str] | tuple[Bar, ...] | None"
"""Fen, micro, ``None`` (no number, no such member), names, or bars."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a case expects: what is looked up by ``key``, and what it must be.

    ``said`` names it as the file does. The keys by kind: payout and unit ``(member, column)``,
    line ``(member, line)``, item ``(item, member, cell)``, cells ``(item, member)``, step
    ``(item, member, cell, place)`` with place 0 before the first step, ledger ``(county, from,
    to)``; the others have none.
    """

    kind: Kind
    said: tuple[str, ...]
    expected: Value
    line: int
    key: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Rows of one table: headings as written, a text or ``None`` a cell, the line of each row."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = field(default=(), repr=False)
    lines: tuple[int, ...] = field(default=(), repr=False)

    def named(self, table: str) -> tuple[str, ...]:
        """The columns that the headings stand for."""
        return tuple(english(table, heading) for heading in self.columns)

    def with_rows(self, more: CaseTable) -> CaseTable:
        """These rows and others below them; the columns are united."""
        columns = tuple(dict.fromkeys((*self.columns, *more.columns)))
        rows = []
        for part in (self, more):
            places = [part.columns.index(c) if c in part.columns else None for c in columns]
            rows += [tuple(None if p is None else row[p] for p in places) for row in part.rows]
        return CaseTable(columns, tuple(rows), self.lines + more.lines)


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a file, in the file's order: its policy's file, period, tables and claims."""

    name: str
    file: str
    line: int
    policy: Path
    period: Period
    tables: Mapping[str, CaseTable] = field(repr=False)
    claims: tuple[Claim, ...] = field(repr=False)

    def wants(self, *kinds: Kind) -> bool:
        """Whether the case claims something of these kinds."""
        return any(claim.kind in kinds for claim in self.claims)
