"""``paycalc close``: the period of a run stays as it is, and is only ever corrected."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from paycalc.cli._options import AsJson, Language

RunFolder = Annotated[
    Path,
    typer.Argument(
        metavar="RUN", exists=True, file_okay=False, help="A run folder of all counties."
    ),
]
By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who closes it; written into `close.json`.")
]


def close(run: RunFolder, by: By, as_json: AsJson = False, lang: Language = None) -> None:
    """Close a run: write `close.json` into its folder, once and for good.

    It holds the sha256 of the manifest, and the hash of the closing before it, so that nothing
    before it can be changed unseen. Periods of a policy close in order; then `run` refuses a closed
    period, and what was wrong in it is corrected. Only a whole run can be closed, and only once.

    Ends with 1 if it cannot be closed, and nothing was written.

    Example: `paycalc close out/star --by "L. Chen"`
    """
    from paycalc.cli._show import print_json, problem_json, say_nothing_written, show_problems
    from paycalc.errors import RunError
    from paycalc.output.closing import close as close_run
    from paycalc.problems import ProblemsError
    from paycalc.problems import language as language_of

    language = language_of(lang)
    if not by.strip():
        raise typer.BadParameter("say who closes the run", param_hint="--by")
    failed = {"format": "paycalc-closed/1", "ok": False}
    try:
        closed = close_run(run, by.strip())
    except RunError as error:
        raise typer.BadParameter(str(error), param_hint="RUN") from None
    except ProblemsError as error:
        if as_json:
            told = [problem_json(problem, language) for problem in error.problems]
            print_json({**failed, "problems": told})
        else:
            show_problems(error.problems, language, sys.stderr)
        raise typer.Exit(1) from None
    except OSError as error:
        if as_json:
            print_json({**failed, "error": str(error), "problems": []})
        else:
            say_nothing_written(error, language)
        raise typer.Exit(1) from None
    if as_json:
        print_json({"format": "paycalc-closed/1", "ok": True, "close": closed, "problems": []})
    else:
        typer.echo(_DONE[language].format(period=closed["period"], run=run, hash=closed["hash"]))


_DONE = {
    "en": "The period {period} is closed: {run}\nClosing {hash}",
    "zh": "{period} 期已结账：{run}\n结账 {hash}",
}
