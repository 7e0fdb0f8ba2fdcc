"""The files that a run read, told by their sha256, and whether they stayed the same meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from paycalc.errors import InputChangedError

if TYPE_CHECKING:
    import polars as pl

Stamp: TypeAlias = tuple[int, int, int]
"""A file's size, time of change (ns) and inode."""

_HASHES = 4
"""So many files are hashed at a time."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: where it lies, its size in bytes and sha256 (hexadecimal)."""

    path: str
    bytes: int
    sha256: str


def stamps(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """The stamps of files, before they are read; folders and what is absent are left out."""
    return {path: _stamp(path) for path in paths if path.is_file()}


def fingerprints(before: Mapping[Path, Stamp]) -> tuple[Input, ...]:
    """The files that were read, by path, hashed now.

    Raises:
        InputChangedError: one has another stamp than ``before`` it was read, or is gone.
    """
    paths = sorted(before)
    with ThreadPoolExecutor(_HASHES) as pool:
        return tuple(pool.map(_fingerprint, paths, (before[path] for path in paths)))


def fingerprint_of_text(path: Path, text: str) -> Input:
    """A UTF-8 file whose text is at hand, as it was when it was read."""
    content = text.encode()
    return Input(str(path.resolve()), len(content), hashlib.sha256(content).hexdigest())


def fingerprint_of_table(path: str, frame: pl.DataFrame) -> Input:
    """The rows that came from a database, as CSV, in the order in which they came."""
    content = frame.write_csv().encode()
    return Input(path, len(content), hashlib.sha256(content).hexdigest())


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fingerprint(path: Path, before: Stamp) -> Input:
    try:
        digest = sha256_of(path)
        after = _stamp(path)
    except FileNotFoundError:
        raise InputChangedError(f"{path} was removed while it was being read") from None
    if after != before:
        raise InputChangedError(f"{path} was changed while it was being read: run again")
    return Input(str(path.resolve()), after[0], digest)


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino
