"""A private copy of the package, and processes that call its kernels and tell what came of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paycalc

PERCENTILE = "percentile([0, 3], [0, 1, 2], [9, 8, 7])"
GRADE = "grade([0, 4], [0, 1, 2, 3], [9, 8, 7, 6], [[0, 2], [500000, 0], [5, 6]], 0, 0, 0, 0)"
EXPECTED = {PERCENTILE: [1_000_000, 500_000, 0], GRADE: [[5, 5, 6, 6], [0, 0, 0, 0]]}

_PROGRAM = """
import json, sys, warnings
calls, before = json.load(sys.stdin)
exec(before)
results, hits, misses = {}, 0, 0
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    from paycalc.engine import kernels
    for call in calls:
        found = eval(call, dict(vars(kernels)))
        found = [x.tolist() for x in found] if isinstance(found, tuple) else found.tolist()
        results[call] = found
        stats = getattr(kernels, call.partition("(")[0]).compiled.stats
        hits += sum(stats.cache_hits.values())
        misses += sum(stats.cache_misses.values())
told = [warning.category.__name__ for warning in caught]
print(json.dumps([kernels.__file__, results, hits, misses, told]))
"""

_NOBODY = """
import os
import numba
import numpy
import numpy.ma  # which Numba asks for at the first call
from paycalc.engine import kernels  # compiles none of them yet
# Loads all that Numba imports when it first compiles and calls, since others may not reach the
# files of this Python.
numba.njit("int64[::1](int64[::1])")(lambda x: x.copy() + 1)(numpy.zeros(1, numpy.int64))
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""
"""Makes the process somebody else's; where tests are not run as root, closed folders must do."""


@dataclass(frozen=True)
class Told:
    """What a process says: results by call, kernels read from a cache or not, and warnings."""

    results: Mapping[str, Any]
    hits: int
    misses: int
    warnings: list[str]


@dataclass(frozen=True)
class Install:
    """A copy of the package in a folder of its own, with an empty home beside it."""

    root: Path

    @property
    def kernels(self) -> Path:
        """The file of the kernels."""
        return self.root / "site" / "paycalc" / "engine" / "kernels.py"

    @property
    def cache(self) -> Path:
        """A folder for `NUMBA_CACHE_DIR`."""
        return self.root / "cache"

    def start(
        self, *calls: str, before: str = "", nobody: bool = False, cache: bool = False
    ) -> subprocess.Popen[str]:
        """A process that calls kernels; ``before`` is run before they are imported."""
        named = {"NUMBA_CACHE_DIR": str(self.cache)} if cache else {}
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            env={"PYTHONPATH": str(self.root / "site"), "HOME": str(self.root / "home"), **named},
            cwd=self.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        json.dump([calls, before + (_NOBODY if nobody else "")], process.stdin)
        process.stdin.close()
        process.stdin = None
        return process

    def heard(self, process: subprocess.Popen[str]) -> Told:
        """What the process says when it ends."""
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        file, *told = json.loads(out)
        assert Path(file) == self.kernels
        return Told(*told)

    def run(self, *calls: str, before: str = "", nobody: bool = False, cache: bool = False) -> Told:
        """Start a process and hear what it says."""
        return self.heard(self.start(*calls, before=before, nobody=nobody, cache=cache))

    def edit(self, old: str, new: str) -> None:
        """Replace the one place of a text in the kernels, as an update of the package does."""
        text = self.kernels.read_text("utf-8")
        assert text.count(old) == 1, old
        self.kernels.write_text(text.replace(old, new), "utf-8")

    def close(self) -> None:
        """Take everybody's right to write anywhere."""
        _allow(self.root, 0o555, 0o444)


@contextmanager
def installed() -> Iterator[Install]:
    """A copy of the package that every user can read, gone at the end."""
    root = Path(tempfile.mkdtemp(dir=_open_folder()))
    try:
        package = Path(paycalc.__file__).parent
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(package, root / "site" / "paycalc", ignore=ignored)
        for name in ("home", "cache"):
            (root / name).mkdir()
        _allow(root, 0o755, 0o644)
        yield Install(root)
    finally:
        _allow(root, 0o755, 0o644)
        shutil.rmtree(root)


def _open_folder() -> Path:
    """A folder for files that every user can reach."""
    wanted = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
    for folder in wanted:
        if all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents)):
            return folder
    raise AssertionError(f"none of {wanted} can be reached by everybody")


def _allow(root: Path, folders: int, files: int) -> None:
    for path, _, names in os.walk(root, topdown=False):
        for name in names:
            os.chmod(os.path.join(path, name), files)
        os.chmod(path, folders)
