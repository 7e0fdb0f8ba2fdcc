"""Whether a promise is kept: the pay of the counties before and after, compared as arrays.

All money here comes out of the engine. What a comparison makes of it is, for each county, who
loses how much against what was promised, and whether the premise of the promise holds there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from paycalc.audit._caps import cap_breaches
from paycalc.audit._choosing import NOBODY
from paycalc.audit._guards import front_line_gaps, quota_breaches
from paycalc.audit.model import Comparison
from paycalc.audit.pairs import Outcome, Pairs, sums
from paycalc.audit.tolerances import doubles
from paycalc.audit.world_drawing import takes_all
from paycalc.engine.accounts import KEPT, UNALLOCATED
from paycalc.engine.numbers import Bools, Ints

MICRO = 1_000_000
LEAST_MEAN = 100
"""Of a cliff's premise: mean pay in major units, below which a part of it says nothing."""


def judge(pairs: Pairs) -> Outcome:
    """Who loses against the promise, before any tolerance."""
    found = _JUDGES[pairs.promise.compares](pairs)
    met = found.met & pairs.within
    return Outcome(np.where(met, np.maximum(found.loss, 0), 0), found.loser, met)


def moved(pairs: Pairs) -> Bools:
    """The counties in which somebody is paid otherwise after the change."""
    before, after = pairs.before, pairs.after
    return (before.by_county(np.abs(after.payable - before.payable)) > 0) & pairs.within


# --- One county -----------------------------------------------------------------------------------


def _everywhere(pairs: Pairs) -> Bools:
    return np.ones(pairs.before.counties.n, np.bool_)


def _nobody(pairs: Pairs) -> Ints:
    return np.full(pairs.before.counties.n, NOBODY)


def _accounted(pairs: Pairs) -> Outcome:
    """The fund is payable + held + kept + unallocated + forfeited to the county."""
    paid, policy = pairs.after, pairs.world.policy
    money, arrays = paid.arrays.money, paid.arrays
    counties = paid.counties
    ends = paid.by_county(paid.payable + arrays.held)
    for (_, target), fen in money.flows_1.items():
        if target in (KEPT, UNALLOCATED):
            ends = ends + fen
    of_units = money.cuts
    for (_, target), fen in money.flows_2.items():
        if target in (KEPT, UNALLOCATED):
            of_units = of_units + fen
    ends = ends + sums(of_units, counties.unit_starts)
    if policy.veto is not None and policy.veto.money_goes_to == "county":
        ends = ends + paid.by_county(arrays.forfeited)
    return Outcome(np.abs(counties.funds.sum(axis=0) - ends), _nobody(pairs), _everywhere(pairs))


def _largest(pairs: Pairs, loss: Ints, among: Bools | None = None) -> tuple[Ints, Ints]:
    """The largest loss of each county, and whose it is."""
    if among is not None:
        loss = np.where(among, loss, np.minimum(loss, 0))
    counties = pairs.before.counties
    order = np.lexsort((loss, counties.post_county))
    ends = counties.county_posts[1:]
    some = np.diff(counties.county_posts) > 0
    loser = np.where(some, order[np.maximum(ends - 1, 0)], NOBODY) if order.size else ends * 0 - 1
    largest = np.where(some, loss[loser], 0) if order.size else ends * 0
    return largest, np.where(largest > 0, loser, NOBODY)


def _not_negative(pairs: Pairs) -> Outcome:
    arrays = pairs.after.arrays
    parts = (arrays.gross, arrays.forfeited, arrays.received, arrays.held, arrays.payable)
    return Outcome(*_largest(pairs, -np.minimum.reduce(parts)), _everywhere(pairs))


