"""Direction typing: what a change does to every item, through rows, steps, peers and references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from paycalc.audit._peer_ways import compared
from paycalc.audit._ranges import Range, Ranges
from paycalc.audit._row_ways import source_effect
from paycalc.audit._step_ways import step_effect
from paycalc.audit._values import Probe, Where, who_effect
from paycalc.audit._ways import NO_EFFECT, PLACES, Effect, Place, Way, because, join
from paycalc.policy.model import Base, Grade, Item, Percentile, Policy, RelativeTo

_PLACES: Final[Mapping[Base, Sequence[Place]]] = {
    "post": PLACES,
    "unit": ("own", "far"),
    "county": ("own",),
}


@dataclass
class Directions:
    """What one change does to the items of a policy, for the subject and for others.

    An item's number for the subject's post (or unit, or county) is ``own``, for a colleague of the
    unit ``near``, for a member of another unit ``far``.

    >>> from paycalc import load_policy
    >>> policy = load_policy("policies/class-heads.yaml")
    >>> Directions(policy, Probe("workload", "lesson")).item("lessons", "own").way.name
    'UP'
    """

    policy: Policy
    probe: Probe
    ranges: Ranges = field(init=False)
    _found: dict[str, dict[Place, Effect]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.ranges = Ranges(self.policy)

    def item(self, name: str, place: Place) -> Effect:
        """The effect on an item's number for a member at a place."""
        if name not in self._found:
            self._found[name] = _item(self, self.policy.items[name])
        return self._found[name][place]


def _item(known: Directions, item: Item) -> dict[Place, Effect]:
    found = {place: source_effect(known, item, place) for place in _places(item)}
    x = _range_before_steps(known, item)
    for step in item.steps:
        if isinstance(step, RelativeTo | Percentile | Grade):
            found = compared(item, step, found)
        else:
            found = {
                place: step_effect(known, effect, x, step, Where(place, base=item.base), item)
                for place, effect in found.items()
            }
        x = known.ranges.step(x, step)
    if item.base == "post":
        found = {place: _member_of(known, item, place, one) for place, one in found.items()}
    return {place: found.get(place, NO_EFFECT) for place in PLACES}


def _places(item: Item) -> Sequence[Place]:
    return _PLACES[item.base]


def _range_before_steps(known: Directions, item: Item) -> Range:
    return known.ranges.item(item.name) if not item.steps else _bare(known, item)


def _bare(known: Directions, item: Item) -> Range:
    plain = replace(item, steps=())
    return Ranges(replace(known.policy, items={**known.policy.items, item.name: plain})).item(
        item.name
    )


def _member_of(known: Directions, item: Item, place: Place, effect: Effect) -> Effect:
    """The effect on members of `for` alone: who joins has a number for the first time."""
    member = who_effect(known, item.who, place)
    if member.way & Way.DOWN:
        said = because(
            item.mark,
            f"who is no longer of its group loses item {item.name}",
            f"不再属于该分组者失去项目 {item.name}",
        )
        reasons = (*member.faults, *member.turned, said)
        return replace(join([effect, member]), way=Way.ANY, faults=(*reasons, *effect.faults))
    if member.way & Way.UP or member.appears:
        return replace(effect, appears=True, opens=(*effect.opens, *member.opens))
    return effect
