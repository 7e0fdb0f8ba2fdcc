"""``paycalc init``: starts a folder with a policy, its tests and a dataset, and says what next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from paycalc.cli._options import AsJson, Language

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER", show_default=False, help="The folder; it is new, or there and empty."
    ),
]


def init(folder: Folder, as_json: AsJson = False, lang: Language = None) -> None:
    """Start a folder: a commented policy, its tests and a dataset, all invented, that run at once.

    Remarks, names and headings are English, or Chinese with `--lang zh`. It ends with what to do
    next. Nothing is overwritten: a folder that is not empty is refused.

    Example: `paycalc init out/our-county`
    """
    from paycalc.errors import TargetExistsError
    from paycalc.output.start import next_steps, start_folder
    from paycalc.problems import language as language_of

    language = language_of(lang)
    try:
        files = start_folder(folder, language)
    except TargetExistsError as error:
        raise typer.BadParameter(str(error), param_hint="FOLDER") from None
    except OSError as error:
        _say_failed(error, language, as_json=as_json)
        raise typer.Exit(1) from None
    if as_json:
        from paycalc.cli._show import print_json

        names = [path.as_posix() for path in files]
        print_json({"format": "paycalc-init/1", "ok": True, "folder": str(folder), "files": names})
        return
    typer.echo(f"{_STARTED[language]} {folder}\n")
    for path in files:
        typer.echo(f"  {path.as_posix()}")
    if folder.resolve() != Path.cwd():
        typer.echo(f"\n    cd {shlex.quote(str(folder))}")
    typer.echo(f"\n{next_steps(language)}")


def _say_failed(error: OSError, language: str, *, as_json: bool) -> None:
    from paycalc.cli._show import print_json, say_nothing_written

    if as_json:
        print_json({"format": "paycalc-init/1", "ok": False, "error": str(error)})
    else:
        say_nothing_written(error, language)


_STARTED = {"en": "Started", "zh": "已新建"}
