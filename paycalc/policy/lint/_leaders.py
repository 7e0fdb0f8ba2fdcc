"""Leaders' weights above the front line's (L020)."""

from __future__ import annotations

from collections.abc import Iterator

from paycalc.policy._grammar._scalars import MICRO, decimal_text
from paycalc.policy.lint._roles import is_role
from paycalc.policy.lint._view import View
from paycalc.policy.model import Micro, Policy, Pool
from paycalc.problems import Problem


def leaders_weights(view: View, figure: Micro) -> Iterator[Problem]:
    """Pools of level 2 in which a group of leaders weighs more than so many times the others."""
    for at in view.pools_2:
        front = _front_weight(at.pool, view.policy)
        for group, weight in at.pool.weights:
            if is_role(view.policy, group, "leaders") and weight * MICRO > figure * front:
                yield view.problem(
                    "L020",
                    (*at.path, "weights", group),
                    pool=at.pool.id,
                    group=group,
                    weight=decimal_text(weight),
                    other=decimal_text(front),
                    figure=decimal_text(figure),
                )


def _front_weight(pool: Pool, policy: Policy) -> Micro:
    """The weight of the front line: its group's, else that of everyone, which is 1 if unwritten."""
    for group, weight in pool.weights:
        if is_role(policy, group, "front_line"):
            return weight
    return dict(pool.weights).get("everyone", MICRO)
