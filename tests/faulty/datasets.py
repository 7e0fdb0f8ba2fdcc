"""The faulty datasets of the folder: each lies over the sound one, of which it changes a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path

import polars as pl

from paycalc.cli._compute import attempt
from paycalc.problems import Problem
from tests.faulty.workbooks import WORKBOOKS

DATASETS = Path(__file__).with_name("datasets")
SOUND = DATASETS / "sound"
POLICY = "policy.yaml"
EXPECTED = "expected.txt"
WITHOUT = "without.txt"


def _no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def _too_many(folder: Path) -> None:
    rows = "T2,lesson,,45\n" * 1100
    head = "teacher_id,kind,quantity,class_size\n"
    (folder / "workload.csv").write_text(head + rows, encoding="utf-8")


def _list_column(folder: Path) -> None:
    frame = pl.read_csv(folder / "leave.csv", infer_schema=False)
    (folder / "leave.csv").unlink()
    noted = frame.with_columns(notes=pl.Series([["in the morning"]] * len(frame)))
    noted.write_parquet(folder / "leave.parquet")


MADE: Mapping[str, Callable[[Path], None]] = {
    "no-such-folder": _no_folder,
    "quantities-not-filled-in": _too_many,
    "lists-in-a-column": _list_column,
    **WORKBOOKS,
}
"""Datasets that are too large to lie in the folder, or no text: how the sound one is changed."""


def names() -> list[str]:
    """The faulty datasets, by name."""
    return sorted({path.name for path in DATASETS.iterdir() if path.is_dir()} - {SOUND.name})


def expected_file(name: str) -> Path:
    """Where what is expected of a dataset stands."""
    return DATASETS / name / EXPECTED


def problems_of(name: str, folder: Path) -> tuple[Problem, ...]:
    """Every problem that `paycalc check` tells of a faulty dataset, which is put into a folder."""
    made = dataset_in(name, folder)
    with chdir(folder):
        return attempt(Path(POLICY), Path(made.name), 1, lambda _: None).problems


def dataset_in(name: str, folder: Path) -> Path:
    """Lays a faulty dataset over the sound one, with its policy beside it."""
    dataset, changes = folder / name, DATASETS / name
    shutil.copytree(SOUND, dataset)
    absent = changes / WITHOUT
    for file in absent.read_text(encoding="utf-8").split() if absent.exists() else ():
        (dataset / file).unlink()
    shutil.copytree(
        changes,
        dataset,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns(EXPECTED, WITHOUT, POLICY),
    )
    own = changes / POLICY
    shutil.copy(own if own.exists() else DATASETS / POLICY, folder / POLICY)
    if name in MADE:
        MADE[name](dataset)
    return dataset
