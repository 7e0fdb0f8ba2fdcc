"""What came after the pools: adjustments, guarantees, and the veto."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from paycalc.engine import veto
from paycalc.engine.groups import belongs
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.values import TRUE
from paycalc.policy.model import Adjustment, Veto, VetoClass
from paycalc.records import place_of
from paycalc.records.cells import texts
from paycalc.result.explain.facts import CaseFact, ChangeFact, ManualFact, ShareFact
from paycalc.result.explain.pools import plan_number
from paycalc.result.explain.view import View, line_of, number_at

# --- Adjustments ------------------------------------------------------------------------------


def adjustments(view: View) -> Iterator[ChangeFact]:
    """What each adjustment of the unit's plan changed for the post."""
    number = plan_number(view)
    for adjustment in list(view.policy.level_2.plans.values())[number].adjust:
        kept = view.kept("adjust", number, adjustment.id)
        has, cuts = kept["has"], kept["cut"]
        change, cut = int(kept["change"][view.post]), int(cuts[view.post])
        gained = cut if adjustment.kind == "each_at_least" else change + cut
        before = int(has[view.post])
        base = _base(view, adjustment, before)
        most = adjustment.at_most
        concerned = belongs(view.work, view.work.members("post"), adjustment.who)
        yield ChangeFact(
            id=adjustment.id,
            kind=adjustment.kind,
            line=line_of(adjustment.mark),
            inside=int(concerned[view.post]) == TRUE,
            before=before,
            lost=gained - change,
            gained=gained,
            moved=_of_unit(view, cuts),
            items=_items(view, adjustment),
            reckoned_from=base,
            ceiling=None if base is None or most is None else veto.kept_of(base, most),
            limit=_limit(view, kept),
            shared=_shared(view, adjustment, kept),
        )


def _items(view: View, adjustment: Adjustment) -> tuple[tuple[str, int | None], ...]:
    return tuple((name, number_at(view, name, "post", view.post)) for name in adjustment.items)


def _base(view: View, adjustment: Adjustment, before: int) -> int | None:
    """The post's money of the pools that `from` names, at most what it has; default all."""
    if adjustment.bound is not None:
        return None
    if not adjustment.sources:
        return before
    lines = view.range.arrays.money.lines
    named = [lines.get(f"level_2.{pool}") for pool in adjustment.sources]
    return min(sum(int(line[view.post]) for line in named if line is not None), before)


def _limit(view: View, kept: Any) -> int | None:
    """L in the post's unit; none where its group has no post there."""
    if "limit" not in kept or not kept["there"][view.unit]:
        return None
    return int(kept["limit"][view.unit])


def _shared(view: View, adjustment: Adjustment, kept: Any) -> ShareFact | None:
    """How the post shares in what others lost, or in what others lack."""
    has, cuts = kept["has"], kept["cut"]
    if adjustment.kind == "each_at_least":
        limit = _limit(view, kept)
        weights = np.zeros_like(has) if limit is None else np.maximum(has - limit, 0)
    elif adjustment.goes_to == "others":
        weights = np.where(cuts == 0, has, 0)
    else:
        return None
    return _share(view, _of_unit(view, cuts), weights)


def _share(view: View, amount: int, weights: Ints) -> ShareFact | None:
    own = int(weights[view.post])
    return ShareFact(amount, own, _of_unit(view, weights)) if own and amount else None


def _of_unit(view: View, fen: Ints) -> int:
    starts = view.work.encoded.post_starts
    return sum(fen[starts[view.unit] : starts[view.unit + 1]].tolist())


# --- Guarantees -------------------------------------------------------------------------------


def guarantees(view: View) -> Iterator[ChangeFact]:
    """What the repair of each guarantee changed for the post."""
    money = view.range.arrays.money
    for guarantee in view.policy.guarantees:
        kept = view.kept("guarantee", guarantee.id)
        if not kept:
            continue
        change = int(money.lines[f"guarantee.{guarantee.id}"][view.post])
        side = next((kept[s] for s in ("giving", "taking") if kept[s][view.post]), None)
        yield ChangeFact(
            id=guarantee.id,
            kind=guarantee.kind,
            line=line_of(guarantee.mark),
            inside=side is not None,
            before=int(kept["has"][view.post]),
            lost=max(-change, 0),
            gained=max(change, 0),
            moved=int(kept["moved"][view.unit]),
            shared=_side(view, kept, side),
        )


