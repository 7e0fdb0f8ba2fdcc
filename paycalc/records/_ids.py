"""Ids as codes: the schools, counties, teachers and posts of a dataset."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from paycalc.records._codes import Code, ended
from paycalc.records._ordering import ranked
from paycalc.records._sieve import Index, Mask
from paycalc.records._views import gather
from paycalc.records._words import Words


@dataclass(frozen=True, slots=True)
class Schools:
    """The schools by code, sorted by (county_id, school_id), and the counties that have some.

    ``rows`` is the row of the table that each school is.
    """

    school_id: pl.Series
    county: Code
    county_id: pl.Series
    rows: Index


@dataclass(frozen=True, slots=True)
class Ids:
    """Teachers, posts and persons by code; those of the period, and all that staff names.

    A post's key is ``school * teachers + teacher``, a person's ``county * teachers + teacher``;
    keys are sorted and differ, and the place of a key is the post's or person's code. ``first`` is
    the first post of each teacher id (-1: none), and ``several`` says which have more.
    """

    schools: Schools
    teacher_id: pl.Series
    posts: Index
    school_of_post: Code
    first: Code
    several: Mask
    persons: Index
    person_of_post: Code
    all_posts: Index
    all_persons: Index

    @property
    def teachers(self) -> int:
        """How many teacher ids there are, whatever their county (at least 1)."""
        return max(1, len(self.teacher_id))

    def school(self, post: Code) -> Code:
        """The school of each post, -1 where there is none."""
        return ended(self.school_of_post)[post]


def find(keys: Index, among: Index) -> Code:
    """The place of each key in a sorted array without doubles; -1 where it is not there."""
    if not len(among):
        return np.full(len(keys), -1, np.int32)
    place = np.minimum(np.searchsorted(among, keys), len(among) - 1)
    return np.where(among[place] == keys, place, -1).astype(np.int32)


def school_codes(school: Words, county: Words) -> Schools:
    """The schools of a table; of a school that stands there twice the first row counts."""
    schools, school_place = school.ordered()
    counties, county_place = county.ordered()
    whole = np.flatnonzero((school.codes >= 0) & (county.codes >= 0))
    place, first = np.unique(school_place[school.codes[whole]], return_index=True)
    rows = whole[first]
    home = county_place[county.codes[rows]]
    order = np.argsort(home, kind="stable")
    inhabited, code = np.unique(home[order], return_inverse=True)
    return Schools(
        gather(schools, place[order]),
        code.astype(np.int32),
        gather(counties, inhabited),
        rows[order],
    )


def ids(schools: Schools, teacher: Words, school: Code, inside: Mask) -> tuple[Ids, Code]:
    """The posts of ``staff``, and the place of each of its rows among all posts (-1: none).

    ``teacher`` are the ids of its rows, ``school`` their schools (-1: none); ``inside`` says which
    overlap the period.
    """
    teacher_id, rank = teacher.ordered()
    teachers = max(1, len(teacher_id))
    who = teacher.of_words(rank)
    rows = np.flatnonzero((school >= 0) & (who >= 0))
    firsts, place = ranked(school[rows], who[rows])
    at, of = school[rows[firsts]], who[rows[firsts]].astype(np.int64)
    all_posts = at * np.int64(teachers) + of
    county = schools.county[at]
    some, person = ranked(county, of)
    all_persons = county[some] * np.int64(teachers) + of[some]
    kept, kept_person = np.zeros(len(at), np.bool_), np.zeros(len(some), np.bool_)
    kept[place[inside[rows]]] = True
    kept_person[person[kept]] = True
    first, several = only(of[kept], teachers)
    known = Ids(
        schools,
        teacher_id,
        all_posts[kept],
        at[kept],
        first,
        several,
        all_persons[kept_person],
        (np.cumsum(kept_person, dtype=np.int32) - np.int32(1))[person[kept]],
        all_posts,
        all_persons,
    )
    post = np.full(len(who), -1, np.int32)
    post[rows] = place
    return known, post


def only(of: Index | Code, size: int) -> tuple[Code, Mask]:
    """For each of ``size`` codes its first place in ``of`` (-1: none), and whether it has more."""
    first = np.full(size, -1, np.int32)
    first[of[::-1]] = np.arange(len(of) - 1, -1, -1, dtype=np.int32)
    return first, np.bincount(of, minlength=size) > 1
