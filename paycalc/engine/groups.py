"""Groups (section 3): which posts, or units, a policy speaks of."""

from __future__ import annotations

import numpy as np

from paycalc.engine.numbers import Bools, States
from paycalc.engine.scope import Scope, rows_of
from paycalc.engine.states import State
from paycalc.engine.values import FALSE, TRUE, both, item_numbers, judge, within
from paycalc.engine.work import Work
from paycalc.policy.model import Group, Has, Policy, Rows, Who

_NEGATED = np.arange(256, dtype=np.uint8)
_NEGATED[[FALSE, TRUE]] = TRUE, FALSE


def belongs(work: Work, scope: Scope, who: Who) -> States:
    """Whether each post or unit of the scope (a whole one) belongs to a group: a truth each."""
    if who is None or who == "everyone":
        return np.full(scope.n, TRUE, np.uint8)
    if isinstance(who, str):
        return named(work, scope, who)
    return _judge_group(work, scope, who)


def named(work: Work, scope: Scope, name: str) -> States:
    """A named group is judged once for all posts (or units)."""
    key = (name, scope.base)
    if key not in work.groups:
        group = work.plan.policy.groups[name]
        spared = work.failed | taint_of(work, needs_of(group))
        truth = _judge_group(work, scope, group)
        own = work.record(f"groups.{name}", group.mark, scope, truth, spared)
        work.groups[key] = truth
        before = work.tainted.get(f"groups.{name}", np.zeros_like(own))
        work.tainted[f"groups.{name}"] = before | spared | own
    return work.groups[key]


def _judge_group(work: Work, scope: Scope, group: Group) -> States:
    truth = judge(work, scope, group.conditions)
    if group.has is not None:
        truth = both(truth, _has(work, scope, group.has))
    if group.excludes is not None:
        truth = both(truth, _NEGATED[belongs(work, scope, group.excludes)])
    for condition in group.items:
        numbers = item_numbers(work, scope, condition.item)
        truth = both(truth, within(numbers, condition.accepts.first, condition.accepts.last))
    return truth


def _has(work: Work, scope: Scope, has: Has) -> States:
    """True where a row of the post is; else the error of one that could not be judged."""
    if has.table not in work.encoded.tables:
        return np.full(scope.n, FALSE, np.uint8)
    rows = rows_of(work.encoded, has.table)
    truth = judge(work, rows, has.where)
    result = np.full(scope.n, FALSE, np.uint8)
    for found in (*np.unique(truth[truth >= State.OVERFLOW])[::-1], TRUE):
        result[rows.parent[truth == found]] = found
    return result


# --- What depends on what ---------------------------------------------------------------------


def needs_of(who: Who) -> set[str]:
    """The items and named groups that a group needs, as paths."""
    if who is None or who == "everyone":
        return set()
    if isinstance(who, str):
        return {f"groups.{who}"}
    return {f"items.{condition.item}" for condition in who.items} | needs_of(who.excludes)


def taint_of(work: Work, needs: set[str]) -> Bools:
    """The counties in which something needed has errors, so that only first-hand ones count."""
    result = np.zeros(work.encoded.counties, np.bool_)
    for need in needs:
        kind, name = need.split(".", 1)
        if kind == "groups" and need not in work.tainted:
            named(work, work.members("post"), name)
        result |= work.tainted[need]
    return result


def groups_of_units(policy: Policy) -> list[str]:
    """The named groups that pools of units ask for."""
    return [
        pool.who
        for pool in policy.level_1.plan.pools
        if not pool.pays_posts and isinstance(pool.who, str) and pool.who != "everyone"
    ]


def row_source(rows: Rows) -> set[str]:
    """The item that an item's rows are, as a path."""
    return set() if rows.item is None else {f"items.{rows.item}"}
