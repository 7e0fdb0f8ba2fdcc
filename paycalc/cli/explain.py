"""``paycalc explain``: how one teacher's pay came about, and what would have changed it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from paycalc.cli._options import AsJson, Language, Tables, Threads

if TYPE_CHECKING:
    from paycalc.problems import Problem
    from paycalc.result import Result
    from paycalc.result.explain import Explanation, WhatIf

_USAGE = "give a run folder and a teacher, or a policy, a dataset and a teacher"

What = Annotated[
    list[str],
    typer.Argument(
        metavar="(RUN | POLICY DATASET) TEACHER",
        show_default=False,
        help="A run folder, or a policy (or a folder of its versions) and a dataset (or, with "
        "--tables, a database); then the teacher's id.",
    ),
]
County = Annotated[
    str | None,
    typer.Option("--county", help="The teacher's county, where the id occurs in two."),
]
Format = Annotated[
    Literal["text", "markdown", "json"], typer.Option("--format", help="How it is written.")
]
WhatIfs = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="CHANGE",
        help="Add what this would have changed for the teacher: NAME+N or NAME-N of a "
        "kind of work or leave, an indicator or an item that reads one; or position=VALUE. "
        "May be given several times.",
    ),
]


def explain(
    what: What,
    tables: Tables = None,
    county: County = None,
    what_if: WhatIfs = None,
    format: Format = "text",
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Tell how one teacher's pay came about: rows, coefficients, points, shares, to the fen.

    Of colleagues only totals and counts are told. A run folder works if its records were kept
    (`run --keep-records`) or still lie unchanged where the run read them.

    With `--what-if pupils+1` (here) it adds what one more pupil would have changed.

    Example: `paycalc explain policies/star.yaml fixtures/star T0004`
    """
    from paycalc.errors import RunError, UnknownTeacherError, WhatIfError
    from paycalc.problems import ProblemsError
    from paycalc.problems import language as language_of

    if len(what) not in (2, 3):
        raise typer.BadParameter(_USAGE, param_hint="(RUN | POLICY DATASET) TEACHER")
    *paths, teacher = what
    language, form = language_of(lang), "json" if as_json else format
    try:
        result = _result(paths, teacher, county, tables, threads)
        told = result.explain(teacher, county_id=county)
        changed = result.what_if(teacher, *what_if, county_id=county) if what_if else None
        _show(told, changed, form, language)
    except UnknownTeacherError as error:
        hint = "; --county says which" if error.counties and error.county is None else ""
        raise typer.BadParameter(f"{error}{hint}", param_hint="TEACHER") from None
    except WhatIfError as error:
        raise typer.BadParameter(str(error), param_hint="--what-if") from None
    except ProblemsError as error:
        _refuse("nothing can be explained: there are errors", form, language, error.problems)
    except (RunError, OSError) as error:
        _refuse(str(error), form, language)


def _result(
    given: list[str], teacher: str, county: str | None, tables: Path | None, threads: int | None
) -> Result:
    """The result that is explained; of counties that lie apart perhaps the teacher's alone."""
    from paycalc.cli._compute import STEPS
    from paycalc.cli._progress import progress
    from paycalc.cli._source import maybe_source
    from paycalc.records._address import is_address

    path = Path(given[0])
    if is_address(given[0]):  # it may hold a password, and is not told
        raise typer.BadParameter(_USAGE, param_hint="PATH")
    if not path.exists():
        raise typer.BadParameter(f"{path} does not exist; {_USAGE}", param_hint="PATH")
    dataset = maybe_source(given[1] if len(given) == 2 else None, tables)
    if dataset is not None:
        from paycalc.cli._one_teacher import result_for

        return result_for(path, dataset, teacher, county, threads)
    from paycalc.cli._reopen import reopened

    with progress(STEPS) as tell:
        return reopened(path, teacher, county, threads, tell)


def _show(told: Explanation, changed: WhatIf | None, form: str, language: str) -> None:
    """Print the explanation, and after it what a change would have changed."""
    if form == "json":
        from paycalc.cli._show import print_json

        both = {"format": "paycalc-explained/1", "explanation": told.to_json()}
        print_json(both | {"what_if": changed.to_json()} if changed else told.to_json())
        return
    for part in (told,) if changed is None else (told, changed):
        text = part.markdown(language) if form == "markdown" else part.text(language) + "\n"
        sys.stdout.write(text if part is told else f"\n{text}")


def _refuse(said: str, form: str, language: str, problems: tuple[Problem, ...] = ()) -> NoReturn:
    """Say why there is no explanation, and end with 1."""
    from paycalc.cli._show import print_json, problem_json, show_problems

    if form == "json":
        found = [problem_json(problem, language) for problem in problems]
        print_json({"format": "paycalc-refusal/1", "ok": False, "error": said, "problems": found})
    else:
        show_problems(problems, language, sys.stderr)
        typer.echo(said, err=True)
    raise typer.Exit(1)
