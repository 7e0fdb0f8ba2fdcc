"""The problems of batches, told as if the dataset had been checked as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from paycalc.problems import Place, Problem
from paycalc.records._reporting import CAP
from paycalc.records.tables import english

_MORE, _UNREAD, _STRANGE, _NO_CELLS = "R199", "R280", "R261", "R112"
_NEVER_CAPPED = ("R1", "C3")
"""What is told of files, and warnings of computing."""


def merged(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem of records once; counts of one kind added up; of each kind so many by name."""
    told: dict[object, Problem] = {}
    for number, problem in enumerate(sorted(problems, key=_in_files)):
        # of computing nothing is found twice: two cells of one post may err at one place
        key = number if problem.code.startswith("C") else _key(problem)
        told[key] = problem if key not in told else _joined(told[key], problem)
    return _capped(told.values())


def _in_files(problem: Problem) -> tuple[tuple[bytes, ...], int]:
    """Rows in the order in which they are read at once; what is not of a row as it came."""
    place = problem.place
    if not problem.code.startswith("R") or place.row is None:
        return (), 0
    return tuple(part.encode() for part in (place.file or "").split("/")), place.row


def _capped(problems: Iterable[Problem]) -> list[Problem]:
    """So many of a kind by name, the first that came; the rest counted."""
    kept: list[Problem] = []
    named: Counter[tuple[str, Place]] = Counter()
    beyond: Counter[tuple[str, Place]] = Counter()
    for problem in problems:
        if problem.code == _MORE:
            beyond[str(problem.values["code"]), problem.place] += problem.count
            continue
        if problem.code.startswith(_NEVER_CAPPED):
            kept.append(problem)
            continue
        kind = problem.code, kind_of(problem.place)
        named[kind] += 1
        if named[kind] <= CAP:
            kept.append(problem)
        else:
            beyond[kind] += 1
    return kept + [
        Problem(_MORE, place, {"code": code, "more": count}, count)
        for (code, place), count in beyond.items()
    ]


def kind_of(place: Place) -> Place:
    """What is counted together: at a line of the policy, or in a column of a table."""
    if place.line is not None:
        return Place(place.file, place.line, place.position, item=place.item)
    return Place(table=place.table, column=place.column)


def _key(problem: Problem) -> object:
    place, values = problem.place, dict(problem.values)
    if problem.code == _STRANGE:
        return problem.code, place.table, place.column, problem.alike
    if problem.code == _UNREAD:
        return problem.code, place.table
    if problem.code == _NO_CELLS:
        return problem.code, place.table, place.column
    if "count" in values or problem.code == _MORE:
        values.pop("count", None), values.pop("more", None)
        place = replace(place, file=None) if place.line is None else place
    return problem.code, place, tuple(sorted(values.items()))


def _joined(first: Problem, second: Problem) -> Problem:
    values = dict(first.values)
    if first.code == _UNREAD:
        return _unread(first, second)
    for counted in ("count", "more"):
        if counted in values:
            values[counted] = int(values[counted]) + int(second.values[counted])
    if not {"count", "more"} & values.keys() and first.code != _NO_CELLS:
        return first  # the same thing, found again
    place = first.place
    if place.row is None and place.file != second.place.file:
        place = replace(place, file=None)
    return replace(first, place=place, values=values, count=first.count + second.count)


def _unread(first: Problem, second: Problem) -> Problem:
    """All columns that nobody reads, in the order of their names."""
    if first.values == second.values:
        return first
    table = first.place.table or ""
    names = {*str(first.values["columns"]).split(", "), *str(second.values["columns"]).split(", ")}
    listed = sorted(names, key=lambda heading: english(table, heading).encode())
    return replace(first, values={"columns": ", ".join(listed)}, count=len(names))
