"""Taking counties out of many, putting counties together, and leaving posts or units out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from paycalc.audit.world import Codes, Counties, Slots, Verdicts
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.plan import OF_SCHOOLS


def only(counties: Counties, number: int) -> Counties:
    """One county of many."""
    units = np.zeros(counties.post_starts.size - 1, np.bool_)
    units[counties.unit_starts[number] : counties.unit_starts[number + 1]] = True
    kept = keep(counties, units[counties.post_unit], units)
    starts = np.array([0, int(units.sum())])
    return replace(kept, unit_starts=starts, funds=counties.funds[:, number : number + 1])


def keep(counties: Counties, posts: Bools, units: Bools) -> Counties:
    """The counties with some units, and of these some posts.

    A teacher whose first post goes has the next one as the first; cases go with the first post.
    """
    posts = posts & units[counties.post_unit]
    school_unit = np.repeat(np.arange(units.size), np.diff(counties.school_starts))
    schools = np.flatnonzero(units[school_unit])
    place = np.cumsum(units[school_unit]) - 1
    who = np.flatnonzero(posts)
    tables = {
        name: slots.take(schools if name in OF_SCHOOLS else who)
        for name, slots in counties.tables.items()
    }
    return Counties(
        unit_starts=np.append(0, np.cumsum(units))[counties.unit_starts],
        school_starts=np.append(0, np.cumsum(np.diff(counties.school_starts)[units])),
        post_starts=_starts(posts, counties, units),
        post_school=place[counties.post_school[who]],
        teacher=_teachers(counties.teacher[who]),
        grouped=counties.grouped[units],
        funds=counties.funds,
        tables=tables,
        cases=counties.cases.take(who),
    )


def _starts(posts: Bools, counties: Counties, units: Bools) -> Ints:
    before: Ints = np.append(0, np.cumsum(posts))
    sizes = np.diff(before[counties.post_starts])[units]
    return np.append(0, np.cumsum(sizes))


def _teachers(teacher: Ints) -> Ints:
    """The first post of each teacher among those that are left."""
    _, first, which = np.unique(teacher, return_index=True, return_inverse=True)
    return np.asarray(first[which])


def joined(parts: Sequence[Counties]) -> Counties:
    """Several lots of counties of one world as one."""
    posts = np.cumsum([0, *(part.posts for part in parts)])
    schools = np.cumsum([0, *(int(part.school_starts[-1]) for part in parts)])
    numbered = list(zip(parts, posts, schools, strict=False))
    return Counties(
        unit_starts=_runs([part.unit_starts for part in parts]),
        school_starts=_runs([part.school_starts for part in parts]),
        post_starts=_runs([part.post_starts for part in parts]),
        post_school=np.concatenate([part.post_school + n for part, _, n in numbered]),
        teacher=np.concatenate([part.teacher + n for part, n, _ in numbered]),
        grouped=np.concatenate([part.grouped for part in parts]),
        funds=np.concatenate([part.funds for part in parts], axis=1),
        tables={
            name: _joined_slots([part.tables[name] for part in parts]) for name in parts[0].tables
        },
        cases=Verdicts(
            np.concatenate([part.cases.item for part in parts]),
            np.concatenate([part.cases.holds for part in parts]),
            np.concatenate([part.cases.decided for part in parts]),
            np.concatenate([part.cases.committed for part in parts]),
        ),
    )


def _runs(starts: Sequence[Ints]) -> Ints:
    return np.append(0, np.cumsum(np.concatenate([np.diff(one) for one in starts])))


def _joined_slots(parts: Sequence[Slots]) -> Slots:
    cells: Mapping[str, Codes] = {
        column: np.concatenate([part.cells[column] for part in parts]) for column in parts[0].cells
    }
    return Slots(
        np.concatenate([part.there for part in parts]),
        np.concatenate([part.main for part in parts]),
        parts[0].key,
        cells,
    )
