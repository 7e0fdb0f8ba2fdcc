"""What a workbook says of itself: its sheets, where each lies, its calendar."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from paycalc.errors import WorkbookError
from paycalc.records._xlsx._cells import Grid, read_grid
from paycalc.records._xlsx._formats import cell_formats
from paycalc.records._xlsx._package import opened, part_at, pieces
from paycalc.records._xlsx._strings import shared_strings
from paycalc.records._xlsx._values import Reader, reader
from paycalc.records._xlsx._xml import Attributes, attribute, is_true, walk


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of cells: its name, its part of the file, whether people see it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """An open workbook; ``stale`` says that its formulas await being computed anew."""

    archive: ZipFile
    sheets: tuple[Sheet, ...]
    text_of: Reader
    stale: bool

    def grid(self, sheet: Sheet) -> Grid:
        """The cells of a sheet.

        Raises:
            WorkbookError: the sheet cannot be read.
        """
        return read_grid(pieces(self.archive, sheet.part), self.text_of)

    def is_empty(self, sheet: Sheet) -> bool:
        """Whether a sheet has no cell; one that cannot be read has.

        No more of it is read than that takes.
        """
        try:
            walk(pieces(self.archive, sheet.part), dict.fromkeys(("v", "t", "f"), _found))
        except (_Found, WorkbookError):
            return False
        return True


class _Found(Exception):  # noqa: N818 - no error, but a way out of expat
    """A cell has something in it."""


def _found(_: Attributes) -> None:
    raise _Found


@dataclass(slots=True)
class _About:
    since_1904: bool = False
    stale: bool = False
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)  # name, relation, hidden


def open_book(path: Path) -> Book:
    """A workbook, its sheets not read yet.

    Raises:
        WorkbookError: it is none, or is refused.
        OSError: the file cannot be opened.
    """
    archive = opened(path)
    main = _target(archive, "", "officeDocument")
    if main is None:
        raise WorkbookError("R102")
    about = _about(pieces(archive, main))
    parts = _relations(archive, main)
    sheets = tuple(
        Sheet(name, parts[relation][1], hidden)
        for name, relation, hidden in about.sheets
        if parts.get(relation, ("", ""))[0] == "worksheet"  # others are charts and macros
    )
    strings = _target(archive, main, "sharedStrings")
    styles = _target(archive, main, "styles")
    text_of = reader(
        shared_strings(pieces(archive, strings)) if strings else [],
        cell_formats(pieces(archive, styles)) if styles else [],
        about.since_1904,
    )
    return Book(archive, sheets, text_of, about.stale)


def _about(content: Iterable[bytes]) -> _About:
    about = _About()

    def begin_properties(attributes: Attributes) -> None:
        about.since_1904 = is_true(attribute(attributes, "date1904"))

    def begin_formulas(attributes: Attributes) -> None:
        about.stale = is_true(attribute(attributes, "fullCalcOnLoad"))

    def begin_sheet(attributes: Attributes) -> None:
        hidden = attribute(attributes, "state") in ("hidden", "veryHidden")
        called = attribute(attributes, "name") or ""
        about.sheets.append((called, attribute(attributes, "id") or "", hidden))

    begin = {"workbookPr": begin_properties, "calcPr": begin_formulas, "sheet": begin_sheet}
    walk(content, begin)
    return about


def _target(archive: ZipFile, part: str, kind: str) -> str | None:
    """The part that another names for a purpose, if it is there."""
    found = (target for of, target in _relations(archive, part).values() if of == kind)
    return next((target for target in found if target in archive.NameToInfo), None)


def _relations(archive: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part names: by relation the purpose, without its namespace, and the path."""
    folder, name = posixpath.split(part)
    where = part_at(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    if where is None:
        return found

    def begin(attributes: Attributes) -> None:
        kind = (attribute(attributes, "Type") or "").rpartition("/")[2]
        target = attribute(attributes, "Target") or ""
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[attribute(attributes, "Id") or ""] = kind, part_at(archive, path) or path

    walk(pieces(archive, where), {"Relationship": begin})
    return found
