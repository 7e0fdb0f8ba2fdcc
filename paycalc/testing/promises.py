"""Promises of a policy as assertions: those that it declares, and those of a program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from paycalc.audit._pay import shown
from paycalc.audit._rows import county_lines, post_text
from paycalc.audit.auditing import audit
from paycalc.audit.changes import changed
from paycalc.audit.model import Audit, Change, ChangeKind, County, Judged
from paycalc.audit.telling import case_lines
from paycalc.audit.world import World
from paycalc.audit.world_drawing import draw
from paycalc.audit.world_tables import county_of, records_of
from paycalc.engine import compute
from paycalc.policy import Policy
from paycalc.problems import ProblemsError
from paycalc.result import Result

Holds = Callable[[Result, Result], bool]
"""Whether a promise holds between the results before and after a change."""


def assert_promises(
    policy: Policy,
    promises: Sequence[str] | None = None,
    *,
    cases: int = 20_000,
    seed: int = 0,
    budget: float | None = None,
) -> Audit:
    """Raise `AssertionError` if an audit finds a county in which a promise is broken.

    ``promises`` are the ids that must hold; without them those that the policy declares. The
    message tells each case: everybody's pay before and after, and the lines of the policy. That
    nothing is raised is no proof: the audit that is returned says what is known of each.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/hundred-points.yaml")
    >>> found = assert_promises(policy, ["better_result_not_less_pay"], cases=256)
    >>> found.judged[0].verdict
    'PROVED'
    """
    found = audit(policy, cases=cases, seed=seed, budget=budget, promises=promises)
    must = [one for one in found.judged if promises is not None or one.promise.declared]
    broken = [one for one in must if one.verdict == "BROKEN"]
    if broken:
        raise AssertionError("\n".join(line for one in broken for line in _told(policy, one)))
    return found


def _told(policy: Policy, judged: Judged) -> Iterator[str]:
    case = shown(policy, judged)
    yield from [judged.promise.id] if case is None else case_lines(policy, case, "en")


def assert_promise(
    policy: Policy,
    holds: Holds,
    *,
    change: ChangeKind,
    of: str | None = None,
    by: int | None = None,
    cases: int = 100,
    seed: int = 0,
) -> int:
    """Raise `AssertionError` if ``holds(before, after)`` is false for two results of a pair.

    Pairs are counties of the policy's domain and the same with one thing changed: one more of the
    kind or indicator ``of`` (by ``by``, in micro; a step of the domain without it). Pairs that the
    engine refuses are left out; how many were judged is returned. The smallest of the counties
    that fail is told.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/hundred-points.yaml")
    >>> def fund_is_spent_alike(before, after):
    ...     return before.totals["fund"].equals(after.totals["fund"])
    >>> assert_promise(policy, fund_is_spent_alike, change="workload", cases=5) <= 5
    True
    """
    world, judged = World(policy), 0
    failed: list[tuple[County, County, list[str]]] = []
    for before, after, told in pairs(world, Change(change, of, by), cases, seed):
        try:
            results = [compute(policy, records_of(one), threads=1) for one in (before, after)]
        except ProblemsError:
            continue
        judged += 1
        if not holds(results[0], results[1]):
            failed.append((before, after, told))
    if failed:
        smallest = min(failed, key=lambda one: sum(map(len, one[0].tables.values())))
        raise AssertionError("\n".join(_county_told(*smallest, len(failed), judged)))
    return judged


def pairs(
    world: World, change: Change, cases: int, seed: int
) -> Iterator[tuple[County, County, list[str]]]:
    """So many counties with one thing changed: before, after, and the rows that differ."""
    before = draw(world, seed, 0, cases)
    after = changed(world, before, change, change.by is not None, seed, 0)
    for number in range(cases):
        if after.made[number]:
            one = county_of(world, before, number)
            other = county_of(world, after.counties, number)
            yield one, other, list(_differing(one, other))


def _differing(before: County, after: County) -> Iterator[str]:
    for name in dict.fromkeys((*before.tables, *after.tables)):
        one, other = before.tables.get(name, ()), after.tables.get(name, ())
        yield from (f"- {name}: {dict(row)}" for row in one if row not in other)
        yield from (f"+ {name}: {dict(row)}" for row in other if row not in one)


def _county_told(
    before: County, after: County, told: list[str], failed: int, judged: int
) -> Iterator[str]:
    yield f"the promise fails for {failed} of {judged} pairs; the smallest:"
    yield from told
    yield from county_lines(before, "en")
    for row in before.tables.get("staff", ()):
        school, teacher = row["school_id"], row["teacher_id"]
        yield f"{school} {teacher}: {post_text(before, school, teacher)}"
