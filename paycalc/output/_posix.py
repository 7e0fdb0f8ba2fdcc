"""What POSIX offers for safe folders; on Windows, which has neither, these do nothing."""

from __future__ import annotations

import os
from pathlib import Path

HAS_LOCKS = os.name == "posix"


def sync_folder(folder: Path) -> None:
    """Bring the folder's entries to the disk."""
    if not HAS_LOCKS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def lock_folder(folder: Path) -> int | None:
    """Hold the folder until the returned handle is closed, or the process dies however it dies.

    ``None`` where it is gone or another holds it, so that one that can be held belongs to nobody.
    """
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # whoever held it a moment ago may have removed it
        if os.path.samestat(os.fstat(handle), os.stat(folder)):
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None
