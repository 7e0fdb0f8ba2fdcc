"""Exports of earlier revisions, read back: which lines went out for a policy and a period."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from paycalc.output.feeds.columns import COLUMNS
from paycalc.output.feeds.scope import scope_of
from paycalc.output.inputs import sha256_of
from paycalc.output.tables import restored
from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from paycalc.output.runs import Run

ABOUT = "export.json"
FORMAT = "paycalc-export/1"


def read_exports(
    folders: Iterable[Path], run: Run
) -> tuple[pl.DataFrame | None, tuple[Problem, ...]]:
    """The lines of earlier exports; ``None`` if none is named.

    Each has to be whole, of the run's policy and period, and of an earlier revision.
    """
    digits = int(run.manifest["currency"]["decimals"])
    frames: list[pl.DataFrame] = []
    problems: list[Problem] = []
    for folder in folders:
        feed = _feed_of(folder, run)
        if feed is None:
            problems.append(Problem("F224", Place(file=str(folder))))
        else:
            frames.append(read_feed(feed, digits))
    if not frames:
        return None, tuple(problems)
    lines = pl.concat(frames).unique("line_key", keep="first", maintain_order=True)
    return scope_of(run).of_earlier(lines), tuple(problems)


def read_feed(path: Path, digits: int) -> pl.DataFrame:
    """The lines of a feed's file."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path, hive_partitioning=False).select(*COLUMNS)
    frame = restored(pl.read_csv(path, infer_schema=False))
    return frame.select(typed(name, digits) for name in COLUMNS)


def typed(name: str, digits: int) -> pl.Expr:
    """A column of texts as a feed has it."""
    dtype = pl.Decimal(38, digits) if name == "amount" else COLUMNS[name]
    return pl.col(name).cast(dtype)


def _about(folder: Path) -> Mapping[str, Any] | None:
    """What an export says of itself."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return about if isinstance(about, dict) and about.get("format") == FORMAT else None


def _feed_of(folder: Path, run: Run) -> Path | None:
    """Its feed, if that is as it was written, and of an earlier revision of what the run is of."""
    about = _about(folder)
    if about is None or (about["policy"], about["period"]) != (run.policy_id, run.period):
        return None
    feeds = [output for output in about["outputs"] if Path(output["path"]).stem == "feed"]
    if not feeds or about["revision"] >= run.revision:
        return None
    path = folder / feeds[0]["path"]
    return path if path.is_file() and sha256_of(path) == feeds[0]["sha256"] else None
