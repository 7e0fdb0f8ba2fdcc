"""Finding the files of a dataset's folder, and the tables that they are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

import polars as pl

from paycalc.problems import Place, Problem
from paycalc.records._files import Content, Reading, read_files
from paycalc.records._sources import Found, Source, entries, files_below, in_folder
from paycalc.records.names import PLAIN, Names
from paycalc.records.table import (
    Part,
    Table,
    joined,
    lacking,
    repeated_texts,
    trimmed,
    with_repeated,
)
from paycalc.records.tables import TABLES

PARTITION = "county_id="
_Files: TypeAlias = "Callable[[Path], list[Path]]"


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
    contents, problems = read_files(Reading(name, source, folder, names), files)
    problems = _merged(problems)
    if contents is None:
        return None, problems
    if not contents:
        return None, [*problems, Problem("R114", Place(file=path.name, table=name))]
    uneven = _uneven(name, contents)
    if uneven:
        return None, problems + uneven
    table, notes = _table(name, contents)
    return table, problems + notes


def _files(path: Path) -> list[Path]:
    return files_below(path) if path.is_dir() else [path]


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


def _uneven(name: str, contents: list[Content]) -> list[Problem]:
    """The required columns that some of the files have and others lack."""
    told = [
        (Place(file=piece.file, table=name, sheet=content.sheet), piece, content.frame.columns)
        for content in contents
        for piece in content.pieces
    ]
    present = {column for _, piece, columns in told for column in (*columns, *piece.partition)}
    missing = [column for column in lacking(name, ()) if column in present]
    return [
        Problem("R113", replace(place, column=column))
        for place, piece, columns in told
        for column in missing
        if column not in columns and column not in piece.partition
    ]


def _table(name: str, contents: list[Content]) -> tuple[Table, list[Problem]]:
    parts, start = [], 0
    pieces = [piece for content in contents for piece in content.pieces]
    for content in contents:
        for piece in content.pieces:
            numbered = (start, piece.rows, piece.first, content.sheet, content.letters)
            parts.append(Part(piece.file, *numbered))
            start += piece.height
    headings = {new: old for content in contents for new, old in content.headings.items()}
    by_all = [c for c in pieces[0].partition if all(c in piece.partition for piece in pieces)]
    frame = joined([_with_said(content, by_all) for content in contents])
    table, notes = trimmed(name, frame, tuple(parts), headings)
    heights = [piece.height for piece in pieces]
    for column in by_all:
        table = with_repeated(table, column, [piece.partition[column] for piece in pieces], heights)
    return table, notes


def _with_said(content: Content, by_all: list[str]) -> pl.DataFrame:
    """The frame with the columns that its path says and those of some other files do not.

    Columns that the paths of all files say come in the end, and no file has them.
    """
    pieces = content.pieces
    some = {column for piece in pieces for column in piece.partition}.difference(by_all)
    if not some:
        return content.frame
    return content.frame.with_columns(
        repeated_texts(
            column, [p.partition.get(column) for p in pieces], [p.height for p in pieces]
        )
        for column in sorted(some)
    )
