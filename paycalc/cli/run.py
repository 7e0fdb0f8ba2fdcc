"""``paycalc run``: from a policy and a dataset to a run folder and a table of who was paid."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from paycalc.cli._options import AsJson, Dataset, Language, PolicyFile, Threads

if TYPE_CHECKING:
    from paycalc.cli._compute import Attempt
    from paycalc.result import Result

Out = Annotated[
    Path,
    typer.Option("--out", metavar="FOLDER", help="The run folder; nothing may be there yet."),
]
Format = Annotated[Literal["csv", "parquet"], typer.Option("--format", help="Format of tables.")]


def run(
    policy: PolicyFile,
    dataset: Dataset,
    out: Out,
    format: Format = "csv",
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Compute everybody's pay and write it to a new folder.

    The folder appears whole or not at all and is never overwritten; if the policy or the records
    have errors, all are printed and nothing is written. Ends with a table of what was paid.

    Example: `paycalc run policies/star.yaml fixtures/star --out out/star`
    """
    from paycalc.output.folder import TargetExistsError, refuse_existing
    from paycalc.output.inputs import InputChangedError
    from paycalc.problems import language as language_of

    language = language_of(lang)
    try:
        refuse_existing(out)
        outcome = _computed_and_written(policy, dataset, out, format, language, threads)
    except TargetExistsError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from None
    except (InputChangedError, OSError) as error:
        _print_failure(error, as_json)
        raise typer.Exit(1) from None
    if as_json:
        _print_json(outcome, out, language)
    else:
        _print_for_people(outcome, out, language)
    if outcome.result is None:
        raise typer.Exit(1)


def _computed_and_written(
    policy: Path,
    dataset: Path,
    out: Path,
    format: Literal["csv", "parquet"],
    language: str,
    threads: int | None,
) -> Attempt:
    from paycalc.cli._compute import STEPS, attempt
    from paycalc.cli._progress import progress

    with progress(STEPS + 7) as tell:
        outcome = attempt(policy, dataset, threads, tell)
        if outcome.result is not None:
            from paycalc.output import write_run

            write_run(
                outcome.result,
                out,
                format=format,
                language=language,
                inputs=outcome.inputs(),
                tell=lambda name: tell(f"writing {name}"),
            )
    return outcome


def _print_failure(error: Exception, as_json: bool) -> None:
    if as_json:
        from paycalc.cli._show import print_json

        failed = {"format": "paycalc-done/1", "ok": False, "error": str(error), "problems": []}
        print_json(failed)
    else:
        typer.echo(f"Nothing was written: {error}", err=True)


def _print_json(outcome: Attempt, out: Path, language: str) -> None:
    from paycalc.cli._show import print_json, problem_json

    result = outcome.result
    done: dict[str, object] = {}
    if result is not None:
        done = {
            "folder": str(out),
            "policy": {"id": result.policy.id, "version": result.policy.version},
            "period": result.period.id,
            "groups": _plain(result.groups().to_dicts()),
            "totals": _plain(result.totals.to_dicts()),
        }
    problems = [problem_json(problem, language) for problem in outcome.problems]
    print_json({"format": "paycalc-done/1", "ok": result is not None, **done, "problems": problems})


def _plain(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows for JSON: money as text with its digits, since a JSON number may become a float."""
    return [
        {name: value if isinstance(value, int) else str(value) for name, value in row.items()}
        for row in rows
    ]


def _print_for_people(outcome: Attempt, out: Path, language: str) -> None:
    from paycalc.cli._show import show_problems

    show_problems(outcome.problems, language, sys.stderr)
    if outcome.result is not None:
        sys.stderr.flush()
        _print_groups(outcome.result, out, language)


def _print_groups(result: Result, out: Path, language: str) -> None:
    from paycalc.cli._show import show_table

    words = _WORDS[language]
    title = result.policy.title.get(language) or result.policy.id
    typer.echo(f"{title} ({result.policy.id} {result.policy.version}), {result.period.id}")
    typer.echo(f"{words['folder']}: {out}\n")
    rows = [
        (row["group"], str(row["heads"]), _money(row["total"]), _money(row["mean"]))
        for row in result.groups().iter_rows(named=True)
    ]
    head = [words[name] for name in ("group", "heads", "total", "mean")]
    show_table(
        [*head[:2], *(f"{name} ({result.policy.currency.code})" for name in head[2:])],
        rows,
        sys.stdout,
    )


def _money(amount: object) -> str:
    return "-" if amount is None else f"{amount:,}"


_WORDS = {
    "en": {
        "folder": "Written to",
        "group": "group",
        "heads": "heads",
        "total": "total",
        "mean": "mean",
    },
    "zh": {"folder": "已写入", "group": "组别", "heads": "人数", "total": "合计", "mean": "人均"},
}
