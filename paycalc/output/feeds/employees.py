"""The file of employees that a map names: payroll's numbers, dates, and whatever tables need."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from paycalc.output.feeds.model import EmployeesFile

_KEYS = ("county_id", "teacher_id")


@dataclass(frozen=True, slots=True)
class Employees:
    """The rows of the file, each with its row number; columns are called ``employees.NAME``.

    ``by_county``, if ids of teachers are those of a county and not of all counties.
    """

    frame: pl.DataFrame
    by_county: bool
    file: str

    @property
    def columns(self) -> list[str]:
        """What there is, as maps name it."""
        return self.frame.columns

    def joined(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Lines with the columns of their employee, none where the file does not have them."""
        keys = [key for key in _KEYS if self.by_county or key != "county_id"]
        ours = [f"employees.{key}" for key in keys]
        renamed = self.frame.with_columns(
            pl.col(name).alias(key) for name, key in zip(ours, keys, strict=True)
        ).unique(keys, keep="first", maintain_order=True)
        return lines.join(renamed, on=keys, how="left")


def read_employees(
    about: EmployeesFile, folder: Path
) -> tuple[Employees | None, tuple[Problem, ...]]:
    """The file, which lies beside the map; ``None`` if it cannot be used.

    UTF-8 or GB18030, with commas; ``teacher_id`` is needed, every cell is a text.
    """
    from paycalc.records._csv import decode

    place = Place(file=about.path)
    try:
        data = (folder / about.path).read_bytes()
    except OSError as error:
        return None, (Problem("F230", place, {"found": type(error).__name__}),)
    content, problems = decode(data, place)
    if problems:
        return None, tuple(problems)
    rows = list(_rows(content.decode()))
    head = rows[0][1] if rows else []
    wanted = {heading: name for name, heading in about.columns.items()}
    names = [wanted.get(heading, heading) for heading in head]
    if "teacher_id" not in names:
        return None, (Problem("F231", place, {"key": about.columns["teacher_id"]}),)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        return None, tuple(Problem("F232", place, {"key": name}) for name in twice)
    return _checked(about, names, rows[1:])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""))
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, [cell.strip() for cell in row]
        line = reader.line_num + 1


def _checked(
    about: EmployeesFile, names: list[str], rows: list[tuple[int, list[str]]]
) -> tuple[Employees, tuple[Problem, ...]]:
    """The rows as columns of texts, and what is wrong in them."""
    texts = {
        f"employees.{name}": [row[place] if place < len(row) else "" for _, row in rows]
        for place, name in enumerate(names)
        if name
    }
    # a table may also ask for a column by the heading that it has in the file
    texts |= {
        f"employees.{heading}": texts[f"employees.{name}"]
        for name, heading in about.columns.items()
        if f"employees.{name}" in texts and heading not in names
    }
    lines = pl.Series("row", [line for line, _ in rows], dtype=pl.Int64)
    schema = dict.fromkeys(texts, pl.String)
    frame = pl.DataFrame(texts, schema=schema).with_columns(
        pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep(), lines
    )
    if "employee" not in names:
        frame = frame.with_columns(pl.col("employees.teacher_id").alias("employees.employee"))
    problems = [*_wrong_days(about, frame), *_twice(about, frame)]
    found = Employees(frame.drop("row"), "county_id" in names, about.path)
    return found, tuple(problems)


def _wrong_days(about: EmployeesFile, frame: pl.DataFrame) -> Iterator[Problem]:
    """Days of joining and leaving that are none."""
    for name in ("joined", "left"):
        column = f"employees.{name}"
        for text, row in frame.select(column, "row").iter_rows() if column in frame.columns else ():
            if text is not None and as_day(text) is None:
                place = Place(file=about.path, row=row, column=about.columns[name])
                yield Problem("F233", place)


def as_day(text: str | None) -> date | None:
    """The day that a cell says, as 2025-09-01."""
    try:
        return None if text is None or len(text) != 10 else date.fromisoformat(text)
    except ValueError:
        return None


def _twice(about: EmployeesFile, frame: pl.DataFrame) -> Iterator[Problem]:
    """Rows of a teacher that has one already, and numbers that are another teacher's too."""
    teacher = [f"employees.{key}" for key in _KEYS if f"employees.{key}" in frame.columns]
    again = frame.filter(~pl.struct(teacher).is_first_distinct())
    for row in again["row"]:
        yield Problem("F206", Place(file=about.path, row=row, column=about.columns["teacher_id"]))
    number = "employees.employee"
    county = [name for name in teacher if name.endswith("county_id")]
    shared = frame.unique(teacher, keep="first", maintain_order=True).filter(
        pl.col(number).is_not_null() & ~pl.struct(number, *county).is_first_distinct()
    )
    for row in shared["row"]:
        yield Problem("F207", Place(file=about.path, row=row, column=about.columns["employee"]))
