"""Tables as the bytes of files: CSV in the encodings that spreadsheets want, and workbooks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from paycalc.output._books import new_book
from paycalc.output.tables import neutralised

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def csv_bytes(
    frame: pl.DataFrame,
    *,
    encoding: str,
    delimiter: str = ",",
    trailer: Sequence[str] = (),
) -> bytes:
    """A CSV file with its headings; texts that a spreadsheet would run as formulas are harmless.

    >>> print(csv_bytes(pl.DataFrame({"id": ["007", "=1+1"]}), encoding="utf-8").decode())
    id
    007
    '=1+1
    """
    text = neutralised(frame)
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(harmless(frame.columns))
    writer.writerows(text.iter_rows())
    if trailer:
        writer.writerow(harmless(trailer))
    return file.getvalue().encode(encoding)


def harmless(texts: Iterable[str]) -> list[str]:
    """Texts of cells, with a ``'`` before what a spreadsheet would take for a formula.

    A number stays one.

    >>> harmless(["=SUM(A1)", "-5.00", "工号"])
    ["'=SUM(A1)", '-5.00', '工号']
    """
    cells = pl.DataFrame({"text": list(texts)}, schema={"text": pl.String})
    pairs = zip(cells["text"], neutralised(cells)["text"], strict=True)
    return [text if _NUMBER.fullmatch(text) else safe for text, safe in pairs]


def book_bytes(frame: pl.DataFrame, sheet: str, numbers: set[str], trailer: Sequence[str]) -> bytes:
    """A workbook with one sheet: every cell a text, amounts of the columns ``numbers`` numbers."""
    content = io.BytesIO()
    with new_book(content) as book:
        page = book.add_worksheet(sheet)
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        formats = {
            place: book.add_format({"num_format": f"0.{'0' * dtype.scale}".rstrip(".")})
            for place, (name, dtype) in enumerate(frame.schema.items())
            if name in numbers and isinstance(dtype, pl.Decimal)
        }
        for place, heading in enumerate(frame.columns):
            page.set_column(place, place, max(12, 2 * len(heading) + 2))
            page.write_string(0, place, heading, bold)
        for number, row in enumerate(frame.iter_rows(), 1):
            for place, value in enumerate(row):
                if value is not None and place in formats:
                    page.write_number(number, place, float(value), formats[place])
                elif value is not None:
                    page.write_string(number, place, str(value), text)
        for place, cell in enumerate(trailer):
            page.write_string(frame.height + 1, place, cell, text)
    return content.getvalue()
