"""``paycalc template``: the workbook that the records of a policy are filled into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paycalc.cli._options import AsJson, Language, PolicyFile

if TYPE_CHECKING:
    from paycalc.policy import Policy

Out = Annotated[
    Path,
    typer.Option("--out", metavar="FILE", help="The workbook (.xlsx); nothing may be there yet."),
]


def template(policy: PolicyFile, out: Out, as_json: AsJson = False, lang: Language = None) -> None:
    """Write the workbook that a policy's records are filled into, by people in their offices.

    It has the tables and columns that the policy needs, with Chinese and English headings,
    drop-down lists of what the policy names, and a sheet that explains. Filled in, it is a dataset
    for `check` and `run`. `--lang` chooses the main language. Nothing is overwritten.

    Example: `paycalc template policies/sanming.yaml --out out/sanming.xlsx`
    """
    from paycalc.cli._show import print_json, say_nothing_written
    from paycalc.errors import MissingExtraError, TargetExistsError
    from paycalc.output.template import write_template
    from paycalc.problems import language as language_of

    language = language_of(lang)
    if out.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{out} is no .xlsx file", param_hint="--out")
    loaded = _loaded(policy, language, as_json=as_json)
    try:
        sheets = write_template(loaded, out, language)
    except (MissingExtraError, TargetExistsError) as error:
        raise typer.BadParameter(str(error), param_hint="--out") from None
    except OSError as error:
        if as_json:
            print_json({"format": _FORMAT, "ok": False, "error": str(error), "problems": []})
        else:
            say_nothing_written(error, language)
        raise typer.Exit(1) from None
    if as_json:
        print_json({"format": _FORMAT, "ok": True, "file": str(out), "sheets": list(sheets)})
    else:
        written, tables = _WORDS[language]
        typer.echo(f"{written} {out}\n{tables}{', '.join(sheets)}")


def _loaded(policy: Path, language: str, *, as_json: bool) -> Policy:
    """The policy; its mistakes are shown and end the command."""
    import sys

    import paycalc
    from paycalc.cli._show import print_json, problem_json, show_problems
    from paycalc.problems import ProblemsError

    try:
        return paycalc.load_policy(policy)
    except ProblemsError as error:
        if as_json:
            found = [problem_json(problem, language) for problem in error.problems]
            print_json({"format": _FORMAT, "ok": False, "problems": found})
        else:
            show_problems(error.problems, language, sys.stderr)
        raise typer.Exit(1) from None


_FORMAT = "paycalc-template/1"
_WORDS = {"en": ("Written to", "Tables: "), "zh": ("已写入", "工作表：")}
