"""Datasets written by spreadsheet libraries, as people's programs write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import xlsxwriter

from paycalc.records import Period
from paycalc.records.tables import TABLES


def chinese(table: str, column: str) -> str:
    """The Chinese heading of a column, if it has one."""
    spec = TABLES[table].columns.get(column)
    return (spec.zh if spec is not None else None) or column


def lines_of(table: str, frame: pl.DataFrame) -> list[list[Any]]:
    """The cells of a table below its Chinese headings."""
    head: list[Any] = [chinese(table, column) for column in frame.columns]
    return [head, *(list(row) for row in frame.rows())]


def typed(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Texts of a CSV file as people's programs have them: numbers and dates of their own types."""
    kinds = {name: column.kind for name, column in TABLES[table].columns.items()}
    numbers = [c for c in frame.columns if kinds.get(c) in ("number", "money")]
    dates = [c for c in frame.columns if kinds.get(c) == "date"]
    return frame.with_columns(pl.col(numbers).cast(pl.Float64), pl.col(dates).str.to_date())


def by_openpyxl(path: Path, frames: Mapping[str, pl.DataFrame], period: Period) -> Path:
    """One workbook with Chinese sheets and headings, and a sheet for the period."""
    book = openpyxl.Workbook()
    book.active.title = "期间"
    known = [] if period.known_at is None else [["获知日期", period.known_at]]
    days = [["开始日期", period.first_day], ["结束日期", period.last_day], *known]
    for line in (["编号", period.id], *days):
        book.active.append(line)
    for table, frame in frames.items():
        sheet = book.create_sheet(TABLES[table].zh[0])
        for line in lines_of(table, frame):
            sheet.append(line)
    book.save(path)
    return path


def by_xlsxwriter(path: Path, table: str, frame: pl.DataFrame) -> Path:
    """A workbook with one table: texts as texts, whatever they look like."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        days = book.add_format({"num_format": "yyyy/m/d"})
        for row, line in enumerate(lines_of(table, frame)):
            for column, cell in enumerate(line):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, days)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
    return path
