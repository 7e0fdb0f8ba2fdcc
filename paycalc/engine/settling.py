"""What corrections need of the engine: the veto of given lines, and a reserve shared out.

The money is that of a closed period, the records those of an encoded dataset: nothing is computed
anew but what its cases take (policies/corrections.md, sections 13 and 15).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from paycalc.engine.arrays import roundings
from paycalc.engine.encoded import Encoded
from paycalc.engine.items import compute_items
from paycalc.engine.levels import Money, plan_of_units
from paycalc.engine.numbers import Ints
from paycalc.engine.plan import EnginePlan
from paycalc.engine.sharing import Members, share
from paycalc.engine.veto import Taken, takes
from paycalc.engine.work import Work


def veto_of_lines(plan: EnginePlan, encoded: Encoded, lines: Mapping[str, Ints]) -> Taken:
    """What the cases in time take of these lines of each post, and hold (section 8).

    ``lines`` are in fen by post, keyed as results name them. The records were computed before,
    so that they have no errors.
    """
    nothing = np.zeros(encoded.posts, np.int64)
    rules = plan.policy.veto
    if rules is None:
        none = np.zeros(0, np.int64)
        return Taken(nothing, nothing, np.zeros(encoded.posts, np.bool_), none, none)
    work = Work(plan, encoded)
    if rules.leaders:  # whose group may ask for items
        compute_items(work)
    return takes(work, rules, _money(lines, encoded), sum(lines.values(), nothing))


def _money(lines: Mapping[str, Ints], encoded: Encoded) -> Money:
    """Money of which nothing is known but the lines of posts."""
    units = np.zeros(encoded.units, np.int64)
    has = np.zeros(encoded.posts, np.int64)
    return Money(dict(lines), {}, units, {}, {}, has, units, units)


def share_among_posts(plan: EnginePlan, encoded: Encoded, fen: Ints, weights: Ints) -> Ints:
    """Money of each unit among its posts by ``share``, in the rounding of the unit's plan.

    ``fen`` is by unit, ``weights`` and the answer are by post; a unit in which nobody has a
    weight shares nothing.
    """
    members = Members(encoded.post_starts)
    rounding = roundings(plan, plan_of_units(Work(plan, encoded)))
    return share(fen, members, weights, rounding).paid
