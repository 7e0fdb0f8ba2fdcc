"""Money besides the fund: opening balances of units, and manual adjustments of posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from paycalc.engine.accounts import MANUAL, UNALLOCATED
from paycalc.engine.encoded import Manual
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.states import State
from paycalc.policy.model import Mark
from paycalc.records.cells import money as money_of

if TYPE_CHECKING:
    from paycalc.engine.levels import Money
    from paycalc.engine.plan import EnginePlan
    from paycalc.engine.work import Work
    from paycalc.records import Checked, CheckedTable

NO_MARK = Mark("", 0, 0)
"""A table is wrong, and no line of the policy."""

_LOW = 0xFFFFFFFF

# --- Encoding ---------------------------------------------------------------------------------


def manual_of(plan: EnginePlan, checked: Checked, post_place: Ints) -> Manual | None:
    """The rows of ``adjustments``, in order of their posts."""
    table = _filled(checked, "adjustments")
    if table is None:
        return None
    assert table.post is not None
    post = post_place[table.post]
    rows = np.argsort(post, kind="stable")
    return Manual(post[rows], _fen(plan, table)[rows], rows)


def opening_of(plan: EnginePlan, checked: Checked, unit: Ints, units: int) -> Ints | None:
    """The opening balance of each of ``units``; ``unit`` is that of each school as checked."""
    table = _filled(checked, "opening_balances")
    if table is None:
        return None
    assert table.school is not None
    opening = np.zeros(units, np.int64)
    opening[unit[table.school]] = _fen(plan, table)  # a unit has one row at most
    return opening


def _filled(checked: Checked, name: str) -> CheckedTable | None:
    table = checked.tables.get(name)
    return table if table is not None and len(table.frame) else None


def _fen(plan: EnginePlan, table: CheckedTable) -> Ints:
    return money_of(table.frame["amount"], plan.policy.currency.decimals).fen


# --- Opening balances -------------------------------------------------------------------------


def above(places: Ints, fen: Ints, limits: Ints) -> Bools:
    """Where the amounts of each place add up to more than its limit, exactly.

    Sums of many amounts may leave 64 bits: they are compared in two halves.
    """
    high, low = _sums(places, fen, limits.size)
    limit_high, limit_low = limits >> 32, limits & _LOW
    result: Bools = (high > limit_high) | ((high == limit_high) & (low > limit_low))
    return result


def _sums(places: Ints, fen: Ints, n: int) -> tuple[Ints, Ints]:
    high, low = np.zeros(n, np.int64), np.zeros(n, np.int64)
    np.add.at(high, places, fen >> 32)
    np.add.at(low, places, fen & _LOW)
    return high + (low >> 32), low & _LOW


def record_opening(work: Work, general: Ints, units: Bools, spared: Bools) -> None:
    """Note the units whose general purse of level 2 is negative with its opening balance."""
    state = np.where(units & (general < 0), State.OPENING_BELOW_ZERO, State.OK).astype(np.uint8)
    work.record("opening_balances", NO_MARK, work.members("unit"), state, spared)


# --- Manual adjustments -----------------------------------------------------------------------


class _Judged(NamedTuple):
    posts: Bools  # whose gross would be negative
    units: Bools  # whose unallocated money would be negative


def adjust_by_hand(work: Work, money: Money) -> None:
    """Carry out the table `adjustments`: after guarantees and before vetoes, the line `manual`.

    A unit's sum comes out of its unallocated money, and goes back into it where it is negative.
    """
    manual, encoded = work.encoded.manual, work.encoded
    if manual is None:
        return
    gross = sum(money.lines.values(), np.zeros(encoded.posts, np.int64))
    judged = _Judged(
        above(manual.post, -manual.fen, gross),
        above(encoded.post_unit[manual.post], manual.fen, unallocated(money)),
    )
    spared = work.failed.copy()
    for base, wrong, state in (
        ("post", judged.posts, State.GROSS_BELOW_ZERO),
        ("unit", judged.units, State.UNALLOCATED_BELOW_ZERO),
    ):
        found = np.where(wrong, state, State.OK).astype(np.uint8)
        work.failed |= work.record(MANUAL, NO_MARK, work.members(base), found, spared)
    line = np.zeros(encoded.posts, np.int64)
    rows = ~work.failed[encoded.post_county[manual.post]]  # elsewhere sums may leave 64 bits
    np.add.at(line, manual.post[rows], manual.fen[rows])
    money.lines[MANUAL] = line


def unallocated(money: Money) -> Ints:
    """What each unit has unallocated so far: of its purses, and of adjustments."""
    ended = [fen for (_, target), fen in money.flows_2.items() if target == UNALLOCATED]
    return sum(ended, money.cuts)
