"""Which post or school a row belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from paycalc.records._codes import Code, codes
from paycalc.records._ids import Ids, Schools, find
from paycalc.records._reporting import Report
from paycalc.records._sieve import Index, Mask, Sieve, tell, written


@dataclass(frozen=True, slots=True)
class Named:
    """The ids that rows name: texts, their codes (-1: not known or not named), and who named."""

    texts: Mapping[str, pl.Series]
    codes: Mapping[str, Code]
    says: Mapping[str, Mask]


@dataclass(frozen=True, slots=True)
class Found:
    """The post of each row (-1: none), and which rows have none because it is left out."""

    post: Code
    gone: Mask


_UNKNOWN = {"school": "R240", "teacher": "R241", "county": "R245"}


def read_ids(kept: Sieve, keys: Mapping[str, pl.Series], report: Report) -> Named:
    """The ids of the rows; tell those that are not there. ``keys`` are known, by kind of id."""
    texts = {kind: written(kept, f"{kind}_id") for kind in keys}
    found = {kind: codes(texts[kind], keys[kind]) for kind in keys}
    says = {kind: texts[kind].is_not_null().to_numpy() for kind in keys}
    for kind in keys:
        unknown = says[kind] & (found[kind] < 0)
        tell(report, _UNKNOWN[kind], kept, unknown, f"{kind}_id", {kind: texts[kind]})
    return Named(texts, found, says)


def schools_of(kept: Sieve, schools: Schools, report: Report) -> Code:
    """The school of each row of a table whose rows name their school (-1: none, told)."""
    keys = {"school": schools.school_id, "county": schools.county_id}
    named = read_ids(kept, keys, report)
    _check_county(kept, schools, named.codes["school"], named, report)
    return named.codes["school"]


def posts_of(kept: Sieve, ids: Ids, report: Report) -> Found:
    """The post of each row of ``workload``, ``outcomes`` or ``leave``.

    A row names its school, or its teacher has one post (in the county that the row names, if it
    names one). What cannot be told is told.
    """
    keys = {
        "teacher": ids.teacher_id,
        "school": ids.schools.school_id,
        "county": ids.schools.county_id,
    }
    named = read_ids(kept, keys, report)
    says = named.says
    open_ = ~(says["school"] & (named.codes["school"] < 0))
    open_ &= ~(says["county"] & (named.codes["county"] < 0)) & (named.codes["teacher"] >= 0)
    found = Found(np.full(len(open_), -1, np.int32), np.zeros(len(open_), np.bool_))
    _by_school(kept, ids, named, open_ & says["school"], found, report)
    _by_person(kept, ids, named, open_ & ~says["school"] & says["county"], found, report)
    _by_teacher(kept, ids, named, open_ & ~says["school"] & ~says["county"], found, report)
    _check_county(kept, ids.schools, school_of_posts(ids, found.post), named, report)
    return found


def school_of_posts(ids: Ids, post: Code) -> Code:
    """The school of each post, -1 where there is none."""
    if not len(ids.posts):
        return np.full(len(post), -1, np.int32)
    school = (ids.posts // ids.teachers).astype(np.int32)
    return np.where(post >= 0, school[post], np.int32(-1))


def _by_school(
    kept: Sieve, ids: Ids, named: Named, among: Mask, found: Found, report: Report
) -> None:
    """Rows that name their school."""
    teacher, school = named.codes["teacher"][among], named.codes["school"][among]
    first, many = _only((ids.posts % ids.teachers).astype(np.int32), ids.teachers)
    post = first[teacher]
    # Most teachers have one post: only the others are searched for.
    other = np.flatnonzero((school_of_posts(ids, post) != school) | many[teacher])
    key = school[other].astype(np.int64) * ids.teachers + teacher[other]
    post[other] = find(key, ids.posts)
    gone = np.zeros(len(post), np.bool_)
    gone[other] = (post[other] < 0) & (find(key, ids.all_posts) >= 0)
    found.post[among] = post
    found.gone[among] = gone
    _tell(report, "R242", kept, among, (post < 0) & ~gone, named)


def _by_person(
    kept: Sieve, ids: Ids, named: Named, among: Mask, found: Found, report: Report
) -> None:
    """Rows that name no school, but the county."""
    key = named.codes["county"][among].astype(np.int64) * ids.teachers
    key += named.codes["teacher"][among]
    first, many = _only(ids.person_of_post, len(ids.persons))
    person = find(key, ids.persons)
    here = person >= 0
    post = np.full(len(key), -1, np.int32)
    several = np.zeros(len(key), np.bool_)
    post[here], several[here] = first[person[here]], many[person[here]]
    post[several] = -1
    known = find(key, ids.all_persons) >= 0
    found.post[among] = post
    found.gone[among] = ~here & known
    _tell(report, "R246", kept, among, ~known, named)
    _tell(report, "R243", kept, among, several, named)


def _by_teacher(
    kept: Sieve, ids: Ids, named: Named, among: Mask, found: Found, report: Report
) -> None:
    """Rows that name their teacher alone."""
    teacher = named.codes["teacher"][among]
    first, many = _only((ids.posts % ids.teachers).astype(np.int32), ids.teachers)
    several = many[teacher]
    post = np.where(several, np.int32(-1), first[teacher])
    found.post[among] = post
    found.gone[among] = (post < 0) & ~several
    _tell(report, "R243", kept, among, several, named)


def _only(of: Code, size: int) -> tuple[Code, Mask]:
    """For each of ``size`` codes its first place in ``of`` (-1: none), and whether it has more."""
    first = np.full(size, -1, np.int32)
    first[of[::-1]] = np.arange(len(of) - 1, -1, -1, dtype=np.int32)
    return first, np.bincount(of, minlength=size) > 1


def _tell(report: Report, code: str, kept: Sieve, among: Mask, which: Mask, named: Named) -> None:
    if which.any():
        tell(report, code, kept, _spread(among, which), "teacher_id", named.texts)


def _spread(among: Mask, which: Mask) -> Mask:
    """The rows of ``among`` where ``which`` holds, among all."""
    rows: Index = np.flatnonzero(among)[which]
    spread = np.zeros(len(among), np.bool_)
    spread[rows] = True
    return spread


def _check_county(
    kept: Sieve, schools: Schools, school: Code, named: Named, report: Report
) -> None:
    """A row's own ``county_id``, where it has one, is that of its school."""
    county = named.codes["county"]
    here = (school >= 0) & (county >= 0)
    if here.any():
        apart = schools.county[school[here]] != county[here]
        if apart.any():
            tell(report, "R248", kept, _spread(here, apart), "county_id", named.texts)
