"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer


def _policy(text: str) -> Path:
    from paycalc.records._address import is_address

    if is_address(text):  # it may hold a password, and is not told
        raise typer.BadParameter("a policy is a file or a folder, and stands before the database")
    if not Path(text).exists():
        raise typer.BadParameter(f"Path '{text}' does not exist.")
    return Path(text)


PolicyFile: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="POLICY", exists=True, dir_okay=False, readable=True, help="The policy (YAML)."
    ),
]
PolicyOrFolder: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="POLICY",
        parser=_policy,
        help="The policy (YAML), or a folder with its versions: the one in effect on the period's "
        "first day counts.",
    ),
]
Dataset: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="DATASET",
        help="The records: a folder with a .csv, .xlsx or .parquet file per table and period.yaml, "
        "or a workbook (.xlsx) with a sheet per table; or, "
        "with --tables, a database: postgresql://USER@HOST/NAME or sqlite:///FILE.",
    ),
]
MaybeDataset: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="DATASET",
        show_default=False,
        help="The records, as for `run`; without them the policy alone is checked.",
    ),
]
Tables: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--tables",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help="Of a database: a YAML file with the SQL of each table, and the period.",
    ),
]
Everything: TypeAlias = Annotated[
    bool,
    typer.Option("--all", help="On a terminal: show every problem, not the first of each kind."),
]
ProblemList: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--problems",
        metavar="FILE",
        help="Also write the problems to a new workbook (.xlsx), whether or not there are errors: "
        "a row each, with a link that opens the cell.",
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
