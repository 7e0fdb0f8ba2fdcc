"""An explanation as plain data: how one teacher's pay came about, down to the row and the line.

Money is fen, other numbers are micro; a ``Line`` is a line of the policy file. Peers appear in
totals and counts alone. `paycalc.result.explain.export` turns all this into JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from paycalc.result.explain.item_facts import (
    Coefficient,
    GradeFact,
    ItemFact,
    Line,
    RowFact,
    StepFact,
    TierFact,
)

__all__ = [
    "CaseFact",
    "ChangeFact",
    "Coefficient",
    "Explanation",
    "FreeFact",
    "GradeFact",
    "ItemFact",
    "Line",
    "ManualFact",
    "PoolFact",
    "PostFact",
    "PurseFact",
    "RowFact",
    "ShareFact",
    "StepFact",
    "TakeFact",
    "TierFact",
]


@dataclass(frozen=True)
class TakeFact:
    """What one pool took of its purse: of what was ``left`` when its turn came, so much.

    ``received`` is what other pools left over to it, ``money`` both together; ``over`` what it
    left over itself, to the pool ``goes_to`` or as ``unallocated``. A pool that keeps its money
    has ``kept`` for a kind.
    """

    id: str
    kind: str
    takes: str
    line: Line
    left: int
    taken: int
    received: tuple[tuple[str, int], ...]
    money: int
    over: int
    goes_to: str | None


@dataclass(frozen=True)
class PurseFact:
    """One purse of a level: where its money came from, and who took it, in order.

    ``sources`` are those of the county's fund (level 1; empty for rows without one) or the pools
    of level 1 (level 2: the money of the unit; ``opening_balances`` is what the unit began with).
    What nobody took is ``unallocated``.
    """

    level: int
    sources: tuple[tuple[str, int], ...]
    whole: int
    takes: tuple[TakeFact, ...]
    unallocated: int


@dataclass(frozen=True)
class FreeFact:
    """What the members share whom no limit fixes: the money in fen, and their points."""

    money: int
    points: int


@dataclass(frozen=True)
class PoolFact:
    """What a post (or, in level 1, its unit) got from one pool, and how.

    ``items`` are the items with their numbers, ``base`` their sum, at least 0 (one point each: 1),
    ``factors`` and ``weight`` what it was multiplied by, ``claim`` the points (micro) or the money
    owed (fen); it is 0 where the pool's `for` does not hold (``inside``).
    ``claims`` is the sum over the ``members`` with a claim, ``money`` what the pool had of the
    purse's ``whole``; ``exact`` the exact share in fen (of ``pay``: what is owed), ``amount`` what
    rounding gave, in whole steps of ``step`` fen. ``point_value`` (fen for a point, by Webster's
    rounding) times the points, rounded to the step, is the amount of everyone whom no limit fixes.
    """

    id: str
    level: int
    kind: str
    takes: str
    line: Line
    inside: bool
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
    free: FreeFact | None = None
    point_value: Fraction | None = None


@dataclass(frozen=True)
class ShareFact:
    """A part of ``amount``: by the ``own`` money among ``all`` of those who share it, in fen."""

    amount: int
    own: int
    all: int


@dataclass(frozen=True)
class ChangeFact:
    """What an adjustment or a guarantee changed: before, lost, gained; money of the unit moved.

    ``inside`` says whether it concerns the post (its `for`, or a side of the guarantee);
    ``reckoned_from`` is the money that an adjustment takes from, ``limit`` its L, ``ceiling`` the
    most of it that `at_most` lets it take. ``shared`` is
    how the post shares: what others lost, what others lack, or its side's new total.
    """

    id: str
    kind: str
    line: Line
    inside: bool
    before: int
    lost: int
    gained: int
    moved: int
    items: tuple[tuple[str, int | None], ...] = ()
    reckoned_from: int | None = None
    ceiling: int | None = None
    limit: int | None = None
    shared: ShareFact | None = None

    @property
    def change(self) -> int:
        """What the line of the post is, in fen."""
        return self.gained - self.lost


@dataclass(frozen=True)
class ManualFact:
    """A row of the table ``adjustments``: where it stands, what it gives (negative: takes), why.

    Who its author is stands in that row.
    """

    adjustment_id: str
    amount: int
    reason: str
    file: str | None
    row: int | None


@dataclass(frozen=True)
class CaseFact:
    """A case of this teacher (or of the unit, for its leaders), and what it would take.

    That is ``reckoned_from`` less what the class still pays of it: ``pays``, a share of 1.
    """

    case_id: str
    item: str
    veto_class: str
    effect: str  # apply or hold
    in_time: bool
    reckoned_from: int
    pays: int
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
    purses: tuple[PurseFact, ...]
    unit_money: tuple[PoolFact, ...]
    pools: tuple[PoolFact, ...]
    adjustments: tuple[ChangeFact, ...]
    guarantees: tuple[ChangeFact, ...]
    manual: tuple[ManualFact, ...]
    items: tuple[ItemFact, ...]
    cases: tuple[CaseFact, ...]
    gross: int
    forfeited: int
    received: int
    received_share: ShareFact | None
    held: int
    payable: int


@dataclass(frozen=True)
class Explanation:
    """How the pay of one teacher came about, post by post; prints well, in any terminal."""

    teacher: str
    policy: str
    file: str
    version: str
    period: str
    currency: str
    decimals: int
    posts: tuple[PostFact, ...]

    def __str__(self) -> str:
        return self.text()

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def text(self, language: str = "en") -> str:
        """Indented lines for a terminal, in ``en`` or ``zh``."""
        from paycalc.result.explain.text import plain

        return plain(self, language)

    def markdown(self, language: str = "en") -> str:
        """A Markdown document, in ``en`` or ``zh``."""
        from paycalc.result.explain.text import markdown

        return markdown(self, language)

    def to_json(self) -> dict[str, object]:
        """The explanation as ``paycalc-explanation/1``, money and numbers as exact texts."""
        from paycalc.result.explain.export import exported

        return exported(self)
