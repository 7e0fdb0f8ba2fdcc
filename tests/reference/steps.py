"""Section 4 of policy.md, Steps that look at one number alone."""

from __future__ import annotations

from .arithmetic import checked, div, mul, nearest, policy_number
from .columns import Place, Reading
from .policy import Node
from .refusal import PayError
from .values import band_of, number_of


def apply_step(step: Node, number: int, place: Place, reading: Reading) -> int | None:
    """Section 4, Steps: the number after a step; a VALUE that is none makes it none."""
    if "bands" in step:
        return number_of(band_of(number, step["bands"]), place, reading)
    if "tiers" in step:
        return tiers(step, number, place, reading)
    if "round" in step:
        return rounded(step["round"], number, place, reading)
    if "divide" in step:
        return divided(step, number, place, reading)
    kind, value = next((kind, step[kind]) for kind in PLAIN if kind in step)
    operand = number_of(value, place, reading)
    if operand is None:
        return None
    return plain(kind, number, operand)


PLAIN = ("plus", "minus", "times", "from", "at_least", "at_most")


def plain(kind: str, number: int, operand: int) -> int:
    """Section 4, Steps: `plus`, `minus`, `times`, `from`, `at_least`, `at_most`."""
    if kind == "plus":
        return checked(number + operand)
    if kind == "minus":
        return checked(number - operand)
    if kind == "times":
        return mul(number, operand)
    if kind == "from":
        return checked(operand - number)
    if kind == "at_least":
        return max(number, operand)
    return min(number, operand)


def divided(step: Node, number: int, place: Place, reading: Reading) -> int | None:
    """Section 4, `divide`: by zero is `if_zero`, else an error."""
    divisor = number_of(step["divide"], place, reading)
    if divisor is None:
        return None
    if divisor == 0 and "if_zero" in step:
        return number_of(step["if_zero"], place, reading)
    return div(number, divisor)


def tiers(step: Node, number: int, place: Place, reading: Reading) -> int | None:
    """Section 4, `tiers`: each part at its own tier's rate, or the whole at the last one's."""
    rates = step["tiers"]
    bounds = sorted(rates, key=policy_number)
    if number < policy_number(bounds[0]):
        return 0
    if step["mode"] == "whole":
        rate = number_of(band_of(number, rates), place, reading)
        return None if rate is None else mul(number, rate)
    total, unknown = 0, False
    for i, bound in enumerate(bounds):
        top = policy_number(bounds[i + 1]) if i + 1 < len(bounds) else number
        part = min(number, top) - policy_number(bound)
        if part > 0:
            rate = number_of(rates[bound], place, reading)
            unknown = unknown or rate is None
            total += 0 if rate is None else mul(checked(part), rate)
    return None if unknown else checked(total)


def rounded(step: Node, number: int, place: Place, reading: Reading) -> int | None:
    """Section 4, `round`: to a multiple of a positive value."""
    to = number_of(step["to"], place, reading)
    if to is None:
        return None
    if to <= 0:
        raise PayError("round_to_not_positive")
    mode = step.get("mode", "half_up")
    if mode == "half_up":
        count = nearest(number, to)
    else:
        count = number // to if mode == "down" else -(-number // to)
    return checked(count * to)
