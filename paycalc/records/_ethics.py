"""The cases of ``ethics``."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from paycalc.records._codes import Code
from paycalc.records._ids import Ids, find
from paycalc.records._references import Known, read_ids
from paycalc.records._reporting import Report
from paycalc.records._sieve import Index, Mask, Sieve, count, keep, listed, tell, written
from paycalc.records._views import nulls
from paycalc.records._words import Words
from paycalc.records.cells import Dates, dates
from paycalc.records.checked import Cases
from paycalc.records.expectations import Expectations


def check_cases(kept: Sieve, expects: Expectations, report: Report) -> None:
    """Tell cases that the policy's veto does not provide for, and cases told twice."""
    tell(report, "R232", kept, kept.words("case_id").again(), "case_id")
    if expects.statuses is None or expects.ethics_items is None:
        count(report, "R253", kept, len(kept.frame))
        return
    _unlisted(report, "R254", kept, "item", expects.ethics_items)
    _unlisted(report, "R255", kept, "status", frozenset(expects.statuses))
    item, status = kept.words("item"), kept.words("status")
    applies = status.within({text for text, means in expects.statuses.items() if means == "apply"})
    for column in ("decided_on", "committed_on"):
        needing = {name for name, needed in expects.needs_date.items() if column in needed}
        empty = _blank(kept, column)
        bare = applies & item.within(needing) & empty
        tell(report, "R256", kept, bare, column)


def _unlisted(report: Report, code: str, kept: Sieve, column: str, known: frozenset[str]) -> None:
    words = kept.words(column)
    strange = (words.codes >= 0) & ~words.within(known)
    tell(report, code, kept, strange, column, values={"known": listed(known)})


def persons_of(kept: Sieve, ids: Ids, known: Known, report: Report) -> tuple[Code, Mask]:
    """The person of each case (-1: none), and which have none as their posts are all left out.

    A teacher id that occurs in two counties, whatever the dates of its posts, needs a county.
    """
    named = read_ids(kept, {kind: known[kind] for kind in ("teacher", "county")}, report)
    teacher, county, says = named.codes["teacher"], named.codes["county"], named.says["county"]
    open_ = (teacher >= 0) & ~(says & (county < 0))
    first, homes = _homes(ids)
    torn = open_ & ~says & (homes[teacher] > 1)
    named.tell(report, "R244", torn, "county_id")
    open_ &= ~torn
    key = np.where(says, county.astype(np.int64) * ids.teachers + teacher, first[teacher])
    there = open_ & (find(key, ids.all_persons) >= 0)
    named.tell(report, "R246", open_ & ~there, "teacher_id")
    person = np.where(there, find(key, ids.persons), np.int32(-1))
    return person[named.place], (there & (person < 0))[named.place]


def _homes(ids: Ids) -> tuple[Index, Index]:
    """For each teacher id the key of a person of it, and in how many counties it occurs."""
    who = ids.all_persons % ids.teachers
    some = np.full(ids.teachers, -1, np.int64)
    some[who] = ids.all_persons
    return some, np.bincount(who, minlength=ids.teachers)


def cases(kept: Sieve, person: Code, ids: Ids, statuses: Mapping[str, str]) -> Cases:
    """The cases that apply or hold, checked already; ``person`` is that of each row."""
    counting = {text for text, means in statuses.items() if means in ("apply", "hold")}
    counts = kept.words("status").within(counting)
    kept, person = keep(kept, counts), person[counts]
    status = kept.words("status")
    means = pl.Series([statuses[text] for text in status.words.to_list()], dtype=pl.String)
    key = ids.persons[person] if len(person) else np.empty(0, np.int64)
    return Cases(
        written(kept, "case_id"),
        (key // ids.teachers).astype(np.int32),
        written(kept, "teacher_id"),
        person,
        written(kept, "item"),
        Words(status.codes, means).texts(),
        _date(kept, "decided_on"),
        _date(kept, "committed_on"),
    )


def _blank(kept: Sieve, column: str) -> Mask:
    """Where the file has no cell: one that is there and is no date is told already."""
    if column not in kept.table.types:
        return np.ones(len(kept.frame), np.bool_)
    blank = nulls(kept.table.frame[column])
    return blank if kept.rows is None else blank[kept.rows]


def _date(kept: Sieve, column: str) -> Dates:
    if column in kept.table.types:
        return dates(kept.frame[column])
    rows = len(kept.frame)
    return Dates(np.zeros(rows, np.int32), np.ones(rows, np.uint8))
