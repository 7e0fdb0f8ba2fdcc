"""A folder, or a file, that appears whole or not at all, and replaces nothing."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from paycalc.errors import TargetExistsError
from paycalc.output._posix import HAS_LOCKS, lock_folder, sync_folder

_SUFFIX = ".paycalc-partial"
_SYNCS = 16
"""So many files are synced at a time: the disk's journal takes them together."""


def refuse_existing(target: Path, kind: str = "folder") -> None:
    """Raise ``TargetExistsError`` if there is anything at ``target``, a dangling link included."""
    if os.path.lexists(target):
        raise TargetExistsError(f"{target} exists and is never overwritten: name another {kind}")


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A new folder to write into, which becomes ``target`` when the block ends well.

    It lies beside ``target`` (parents are made), only its owner can look inside. When the block
    ends, everything is synced, the folder is renamed and its parent synced. When it raises
    (``KeyboardInterrupt`` too), or one of these steps does, nothing is left behind. What a killed
    process left in that parent is swept away first; a folder that a living process is writing is
    not touched.

    Raises:
        TargetExistsError: there is something at ``target`` at the beginning or the end.
        OSError: the folder cannot be made, written or synced.
    """
    target = Path(os.path.abspath(target))
    refuse_existing(target)
    made = _make_parents(target.parent)
    partial = _fresh_name(target)
    handle, renamed = None, False
    try:
        _sweep(target.parent)
        handle = _make_locked(partial)
        yield partial
        _sync_tree(partial)
        refuse_existing(target)
        # rename replaces nothing but an empty folder that someone made since the line above
        partial.rename(target)
        renamed = True
        for folder in (target.parent, *(parent.parent for parent in made)):
            sync_folder(folder)
    except BaseException:
        if renamed:
            target.rename(partial)  # a folder must not be seen while it is being removed
        shutil.rmtree(partial, ignore_errors=True)  # the error that led here is what counts
        _remove_parents(made)
        raise
    finally:
        if handle is not None:
            os.close(handle)


def write_file(target: Path, content: bytes) -> None:
    """A new file, which appears at ``target`` with all of its content.

    It is written in a folder beside ``target`` (parents are made), which is gone afterwards,
    synced and moved; only its owner can read it.

    Raises:
        TargetExistsError: there is something at ``target``; it is left as it is.
        OSError: the file cannot be made, written or synced; nothing of it is left.
    """
    target = Path(os.path.abspath(target))
    refuse_existing(target, "file")
    made = _make_parents(target.parent)
    partial = _fresh_name(target)
    handle, moved, done = None, False, False
    try:
        _sweep(target.parent)
        handle = _make_locked(partial)
        with create_file(partial / "content") as file:
            file.write(content)
        _sync_tree(partial)
        _move_file(partial / "content", target)
        moved = True
        for folder in (target.parent, *(parent.parent for parent in made)):
            sync_folder(folder)
        done = True
    finally:
        if moved and not done:
            target.unlink()
        shutil.rmtree(partial, ignore_errors=True)
        if not done:
            _remove_parents(made)
        if handle is not None:
            os.close(handle)


def _move_file(source: Path, target: Path) -> None:
    try:
        os.link(source, target)  # unlike a rename it never replaces what somebody just made
    except FileExistsError:
        refuse_existing(target, "file")
        raise
    except OSError:  # shares and sticks know no links
        refuse_existing(target, "file")
        source.rename(target)


def is_partial(path: Path) -> bool:
    """Whether a path is what a killed process left half written, or below that."""
    return any(part.startswith(".") and part.endswith(_SUFFIX) for part in path.parts)


def create_file(path: Path) -> BinaryIO:
    """A new file that only its owner can read, open for writing."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def make_folder(base: Path, folder: Path) -> None:
    """Make a folder below another one, and those between them, for the owner alone."""
    if folder != base and not folder.is_dir():
        make_folder(base, folder.parent)
        folder.mkdir(mode=0o700)


def _fresh_name(target: Path) -> Path:
    # a name is at most 255 bytes: a long one is not needed to tell the folders apart
    return target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}{_SUFFIX}")


def _make_locked(partial: Path) -> int | None:
    """Make the folder and hold it; again, should a sweep have come between the two."""
    while True:
        partial.mkdir(mode=0o700)
        if not HAS_LOCKS:
            return None
        handle = lock_folder(partial)
        if handle is not None:
            return handle
        shutil.rmtree(partial, ignore_errors=True)


def _make_parents(parent: Path) -> list[Path]:
    """Make the folders that are missing; returns them, innermost first."""
    missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
    parent.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_parents(made: list[Path]) -> None:
    for folder in made:
        with suppress(OSError):  # another run may write there by now
            folder.rmdir()


def _sweep(parent: Path) -> None:
    """Remove what killed processes left; what another user left is theirs to remove."""
    if not HAS_LOCKS:
        return
    for stale in parent.glob(f".*{_SUFFIX}"):
        with suppress(PermissionError):
            handle = lock_folder(stale)
            if handle is None:
                continue
            shutil.rmtree(stale, ignore_errors=True)
            os.close(handle)


def _sync_tree(folder: Path) -> None:
    """Bring all files and folders below ``folder`` to the disk, from the inside out."""
    paths = sorted(folder.rglob("*"), reverse=True)
    folders = [path for path in paths if path.is_dir()]
    with ThreadPoolExecutor(_SYNCS) as pool:
        list(pool.map(_sync_file, (path for path in paths if not path.is_dir())))
        list(pool.map(sync_folder, folders))
    sync_folder(folder)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
