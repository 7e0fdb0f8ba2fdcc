"""The one-vote veto (section 8): what cases take from posts, hold, and close besides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paycalc.engine.groups import belongs
from paycalc.engine.levels import Money
from paycalc.engine.numbers import Bools, Ints, Numbers, full, mul
from paycalc.engine.sharing import Members, share
from paycalc.engine.values import TRUE
from paycalc.engine.work import Work
from paycalc.policy.model import Veto, VetoClass


@dataclass(frozen=True)
class Taken:
    """What cases take from each post and hold, in fen; the posts that an applying one reaches.

    ``applying`` and ``until`` are as in `Vetoed`.
    """

    forfeited: Ints
    held: Ints
    reached: Bools
    applying: Ints
    until: Ints


@dataclass
class Vetoed:
    """What the veto does to each post, in fen, and which cases are in time and apply."""

    forfeited: Ints
    received: Ints
    held: Ints
    county_forfeits: Ints  # by county
    applying: Ints  # places in the encoded cases
    until: Ints  # day until which each of these bars, -1 without months


def veto(work: Work, money: Money, gross: Ints, rounding: Ints) -> Vetoed:
    """Everything was computed with everybody in; now take what the cases take."""
    encoded, rules = work.encoded, work.plan.policy.veto
    posts = encoded.posts
    nothing, nobody = np.zeros(posts, np.int64), np.zeros(0, np.int64)
    by_county = np.zeros(encoded.counties, np.int64)
    result = Vetoed(nothing, nothing, nothing, by_county, nobody, nobody)
    if rules is None:
        return result
    taken = takes(work, rules, money, gross)
    result.applying, result.until = taken.applying, taken.until
    result.forfeited, result.held = taken.forfeited, taken.held
    _to_heirs(work, rules, money, gross, rounding, taken.reached, result)
    return result


def takes(work: Work, rules: Veto, money: Money, gross: Ints) -> Taken:
    """What the cases in time take of the posts' lines, and what they hold beyond that."""
    cases = work.encoded.cases
    until = bars_until(work, rules)
    in_time = cases_in_time(work, rules, until) & ~work.failed[cases.county]
    holds = cases.holds == 1
    applying, holding = np.flatnonzero(in_time & ~holds), np.flatnonzero(in_time & holds)
    taken, reached = _taken(work, rules, money, gross, applying)
    taken, reached = _leaders(work, rules, gross, applying, taken, reached)
    held, _ = _taken(work, rules, money, gross, holding)
    return Taken(taken, np.maximum(held - taken, 0), reached, applying, until[applying])


def classes_of_items(rules: Veto) -> list[VetoClass]:
    """The class of each item of the negative list, in its order."""
    return [rules.classes[item.veto_class] for item in rules.items.values()]


def bars_until(work: Work, rules: Veto) -> Ints:
    """The same day ``months`` after each decision; a day that a month lacks is its last."""
    cases = work.encoded.cases
    months = np.array([c.months if c.months is not None else -1 for c in classes_of_items(rules)])
    of_case = months[cases.item]
    decided = np.where(cases.decided_on.ok, cases.decided_on.value, 0).astype("datetime64[D]")
    month = decided.astype("datetime64[M]")
    day = (decided - month.astype("datetime64[D]")).astype(np.int64)
    end = month + np.maximum(of_case, 0)
    length = ((end + 1).astype("datetime64[D]") - end.astype("datetime64[D]")).astype(np.int64)
    until = end.astype("datetime64[D]").astype(np.int64) + np.minimum(day, length - 1)
    return np.where((of_case >= 0) & cases.decided_on.ok, until, -1)


def cases_in_time(work: Work, rules: Veto, until: Ints) -> Bools:
    """Whether each case is in time by its class; one that holds is, whatever its dates."""
    encoded, cases = work.encoded, work.encoded.cases
    first, last = encoded.first_day, encoded.last_day
    decided, committed = cases.decided_on, cases.committed_on
    by = {
        "overlap": decided.ok & (decided.value <= last) & (until > first),
        "decided_in": decided.ok & (decided.value >= first) & (decided.value <= last),
        "committed_in": committed.ok & (committed.value >= first) & (committed.value <= last),
    }
    result: Bools = np.equal(cases.holds, 1)
    for place, veto_class in enumerate(classes_of_items(rules)):
        result = result | ((cases.item == place) & by[veto_class.reaches])
    return result


