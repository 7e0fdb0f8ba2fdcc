"""How each step changed an item's number: its VALUE, the tiers, the rank among the peers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine import columns
from paycalc.engine.peers import key_ranks
from paycalc.engine.values import decimal_text
from paycalc.policy.model import (
    Arithmetic,
    Bands,
    Grade,
    Item,
    Peers,
    Percentile,
    RelativeTo,
    Round,
    Step,
    Tiers,
)
from paycalc.result.explain.facts import GradeFact, StepFact, TierFact
from paycalc.result.explain.view import Because, View, line_of, one

if TYPE_CHECKING:
    from paycalc.engine.numbers import Bools, Numbers
    from paycalc.engine.scope import Scope


def step_facts(view: View, item: Item, member: int) -> Iterator[StepFact]:
    """The steps of an item as they changed one member's number, as long as it has one."""
    numbers = view.kept("item", item.name)["numbers"]
    scope = view.work.items[item.name].scope
    for place, step in enumerate(item.steps):
        before, numbers = numbers, view.kept("step", item.name, place)["numbers"]
        if not before.ok[member]:
            return
        own = int(before.value[member])
        number = int(numbers.value[member]) if numbers.ok[member] else None
        operand, because = _operand(view, scope, step, own, member)
        peers = _peers(scope, before, step, member)
        grades = tuple(_grades(step, peers["peers"])) if isinstance(step, Grade) and peers else ()
        yield StepFact(
            step=_name(step),
            number=number,
            line=line_of(step.mark),
            mode=_mode(step),
            operand=operand,
            if_zero=number if _divides_by_zero(step, operand) else None,
            because=because,
            tiers=tuple(_tiers(view, scope, step, own, member)),
            peers=peers,
            grade=_grade(step, grades, peers),
            grades=grades,
        )


def _name(step: Step) -> str:
    if isinstance(step, Arithmetic):
        return step.kind
    if isinstance(step, RelativeTo):
        return f"relative_to {step.statistic}"
    names = {Bands: "bands", Round: "round", Percentile: "percentile", Grade: "grade"}
    return names.get(type(step), "tiers")


def _mode(step: Step) -> str | None:
    if isinstance(step, Grade):
        return step.ties
    return step.mode if isinstance(step, Round | Tiers) else None


def _divides_by_zero(step: Step, operand: int | None) -> bool:
    return isinstance(step, Arithmetic) and step.kind == "divide" and operand == 0


def _operand(
    view: View, scope: Scope, step: Step, before: int, member: int
) -> tuple[int | None, Because]:
    """The number of a step's VALUE at this member, and the entries that gave it."""
    here = one(scope, member)
    if isinstance(step, Arithmetic):
        return view.evaluated(here, step.value)
    if isinstance(step, Round):
        return view.evaluated(here, step.to)
    if isinstance(step, Bands) or (isinstance(step, Tiers) and step.mode == "whole"):
        values = step.values if isinstance(step, Bands) else step.rates
        slot = int(np.searchsorted(np.array(step.bounds), before, side="right")) - 1
        if slot >= 0:
            number, _ = view.evaluated(here, values[slot])
            text = f"from {decimal_text(step.bounds[slot])}"
            return number, ((text, line_of(values[slot].mark)),)
    return None, ()


def _tiers(view: View, scope: Scope, step: Step, before: int, member: int) -> Iterator[TierFact]:
    """The parts of the number in the tiers that it reaches, where each has its own rate."""
    if not isinstance(step, Tiers) or step.mode != "marginal":
        return
    here = one(scope, member)
    ends = [*step.bounds[1:], before]
    for bound, end, rate in zip(step.bounds, ends, step.rates, strict=True):
        if before > bound:
            number, _ = view.evaluated(here, rate)
            yield TierFact(min(before, end) - bound, number)


# --- Peers ------------------------------------------------------------------------------------


def _peers(scope: Scope, before: Numbers, step: Step, member: int) -> dict[str, int] | None:
    """How many peers there were and what matters of them: no peer's own number."""
    if not isinstance(step, RelativeTo | Percentile | Grade):
        return None
    among = before.ok & _agree(scope, step.peers, member)
    values = before.value[among]
    own = int(before.value[member])
    if isinstance(step, RelativeTo):
        if step.statistic == "max":
            return {"peers": values.size, "largest": int(values.max())}
        return {"peers": values.size, "total": sum(map(int, values))}
    ascending = isinstance(step, Grade) and step.order == "ascending"
    ahead = int((values < own).sum() if ascending else (values > own).sum())
    equal = int((values == own).sum())
    if isinstance(step, Grade) and step.ties == "key":
        ahead, equal = ahead + _equal_before(scope, before, among, member), 1
    return {"peers": values.size, "rank": ahead + 1, "rank_last": ahead + equal}


def _equal_before(scope: Scope, before: Numbers, among: Bools, member: int) -> int:
    """How many peers with the same number come first by their keys."""
    equal = np.flatnonzero(among & (before.value == before.value[member]))
    keys = list(zip(*(ranks.tolist() for ranks in key_ranks(scope.take(equal))), strict=True))
    own = keys[int(np.searchsorted(equal, member))]
    return sum(key < own for key in keys)


def _agree(scope: Scope, peers: Peers, member: int) -> Bools:
    """The members that agree with this one on the peers' columns."""
    agree = np.ones(scope.n, np.bool_)
    if peers.unit and scope.unit is not None:
        agree &= scope.unit == scope.unit[member]
    for column in peers.columns:
        ids = columns.ids(scope, column)
        agree &= ids.ids == ids.ids[member]
    return agree


def _grades(step: Grade, n: int) -> Iterator[GradeFact]:
    """Each grade and the last place that it reaches among n, cut as section 4 says."""
    if step.small_group is not None and n < step.small_group[0]:
        small = step.small_group[1]
        value = next(quota.value for quota in step.quotas if quota.grade == small)
        yield GradeFact(small, n, value)
        return
    whole, percent = 0, 0
    for quota in step.quotas:
        whole += quota.amount if quota.kind == "count" else 0
        percent += quota.amount if quota.kind == "percent" else 0
        cut = whole + _rounded(n * percent, step.quota_rounding)
        yield GradeFact(quota.grade, n if quota.kind == "rest" else min(cut, n), quota.value)


def _rounded(micro: int, mode: str) -> int:
    unit = 1_000_000
    if mode == "half_up":
        return (2 * micro + unit) // (2 * unit)
    return -(-micro // unit) if mode == "up" else micro // unit


def _grade(step: Step, grades: tuple[GradeFact, ...], peers: dict[str, int] | None) -> str | None:
    """The name of the grade; of equal numbers that share several places, all their grades."""
    if not isinstance(step, Grade) or peers is None:
        return None
    taken = [grade.grade for grade, first in _places(grades) if _reached(grade, first, peers)]
    if step.ties == "down":
        return taken[-1]
    return ", ".join(taken) if step.ties == "average" else taken[0]


def _places(grades: tuple[GradeFact, ...]) -> Iterator[tuple[GradeFact, int]]:
    """Each grade with its first place."""
    first = 1
    for grade in grades:
        yield grade, first
        first = grade.to + 1


def _reached(grade: GradeFact, first: int, peers: dict[str, int]) -> bool:
    """Whether one of the places that equal numbers take is of this grade."""
    return first <= min(grade.to, peers["rank_last"]) and grade.to >= peers["rank"]
