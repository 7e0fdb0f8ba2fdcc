"""The share that each stage of paycalc takes, by functions that stand between stages."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.measuring import used
from tests.bench.peers import with_paycalc

WATCHED = (
    ("policy", "paycalc", "load_policy"),
    ("read", "paycalc.engine.streaming", "dataset_of"),
    ("read", "paycalc.records.batches", "read_records"),
    ("read", "paycalc.records.batches", "read_folder"),
    ("check", "paycalc.records.batches", "check"),
    ("check", "paycalc.engine.computing", "check"),
    ("encode", "paycalc.engine.computing", "Order"),
    ("encode", "paycalc.engine.computing", "encode"),
    ("items", "paycalc.engine.arrays", "compute_items"),
    ("level 1", "paycalc.engine.arrays", "level_1"),
    ("level 2", "paycalc.engine.arrays", "level_2"),
    ("adjust", "paycalc.engine.arrays", "adjust"),
    ("guarantees", "paycalc.engine.arrays", "enforce"),
    ("veto", "paycalc.engine.arrays", "veto"),
    ("result", "paycalc.engine.computing", "merge"),
    ("result", "paycalc.engine.streaming", "_joined"),
)
"""Stage, module and function as the module calls it; one inside another is the outer one's."""

ORDER = tuple(dict.fromkeys(stage for stage, *_ in WATCHED))


@dataclass
class _Spent:
    """Seconds of a stage in the main thread and in others, where batches are side by side."""

    main: float = 0.0
    beside: float = 0.0
    main_cpu: float = 0.0
    cpu: float = 0.0

    def told(self, threads: int) -> dict[str, float]:
        """What it takes of the whole's time; of that what keeps hardly more than one core busy.

        ``cpu`` is what the process used meanwhile, which is the stage's alone with one thread.
        """
        alone = self.main_cpu < 1.2 * self.main
        return {
            "wall": self.main + self.beside / threads,
            "cpu": self.main_cpu + self.cpu,
            "serial": self.main if alone else 0.0,
        }


def shares(folder: Path, school: Path, threads: int) -> dict[str, Any]:
    """By stage what it uses, and the whole; what no stage owns is ``other``, one after another."""
    with_paycalc.run(school, threads)
    spent: defaultdict[str, _Spent] = defaultdict(_Spent)
    inside = threading.local()
    for stage, module, name in WATCHED:
        _watch(module, name, spent[stage], inside)
    with used() as usage:
        with_paycalc.run(folder, threads)
    whole = {"wall": usage.wall, "cpu": usage.cpu}
    stages = {stage: spent[stage].told(threads) for stage in ORDER}
    other = {
        what: max(0.0, total - sum(stage[what] for stage in stages.values()))
        for what, total in whole.items()
    }
    return {"whole": whole, "stages": {**stages, "other": {**other, "serial": other["wall"]}}}


def _watch(module: str, name: str, spent: _Spent, inside: threading.local) -> None:
    """Put a function that adds up what it uses in the place of the module's."""
    home = import_module(module)
    function = getattr(home, name)
    lock = threading.Lock()

    @wraps(function, updated=())
    def watched(*arguments: Any, **named: Any) -> Any:
        if getattr(inside, "one", False):
            return function(*arguments, **named)
        inside.one = True
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            inside.one = False
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            with lock:
                if threading.current_thread() is threading.main_thread():
                    spent.main += wall
                    spent.main_cpu += cpu
                else:
                    spent.beside += wall
                    spent.cpu += cpu

    setattr(home, name, watched)
