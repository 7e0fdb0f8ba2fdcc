"""What a rule that needs a dataset judges by, and exact fractions held against a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from paycalc.engine.numbers import MICRO
from paycalc.policy.nodes import decimal_text
from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from paycalc.policy.lint import View
    from paycalc.policy.model import Micro
    from paycalc.result.result import Result


T = TypeVar("T")


@dataclass(frozen=True)
class Judgement:
    """A rule that is asked of a result, with its figure in micro."""

    code: str
    figure: Micro
    result: Result
    view: View

    def found(self, county: str, **values: str | int) -> Problem:
        """A finding in a county."""
        return Problem(self.code, Place(county=county), values)

    def unjudged(self, needed: str, county: str | None = None) -> Problem:
        """A note that the dataset does not say what the rule needs."""
        return Problem("L190", Place(county=county), {"rule": self.code, "needed": needed})

    def no_group(self, role: str) -> Problem:
        """A note that no group is known as a role."""
        return Problem("L191", Place(), {"rule": self.code, "role": role})


def below(part: int, whole: int, figure: Micro) -> bool:
    """Whether a fraction of a positive whole lies below a figure, exactly.

    >>> below(1, 10, 100_000), below(99_999, 1_000_000, 100_000)
    (False, True)
    """
    return part * MICRO < figure * whole


def judged(
    found: Iterable[Problem | tuple[str, T]], judge: Callable[[str, T], Iterator[Problem]]
) -> Iterator[Problem]:
    """What a rule says of each county that can be judged, and the notes on what cannot be."""
    for one in found:
        if isinstance(one, Problem):
            yield one
        else:
            yield from judge(*one)


def too_small(judgement: Judgement, county: str, part: int, whole: int) -> Iterator[Problem]:
    """A finding where a part of a whole, if there is one, lies below the rule's figure."""
    if whole > 0 and below(part, whole, judgement.figure):
        share, figure = percent_text(part, whole), decimal_text(judgement.figure, 4)
        yield judgement.found(county, share=share, figure=figure)


def ratio_text(part: int, whole: int, digits: int = 2) -> str:
    """A fraction as a decimal, cut toward zero, so that 0.999 is never shown as 1.

    >>> ratio_text(2999, 1000), ratio_text(1, 8, 1), ratio_text(1, 1)
    ('2.99', '0.1', '1.00')
    """
    scaled = abs(part) * 10**digits // whole
    sign = "-" if part < 0 and scaled else ""
    head, tail = divmod(scaled, 10**digits)
    return f"{sign}{head}.{tail:0{digits}d}"


def percent_text(part: int, whole: int) -> str:
    """A fraction in percent, with a decimal cut toward zero.

    >>> percent_text(1, 3)
    '33.3'
    """
    return ratio_text(100 * part, whole, 1)
