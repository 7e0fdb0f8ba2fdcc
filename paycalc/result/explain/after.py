"""What came after the pools: adjustments, guarantees, and the veto."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from paycalc.engine import veto
from paycalc.engine.numbers import Ints
from paycalc.policy.model import Adjustment, Veto
from paycalc.result.explain.facts import CaseFact, ChangeFact
from paycalc.result.explain.pools import plan_number
from paycalc.result.explain.view import View, line_of, number_at


def adjustments(view: View) -> Iterator[ChangeFact]:
    """What each adjustment of the unit's plan changed for the post."""
    number = plan_number(view)
    for adjustment in list(view.policy.level_2.plans.values())[number].adjust:
        kept = view.kept("adjust", number, adjustment.id)
        change, cut = int(kept["change"][view.post]), int(kept["cut"][view.post])
        lifted = adjustment.kind == "each_at_least"
        gained = cut if lifted else change + cut
        yield ChangeFact(
            id=adjustment.id,
            kind=adjustment.kind,
            line=line_of(adjustment.mark),
            before=int(kept["has"][view.post]),
            lost=gained - change,
            gained=gained,
            moved=_of_unit(view, kept["cut"]),
            items=_items(view, adjustment),
        )


def _items(view: View, adjustment: Adjustment) -> tuple[tuple[str, int | None], ...]:
    return tuple((name, number_at(view, name, "post", view.post)) for name in adjustment.items)


def _of_unit(view: View, fen: Sequence[int]) -> int:
    starts = view.work.encoded.post_starts
    return sum(map(int, fen[starts[view.unit] : starts[view.unit + 1]]))


def guarantees(view: View) -> Iterator[ChangeFact]:
    """What the repair of each guarantee changed for the post."""
    money = view.range.arrays.money
    for guarantee in view.policy.guarantees:
        kept = view.kept("guarantee", guarantee.id)
        if not kept:
            continue
        change = int(money.lines[f"guarantee.{guarantee.id}"][view.post])
        yield ChangeFact(
            id=guarantee.id,
            kind=guarantee.kind,
            line=line_of(guarantee.mark),
            before=int(kept["has"][view.post]),
            lost=max(-change, 0),
            gained=max(change, 0),
            moved=int(kept["moved"][view.unit]),
        )


def cases(view: View) -> Iterator[CaseFact]:
    """The teacher's cases, in time or not, and the lines of leaders that reach the post."""
    rules = view.policy.veto
    if rules is None:
        return
    encoded = view.work.encoded
    until = veto.bars_until(view.work, rules)
    in_time = veto.cases_in_time(view.work, rules, until)
    money, gross = view.range.arrays.money, view.range.arrays.gross
    teacher = encoded.post_teacher[view.post]
    ids = view.result.names.case_ids
    for case in np.flatnonzero(encoded.cases.teacher == teacher).tolist():
        name = list(rules.items)[int(encoded.cases.item[case])]
        veto_class = rules.classes[rules.items[name].veto_class]
        base = veto.base_of_class(money, veto_class, gross)
        yield CaseFact(
            case_id=str(ids[int(encoded.cases.origin[case])]),
            item=name,
            veto_class=veto_class.name,
            effect="hold" if encoded.cases.holds[case] else "apply",
            in_time=bool(in_time[case]),
            takes=int(veto.would_take(base, veto_class.pays)[view.post]),
            line=line_of(veto_class.mark),
        )
    yield from _leaders(view, rules, np.flatnonzero(in_time & (encoded.cases.holds == 0)))


def _leaders(view: View, rules: Veto, applying: Ints) -> Iterator[CaseFact]:
    reached = veto.leaders_reached(view.work, rules, applying)
    gross = view.range.arrays.gross
    for line, hit in zip(rules.leaders, reached, strict=True):
        if hit[view.post]:
            takes = int(veto.would_take(gross, line.pays)[view.post])
            what = f"{line.cases} cases in the unit"
            yield CaseFact("", what, "leaders", "apply", True, takes, line_of(rules.mark))
