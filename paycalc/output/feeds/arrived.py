"""What a target exported, read as texts with the row of each: CSV, workbook, Parquet or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from paycalc.errors import WorkbookError
from paycalc.problems import Place, Problem

ROW: Final = "row of the file"
_DELIMITERS: Final = ",;\t|"


def read_arrived(path: Path) -> tuple[pl.DataFrame | None, tuple[Problem, ...]]:
    """The rows of a file with ``ROW``, the number of each; every other column is a text.

    The first row that is not empty has the headings.
    """
    readers = {".xlsx": _workbook, ".parquet": _parquet, ".json": _json}
    try:
        return readers.get(path.suffix.lower(), _csv)(path), ()
    except (OSError, ValueError, KeyError, WorkbookError, pl.exceptions.PolarsError) as error:
        said = {"found": type(error).__name__}
        return None, (Problem("F305", Place(file=path.name), said),)


def _csv(path: Path) -> pl.DataFrame:
    """UTF-8 or GB18030, with the sign between headings that finds most of them."""
    from paycalc.records._csv import decode

    content, problems = decode(path.read_bytes(), Place())
    if problems:
        raise ValueError(problems[0].code)
    text = content.decode()
    head = text.lstrip("\r\n").partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count))
    rows, line = [], 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((line, cells))
        line = reader.line_num + 1
    return _frame(rows)


def _workbook(path: Path) -> pl.DataFrame:
    """The first sheet."""
    from paycalc.records._xlsx._book import open_book

    book = open_book(path)
    grid = book.grid(book.sheets[0])
    width = max(grid.columns, default=0)
    cells: dict[int, list[str]] = {}
    for place, column in grid.columns.items():
        for row, text in zip(column.rows, column.texts, strict=True):
            cells.setdefault(row, [""] * width)[place - 1] = text
    return _frame(sorted(cells.items()))


def _parquet(path: Path) -> pl.DataFrame:
    frame = pl.read_parquet(path, hive_partitioning=False)
    return frame.cast(pl.String).with_row_index(ROW, 1).cast({ROW: pl.Int64})


def _json(path: Path) -> pl.DataFrame:
    """A list of documents, or the answer of REST with one under ``data``."""
    found: Any = json.loads(path.read_text(encoding="utf-8"))
    documents = found["data"] if isinstance(found, dict) else found
    if not all(isinstance(one, dict) for one in documents):
        raise ValueError("no documents")
    names = list(dict.fromkeys(name for one in documents for name in one))
    rows = [[_text(one.get(name)) for name in names] for one in documents]
    return _frame(enumerate([names, *rows]))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _frame(rows: Iterable[tuple[int, Sequence[str]]]) -> pl.DataFrame:
    """The rows below the first by its headings; headings that are there twice are no table."""
    listed = list(rows)
    if not listed:
        raise ValueError("no rows")
    head = [heading.strip() for heading in listed[0][1]]
    named = [(place, name) for place, name in enumerate(head) if name]
    if len({name for _, name in named}) < len(named):
        raise ValueError("a heading is there twice")
    texts = {
        name: [cells[place].strip() if place < len(cells) else "" for _, cells in listed[1:]]
        for place, name in named
    }
    frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    return frame.with_columns(pl.Series(ROW, [row for row, _ in listed[1:]], dtype=pl.Int64))
