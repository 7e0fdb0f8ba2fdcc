"""FET itself, and the real timetables that come with it (Debian: fet, fet-data)."""

from __future__ import annotations

import csv
import gzip
import os
import shutil
import subprocess
from collections import Counter
from hashlib import sha256
from pathlib import Path

EXAMPLES = Path("/usr/share/doc/fet-data/examples")
_SECONDS = 12  # some go on for ever, whatever limit they are given
_QUIET = ("--htmllevel=0", "--timelimitseconds=1", "--exportcsv=true")


def examples() -> list[Path]:
    """The example timetables, each content once."""
    found = sorted(path for path in EXAMPLES.rglob("*.fet*") if path.is_file())
    return list({sha256(content(path)).digest(): path for path in reversed(found)}.values())[::-1]


def small_examples() -> list[Path]:
    """Twenty of them: the smallest of each country, and of these the smallest."""
    smallest: dict[str, Path] = {}
    for path in sorted(examples(), key=lambda path: len(content(path))):
        folder = path.relative_to(EXAMPLES).parts[:2]
        smallest.setdefault("/".join(folder), path)
    return list(smallest.values())[:20]


def content(path: Path) -> bytes:
    """A timetable as it is, whether Debian packed it or not."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def counted_by_fet(path: Path, folder: Path) -> Counter[str] | None:
    """Lessons by teacher as FET counts them; ``None`` if it exports nothing in time."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "plan.fet").write_bytes(content(path))
    arguments = (f"--inputfile={folder / 'plan.fet'}", f"--outputdir={folder}", *_QUIET)
    known = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        command = ["fet-cl", *arguments]
        subprocess.run(command, env=known, check=False, timeout=_SECONDS, cwd=folder, **quiet)
    except subprocess.TimeoutExpired:
        pass  # it may have exported before
    exported = list(folder.rglob("*_statistics_activities.csv"))
    if not exported:
        return None
    counted: Counter[str] = Counter()
    with exported[0].open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for teacher in filter(None, row["Teachers"].split("+")):
                counted[teacher] += int(row["Total Duration"])
    return counted
