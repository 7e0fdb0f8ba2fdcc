"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

PolicyFile: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="POLICY", exists=True, dir_okay=False, readable=True, help="The policy (YAML)."
    ),
]
Dataset: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="DATASET",
        exists=True,
        readable=True,
        help="The records: a folder with a .csv or .parquet file per table and period.yaml.",
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
