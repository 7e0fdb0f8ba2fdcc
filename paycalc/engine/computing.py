"""`compute`: from a policy and records to a Result, or to every problem at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from os import PathLike
from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine.arrays import Range, compute_arrays
from paycalc.engine.encoded import Encoded
from paycalc.engine.encoding import Order, encode, vocabulary_of
from paycalc.engine.expects import expectations
from paycalc.engine.leaving_out import Attempt, Rest, rest_of
from paycalc.engine.plan import EnginePlan
from paycalc.engine.progress import Progress, silent
from paycalc.engine.states import CODES, StateCode
from paycalc.engine.work import Fault
from paycalc.policy.model import Mark, Policy
from paycalc.problems import Place, Problem, ProblemsError, has_errors, order
from paycalc.records import Checked, CheckedTable, Records, check, place_of
from paycalc.records.at_fault import Counties, counties_of
from paycalc.records.without import without
from paycalc.result import Made, Names, Result, merge

if TYPE_CHECKING:
    from paycalc.records.batches import Batches

MOST_OF_A_KIND = 1000
"""So many errors of one kind at one place of the policy are told one by one; then a count."""


def compute(
    policy: Policy,
    records: Records | Batches | str | PathLike[str],
    *,
    threads: int | None = None,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Compute every teacher's pay, to the fen (policy.md).

    ``records`` may be a dataset's folder: one that is partitioned by county (folders
    ``county_id=…``) is then read and computed a few counties at a time, which takes less time and
    memory; the result is the same. `compute_parts` hands the results on as they come.

    Pure and thread-safe: the same result for any row order, file format and number of threads
    (default: one for each core). Raises `ProblemsError` with every problem where the records or
    the computation have errors; its warnings are in ``Result.problems``.

    With ``keep_going`` counties that have errors are left out, whole (never a school or a teacher),
    and the others computed: ``Result.left_out`` names them, the result is ``incomplete``, and its
    problems hold their errors. What is not of certain counties alone (a table that is missing, a
    row of a school that nobody knows) is an error as ever.

    ``progress`` is called now and then, in this thread, with the counties that are computed and
    all that there are. What it raises ends the computation and is raised here; no thread is left.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/example-county.yaml")
    >>> records = paycalc.read_records("fixtures/example-county")
    >>> paycalc.compute(policy, records).totals.columns[1:]
    ['fund', 'opening', 'payable', 'held', 'kept', 'unallocated', 'forfeited_to_county']
    """
    threads = threads or os.cpu_count() or 1
    if isinstance(records, Records):
        return compute_records(policy, records, threads, progress, keep_going=keep_going)
    from paycalc.engine.streaming import How, compute_dataset

    return compute_dataset(policy, records, How(threads, progress, keep_going))


def compute_records(
    policy: Policy,
    records: Records,
    threads: int,
    progress: Progress | None = None,
    *,
    keep_going: bool = False,
) -> Result:
    """`compute` of records that are read."""
    plan, unit_column = policy.once(EnginePlan), expectations(policy).unit_column
    first = _attempt(plan, records, threads, progress)
    found: Attempt | Rest = first
    if found.result is None and keep_going:

        def again(left_out: Counties) -> Attempt:
            return _attempt(plan, without(records, left_out, unit_column), threads, progress)

        found = rest_of(first, again, counties_of(records), unit_column)
    if found.result is None:
        raise ProblemsError(order(found.problems))
    return found.result


def _attempt(
    plan: EnginePlan, records: Records, threads: int, progress: Progress | None
) -> Attempt:
    checked, problems = check(records, expectations(plan.policy))
    if checked is None:
        return Attempt(None, problems, records)
    result, problems = computed(plan, records, checked, problems, threads, progress)
    return Attempt(None if has_errors(problems) else result, problems, records, computed=True)


def computed(
    plan: EnginePlan,
    records: Records,
    checked: Checked,
    problems: tuple[Problem, ...],
    threads: int,
    progress: Progress | None = None,
) -> tuple[Result, tuple[Problem, ...]]:
    """The result of checked records (not to be used if there are errors), and all problems."""
    tell = silent if progress is None else progress
    tell(0, len(checked.counties))
    arrangement = Order(plan, checked)
    encoded = encode(plan, checked, arrangement)
    tell(0, encoded.counties)
    ranges = compute_arrays(plan, encoded, threads=threads, progress=progress)
    names = _names(plan, checked, arrangement)
    problems = order((*problems, *_told(plan.policy, checked, encoded, names, ranges)))
    made = Made(plan, records.period, encoded, names, partial(_both, records, checked))
    return merge(made, ranges, problems), problems


