"""What differs between two explanations: the items of a post, and the steps that turn them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from paycalc.policy.model import Mark, Policy
from paycalc.result import Result
from paycalc.result.explain.facts import ItemFact, StepFact

MOST = 6
"""So many items are told; those that a step turns around go first."""

Post = tuple[str, str]
"""A school and a teacher."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A step before which a number goes one way, and after which it goes the other."""

    step: str
    operand: int | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item's number for somebody in two computations, in micro; ``None`` is no number."""

    name: str
    cell: Mapping[str, str]
    before: int | None
    after: int | None
    mark: Mark
    turn: Turn | None = None


def items_that_differ(
    policy: Policy, first: tuple[Result, Post], second: tuple[Result, Post]
) -> tuple[ItemChange, ...]:
    """The items of a post that differ from those of another computation, or of another post."""
    old, new = _facts(*first), _facts(*second)
    found = [
        _change(policy, old[key], new[key])
        for key in new
        if key in old and _numbers(old[key]) != _numbers(new[key])
    ]
    chosen = sorted(found, key=lambda change: change.turn is None)[:MOST]
    return tuple(change for change in found if change in chosen)


def _facts(result: Result, post: Post) -> dict[tuple[object, ...], ItemFact]:
    """A post's items by name and cell; cells that another post lacks are no difference to tell."""
    own = [one for one in result.explain(post[1]).posts if one.school == post[0]]
    return {(fact.name, *sorted(fact.cell.items())): fact for one in own for fact in one.items}


def _numbers(fact: ItemFact) -> tuple[int | None, ...]:
    return (fact.combined, *(step.number for step in fact.steps))


def _change(policy: Policy, old: ItemFact, new: ItemFact) -> ItemChange:
    item = policy.items[new.name]
    turn = next(_turns(old, new, [step.mark for step in item.steps]), None)
    return ItemChange(new.name, new.cell, old.number, new.number, item.mark, turn)


def _turns(old: ItemFact, new: ItemFact, marks: list[Mark]) -> Iterator[Turn]:
    way = _way(old.combined, new.combined)
    for one, other, mark in zip(old.steps, new.steps, marks, strict=False):
        now = _way(one.number, other.number)
        if way and now == -way:
            yield Turn(other.step, _same(one, other), mark)
        way = now or way


def _same(one: StepFact, other: StepFact) -> int | None:
    """What a step depends on, where that is one number before and after."""
    return other.operand if one.operand == other.operand else None


def _way(before: int | None, after: int | None) -> int:
    if before is None or after is None:
        return 0
    return (after > before) - (after < before)
