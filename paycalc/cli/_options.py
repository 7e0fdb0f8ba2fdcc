"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer


def _no_policy(dataset: Path | None) -> Path | None:
    if dataset is not None and dataset.is_file() and dataset.suffix in (".yaml", ".yml"):
        raise typer.BadParameter(f"{dataset} is no dataset; the policy comes before it")
    return dataset


PolicyOrFolder: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="POLICY",
        exists=True,
        readable=True,
        help="The policy (YAML), or a folder with its versions: the one in effect on the period's "
        "first day counts.",
    ),
]
Dataset: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="DATASET",
        exists=True,
        readable=True,
        callback=_no_policy,
        help="The records: a folder with a .csv or .parquet file per table and period.yaml.",
    ),
]
MaybeDataset: TypeAlias = Annotated[
    Path | None,
    typer.Argument(
        metavar="DATASET",
        exists=True,
        readable=True,
        callback=_no_policy,
        show_default=False,
        help="The records, as for `run`; without them the policy alone is checked.",
    ),
]
AsJson: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else.")
]
Language: TypeAlias = Annotated[
    Literal["en", "zh"] | None,
    typer.Option("--lang", help="Language of messages; else PAYCALC_LANG or the locale decides."),
]
Threads: TypeAlias = Annotated[
    int | None,
    typer.Option("--threads", min=1, help="Threads to compute with; the result is the same."),
]
