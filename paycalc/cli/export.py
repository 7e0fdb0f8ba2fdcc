"""``paycalc export``: the feed of a closed run, as a payroll system takes it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from paycalc.cli._options import AsJson, Language

if TYPE_CHECKING:
    from paycalc.cli._progress import Tell
    from paycalc.output.feeds.exporting import Exported
    from paycalc.output.feeds.preparing import Wanted
    from paycalc.records.databases import Address

RunFolder = Annotated[
    Path,
    typer.Argument(metavar="RUN", exists=True, file_okay=False, help="A closed run folder."),
]
To = Annotated[
    Literal["feed", "frappe", "odoo", "table", "postgresql"],
    typer.Option("--to", help="Where it goes; `feed` is the canonical feed alone."),
]
MapFile = Annotated[
    Path,
    typer.Option(
        "--map",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="The map (YAML): when it is paid, codes, and how the target is written.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="The new folder; nothing may be there yet."),
]
After = Annotated[
    list[Path] | None,
    typer.Option(
        "--after",
        metavar="EXPORT",
        exists=True,
        file_okay=False,
        help="The folder of an earlier export of this period, to hold a correction against; may be "
        "given several times.",
    ),
]
Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="ADDRESS",
        help="Of postgresql: postgresql://USER@HOST/NAME, the password in ~/.pgpass or PGPASSWORD.",
    ),
]
Format = Annotated[
    Literal["csv", "parquet"], typer.Option("--format", help="Format of the canonical feed.")
]
Check = Annotated[
    bool, typer.Option("--check", help="Tell every blocker and the totals; write nothing.")
]


def export(
    run: RunFolder,
    to: To,
    map: MapFile,
    out: Out = None,
    after: After = None,
    database: Database = None,
    format: Format = "csv",
    check: Check = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Write the feed of a closed run for a payroll system, whole or not at all.

    First everything that stands in the way is told at once; then nothing is written. The folder
    holds what the target imports, the canonical feed that it is made of, control totals by unit
    and code, and `export.json`. A database gets the lines in one transaction, by their key: a
    repeat changes nothing.

    Example: `paycalc export out/run --to frappe --map frappe.yaml --out out/frappe`
    """
    from paycalc.cli._progress import progress
    from paycalc.errors import MissingExtraError, RunError, TargetExistsError
    from paycalc.output.feeds.exporting import Exported
    from paycalc.output.feeds.preparing import Wanted
    from paycalc.problems import ProblemsError, order
    from paycalc.problems import language as language_of

    language = language_of(lang)
    address = address_for(to, database)
    if out is None and to != "postgresql" and not check:
        raise typer.BadParameter("say where the files go", param_hint="--out")
    wanted = Wanted(run, to, map, None if check else out, format, tuple(after or ()), address)
    try:
        with progress(2) as tell:
            exported = _exported(wanted, check, tell)
    except TargetExistsError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from None
    except (MissingExtraError, RunError) as error:
        raise typer.BadParameter(str(error), param_hint="RUN") from None
    except ProblemsError as error:
        exported = Exported(order(error.problems))
    except OSError as error:
        _say_failure(error, language, as_json=as_json)
        raise typer.Exit(1) from None
    if as_json:
        _print_json(exported, out, language)
    else:
        _print_for_people(exported, wanted, language)
    if not exported.done:
        raise typer.Exit(1)


def address_for(to: str, database: str | None, hint: str = "--database") -> Address | None:
    """The database, which is needed for one target and means nothing for others."""
    from paycalc.errors import AddressError
    from paycalc.records.databases import address_of

    if (to == "postgresql") != (database is not None):
        said = "postgresql needs it" if database is None else "only postgresql has one"
        raise typer.BadParameter(said, param_hint=hint)
    if database is None:
        return None
    try:
        found = address_of(database)
    except AddressError as error:
        raise typer.BadParameter(str(error), param_hint=hint) from None
    if found.kind != "postgresql":
        raise typer.BadParameter("feeds are written to PostgreSQL alone", param_hint=hint)
    return found


def _exported(wanted: Wanted, check: bool, tell: Tell) -> Exported:
    from paycalc.output.feeds.exporting import checked, export
    from paycalc.output.folder import refuse_existing

    if check:
        return checked(wanted)
    if wanted.out is not None:
        refuse_existing(wanted.out)
    return export(wanted, tell)


def _say_failure(error: OSError, language: str, *, as_json: bool) -> None:
    from paycalc.cli._show import print_json, say_nothing_written

    if as_json:
        print_json({"format": _FORMAT, "ok": False, "error": str(error), "problems": []})
    else:
        say_nothing_written(error, language)


def _print_json(exported: Exported, out: Path | None, language: str) -> None:
    from paycalc.cli._show import print_json, problem_json

    done: dict[str, object] = {}
    if exported.done:
        done = {"folder": out and str(out), "files": list(exported.files)}
        done |= {"totals": dict(exported.totals), "new": exported.new}
    problems = [problem_json(problem, language) for problem in exported.problems]
    print_json({"format": _FORMAT, "ok": exported.done, **done, "problems": problems})


def _print_for_people(exported: Exported, wanted: Wanted, language: str) -> None:
    from paycalc.cli._show import show_problems

    show_problems(exported.problems, language, sys.stderr)
    sys.stderr.flush()
    words = _WORDS[language]
    if not exported.done:
        typer.echo(words["nothing"], err=True)
        return
    typer.echo(words["totals"].format(**exported.totals))
    if exported.files:
        typer.echo(f"{words['folder']} {wanted.out}: {', '.join(exported.files)}")
    if exported.new is not None:
        typer.echo(words["new"].format(new=exported.new))


_FORMAT = "paycalc-exported/1"
_WORDS = {
    "en": {
        "nothing": "Nothing was written.",
        "totals": "{lines} lines of {employees} employees: earnings {earnings}, deductions "
        "{deductions}, net {net}",
        "folder": "Written to",
        "new": "New in the database: {new}; what was there by its key stays as it was",
    },
    "zh": {
        "nothing": "未写入任何内容。",
        "totals": "{employees} 人共 {lines} 行：发放 {earnings}，扣回 {deductions}，净额 {net}",
        "folder": "已写入",
        "new": "数据库新增 {new} 行；键已存在的行保持不变",
    },
}
