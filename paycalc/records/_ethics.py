"""The cases of ``ethics``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from paycalc.records._ids import Ids, codes, find
from paycalc.records._reporting import Report
from paycalc.records._sieve import Code, Mask, Sieve, count, keep, listed, tell, written
from paycalc.records.cells import Dates, dates
from paycalc.records.checked import Cases
from paycalc.records.expectations import Expectations


@dataclass(frozen=True, slots=True)
class PlacedCases:
    """Cases with the person that each is of (-1 where an error stands)."""

    kept: Sieve
    person: Code


def check_cases(kept: Sieve, expects: Expectations, report: Report) -> None:
    """Tell cases that the policy's veto does not provide for, and cases told twice."""
    case = written(kept, "case_id")
    again = (case.is_not_null() & ~case.is_first_distinct()).to_numpy()
    tell(report, "R232", kept, again, "case_id")
    if expects.statuses is None or expects.ethics_items is None:
        count(report, "R253", kept, len(kept.frame))
        return
    item, status = written(kept, "item"), written(kept, "status")
    _unlisted(report, "R254", kept, item, expects.ethics_items)
    _unlisted(report, "R255", kept, status, frozenset(expects.statuses))
    applies = _among(status, {text for text, means in expects.statuses.items() if means == "apply"})
    for column in ("decided_on", "committed_on"):
        needing = {name for name, needed in expects.needs_date.items() if column in needed}
        empty = _date(kept, column).state == 1
        bare = applies & _among(item, needing) & empty
        tell(report, "R256", kept, bare, column)


def _unlisted(
    report: Report, code: str, kept: Sieve, texts: pl.Series, known: frozenset[str]
) -> None:
    strange = texts.is_not_null().to_numpy() & ~_among(texts, known)
    tell(report, code, kept, strange, texts.name, values={"known": listed(known)})


def _among(texts: pl.Series, some: frozenset[str] | set[str]) -> Mask:
    known = pl.Series(sorted(some), dtype=pl.String)
    return texts.is_in(known.implode()).fill_null(False).to_numpy()


def place_cases(kept: Sieve, ids: Ids, report: Report) -> PlacedCases:
    """The person of each case; cases of teachers whose posts are all left out are left out."""
    names = {"teacher": written(kept, "teacher_id"), "county": written(kept, "county_id")}
    teacher = codes(names["teacher"], ids.teacher_id)
    county = codes(names["county"], pl.Series(ids.schools.counties, dtype=pl.String))
    says = names["county"].is_not_null().to_numpy()
    nobody = names["teacher"].is_not_null().to_numpy() & (teacher < 0)
    tell(report, "R241", kept, nobody, "teacher_id", {"teacher": names["teacher"]})
    nowhere = says & (county < 0)
    tell(report, "R245", kept, nowhere, "county_id", {"county": names["county"]})
    open_ = (teacher >= 0) & ~nowhere
    first, homes = _homes(ids)
    key = county.astype(np.int64) * ids.teachers + teacher
    person = np.where(says, find(key, ids.persons), first[teacher])
    person = np.where(open_, person, -1).astype(np.int32)
    torn = open_ & ~says & (homes[teacher] > 1)
    tell(report, "R244", kept, torn, "county_id", names)
    lost = open_ & (person < 0)
    gone = lost & (~says | (find(key, ids.all_persons) >= 0))
    tell(report, "R246", kept, lost & ~gone, "teacher_id", names)
    count(report, "R273", kept, int(np.count_nonzero(gone)))
    return PlacedCases(keep(kept, ~gone), person[~gone])


def _homes(ids: Ids) -> tuple[Code, Code]:
    """For each teacher id a person of it (-1: none), and in how many counties it occurs."""
    who = ids.persons % ids.teachers
    first = np.full(ids.teachers, -1, np.int32)
    first[who] = np.arange(len(who), dtype=np.int32)
    return first, np.bincount(who, minlength=ids.teachers).astype(np.int32)


def cases(placed: PlacedCases, ids: Ids, statuses: dict[str, str]) -> Cases:
    """The cases that apply or hold, checked already."""
    means = written(placed.kept, "status").replace_strict(
        list(statuses), list(statuses.values()), default=None, return_dtype=pl.String
    )
    counts = means.is_in(["apply", "hold"]).fill_null(False).to_numpy()
    kept, person = keep(placed.kept, counts), placed.person[counts]
    key = ids.persons[person] if len(person) else np.empty(0, np.int64)
    return Cases(
        written(kept, "case_id"),
        (key // ids.teachers).astype(np.int32),
        written(kept, "teacher_id"),
        person,
        written(kept, "item"),
        means.filter(counts),
        _date(kept, "decided_on"),
        _date(kept, "committed_on"),
    )


def _date(kept: Sieve, column: str) -> Dates:
    if column in kept.frame.columns:
        return dates(kept.frame[column])
    rows = len(kept.frame)
    return Dates(np.zeros(rows, np.int32), np.ones(rows, np.uint8))
