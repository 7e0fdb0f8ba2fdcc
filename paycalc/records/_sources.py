"""Where the tables of a dataset stand: in files, in folders of files, in sheets of workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.errors import WorkbookError
from paycalc.problems import Place, Problem
from paycalc.records.names import PLAIN, Names
from paycalc.records.tables import TABLES

if TYPE_CHECKING:
    from paycalc.records._xlsx._book import Book, Sheet

FILES = (".csv", ".parquet")
WORKBOOKS = (".xlsx", ".xlsm")
OTHER_WORKBOOKS = (".xls", ".xlsb", ".et", ".ods")
ALL_WORKBOOKS = (*WORKBOOKS, *OTHER_WORKBOOKS)
BESIDE = {"period.yaml", "_SUCCESS", "_metadata", "_common_metadata"}
BESIDE_SHEETS = {"说明", "填表说明", "填报说明", "选项", "readme", "notes", "lists"}
"""Sheets that are no tables, and are not told, since templates have them."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, a folder of files, or a sheet of a workbook that is open."""

    path: Path
    book: Book | None = None
    sheet: Sheet | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.path.name if self.sheet is None else f"{self.path.name}:{self.sheet.name}"


@dataclass(frozen=True, slots=True)
class Found:
    """The sources of each table (and of ``period``) that are there, and what else lies there."""

    sources: dict[str, list[Source]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, table: str, source: Source) -> None:
        """One more place where a table stands."""
        self.sources.setdefault(table, []).append(source)


def entries(folder: Path) -> list[Path]:
    """What lies in a folder, hidden entries and locks aside, in one order on every machine."""
    seen = (entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$")))
    return sorted(seen, key=lambda entry: entry.name.encode())


def files_below(folder: Path) -> list[Path]:
    """All files of a folder and its folders."""
    return [
        file
        for entry in entries(folder)
        for file in (files_below(entry) if entry.is_dir() else [entry])
        if file.name not in BESIDE
    ]


def in_folder(folder: Path, names: Names) -> Found:
    """The sources in a dataset's folder."""
    found = Found()
    for entry in entries(folder):
        kind = entry.suffix.lower() if entry.is_file() else ""
        table = names.table(entry.stem if kind else entry.name)
        if kind in WORKBOOKS:
            add_book(entry, names, found)
        elif table is not None and table in TABLES and (kind in FILES or entry.is_dir()):
            found.add(table, Source(entry))
        elif table in TABLES and kind in OTHER_WORKBOOKS:
            found.problems.append(Problem("R140", Place(file=entry.name, table=table)))
        elif entry.name not in BESIDE:
            found.problems.append(Problem("R110", Place(file=entry.name)))
    return found


def in_book(path: Path, names: Names) -> Found:
    """The sources in a workbook that is a whole dataset."""
    found = Found()
    if path.suffix.lower() in WORKBOOKS:
        add_book(path, names, found)
    else:
        found.problems.append(Problem("R140", Place(file=path.name)))
    return found


def add_book(path: Path, names: Names, found: Found) -> None:
    """The sheets of a workbook that are named after tables, or its only one if the file is."""
    from paycalc.records._xlsx._book import open_book

    table = names.table(path.stem)
    try:
        book = open_book(path)
    except WorkbookError as error:
        found.problems.append(Problem(error.code, Place(file=path.name, table=table), error.values))
        return
    except OSError:
        found.problems.append(Problem("R102", Place(file=path.name, table=table)))
        return
    named = {sheet: of for sheet in book.sheets if (of := names.table(sheet.name)) is not None}
    if table is not None and not named:
        sheet, problems = only_sheet(book, path.name, table)
        found.problems.extend(problems)
        named = {} if sheet is None else {sheet: table}
        if sheet is None:
            return
    for sheet, of in named.items():
        found.add(of, Source(path, book, sheet))
    if not named:
        found.problems.append(Problem("R110", Place(file=path.name)))
        return
    for sheet in _others(book, set(named)):
        found.problems.append(Problem("R110", Place(file=path.name, sheet=sheet.name)))


def only_sheet(book: Book, file: str, table: str) -> tuple[Sheet | None, list[Problem]]:
    """The sheet of a workbook that holds a table alone: the one that has cells."""
    sheets = list(_others(book, set()))
    if len(sheets) == 1:
        return sheets[0], []
    if not sheets:
        return None, [Problem("R105", Place(file=file, table=table))]
    told = ", ".join(sheet.name for sheet in sheets)
    return None, [Problem("R143", Place(file=file, table=table), {"sheets": told, "table": table})]


def sheet_of(book: Book, file: str, table: str, names: Names) -> tuple[Sheet | None, list[Problem]]:
    """The sheet of a workbook in a table's folder: the one named after it, or the only one."""
    named = [sheet for sheet in book.sheets if names.table(sheet.name) == table]
    return (named[0], []) if len(named) == 1 else only_sheet(book, file, table)


def _others(book: Book, named: set[Sheet]) -> Iterator[Sheet]:
    """The other sheets that have cells, those aside that templates explain themselves by."""
    for sheet in book.sheets:
        beside = sheet.name.strip().lower() in BESIDE_SHEETS
        if sheet not in named and not beside and not book.is_empty(sheet):
            yield sheet


def plainly_named(folder: Path) -> bool:
    """Whether all tables of a folder stand in files and folders under their own names."""
    for entry in entries(folder):
        name = entry.stem if entry.is_file() else entry.name
        if entry.suffix.lower() in WORKBOOKS or PLAIN.table(name) not in (None, name):
            return False
    return True
