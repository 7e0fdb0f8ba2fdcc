"""The share that each stage of paycalc takes, by functions that stand between stages."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.measuring import used
from tests.bench.peers import with_paycalc

MAIN = (
    ("policy", "paycalc", "load_policy"),
    ("read", "paycalc", "read_records"),
    ("check", "paycalc.engine.computing", "check"),
    ("encode", "paycalc.engine.computing", "Order"),
    ("encode", "paycalc.engine.computing", "encode"),
    ("result", "paycalc.engine.computing", "merge"),
)
"""Stages of the whole dataset: all that the process uses meanwhile is theirs."""

BY_RANGE = (
    ("items", "paycalc.engine.arrays", "compute_items"),
    ("level 1", "paycalc.engine.arrays", "level_1"),
    ("level 2", "paycalc.engine.arrays", "level_2"),
    ("adjust", "paycalc.engine.arrays", "adjust"),
    ("guarantees", "paycalc.engine.arrays", "enforce"),
    ("veto", "paycalc.engine.arrays", "veto"),
)
"""Stages of a range of counties, each in its thread: what the thread uses is theirs."""

ORDER = tuple(dict.fromkeys([*(name for name, *_ in MAIN[:-1]), *(name for name, *_ in BY_RANGE)]))


@dataclass
class _Spent:
    wall: float = 0.0
    cpu: float = 0.0
    threads: set[int] = field(default_factory=set)


def shares(folder: Path, school: Path, threads: int) -> dict[str, Any]:
    """By stage seconds of wall and CPU, and the whole; what no stage owns is ``other``."""
    with_paycalc.run(school, threads)
    spent: defaultdict[str, _Spent] = defaultdict(_Spent)
    for stage, module, name in MAIN:
        _watch(module, name, spent[stage], time.process_time)
    for stage, module, name in BY_RANGE:
        _watch(module, name, spent[stage], time.thread_time)
    with used() as whole:
        with_paycalc.run(folder, threads)
    found = {
        stage: {"wall": one.wall / max(len(one.threads), 1), "cpu": one.cpu}
        for stage in (*ORDER, "result")
        for one in [spent[stage]]
    }
    total = {"wall": whole.wall, "cpu": whole.cpu}
    found["other"] = {
        what: max(0.0, total[what] - sum(stage[what] for stage in found.values())) for what in total
    }
    return {"whole": total, "stages": found}


def _watch(module: str, name: str, spent: _Spent, clock: Callable[[], float]) -> None:
    """Put a function that adds up what it uses in the place of the module's."""
    home = import_module(module)
    function = getattr(home, name)
    lock = threading.Lock()

    @wraps(function, updated=())
    def watched(*arguments: Any, **named: Any) -> Any:
        wall, cpu = time.perf_counter(), clock()
        try:
            return function(*arguments, **named)
        finally:
            with lock:
                spent.wall += time.perf_counter() - wall
                spent.cpu += clock() - cpu
                spent.threads.add(threading.get_ident())

    setattr(home, name, watched)
