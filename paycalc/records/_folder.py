"""Finding and reading the files of a dataset's folder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TypeAlias
from urllib.parse import unquote

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.errors import WorkbookError
from paycalc.problems import Place, Problem, has_errors
from paycalc.records._csv import read_csv
from paycalc.records._sources import (
    FILES,
    WORKBOOKS,
    Found,
    Source,
    entries,
    files_below,
    in_folder,
    sheet_of,
)
from paycalc.records._words import Finder
from paycalc.records._xlsx._book import open_book
from paycalc.records.names import PLAIN, Names
from paycalc.records.table import (
    Part,
    Table,
    doubled,
    joined,
    lacking,
    trimmed,
    with_cells,
    with_repeated,
)
from paycalc.records.tables import TABLES

_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
PARTITION = "county_id="
_Files: TypeAlias = "Callable[[Path], list[Path]]"
_UNREADABLE = (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException)


@dataclass(frozen=True, slots=True)
class _Read:
    frame: pl.DataFrame
    headings: dict[str, str]
    partition: dict[str, str | None]
    rows: NDArray[np.int64] | None
    first: int
    sheet: str | None = None
    letters: Mapping[str, str] = field(default_factory=dict)


def read_folder(
    folder: Path,
    tables: Collection[str] = TABLES,
    counties: Collection[str] | None = None,
    folders: Folders | None = None,
) -> tuple[dict[str, Table], list[Problem]]:
    """The tables that a folder holds, in the order of records.md, and what is wrong with files.

    Of ``counties`` only the folders ``county_id=…`` are read; ``folders`` may have listed them.
    """
    found = in_folder(folder, PLAIN)
    if counties is None:
        return read_found(found, folder, PLAIN, tables)
    listed = folders or Folders()

    def files(source: Path) -> list[Path]:
        return [file for part in listed.of(source, counties) for file in files_below(part)]

    return read_found(found, folder, PLAIN, tables, files)


def read_found(
    found: Found,
    folder: Path,
    names: Names,
    tables: Collection[str] = TABLES,
    only: _Files | None = None,
) -> tuple[dict[str, Table], list[Problem]]:
    """The tables whose sources are known; ``folder`` is where the dataset lies.

    ``only`` says which files of a partitioned table are read.
    """
    problems = list(found.problems)
    read: dict[str, Table] = {}
    for name in (name for name in TABLES if name in tables):
        sources = found.sources.get(name, [])
        if len(sources) > 1:
            problems.append(_twice(name, sources))
        elif sources:
            table, wrong = _read_table(name, sources[0], folder, names, only)
            problems += wrong
            if table is not None:
                read[name] = table
    return read, problems


def _twice(name: str, sources: list[Source]) -> Problem:
    first, *others = sources
    place = Place(file=first.path.name, table=name, sheet=first.sheet.name if first.sheet else None)
    return Problem("R103", place, {"others": ", ".join(source.name for source in others)})


class Folders:
    """The folders ``county_id=…`` of partitioned tables; those of each table are listed once."""

    def __init__(self) -> None:
        self._listed: dict[Path, dict[str, list[Path]]] = {}

    def of(self, source: Path, counties: Collection[str]) -> list[Path]:
        """The folders of a table that hold the rows of some counties."""
        if source not in self._listed:
            listed: dict[str, list[Path]] = {}
            for entry in entries(source):
                county = unquote(entry.name.removeprefix(PARTITION))
                listed.setdefault(county, []).append(entry)
            self._listed[source] = listed
        found = [self._listed[source].get(county, []) for county in counties]
        return sorted((folder for some in found for folder in some), key=_in_bytes)


def _in_bytes(path: Path) -> bytes:
    return path.name.encode()


def _read_table(
    name: str, source: Source, folder: Path, names: Names, only: _Files | None
) -> tuple[Table | None, list[Problem]]:
    path = source.path
    files = _files(path) if only is None else only(path)
    if only is not None and not files:
        return None, []  # these counties have no rows
    problems: list[Problem] = []
    read: list[tuple[str, _Read]] = []
    finders: dict[str, Finder] = {}
    failed = False
    frames = _parquet(files)
    for one in files:
        file = one.relative_to(folder).as_posix()
        if one.suffix.lower() in WORKBOOKS:
            content, found = _read_sheet(name, replace(source, path=one), file, names)
        elif one.suffix.lower() in FILES:
            content, found = _read_file(name, one, file, names, frames.pop(one, None))
        else:
            content, found = None, [Problem("R110", Place(file=file))]
        problems += found
        failed = failed or (content is None and has_errors(found))
        if content is not None:
            read.append((file, content))
            for column in content.frame.get_columns():
                if column.dtype == pl.String:
                    finders.setdefault(column.name, Finder()).add(column)
    problems = _merged(problems)
    if failed:
        return None, problems
    if not read:
        return None, [*problems, Problem("R114", Place(file=path.name, table=name))]
    return _table(name, read, finders, problems)


def _files(path: Path) -> list[Path]:
    return files_below(path) if path.is_dir() else [path]


def _parquet(files: Sequence[Path]) -> dict[Path, pl.DataFrame]:
    """Several Parquet files read in one call; none, if one cannot be read or there is only one."""
    files = [file for file in files if file.suffix.lower() == ".parquet"]
    if len(files) < 2:
        return {}
    try:
        return dict(zip(files, pl.collect_all([_scanned(file) for file in files]), strict=True))
    except _UNREADABLE:
        return {}  # each is read alone, which tells the one that fails


def _scanned(file: Path) -> pl.LazyFrame:
    return pl.scan_parquet(file, hive_partitioning=False, glob=False)


def _merged(problems: list[Problem]) -> list[Problem]:
    """Problems with the notes on one column of several files told as one."""
    counted: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.code == "R112":
            counted.setdefault((problem.code, problem.place.column or ""), []).append(problem)
    merged = [problem for problem in problems if problem.code != "R112"]
    for notes in counted.values():
        first, total = notes[0], sum(note.count for note in notes)
        place = first.place if len(notes) == 1 else replace(first.place, file=None)
        values = {"count": total} if first.values else {}
        merged.append(Problem(first.code, place, values, total))
    return merged


def _table(
    name: str,
    read: list[tuple[str, _Read]],
    finders: dict[str, Finder],
    problems: list[Problem],
) -> tuple[Table | None, list[Problem]]:
    present = {c for _, content in read for c in (*content.frame.columns, *content.partition)}
    uneven = [
        Problem("R113", Place(file=file, table=name, column=column, sheet=content.sheet))
        for file, content in read
        for column in lacking(name, (*content.frame.columns, *content.partition))
        if column in present
    ]
    if uneven:
        return None, problems + uneven
    parts, start = [], 0
    headings: dict[str, str] = {}
    for file, content in read:
        sheet, letters = content.sheet, content.letters
        parts.append(Part(file, start, content.rows, content.first, sheet, letters))
        start += len(content.frame)
        headings |= content.headings
    said = _said_by_all([content.partition for _, content in read])
    frame = joined([_with_said(content, said) for _, content in read])
    table, notes = trimmed(name, frame, tuple(parts), headings, finders)
    heights = [len(content.frame) for _, content in read]
    for column in said:
        values = [content.partition[column] for _, content in read]
        table = with_repeated(table, column, values, heights)
    return table, problems + notes


def _said_by_all(partitions: list[dict[str, str | None]]) -> list[str]:
    """The columns that the paths of all files say, and no file has."""
    return [column for column in partitions[0] if all(column in said for said in partitions)]


def _with_said(content: _Read, by_all: list[str]) -> pl.DataFrame:
    """The frame with the columns that its path says and those of some other files do not."""
    some = {c: value for c, value in content.partition.items() if c not in by_all}
    if not some:
        return content.frame
    return content.frame.with_columns(
        pl.lit(value, dtype=pl.String).alias(column) for column, value in some.items()
    )


def _read_sheet(
    name: str, source: Source, file: str, names: Names
) -> tuple[_Read | None, list[Problem]]:
    from paycalc.records._xlsx.sheet import read_sheet

    book, sheet, problems = source.book, source.sheet, list[Problem]()
    try:
        if book is None or sheet is None:  # of a folder with workbooks
            book = open_book(source.path)
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
    partition = _partition(PurePosixPath(file), frame.columns)
    return _Read(frame, headings, partition, read.rows, 1, sheet.name, letters), found


def _read_file(
    name: str, path: Path, file: str, names: Names, frame: pl.DataFrame | None
) -> tuple[_Read | None, list[Problem]]:
    place = Place(file=file, table=name)
    rows, first, line = None, 1, None
    problems: list[Problem] = []
    try:
        if path.suffix.lower() == ".csv":
            sheet, problems = read_csv(path.read_bytes(), name, file, names)
            if sheet is None:
                return None, problems
            frame, called, line = sheet.cells, list(sheet.headings), sheet.line
            rows, first = sheet.rows, sheet.first
        else:
            frame = _scanned(path).collect() if frame is None else frame
            called = frame.columns
    except _UNREADABLE:
        return None, [Problem("R102", place)]
    columns = [names.column(name, heading.strip()) for heading in called]
    wrong = doubled(columns, replace(place, row=line))
    if wrong:
        return None, problems + wrong
    frame.columns = columns
    headings = {new: old.strip() for new, old in zip(columns, called, strict=True) if new != old}
    frame, notes = with_cells(name, frame, file, headings)
    partition = _partition(PurePosixPath(file), frame.columns)
    return _Read(frame, headings, partition, rows, first), problems + notes


def _partition(file: PurePosixPath, columns: list[str]) -> dict[str, str | None]:
    """What the ``column=value`` folders of a path say of columns that the file lacks."""
    said: dict[str, str | None] = {}
    for folder in file.parts[1:-1]:
        column, equals, written = folder.partition("=")
        column = unquote(column)
        if equals and column not in columns:
            said[column] = None if written == _NO_VALUE else unquote(written).strip() or None
    return said
