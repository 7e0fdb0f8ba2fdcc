"""What fits a plan: its purses, and which pools its parts name (sections 2, 5 and 6)."""

from __future__ import annotations

from collections.abc import Iterator

from paycalc.policy._collector import Path, listing
from paycalc.policy._grammar._policy import Draft
from paycalc.policy._grammar._scalars import HUNDRED, decimal_text
from paycalc.policy._meaning._groups import posts_asked
from paycalc.policy._meaning._places import tell_uses
from paycalc.policy._meaning._pools import check_items_of, check_pool
from paycalc.policy._meaning._report import Report
from paycalc.policy._meaning._uses import POST, who_uses
from paycalc.policy.model import Adjustment, Percent, Plan, Pool, Rest, ShareOfAll


def check_plans(draft: Draft, report: Report) -> None:
    """Tells what does not fit in both levels."""
    if draft.level_1 is not None:
        for pool in draft.level_1.plan.pools:
            check_pool(pool, ("level_1", "pools", pool.id), 1, draft, report)
        _check_purses(draft.level_1.plan, ("level_1",), report)
    for plan, path in plans_of(draft):
        for pool in plan.pools:
            check_pool(pool, (*path, "pools", pool.id), 2, draft, report)
            _check_sources(pool, (*path, "pools", pool.id, "from"), draft, report)
        _check_purses(plan, path, report)
        for adjustment in plan.adjust:
            inside = (*path, "adjust", adjustment.id)
            _check_adjustment(adjustment, inside, path, draft, report)


def plans_of(draft: Draft) -> Iterator[tuple[Plan, Path]]:
    """The plans of level 2 and where they stand."""
    if draft.level_2 is not None:
        several = draft.level_2.plan_by is not None or "" not in draft.level_2.plans
        for name, plan in draft.level_2.plans.items():
            yield plan, ("level_2", "plans", name) if several else ("level_2",)


def _check_sources(pool: Pool, path: Path, draft: Draft, report: Report) -> None:
    """At level 2 a purse is what a pool of level 1 gave the unit."""
    known = report.names("level_1", "pools")
    if not known:
        return
    pools = {} if draft.level_1 is None else {one.id: one for one in draft.level_1.plan.pools}
    for name in sorted(pool.sources):
        place = (*path, _position(report, path, name))
        if name not in known:
            report.near("P414", place, name, known)
        elif name in pools and (pools[name].pays_posts or pools[name].kind == "keep"):
            report.at("P415", place, found=name)


def _position(report: Report, path: Path, name: str) -> int:
    """Where in a list a name stands."""
    texts = report.texts(path)
    return texts.index(name) + 1 if name in texts else 1


def _check_purses(plan: Plan, path: Path, report: Report) -> None:
    purses: dict[frozenset[str], list[Pool]] = {}
    for pool in plan.pools:
        place = (*path, "pools", pool.id, "from")
        for other in purses:
            if other != pool.sources and other & pool.sources:
                shared = listing(sorted(other & pool.sources))
                report.at("P410", place, found=shared, other=purses[other][0].id)
        purses.setdefault(pool.sources, []).append(pool)
    for pools in purses.values():
        _check_purse(pools, path, report)


def _check_purse(pools: list[Pool], path: Path, report: Report) -> None:
    rests = [pool for pool in pools if isinstance(pool.takes, Rest)]
    for pool in rests[1:]:
        report.at("P411", (*path, "pools", pool.id, "takes"), found=pool.id, other=rests[0].id)
    left = [(pool, pool.takes.micro) for pool in pools if isinstance(pool.takes, Percent)]
    whole = [(pool, pool.takes.micro) for pool in pools if isinstance(pool.takes, ShareOfAll)]
    _check_total(left, "P412", path, report)
    _check_total(whole, "P413", path, report)


def _check_total(shares: list[tuple[Pool, int]], code: str, path: Path, report: Report) -> None:
    """Percentages of one purse add up to at most 100%; the pool that passes it is told."""
    text = decimal_text(sum(micro for _, micro in shares), 4)
    total = 0
    for pool, micro in shares:
        if total <= HUNDRED < total + micro:
            report.at(code, (*path, "pools", pool.id, "takes"), total=text)
        total += micro


def _check_adjustment(
    adjustment: Adjustment, path: Path, plan: Path, draft: Draft, report: Report
) -> None:
    check_items_of(adjustment.items, "post", (*path, adjustment.kind), draft, report)
    known = report.names(*(str(part) for part in plan), "pools")
    for name in sorted(adjustment.sources - set(known) if known else ()):
        place = (*path, "from")
        report.near("P500", (*place, _position(report, place, name)), name, known)
    for who, inside in posts_asked(adjustment, path):
        tell_uses(who_uses(who, POST, inside), draft.items, report)
