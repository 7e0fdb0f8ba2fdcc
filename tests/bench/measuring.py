"""Wall time, CPU time and peak memory, of a piece of work or of a fresh process."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass
class Usage:
    """Seconds by the clock, and seconds that all cores spent on it (user and system)."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def used() -> Iterator[Usage]:
    """What this process uses inside the block, all of its threads together."""
    usage = Usage()
    wall, cpu = time.perf_counter(), _cpu()
    try:
        yield usage
    finally:
        usage.wall, usage.cpu = time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


def peak_bytes() -> int:
    """The most memory that this process had at once.

    Not ``ru_maxrss``, which begins with what the parent had.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def environment(threads: int, **more: str) -> dict[str, str]:
    """The environment of a process with so many threads in every library's pool."""
    names = ("POLARS_MAX_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "ARROW_NUM_THREADS")
    # An installed package has its bytecode, as the libraries have theirs.
    bytecode = {"PYTHONDONTWRITEBYTECODE": ""}
    return {**os.environ, **bytecode, **dict.fromkeys(names, str(threads)), **more}


def task(name: str, arguments: Mapping[str, Any], threads: int, **more: str) -> dict[str, Any]:
    """What a task of `tests.bench.tasks` answers from a fresh process."""
    command = [sys.executable, "-m", "tests.bench.tasks", name, json.dumps(arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(threads, **more), capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{name} {arguments} failed:\n{done.stderr.decode()}")
    answer: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return answer


def command(arguments: Sequence[str], threads: int, **more: str) -> tuple[Usage, int]:
    """What a command uses from start to end, and its peak memory in bytes."""
    start = time.perf_counter()
    child = subprocess.Popen(
        arguments,
        cwd=ROOT,
        env=environment(threads, **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert child.stderr is not None
    told = child.stderr.read()
    _, status, spent = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    wall = time.perf_counter() - start
    if child.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{told.decode()}")
    return Usage(wall, spent.ru_utime + spent.ru_stime), spent.ru_maxrss * 1024
