"""What a change does through steps that compare peers: who rises pushes others down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from paycalc.audit._ways import Effect, Place, Way, because, join, opened, turned, uncertain
from paycalc.audit.model import Reason
from paycalc.policy.model import Grade, Item, Percentile, RelativeTo


def compared(
    item: Item, step: RelativeTo | Percentile | Grade, found: dict[Place, Effect]
) -> dict[Place, Effect]:
    """A step that compares peers: who rises pushes others down."""
    if all(effect.nothing for effect in found.values()):
        return found
    word, zh = _PEER_WORDS[type(step)]
    said = because(
        step.mark,
        f"{word} of item {item.name} depends on peers",
        f"项目 {item.name} 的{zh}取决于同组他人",
    )
    fault = _grade_fault(step) if isinstance(step, Grade) else None
    result = {}
    for place, effect in found.items():
        others = [one for other, one in found.items() if other != place or place == "far"]
        pushed = [] if step.peers.unit and place == "far" else others
        result[place] = _ranked(effect, pushed, said, fault, step)
    return result


_PEER_WORDS: Final[Mapping[type, tuple[str, str]]] = {
    RelativeTo: ("the part", "相对值"),
    Percentile: ("the percentile", "百分位"),
    Grade: ("the grade by rank", "名次等级"),
}


def _ranked(
    effect: Effect, others: list[Effect], said: Reason, fault: Reason | None, step: object
) -> Effect:
    mine = effect
    if isinstance(step, Grade) and step.order == "ascending":
        mine = turned(mine, said)
    if fault is not None:
        mine = uncertain(mine, fault)
    pressed = join(others)
    if pressed.nothing:
        return opened(mine, "peers", said)
    down = turned(replace(pressed, appears=False), said)
    if pressed.appears:
        down = replace(down, way=Way.ANY, faults=(said, *down.faults))
    return opened(join([mine, down]), "peers", said)


def _grade_fault(step: Grade) -> Reason | None:
    """The first grade that is worth more than the one above it."""
    for above, here in zip(step.quotas, step.quotas[1:], strict=False):
        if here.value > above.value:
            return because(
                step.mark,
                f"grade {here.grade} is worth more than {above.grade}, which is better",
                f"等级 {here.grade} 的数值高于更好的等级 {above.grade}",
            )
    return None
