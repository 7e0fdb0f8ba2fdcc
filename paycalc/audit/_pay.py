"""What everybody in a county of a finding is paid: the county computed as anybody's records are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from paycalc.audit._differing import ItemChange, Post, items_that_differ
from paycalc.audit.model import County, Finding, Judged, Reason
from paycalc.audit.world_tables import records_of
from paycalc.engine import compute
from paycalc.policy.model import Mark, Policy
from paycalc.problems import ProblemsError
from paycalc.result import Result

_MOST_OPEN = 3
"""So many things that are open are told where none concerns a line that differs."""


@dataclass(frozen=True)
class Paid:
    """Payables and lines of every post in fen; or the codes for which the engine refuses."""

    payable: Mapping[Post, int]
    lines: Mapping[Post, Mapping[str, int]]
    refused: tuple[str, ...] = ()
    result: Result | None = None


def paid(policy: Policy, county: County) -> Paid:
    """What a county is paid, by the engine."""
    try:
        result = compute(policy, records_of(county), threads=1)
    except ProblemsError as error:
        errors = [problem.code for problem in error.problems if problem.severity == "error"]
        return Paid({}, {}, tuple(dict.fromkeys(errors)))
    schools = result.names.schools.gather(result.encoded.post_school.tolist()).to_list()
    posts = list(zip(schools, result.names.teachers.to_list(), strict=True))
    lines = {
        post: {name: int(fen[place]) for name, fen in result.post_lines.items() if fen[place]}
        | {"forfeited": -int(result.forfeited[place]), "received": int(result.received[place])}
        | {"held": -int(result.held[place])}
        for place, post in enumerate(posts)
    }
    payable = {post: int(result.payable[place]) for place, post in enumerate(posts)}
    return Paid(payable, lines, result=result)


@dataclass(frozen=True)
class Change:
    """A line of the loser: before and after in fen, and where the policy says it."""

    line: str
    before: int
    after: int
    mark: Mark | None


@dataclass(frozen=True)
class Shown:
    """A finding with all that is told of it."""

    judged: Judged
    finding: Finding
    before: Paid
    after: Paid
    lines: tuple[Change, ...]
    reasons: tuple[Reason, ...]
    items: tuple[ItemChange, ...] = ()

    @property
    def posts(self) -> tuple[Post, ...]:
        """Everybody in the case, in the order of the county's staff."""
        posts = [
            (row["school_id"], row["teacher_id"])
            for county in (self.finding.before, self.finding.after)
            for row in county.tables.get("staff", ())
        ]
        return tuple(dict.fromkeys(posts))


def shown(policy: Policy, judged: Judged) -> Shown | None:
    """What is told of a promise's finding; none where there is none."""
    finding = judged.finding
    if finding is None:
        return None
    before, after = paid(policy, finding.before), paid(policy, finding.after)
    lines = tuple(_lines(policy, finding, before, after))
    reasons = _reasons(judged, finding, lines)
    items = tuple(_items(policy, finding, before, after))
    return Shown(judged, finding, before, after, lines, reasons, items)


def _items(policy: Policy, finding: Finding, before: Paid, after: Paid) -> Iterator[ItemChange]:
    """The items of the loser that differ: from before, or from the peer's."""
    loser, peer = finding.loser, finding.peer
    if loser is None or before.result is None or after.result is None:
        return
    if peer is not None:
        yield from items_that_differ(policy, (after.result, peer), (after.result, loser))
        return
    for post in (post for post in after.lines if post[1] == loser[1]):
        yield from items_that_differ(policy, (before.result, post), (after.result, post))


def _reasons(judged: Judged, finding: Finding, lines: Sequence[Change]) -> tuple[Reason, ...]:
    """The faults of what changed; of what is open that which concerns lines that differ."""
    if judged.static is None:
        return ()
    of = next((change.of for change in finding.changed if change.of), "")
    parts = [part for part in judged.static.parts if not of or part.of in ("", of)]
    faults = [reason for part in parts for reason in part.faults]
    opens = dict.fromkeys(reason for part in parts for reason in part.opens)
    differ = {change.mark.line for change in lines if change.mark is not None}
    near = [reason for reason in opens if reason.mark.line in differ]
    return tuple(dict.fromkeys((*faults, *(near or [*opens][:_MOST_OPEN]))))


def _lines(policy: Policy, finding: Finding, before: Paid, after: Paid) -> list[Change]:
    """The lines in which the loser's pay differs: in every post from before, or from the peer's."""
    loser, peer = finding.loser, finding.peer
    if loser is None or before.refused or after.refused:
        return []
    if peer is not None:
        return _differing(policy, after.lines.get(peer, {}), after.lines.get(loser, {}))
    posts = [post for post in after.lines if post[1] == loser[1]]
    found = []
    for post in posts:
        prefix = f"{post[0]} " if len(posts) > 1 else ""
        found += _differing(policy, before.lines.get(post, {}), after.lines[post], prefix)
    return found


def _differing(
    policy: Policy, first: Mapping[str, int], second: Mapping[str, int], prefix: str = ""
) -> list[Change]:
    marks = places(policy)
    return [
        Change(prefix + name, first.get(name, 0), second.get(name, 0), marks.get(name))
        for name in dict.fromkeys((*first, *second))
        if first.get(name, 0) != second.get(name, 0)
    ]


def places(policy: Policy) -> dict[str, Mark]:
    """Where the policy says each line; of plans that share a name the first."""
    found: dict[str, Mark] = {}
    for pool in policy.level_1.plan.pools:
        found.setdefault(f"level_1.{pool.id}", pool.mark)
    for plan in policy.level_2.plans.values():
        for pool in plan.pools:
            found.setdefault(f"level_2.{pool.id}", pool.mark)
        for one in plan.adjust:
            found.setdefault(f"adjust.{one.id}", one.mark)
    for guarantee in policy.guarantees:
        found.setdefault(f"guarantee.{guarantee.id}", guarantee.mark)
    return found
