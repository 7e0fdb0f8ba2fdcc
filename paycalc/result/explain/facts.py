"""An explanation as plain data: how one teacher's pay came about, down to the row and the line.

Money is fen, other numbers are micro; a ``Line`` is a line of the policy file. Peers appear in
totals and counts alone. `paycalc.result.explain.export` turns all this into JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


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

    For a row that is another item's number, ``item`` names it (with its cell) and no file.
    """

    number: int
    brought: int
    coefficients: tuple[Coefficient, ...] = ()
    file: str | None = None
    table: str | None = None
    row: int | None = None
    item: str | None = None
    weight: int | None = None


@dataclass(frozen=True)
class StepFact:
    """A step: its name, the number after it (``None``: no number), and what it depended on.

    ``operand`` is the number of its VALUE, ``because`` the entries that gave it.

    ``peers`` holds, for the steps that compare, how many peers there were, the places taken
    (``rank`` to ``rank_last``), or the peers' total.
    """

    step: str
    number: int | None
    line: Line
    operand: int | None = None
    because: tuple[tuple[str, Line], ...] = ()
    peers: Mapping[str, int] | None = None


@dataclass(frozen=True)
class ItemFact:
    """An item's number for this post (or a cell of it, or its unit or county).

    ``rows`` are this teacher's rows; of an item of a unit or county only their ``count`` is told.
    ``parts`` are the items of `sum_of` and `product_of` with their numbers.
    """

    name: str
    base: str
    number: int | None
    line: Line
    cell: Mapping[str, str]
    combine: str
    combined: int | None
    count: int
    rows: tuple[RowFact, ...] = ()
    parts: tuple[tuple[str, int | None], ...] = ()
    steps: tuple[StepFact, ...] = ()


@dataclass(frozen=True)
class PoolFact:
    """What a post (or, in level 1, its unit) got from one pool, and how.

    ``items`` are the items with their numbers, ``base`` their sum (one point each: 1), ``factors``
    and ``weight`` what it was multiplied by, ``claim`` the points (micro) or the money owed (fen).
    ``claims`` is the sum over the ``members`` with a claim, ``money`` what the pool had of the
    purse's ``whole``; ``exact`` the exact share in fen (of ``pay``: what is owed), ``amount`` what
    rounding gave.
    """

    id: str
    level: int
    kind: str
    takes: str
    line: Line
    items: tuple[tuple[str, int | None], ...]
    base: int
    factors: tuple[tuple[str, int | None], ...]
    weight: tuple[str, int] | None
    claim: int
    claims: int
    members: int
    whole: int
    money: int
    exact: Fraction
    amount: int
    rounding: str
    step: int
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class ChangeFact:
    """What an adjustment or a guarantee changed: before, lost, gained; money of the unit moved."""

    id: str
    kind: str
    line: Line
    before: int
    lost: int
    gained: int
    moved: int
    items: tuple[tuple[str, int | None], ...] = ()

    @property
    def change(self) -> int:
        """What the line of the post is, in fen."""
        return self.gained - self.lost


@dataclass(frozen=True)
class CaseFact:
    """A case of this teacher: whether it is in time, and what it would take from the post."""

    case_id: str
    item: str
    veto_class: str
    effect: str  # apply or hold
    in_time: bool
    takes: int
    line: Line


@dataclass(frozen=True)
class PostFact:
    """One post: its money, from the first row to the last fen."""

    county: str
    unit: str
    school: str
    teacher: str
    plan: str
    unit_money: tuple[PoolFact, ...]
    pools: tuple[PoolFact, ...]
    adjustments: tuple[ChangeFact, ...]
    guarantees: tuple[ChangeFact, ...]
    items: tuple[ItemFact, ...]
    cases: tuple[CaseFact, ...]
    gross: int
    forfeited: int
    received: int
    held: int
    payable: int


@dataclass(frozen=True)
class Explanation:
    """How the pay of one teacher came about, post by post; prints well, in any terminal."""

    teacher: str
    policy: str
    version: str
    period: str
    currency: str
    decimals: int
    posts: tuple[PostFact, ...]

    def __str__(self) -> str:
        from paycalc.result.explain.text import plain

        return plain(self)

    def _repr_markdown_(self) -> str:
        from paycalc.result.explain.text import markdown

        return markdown(self)

    def to_json(self) -> dict[str, object]:
        """The explanation under its versioned name, money and numbers as exact texts."""
        from paycalc.result.explain.export import exported

        return exported(self)
