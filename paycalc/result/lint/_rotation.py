"""Whether enough teachers move, and enough backbone teachers among them (L133, L134)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from paycalc.problems import Problem
from paycalc.records.cells import texts
from paycalc.result.lint._fractions import Judgement, judged, too_small
from paycalc.result.lint._tables import YES_OR_NO, Cells, cells_of, yes

_ANSWERS = ("due", "moved", "backbone")


@dataclass(slots=True)
class Count:
    """A county's teachers who are due, of these who moved, of these the backbone."""

    due: int = 0
    moved: int = 0
    backbone: int = 0


def moved(judgement: Judgement) -> Iterator[Problem]:
    """Counties in which too small a part of those due moved."""
    return judged(
        _counts(judgement),
        lambda county, count: too_small(judgement, county, count.moved, count.due),
    )


def backbone(judgement: Judgement) -> Iterator[Problem]:
    """Counties in which too small a part of those who moved is backbone."""
    return judged(
        _counts(judgement),
        lambda county, count: too_small(judgement, county, count.backbone, count.moved),
    )


def _counts(judgement: Judgement) -> Iterator[Problem | tuple[str, Count]]:
    """Each county's counts; notes where it cannot be judged."""
    cells = cells_of(judgement, "rotation", "school_id", *_ANSWERS)
    if cells is None:
        yield judgement.unjudged("rotation: school_id, " + ", ".join(_ANSWERS))
        return
    schools = judgement.result.made.checked.schools.frame
    county_of = dict(zip(texts(schools["school_id"]), texts(schools["county_id"]), strict=True))
    counts = {county: Count() for county in judgement.result.names.counties}
    spoilt: set[str] = set()
    for position, school in enumerate(cells.columns["school_id"]):
        county = county_of.get(school)
        if county is None:
            yield cells.bad(judgement, position, "school_id", "schools.school_id")
            continue
        unread = _count(cells, position, counts[county])
        if unread is not None:
            spoilt.add(county)
            yield cells.bad(judgement, position, unread, YES_OR_NO)
    for county, count in counts.items():
        if county not in spoilt and not count.due:
            yield judgement.unjudged("rotation", county)
        elif county not in spoilt:
            yield county, count


def _count(cells: Cells, position: int, count: Count) -> str | None:
    """Counts a row; the column that cannot be read, if one cannot."""
    said = {column: yes(cells.columns[column][position]) for column in _ANSWERS}
    for column, answer in said.items():
        if answer is None:
            return column
    count.due += bool(said["due"])
    count.moved += bool(said["due"] and said["moved"])
    count.backbone += bool(said["due"] and said["moved"] and said["backbone"])
    return None
