"""The parts of an ``.xlsx`` file, refused where they would inflate beyond measure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from paycalc.errors import WorkbookError

MOST_BYTES = 512 << 20
"""So many bytes may all parts of a workbook be when they are inflated."""
MOST_TIMES = 200
"""So many times its size may a part become; XML of cells becomes ten to fifty times as large."""
_SMALL = 1 << 20  # a part that is no larger than this does no harm, however empty it is
_PIECE = 1 << 18
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and workbooks with a password
_ENCRYPTED = 1


def opened(path: Path) -> ZipFile:
    """The parts of a workbook, none inflated yet.

    Raises:
        WorkbookError: it is an old or encrypted one (R140), would inflate beyond measure (R141),
            or is no workbook (R102).
        OSError: the file cannot be read.
    """
    beyond = WorkbookError("R141", {"most": MOST_BYTES >> 20, "times": MOST_TIMES})
    if path.stat().st_size > MOST_BYTES:
        raise beyond
    data = path.read_bytes()
    if data.startswith(_OLE):
        raise WorkbookError("R140")
    try:
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, NotImplementedError):
        raise WorkbookError("R102") from None
    parts = archive.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise WorkbookError("R140")
    if sum(part.file_size for part in parts) > MOST_BYTES or any(map(_swells, parts)):
        raise beyond
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise WorkbookError("R102")
    return archive


def _swells(part: ZipInfo) -> bool:
    return part.file_size > max(_SMALL, MOST_TIMES * part.compress_size)


def part_at(archive: ZipFile, path: str) -> str | None:
    """The part of a path, if there is one; capitals do not matter, as in every office program."""
    if path in archive.NameToInfo:
        return path
    return next((name for name in archive.NameToInfo if name.lower() == path.lower()), None)


def pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    """A part of the workbook piece by piece; never more than it said it would be.

    Raises:
        WorkbookError: the part is not there or is damaged (R102).
    """
    try:
        with archive.open(name) as part:
            while piece := part.read(_PIECE):
                yield piece
    except (KeyError, BadZipFile, EOFError, OSError, RuntimeError, zlib.error):
        raise WorkbookError("R102") from None
