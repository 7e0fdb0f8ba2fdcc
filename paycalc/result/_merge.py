"""One Result from the ranges of counties that were computed apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from paycalc.result.result import Made, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from paycalc.engine.arrays import Arrays, Range
    from paycalc.engine.encoded import Encoded
    from paycalc.engine.numbers import Ints
    from paycalc.problems import Problem

_K = TypeVar("_K")
_A = TypeVar("_A", bound="NDArray[Any]")


def merge(made: Made, ranges: Sequence[Range], problems: tuple[Problem, ...]) -> Result:
    """The ranges, which follow one another, as one result."""
    parts = [one.arrays for one in ranges]

    def joined(of: Callable[[Arrays], Ints]) -> Ints:
        return np.concatenate([of(part) for part in parts])

    def tables(of: Callable[[Arrays], Mapping[_K, _A]]) -> dict[_K, _A]:
        return _by_key([of(part) for part in parts])

    return Result(
        made=made,
        problems=problems,
        gross=joined(lambda part: part.gross),
        forfeited=joined(lambda part: part.forfeited),
        received=joined(lambda part: part.received),
        held=joined(lambda part: part.held),
        post_lines=tables(lambda part: part.money.lines),
        units_received=tables(lambda part: part.money.received),
        allocated=joined(lambda part: part.money.allocated),
        cuts=joined(lambda part: part.money.cuts),
        flows_1=tables(lambda part: part.money.flows_1),
        flows_2=tables(lambda part: part.money.flows_2),
        county_forfeits=joined(lambda part: part.county_forfeits),
        applying=np.concatenate([one.encoded.cases.origin[one.arrays.applying] for one in ranges]),
        case_places=np.concatenate([_places(made.encoded, one) for one in ranges]),
        until=joined(lambda part: part.until),
        in_groups=tables(lambda part: part.groups),
    )


def _places(encoded: Encoded, one: Range) -> Ints:
    """The applying cases of a range as places in all encoded cases."""
    first = np.searchsorted(encoded.cases.county, one.first)
    return one.arrays.applying + first


def _by_key(maps: Sequence[Mapping[_K, _A]]) -> dict[_K, _A]:
    """Tables with the same keys, one under the other."""
    return {key: cast("_A", np.concatenate([one[key] for one in maps])) for key in maps[0]}