def _vetoed_unpaid(pairs: Pairs) -> Outcome:
    """Everybody with an applying case in time of a class that takes everything."""
    veto, paid = pairs.world.policy.veto, pairs.after
    reached = np.zeros(paid.counties.posts, np.bool_)
    if veto is not None:
        classes = [veto.classes[item.veto_class] for item in veto.items.values()]
        whole = np.array([takes_all(one) for one in classes], np.bool_)
        cases, applying = paid.encoded.cases, paid.arrays.applying
        applying = applying[whole[cases.item[applying]]]
        key = cases.county[applying] * paid.counties.posts + cases.teacher[applying]
        own = paid.counties.post_county * paid.counties.posts + paid.counties.teacher
        reached = np.isin(own, key)
    met = paid.by_county(reached.astype(np.int64)) > 0
    return Outcome(*_largest(pairs, np.where(reached, paid.payable, 0)), met)


def _front_line(pairs: Pairs) -> Outcome:
    gap, unit, met = front_line_gaps(pairs.world, pairs.after.counties, pairs.after.arrays)
    return Outcome(gap, _first_of(pairs, unit), met)


def _first_of(pairs: Pairs, unit: Ints) -> Ints:
    starts = pairs.before.counties.post_starts
    return np.where(unit >= 0, starts[unit], NOBODY)


def _caps(pairs: Pairs) -> Outcome:
    breach, met = cap_breaches(pairs.world, pairs.after)
    return Outcome(*_largest(pairs, breach), met)


def _quotas(pairs: Pairs) -> Outcome:
    """Places in a grade beyond its quota, one yuan each."""
    breach, met = quota_breaches(pairs.world, pairs.after)
    return Outcome(breach * 10**pairs.world.policy.currency.decimals, _nobody(pairs), met)


# --- Before and after -----------------------------------------------------------------------------


def _own(pairs: Pairs, sign: int) -> Outcome:
    lost = pairs.before.payable - pairs.after.payable
    loser = pairs.changed.subject
    return Outcome(sign * pairs.at_subject(lost), loser, _everywhere(pairs))


def _own_not_less(pairs: Pairs) -> Outcome:
    return _own(pairs, 1)


def _own_not_more(pairs: Pairs) -> Outcome:
    return _own(pairs, -1)


def _others_not_less(pairs: Pairs) -> Outcome:
    lost = pairs.before.payable - pairs.after.payable
    return Outcome(*_largest(pairs, lost, ~pairs.own), _everywhere(pairs))


def _nobody_less(pairs: Pairs) -> Outcome:
    lost = pairs.before.payable - pairs.after.payable
    return Outcome(*_largest(pairs, lost), _everywhere(pairs))


def _nobody_changed(pairs: Pairs) -> Outcome:
    lost = np.abs(pairs.before.payable - pairs.after.payable)
    return Outcome(*_largest(pairs, lost), _everywhere(pairs))


def _unit_not_changed(pairs: Pairs) -> Outcome:
    """Where level 1 gave the subject's unit and its posts the same, their pay is the same."""
    before, after, unit = pairs.before, pairs.after, pairs.changed.unit
    counties = before.counties
    mine = unit[counties.post_county] == counties.post_unit
    through = np.zeros(counties.n, np.int64)
    here = np.where(unit >= 0, unit, 0)
    for pool, fen in before.arrays.money.received.items():
        through += np.abs(fen - after.arrays.money.received[pool])[here]
    for line, fen in before.arrays.money.lines.items():
        if line.startswith("level_1."):
            other = after.arrays.money.lines[line]
            through += before.by_county(np.where(mine, np.abs(fen - other), 0))
    lost = np.where(mine, np.abs(before.payable - after.payable), 0)
    return Outcome(*_largest(pairs, lost), through == 0)


def _unit_unmoved(pairs: Pairs) -> Outcome:
    """Everybody of the subject's unit is paid the same, whatever level 1 does."""
    unit, counties = pairs.changed.unit, pairs.before.counties
    mine = unit[counties.post_county] == counties.post_unit
    lost = np.where(mine, np.abs(pairs.before.payable - pairs.after.payable), 0)
    return Outcome(*_largest(pairs, lost), _everywhere(pairs))


