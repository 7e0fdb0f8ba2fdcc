"""How an item's number came about, as plain data: rows, coefficients, steps, each with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line of the policy: its file and number (0 where the policy is no file)."""

    file: str
    line: int


@dataclass(frozen=True)
class Coefficient:
    """One coefficient of a row: its number, and why it is that: the entries that were chosen.

    ``because`` are pairs of what was looked up (``subject = chinese``) and the entry's line.
    """

    number: int
    line: Line
    because: tuple[tuple[str, Line], ...] = ()


@dataclass(frozen=True)
class RowFact:
    """A row that counted: where it stands, what it brought, its coefficients, their product.

    ``because`` says why it brought that, where the policy's `each` does.
    For a row that is another item's number, ``item`` names it (with its cell) and no file.
    """

    number: int
    brought: int
    because: tuple[tuple[str, Line], ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    file: str | None = None
    table: str | None = None
    row: int | None = None
    item: str | None = None
    weight: int | None = None


@dataclass(frozen=True)
class TierFact:
    """A part of the number that lies in one tier, and that tier's rate."""

    part: int
    rate: int | None


@dataclass(frozen=True)
class GradeFact:
    """A grade: its name, the last place that it reaches in the group, and its value."""

    grade: str
    to: int
    value: int


@dataclass(frozen=True)
class StepFact:
    """A step: its name, the number after it (``None``: no number), and what it depended on.

    ``operand`` is the number of its VALUE, ``because`` the entries that gave it; ``if_zero`` what
    a division by zero gave, ``mode`` how a step rounds, ``tiers`` the parts of the number.

    ``peers`` holds, for the steps that compare, how many peers there were, the places taken
    (``rank`` to ``rank_last``), or the peers' total (of their largest: that). ``grade`` is the
    name of the grade (or grades, where equal numbers share several), ``grades`` all of them.
    """

    step: str
    number: int | None
    line: Line
    mode: str | None = None
    operand: int | None = None
    if_zero: int | None = None
    because: tuple[tuple[str, Line], ...] = ()
    tiers: tuple[TierFact, ...] = ()
    peers: Mapping[str, int] | None = None
    grade: str | None = None
    grades: tuple[GradeFact, ...] = ()


@dataclass(frozen=True)
class ItemFact:
    """An item's number for this post (or a cell of it, or its unit or county).

    ``rows`` are this teacher's rows; of an item of a unit or county only their ``count`` is told.
    ``parts`` are the items of `sum_of` and `product_of` with their numbers. ``inside`` says
    whether the item's `for` holds, ``missing`` what it is without rows.
    """

    name: str
    base: str
    number: int | None
    line: Line
    cell: Mapping[str, str]
    combine: str
    combined: int | None
    count: int
    inside: bool = True
    missing: int | None = None
    rows: tuple[RowFact, ...] = ()
    parts: tuple[tuple[str, int | None], ...] = ()
    steps: tuple[StepFact, ...] = ()
