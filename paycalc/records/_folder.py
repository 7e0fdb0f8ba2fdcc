"""Finding and reading the files of a dataset's folder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.problems import Place, Problem, has_errors
from paycalc.records._csv import read_csv
from paycalc.records.table import Part, Table, joined, lacking, named, trimmed, with_cells
from paycalc.records.tables import TABLES

_KINDS = (".csv", ".parquet")
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
PARTITION = "county_id="
_BESIDE = {"period.yaml", "_SUCCESS", "_metadata", "_common_metadata"}


@dataclass(frozen=True, slots=True)
class _Read:
    frame: pl.DataFrame
    headings: dict[str, str]
    rows: NDArray[np.int64] | None
    first: int


def read_folder(
    folder: Path,
    tables: Collection[str] = TABLES,
    counties: Collection[str] | None = None,
) -> tuple[dict[str, Table], list[Problem]]:
    """The tables that a folder holds, in the order of records.md, and what is wrong with files.

    Of ``counties`` only the folders ``county_id=…`` are read.
    """
    found: dict[str, list[Path]] = {}
    problems: list[Problem] = []
    for entry in _entries(folder):
        name = entry.stem if entry.suffix.lower() in _KINDS and entry.is_file() else entry.name
        if name in TABLES and (entry.is_dir() or entry.suffix.lower() in _KINDS):
            found.setdefault(name, []).append(entry)
        elif entry.name not in _BESIDE:
            problems.append(Problem("R110", Place(file=entry.name)))
    read: dict[str, Table] = {}
    for name in (name for name in TABLES if name in tables):
        sources = found.get(name, [])
        if len(sources) > 1:
            others = ", ".join(source.name for source in sources[1:])
            place = Place(file=sources[0].name, table=name)
            problems.append(Problem("R103", place, {"others": others}))
        elif sources:
            table, wrong = _read_table(name, sources[0], folder, counties)
            problems += wrong
            if table is not None:
                read[name] = table
    return read, problems


def _entries(folder: Path) -> list[Path]:
    """What lies in a folder, hidden entries aside, in one order on every machine."""
    seen = (entry for entry in folder.iterdir() if not entry.name.startswith("."))
    return sorted(seen, key=lambda entry: entry.name.encode())


def _files(folder: Path) -> list[Path]:
    return [
        file
        for entry in _entries(folder)
        for file in (_files(entry) if entry.is_dir() else [entry])
        if file.name not in _BESIDE
    ]


def folders_of(source: Path, counties: Collection[str]) -> list[Path]:
    """The folders of a partitioned table that hold the rows of some counties."""
    return [
        entry
        for entry in _entries(source)
        if unquote(entry.name.removeprefix(PARTITION)) in counties
    ]


def _read_table(
    name: str, source: Path, folder: Path, counties: Collection[str] | None
) -> tuple[Table | None, list[Problem]]:
    if counties is not None:
        files = [file for part in folders_of(source, counties) for file in _files(part)]
        if not files:
            return None, []  # these counties have no rows
    else:
        files = _files(source) if source.is_dir() else [source]
    problems: list[Problem] = []
    read: list[tuple[str, _Read]] = []
    for path in files:
        file = path.relative_to(folder).as_posix()
        if path.suffix.lower() not in _KINDS:
            problems.append(Problem("R110", Place(file=file)))
            continue
        content, found = _read_file(name, path, file)
        problems += found
        if content is not None:
            read.append((file, content))
    problems = _merged(problems)
    if has_errors(problems):
        return None, problems
    if not read:
        return None, [*problems, Problem("R114", Place(file=source.name, table=name))]
    return _table(name, read, problems)


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
    name: str, read: list[tuple[str, _Read]], problems: list[Problem]
) -> tuple[Table | None, list[Problem]]:
    present = {column for _, content in read for column in content.frame.columns}
    uneven = [
        Problem("R113", Place(file=file, table=name, column=column))
        for file, content in read
        for column in lacking(name, content.frame.columns)
        if column in present
    ]
    if uneven:
        return None, problems + uneven
    parts, start = [], 0
    headings: dict[str, str] = {}
    for file, content in read:
        parts.append(Part(file, start, content.rows, content.first))
        start += len(content.frame)
        headings |= content.headings
    frame = joined([content.frame for _, content in read])
    table, notes = trimmed(name, frame, tuple(parts), headings)
    return table, problems + notes


def _read_file(name: str, path: Path, file: str) -> tuple[_Read | None, list[Problem]]:
    place = Place(file=file, table=name)
    rows, first, line = None, 1, None
    problems: list[Problem] = []
    try:
        if path.suffix.lower() == ".csv":
            sheet, problems = read_csv(path.read_bytes(), name, file)
            if sheet is None:
                return None, problems
            frame, called, line = sheet.cells, list(sheet.headings), sheet.line
            rows, first = sheet.rows, sheet.first
        else:
            frame = pl.read_parquet(path, hive_partitioning=False)
            called = frame.columns
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None, [Problem("R102", place)]
    columns, wrong = named(name, called, file, line)
    if wrong:
        return None, problems + wrong
    frame.columns = columns
    headings = {new: old.strip() for new, old in zip(columns, called, strict=True) if new != old}
    frame, notes = with_cells(name, frame, file, headings)
    frame = _partitioned(frame, PurePosixPath(file))
    return _Read(frame, headings, rows, first), problems + notes


def _partitioned(frame: pl.DataFrame, file: PurePosixPath) -> pl.DataFrame:
    """The frame with a column for each ``column=value`` folder of its path that it lacks."""
    for folder in file.parts[1:-1]:
        column, equals, written = folder.partition("=")
        column = unquote(column)
        if equals and column not in frame.columns:
            value = None if written == _NO_VALUE else unquote(written).strip() or None
            frame = frame.with_columns(pl.lit(value, dtype=pl.String).alias(column))
    return frame
