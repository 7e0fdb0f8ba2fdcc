"""One invented county: schools, staff, and about ten rows of work and three results per teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

Codes = NDArray[np.int64]

TEACHERS_PER_SCHOOL = 100
STAGES = ("primary", "junior", "senior")
FIRST_GRADE, GRADES = np.array([1, 7, 10]), np.array([6, 3, 3])
POSITIONS = ("teacher", "principal", "deputy_principal", "librarian", "clerk")
TEACHER, PRINCIPAL, DEPUTY, LIBRARIAN, CLERK = range(5)
SUBJECTS = (
    "chinese", "math", "english", "physics", "chemistry", "biology", "history", "geography",
    "politics", "pe", "music", "art", "it",
)  # fmt: skip
KINDS = ("lesson", "substitute", "evening", "class_head", "competition")
EVENTS = ("olympiad", "science_fair", "robotics", "choir", "football", "debate", "drawing")
LEVELS = ("national", "province", "city", "county")
LEAVES = ("sick", "personal", "absent", "maternity")
ITEMS = ("paid_tutoring", "corporal_punishment", "gifts", "selling_materials")
STATUSES = ("confirmed", "under_review", "overturned")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文"
TITLES = ("senior", "first", "second", "third")


@dataclass(frozen=True)
class _Staff:
    """Posts of a county: the first ``teachers`` are everybody's main post, then second ones."""

    teacher: Codes
    school: Codes
    position: Codes
    subject: Codes
    fte: NDArray[np.float64]


def county(
    name: str, teachers: int, seed: int, *, teachers_per_school: int = TEACHERS_PER_SCHOOL
) -> dict[str, pl.DataFrame]:
    """The tables of a county without its id, which is that of the partition.

    Employee numbers are given out as people are hired, so they
    say nothing of the school; a fiftieth of the teachers serves a second school.
    """
    rng = np.random.default_rng([seed, teachers])
    schools = max(1, round(teachers / teachers_per_school))
    school_id = pl.Series([f"{name}{place:04d}" for place in range(1, schools + 1)])
    numbers = np.sort(rng.choice(max(99_999, 3 * teachers), teachers, replace=False)) + 1
    teacher_id = pl.Series([f"{name}{number:05d}" for number in numbers.tolist()])
    stage = rng.choice(3, schools, p=[0.55, 0.3, 0.15])
    staff = _staff(rng, teachers, schools)
    ids = [teacher_id.gather(staff.teacher), school_id.gather(staff.school)]
    return {
        "funds": pl.DataFrame({"amount": [round(teachers * rng.uniform(8500, 9500), 2)]}),
        "schools": pl.DataFrame(
            {
                "school_id": school_id,
                "name": [f"第{place}学校" for place in range(1, schools + 1)],
                "stage": _texts(STAGES, stage),
                "location": _texts(("urban", "rural"), rng.integers(0, 2, schools)),
            }
        ),
        "school_results": pl.DataFrame(
            {
                "school_id": school_id.gather(np.repeat(np.arange(schools), 2)),
                "indicator": pl.repeat("annual_assessment", 2 * schools, eager=True),
                "value": rng.normal(78, 11, 2 * schools).clip(0, 100).round(1),
            }
        ),
        "staff": pl.DataFrame(
            {
                "teacher_id": ids[0],
                "school_id": ids[1],
                "name": _names(rng, staff),
                "position": _texts(POSITIONS, staff.position),
                "subject": _texts(SUBJECTS, staff.subject),
                "title": _texts(TITLES, rng.integers(0, 4, len(staff.teacher))),
                "fte": staff.fte,
            }
        ),
        "workload": _workload(rng, staff, stage, ids),
        "outcomes": _outcomes(rng, staff, teachers, ids),
        "leave": _leave(rng, teachers, ids),
        "ethics": _ethics(rng, name, teachers, teacher_id),
    }


def _staff(rng: np.random.Generator, teachers: int, schools: int) -> _Staff:
    weights = rng.lognormal(0, 0.5, schools)
    school = rng.choice(schools, teachers, p=weights / weights.sum())
    place = _place_within(school)  # 0 for the first of a school
    position = rng.choice(5, teachers, p=[0.94, 0, 0, 0.02, 0.04])
    position[place < 3] = DEPUTY
    position[place == 0] = PRINCIPAL
    subject = rng.choice(len(SUBJECTS), teachers, p=_subject_shares())
    fte = rng.choice([1.0, 0.8, 0.5], teachers, p=[0.96, 0.02, 0.02])
    second = np.flatnonzero((rng.random(teachers) < 0.02) & (position == TEACHER))
    second = second if schools > 1 else second[:0]
    fte[second] = 0.6
    other = (school[second] + rng.integers(1, max(schools, 2), len(second))) % schools
    return _Staff(
        np.concatenate([np.arange(teachers), second]),
        np.concatenate([school, other]),
        np.concatenate([position, position[second]]),
        np.concatenate([subject, subject[second]]),
        np.concatenate([fte, np.full(len(second), 0.4)]),
    )


def _place_within(group: Codes) -> Codes:
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    place = np.empty(len(group), np.int64)
    place[order] = np.arange(len(group)) - np.searchsorted(ordered, ordered)
    return place


def _subject_shares() -> NDArray[np.float64]:
    shares = np.array([20, 20, 16, 6, 5, 5, 5, 4, 5, 5, 3, 3, 3], float)
    return shares / shares.sum()


def _names(rng: np.random.Generator, staff: _Staff) -> pl.Series:
    people = int(staff.teacher.max()) + 1
    parts = [
        pl.Series(list(signs)).gather(rng.integers(0, len(signs), people))
        for signs in (SURNAMES, GIVEN, GIVEN)
    ]
    return (parts[0] + parts[1] + parts[2]).gather(staff.teacher)


