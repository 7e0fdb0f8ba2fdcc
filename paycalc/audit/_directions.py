"""Direction typing: what a change does to every item, through rows, steps, peers and references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from paycalc.audit._ranges import FROM_0, Range, Ranges, product
from paycalc.audit._step_ways import step_effect
from paycalc.audit._values import (
    Probe,
    Where,
    changed_row,
    entering,
    product_effect,
    value_effect,
    who_effect,
)
from paycalc.audit._ways import (
    NO_EFFECT,
    PLACES,
    RISES,
    Effect,
    Place,
    Way,
    because,
    join,
    opened,
    turned,
    uncertain,
)
from paycalc.audit.model import Reason
from paycalc.policy.model import (
    Base,
    Composite,
    Grade,
    Item,
    Percentile,
    Policy,
    RelativeTo,
    Rows,
    Value,
)

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
    found = {place: _source(known, item, place) for place in _places(item)}
    x = _range_before_steps(known, item)
    for step in item.steps:
        if isinstance(step, RelativeTo | Percentile | Grade):
            found = _compared(item, step, found)
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


# --- Rows and parts ---------------------------------------------------------------------------


def _source(known: Directions, item: Item, place: Place) -> Effect:
    if isinstance(item.source, Composite):
        return _composite(known, item, item.source, place)
    return join(_rows(known, item, item.source, of) for of in _rows_of(item, place))


def _rows_of(item: Item, place: Place) -> Sequence[Place]:
    """Whose rows a member reads."""
    if item.base == "post" or place == "far":
        return (place,)
    return ("own", "near") if item.base == "unit" else PLACES


def _rows(known: Directions, item: Item, source: Rows, place: Place) -> Effect:
    at = Where(place, source, "post")
    each, comes = _each(known, source, at)
    factors = [value_effect(known, one, at) for one in source.times]
    if source.combine.kind == "count":
        row = NO_EFFECT
    else:
        row = _times(known, source, each, factors, item)
    changed = changed_row(known, source, place)
    enters = entering(known, source.where) if changed else NO_EFFECT
    if changed and known.probe.adds:
        comes = join([comes, RISES])
    return _combined(known, item, source, row, join([enters, comes]))


def _each(known: Directions, source: Rows, at: Where) -> tuple[Effect, Effect]:
    """The effect on what a row brings, and on whether the row is there."""
    if source.item is None:
        if source.each is not None:
            return value_effect(known, source.each, at), NO_EFFECT
        rises = changed_row(known, source, at.place) and known.probe.table == source.table
        return (RISES if rises else NO_EFFECT), NO_EFFECT
    read = _seen_rows(known, source.item, at.place)
    comes = RISES if read.appears else NO_EFFECT
    if source.each is not None:
        return value_effect(known, source.each, at), replace(comes, opens=read.opens)
    return replace(read, appears=False), replace(comes, opens=read.opens)


def _seen_rows(known: Directions, name: str, place: Place) -> Effect:
    """The numbers of an item of the same base or finer, as rows of a member at a place."""
    return known.item(name, place if known.policy.items[name].base == "post" else _wide(place))


def _wide(place: Place) -> Place:
    return "far" if place == "far" else "own"


def _times(
    known: Directions, source: Rows, each: Effect, factors: list[Effect], item: Item
) -> Effect:
    effect, x = each, known.ranges.each(source)
    for value, factor in zip(source.times, factors, strict=True):
        y = known.ranges.value(value, source)
        effect = product_effect(effect, x, factor, y, negative_factor(value, item))
        x = product(x, y)
    return effect


def negative_factor(value: Value, item: Item) -> Reason:
    """That a factor below 0 turns a number around."""
    return because(
        value.mark,
        f"item {item.name} is multiplied by what may be below 0",
        f"项目 {item.name} 乘以可能为负的系数",
    )


def _combined(known: Directions, item: Item, source: Rows, row: Effect, comes: Effect) -> Effect:
    """The rows' numbers become one: ``comes`` says whether a row comes (up) or goes (down)."""
    kind = source.combine.kind
    if kind == "mean_by" and source.combine.by is not None:
        weight = value_effect(known, source.combine.by, Where("own", source))
        said = because(
            item.mark,
            f"item {item.name} is a mean weighted by what changes",
            f"项目 {item.name} 是按变动量加权的平均数",
        )
        row = uncertain(join([row, weight]), said, when=not weight.nothing)
    if comes.nothing:
        return row
    found = join([row, _coming(known, item, source, comes)])
    appears = source.missing == "none" or bool(item.columns)
    return replace(found, appears=found.appears or appears)


def _coming(known: Directions, item: Item, source: Rows, comes: Effect) -> Effect:
    """The effect of a row that comes or goes."""
    kind = source.combine.kind
    row = known.ranges.row(source)
    low = row.low if row.low is not None else -1
    missing = source.missing if isinstance(source.missing, int) and not item.columns else None
    first_is_more = missing is None or low >= missing
    if kind in ("sum", "count", "best"):
        said = because(
            item.mark,
            f"a row more may lower item {item.name}: what it brings may be below 0, or below what "
            "somebody without rows has",
            f"多一行可能使项目 {item.name} 变小",
        )
        fine = kind == "count" or row.positive
        return uncertain(comes, said, when=not (fine and first_is_more))
    if kind == "max":
        said = because(
            item.mark,
            f"the first row may be less than what somebody without rows has in item {item.name}",
            f"第一行可能低于项目 {item.name} 无记录时的数值",
        )
        return uncertain(comes, said, when=not first_is_more)
    word, zh = ("mean", "平均数") if kind in ("mean", "mean_by") else ("least", "最小值")
    said = because(
        item.mark,
        f"item {item.name} is the {word} of its rows: one row more, of less, lowers it",
        f"项目 {item.name} 取各行的{zh}：多一行较小的数会使其下降",
    )
    return uncertain(comes, said)


def _composite(known: Directions, item: Item, source: Composite, place: Place) -> Effect:
    effect, x = NO_EFFECT, FROM_0
    for number, name in enumerate(source.items):
        part = _part(known, item, name, place)
        y = known.ranges.item(name)
        if number == 0 or source.kind == "sum_of":
            negative = part.appears and not y.positive
            effect = join([effect, uncertain(part, _appearing(item, name), when=negative)])
            x = y
        else:
            said = because(
                source.mark,
                f"item {item.name} is multiplied by item {name}, which may be below 0",
                f"项目 {item.name} 乘以可能为负的项目 {name}",
            )
            effect, x = product_effect(effect, x, part, y, said), product(x, y)
    return effect


def _appearing(item: Item, name: str) -> Reason:
    return because(
        item.mark,
        f"item {name} may come to item {item.name} below 0",
        f"项目 {name} 可能以负数计入项目 {item.name}",
    )


def _part(known: Directions, item: Item, name: str, place: Place) -> Effect:
    base = known.policy.items[name].base
    if base == item.base:
        return known.item(name, place)
    effect = known.item(name, "own" if base == "county" else _wide(place))
    said = because(
        item.mark,
        f"item {name} of a {base} depends on the records of everybody in it",
        f"项目 {name} 取决于所有人的记录",
    )
    return opened(effect, "peers", said)


# --- Peers ------------------------------------------------------------------------------------


def _compared(
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


_PEER_WORDS = {
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
