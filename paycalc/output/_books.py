"""Workbooks that are written: texts stay texts, the bytes are the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from paycalc.errors import MissingExtraError

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_OPTIONS = {
    "in_memory": True,
    # a text that begins with = or http:// is one
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_MADE = datetime(2026, 1, 1)  # when a book is written must not be seen in its bytes


def require_books(purpose: str) -> None:
    """Raise ``MissingExtraError`` unless workbooks can be written."""
    try:
        import xlsxwriter  # noqa: F401 - only whether it is there counts
    except ImportError as error:
        raise MissingExtraError("excel", purpose) from error


@contextmanager
def new_book(content: BytesIO) -> Iterator[Workbook]:
    """A workbook whose bytes are in ``content`` when the block has ended."""
    from xlsxwriter import Workbook

    book = Workbook(content, _OPTIONS)
    book.set_properties({"created": _MADE, "comments": "paycalc"})
    yield book
    book.close()


def anchor(sheet: str, cell: str) -> str:
    """A cell of a sheet as links and formulas name it.

    >>> anchor("教师工作量", "D7"), anchor("Year's end", "A1")
    ("'教师工作量'!D7", "'Year''s end'!A1")
    """
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"
