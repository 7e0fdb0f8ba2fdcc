"""What the audit speaks of: promises, counties, findings, verdicts; plain data, nothing computed.

Everything here is frozen, and all of it can be told as JSON. Money is fen, other numbers are micro.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from paycalc.policy.model import Mark

Verdict: TypeAlias = Literal["PROVED", "CHECKED", "SAMPLED", "BROKEN", "ROUNDING", "NOT EXERCISED"]
Class: TypeAlias = Literal["engine", "policy", "premise"]
"""A theorem of the engine; up to the policy; or a theorem once a premise on the policy holds."""

ChangeKind: TypeAlias = Literal[
    "nothing",  # one county, as it is
    "workload",  # one more of a kind of workload, for one post
    "outcomes",  # one more of an indicator, for one post
    "school_results",  # one more of a school's indicator
    "class_head",  # a post becomes class head
    "veto",  # a case that takes everything, against one teacher
    "leave",  # a post takes leave
    "more_fund",  # the county's fund is larger
    "twice_fund",  # the county's fund is doubled
    "other_unit",  # the records of another unit's posts are others
    "row_order",  # the same rows in another order
    "twin",  # a colleague has the subject's records to the last cell
    "head_twin",  # and the subject alone is class head
    "dominated",  # and the subject has more of something and less of nothing
]
"""The one thing that differs between the two counties of a pair.

