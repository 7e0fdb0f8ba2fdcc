"""Going on where counties have errors: those are left out, whole, and the others computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from paycalc.problems import Place, Problem, order
from paycalc.problems.catalogue import CATALOGUE
from paycalc.records import Records
from paycalc.records._reporting import CAP
from paycalc.records.at_fault import NOBODY, Counties, OfAll, at_fault
from paycalc.records.merging import kind_of
from paycalc.result import Result

_MORE = "R199"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of records: a result, ``None`` where there is an error, and all problems.

    ``computed`` says whether they could be, and the errors are of computing.
    """

    result: Result | None
    problems: tuple[Problem, ...]
    records: Records
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """What came of the counties without an error.

    ``result`` is ``None`` where none is left, or where an error is not of some counties alone:
    then ``given_up``. ``problems`` are the errors of the counties ``left_out`` too, ``records``
    those of the last attempt.
    """

    result: Result | None
    problems: tuple[Problem, ...]
    records: Records
    left_out: Counties = NOBODY
    given_up: bool = False


def rest_of(
    first: Attempt,
    again: Callable[[Counties], Attempt],
    counties: Counties,
    unit_column: str | None,
    of_all: OfAll | None = None,
) -> Rest:
    """Try without the counties that have errors until those that are left have none.

    Args:
        first: What came of all ``counties``.
        again: Tries without some of them.
        counties: Those that there are, all or some.
        unit_column: The column of ``schools`` that level 1 calls `unit`.
        of_all: What is known of all counties, if there are more than these; ``again`` then reads
            the files again.
    """
    attempt, left = first, NOBODY
    told: list[Problem] = []
    while attempt.result is None:
        wrong = at_fault(attempt.problems, attempt.records, unit_column, of_all=of_all)
        if not wrong or wrong <= left or not wrong <= counties:
            problems = order((*told, *attempt.problems))
            return Rest(None, problems, attempt.records, left, given_up=True)
        told += (problem for problem in attempt.problems if is_of_errors(problem))
        left |= wrong
        if left == counties:
            return Rest(None, order(_counted(told)), attempt.records, left)
        attempt = again(left)
    problems = order((*_counted(told), *attempt.problems))
    result = replace(attempt.result, problems=problems, left_out=in_order(left))
    return Rest(result, problems, attempt.records, left)


def in_order(counties: Counties) -> tuple[str, ...]:
    """Counties in the order in which they are computed."""
    return tuple(sorted(counties, key=str.encode))


def is_of_errors(problem: Problem) -> bool:
    """Whether a problem is an error, or says how many more there are."""
    of = str(problem.values["code"]) if problem.code == _MORE else problem.code
    return CATALOGUE[of].severity == "error"


def _counted(told: list[Problem]) -> Iterator[Problem]:
    """The same, where what was only counted at first may have been told in a later attempt."""
    named = Counter(_kind(p.code, p.place) for p in told if p.code != _MORE)
    counted = set()
    for problem in told:
        if problem.code != _MORE:
            yield problem
            continue
        kind = _kind(str(problem.values["code"]), problem.place)
        more = CAP + problem.count - named[kind]
        if kind not in counted and more > 0:
            yield replace(problem, values={**problem.values, "more": more}, count=more)
        counted.add(kind)


def _kind(code: str, place: Place) -> tuple[str, Place]:
    return code, kind_of(place)
