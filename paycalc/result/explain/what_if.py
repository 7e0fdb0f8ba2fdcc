"""What one more lesson, a better result or another post would have changed for one teacher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine.values import decimal_text
from paycalc.errors import WhatIfError
from paycalc.records import Part, Records, Table, cells, place_of
from paycalc.result.explain.build import posts_of
from paycalc.result.explain.changes import KEYS, Own, Setting, Step, understood

if TYPE_CHECKING:
    import polars as pl

    from paycalc.engine.numbers import Ints
    from paycalc.records import CheckedTable
    from paycalc.result.result import Result


@dataclass(frozen=True)
class Change:
    """One cell that was changed: where it stands (a new row: no row), before and after."""

    asked: str
    table: str
    column: str
    kind: str
    file: str | None
    row: int | None
    before: str | None
    after: str


@dataclass(frozen=True)
class Difference:
    """A line of a post, or a sum such as ``payable``, before and after, in fen."""

    name: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """What the change brings."""
        return self.after - self.before


@dataclass(frozen=True)
class PostDifference:
    """One post: the lines that it has before or after, and gross to payable."""

    county: str
    school: str
    lines: tuple[Difference, ...]
    sums: tuple[Difference, ...]


@dataclass(frozen=True)
class WhatIf:
    """What a change of one teacher's records changes for that teacher; prints well."""

    teacher: str
    policy: str
    version: str
    period: str
    currency: str
    decimals: int
    changes: tuple[Change, ...]
    posts: tuple[PostDifference, ...]

    def __str__(self) -> str:
        return self.text()

    def text(self, language: str = "en") -> str:
        """Indented lines for a terminal, in ``en`` or ``zh``."""
        from paycalc.result.explain.tell_what_if import plain

        return plain(self, language)

    def markdown(self, language: str = "en") -> str:
        """A Markdown document, in ``en`` or ``zh``."""
        from paycalc.result.explain.tell_what_if import markdown

        return markdown(self, language)

    def to_json(self) -> dict[str, object]:
        """The differences as ``paycalc-what-if/1``; money as texts in major units."""
        from paycalc.result.explain.tell_what_if import exported

        return exported(self)


def what_if(
    result: Result, teacher: str, asked: Sequence[str], county: str | None = None
) -> WhatIf:
    """What other records of one teacher would have changed for that teacher.

    The whole dataset is computed again with the change, by the same engine.

    Raises:
        UnknownTeacherError: nobody of this id was paid, or the id occurs in several counties.
        WhatIfError: a change cannot be understood or made; it says what is allowed.
        ProblemsError: the changed records cannot be paid.
    """
    from paycalc.engine import compute

    number, posts = posts_of(result, teacher, county)
    made = result.made
    people = made.checked.posts
    mine = (people.teacher_id == teacher).to_numpy() & (people.county == number)
    own = Own(made, np.flatnonzero(mine).tolist())
    records = made.records
    changes: list[Change] = []
    for change in understood(own, asked):
        done: list[Change]
        if isinstance(change, Setting):
            records, done = _set(own, records, change)
        else:
            records, done = _stepped(own, records, change, teacher)
        changes += done
    after = compute(result.policy, records)
    _, posts_after = posts_of(after, teacher, result.names.counties[number])
    pairs = zip(posts.tolist(), posts_after.tolist(), strict=True)
    policy = result.policy
    return WhatIf(
        teacher=teacher,
        policy=policy.id,
        version=policy.version,
        period=result.period.id,
        currency=policy.currency.code,
        decimals=policy.currency.decimals,
        changes=tuple(changes),
        posts=tuple(_differences(result, after, *pair) for pair in pairs),
    )


# --- The records, changed ---------------------------------------------------------------------


def _set(own: Own, records: Records, change: Setting) -> tuple[Records, list[Change]]:
    staff = own.checked.staff
    rows = np.flatnonzero(own.rows(staff)).tolist()
    told = [_change(change.asked, staff, row, change.column, "", change.value) for row in rows]
    return _with(records, staff, rows, change.column, [change.value] * len(rows)), told


