"""What is due to every post, by the mode of the policy's corrections (section 13)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine.settling import veto_of_lines
from paycalc.result.corrections._changed import cases_changed, rows_changed
from paycalc.result.corrections._pay import RELEASE, Pay, line_names, nothing
from paycalc.result.corrections._union import Union

if TYPE_CHECKING:
    from paycalc.engine.numbers import Bools
    from paycalc.records import Checked
    from paycalc.result import Result


def due_frozen(union: Union, old: Checked, result: Result) -> Pay:
    """``freeze_others``: only those whose own rows or cases changed are settled anew."""
    new = result.made.checked
    decimals = result.policy.currency.decimals
    rows = rows_changed(old, new, union.posts, decimals) | union.first
    cases = cases_changed(old, new, union.posts)
    lines = {
        name: union.paid.line(name)
        if name.startswith(RELEASE)
        else np.where(rows, union.recomputed.line(name), union.paid.line(name))
        for name in line_names(union.recomputed, union.paid)
    }
    settled = vetoed(union, replace(union.paid, lines=lines), result)
    gone = nothing(union.posts.height)
    return settled.where(union.there, gone).where(rows | cases, union.paid)


def due_carried(union: Union, old: Checked, result: Result) -> Pay:
    """``carry_forward``: only the veto of those whose cases changed is settled anew."""
    cases = cases_changed(old, result.made.checked, union.posts)
    anew: Bools = cases & union.there
    return vetoed(union, union.paid, result).where(anew, union.paid)


def vetoed(union: Union, pay: Pay, result: Result) -> Pay:
    """The same lines, with what the cases of the recomputation's records take and hold of them."""
    made = result.made
    lines = {name: fen[union.of_recomputed] for name, fen in pay.lines.items()}
    taken = veto_of_lines(made.plan, made.encoded, lines)
    received = pay.received[union.of_recomputed]
    forfeited = taken.forfeited + np.where(taken.reached, received, 0)
    settled = nothing(union.of_recomputed.size)
    settled = replace(settled, forfeited=forfeited, held=taken.held).at(union.in_recomputed)
    return replace(pay, forfeited=settled.forfeited, held=settled.held)