def _workload(
    rng: np.random.Generator, staff: _Staff, stage: Codes, ids: list[pl.Series]
) -> pl.DataFrame:
    """Lessons by class (halves for fortnightly ones), cover, evenings, class heads, prizes."""
    posts = len(staff.teacher)
    main = np.arange(posts) < int(staff.teacher.max()) + 1
    teaches = staff.position == TEACHER
    few = np.where(main, np.array([0, 1, 2, 0, 0])[staff.position], 2)
    rows_by_kind = (
        np.where(teaches & main, rng.integers(4, 9, posts), few),
        rng.poisson(2.2, posts) * main,
        rng.poisson(1.9, posts) * main,
        teaches & main & (rng.random(posts) < 0.14),
        np.where(teaches & main & (rng.random(posts) < 0.08), rng.integers(1, 4, posts), 0),
    )
    post = np.concatenate([np.repeat(np.arange(posts), rows) for rows in rows_by_kind])
    kind = np.repeat(np.arange(5), [int(rows.sum()) for rows in rows_by_kind])
    n = len(post)
    lesson, competes = kind == 0, kind == 4
    quantity = np.select(
        [lesson, kind == 1, kind == 2, kind == 3],
        [
            rng.choice([0.5, 1, 1.5, 2, 2.5, 3, 4, 5], n, p=_QUANTITY_SHARES),
            rng.integers(1, 5, n),
            rng.integers(1, 11, n),
            rng.choice([5, 5, 5, 4, 2.5], n),
        ],
        1.0,
    )
    taught = stage[staff.school[post]]
    grade = FIRST_GRADE[taught] + rng.integers(0, 6, n) % GRADES[taught]
    subject = np.where(rng.random(n) < 0.9, staff.subject[post], rng.integers(0, 13, n))
    size = rng.normal(43, 8, n).clip(12, 66).astype(np.int64)
    return pl.DataFrame(
        {
            "teacher_id": ids[0].gather(post),
            "school_id": ids[1].gather(post),
            "kind": _texts(KINDS, kind),
            "quantity": quantity,
            "subject": _where(lesson, _texts(SUBJECTS, subject)),
            "grade": _where(lesson, pl.Series(grade)),
            "class_size": _where(lesson, pl.Series(size)),
            "event": _where(competes, _texts(EVENTS, rng.integers(0, len(EVENTS), n))),
            "level": _where(competes, _texts(LEVELS, rng.choice(4, n, p=[0.05, 0.15, 0.3, 0.5]))),
            "rank": _where(competes, pl.Series(rng.integers(1, 4, n))),
        }
    )


_QUANTITY_SHARES = (0.05, 0.15, 0.1, 0.25, 0.1, 0.15, 0.12, 0.08)


def _outcomes(
    rng: np.random.Generator, staff: _Staff, teachers: int, ids: list[pl.Series]
) -> pl.DataFrame:
    """Two scores of teaching quality (of few, one) and open lessons, of everybody who teaches."""
    who = np.repeat(np.flatnonzero(staff.position[:teachers] <= DEPUTY), 3)
    indicator = np.arange(len(who)) % 3 // 2
    score = rng.normal(80, 9, len(who)).clip(0, 100).round(1)
    value = np.where(indicator == 0, score, rng.integers(0, 4, len(who)))
    there = (np.arange(len(who)) % 3 != 1) | (rng.random(len(who)) < 0.97)
    return pl.DataFrame(
        {
            "teacher_id": ids[0].gather(who[there]),
            "school_id": ids[1].gather(who[there]),
            "indicator": _texts(("teaching_quality", "open_lesson"), indicator[there]),
            "value": value[there],
            "subject": _texts(SUBJECTS, staff.subject[who[there]]),
        }
    )


def _leave(rng: np.random.Generator, teachers: int, ids: list[pl.Series]) -> pl.DataFrame:
    who = np.flatnonzero(rng.random(teachers) < 0.25)
    return pl.DataFrame(
        {
            "teacher_id": ids[0].gather(who),
            "school_id": ids[1].gather(who),
            "kind": _texts(LEAVES, rng.choice(4, len(who), p=[0.5, 0.35, 0.05, 0.1])),
            "days": (rng.exponential(6, len(who)).clip(0.5, 90) * 2).round() / 2,
        }
    )


def _ethics(
    rng: np.random.Generator, name: str, teachers: int, teacher_id: pl.Series
) -> pl.DataFrame:
    """A case for every hundredth teacher, most of them decided within the last year."""
    cases = round(teachers / 100)
    status = rng.choice(3, cases, p=[0.7, 0.2, 0.1])
    first = (date(2025, 1, 1) - date(1970, 1, 1)).days
    decided = first + rng.integers(0, 395, cases)
    return pl.DataFrame(
        {
            "case_id": [f"{name}-{place:04d}" for place in range(1, cases + 1)],
            "teacher_id": teacher_id.gather(rng.integers(0, teachers, cases)),
            "item": _texts(ITEMS, rng.integers(0, len(ITEMS), cases)),
            "status": _texts(STATUSES, status),
            "decided_on": _where(status != 1, _days(decided)),
            "committed_on": _days(decided - rng.integers(10, 200, cases)),
        }
    )


def _days(days: Codes) -> pl.Series:
    return pl.Series(days).cast(pl.Int32).cast(pl.Date)


def _texts(words: tuple[str, ...], codes: Codes) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(codes)


def _where(there: NDArray[np.bool_], values: pl.Series) -> pl.Series:
    return pl.select(pl.when(pl.Series(there)).then(values)).to_series()
