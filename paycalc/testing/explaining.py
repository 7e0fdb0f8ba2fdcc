"""How the first difference of a case came about: the part of its explanation that it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from paycalc.engine import compute
from paycalc.result.explain.items import item_facts
from paycalc.testing._found import Computed, Found
from paycalc.testing._guarantees import standing
from paycalc.testing._packing import alone
from paycalc.testing.cases import Claim, Member

if TYPE_CHECKING:
    from paycalc.result import Result
    from paycalc.result.explain import Explanation
    from paycalc.result.explain.facts import ItemFact, PostFact
    from paycalc.testing.comparing import Difference
    from paycalc.testing.running import Outcome


def explained(outcome: Outcome, language: str = "en") -> str:
    """The explanation of the first difference that has one; empty where none has.

    Of pay and numbers it is the part of a post's explanation that tells them, of guarantees what
    both sides have.

    The case is computed again, alone: so its ids are its own, and its rows the lines of its file.
    """
    if outcome.problems:
        return ""
    first = next((one for one in outcome.differences if one.claim.kind in _KINDS), None)
    if first is None:
        return ""
    claim, result = first.claim, compute(outcome.policy, alone(outcome.case), threads=1)
    if claim.kind == "guarantees":
        return "\n".join(_standing(first, result, language))
    computed = Computed(result)
    place = _post(claim, computed)
    if place is None:
        return ""
    return _told(result, place, claim, computed).text(language)


MOST_EXPLAINED = 10
"""So many of the cases that failed are explained in one run: each is computed once more."""


def explanations(failed: Sequence[Outcome], language: str = "en") -> Iterator[str]:
    """The explanation of each case that failed; empty after the first ten."""
    for place, outcome in enumerate(failed):
        yield explained(outcome, language) if place < MOST_EXPLAINED else ""


_KINDS = ("payout", "line", "item", "step", "cells", "unit", "guarantees")


def _standing(difference: Difference, result: Result, language: str) -> Iterator[str]:
    """How the guarantees stand that hold or break against what was expected."""
    expected, found = difference.claim.expected, difference.found
    assert isinstance(expected, frozenset)
    assert isinstance(found, frozenset)
    for guarantee in result.policy.guarantees:
        if guarantee.id in expected ^ found:
            yield from standing(result, guarantee, language)


def _post(claim: Claim, computed: Computed) -> int | None:
    """The post that tells most of what was claimed: its own, or the first of its unit or county."""
    member = next(part for part in claim.key if isinstance(part, Member))
    place = Found(computed).place(member)
    if place is None or member.base == "post":
        return place
    encoded = computed.result.encoded
    starts = encoded.post_starts if member.base == "unit" else encoded.county_posts
    first, end = int(starts[place]), int(starts[place + 1])
    return first if first < end else None


def _told(result: Result, place: int, claim: Claim, computed: Computed) -> Explanation:
    names, encoded = result.names, result.encoded
    county = names.counties[int(encoded.post_county[place])]
    school = names.schools[int(encoded.post_school[place])]
    told = result.explain(names.teachers[place], county_id=county)
    [post] = [one for one in told.posts if one.school == school]
    return replace(told, posts=(_part(post, claim, place, computed),))


def _part(post: PostFact, claim: Claim, place: int, computed: Computed) -> PostFact:
    """What of a post's explanation concerns a claim."""
    bare = replace(
        post,
        purses=(),
        unit_money=(),
        pools=(),
        adjustments=(),
        guarantees=(),
        items=(),
        cases=(),
        received_share=None,
    )
    if claim.kind == "payout":
        return _payout(bare, post, str(claim.key[1]), place, computed)
    if claim.kind == "unit":
        return replace(bare, purses=post.purses, unit_money=post.unit_money)
    if claim.kind == "line":
        return _line(bare, post, str(claim.key[1]), place, computed)
    name = cast("str", claim.key[0])
    return replace(bare, items=_items([name], place, computed))


def _payout(
    bare: PostFact, post: PostFact, column: str, place: int, computed: Computed
) -> PostFact:
    """The lines that the post has, and what cases took and gave; of what is no 0."""
    if column not in ("gross", "payable"):
        return replace(bare, cases=post.cases, received_share=post.received_share)
    pools = tuple(one for one in post.pools if one.amount)
    changes = tuple(one for one in post.adjustments if one.change)
    used = [item for one in pools for item, _ in (*one.items, *one.factors)]
    used += [item for one in changes for item, _ in one.items]
    of_cases = column == "payable"
    return replace(
        bare,
        pools=pools,
        adjustments=changes,
        guarantees=tuple(one for one in post.guarantees if one.change),
        items=_items(used, place, computed),
        cases=post.cases if of_cases else (),
        received_share=post.received_share if of_cases else None,
    )


def _line(bare: PostFact, post: PostFact, line: str, place: int, computed: Computed) -> PostFact:
    kind, _, name = line.partition(".")
    if kind == "adjust":
        changes = tuple(one for one in post.adjustments if one.id == name)
        used = [item for one in changes for item, _ in one.items]
        return replace(bare, adjustments=changes, items=_items(used, place, computed))
    if kind == "guarantee":
        return replace(bare, guarantees=tuple(x for x in post.guarantees if x.id == name))
    level = int(kind.removeprefix("level_"))
    pools = tuple(one for one in post.pools if (one.level, one.id) == (level, name))
    used = [item for one in pools for item, _ in (*one.items, *one.factors)]
    return replace(bare, pools=pools, items=_items(used, place, computed))


def _items(names: list[str], place: int, computed: Computed) -> tuple[ItemFact, ...]:
    view = replace(computed.view, post=place)
    return item_facts(view, list(dict.fromkeys(names)))
