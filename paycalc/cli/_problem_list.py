"""The option ``--problems``: what is wrong as a workbook, whether or not the command fails."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from paycalc.cli._source import Source
    from paycalc.problems import Problem

_HINT = "--problems"


def refuse_problem_list(target: Path | None, out: Path | None = None) -> None:
    """Refuse a list that cannot be written or stands in the way, before anything is computed."""
    from paycalc.errors import MissingExtraError, TargetExistsError
    from paycalc.output._books import require_books
    from paycalc.output.folder import refuse_existing

    if target is None:
        return
    if target.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{target} is no .xlsx file", param_hint=_HINT)
    if out is not None and target.resolve().is_relative_to(out.resolve()):
        said = f"{target} would be in the run's folder: name a file beside it"
        raise typer.BadParameter(said, param_hint=_HINT)
    try:
        require_books("a list of problems as a workbook")
        refuse_existing(target, "file")
    except (MissingExtraError, TargetExistsError) as error:
        raise typer.BadParameter(str(error), param_hint=_HINT) from None


def write_problem_list(
    problems: Iterable[Problem],
    target: Path | None,
    language: str,
    policy: Path,
    source: Source | None,
) -> None:
    """Write the list, if one is asked for.

    Raises:
        OSError: it cannot be written.
    """
    from paycalc.output.problem_list import write_problems

    if target is None:
        return
    folders = [Path(), policy if policy.is_dir() else policy.parent]
    if isinstance(source, Path):  # a database has no cells to open
        folders.insert(0, source.parent if source.is_file() else source)
    write_problems(problems, target, language, folders)
