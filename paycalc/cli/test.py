"""``paycalc test``: runs the cases that stand beside policies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paycalc.cli._options import AsJson, Language

if TYPE_CHECKING:
    from paycalc.testing import Outcome, Report

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH",
        exists=True,
        readable=True,
        help="A folder with policies and their tests/, a policy, or a case file.",
    ),
]
Only = Annotated[
    str,
    typer.Option("-k", "--only", metavar="TEXT", help="Only cases whose file or name has this."),
]


def run_tests(
    paths: Paths, only: Only = "", as_json: AsJson = False, lang: Language = None
) -> None:
    """Run the cases of policies: a few rows, and what is expected of them, to the fen.

    The cases of `policies/NAME.yaml` are `policies/tests/NAME/*.yaml`. A case that fails is shown
    with what was expected, what was found, and how the first difference came about. Ends with 3
    if a case failed, with 1 if a policy or a case file has errors (the others are still run).

    Example: `paycalc test policies/sanming.yaml`
    """
    from paycalc.cli._progress import progress
    from paycalc.problems import has_errors
    from paycalc.problems import language as language_of
    from paycalc.testing import run_cases

    language = language_of(lang)
    with progress(2) as tell:
        report = run_cases(paths, only=only, tell=tell)
    if not report.files:
        raise typer.BadParameter("there is no case file tests/NAME/*.yaml", param_hint="PATH")
    if only and not (report.outcomes or has_errors(report.problems)):
        raise typer.BadParameter(f"no case has {only!r} in its file or name", param_hint="-k")
    if as_json:
        _print_json(report, language)
    else:
        _print_for_people(report, language)
    if has_errors(report.problems):
        raise typer.Exit(1)
    if report.failed:
        raise typer.Exit(3)


def _print_for_people(report: Report, language: str) -> None:
    """Mistakes on stderr; cases that failed and the summary on stdout."""
    from paycalc.cli._show import show_problems
    from paycalc.testing.explaining import explanations
    from paycalc.testing.telling import outcome_text, summary

    show_problems(report.problems, language, sys.stderr)
    sys.stderr.flush()
    failed = report.failed
    for outcome, explanation in zip(failed, explanations(failed, language), strict=True):
        typer.echo(outcome_text(outcome, language, explanation) + "\n")
    typer.echo(summary(report, language))


def _print_json(report: Report, language: str) -> None:
    from paycalc.cli._show import print_json, problem_json
    from paycalc.problems import has_errors
    from paycalc.testing.explaining import explanations

    told = explanations(report.failed, language)
    print_json(
        {
            "format": "paycalc-test/1",
            "ok": not report.failed and not has_errors(report.problems),
            "cases": len(report.outcomes),
            "failed": len(report.failed),
            "files": report.files,
            "computes": report.computes,
            "seconds": round(report.seconds, 3),
            "outcomes": [
                _plain(outcome, language, "" if outcome.passed else next(told))
                for outcome in report.outcomes
            ],
            "problems": [problem_json(problem, language) for problem in report.problems],
        }
    )


def _plain(outcome: Outcome, language: str, explanation: str) -> dict[str, object]:
    from paycalc.cli._show import problem_json
    from paycalc.testing.telling import rows

    case = outcome.case
    plain: dict[str, object] = {
        "file": case.file,
        "line": case.line,
        "name": case.name,
        "policy": str(case.policy),
        "passed": outcome.passed,
    }
    if not outcome.passed:
        names = ("what", "expected", "found")
        plain["differences"] = [dict(zip(names, row, strict=True)) for row in rows(outcome)]
        plain["problems"] = [problem_json(problem, language) for problem in outcome.problems]
        plain["explanation"] = explanation
    return plain
