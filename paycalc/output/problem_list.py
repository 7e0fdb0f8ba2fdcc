"""A list of problems as a workbook: a row each, with a link that opens the cell."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.output._books import anchor, new_book, require_books
from paycalc.output.folder import write_file
from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LINKS = 65_000  # a sheet holds no more
_ROWS = 1_000_000
_LONGEST = 2_000  # signs of a link
_TABLES = (".xlsx", ".xlsm")
_WIDTHS = (9, 8, 30, 16, 12, 20, 34, 60, 60)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the list: the texts of its cells, and where the link of the cell leads."""

    severity: str
    texts: tuple[str, ...]
    link: str | None


def write_problems(
    problems: Iterable[Problem],
    target: str | Path,
    language: str = "en",
    folders: Sequence[Path] = (),
) -> None:
    """Write a workbook with a row per problem: what is wrong, where, what to do.

    The link on a cell leads to it in the file that has the problem, relative to ``target``, so
    that both can be moved together. Texts are never formulas.

    Args:
        problems: In the order in which they are listed; there may be none.
        target: Where the workbook goes; nothing may be there yet.
        language: Of headings and texts: ``en`` or ``zh``.
        folders: In which the problems' files lie; what lies in none has no link.

    Raises:
        MissingExtraError: the extra ``excel`` is not installed.
        TargetExistsError: there is something at ``target``; it is left as it is.
        OSError: the workbook could not be written; nothing of it is left.
    """
    require_books("a list of problems as a workbook")
    target = Path(target)
    lines = [_line(problem, language, folders, target) for problem in problems]
    content = BytesIO()
    with new_book(content) as book:
        _fill(book, lines[:_ROWS], language)
    write_file(target, content.getvalue())


def _line(problem: Problem, language: str, folders: Sequence[Path], target: Path) -> _Line:
    from paycalc.problems.catalogue import words
    from paycalc.problems.rules import rule

    place, named = problem.place, words(language)
    more = ("table", "county", "unit", "school", "teacher", "item")
    known = [(name, getattr(place, name)) for name in more]
    texts = (
        named[problem.severity],
        problem.code,
        place.file or "",
        place.sheet or "",
        _spot(place),
        place.column or "",
        " ".join(f"{named[name]} {value}" for name, value in known if value is not None),
        problem.message(language),
        rule(problem.code).mend[language],
    )
    return _Line(problem.severity, texts, _link(place, folders, target))


def _spot(place: Place) -> str:
    """The cell, the row, or the line and position of a policy."""
    if place.line is not None:
        return ":".join(str(part) for part in (place.line, place.position) if part is not None)
    return place.cell or ("" if place.row is None else str(place.row))


def _link(place: Place, folders: Sequence[Path], target: Path) -> str | None:
    """Where the cell is, from the folder of the list; ``None`` if its file is not found."""
    files = (folder / place.file for folder in folders if place.file)
    file = next((file for file in files if file.is_file()), None)
    if file is None or "#" in str(file):  # which begins the cell's name
        return None
    here = os.path.abspath(target.parent)
    try:
        path = os.path.relpath(os.path.abspath(file), here)
    except ValueError:  # on another drive
        path = os.path.abspath(file)
    link = f"external:{path.replace(os.sep, '/')}"
    if place.sheet is not None and file.suffix.lower() in _TABLES:
        cell = place.cell or f"A{place.row or 1}"
        link = f"{link}#{anchor(place.sheet, cell)}"
    return link if len(link) < _LONGEST else None


def _fill(book: Workbook, lines: Sequence[_Line], language: str) -> None:
    words = _WORDS[language]
    sheet = book.add_worksheet(words[0])
    head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "valign": "top"})
    plain = {"text_wrap": True, "valign": "top", "num_format": "@"}
    colours = {"error": "#C00000", "warning": "#9C5700", "note": "#44546A"}
    body = book.add_format(plain)
    linked = book.add_format({**plain, "font_color": "#0563C1", "underline": 1})
    severities = {
        severity: book.add_format({**plain, "font_color": colour, "bold": severity == "error"})
        for severity, colour in colours.items()
    }
    for column, (text, width) in enumerate(zip(words[1:], _WIDTHS, strict=True)):
        sheet.write_string(0, column, text, head)
        sheet.set_column(column, column, width)
    links = 0
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line.texts):
            sheet.write_string(row, column, text, severities[line.severity] if not column else body)
        if line.link is not None and links < _LINKS:
            _write_link(sheet, row, line, linked)
            links += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(lines), 1), len(_WIDTHS) - 1)


def _write_link(sheet: Worksheet, row: int, line: _Line, linked: Format) -> None:
    """The link stands on the cell's name, else on the file's."""
    column = 4 if line.texts[4] else 2
    sheet.write_url(row, column, line.link, linked, line.texts[column])


_WORDS = {
    "en": (
        "problems",
        "severity",
        "code",
        "file",
        "sheet",
        "cell or row",
        "column",
        "concerns",
        "what is wrong",
        "what to do",
    ),
    "zh": (
        "问题清单",
        "级别",
        "编号",
        "文件",
        "工作表",
        "单元格或行",
        "列",
        "涉及",
        "问题",
        "如何修改",
    ),
}
