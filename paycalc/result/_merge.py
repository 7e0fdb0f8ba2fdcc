"""One Result from the ranges of counties that were computed apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import polars as pl

from paycalc.engine.accounts import MANUAL
from paycalc.result.result import Made, Names, Result

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

    def tables(of: Callable[[Arrays], Mapping[_K, _A]]) -> Mapping[_K, _A]:
        return _ByKey([of(part) for part in parts])

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


def join(made: Made, results: Sequence[Result], problems: tuple[Problem, ...]) -> Result:
    """The results of batches of counties, which follow one another, as one.

    ``made`` has the names and the structure of all of them (`joined_names`, `joined_encoded`).
    """

    def joined(of: Callable[[Result], Ints]) -> Ints:
        return np.concatenate([of(result) for result in results])

    def tables(of: Callable[[Result], Mapping[_K, _A]]) -> Mapping[_K, _A]:
        return _ByKey([of(result) for result in results])

    cases = _starts([len(result.names.case_ids) for result in results])
    places = _starts([result.encoded.cases.county.size for result in results])
    return Result(
        made=made,
        problems=problems,
        gross=joined(lambda result: result.gross),
        forfeited=joined(lambda result: result.forfeited),
        received=joined(lambda result: result.received),
        held=joined(lambda result: result.held),
        post_lines=_ByKey([_with_manual(result, results) for result in results]),
        units_received=tables(lambda result: result.units_received),
        allocated=joined(lambda result: result.allocated),
        cuts=joined(lambda result: result.cuts),
        flows_1=tables(lambda result: result.flows_1),
        flows_2=tables(lambda result: result.flows_2),
        county_forfeits=joined(lambda result: result.county_forfeits),
        applying=np.concatenate(
            [one.applying + at for one, at in zip(results, cases, strict=True)]
        ),
        case_places=np.concatenate(
            [one.case_places + at for one, at in zip(results, places, strict=True)]
        ),
        until=joined(lambda result: result.until),
        in_groups=tables(lambda result: result.in_groups),
        left_out=tuple(county for result in results for county in result.left_out),
    )


def joined_names(results: Sequence[Result], texts: Callable[[], pl.Series]) -> Names:
    """The ids of all results, one after the other."""
    every = [result.names for result in results]
    return Names(
        counties=tuple(county for names in every for county in names.counties),
        units=pl.concat([names.units.alias("unit_id") for names in every]),
        schools=pl.concat([names.schools.alias("school_id") for names in every]),
        teachers=pl.concat([names.teachers.alias("teacher_id") for names in every]),
        case_ids=pl.concat([names.case_ids.alias("case_id") for names in every]),
        case_teachers=pl.concat([names.case_teachers.alias("teacher_id") for names in every]),
        texts=texts,
    )


def _starts(sizes: Sequence[int]) -> list[int]:
    return [0, *np.cumsum(sizes).tolist()[:-1]]


def _places(encoded: Encoded, one: Range) -> Ints:
    """The applying cases of a range as places in all encoded cases."""
    first = np.searchsorted(encoded.cases.county, one.first)
    return one.arrays.applying + first


def _with_manual(result: Result, results: Sequence[Result]) -> Mapping[str, Ints]:
    """The lines of a batch; that of manual adjustments too, where another batch has some."""
    lines = result.post_lines
    if MANUAL in lines or not any(MANUAL in other.post_lines for other in results):
        return lines
    return {**lines, MANUAL: np.zeros(result.gross.size, np.int64)}


class _ByKey(Mapping[_K, _A]):
    """Tables with the same keys, one under the other: each is put together when asked for."""

    def __init__(self, maps: Sequence[Mapping[_K, _A]]) -> None:
        self._maps = maps
        self._joined: dict[_K, _A] = {}

    def __getitem__(self, key: _K) -> _A:
        if key not in self._joined:
            self._joined[key] = cast("_A", np.concatenate([one[key] for one in self._maps]))
        return self._joined[key]

    def __iter__(self) -> Iterator[_K]:
        return iter(self._maps[0])

    def __len__(self) -> int:
        return len(self._maps[0])
