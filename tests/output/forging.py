"""Run folders as somebody would forge them: changed, with hashes that fit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from paycalc.output.manifest import sealed

Change = Callable[[dict[str, Any]], None]


def manifest_of(folder: Path) -> dict[str, Any]:
    """What the manifest says."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def resealed(folder: Path, change: Change = lambda _: None) -> None:
    """Let the manifest say the hashes of the files as they are now, and whatever else."""
    manifest = manifest_of(folder)
    del manifest["hash"]
    for output in manifest["outputs"]:
        content = (folder / output["path"]).read_bytes()
        output |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    change(manifest)
    (folder / "manifest.json").write_text(sealed(manifest), encoding="utf-8")


def flipped(path: Path, place: int) -> None:
    """Change one bit of a file's byte."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def files_of(folder: Path) -> list[str]:
    """All files below a folder, by their path in it."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
