"""``paycalc reconcile``: what a payroll system holds against what a run's feed gave it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paycalc.cli._options import AsJson, Everything, Language
from paycalc.cli.export import After, MapFile, RunFolder, To, address_for

if TYPE_CHECKING:
    from paycalc.output.feeds.reconciling import Reconciled

Arrived = Annotated[
    str,
    typer.Argument(
        metavar="TARGET_EXPORT",
        help="What the target exported: .csv, .xlsx, .parquet or .json; or, of postgresql, the "
        "address of the database.",
    ),
]


def reconcile(
    run: RunFolder,
    arrived: Arrived,
    to: To,
    map: MapFile,
    after: After = None,
    everything: Everything = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Find lines that are missing in a payroll system, doubled, changed, or extra.

    Lines are found by their keys, and compared in all columns that the export has. Ends with 3 if
    any line differs.

    Example: `paycalc reconcile out/run additional_salary.csv --to frappe --map frappe.yaml`
    """
    from paycalc.errors import MissingExtraError, RunError
    from paycalc.output.feeds.preparing import Wanted
    from paycalc.output.feeds.reconciling import Reconciled, reconcile
    from paycalc.problems import ProblemsError, order
    from paycalc.problems import language as language_of

    language = language_of(lang)
    database = address_for(to, arrived if to == "postgresql" else None, "TARGET_EXPORT")
    file = None if database else _file(arrived)
    wanted = Wanted(run, to, map, after=tuple(after or ()), database=database)
    try:
        found = reconcile(wanted, file)
    except (MissingExtraError, RunError) as error:
        raise typer.BadParameter(str(error), param_hint="RUN") from None
    except ProblemsError as error:
        found = Reconciled(order(error.problems))
    if as_json:
        _print_json(found, language)
    else:
        _print_for_people(found, language, everything)
    if not found.readable:
        raise typer.Exit(1)
    if _counted(found):
        raise typer.Exit(3)


def _file(arrived: str) -> Path:
    from paycalc.records.databases import is_address

    if is_address(arrived):  # it may hold a password, and is not told
        raise typer.BadParameter("only postgresql is a database", param_hint="TARGET_EXPORT")
    path = Path(arrived)
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint="TARGET_EXPORT")
    return path


def _counted(found: Reconciled) -> Counter[str]:
    """How many lines are missing, doubled, changed and extra."""
    from paycalc.output.feeds.reconciling import CHECKED

    return Counter(problem.code for problem in found.problems if problem.code in CHECKED)


def _print_json(found: Reconciled, language: str) -> None:
    from paycalc.cli._show import print_json, problem_json

    counted = _counted(found)
    counts = {name: counted[code] for code, name in _NAMES.items()}
    done = {"agreed": found.agreed, **counts} if found.readable else {}
    problems = [problem_json(problem, language) for problem in found.problems]
    ok = found.readable and not counted
    print_json({"format": "paycalc-reconciled/1", "ok": ok, **done, "problems": problems})


def _print_for_people(found: Reconciled, language: str, everything: bool) -> None:
    from paycalc.cli._show import show_problems

    show_problems(found.problems, language, sys.stderr, everything)
    sys.stderr.flush()
    if found.readable:
        counted = _counted(found)
        counts = {name: counted[code] for code, name in _NAMES.items()}
        typer.echo(_WORDS[language].format(agreed=found.agreed, **counts))


_NAMES = {"F300": "missing", "F301": "doubled", "F302": "changed", "F303": "extra"}
_WORDS = {
    "en": "{agreed} lines agree; missing {missing}, doubled {doubled}, changed {changed}, "
    "extra {extra}",
    "zh": "{agreed} 行相符；缺失 {missing}，重复 {doubled}，改动 {changed}，多余 {extra}",
}
