"""A small hash of each row of the records, by which a row that was changed later can be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.problems import Place, Problem
from paycalc.records import place_of
from paycalc.result.canonical import Rows, canonical_rows

if TYPE_CHECKING:
    from paycalc.engine.plan import EnginePlan
    from paycalc.records import Checked

Hashes: TypeAlias = "NDArray[np.uint32]"
Kept: TypeAlias = Mapping[tuple[str, str], Hashes]
"""The hashes of the rows that a run was computed from, by table and county."""

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(32)


def row_hashes(rows: Rows) -> Hashes:
    """uint32[n]: 32 bits of what a row says, whoever is its owner included.

    Two rows that differ have the same by chance only, once in four thousand million: enough to
    name the row where the sha256 of a table already tells that there is one.
    """
    hashed = _of_texts(rows.owners.ids)[rows.owner]
    parts = (_of_texts(rows.texts)[rows.said], *(column.view(np.uint64) for column in rows.numbers))
    for part in parts:
        hashed = (hashed ^ part) * _ODD
        hashed ^= hashed >> _SHIFT
    return (hashed >> _SHIFT).astype(np.uint32)


def _of_texts(texts: pl.Series) -> NDArray[np.uint64]:
    digests = b"".join(sha256(text.encode()).digest()[:8] for text in texts)
    return np.frombuffer(digests, np.dtype("<u8")).astype(np.uint64)


def strangers(plan: EnginePlan, checked: Checked, kept: Kept) -> Iterator[Problem]:
    """The rows of records that are none of those that a run was computed from, each by its place.

    Rows that are gone cannot be named: they are counted, by table and county.
    """
    for name, rows in canonical_rows(plan, checked):
        county = rows.owners.county[rows.owner]
        hashes = row_hashes(rows)
        for code, text in enumerate(checked.counties):
            low, high = np.searchsorted(county, [code, code + 1]).tolist()
            expected = Counter(kept.get((name, text), np.zeros(0, np.uint32)).tolist())
            for place, found in enumerate(hashes[low:high].tolist(), low):
                if expected[found]:
                    expected[found] -= 1
                else:
                    yield Problem("V217", _place(checked, name, text, int(rows.rows[place])))
            gone = expected.total()
            if gone:
                yield Problem("V218", Place(table=name, county=text), {"count": gone}, gone)


def _place(checked: Checked, name: str, county: str, row: int) -> Place:
    """The place of a row of a checked table, as its file has it, and whose it is."""
    if name == "funds":
        return Place(table=name, county=county)
    if name == "ethics":
        cases = checked.ethics
        teacher, case = cases.teacher_id[row], cases.case_id[row]
        return Place(table=name, county=county, teacher=teacher, item=case)
    tables = {"schools": checked.schools, "staff": checked.staff, **checked.tables}
    table = tables[name]
    where = replace(place_of(table, row), county=county)
    schools = checked.schools.frame["school_id"]
    if table.post is None:
        assert table.school is not None
        return replace(where, school=schools[int(table.school[row])])
    post, posts = int(table.post[row]), checked.posts
    school = schools[int(posts.school[post])]
    return replace(where, school=school, teacher=posts.teacher_id[post])