def _twice(pairs: Pairs) -> Outcome:
    """A third of how far everybody is from twice as much: 2 F is rounded once, F counts twice."""
    off = np.abs(pairs.after.payable - 2 * pairs.before.payable)
    met = _everywhere(pairs) & doubles(pairs.world.policy)
    return Outcome(*_largest(pairs, -(-off // 3)), met)


def _posts(pairs: Pairs) -> tuple[Ints, Ints, Ints, Bools]:
    subject, peer = pairs.changed.subject, pairs.changed.peer
    met = (subject >= 0) & (peer >= 0)
    payable = pairs.after.payable
    return subject, payable[subject], payable[peer], met


def _as_peer(pairs: Pairs) -> Outcome:
    subject, own, other, met = _posts(pairs)
    loser = np.where(own < other, subject, pairs.changed.peer)
    return Outcome(np.abs(own - other), loser, met)


def _not_less_than_peer(pairs: Pairs) -> Outcome:
    subject, own, other, met = _posts(pairs)
    return Outcome(other - own, subject, met)


def _own_no_cliff(pairs: Pairs) -> Outcome:
    """Premise: three posts, a mean pay worth speaking of, and half the usual work of everybody."""
    before, unit = pairs.before, np.maximum(pairs.changed.unit, 0)
    heads = np.diff(before.counties.post_starts)[unit]
    mean = before.by_unit(before.arrays.gross)[unit] // np.maximum(heads, 1)
    limit = mean * (pairs.promise.at_most or 0) // MICRO
    off = np.abs(pairs.at_subject(pairs.after.payable - before.payable))
    least = LEAST_MEAN * 10**pairs.world.policy.currency.decimals
    met = (heads >= 3) & (mean >= least) & _usual_work(pairs)[unit]
    return Outcome(off - limit, pairs.changed.subject, met)


def _usual_work(pairs: Pairs) -> Bools:
    """The units in which everybody has half of a typical number, or more, of each usual kind.

    Where there is next to nothing to share by, one more of it is everything.
    """
    counties, table = pairs.before.counties, pairs.promise.change.kind
    kinds = pairs.world.slots(table)
    lacking = np.zeros(counties.posts, np.bool_)
    for kind in dict.fromkeys(kinds):
        if kind.usual:
            slots = counties.tables[table]
            own = [place for place, one in enumerate(kinds) if one is kind]
            total = np.where(slots.there[:, own], slots.main[:, own], 0).sum(axis=1)
            lacking |= 2 * total < kind.grid.typical
    found: Bools = pairs.before.by_unit(lacking.astype(np.int64)) == 0
    return found


def _unit_no_cliff(pairs: Pairs) -> Outcome:
    """The money of the unit whose school's result grew moves by at most a part of it."""
    unit = np.maximum(pairs.changed.unit, 0)
    had = pairs.before.arrays.money.allocated[unit]
    has = pairs.after.arrays.money.allocated[unit]
    heads = np.maximum(np.diff(pairs.before.counties.post_starts)[unit], 1)
    limit = had * (pairs.promise.at_most or 0) // MICRO
    least = LEAST_MEAN * 10**pairs.world.policy.currency.decimals
    over = np.abs(has - had) - limit
    first = pairs.before.counties.post_starts[unit]
    return Outcome(-(-over // heads), np.where(over > 0, first, NOBODY), had >= least * heads)


_JUDGES: Mapping[Comparison, Callable[[Pairs], Outcome]] = {
    "accounted": _accounted,
    "not_negative": _not_negative,
    "vetoed_unpaid": _vetoed_unpaid,
    "own_not_less": _own_not_less,
    "own_not_more": _own_not_more,
    "others_not_less": _others_not_less,
    "nobody_less": _nobody_less,
    "nobody_changed": _nobody_changed,
    "unit_not_changed": _unit_not_changed,
    "unit_unmoved": _unit_unmoved,
    "twice": _twice,
    "as_peer": _as_peer,
    "not_less_than_peer": _not_less_than_peer,
    "front_line_per_head": _front_line,
    "own_no_cliff": _own_no_cliff,
    "unit_no_cliff": _unit_no_cliff,
    "caps": _caps,
    "quotas": _quotas,
}
