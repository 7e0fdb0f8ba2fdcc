"""`audit`: what the policy alone says, then all very small units, then counties at random."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from time import monotonic

from paycalc.audit import static
from paycalc.audit._coverage import coverage_of
from paycalc.audit._crossing import crossed_by_changes
from paycalc.audit._findings import finding_of
from paycalc.audit.catalogue import promises_of
from paycalc.audit.exhaustive import Checked, check
from paycalc.audit.model import Audit, Judged, Promise, Static, Verdict
from paycalc.audit.search import ROUND, Found, Tally, search
from paycalc.audit.tolerances import roundings, tolerance_of
from paycalc.audit.world import World
from paycalc.audit.world_drawing import CHUNK
from paycalc.policy.model import Policy

CASES = 1_000_000
"""Counties for each promise, unless another number is asked for."""

_SPEAKS_OF_MOVES = frozenset(
    {"own_not_less", "own_not_more", "others_not_less", "own_no_cliff", "unit_no_cliff"}
)


def audit(
    policy: Policy,
    *,
    cases: int | None = None,
    seed: int = 0,
    budget: float | None = None,
    promises: Sequence[str] | None = None,
    threads: int | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Audit:
    """Look for a county in which the policy breaks a promise.

    ``cases`` counties are drawn for each promise (or as many as a ``budget`` in seconds allows),
    ``promises`` are the ids to judge (default: all; own ones of the policy too). The same findings
    for the same policy, seed and cases, whatever the ``threads``. ``tell`` hears what is being
    done, in `steps` steps.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/star.yaml")
    >>> found = audit(policy, cases=256, promises=["nobody_negative", "full_veto_pays_nothing"])
    >>> [judged.verdict for judged in found.judged]
    ['SAMPLED', 'NOT EXERCISED']
    """
    begin = monotonic()
    tell("reading the policy, and a small scope")
    world = World(policy)
    wanted = promises_of(policy, promises or ())
    read = {promise.id: static.read(policy, promise, world.domain) for promise in wanted}
    unproved = [p for p in wanted if p.class_ != "engine" and not _is_proved(p, policy, read[p.id])]
    checked = check(world, unproved)
    left = None if budget is None else budget - (monotonic() - begin)
    found = search(
        world,
        wanted,
        CASES if cases is None else cases,
        seed=seed,
        seconds=left,
        threads=threads or os.cpu_count() or 1,
        tell=tell,
    )
    tell("making cases small")
    judged = tuple(
        _judged(world, found.tallies[p.id], read[p.id], checked.get(p.id, Checked()), seed)
        for p in wanted
    )
    return Audit(
        policy=policy.id,
        version=policy.version,
        judged=judged,
        seed=seed,
        cases=found.counties,
        seconds=monotonic() - begin,
        coverage={
            **coverage_of(world, seed),
            **crossed_by_changes(world, seed),
            **_pairs_by_kind(found),
        },
        refusals=found.refusals,
    )


def steps(cases: int | None = None) -> int:
    """How many steps an audit of so many counties tells.

    >>> steps(ROUND * CHUNK + 1)
    4
    """
    return 2 + -(-(CASES if cases is None else cases) // (CHUNK * ROUND))


def _pairs_by_kind(found: Found) -> dict[str, int]:
    return {
        f"change {tally.promise.id} {kind}": count
        for tally in found.tallies.values()
        for kind, count in tally.kinds.items()
    }


def _judged(world: World, tally: Tally, read: Static, checked: Checked, seed: int) -> Judged:
    """The verdict on one promise, and the case that breaks it."""
    promise, policy = tally.promise, world.policy
    verdict = verdict_of(promise, policy, tally, read, checked)
    finding = None
    if verdict in ("BROKEN", "ROUNDING"):
        finding = checked.finding or finding_of(world, promise, tally.hits, seed)
    return Judged(
        promise=promise,
        verdict=verdict,
        cases=tally.cases,
        met=tally.met,
        counties=tally.counties,
        refused_before=tally.refused_before,
        refused_after=tally.refused_after,
        moved=tally.moved,
        broken=tally.broken,
        worst=max(tally.worst, checked.worst),
        pools=roundings(promise, policy),
        finding=finding,
        scope=checked.scope,
        places=tuple(reason.mark for reason in read.reasons()),
        static=read,
    )


def verdict_of(
    promise: Promise, policy: Policy, tally: Tally, read: Static, checked: Checked
) -> Verdict:
    """One verdict, the strongest that is true; a case that breaks a promise outweighs a proof."""
    if tally.broken or checked.broken:
        return "BROKEN"
    if tally.missed or checked.missed:
        return "ROUNDING"
    if _is_proved(promise, policy, read):
        return "PROVED"
    idle = promise.compares in _SPEAKS_OF_MOVES and not tally.moved
    if tally.met and not idle:
        return "SAMPLED"
    return "CHECKED" if checked.met and checked.moved else "NOT EXERCISED"


def _is_proved(promise: Promise, policy: Policy, read: Static) -> bool:
    loss = read.loss_at_most
    return loss is not None and loss <= tolerance_of(promise, policy)


__all__ = ["Found", "audit", "verdict_of"]
