"""One table as read: its cells, and which row of which file each row is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from paycalc.problems import Place, Problem
from paycalc.records.tables import TABLES, english

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from paycalc.records._words import Words
    from paycalc.records.cells import Numbers


@dataclass(frozen=True, slots=True)
class Part:
    """A run of rows from one file: it begins at row ``start`` of the frame.

    ``rows`` holds the number of each of its rows as the user's editor numbers them; where it is
    ``None`` they follow one another from ``first``. ``file`` is relative to the dataset, ``None``
    for a table that came from a program. Of a workbook ``sheet`` is the sheet's name, and
    ``letters`` says in which of its columns (``D``) each column of the frame stands.
    """

    file: str | None
    start: int
    rows: NDArray[np.int64] | None = None
    first: int = 1
    sheet: str | None = None
    letters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """One table as read, nothing dropped.

    Columns of ``frame`` stand under their English names. Text cells are trimmed and null where
    empty; columns that came typed stay typed. ``headings`` says how a renamed column was called.
    """

    name: str
    frame: pl.DataFrame = field(repr=False)  # names of people stay out of logs
    parts: tuple[Part, ...]
    headings: dict[str, str] = field(default_factory=dict)
    # found once; another frame has its own
    _types: dict[str, pl.DataType] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _words: dict[str, Words] = field(default_factory=dict, init=False, repr=False, compare=False)
    _numbers: dict[str, Numbers] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def types(self) -> Mapping[str, pl.DataType]:
        """The type of each column, in their order."""
        if not self._types:
            self._types.update(zip(self.frame.columns, self.frame.dtypes, strict=True))
        return self._types

    def words(self, column: str) -> Words:
        """The texts of a column, each once, and which of them each cell is; looked up once."""
        from paycalc.records._words import words_of

        if column not in self._words:
            self._words[column] = words_of(self.frame[column])
        return self._words[column]

    def numbers(self, column: str) -> Numbers:
        """The numbers of a column; read once."""
        from paycalc.records.cells import numbers

        if column not in self._numbers:
            self._numbers[column] = numbers(self.frame[column])
        return self._numbers[column]


def origin(parts: Sequence[Part], row: int) -> tuple[str | None, int]:
    """File and row number, as the user's editor numbers it, of a row of a table's frame."""
    part = _part_of(parts, row)
    return part.file, _number(part, row)


def place_at(table: Table, row: int, column: str | None = None) -> Place:
    """Where a row of a table's frame, or its cell in a column, stands in the user's files."""
    part = _part_of(table.parts, row)
    number = _number(part, row)
    letters = part.letters.get(column or "")
    return Place(
        file=part.file,
        table=table.name,
        row=number,
        column=None if column is None else table.headings.get(column, column),
        sheet=part.sheet,
        cell=letters and f"{letters}{number}",
    )


def row_at(table: Table, place: Place) -> int | None:
    """The row of a table's frame that a place names, if it is there."""
    import numpy as np

    starts = [part.start for part in table.parts[1:]]
    for part, end in zip(table.parts, [*starts, table.frame.height], strict=True):
        if (part.file, part.sheet) != (place.file, place.sheet) or place.row is None:
            continue
        if part.rows is None:
            row = part.start + place.row - part.first
            found = part.start <= row < end
        else:
            at = int(np.searchsorted(part.rows, place.row))
            row, found = part.start + at, at < len(part.rows) and part.rows[at] == place.row
        if found:
            return row
    return None


def rows_of(table: Table, rows: NDArray[np.int64]) -> Table:
    """Some rows of a table, in ascending order, which keep their numbers."""
    import numpy as np

    if len(rows) == table.frame.height:
        return table
    parts = []
    edges = np.searchsorted(rows, [*(part.start for part in table.parts), table.frame.height])
    some = np.flatnonzero(edges[1:] > edges[:-1]).tolist() or [0]
    for place in some:  # of the files of a whole nation
        part, low, high = table.parts[place], edges[place], edges[place + 1]
        offset = rows[low:high] - part.start
        numbers = part.first + offset if part.rows is None else part.rows[offset]
        parts.append(replace(part, start=int(low), rows=numbers))
    return Table(table.name, table.frame[rows], tuple(parts), table.headings)


def _part_of(parts: Sequence[Part], row: int) -> Part:
    # of parts that begin at one row the last has it: a file without rows begins there too
    return next(part for part in reversed(parts) if part.start <= row)


def _number(part: Part, row: int) -> int:
    offset = row - part.start
    return part.first + offset if part.rows is None else int(part.rows[offset])


