"""A plain recomputation of items from what an explanation tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import TypeAlias

from paycalc.result.explain.item_facts import ItemFact, RowFact, StepFact

UNIT = 10**6

Numbers: TypeAlias = dict[tuple[str, tuple[tuple[str, str], ...]], "int | None"]
"""What each item of the explanation is, by name and cell."""


def rounded(exact: Fraction) -> int:
    """To the nearest integer, halves away from zero."""
    whole = floor(abs(exact) + Fraction(1, 2))
    return -whole if exact < 0 else whole


def mul(a: int, b: int) -> int:
    """The product of two numbers in millionths."""
    return rounded(Fraction(a * b, UNIT))


def div(a: int, b: int) -> int:
    """The quotient of two numbers in millionths."""
    return rounded(Fraction(a * UNIT, b))


def wrong_in_item(item: ItemFact, numbers: Numbers) -> Iterator[str]:
    """Everything that does not follow from the rows, parts and steps of one item."""
    if not item.inside:
        if item.number is not None:
            yield "a number outside its `for`"
        return
    yield from _made(item, numbers)
    number = item.combined
    for step in item.steps:
        number = _step(step, number or 0)
        if number != step.number:
            yield f"{step.step} gives {number}, not {step.number}"
        number = step.number
    if number != item.number:
        yield f"{number} after the last step, not {item.number}"


def _made(item: ItemFact, numbers: Numbers) -> Iterator[str]:
    """What the rows or parts came to, before the steps."""
    for row in item.rows:
        if _row(row) != row.number:
            yield f"row {row.row} comes to {_row(row)}"
        plain = row.item is not None and not row.because and item.combine != "count"
        if plain and row.brought not in numbers.values():
            yield f"row {row.item} brings what no item is"
    if item.parts:
        if any(numbers[name, ()] != number for name, number in item.parts):
            yield "a part has another number elsewhere"
        if _composed(item) != item.combined:
            yield f"composed to {_composed(item)}, not {item.combined}"
    elif item.base == "post" and _combined(item) != item.combined:
        yield f"combined to {_combined(item)}, not {item.combined}"


def _row(row: RowFact) -> int:
    number = row.brought
    for coefficient in row.coefficients:
        number = mul(number, coefficient.number)
    return number


def _combined(item: ItemFact) -> int | None:
    values = [row.number for row in item.rows]
    if item.count != len(values):
        return None
    kind, _, rest = item.combine.partition(" ")
    if kind == "mean_by" and values:
        weights = [row.weight or 0 for row in item.rows]
        total = sum(map(mul, values, weights))
        return div(total, sum(weights)) if sum(weights) else None
    if not values:
        return item.missing
    found = {
        "sum": lambda: sum(values),
        "mean": lambda: div(sum(values), len(values) * UNIT),
        "max": lambda: max(values),
        "min": lambda: min(values),
        "count": lambda: len(values) * UNIT,
        "best": lambda: sum(sorted(values, reverse=True)[: int(rest or 0)]),
    }
    return found[kind]()


def _composed(item: ItemFact) -> int | None:
    values = [number for _, number in item.parts if number is not None]
    if item.combine == "sum_of":
        return sum(values) if values else None
    if len(values) < len(item.parts):
        return None
    product = values[0]
    for value in values[1:]:
        product = mul(product, value)
    return product


def _step(step: StepFact, number: int) -> int | None:
    if step.peers is not None:
        return _compared(step, number, step.peers)
    if step.step == "tiers" and step.mode == "marginal":
        if any(tier.rate is None for tier in step.tiers):
            return None
        return sum(mul(tier.part, tier.rate or 0) for tier in step.tiers)
    if step.operand is None:
        below_the_first = step.step == "tiers" and not step.because
        return 0 if below_the_first else None
    by = step.operand
    found = {
        "plus": lambda: number + by,
        "minus": lambda: number - by,
        "from": lambda: by - number,
        "times": lambda: mul(number, by),
        "divide": lambda: div(number, by) if by else step.if_zero,
        "at_least": lambda: max(number, by),
        "at_most": lambda: min(number, by),
        "bands": lambda: by,
        "tiers": lambda: mul(number, by),
        "round": lambda: _multiple(number, by, step.mode) * by,
    }
    return found[step.step]()


def _multiple(number: int, by: int, mode: str | None) -> int:
    if mode == "down":
        return number // by
    return -(-number // by) if mode == "up" else rounded(Fraction(number, by))


def _compared(step: StepFact, number: int, peers: dict[str, int]) -> int:
    n = peers["peers"]
    if step.step.startswith("relative_to"):
        whole = peers["largest"] if "largest" in peers else peers["total"]
        base = div(whole, n * UNIT) if step.step.endswith("mean") else whole
        return div(number, base) if base else 0
    first, last = peers["rank"], peers["rank_last"]
    if step.step == "percentile":
        smaller, equal = n - last, last - first
        return div((2 * smaller + equal) * UNIT, 2 * (n - 1) * UNIT) if n > 1 else UNIT // 2
    return _graded(step, first, last)


def _graded(step: StepFact, first: int, last: int) -> int:
    """The value of the grade by the places that equal numbers take, and the grades' last places."""
    values, names = [], []
    for place in range(first, last + 1):
        grade = next(grade for grade in step.grades if place <= grade.to)
        values.append(grade.value)
        names.append(grade.grade)
    told = (step.grade or "").split(", ")
    wanted = {"up": [names[0]], "key": [names[0]], "down": [names[-1]]}
    if told != wanted.get(step.mode or "", list(dict.fromkeys(names))):
        return -1
    if step.mode == "average":
        return div(sum(values), len(values) * UNIT)
    return values[-1] if step.mode == "down" else values[0]
