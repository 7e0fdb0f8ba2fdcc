"""Reading the files of a table, each in its kind; Parquet files that are alike at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.errors import WorkbookError
from paycalc.problems import Place, Problem, has_errors
from paycalc.records._csv import read_csv
from paycalc.records._sources import FILES, WORKBOOKS, Source, sheet_of
from paycalc.records.names import Names
from paycalc.records.table import doubled, with_cells

_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
_UNREADABLE = (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException)


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows that follow one another in a file; ``partition`` is what its path says of columns.

    ``rows`` and ``first`` number them as those of a `Part`.
    """

    file: str
    height: int
    partition: dict[str, str | None] = field(default_factory=dict)
    rows: NDArray[np.int64] | None = None
    first: int = 1


@dataclass(frozen=True, slots=True)
class Content:
    """What files with the same columns say, one piece after the other."""

    frame: pl.DataFrame
    headings: dict[str, str]
    pieces: tuple[Piece, ...]
    sheet: str | None = None
    letters: Mapping[str, str] = field(default_factory=dict)


Told: TypeAlias = "tuple[Content | None, list[Problem]]"
"""What a file says, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The table that is read, what its headings stand for, and where its files are told from."""

    name: str
    source: Source
    folder: Path
    names: Names

    def file(self, path: Path) -> str:
        """A file as users are told of it."""
        return path.relative_to(self.folder).as_posix()


def read_files(
    reading: Reading, paths: Sequence[Path]
) -> tuple[list[Content] | None, list[Problem]]:
    """What the files of a table say, ``None`` if one of them cannot be read, and what is wrong."""
    alike = _all_alike(reading, paths)
    if alike is not None:
        return [alike], []
    told = [_read_file(reading, path) for path in paths]
    problems = [problem for _, found in told for problem in found]
    if any(content is None and has_errors(found) for content, found in told):
        return None, problems
    return [content for content, _ in told if content is not None], problems


def _read_file(reading: Reading, path: Path) -> Told:
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        return _read_sheet(reading, path)
    place = Place(file=reading.file(path), table=reading.name)
    if kind not in FILES:
        return None, [Problem("R110", replace(place, table=None))]
    try:
        return _read_csv(reading, path) if kind == ".csv" else _read_parquet(reading, path)
    except _UNREADABLE:
        return None, [Problem("R102", place)]


def _all_alike(reading: Reading, paths: Sequence[Path]) -> Content | None:
    """Several Parquet files read in one call, if all can be read and have the same columns.

    Where there is anything to tell each is read alone, so that it is told with its file.
    """
    if len(paths) < 2 or any(path.suffix.lower() != ".parquet" for path in paths):
        return None
    try:
        frames = pl.collect_all([_scanned(path) for path in paths])
        frame = pl.concat(frames, rechunk=False)
    except _UNREADABLE:
        return None
    content, problems = _named(reading, Piece(paths[0].name, 0), frame, frame.columns)
    if content is None or problems:
        return None
    columns = content.frame.columns
    files = list(map(reading.file, paths))
    pieces = [
        Piece(file, len(part), _partition(file, columns))
        for file, part in zip(files, frames, strict=True)
    ]
    return replace(content, pieces=tuple(pieces))


def _read_csv(reading: Reading, path: Path) -> Told:
    file = reading.file(path)
    sheet, problems = read_csv(path.read_bytes(), reading.name, file, reading.names)
    if sheet is None:
        return None, problems
    piece = Piece(file, len(sheet.cells), rows=sheet.rows, first=sheet.first)
    content, found = _named(reading, piece, sheet.cells, list(sheet.headings), sheet.line)
    return content, problems + found


def _read_parquet(reading: Reading, path: Path) -> Told:
    frame = _scanned(path).collect()
    return _named(reading, Piece(reading.file(path), len(frame)), frame, frame.columns)


def _scanned(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path, hive_partitioning=False, glob=False)


def _named(
    reading: Reading,
    piece: Piece,
    frame: pl.DataFrame,
    called: Sequence[str],
    line: int | None = None,
) -> Told:
    """The content of a file under the names that its headings stand for."""
    columns = [reading.names.column(reading.name, heading.strip()) for heading in called]
    wrong = doubled(columns, Place(file=piece.file, table=reading.name, row=line))
    if wrong:
        return None, wrong
    frame.columns = columns
    headings = {new: old.strip() for new, old in zip(columns, called, strict=True) if new != old}
    frame, notes = with_cells(reading.name, frame, piece.file, headings)
    piece = replace(piece, partition=_partition(piece.file, frame.columns))
    return Content(frame, headings, (piece,)), notes


def _read_sheet(reading: Reading, path: Path) -> Told:
    from paycalc.records._xlsx._book import open_book
    from paycalc.records._xlsx.sheet import read_sheet

    name, names, file = reading.name, reading.names, reading.file(path)
    book, sheet, problems = reading.source.book, reading.source.sheet, list[Problem]()
    try:
        if book is None or sheet is None:  # of a folder with workbooks
            book = open_book(path)
            sheet, problems = sheet_of(book, file, name, names)
    except WorkbookError as error:
        return None, [Problem(error.code, Place(file=file, table=name), error.values)]
    except OSError:
        return None, [Problem("R102", Place(file=file, table=name))]
    if sheet is None:
        return None, problems
    read, found = read_sheet(book, sheet, name, names, file)
    if read is None:
        return None, found
    place = Place(file=file, table=name, row=read.line, sheet=sheet.name)
    wrong = doubled(read.columns, place)
    if wrong:
        return None, found + wrong
    frame = read.cells
    frame.columns = read.columns
    headings = {n: c for n, c in zip(read.columns, read.called, strict=True) if n != c}
    letters = dict(zip(read.columns, read.places, strict=True))
    piece = Piece(file, len(frame), _partition(file, frame.columns), read.rows)
    return Content(frame, headings, (piece,), sheet.name, letters), found


def _partition(file: str, columns: Collection[str]) -> dict[str, str | None]:
    """What the ``column=value`` folders of a path say of columns that the file lacks."""
    said: dict[str, str | None] = {}
    for folder in file.split("/")[1:-1]:
        column, equals, written = folder.partition("=")
        column = unquote(column)
        if equals and column not in columns:
            said[column] = None if written == _NO_VALUE else unquote(written).strip() or None
    return said
