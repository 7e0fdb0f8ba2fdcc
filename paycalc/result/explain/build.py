"""From a result and a teacher to an explanation: the county is computed again, with its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine.arrays import Range, compute_traced
from paycalc.errors import UnknownTeacherError
from paycalc.result.explain.after import adjustments, cases, guarantees
from paycalc.result.explain.facts import Explanation, PoolFact, PostFact
from paycalc.result.explain.items import item_facts
from paycalc.result.explain.pools import plan_number, post_money, unit_money
from paycalc.result.explain.view import View

if TYPE_CHECKING:
    from paycalc.engine.work import Work
    from paycalc.result.result import Result


def explain(result: Result, teacher: str, county: str | None = None) -> Explanation:
    """How a teacher's pay came about, in every post.

    The kernels are the same that paid; ``county`` is needed where the id occurs in two counties.

    Raises:
        UnknownTeacherError: nobody of this id was paid, or the id occurs in several counties.
    """
    encoded, names = result.encoded, result.names
    posts = np.flatnonzero((names.teachers == teacher).to_numpy())
    counties = encoded.post_county[posts]
    if county is not None:
        posts = posts[[names.counties[c] == county for c in counties]]
        counties = encoded.post_county[posts]
    found = sorted({names.counties[c] for c in counties})
    if len(found) != 1:
        raise UnknownTeacherError(teacher, found)
    number = int(counties[0])
    range_, work = compute_traced(result.made.plan, encoded, number)
    first = int(encoded.county_posts[number])
    order = sorted(posts.tolist(), key=lambda post: int(encoded.post_rank[post]))
    policy = result.policy
    return Explanation(
        teacher=teacher,
        policy=policy.id,
        version=policy.version,
        period=result.period.id,
        currency=policy.currency.code,
        decimals=policy.currency.decimals,
        posts=tuple(_post(result, range_, work, post, post - first) for post in order),
    )


def _post(result: Result, range_: Range, work: Work, post: int, own: int) -> PostFact:
    view = View(result, range_, work, own)
    names, encoded = result.names, result.encoded
    pools, of_unit = tuple(post_money(view)), tuple(unit_money(view))
    adjusted = tuple(adjustments(view))
    used = [name for pool in (*of_unit, *pools) for name in _items_of(pool)]
    used += [name for fact in adjusted for name, _ in fact.items]
    return PostFact(
        county=names.counties[int(encoded.post_county[post])],
        unit=names.units[int(encoded.post_unit[post])],
        school=names.schools[int(encoded.post_school[post])],
        teacher=names.teachers[post],
        plan=list(result.policy.level_2.plans)[plan_number(view)],
        unit_money=of_unit,
        pools=pools,
        adjustments=adjusted,
        guarantees=tuple(guarantees(view)),
        items=item_facts(view, list(dict.fromkeys(used))),
        cases=tuple(cases(view)),
        gross=int(result.gross[post]),
        forfeited=int(result.forfeited[post]),
        received=int(result.received[post]),
        held=int(result.held[post]),
        payable=int(result.payable[post]),
    )


def _items_of(pool: PoolFact) -> list[str]:
    return [name for name, _ in (*pool.items, *pool.factors)]