def _side(view: View, kept: Any, side: Bools | None) -> ShareFact | None:
    """The new total of the post's side, divided by what its posts had (equally if nothing)."""
    moved = int(kept["moved"][view.unit])
    if side is None or not moved:
        return None
    weights = np.where(side, kept["has"], 0)
    total = _of_unit(view, weights)
    if total == 0:
        weights = side.astype(np.int64)
    amount = total - moved if side is kept["giving"] else total + moved
    return ShareFact(amount, int(weights[view.post]), _of_unit(view, weights))


# --- Manual adjustments -----------------------------------------------------------------------


def by_hand(view: View) -> Iterator[ManualFact]:
    """The rows of the table `adjustments` that are the post's."""
    manual = view.work.encoded.manual
    if manual is None:
        return
    table = view.result.made.checked.tables["adjustments"]
    ids, reasons = (texts(table.frame[column]) for column in ("adjustment_id", "reason"))
    for place in np.flatnonzero(manual.post == view.post).tolist():
        row = int(manual.origin[place])
        at = place_of(table, row)
        yield ManualFact(ids[row], int(manual.fen[place]), reasons[row], at.source, at.row)


# --- The veto ---------------------------------------------------------------------------------


def cases(view: View) -> Iterator[CaseFact]:
    """The teacher's cases, in time or not, and the lines of leaders that reach the post."""
    rules = view.policy.veto
    if rules is None:
        return
    encoded = view.work.encoded
    in_time = _in_time(view, rules)
    teacher = encoded.post_teacher[view.post]
    ids = view.result.names.case_ids
    for case in np.flatnonzero(encoded.cases.teacher == teacher).tolist():
        name = list(rules.items)[int(encoded.cases.item[case])]
        veto_class = rules.classes[rules.items[name].veto_class]
        base = _case_base(view, veto_class)
        yield CaseFact(
            case_id=str(ids[int(encoded.cases.origin[case])]),
            item=name,
            veto_class=veto_class.name,
            effect="hold" if encoded.cases.holds[case] else "apply",
            in_time=bool(in_time[case]),
            reckoned_from=base,
            pays=veto_class.pays,
            takes=base - veto.kept_of(base, veto_class.pays),
            line=line_of(veto_class.mark),
        )
    yield from _leaders(view, rules, _applying(view, in_time))


def _in_time(view: View, rules: Veto) -> Bools:
    return veto.cases_in_time(view.work, rules, veto.bars_until(view.work, rules))


def _applying(view: View, in_time: Bools) -> Ints:
    return np.flatnonzero(in_time & (view.work.encoded.cases.holds == 0))


def _case_base(view: View, veto_class: VetoClass) -> int:
    arrays = view.range.arrays
    return int(veto.base_of_class(arrays.money, veto_class, arrays.gross)[view.post])


def _leaders(view: View, rules: Veto, applying: Ints) -> Iterator[CaseFact]:
    reached = veto.leaders_reached(view.work, rules, applying)
    base = int(view.range.arrays.gross[view.post])
    for line, hit in zip(rules.leaders, reached, strict=True):
        if hit[view.post]:
            yield CaseFact(
                case_id="",
                item=str(line.cases),
                veto_class="leaders",
                effect="apply",
                in_time=True,
                reckoned_from=base,
                pays=line.pays,
                takes=base - veto.kept_of(base, line.pays),
                line=line_of(line.mark),
            )


def received(view: View) -> ShareFact | None:
    """How the post shares in what cases took from others of its unit."""
    rules = view.policy.veto
    if rules is None or rules.money_goes_to != "school":
        return None
    applying = _applying(view, _in_time(view, rules))
    encoded, arrays = view.work.encoded, view.range.arrays
    reached = np.isin(encoded.post_teacher, encoded.cases.teacher[applying])
    for hit in veto.leaders_reached(view.work, rules, applying):
        reached |= hit
    return _share(view, _of_unit(view, arrays.forfeited), np.where(reached, 0, arrays.gross))