def _taken(work: Work, rules: Veto, money: Money, gross: Ints, cases: Ints) -> tuple[Ints, Bools]:
    """The largest of what the cases would take from each post, and the posts they reach."""
    encoded = work.encoded
    taken = np.zeros(encoded.posts, np.int64)
    reached = np.zeros(encoded.posts, np.bool_)
    if not cases.size:
        return taken, reached
    of_items = classes_of_items(rules)
    classes = list(dict.fromkeys(of_items))
    number = np.array([classes.index(one) for one in of_items])[encoded.cases.item[cases]]
    for place, veto_class in enumerate(classes):
        of_class = cases[number == place]
        posts = _posts_of_cases(work, of_class)
        there = np.flatnonzero(posts)
        if there.size:
            base = base_of_class(money, veto_class, gross)[there]
            taken[there] = np.maximum(taken[there], would_take(base, veto_class.pays))
            reached |= posts
    return taken, reached


def _posts_of_cases(work: Work, cases: Ints) -> Bools:
    """The posts of the cases' teachers, in their counties."""
    posts = np.zeros(work.encoded.posts, np.bool_)
    if cases.size:
        places, persons, of_cases = work.encoded.posts_with_cases
        posts[places] = np.isin(persons, of_cases[cases])
    return posts


def base_of_class(money: Money, veto_class: VetoClass, gross: Ints) -> Ints:
    """All that the post has, or the money of some pools, at most all that it has."""
    if not veto_class.pools:
        return gross
    lines = (f"level_{level}.{pool}" for level, pool in veto_class.pools)
    named = sum((money.lines[line] for line in lines if line in money.lines), np.zeros_like(gross))
    return np.minimum(named, gross)


def would_take(base: Ints, pays: int) -> Ints:
    """What a case takes of each base: the base less what it still pays, by `mul`."""
    whole = Numbers(base, np.zeros(base.size, np.uint8))
    return base - mul(whole, full(base.size, pays)).value


def kept_of(base: int, pays: int) -> int:
    """What a share of 1 leaves of one base, by `mul`."""
    return base - int(would_take(np.array([base]), pays)[0])


def _leaders(
    work: Work, rules: Veto, gross: Ints, applying: Ints, taken: Ints, reached: Bools
) -> tuple[Ints, Bools]:
    """Where so many teachers of a unit have a case, the group's posts there lose too."""
    for line, hit in zip(rules.leaders, leaders_reached(work, rules, applying), strict=True):
        there = np.flatnonzero(hit)
        taken[there] = np.maximum(taken[there], would_take(gross[there], line.pays))
        reached |= hit
    return taken, reached


def leaders_reached(work: Work, rules: Veto, applying: Ints) -> list[Bools]:
    """The posts that each line of `leaders` reaches: its group's, where enough have a case."""
    encoded = work.encoded
    if not rules.leaders:
        return []
    posts = np.flatnonzero(_posts_of_cases(work, applying))
    pairs = np.stack((encoded.post_unit[posts], encoded.post_teacher[posts]), axis=1)
    teachers = np.bincount(np.unique(pairs, axis=0)[:, 0], minlength=encoded.units)
    reached = []
    everyone = work.members("post")
    for line in rules.leaders:
        truth = belongs(work, everyone, line.group)
        work.failed |= work.record("veto.leaders", rules.mark, everyone, truth, work.failed)
        reached.append((truth == TRUE) & (teachers >= line.cases)[encoded.post_unit])
    return reached


def _to_heirs(
    work: Work,
    rules: Veto,
    money: Money,
    gross: Ints,
    rounding: Ints,
    reached: Bools,
    result: Vetoed,
) -> None:
    encoded = work.encoded
    members = Members(encoded.post_starts)
    forfeits = members.sums(result.forfeited)
    if rules.money_goes_to == "county":
        by_county = Members(encoded.unit_starts)
        result.county_forfeits = by_county.sums(forfeits)
        return
    left = forfeits
    if rules.money_goes_to == "school":
        shared = share(forfeits, members, np.where(reached, 0, gross), rounding)
        result.received, left = shared.paid, shared.left
    money.cuts = money.cuts + left
