"""The cells of a sheet, read once and piece by piece; cells that are empty cost nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from paycalc.errors import WorkbookError
from paycalc.records._xlsx._strings import unescaped
from paycalc.records._xlsx._values import NOT_COMPUTED, Reader
from paycalc.records._xlsx._xml import Attributes, attribute, is_true, walk

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class Range(NamedTuple):
    """Merged cells, from the first row and column to the last, all inside."""

    top: int
    left: int
    bottom: int
    right: int


class Column(NamedTuple):
    """The cells of a column that are not empty: the row of each, ascending, and its text."""

    rows: list[int]
    texts: list[str]


@dataclass(slots=True)
class Grid:
    """What a sheet holds; rows and columns count from 1, ``formulas`` those with a result."""

    columns: dict[int, Column] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: int = 0


def letters(column: int) -> str:
    """A column's name.

    >>> letters(1), letters(28), letters(16384)
    ('A', 'AB', 'XFD')
    """
    name = ""
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def column_of(name: str) -> int:
    """The number of a column's name.

    >>> column_of("XFD")
    16384
    """
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _Numbers(dict[str, int]):
    """The numbers of columns by their names, each worked out once."""

    def __missing__(self, name: str) -> int:
        if not re.fullmatch("[A-Z]{1,3}", name) or column_of(name) > LAST_COLUMN:
            raise WorkbookError("R102")
        self[name] = column_of(name)
        return self[name]


@dataclass(slots=True)
class _Reading:
    """The cell at hand while a sheet is read; texts outside of values pass by."""

    text_of: Reader
    grid: Grid = field(default_factory=Grid)
    numbers: _Numbers = field(default_factory=_Numbers)
    row: int = 0
    row_name: str = "0"
    column: int = 0
    reference: str | None = None
    style: str | None = None
    kind: str | None = None
    value: str | None = None
    formula: bool = False
    phonetic: bool = False
    wanted: bool = False
    written: list[str] = field(default_factory=list)

    def begin_row(self, attributes: Attributes) -> None:
        number = attribute(attributes, "r")
        self.row = self.row + 1 if number is None else _row(number, self.row)
        self.row_name, self.column = str(self.row), 0
        if is_true(attribute(attributes, "hidden")):
            self.grid.hidden_rows.add(self.row)

    def begin_cell(self, attributes: Attributes) -> None:
        self.reference = self.style = self.kind = self.value = None
        self.formula = False
        for place in range(0, len(attributes), 2):
            key = attributes[place]
            if key == "r":
                self.reference = attributes[place + 1]
            elif key == "s":
                self.style = attributes[place + 1]
            elif key == "t":
                self.kind = attributes[place + 1]

    def begin_formula(self, _: Attributes) -> None:
        self.formula = True

    def begin_value(self, _: Attributes) -> None:
        self.wanted = True

    def begin_run(self, _: Attributes) -> None:
        self.wanted = not self.phonetic

    def text(self, data: str) -> None:
        if self.wanted:
            self.written.append(data)

    def end_value(self) -> None:
        self.value = "".join(self.written)
        self.written.clear()
        self.wanted = False

    def end_run(self) -> None:
        self.value = (self.value or "") + "".join(self.written)
        self.written.clear()
        self.wanted = False

    def begin_phonetic(self, _: Attributes) -> None:
        self.phonetic = True

    def end_phonetic(self) -> None:
        self.phonetic = False

    def end_cell(self) -> None:
        self.column = self._column()
        text = self._text()
        if text and not text.isspace():
            cells = self.grid.columns.get(self.column)
            if cells is None:
                cells = self.grid.columns[self.column] = Column([], [])
            elif cells.rows[-1] == self.row:
                raise WorkbookError("R102")
            cells.rows.append(self.row)
            cells.texts.append(text)

    def _column(self) -> int:
        if self.reference is None:
            return self.column + 1
        if not self.reference.endswith(self.row_name):
            raise WorkbookError("R102")
        return self.numbers[self.reference[: -len(self.row_name)]]

    def _text(self) -> str:
        value = self.value
        if self.formula:
            if value is None or (value == "" and self.kind != "str"):
                return NOT_COMPUTED
            self.grid.formulas += 1
        if not value:
            return ""
        if self.kind == "inlineStr":
            return unescaped(value)
        return self.text_of(self.kind, self.style, value)

    def begin_merged(self, attributes: Attributes) -> None:
        self.grid.merged.append(_range(attribute(attributes, "ref") or "", self.numbers))

    def begin_columns(self, attributes: Attributes) -> None:
        first, last = (attribute(attributes, key) or "" for key in ("min", "max"))
        hidden = is_true(attribute(attributes, "hidden"))
        if hidden and first.isdecimal() and last.isdecimal():
            self.grid.hidden_columns.update(range(int(first), min(int(last), LAST_COLUMN) + 1))


def read_grid(pieces: Iterable[bytes], text_of: Reader) -> Grid:
    """The cells of a sheet's XML, with what is merged and hidden.

    Raises:
        WorkbookError: the XML is no sheet's (R102, R142).
    """
    at = _Reading(text_of)
    begin = {
        "row": at.begin_row,
        "c": at.begin_cell,
        "f": at.begin_formula,
        "v": at.begin_value,
        "t": at.begin_run,
        "rPh": at.begin_phonetic,
        "mergeCell": at.begin_merged,
        "col": at.begin_columns,
    }
    end = {"c": at.end_cell, "v": at.end_value, "t": at.end_run, "rPh": at.end_phonetic}
    walk(pieces, begin, end, at.text)
    return at.grid


def _row(number: str, before: int) -> int:
    """A row's number, which comes after those before it."""
    if not (number.isdecimal() and before < int(number) <= LAST_ROW):
        raise WorkbookError("R102")
    return int(number)


def _range(reference: str, numbers: _Numbers) -> Range:
    found = re.fullmatch("([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?", reference)
    if found is None:
        raise WorkbookError("R102")
    left, top, right, bottom = found.groups()
    first, last = numbers[left], numbers[right or left]
    return Range(int(top), first, int(bottom or top), last)