def _both(records: Records, checked: Checked) -> tuple[Records, Checked]:
    return records, checked  # a function of its own, so that results can be pickled


def _names(plan: EnginePlan, checked: Checked, arrangement: Order) -> Names:
    cases = checked.ethics
    return Names(
        counties=checked.counties,
        units=arrangement.unit_names(),
        schools=arrangement.of_schools(checked.schools.frame["school_id"]),
        teachers=arrangement.of_posts(checked.posts.teacher_id),
        case_ids=cases.case_id,
        case_teachers=cases.teacher_id,
        texts=partial(vocabulary_of, plan, checked),
    )


# --- Telling faults -----------------------------------------------------------------------------


def _told(
    policy: Policy, checked: Checked, encoded: Encoded, names: Names, ranges: tuple[Range, ...]
) -> Iterator[Problem]:
    """The faults of all ranges as problems, with the names of what they concern."""
    tables: Mapping[str, CheckedTable] = {
        **checked.tables,
        "staff": checked.staff,
        "schools": checked.schools,
    }
    alike: dict[tuple[StateCode, str, Mark], list[tuple[Range, Fault]]] = {}
    for one in ranges:
        for fault in one.faults:
            alike.setdefault((fault.state, fault.what, fault.mark), []).append((one, fault))
    for (state, what, mark), faults in alike.items():
        places = [
            place
            for one, fault in faults
            for place in islice(_places(fault, one, encoded, names, tables), MOST_OF_A_KIND)
        ]
        # By county, as the ranges of any number of threads come to, so that these are the same.
        places.sort(key=lambda place: (place.county or "").encode())
        code = CODES[state]
        yield from (Problem(code, place, {"what": what}) for place in places[:MOST_OF_A_KIND])
        more = sum(fault.scope.n for _, fault in faults) - MOST_OF_A_KIND
        if more > 0:
            place = Place(mark.file or None, mark.line or None, mark.column or None, item=what)
            yield Problem("R199", place, {"code": code, "more": more}, more)
    yield from _warnings(policy, encoded, names, ranges)


def _places(
    fault: Fault,
    one: Range,
    encoded: Encoded,
    names: Names,
    tables: Mapping[str, CheckedTable],
) -> Iterator[Place]:
    scope = fault.scope
    posts = encoded.county_posts[one.first]
    first_unit = encoded.unit_starts[one.first]
    first_school = encoded.school_starts[first_unit]
    for i in range(scope.n):
        parent = int(scope.parent[i])
        school = None if scope.school is None else int(scope.school[i] + first_school)
        unit = None if scope.unit is None else int(scope.unit[i] + first_unit)
        row = Place()
        if scope.table is not None and scope.row is not None:
            origin = one.encoded.tables[scope.table].origin_of(int(scope.row[i]))
            row = place_of(tables[scope.table], origin)
        yield Place(
            file=fault.mark.file or None,
            line=fault.mark.line or None,
            position=fault.mark.column or None,
            table=row.table,
            row=row.row,
            county=names.counties[int(scope.county[i]) + one.first],
            unit=None if unit is None else names.units[unit],
            school=None if school is None else names.schools[school],
            teacher=names.teachers[int(parent + posts)] if scope.base == "post" else None,
            item=fault.what,
        )


def _warnings(
    policy: Policy, encoded: Encoded, names: Names, ranges: tuple[Range, ...]
) -> Iterator[Problem]:
    """Guarantees that do not hold, and units that got money and have no posts."""
    within = {guarantee.id: guarantee.within for guarantee in policy.guarantees}
    marks = {guarantee.id: guarantee.mark for guarantee in policy.guarantees}
    for one in ranges:
        first_unit = int(encoded.unit_starts[one.first])
        for name, places in one.arrays.broken.items():
            mark = marks[name]
            for segment in places.tolist():
                unit = segment + first_unit if within[name] == "unit" else None
                county = segment if unit is None else int(one.encoded.unit_county[segment])
                yield Problem(
                    "C301",
                    Place(
                        mark.file or None,
                        mark.line or None,
                        mark.column or None,
                        county=names.counties[county + one.first],
                        unit=None if unit is None else names.units[unit],
                        item=f"guarantees.{name}",
                    ),
                    {"what": name},
                )
        money = one.arrays.money.allocated
        if one.encoded.opening is not None:
            money = money + one.encoded.opening
        empty = np.flatnonzero((np.diff(one.encoded.post_starts) == 0) & (money > 0))
        for unit in empty.tolist():
            county = int(one.encoded.unit_county[unit]) + one.first
            yield Problem(
                "C302", Place(county=names.counties[county], unit=names.units[unit + first_unit])
            )
