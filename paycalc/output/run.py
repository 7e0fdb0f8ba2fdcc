"""The run folder: the tables of a result, the policy and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.output import kept
from paycalc.output.folder import create_file, make_folder, whole_folder
from paycalc.output.inputs import Input
from paycalc.output.manifest import ALONE, MANIFEST, Chain, write_about
from paycalc.output.tables import Format, problems_table, write_table

if TYPE_CHECKING:
    import polars as pl

    from paycalc.problems import Problem
    from paycalc.result import Result

TABLES = ("payouts", "lines", "units", "ledger", "bars")
"""The tables of a result, each made when its turn comes."""


def write_run(
    result: Result,
    folder: str | Path,
    *,
    format: Format = "csv",
    language: str = "en",
    inputs: Sequence[Input] = (),
    keep_records: bool = False,
    chain: Chain = ALONE,
    tell: Callable[[str], None] | None = None,
) -> Path:
    """Write a result as a run folder, whole or not at all (architecture.md, "A run").

    The folder holds ``payouts``, ``lines``, ``units``, ``ledger``, ``bars`` and ``problems`` in
    the format asked for (money in major units with its digits, ids as text), ``policy.yaml`` and
    the plan files it names, and ``manifest.json``. Only its owner can read it.

    Args:
        result: What ``compute`` returned.
        folder: Where it goes; nothing may be there yet.
        format: ``csv`` for people, or ``parquet``.
        language: ``en`` or ``zh``, for the messages in ``problems``.
        inputs: The files that were read, for the manifest.
        keep_records: Keep what was read as well, below ``records/``, for explanations and proofs.
        chain: The run that it follows.
        tell: Called with each file's name before it is written.

    Returns:
        The folder.

    Raises:
        TargetExistsError: there is something at ``folder``; it is left as it is.
        OSError: the folder could not be written; nothing of it is left.
    """
    from paycalc.result.fingerprint import digests_of
    from paycalc.result.summary import summary_of

    target = Path(folder)
    tell = tell or (lambda _: None)
    with whole_folder(target) as partial:
        rows: dict[str, int | None] = {}
        for name in TABLES:
            file_name = f"{name}.{format}"
            tell(file_name)
            frame: pl.DataFrame = getattr(result, name)
            rows[file_name] = frame.height
            with create_file(partial / file_name) as file:
                write_table(frame, file, format)
        tell(f"problems.{format}")
        rows |= write_problems(result.problems, partial, format, language)
        digests = digests_of(result, each_row=keep_records)
        if keep_records:
            rows |= dict(kept.keep_records(result.made.records, partial, tell))
            rows |= write_hashes(kept.hashes_of(digests), partial, f"{kept.ROW_HASHES}.parquet")
        tell(MANIFEST)
        write_about(partial, rows, summary_of(result), inputs, [digests], chain)
    return target


def write_problems(
    problems: Iterable[Problem], partial: Path, format: Format, language: str
) -> dict[str, int]:
    """Write the table of problems; its file and rows."""
    frame = problems_table(problems, language)
    with create_file(partial / f"problems.{format}") as file:
        write_table(frame, file, format)
    return {f"problems.{format}": frame.height}


def write_hashes(frame: pl.DataFrame, partial: Path, path: str) -> dict[str, int]:
    """Write the table ``row_hashes``, or its part of a county; its file and rows."""
    make_folder(partial, (partial / path).parent)
    with create_file(partial / path) as file:
        write_table(frame, file, "parquet")
    return {path: frame.height}
