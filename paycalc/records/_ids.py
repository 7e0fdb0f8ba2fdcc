"""Ids as codes: the schools, counties, teachers and posts of a dataset."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from paycalc.records._codes import Code
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
    keys are sorted and differ, and the place of a key is the post's or person's code.
    """

    schools: Schools
    teacher_id: pl.Series
    posts: Index
    persons: Index
    person_of_post: Code
    all_posts: Index
    all_persons: Index

    @property
    def teachers(self) -> int:
        """How many teacher ids there are, whatever their county (at least 1)."""
        return max(1, len(self.teacher_id))


def find(keys: Index, among: Index) -> Code:
    """The place of each key in a sorted array without doubles; -1 where it is not there."""
    if not len(among):
        return np.full(len(keys), -1, np.int32)
    place = np.minimum(np.searchsorted(among, keys), len(among) - 1)
    return np.where(among[place] == keys, place, -1).astype(np.int32)


def distinct(keys: Index) -> Index:
    """The keys in ascending order, each once."""
    ordered = np.sort(keys)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


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


def ids(schools: Schools, teacher: Words, school: Words, inside: Mask) -> tuple[Ids, Code]:
    """The posts of ``staff``, and the place of each of its rows among all posts (-1: none).

    ``teacher`` and ``school`` are the ids of its rows; ``inside`` says which overlap the period.
    """
    teacher_id = teacher.words.sort()
    at, who = school.among(schools.school_id), teacher.among(teacher_id)
    teachers = max(1, len(teacher_id))
    whole = (at >= 0) & (who >= 0)
    key = at.astype(np.int64) * teachers + who
    all_posts = distinct(key[whole])
    posts = all_posts if inside.all() else distinct(key[whole & inside])
    persons = _persons(posts, schools, teachers)
    everyone = distinct(persons)
    known = Ids(
        schools,
        teacher_id,
        posts,
        everyone,
        find(persons, everyone),
        all_posts,
        everyone if posts is all_posts else distinct(_persons(all_posts, schools, teachers)),
    )
    return known, np.where(whole, find(key, all_posts), np.int32(-1))


def _persons(posts: Index, schools: Schools, teachers: int) -> Index:
    """The key of each post's person."""
    county = schools.county[posts // teachers].astype(np.int64)
    return county * teachers + posts % teachers
