"""From a result and a teacher to an explanation: the county is computed again, with its trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine.arrays import Range, compute_traced
from paycalc.errors import UnknownTeacherError
from paycalc.result.explain.after import adjustments, by_hand, cases, guarantees, received
from paycalc.result.explain.facts import Explanation, PoolFact, PostFact
from paycalc.result.explain.items import item_facts
from paycalc.result.explain.pools import plan_number, post_money, unit_money
from paycalc.result.explain.purses import purses, taken_items
from paycalc.result.explain.view import View

if TYPE_CHECKING:
    import polars as pl

    from paycalc.engine.numbers import Ints
    from paycalc.engine.work import Work
    from paycalc.result.result import Result

_NEAR = 5
_MOST_COMPARED = 5000


@dataclass
class Explainer:
    """Explains teachers of one result; the county of the last one asked for is kept computed.

    The kernels are the same that paid. Threads may share an explainer.
    """

    result: Result
    _lock: Lock = field(default_factory=Lock, repr=False)
    _traced: tuple[int, Range, Work] | None = field(default=None, repr=False)
    _vocabulary: pl.Series | None = field(default=None, repr=False)

    def explain(self, teacher: str, county: str | None = None) -> Explanation:
        """How a teacher's pay came about, in every post.

        ``county`` is needed where the id occurs in two counties.

        Raises:
            UnknownTeacherError: nobody of this id was paid, or the id occurs in several counties.
        """
        number, posts = posts_of(self.result, teacher, county)
        encoded, policy = self.result.encoded, self.result.policy
        order = sorted(posts.tolist(), key=lambda post: int(encoded.post_rank[post]))
        with self._lock:  # what a trace picks is told to one at a time
            range_, work = self._county(number)
            first = int(encoded.county_posts[number])
            told = tuple(
                _post(View(self.result, range_, work, post - first, self._texts), post)
                for post in order
            )
        return Explanation(
            teacher=teacher,
            policy=policy.id,
            file=policy.level_1.plan.mark.file,
            version=policy.version,
            period=self.result.period.id,
            currency=policy.currency.code,
            decimals=policy.currency.decimals,
            posts=told,
        )

    def _texts(self) -> pl.Series:
        """The text of each code, found once."""
        if self._vocabulary is None:
            self._vocabulary = self.result.names.texts()
        return self._vocabulary

    def _county(self, number: int) -> tuple[Range, Work]:
        if self._traced is None or self._traced[0] != number:
            made = self.result.made
            self._traced = (number, *compute_traced(made.plan, made.encoded, number))
        return self._traced[1:]


def posts_of(result: Result, teacher: str, county: str | None) -> tuple[int, Ints]:
    """The number of a teacher's county and of each post; raises `UnknownTeacherError`."""
    encoded, names = result.encoded, result.names
    posts = np.flatnonzero((names.teachers == teacher).to_numpy())
    counties = encoded.post_county[posts]
    elsewhere = sorted({names.counties[c] for c in counties})
    if county is not None:
        posts = posts[[names.counties[c] == county for c in counties]]
        counties = encoded.post_county[posts]
    if not posts.size:
        raise UnknownTeacherError(teacher, elsewhere, near_ids(names.teachers, teacher), county)
    if len(set(counties.tolist())) > 1:
        raise UnknownTeacherError(teacher, elsewhere)
    return int(counties[0]), posts


def near_ids(teachers: pl.Series, teacher: str) -> list[str]:
    """The ids most like one that is not there, among those that begin or end like it."""
    half = max(len(teacher) // 2, 1)
    alike = teachers.str.starts_with(teacher[:half]) | teachers.str.ends_with(teacher[-half:])
    sizes = teachers.str.len_chars().is_between(len(teacher) - 1, len(teacher) + 1)
    some = teachers.filter(alike & sizes).unique().sort().head(_MOST_COMPARED)
    return get_close_matches(teacher, some.to_list(), _NEAR)


def _post(view: View, post: int) -> PostFact:
    result = view.result
    names, encoded = result.names, result.encoded
    pools, of_unit = tuple(post_money(view)), tuple(unit_money(view))
    adjusted = tuple(adjustments(view))
    used = [*taken_items(view), *(name for pool in (*of_unit, *pools) for name in _items_of(pool))]
    used += [name for fact in adjusted for name, _ in fact.items]
    return PostFact(
        county=names.counties[int(encoded.post_county[post])],
        unit=names.units[int(encoded.post_unit[post])],
        school=names.schools[int(encoded.post_school[post])],
        teacher=names.teachers[post],
        plan=list(result.policy.level_2.plans)[plan_number(view)],
        purses=tuple(purses(view)),
        unit_money=of_unit,
        pools=pools,
        adjustments=adjusted,
        guarantees=tuple(guarantees(view)),
        manual=tuple(by_hand(view)),
        items=item_facts(view, list(dict.fromkeys(used))),
        cases=tuple(cases(view)),
        gross=int(result.gross[post]),
        forfeited=int(result.forfeited[post]),
        received=int(result.received[post]),
        received_share=received(view),
        held=int(result.held[post]),
        payable=int(result.payable[post]),
    )


def _items_of(pool: PoolFact) -> list[str]:
    return [name for name, _ in (*pool.items, *pool.factors)]
