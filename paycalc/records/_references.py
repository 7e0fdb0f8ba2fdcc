"""Which post or school a row belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from paycalc.records._ids import Ids, Schools, codes, find
from paycalc.records._reporting import Report
from paycalc.records._sieve import Code, Mask, Sieve, count, keep, tell, written


@dataclass(frozen=True, slots=True)
class Placed:
    """The rows of a table that belong somewhere, with their codes (-1 where an error stands)."""

    kept: Sieve
    school: Code
    post: Code | None = None


def place_at_schools(kept: Sieve, schools: Schools, report: Report) -> Placed:
    """The schools of the rows of ``school_results``; rows of schools left out are left out."""
    named = written(kept, "school_id")
    school = codes(named, schools.school_id)
    lost = (school < 0) & named.is_not_null().to_numpy()
    tell(report, "R240", kept, lost, "school_id", {"school": named})
    stays = school < schools.kept
    count(report, "R273", kept, int(np.count_nonzero(~stays)))
    return Placed(keep(kept, stays), school[stays])


def place_at_posts(kept: Sieve, ids: Ids, report: Report) -> Placed:
    """The posts of the rows of ``workload``, ``outcomes`` or ``leave``.

    A row names its school, or its teacher has one post (in the county that the row names, if it
    names one). Rows of posts that are left out are left out and counted.
    """
    names = {part: written(kept, f"{part}_id") for part in ("teacher", "school", "county")}
    teacher = codes(names["teacher"], ids.teacher_id)
    school = codes(names["school"], ids.schools.school_id)
    county = codes(names["county"], pl.Series(ids.schools.counties, dtype=pl.String))
    says = {part: of.is_not_null().to_numpy() for part, of in names.items()}
    strange = says["school"] & (school < 0)
    tell(report, "R240", kept, strange, "school_id", {"school": names["school"]})
    nobody = says["teacher"] & (teacher < 0)
    tell(report, "R241", kept, nobody, "teacher_id", {"teacher": names["teacher"]})
    nowhere = says["county"] & (county < 0)
    tell(report, "R245", kept, nowhere, "county_id", {"county": names["county"]})
    open_ = ~(strange | nowhere) & (teacher >= 0)
    post = np.full(len(teacher), -1, np.int32)
    by_school = open_ & says["school"]
    by_county = open_ & ~says["school"] & says["county"]
    by_teacher = open_ & ~says["school"] & ~says["county"]
    post[by_school], gone, missing = _by_school(ids, teacher[by_school], school[by_school])
    left_out = np.zeros(len(teacher), np.bool_)
    left_out[by_school] = gone
    _tell(report, "R242", kept, by_school, missing, names)
    person = county.astype(np.int64) * ids.teachers + teacher
    post[by_county], gone, missing, many = _by_person(ids, person[by_county])
    left_out[by_county] = gone
    _tell(report, "R246", kept, by_county, missing, names)
    _tell(report, "R243", kept, by_county, many, names)
    post[by_teacher], gone, many = _by_teacher(ids, teacher[by_teacher])
    left_out[by_teacher] = gone
    _tell(report, "R243", kept, by_teacher, many, names)
    _check_county(kept, ids, post, county, names, report)
    count(report, "R273", kept, int(np.count_nonzero(left_out)))
    stays = ~left_out
    post = post[stays]
    return Placed(keep(kept, stays), _school_of(ids, post), post)


def _school_of(ids: Ids, post: Code) -> Code:
    if not len(ids.posts):
        return np.full(len(post), -1, np.int32)
    school = (ids.posts // ids.teachers).astype(np.int32)
    return np.where(post >= 0, school[post], np.int32(-1))


def _tell(
    report: Report, code: str, kept: Sieve, among: Mask, which: Mask, names: dict[str, pl.Series]
) -> None:
    mask = np.zeros(len(among), np.bool_)
    mask[np.flatnonzero(among)[which]] = True
    ids = {"teacher": names["teacher"], "school": names["school"], "county": names["county"]}
    tell(report, code, kept, mask, "teacher_id", ids)


def _by_school(ids: Ids, teacher: Code, school: Code) -> tuple[Code, Mask, Mask]:
    """Posts of (teacher, school) pairs; which are left out; which never were."""
    first, many = _only(ids.posts % ids.teachers, ids.teachers)
    post = first[teacher]
    at_school = _school_of(ids, post)
    other = np.flatnonzero((post < 0) | (at_school != school) | many[teacher])
    key = school[other].astype(np.int64) * ids.teachers + teacher[other]
    post[other] = find(key, ids.posts)
    gone = np.zeros(len(teacher), np.bool_)
    missing = gone.copy()
    lost = post[other] < 0
    known = find(key[lost], ids.all_posts) >= 0
    hidden = school[other][lost] >= ids.schools.kept
    gone[other[lost]] = known | hidden
    missing[other[lost]] = ~(known | hidden)
    return post, gone, missing


def _by_person(ids: Ids, key: np.typing.NDArray[np.int64]) -> tuple[Code, Mask, Mask, Mask]:
    """The one post of each person; who is left out, who never was, and who has several."""
    first, many = _only(ids.person_of_post, len(ids.persons))
    person = find(key, ids.persons)
    here = person >= 0
    post = np.full(len(key), -1, np.int32)
    post[here] = first[person[here]]
    several = np.zeros(len(key), np.bool_)
    several[here] = many[person[here]]
    post[several] = -1
    known = find(key, ids.all_persons) >= 0
    return post, ~here & known, ~here & ~known, several


def _by_teacher(ids: Ids, teacher: Code) -> tuple[Code, Mask, Mask]:
    """The one post of each teacher; which teachers are left out, and which have several posts."""
    first, many = _only(ids.posts % ids.teachers, ids.teachers)
    several = many[teacher]
    post = np.where(several, np.int32(-1), first[teacher])
    return post, (post < 0) & ~several, several


def _only(of: np.typing.NDArray[np.integer], size: int) -> tuple[Code, Mask]:
    """For each of ``size`` codes its first place in ``of`` (-1: none), and whether it has more."""
    first = np.full(size, -1, np.int32)
    first[of[::-1]] = np.arange(len(of) - 1, -1, -1, dtype=np.int32)
    return first, np.bincount(of, minlength=size) > 1


def _check_county(
    kept: Sieve, ids: Ids, post: Code, county: Code, names: dict[str, pl.Series], report: Report
) -> None:
    """A row's own ``county_id``, where it has one, is that of its school."""
    school = _school_of(ids, post)
    here = (school >= 0) & (county >= 0)
    if not here.any():
        return
    apart = np.zeros(len(post), np.bool_)
    apart[here] = ids.schools.county[school[here]] != county[here]
    tell(report, "R248", kept, apart, "county_id", names)
