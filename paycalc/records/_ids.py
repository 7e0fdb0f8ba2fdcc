"""Ids as codes: the schools, counties, teachers and posts of a dataset."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from paycalc.records._sieve import Code, Index, Mask


@dataclass(frozen=True, slots=True)
class Schools:
    """Schools by code, sorted by (county_id, school_id); codes from ``kept`` on are left out.

    ``rows`` is the row of the kept table that each kept school is.
    """

    school_id: pl.Series
    county: Code
    counties: tuple[str, ...]
    kept: int
    rows: Index


@dataclass(frozen=True, slots=True)
class Ids:
    """Teachers, posts and persons by code, and which were left out.

    A post's key is ``school * teachers + teacher``, a person's ``county * teachers + teacher``.
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
        """How many teacher ids there are, whatever their county."""
        return max(1, len(self.teacher_id))


def codes(texts: pl.Series, keys: pl.Series) -> Code:
    """The place of each text among ``keys``, which differ; -1 for others and for empty cells."""
    known = pl.DataFrame({"key": keys, "code": np.arange(len(keys), dtype=np.int32)})
    found = texts.alias("key").to_frame().join(known, on="key", how="left", maintain_order="left")
    return found["code"].fill_null(-1).to_numpy()


def find(keys: Index, among: Index) -> Code:
    """The place of each key in a sorted array without doubles; -1 where it is not there."""
    if not len(among):
        return np.full(len(keys), -1, np.int32)
    place = np.minimum(np.searchsorted(among, keys), len(among) - 1)
    return np.where(among[place] == keys, place, -1).astype(np.int32)


def school_codes(school_id: pl.Series, county_id: pl.Series, left_out: pl.Series) -> Schools:
    """Codes of the kept schools and, after them, of those left out (their texts alone)."""
    named = pl.DataFrame(
        {"school": school_id, "county": county_id, "row": np.arange(len(school_id))}
    ).drop_nulls()
    named = named.unique("school", keep="first", maintain_order=True).sort("county", "school")
    counties = named["county"].unique().sort()
    gone = left_out.drop_nulls().unique().sort()
    gone = gone.filter(~gone.is_in(named["school"].implode()))
    return Schools(
        pl.concat([named["school"], gone.alias("school")]),
        codes(named["county"], counties),
        tuple(counties),
        len(named),
        named["row"].to_numpy(),
    )


def ids(schools: Schools, teacher: pl.Series, school: pl.Series, stays: Mask) -> tuple[Ids, Code]:
    """Codes of the posts of ``staff`` and of each of its rows' post (-1 where it has none).

    ``teacher`` and ``school`` are the texts of all rows, ``stays`` says which are kept.
    """
    teacher_id = teacher.drop_nulls().unique().sort()
    at_school = codes(school, schools.school_id)
    who = codes(teacher, teacher_id)
    count = max(1, len(teacher_id))
    whole = (at_school >= 0) & (who >= 0)
    key = at_school.astype(np.int64) * count + who
    kept = whole & stays & (at_school < schools.kept)
    posts, place = np.unique(key[kept], return_inverse=True)
    county = schools.county[(posts // count).astype(np.int32)] if len(posts) else posts
    person_key = county.astype(np.int64) * count + posts % count
    persons, person = np.unique(person_key, return_inverse=True)
    inside = whole & (at_school < schools.kept)
    everyone = schools.county[at_school[inside]].astype(np.int64) * count + who[inside]
    row_posts = np.full(len(teacher), -1, np.int32)
    row_posts[kept] = place
    return Ids(
        schools,
        teacher_id,
        posts,
        persons,
        person.astype(np.int32),
        np.unique(key[whole]),
        np.unique(everyone),
    ), row_posts
