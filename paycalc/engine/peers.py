"""The steps that compare peers (section 4): relative_to, percentile, grade."""

from __future__ import annotations

import numpy as np

from paycalc.engine import columns, kernels
from paycalc.engine.numbers import Ints, Numbers, div
from paycalc.engine.scope import Ids, Scope
from paycalc.engine.states import State
from paycalc.engine.values import decimal_text
from paycalc.policy.model import Grade, Peers, Percentile, RelativeTo

_STATISTICS = {"mean": kernels.MEAN, "max": kernels.MAX, "sum": kernels.SUM}
_ROUNDINGS = {"half_up": kernels.HALF_AWAY, "down": kernels.DOWN, "up": kernels.UP}
_TIES = {
    "average": kernels.AVERAGE,
    "up": kernels.TIES_UP,
    "down": kernels.TIES_DOWN,
    "key": kernels.BY_KEY,
}
_QUOTAS = {"percent": kernels.PERCENT, "count": kernels.MEMBERS, "rest": kernels.REST}


def relative_to(scope: Scope, numbers: Numbers, step: RelativeTo) -> Numbers:
    """`div` by the mean, largest or sum of the peers; 0 where that is 0."""
    who, error = _comparable(scope, numbers, step.peers)
    there = scope.take(who)
    value = numbers.value[who]
    starts, ordered = _grouped(there, step.peers)
    group = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    kind = _STATISTICS[step.statistic]
    found = kernels.combine(group, value[ordered], np.zeros(0, np.int64), starts.size - 1, kind, 0)
    of_group = np.empty(who.size, np.int64)
    of_group[ordered] = group
    base = Numbers(found[0][of_group], found[1][of_group])
    zero = base.ok & (base.value == 0)
    divisor = Numbers(np.where(zero, 1, base.value), base.state)
    result = div(Numbers(np.where(zero, 0, value), np.zeros(who.size, np.uint8)), divisor)
    return _spread(numbers, who, result, error)


def percentile(scope: Scope, numbers: Numbers, step: Percentile) -> Numbers:
    """`div(2 smaller + equal, 2 (n - 1))` among n peers; 0.5 where alone."""
    who, error = _comparable(scope, numbers, step.peers)
    value = numbers.value[who]
    starts, ordered = _grouped(scope.take(who), step.peers, [-value])
    result = kernels.percentile(starts, ordered, value)
    return _spread(numbers, who, Numbers(result, np.zeros(who.size, np.uint8)), error)


def grade(scope: Scope, numbers: Numbers, step: Grade) -> Numbers:
    """The value of the grade by rank among the peers."""
    who, error = _comparable(scope, numbers, step.peers)
    there = scope.take(who)
    value = numbers.value[who]
    keys = [-value if step.order == "descending" else value]
    if step.ties == "key":
        keys += key_ranks(there)
    starts, ordered = _grouped(there, step.peers, keys)
    quotas = [(_QUOTAS[quota.kind], quota.amount, quota.value) for quota in step.quotas]
    below, small = step.small_group or (0, "")
    small_value = next((quota.value for quota in step.quotas if quota.grade == small), 0)
    result = Numbers(
        *kernels.grade(
            starts,
            ordered,
            value,
            np.array(quotas).T,
            _ROUNDINGS[step.quota_rounding],
            _TIES[step.ties],
            below,
            small_value,
        )
    )
    return _spread(numbers, who, result, error)


def _comparable(scope: Scope, numbers: Numbers, peers: Peers) -> tuple[Ints, Ids | None]:
    """The members that have a number and whose columns can be read; an error of the others."""
    who = numbers.ok
    error: Ids | None = None
    for column in peers.columns:
        found = columns.ids(scope, column)
        erring = found.state >= State.OVERFLOW
        if erring.any():
            error = found if error is None else error
            who = who & ~erring
    return np.flatnonzero(who), error


def _spread(numbers: Numbers, who: Ints, result: Numbers, error: Ids | None) -> Numbers:
    value, state = numbers.value.copy(), numbers.state.copy()
    if error is not None:
        state = np.where((state == State.OK) & (error.state >= State.OVERFLOW), error.state, state)
    value[who] = result.value
    state[who] = result.state
    return Numbers(value, state.astype(np.uint8))


def _grouped(scope: Scope, peers: Peers, after: list[Ints] | None = None) -> tuple[Ints, Ints]:
    """The members ordered by group and then by ``after``, and where groups begin in that."""
    encoded = scope.encoded
    within_units = peers.unit and scope.base in ("post", "unit")
    place, count = scope.county, encoded.counties
    if within_units:
        assert scope.unit is not None
        place, count = scope.unit, encoded.units
    # Members are sorted by post, unit and county, so these are runs already.
    starts = np.searchsorted(place, np.arange(count + 1))
    groups = [columns.ids(scope, column).ids for column in peers.columns]
    if not groups and not after:
        return _without_empty(starts), np.arange(scope.n)
    keys = np.array(groups + (after or []), np.int64)
    ordered = kernels.order(starts, keys)
    if not groups:
        return _without_empty(starts), ordered
    return kernels.group_starts(starts, ordered, np.array(groups)), ordered


def _without_empty(starts: Ints) -> Ints:
    return np.concatenate((starts[:-1][np.diff(starts) > 0], starts[-1:]))


def key_ranks(scope: Scope) -> list[Ints]:
    """The members' keys as comparable integers: ids, then the texts of cell columns, as bytes."""
    parent = scope.parent
    first = scope.encoded.post_rank[parent] if scope.base == "post" else parent
    return [first, *(_text_ranks(ids) for ids in scope.cells.values())]


def _text_ranks(ids: Ids) -> Ints:
    if ids.domain != "decimal":
        return ids.ids
    distinct = np.unique(ids.ids)
    texts = [decimal_text(int(micro)) if micro >= 0 else "" for micro in distinct]
    rank = {text: place for place, text in enumerate(sorted(texts))}
    ranks = np.array([rank[text] for text in texts])
    return ranks[np.searchsorted(distinct, ids.ids)]