The last three make a colleague (``peer``) out of the subject within one county; what is compared is
then the two posts of that county.
"""

Comparison: TypeAlias = Literal[
    "accounted",  # fund = payable + held + kept + unallocated + forfeited to the county
    "not_negative",  # gross, forfeited, received, held and payable of everybody
    "vetoed_unpaid",  # who has a case in time of a class that pays 0% of everything
    "own_not_less",  # the subject after the change
    "own_not_more",
    "others_not_less",  # everybody of the county but the subject
    "nobody_less",
    "nobody_changed",
    "unit_not_changed",  # everybody of the subject's unit, where level 1 gives it the same
    "unit_unmoved",  # everybody of the subject's unit, whatever level 1 gives
    "twice",  # everybody's pay
    "as_peer",  # subject and peer of one county are paid alike
    "not_less_than_peer",  # the subject is paid no less than the peer
    "front_line_per_head",  # of a unit, no less than leaders' where its work is no less
    "own_no_cliff",  # own pay moves by at most `at_most` of the unit's mean
    "unit_no_cliff",  # the unit's money per head moves by at most `at_most`
    "caps",  # limits, adjustments `each_at_most` and enforced guarantees hold
    "quotas",  # no more members in a grade than its quota says
]


@dataclass(frozen=True, slots=True)
class Change:
    """What a promise changes; ``of`` one kind or indicator (``None``: each in turn).

    ``by`` is how much more, in micro or fen (``None``: a step of the domain; any amount of fund).
    """

    kind: ChangeKind = "nothing"
    of: str | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """An entry of the catalogue, with the terms of the policy where it declares it.

    ``tolerance`` is in fen, or ``"pools"``: K, the pools that are rounded apart. A loss of at most
    the tolerance is no loss; one beyond it of at most K fen is rounding. ``at_most`` is the X of
    "no cliff", in micro of the mean.
    """

    id: str
    class_: Class
    en: str
    zh: str
    formal: str
    change: Change
    compares: Comparison
    tolerance: int | Literal["pools"] = 0
    at_most: int | None = None
    premise: str = ""
    declared: bool = False
    mark: Mark = field(default=Mark("", 0, 0), compare=False, repr=False)


Row: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class County:
    """One small county as plain tables: rows as mappings from columns to texts.

    All rows of a table have the same columns; an empty text is an empty cell. ``period`` has
    ``id``, ``from`` and ``to``. `paycalc.audit.world_tables.records_of` makes Records of it.
    """

    tables: Mapping[str, tuple[Row, ...]]
    period: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """The change of a case, told: ``what`` as a short key, with its place and texts.

    ``table`` and ``column`` say where; ``before`` and ``after`` what stands there (empty: no row).
    """

    kind: ChangeKind
    table: str
    school: str = ""
    teacher: str = ""
    column: str = ""
    of: str = ""  # kind of workload, indicator
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A county in which a promise is broken, and the same with one thing changed.

    ``after`` is ``before`` itself where the promise speaks of one county. ``loss`` is in fen (what
    the ``loser``, a (school, teacher), has less than promised) and ``share`` the same in micro of
    the county's mean pay; ``peer`` whom the loser is compared with, where it is a colleague.
    ``refused`` holds the codes for which the engine refuses ``after`` and pays ``before``.
    ``index`` says the county of the search, (seed, index), before it was made smaller. ``places``
    are those of the policy that explain it, as far as is known.
    """

    promise: str
    before: County
    after: County
    changed: tuple[Difference, ...]
    loser: tuple[str, str] | None
    loss: int
    share: int
    seed: int
    index: int
    peer: tuple[str, str] | None = None
    subject: tuple[str, str] | None = None
    refused: tuple[str, ...] = ()
    places: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A place of the policy, and what it does, in both languages."""

    mark: Mark
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Part:
    """What reading the policy says of a promise for one kind or indicator ``of`` ("": no kind).

    ``loss_at_most`` is the proof: nobody whom the promise protects ever loses more fen than that
    (``None``: not proved). ``faults`` are the tiers, bands and steps that work against the promise,
    most likely first; ``opens`` what voids the theorems: budgets that depend on the records, ranks,
    steps relative to peers.
    """

    of: str
    loss_at_most: int | None
    faults: tuple[Reason, ...] = ()
    opens: tuple[Reason, ...] = ()
    theorems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Static:
    """What reading the policy alone says of a promise: `paycalc.audit.static.read`."""

    promise: str
    parts: tuple[Part, ...]

    @property
    def loss_at_most(self) -> int | None:
        """The largest loss in fen that is possible, where every part is proved."""
        losses = [part.loss_at_most for part in self.parts]
        known = [loss for loss in losses if loss is not None]
        return max(known) if known and len(known) == len(losses) else None

    def reasons(self, of: str = "") -> tuple[Reason, ...]:
        """The faults told for a kind or indicator, then what is open; of all where "" ."""
        parts = [part for part in self.parts if not of or part.of in ("", of)]
        found = [part.faults for part in parts] + [part.opens for part in parts]
        return tuple(dict.fromkeys(reason for some in found for reason in some))


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of one promise.

    ``cases`` counts the pairs that were judged, ``met`` those in which the premise held,
    ``refused_before`` those of the ``counties`` drawn that the engine refuses, ``refused_after``
    those that it refuses only after the change. ``worst`` is the largest loss in fen. ``scope``
    counts the units of 1 to 3 posts, a member beside each breakpoint, of which all were computed:
    CHECKED holds there. ``pools`` is K. ``bound`` is 3/N, the 95% bound on the rate of cases in
    which the promise is broken, where none was found.
    """

    promise: Promise
    verdict: Verdict
    cases: int = 0
    met: int = 0
    counties: int = 0
    refused_before: int = 0
    refused_after: int = 0
    moved: int = 0  # pairs in which anything at all was paid otherwise
    broken: int = 0
    worst: int = 0
    pools: int = 0
    finding: Finding | None = None
    scope: int = 0
    places: tuple[Mark, ...] = ()
    static: Static | None = None  # what `static.read` says; PROVED: loss_at_most <= tolerance

    @property
    def bound(self) -> float | None:
        """3/N where N cases met the premise and none broke the promise."""
        return 3 / self.met if self.met and not self.broken else None

    @property
    def fails(self) -> bool:
        """Whether the author stands by it and it is broken."""
        return self.promise.declared and self.verdict == "BROKEN"


@dataclass(frozen=True, slots=True)
class Audit:
    """All that an audit found; ``coverage`` counts what the counties of the search have crossed.

    Its keys are ``(what, place)``: ``("band", "items.quality.then[1] 60")``, tiers, quotas, pools
    that paid, limits that held somebody, guarantees that moved money, adjustments that cut.
    """

    policy: str
    version: str
    judged: tuple[Judged, ...]
    seed: int
    cases: int
    seconds: float
    coverage: Mapping[str, int] = field(default_factory=dict)
    refusals: Mapping[str, int] = field(default_factory=dict)  # by code, before the change

    @property
    def broken(self) -> tuple[Judged, ...]:
        """The declared promises that are broken."""
        return tuple(judged for judged in self.judged if judged.fails)