def _stepped(
    own: Own, records: Records, change: Step, teacher: str
) -> tuple[Records, list[Change]]:
    """More of a kind: in its largest row, or in a new one; of an indicator, in each value."""
    key, column = KEYS[change.table]
    table = own.checked.tables.get(change.table)
    rows: list[int] = []
    if table is not None:
        of_kind = (cells.texts(table.frame[key]) == change.kind).fill_null(False).to_numpy()
        rows = np.flatnonzero(own.rows(table) & of_kind).tolist()
    if table is None or not rows:
        return _new_row(own, records, change, teacher)
    values = cells.numbers(table.frame[column]).micro
    if change.table != "outcomes":
        rows = [max(rows, key=lambda row: (int(values[row]), -row))]
    after = [int(values[row]) + change.amount for row in rows]
    if any(new < 0 <= int(values[row]) for row, new in zip(rows, after, strict=True)):
        raise WhatIfError(f"{change.asked!r}: there is less than that of {change.kind}")
    texts = [decimal_text(new) for new in after]
    told = [
        _change(change.asked, table, row, column, change.kind, text)
        for row, text in zip(rows, texts, strict=True)
    ]
    return _with(records, table, rows, column, texts), told


def _change(
    asked: str, table: CheckedTable, row: int, column: str, kind: str, after: str
) -> Change:
    at = place_of(table, row)
    before = cells.texts(table.frame[column].slice(row, 1)).item()
    return Change(asked, table.table.name, column, kind, at.source, at.row, before, after)


def _with(
    records: Records, table: CheckedTable, rows: list[int], column: str, texts: list[str]
) -> Records:
    """Records with other texts in rows of a checked table."""
    raw = rows if table.rows is None else [int(table.rows[row]) for row in rows]
    before = records.tables[table.table.name]
    column_after = cells.texts(before.frame[column]).scatter(raw, texts).alias(column)
    changed = replace(before, frame=before.frame.with_columns(column_after))
    return replace(records, tables={**records.tables, before.name: changed})


def _new_row(
    own: Own, records: Records, change: Step, teacher: str
) -> tuple[Records, list[Change]]:
    import polars as pl

    key, column = KEYS[change.table]
    if change.amount < 0 or change.table == "outcomes":
        raise WhatIfError(f"{change.asked!r}: the teacher has no row of {change.kind}")
    schools = own.checked.schools.frame["school_id"]
    school = cells.texts(schools).item(int(own.checked.posts.school[own.posts[0]]))
    amount = decimal_text(change.amount)
    row = pl.DataFrame(
        {"teacher_id": teacher, "school_id": school, key: change.kind, column: amount}
    )
    before = records.tables.get(change.table, Table(change.table, row.clear(), (Part(None, 0),)))
    frame = pl.concat([_at_texts(before.frame, row.columns), row], how="diagonal")
    parts = (
        (*before.parts, Part(None, before.frame.height)) if before.frame.height else before.parts
    )
    changed = replace(before, frame=frame, parts=parts)
    told = Change(change.asked, change.table, column, change.kind, None, None, None, amount)
    return replace(records, tables={**records.tables, change.table: changed}), [told]


def _at_texts(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The frame with some columns at their texts, so that a row of texts fits below."""
    return frame.with_columns(
        cells.texts(frame[column]).alias(column) for column in columns if column in frame.columns
    )


# --- Before and after -------------------------------------------------------------------------


def _differences(before: Result, after: Result, post: int, post_after: int) -> PostDifference:
    names, encoded = before.names, before.encoded

    def difference(name: str, one: Ints, other: Ints) -> Difference:
        return Difference(name, int(one[post]), int(other[post_after]))

    lines = [
        difference(line, fen, after.post_lines[line]) for line, fen in before.post_lines.items()
    ]
    sums = ("gross", "forfeited", "received", "held", "payable")
    return PostDifference(
        county=names.counties[int(encoded.post_county[post])],
        school=names.schools[int(encoded.post_school[post])],
        lines=tuple(line for line in lines if line.before or line.after),
        sums=tuple(difference(name, getattr(before, name), getattr(after, name)) for name in sums),
    )
