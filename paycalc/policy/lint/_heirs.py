"""Money that is taken from somebody and left to the default heir (L025)."""

from __future__ import annotations

from collections.abc import Iterator

from paycalc.policy._grammar._scalars import HUNDRED
from paycalc.policy.lint._view import View
from paycalc.policy.model import Micro
from paycalc.problems import Problem


def heirs(view: View, figure: Micro) -> Iterator[Problem]:
    """A veto without `money_goes_to`, adjustments that cut without `goes_to`."""
    veto = view.policy.veto
    if veto is not None and not view.written(("veto", "money_goes_to")):
        takes = [one.pays for one in veto.classes.values()]
        takes += [line.pays for line in veto.leaders]
        if any(pays < HUNDRED for pays in takes):
            yield view.problem("L025", ("veto",), part="veto", key="money_goes_to")
    for one in view.adjustments:
        cuts = one.adjustment.kind != "each_at_least"
        if cuts and not view.written((*one.path, "goes_to")):
            yield view.problem("L025", one.path, part=one.adjustment.id, key="goes_to")
