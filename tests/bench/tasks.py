"""What fresh processes do: ``python -m tests.bench.tasks NAME ARGUMENTS`` prints JSON."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.bench.measuring import peak_bytes, used

Answer = dict[str, Any]


def pay(name: str, folder: str, school: str, threads: int, out: str | None = None) -> Answer:
    """One peer, from files to payouts in memory, after it paid one school in this process.

    So imports, kernels and thread pools are loaded for every peer alike.
    """
    from tests.bench.peers import peer

    one = peer(name)
    one.run(Path(school), threads)
    gc.collect()
    with used() as usage:
        result = one.run(Path(folder), threads)
    answer: Answer = {"wall": usage.wall, "cpu": usage.cpu, "peak": peak_bytes()}
    payouts = one.payouts(result)
    if payouts is not None:
        payouts = payouts.sort("county_id", "school_id", "teacher_id")
        answer["posts"] = payouts.height
        answer["digest"] = sha256(payouts.write_csv().encode()).hexdigest()
        if out is not None:
            payouts.write_parquet(out)
    return answer


def first(folder: str, threads: int) -> Answer:
    """The first call of this process, with imports and with whatever kernels a cache holds."""
    with used() as usage:
        from tests.bench.peers import with_paycalc

        with_paycalc.run(Path(folder), threads)
    return {"wall": usage.wall, "cpu": usage.cpu}


def columns(folder: str) -> Answer:
    """The bytes that the columns needed take as Polars columns, by table."""
    import polars as pl

    from tests.bench.columns import NEEDED

    sizes = {
        table: pl.read_parquet(
            Path(folder) / table / "*" / "*.parquet",
            columns=list(needed),
            hive_partitioning=False,
        ).estimated_size()
        for table, needed in NEEDED.items()
    }
    return {"bytes": sum(sizes.values()), **sizes}


def school(folder: str, calls: int) -> Answer:
    """One school to payouts, policy loaded and tables in memory: the median of many calls."""
    from tests.bench.small import school_calls

    return school_calls(Path(folder), calls)


def packed(counties: int, calls: int) -> Answer:
    """Many small counties at once, from Encoded to arrays, on one thread."""
    from tests.bench.small import packed_calls

    return packed_calls(counties, calls)


def stages(folder: str, school: str, threads: int) -> Answer:
    """What each stage of paycalc uses."""
    from tests.bench.stages import shares

    return shares(Path(folder), Path(school), threads)


TASKS: dict[str, Callable[..., Answer]] = {
    task.__name__: task for task in (pay, first, columns, school, packed, stages)
}


def main() -> None:
    """Runs one task."""
    _, name, arguments = sys.argv
    print(json.dumps(TASKS[name](**json.loads(arguments))))


if __name__ == "__main__":
    main()
