"""CSV files: their encoding, found out from the bytes, and their rows, nothing inferred."""

from __future__ import annotations

import csv
import io
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.problems import Place, Problem
from paycalc.records._regular import regular
from paycalc.records._reporting import Report
from paycalc.records.names import PLAIN, Names
from paycalc.records.tables import TABLES

_SEPARATORS = (",", ";", "\t", "，")
_OTHER_SEPARATORS = ("|", "；", "、")
_SPAN = 1 << 24
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file as text: headings with their line, cells, the line where a row begins.

    ``rows`` is ``None`` where rows follow one another, a line each, from ``first``.
    """

    headings: tuple[str, ...]
    line: int
    cells: pl.DataFrame
    rows: NDArray[np.int64] | None
    first: int


def decode(data: bytes, place: Place) -> tuple[bytes, list[Problem]]:
    """A file's text as UTF-8: by its mark, else strict UTF-8, else strict GB18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, len(mark), place)
    if data.isascii() or _is_utf8(data):
        return data, []
    return _decoded(data, "gb18030", 0, place)  # second: it would read most of UTF-8, wrongly


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8, seen a span at a time: a file may be large."""
    reader = getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _SPAN):
            reader.decode(data[start : start + _SPAN], final=start + _SPAN >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, encoding: str, start: int, place: Place) -> tuple[bytes, list[Problem]]:
    """The text from byte ``start`` on."""
    try:
        return data[start:].decode(encoding).encode(), []
    except UnicodeDecodeError as error:
        return b"", [Problem("R104", place, {"offset": start + error.start + 1})]


def read_csv(
    data: bytes, name: str, file: str | None, names: Names = PLAIN
) -> tuple[Sheet | None, list[Problem]]:
    """The rows of a CSV file; ``None`` where an error keeps it from being read."""
    place = Place(file=file, table=name)
    text, problems = decode(data, place)
    if problems:
        return None, problems
    if b"\0" in text:
        return None, [Problem("R104", place, {"offset": text.index(b"\0") + 1})]
    head = text.lstrip(b"\r\n").partition(b"\n")[0].decode()
    separator = _separator(head, name, names)
    other = next((sign for sign in _OTHER_SEPARATORS if sign in head), None)
    if other is not None and separator not in head:
        return None, [Problem("R115", _at(place, 1), {"separator": other})]
    sheet = read_fast(text, separator) if separator.isascii() else None
    return (sheet, []) if sheet is not None else read_exactly(text, place, separator)


def _separator(head: str, name: str, names: Names) -> str:
    """The sign between headings: the one that finds most known ones, else most headings."""

    def found(separator: str) -> tuple[int, int]:
        headings = [heading.strip().strip('"') for heading in head.split(separator)]
        columns = (names.column(name, heading) for heading in headings)
        return sum(column in TABLES[name].columns for column in columns), len(headings)

    return max(_SEPARATORS, key=found)  # of equals the first, which is the comma


def read_fast(text: bytes, separator: str = ",") -> Sheet | None:
    """The rows of a file in which every line is one row of as many fields; else ``None``."""
    line = text.find(b"\n")
    headings = _headings(text[:line], separator) if line > 0 else None
    if not headings:
        return None
    end = len(text)
    while text[end - 1] in b"\r\n":
        end -= 1
    data = text[line + 1 : end]
    if not (data and regular(data, len(headings), separator.encode())):
        return None
    cells = pl.read_csv(
        data,
        has_header=False,
        separator=separator,
        infer_schema=False,
        schema={f"column_{place}": pl.String for place in range(len(headings))},
    )
    return Sheet(tuple(headings), 1, cells, None, 2)


def _headings(head: bytes, separator: str) -> list[str] | None:
    """The headings, if the first line is a whole row of them."""
    line = head.removesuffix(b"\r")
    if b"\r" in line or line.count(b'"') % 2:
        return None
    try:
        headings = next(csv.reader([line.decode()], strict=True, delimiter=separator), [])
    except csv.Error:  # told, with its line, by the exact reader
        return None
    return headings if all(heading.strip() for heading in headings) else None


def read_exactly(
    text: bytes, place: Place, separator: str = ","
) -> tuple[Sheet | None, list[Problem]]:
    """The rows of any file, by Python's reader, which knows the line of each."""
    report = Report()
    heading: list[str] | None = None
    line, rows, starts = 1, [], []
    for start, fields in _records(text, report, place, separator):
        if heading is None:
            heading, line = fields, start
        elif len(fields) != len(heading):
            code = "R107" if len(fields) > len(heading) else "R108"
            values = {"found": len(fields), "expected": len(heading)}
            report.add(Problem(code, _at(place, start), values))
        else:
            rows.append(fields)
            starts.append(start)
    if heading is None and not report.problems:
        report.add(Problem("R105", place))
    if heading is None or report.problems:
        return None, report.all()
    columns = list(zip(*rows, strict=True)) or [() for _ in heading]
    frame = pl.DataFrame(
        [pl.Series(f"column_{k}", cells, dtype=pl.String) for k, cells in enumerate(columns)]
    )
    return _named_only(Sheet(tuple(heading), line, frame, np.array(starts, np.int64), 0), place)


def _named_only(sheet: Sheet, place: Place) -> tuple[Sheet | None, list[Problem]]:
    """The sheet without columns that have neither heading nor cells; cells need a heading."""
    problems, kept = [], []
    for number, heading in enumerate(sheet.headings):
        if heading.strip():
            kept.append(number)
        elif sheet.cells[f"column_{number}"].str.strip_chars().str.len_bytes().sum() > 0:
            values = {"number": number + 1}
            problems.append(Problem("R111", _at(place, sheet.line), values))
    if problems:
        return None, problems
    cells = sheet.cells.select(f"column_{number}" for number in kept)
    headings = tuple(sheet.headings[number] for number in kept)
    return Sheet(headings, sheet.line, cells, sheet.rows, sheet.first), []


def _records(
    text: bytes, report: Report, place: Place, separator: str
) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line where it begins; blank lines are skipped."""
    reader = csv.reader(io.StringIO(text.decode(), newline=""), strict=True, delimiter=separator)
    start = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields) or len(fields) > 1:
                yield start, fields
            start = reader.line_num + 1
    except csv.Error:  # its text may quote cells, so it is not passed on
        report.add(Problem("R109", _at(place, start)))


def _at(place: Place, row: int) -> Place:
    return Place(file=place.file, table=place.table, row=row)
