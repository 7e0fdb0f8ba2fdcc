"""Timetables as tables of a dataset: schools, staff and their work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    import polars as pl

    from paycalc.records.importing.fet import Activity, Timetable

CoTeaching: TypeAlias = Literal["full", "split"]

CLASS_HEAD_SUBJECTS: Final = (
    "班会",
    "班主任",
    "Class Teacher Period",
    "Homeroom",
    "Dirig",
    "Dirigentie",
    "Dirigenție",
    "Dirigenţie",
    "Osztályfőnöki",
    "SHL",
    "Sinh hoạt",
    "Sinh hoạt lớp",
    "Tutoria",
    "Tutoría",
)
"""Subjects by which timetables of several countries write the lesson of a class's head."""

LESSON: Final = "lesson"
CLASS_HEAD: Final = "class_head"
_MICRO: Final = 10**6


@dataclass(frozen=True, slots=True)
class Choices:
    """What a timetable does not say.

    ``co_teaching``: of lessons with several teachers each is credited the whole (``full``, as FET
    counts) or an equal part (``split``). ``class_heads`` are the subjects whose teacher is head of
    the class that is taught, and ``left_out`` those that are no lessons, such as a lunch break;
    small and capital letters do not matter. ``position`` and ``county`` are everybody's.
    """

    co_teaching: CoTeaching = "full"
    class_heads: Sequence[str] = CLASS_HEAD_SUBJECTS
    left_out: Sequence[str] = ()
    position: str = "teacher"
    county: str = "C01"


def tables_of(timetables: Sequence[Timetable], choices: Choices) -> dict[str, pl.DataFrame]:
    """``schools``, ``staff`` and ``workload``; a timetable is a school, in their order.

    All cells are texts, as in CSV. Ids are numbers given here (``S001``, ``S001-T001``): a
    timetable knows names alone. The subject of a post is the one with most lessons. Workload has
    a row of kind ``lesson`` per teacher, subject and class size (empty where several teach
    together or it is not given), and one of kind ``class_head`` per class size, which counts
    classes; the lessons of a class's head are lessons, too.
    """
    import polars as pl

    rows: dict[str, list[tuple[str | None, ...]]] = {name: [] for name in _HEADS}
    for number, timetable in enumerate(timetables, 1):
        school = f"S{number:03}"
        rows["schools"].append((school, choices.county, timetable.institution or None, None))
        ids = {name: f"{school}-T{i:03}" for i, name in enumerate(timetable.teachers, 1)}
        work = _lessons(timetable, choices)
        subjects = _main_subjects(work)
        for name, teacher in ids.items():
            post = (teacher, school, name, choices.position, subjects.get(name), "1")
            rows["staff"].append(post)
        work |= _heads(timetable, choices)
        rows["workload"] += [
            (ids[one.teacher], school, one.kind, _decimal(credit), one.subject, one.class_size)
            for one, credit in sorted(work.items(), key=lambda item: ids[item[0].teacher])
        ]
    return {
        name: pl.DataFrame(rows[name], schema=dict.fromkeys(heads, pl.String), orient="row")
        for name, heads in _HEADS.items()
    }


def alike(timetables: Sequence[Timetable]) -> Iterator[Problem]:
    """Files that name the same institution as one before them: two plans of one school, maybe."""
    seen: dict[str, str] = {}
    for timetable in timetables:
        if timetable.institution in seen:
            other = seen[timetable.institution]
            yield Problem("R179", Place(file=timetable.file), {"other": other})
        elif timetable.institution:
            seen[timetable.institution] = timetable.file


_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "schools": ("school_id", "county_id", "name", "stage"),
    "staff": ("teacher_id", "school_id", "name", "position", "subject", "fte"),
    "workload": ("teacher_id", "school_id", "kind", "quantity", "subject", "class_size"),
}


@dataclass(frozen=True, slots=True)
class _Work:
    """What a row of workload is about; ``teacher`` is the name in the timetable."""

    teacher: str
    kind: str
    subject: str | None
    class_size: str | None


_Credits: TypeAlias = dict[_Work, Fraction]


def _lessons(timetable: Timetable, choices: Choices) -> _Credits:
    left_out = _folded(choices.left_out)
    credits: _Credits = {}
    for activity in timetable.activities:
        if _fold(activity.subject) in left_out:
            continue
        size = _size(activity)
        for teacher in activity.teachers:
            work = _Work(teacher, LESSON, activity.subject, size)
            credit = activity.lessons * _part(activity.teachers, choices)
            credits[work] = credits.get(work, Fraction()) + credit
    return credits


def _heads(timetable: Timetable, choices: Choices) -> _Credits:
    """Classes by head: whoever teaches a class one of the subjects that its head teaches."""
    subjects = _folded(choices.class_heads)
    headed: dict[str, tuple[dict[str, None], str | None]] = {}
    for activity in timetable.activities:
        if _fold(activity.subject) in subjects:
            for students in activity.classes:
                size = _size(activity) if len(activity.classes) == 1 else None
                heads, _ = headed.setdefault(students, ({}, size))
                heads |= dict.fromkeys(activity.teachers)
    credits: _Credits = {}
    for heads, size in headed.values():
        for teacher in heads:
            work = _Work(teacher, CLASS_HEAD, None, size)
            credits[work] = credits.get(work, Fraction()) + _part(heads, choices)
    return credits


def _main_subjects(lessons: _Credits) -> dict[str, str | None]:
    """The subject of each teacher's most lessons; of equals the one that comes first."""
    sums: dict[str, dict[str | None, Fraction]] = {}
    for work, credit in lessons.items():
        mine = sums.setdefault(work.teacher, {})
        mine[work.subject] = mine.get(work.subject, Fraction()) + credit
    return {teacher: max(mine, key=mine.__getitem__) for teacher, mine in sums.items()}


def _size(activity: Activity) -> str | None:
    """The class size; of how many pupils each of several teachers has, a plan says nothing."""
    known = activity.pupils is not None and len(activity.teachers) == 1
    return str(activity.pupils) if known else None


def _part(teachers: Collection[str], choices: Choices) -> Fraction:
    return Fraction(1, len(teachers) if choices.co_teaching == "split" else 1)


def _folded(subjects: Sequence[str]) -> frozenset[str]:
    return frozenset(_fold(subject) for subject in subjects)


def _fold(subject: str) -> str:
    return subject.strip().casefold()


def _decimal(number: Fraction) -> str:
    """A number of lessons, rounded to six decimals where it has more.

    >>> _decimal(Fraction(18)), _decimal(Fraction(5, 2)), _decimal(Fraction(2, 3))
    ('18', '2.5', '0.666667')
    """
    micro = (number * _MICRO + Fraction(1, 2)) // 1
    whole, rest = divmod(micro, _MICRO)
    return f"{whole}.{rest:06}".rstrip("0").rstrip(".")