def named(name: str, headings: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """The columns that headings stand for, and the headings that stand for the same one."""
    columns = [english(name, heading.strip()) for heading in headings]
    return columns, doubled(columns, Place(table=name))


def doubled(columns: Sequence[str], place: Place) -> list[Problem]:
    """The columns that several headings stand for."""
    return [
        Problem("R106", replace(place, column=column))
        for column in sorted({column for column in columns if columns.count(column) > 1})
    ]


def with_cells(
    name: str, frame: pl.DataFrame, file: str | None, called: Mapping[str, str]
) -> tuple[pl.DataFrame, list[Problem]]:
    """The frame without columns that hold no cells (lists, say), and without what wraps cells.

    ``called`` are the headings of columns that were renamed.
    """
    from paycalc.records.cells import readable, stored

    problems: list[Problem] = []
    changed = []
    for column in frame.get_columns():
        if not readable(column.dtype):
            place = Place(file=file, table=name, column=called.get(column.name, column.name))
            problems.append(Problem("R112", place))
        elif (plain := stored(column)) is not column:
            changed.append(plain)
    if problems:
        frame = frame.drop([str(problem.place.column) for problem in problems])
    return frame.with_columns(changed) if changed else frame, problems


def trimmed(
    name: str,
    frame: pl.DataFrame,
    parts: tuple[Part, ...],
    called: dict[str, str],
) -> tuple[Table, list[Problem]]:
    """The table of a frame, its text cells trimmed, and notes on what was trimmed.

    ``called`` are the headings of columns that were renamed.
    """
    from paycalc.records._apart import texts_apart
    from paycalc.records._words import trimmed_words

    columns: list[pl.Series] = []
    words: dict[str, Words] = {}
    problems: list[Problem] = []
    for column, found in texts_apart(frame).items():
        cells = frame[column]
        bare, words[column], changed = trimmed_words(cells, found)
        if bare is not cells:
            columns.append(bare)
        if len(changed):
            files = {origin(parts, int(changed[place]))[0] for place in (0, -1)}
            file = files.pop() if len(files) == 1 else None
            place = Place(file=file, table=name, column=called.get(column, column))
            problems.append(Problem("R131", place, {"count": len(changed)}, len(changed)))
    # its own frame: who gave this one may change it
    bare_frame = frame.with_columns(columns) if columns else frame.clone()
    table = Table(name, bare_frame, parts, called)
    table._words.update(words)
    return table, problems


def with_repeated(
    table: Table, column: str, values: Sequence[str | None], heights: Sequence[int]
) -> Table:
    """The table with one more column, each of whose texts stands in so many rows."""
    from paycalc.records._words import repeated

    frame = table.frame.with_columns(repeated_texts(column, values, heights))
    wider = Table(table.name, frame, table.parts, table.headings)
    wider._words.update({**table._words, column: repeated(values, heights)})
    return wider


def repeated_texts(column: str, values: Sequence[str | None], heights: Sequence[int]) -> pl.Series:
    """A column in which each text stands in so many rows."""
    import polars as pl

    once = pl.Series(column, values, dtype=pl.String)
    cells = [once.new_from_index(i, height) for i, height in enumerate(heights)]
    return pl.concat(cells, rechunk=False)


def joined(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Frames under one another; a column that a frame lacks is empty there.

    A column whose types differ is taken at its texts, which say the same whatever the type.
    """
    import polars as pl

    from paycalc.records.cells import texts

    if len(frames) == 1:
        return frames[0]
    schemas = [frame.schema for frame in frames]
    columns = list(dict.fromkeys(column for schema in schemas for column in schema))
    types = {
        column: {s[column] for s in schemas if column in s and s[column] != pl.Null}
        for column in columns
    }
    even = []
    for frame, schema in zip(frames, schemas, strict=True):
        series = []
        for column in columns:
            kinds = types[column]
            target = next(iter(kinds)) if len(kinds) == 1 else pl.String()
            if column not in schema:
                series.append(pl.Series(column, [None], dtype=target).new_from_index(0, len(frame)))
            elif len(kinds) > 1:
                series.append(texts(frame[column]))
            elif schema[column] == target:
                series.append(frame[column])
            else:
                series.append(frame[column].cast(target))
        even.append(pl.DataFrame(series))
    return pl.concat(even, rechunk=False)


def lacking(name: str, columns: Iterable[str]) -> list[str]:
    """The required columns of a table that are not among ``columns``."""
    present = set(columns)
    return [
        column.name
        for column in TABLES[name].columns.values()
        if column.required and column.name not in present
    ]
