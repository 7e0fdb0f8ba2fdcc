"""Which post or school a row belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl

from paycalc.records._codes import Code, ended
from paycalc.records._ids import Ids, Schools, find, only
from paycalc.records._reporting import Report
from paycalc.records._sieve import Index, Mask, Sieve, tell, written
from paycalc.records._words import combinations, places_of


@dataclass(frozen=True, slots=True)
class Named:
    """The ids that rows name, each combination of them once.

    By kind of id the code in each of the c combinations (-1: not known or not named), and which
    name one; ``place`` is int32[n], the combination of each row (-1: none that is looked at).
    """

    kept: Sieve
    place: Code
    codes: Mapping[str, Code]
    says: Mapping[str, Mask]

    def tell(self, report: Report, code: str, which: Mask, column: str, *kinds: str) -> None:
        """Tell the rows of some combinations, with their ids of these kinds (default: all)."""
        if which.any():
            ids = {kind: written(self.kept, f"{kind}_id") for kind in kinds or self.codes}
            tell(report, code, self.kept, np.append(which, False)[self.place], column, ids)


@dataclass(frozen=True, slots=True)
class Found:
    """The post of each row (-1: none), and which rows have none because it is left out."""

    post: Code
    gone: Mask


Known: TypeAlias = Mapping[str, Mapping[str, Code]]
"""By kind of id and table the code of each word (-1: not known); at the end -1, for no word."""

_UNKNOWN = {"school": "R240", "teacher": "R241", "county": "R245"}


def look_up(kind: str, tables: Sequence[Sieve], ids: pl.Series) -> dict[str, Code]:
    """By table the code of each word of a kind of id among those that there are."""
    places = places_of([kept.words(f"{kind}_id") for kept in tables], ids)
    return {kept.name: ended(place) for kept, place in zip(tables, places, strict=True)}


def read_ids(kept: Sieve, known: Known, report: Report, rows: Index | None = None) -> Named:
    """The ids, of the kinds that are known, of some rows (default: all); tell unknown ones."""
    cells = [kept.words(f"{kind}_id").codes for kind in known]
    cells = cells if rows is None else [of[rows] for of in cells]
    place, first = combinations(cells)
    if rows is not None:
        place, some = np.full(len(kept.frame), -1, np.int32), place
        place[rows] = some
    named = {kind: of[first] for kind, of in zip(known, cells, strict=True)}
    says = {kind: named[kind] >= 0 for kind in known}
    codes = {kind: of[kept.name][named[kind]] for kind, of in known.items()}
    read = Named(kept, place, codes, says)
    for kind in known:
        unknown = says[kind] & (read.codes[kind] < 0)
        read.tell(report, _UNKNOWN[kind], unknown, f"{kind}_id", kind)
    return read


def schools_of(kept: Sieve, schools: Schools, known: Known, report: Report) -> Code:
    """The school of each row of a table whose rows name their school (-1: none, told)."""
    named = read_ids(kept, known, report)
    _check_county(schools, named.codes["school"], named, report)
    return named.codes["school"][named.place]


def posts_of(kept: Sieve, ids: Ids, known: Known, report: Report) -> Found:
    """The post of each row of ``workload``, ``outcomes`` or ``leave``.

    A row names its school, or its teacher has one post (in the county that the row names, if it
    names one). What cannot be told is told.
    """
    post = _at_once(kept, ids, known)
    rows = np.flatnonzero(post < 0)
    gone = np.zeros(len(post), np.bool_)
    if len(rows):
        named = read_ids(kept, known, report, rows)
        found = _one_by_one(ids, named, report)
        post[rows], gone[rows] = found.post[named.place[rows]], found.gone[named.place[rows]]
    return Found(post, gone)


def _at_once(kept: Sieve, ids: Ids, known: Known) -> Code:
    """The post of the rows whose teacher has one and that name no other place; -1 for others."""
    from paycalc.records._kernels_places import agreeing

    teacher, school, county = (known[kind][kept.name] for kind in ("teacher", "school", "county"))
    alone = ended(np.where(ids.several, np.int32(-1), ids.first))
    rows = tuple(kept.words(f"{kind}_id").codes for kind in ("teacher", "school", "county"))
    homes = (ids.school_of_post, ids.schools.county[ids.school_of_post])
    post: Code = agreeing(rows, (alone[teacher], school, county), homes)
    return post


def _one_by_one(ids: Ids, named: Named, report: Report) -> Found:
    """The post of each combination of ids."""
    says = named.says
    open_ = ~(says["school"] & (named.codes["school"] < 0))
    open_ &= ~(says["county"] & (named.codes["county"] < 0)) & (named.codes["teacher"] >= 0)
    found = Found(np.full(len(open_), -1, np.int32), np.zeros(len(open_), np.bool_))
    _by_school(ids, named, open_ & says["school"], found, report)
    _by_person(ids, named, open_ & ~says["school"] & says["county"], found, report)
    _by_teacher(ids, named, open_ & ~says["school"] & ~says["county"], found, report)
    _check_county(ids.schools, ids.school(found.post), named, report)
    return found


def _by_school(ids: Ids, named: Named, among: Mask, found: Found, report: Report) -> None:
    """Rows that name their school."""
    teacher, school = named.codes["teacher"][among], named.codes["school"][among]
    post = ids.first[teacher]
    # Most teachers have one post: only the others are searched for.
    other = np.flatnonzero((ids.school(post) != school) | ids.several[teacher])
    key = school[other].astype(np.int64) * ids.teachers + teacher[other]
    post[other] = find(key, ids.posts)
    gone = np.zeros(len(post), np.bool_)
    gone[other] = (post[other] < 0) & (find(key, ids.all_posts) >= 0)
    found.post[among] = post
    found.gone[among] = gone
    named.tell(report, "R242", _spread(among, (post < 0) & ~gone), "teacher_id")


def _by_person(ids: Ids, named: Named, among: Mask, found: Found, report: Report) -> None:
    """Rows that name no school, but the county."""
    if not among.any():
        return
    key = named.codes["county"][among].astype(np.int64) * ids.teachers
    key += named.codes["teacher"][among]
    first, many = only(ids.person_of_post, len(ids.persons))
    person = find(key, ids.persons)
    here = person >= 0
    post = np.full(len(key), -1, np.int32)
    several = np.zeros(len(key), np.bool_)
    post[here], several[here] = first[person[here]], many[person[here]]
    post[several] = -1
    known = find(key, ids.all_persons) >= 0
    found.post[among] = post
    found.gone[among] = ~here & known
    named.tell(report, "R246", _spread(among, ~known), "teacher_id")
    named.tell(report, "R243", _spread(among, several), "teacher_id")


def _by_teacher(ids: Ids, named: Named, among: Mask, found: Found, report: Report) -> None:
    """Rows that name their teacher alone."""
    teacher = named.codes["teacher"][among]
    several = ids.several[teacher]
    post = np.where(several, np.int32(-1), ids.first[teacher])
    found.post[among] = post
    found.gone[among] = (post < 0) & ~several
    named.tell(report, "R243", _spread(among, several), "teacher_id")


def _spread(among: Mask, which: Mask) -> Mask:
    """The places of ``among`` where ``which`` holds, among all."""
    rows: Index = np.flatnonzero(among)[which]
    spread = np.zeros(len(among), np.bool_)
    spread[rows] = True
    return spread


def _check_county(schools: Schools, school: Code, named: Named, report: Report) -> None:
    """A row's own ``county_id``, where it has one, is that of its school."""
    county = named.codes["county"]
    here = (school >= 0) & (county >= 0)
    if here.any():
        apart = schools.county[school[here]] != county[here]
        named.tell(report, "R248", _spread(here, apart), "county_id")
