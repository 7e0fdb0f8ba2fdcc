"""Timetables of the free program FET: who teaches what to whom, for how many lessons.

What counts is the plan's activities that are active; whether and when they found a place does
not. FET's own statistics count the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paycalc.problems import Place, Problem, ProblemsError, has_errors
from paycalc.records.importing._xml import Element, refusal, tree_of

_SKIPPED: Final = {"Time_Constraints_List", "Space_Constraints_List"}
_TRUE: Final = {"true", "yes", "1"}
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Activity:
    """Lessons given together: the teachers, the sets of students, how many lessons and pupils.

    ``pupils`` is ``None`` where the timetable gives no number for each set.
    """

    subject: str
    teachers: tuple[str, ...]
    classes: tuple[str, ...]
    lessons: int
    pupils: int | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """What a timetable says: the institution, its teachers in their order, active activities."""

    file: str
    institution: str
    teachers: tuple[str, ...]
    activities: tuple[Activity, ...]


def read_fet(path: str | Path) -> tuple[Timetable | None, list[Problem]]:
    """The timetable in a ``.fet`` file (packed by gzip or not), and what is wrong with it.

    Names are taken as they stand. With an error among the problems there is no timetable.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError:
        return None, [Problem("R102", Place(file=path.name))]
    return parse_fet(content, path.name)


def parse_fet(content: bytes, file: str) -> tuple[Timetable | None, list[Problem]]:
    """The timetable that the bytes of a file hold.

    >>> plan = b"<fet version='6.8.5'><Institution_Name>S</Institution_Name><Teachers_List/></fet>"
    >>> parse_fet(plan, "plan.fet")[0].institution
    'S'
    """
    try:
        root = tree_of(content, file, _SKIPPED)
        if root.name.lower() != "fet":
            raise refusal("R170", file, line=root.line)
    except ProblemsError as error:
        return None, list(error.problems)
    teachers = tuple(one.said("Name") or "" for one in _listed(root, "Teacher"))
    planned = list(_listed(root, "Activity", "Activities_List"))
    active = [one for one in planned if _is_active(one)]
    problems = [*_of_days(root, file), *_faults(active, frozenset(teachers), file)]
    if has_errors(problems):
        return None, problems
    sizes = _sizes(root)
    activities = tuple(_activity(one, sizes) for one in active)
    problems += _notes(len(planned) - len(active), activities, file)
    institution = (root.said("Institution_Name") or "").strip()
    return Timetable(file, institution, teachers, activities), problems


def _listed(root: Element, name: str, within: str | None = None) -> Iterator[Element]:
    found = root.first(within or f"{name}s_List")
    return iter(()) if found is None else found.all(name)


def _is_active(one: Element) -> bool:
    said = one.said("Active")  # which older files do not say
    return said is None or said.strip().lower() in _TRUE


def _of_days(root: Element, file: str) -> list[Problem]:
    """A timetable of more than a week; half-days of one, which its mode tells, are a week."""
    days = sum(1 for _ in _listed(root, "Day"))
    half = (root.said("Mode") or "").strip() == "Mornings_Afternoons"
    if days <= (2 * _WEEK if half else _WEEK):
        return []
    return [Problem("R175", Place(file=file), {"days": days})]


def _faults(active: Sequence[Element], teachers: frozenset[str], file: str) -> Iterator[Problem]:
    for one in active:
        place = Place(file=file, line=one.line)
        if any(teacher.text not in teachers for teacher in one.all("Teacher")):
            yield Problem("R173", place)
        duration = (one.said("Duration") or "").strip()
        if not (duration.isascii() and duration.isdecimal() and len(duration) <= 4):
            yield Problem("R174", place)


def _sizes(root: Element) -> Mapping[str, int]:
    """How many students each year, group and subgroup has; 0 where that is not given."""
    sizes: dict[str, int] = {}
    years = root.first("Students_List")
    left = [] if years is None else list(years.within)
    while left:
        one = left.pop()
        name = one.said("Name")
        if name is not None:
            sizes[name] = max(sizes.get(name, 0), _count(one.said("Number_of_Students")))
            left += one.within
    return sizes


def _count(text: str | None) -> int:
    bare = (text or "").strip()
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) <= 9 else 0


def _activity(one: Element, sizes: Mapping[str, int]) -> Activity:
    classes = tuple(dict.fromkeys(students.text for students in one.all("Students")))
    counts = [sizes.get(name, 0) for name in classes]
    given = _count(one.said("Number_Of_Students"))  # said of the activity, it goes before
    return Activity(
        subject=one.said("Subject") or "",
        teachers=tuple(dict.fromkeys(teacher.text for teacher in one.all("Teacher"))),
        classes=classes,
        lessons=int(one.said("Duration") or ""),
        pupils=given or (sum(counts) if counts and all(counts) else None),
    )


def _notes(inactive: int, activities: Sequence[Activity], file: str) -> Iterator[Problem]:
    several = sum(1 for one in activities if len(one.teachers) > 1)
    nobody = sum(1 for one in activities if not one.teachers)
    for code, count in (("R176", inactive), ("R177", several), ("R178", nobody)):
        if count:
            yield Problem(code, Place(file=file), {"count": count}, count)
