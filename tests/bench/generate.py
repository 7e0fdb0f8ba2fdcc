"""Invented datasets of any size, the same for the same seed, as Parquet partitioned by county."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from tests.bench.county import county

Order: TypeAlias = Literal["sorted", "shuffled"]

SEED = 20260205
PERIOD = "id: 2025-2026-1\nfrom: 2025-09-01\nto: 2026-01-31\n"
_MARK = ".generated"


@dataclass(frozen=True)
class Size:
    """So many teachers in so many counties."""

    counties: int
    teachers: int


SIZES = {
    "school": Size(1, 100),
    "county": Size(1, 10_000),
    "province": Size(100, 1_000_000),
    "nation": Size(1_900, 19_000_000),
}


def teachers_by_county(size: Size, seed: int = SEED) -> list[int]:
    """How many teachers each county has: from a third of the mean to about three times it."""
    if size.counties == 1:
        return [size.teachers]
    weights = np.random.default_rng(seed).lognormal(0, 0.45, size.counties).clip(0.35, 3)
    bounds = np.floor(np.cumsum(weights / weights.sum()) * size.teachers + 1e-6)
    return np.diff(bounds, prepend=0).astype(int).tolist()


def counties(size: Size, seed: int = SEED) -> Iterator[tuple[str, int, int]]:
    """Of each county its id (an administrative code of six digits), teachers and seed."""
    for place, teachers in enumerate(teachers_by_county(size, seed)):
        province, rest = divmod(place, 100)
        yield f"{35 + province}{rest // 10 + 1:02d}{rest % 10 + 21:02d}", teachers, seed + place


def write(folder: Path, size: Size, order: Order, seed: int = SEED) -> None:
    """A dataset of that size: for each table a folder ``county_id=.../`` per county.

    The same seed gives the same rows in both orders: sorted by teacher (schools by id), or each
    county's rows in a random order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "period.yaml").write_text(PERIOD)

    def one(named: tuple[str, int, int]) -> None:
        name, teachers, own = named
        for table, frame in county(name, teachers, own).items():
            path = folder / table / f"county_id={name}" / "part.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            _ordered(frame, order, own).write_parquet(path)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, counties(size, seed)))


def _ordered(frame: pl.DataFrame, order: Order, seed: int) -> pl.DataFrame:
    if order == "shuffled":
        return frame.sample(fraction=1, shuffle=True, seed=seed)
    key = next((c for c in ("teacher_id", "school_id") if c in frame.columns), None)
    return frame if key is None else frame.sort(key, maintain_order=True)


def dataset(home: Path, size: str, order: Order) -> Path:
    """The dataset of that size and order under ``home``, written unless this generator did."""
    folder = home / f"{size}-{order}"
    made_by = sha256(b"".join(file.read_bytes() for file in _sources())).hexdigest()
    mark = folder / _MARK
    if mark.exists() and mark.read_text() == made_by:
        return folder
    if mark.exists():
        rmtree(folder)
    elif folder.exists():
        raise FileExistsError(f"{folder} was not made by this generator, or not to the end")
    write(folder, SIZES[size], order)
    mark.write_text(made_by)
    return folder


def _sources() -> tuple[Path, ...]:
    here = Path(__file__)
    return here, here.with_name("county.py")


def main() -> None:
    """``python -m tests.bench.generate province sorted /tmp/bench``."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.generate", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("order", choices=("sorted", "shuffled"))
    parser.add_argument("home", type=Path, help="the folder that gets SIZE-ORDER/")
    options = parser.parse_args()
    print(dataset(options.home, options.size, options.order))


if __name__ == "__main__":
    main()
