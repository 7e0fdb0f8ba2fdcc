"""The records of a result in one form, whatever their files, formats and order of rows were.

A row belongs to an owner: a post, a school or a county. Of the columns that the policy reads it has
texts and dates, as one text (each in quotes, commas between them), and numbers: micro, or money in
the currency's minor unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.records._codes import codes
from paycalc.records._views import gather
from paycalc.records._words import Words, combinations
from paycalc.records.cells import dates, money, words_of
from paycalc.records.tables import OF_EVERY_POLICY

if TYPE_CHECKING:
    from paycalc.engine.plan import EnginePlan
    from paycalc.records import Checked, CheckedTable

Codes: TypeAlias = "NDArray[np.int32]"
Ints: TypeAlias = "NDArray[np.int64]"

EMPTY: Final = np.iinfo(np.int64).min
"""What stands for a number where a cell is empty."""

_ALWAYS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "adjustments": (("adjustment_id", "text"), ("amount", "money")),
    "opening_balances": (("unit_id", "text"), ("amount", "money")),
}
"""What is read of a table whatever the policy is."""
_SPAN: Final = (("from", "date"), ("to", "date"))
_NUMBERS: Final = ("money", "number")


@dataclass(frozen=True, slots=True)
class Owners:
    """What rows may belong to: the county of each, in ascending order, and its ids as one text."""

    county: Codes
    ids: pl.Series


@dataclass(frozen=True, slots=True)
class Rows:
    """The n rows of a table in the one order: by owner, what they say, and their numbers.

    ``owner`` and ``said`` are int64[n], places in ``owners`` and in ``texts``, which differ and are
    in byte order; ``numbers`` has an array for each column of numbers. ``columns`` are the headings
    of the texts, then of the numbers. ``rows`` is int64[n], where each stands in the checked table.
    """

    columns: tuple[str, ...]
    owners: Owners
    texts: pl.Series
    owner: Ints
    said: Ints
    numbers: tuple[Ints, ...]
    rows: Ints


def canonical_rows(plan: EnginePlan, checked: Checked) -> Iterator[tuple[str, Rows]]:
    """The rows of each table that count: inside the period, and known by then."""
    tables = {"schools": checked.schools, "staff": checked.staff, **checked.tables}
    of_schools, of_posts = _owners(checked)
    for name in sorted(plan.tables | OF_EVERY_POLICY):
        if name in tables:
            yield name, _of_table(plan, name, tables[name], of_schools, of_posts)
    yield "funds", _funds(checked)
    if checked.ethics.county.size:
        yield "ethics", _ethics(checked)


def _owners(checked: Checked) -> tuple[Owners, Owners]:
    """The schools and the posts."""
    posts, county = checked.posts, checked.schools.county
    schools = _quoted(checked.schools.frame["school_id"])
    ids = _side_by_side([gather(schools, posts.school), _quoted(posts.teacher_id)])
    return Owners(county, schools), Owners(posts.county, ids)


def _of_table(
    plan: EnginePlan, name: str, table: CheckedTable, of_schools: Owners, of_posts: Owners
) -> Rows:
    columns = _columns(plan, name)
    texts = [_texts(table, column, use) for column, use in columns if use not in _NUMBERS]
    numbers, strange = [], []
    for column, use in columns:
        if use in _NUMBERS:
            read, others = _numbers(table, column, use, plan.policy.currency.decimals)
            numbers.append(read)
            strange += others
    heads = tuple(column if use == "text" else f"{column} ({use})" for column, use in columns)
    if table.post is not None:
        return _ordered(heads, of_posts, table.post, _said(texts, strange), numbers)
    assert table.school is not None
    return _ordered(heads, of_schools, table.school, _said(texts, strange), numbers)


def _columns(plan: EnginePlan, name: str) -> list[tuple[str, str]]:
    """What is read of a table, and how; numbers last."""
    read: set[tuple[str, str]] = {
        (need.column, need.use) for need in plan.needs if name in need.tables
    }
    if name == "schools" and plan.policy.level_1.unit is not None:
        read.add((plan.policy.level_1.unit, "text"))
    read |= {*_SPAN, *_ALWAYS.get(name, ())}
    return sorted(read, key=lambda column: (column[1] in _NUMBERS, column))


def _funds(checked: Checked) -> Rows:
    funds = checked.funds
    heads = ("source", "amount (money)")
    said = _said([_of_words(words_of(funds.source))])
    return _ordered(heads, _counties(checked), funds.county, said, [funds.fen])


def _ethics(checked: Checked) -> Rows:
    cases = checked.ethics
    days = [_days(read.days, read.state == 0) for read in (cases.decided_on, cases.committed_on)]
    columns = (cases.teacher_id, cases.case_id, cases.item, cases.status, *days)
    heads = ("teacher_id", "case_id", "item", "status", "decided_on (date)", "committed_on (date)")
    said = _said([_of_words(words_of(column)) for column in columns])
    return _ordered(heads, _counties(checked), cases.county, said, [])


def _counties(checked: Checked) -> Owners:
    n = len(checked.counties)
    return Owners(np.arange(n, dtype=np.int32), _NOTHING.new_from_index(0, n))


# --- Cells ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cells:
    """Cells as places among a few texts."""

    texts: pl.Series
    places: Codes


_NOTHING: Final = pl.Series([""], dtype=pl.String)
_MOST: Final = 1 << 62


def _texts(table: CheckedTable, column: str, use: str) -> _Cells:
    """What cells say as texts, or as dates; one that is no date says what is written."""
    if column not in table.frame.columns:
        return _Cells(_NOTHING, np.zeros(len(table.frame), np.int32))
    cells = table.frame[column]
    if use == "text":
        return _of_words(table.words(column))
    if cells.dtype != pl.String:
        read = dates(cells)
        return _of_words(words_of(_days(read.days, read.state == 0)))
    words = table.words(column)
    read = dates(words.words)
    written = _days(read.days, read.state == 0).cast(pl.String)
    return _Cells(_or_nothing(_quoted(written.fill_null(words.words))), words.codes + 1)


def _days(days: NDArray[np.int32], there: NDArray[np.bool_]) -> pl.Series:
    whole = pl.Series(days, dtype=pl.Int32).cast(pl.Date)
    return whole if there.all() else whole.set(pl.Series(~there), None)


def _of_words(words: Words) -> _Cells:
    return _Cells(_or_nothing(_quoted(words.words)), words.codes + 1)


def _numbers(
    table: CheckedTable, column: str, use: str, decimals: int
) -> tuple[Ints, list[_Cells]]:
    """The numbers of a column, and what its other cells say, which no item may ever ask for."""
    if column not in table.frame.columns:
        return np.full(len(table.frame), EMPTY), []
    if use == "money":
        return money(table.frame[column], decimals).fen, []
    read = table.numbers(column)
    if not read.state.any():
        return read.micro, []
    numbers = np.where(read.state == 0, read.micro, EMPTY)
    strange = read.state > 1
    if not strange.any():
        return numbers, []
    words = table.words(column)
    texts = _or_nothing("," + _quoted(words.words).alias("") + f"={column}")
    return numbers, [_Cells(texts, np.where(strange, words.codes + 1, 0).astype(np.int32))]


def _or_nothing(texts: pl.Series) -> pl.Series:
    """The texts, and before them that of an empty cell."""
    return pl.concat([_NOTHING.alias(""), texts.alias("")])


def _quoted(texts: pl.Series) -> pl.Series:
    """Texts in double quotes, doubled within.

    >>> _quoted(pl.Series(['5" rule', "a"])).to_list()
    ['"5"" rule"', '"a"']
    """
    if texts.str.contains('"', literal=True).any():
        texts = texts.str.replace_all('"', '""', literal=True)
    return pl.select(pl.concat_str([pl.lit('"'), pl.lit(texts), pl.lit('"')])).to_series()


def _side_by_side(columns: Sequence[pl.Series], separator: str = ",") -> pl.Series:
    frame = pl.DataFrame([column.alias(str(place)) for place, column in enumerate(columns)])
    return frame.select(pl.concat_str(pl.all(), separator=separator)).to_series()


# --- Rows -------------------------------------------------------------------------------------


def _said(columns: Sequence[_Cells], strange: Sequence[_Cells] = ()) -> _Cells:
    """What rows say in all columns, the distinct texts in byte order.

    ``strange`` are cells of which most rows have none; where they have, it follows the others.
    """
    combined, first = _combined([cells.places for cells in (*columns, *strange)])
    parts = [gather(cells.texts, cells.places[first]) for cells in columns]
    ends = [gather(cells.texts, cells.places[first]) for cells in strange]
    texts = _side_by_side([_side_by_side(parts), *ends], separator="")
    ordered = texts.unique().sort()  # two writings of a date are one
    return _Cells(ordered, codes(texts, ordered)[combined])


def _combined(columns: Sequence[Codes]) -> tuple[Codes, Ints]:
    """`combinations` of any number of columns."""
    if prod(int(column.max(initial=0)) + 2 for column in columns) < _MOST or len(columns) == 2:
        return combinations(columns)
    half = len(columns) // 2
    return combinations([_combined(part)[0] for part in (columns[:half], columns[half:])])


def _ordered(
    columns: tuple[str, ...], owners: Owners, owner: Codes, said: _Cells, numbers: Sequence[Ints]
) -> Rows:
    """The rows in order; only those with the owner and the texts of another need their numbers."""
    key = owner.astype(np.int64) * max(len(said.texts), 1) + said.places
    if (key[1:] < key[:-1]).any():
        order = np.argsort(key)
        key = key[order]
    else:
        order = np.arange(key.size)
    if numbers:
        alike = np.zeros(key.size + 1, np.bool_)
        alike[1:-1] = key[1:] == key[:-1]
        tied = np.flatnonzero(alike[1:] | alike[:-1])
        rows = order[tied]
        by_number = np.lexsort([*(column[rows] for column in reversed(numbers)), key[tied]])
        order[tied] = rows[by_number]
    return Rows(
        columns,
        owners,
        said.texts,
        owner[order].astype(np.int64),
        said.places[order].astype(np.int64),
        tuple(column[order] for column in numbers),
        order,
    )
