"""``paycalc run``: from a policy and a dataset to a run folder and a table of who was paid."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from paycalc.cli._options import (
    AsJson,
    Dataset,
    Everything,
    Language,
    PolicyOrFolder,
    ProblemList,
    Tables,
    Threads,
)

if TYPE_CHECKING:
    from paycalc.cli._writing import Outcome
    from paycalc.problems import Problem
    from paycalc.result.summary import Summary

Out = Annotated[
    Path,
    typer.Option("--out", metavar="FOLDER", help="The run folder; nothing may be there yet."),
]
KeepRecords = Annotated[
    bool,
    typer.Option(
        "--keep-records",
        help="Keep the records in the folder too, for `explain`, `verify` and `correct`.",
    ),
]
KeepGoing = Annotated[
    bool,
    typer.Option(
        "--keep-going",
        help="Leave out counties that have errors, whole, and compute the others: the run is then "
        "incomplete and cannot be closed.",
    ),
]
Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        metavar="RUN",
        exists=True,
        file_okay=False,
        help="The closed run of the period before, which the new manifest names.",
    ),
]
Format = Annotated[Literal["csv", "parquet"], typer.Option("--format", help="Format of tables.")]


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    policy: PolicyOrFolder,
    dataset: Dataset,
    out: Out,
    tables: Tables = None,
    format: Format = "csv",
    keep_records: KeepRecords = False,
    keep_going: KeepGoing = False,
    previous: Previous = None,
    problem_list: ProblemList = None,
    everything: Everything = False,
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Compute everybody's pay and write it to a new folder.

    The folder appears whole or not at all and is never overwritten; if the policy or the records
    have errors, all are printed and nothing is written but the list that `--problems` asks for. A
    terminal shows the first problem of each kind. Ends with a table of what was paid.

    With `--keep-going` counties that have errors are left out and named, never a school alone; an
    error that may be of any county (a row of a school that nobody knows) still stops all.

    A period that is closed (`paycalc close`) is refused, if its run lies beside the new folder or
    is named by `--previous`: what was wrong in it is corrected.

    A dataset in folders by county (`staff/county_id=.../`) is read, computed and written a few
    counties at a time; with `--format parquet` the tables lie in such folders, too. If there are
    errors in the records they are read as a whole, to print them all, which takes about 4 GiB of
    memory for a million teachers.

    Example: `paycalc run policies/star.yaml fixtures/star --out out/star`
    """
    from paycalc.cli._problem_list import refuse_problem_list, write_problem_list
    from paycalc.cli._source import source_of
    from paycalc.cli._writing import Writing, computed_and_written
    from paycalc.errors import InputChangedError, RunError, TargetExistsError
    from paycalc.output.folder import refuse_existing
    from paycalc.problems import language as language_of

    language = language_of(lang)
    refuse_problem_list(problem_list, out)
    try:
        refuse_existing(out)
        source = source_of(dataset, tables)

        def listed(problems: tuple[Problem, ...]) -> None:
            write_problem_list(problems, problem_list, language, policy, source)

        writing = Writing(
            out, format, language, threads, keep_records, keep_going, previous, listed
        )
        outcome = computed_and_written(policy, source, writing)
    except TargetExistsError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from None
    except RunError as error:
        raise typer.BadParameter(str(error), param_hint="--previous") from None
    except (InputChangedError, OSError) as error:
        _print_failure(error, language, as_json=as_json)
        raise typer.Exit(1) from None
    if as_json:
        _print_json(outcome, out, language)
    else:
        _print_for_people(outcome, out, language, everything)
    if outcome.summary is None:
        raise typer.Exit(1)


def _print_failure(error: Exception, language: str, *, as_json: bool) -> None:
    from paycalc.cli._show import print_json, say_nothing_written

    if as_json:
        failed = {"format": "paycalc-done/1", "ok": False, "error": str(error), "problems": []}
        print_json(failed)
    else:
        say_nothing_written(error, language)


def _print_json(outcome: Outcome, out: Path, language: str) -> None:
    from paycalc.cli._show import print_json, problem_json

    summary = outcome.summary
    done: dict[str, object] = {}
    if summary is not None:
        done = {
            "folder": str(out),
            "policy": {
                "id": summary.policy.id,
                "version": summary.policy.version,
                "file": str(outcome.policy_file),
            },
            "period": summary.period.id,
            "status": summary.status,
            "left_out": list(summary.left_out),
            "groups": _plain(summary.groups().to_dicts()),
            "totals": _plain(summary.totals.to_dicts()),
        }
    problems = [problem_json(problem, language) for problem in outcome.problems]
    print_json(
        {"format": "paycalc-done/1", "ok": summary is not None, **done, "problems": problems}
    )


def _plain(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows for JSON: money as text with its digits, since a JSON number may become a float."""
    return [
        {name: value if isinstance(value, int) else str(value) for name, value in row.items()}
        for row in rows
    ]


def _print_for_people(outcome: Outcome, out: Path, language: str, everything: bool) -> None:
    """Problems on stderr (of a run that is done: no notes, which are in its folder), the table."""
    from paycalc.cli._show import show_problems

    done = outcome.summary is not None
    shown = [problem for problem in outcome.problems if not (done and problem.severity == "note")]
    show_problems(shown, language, sys.stderr, everything)
    if outcome.summary is not None:
        sys.stderr.flush()
        _print_result(outcome.summary, out, language)


def _print_result(summary: Summary, out: Path, language: str) -> None:
    from paycalc.cli._show import show_table

    words, policy = _WORDS[language], summary.policy
    title = policy.title.get(language) or policy.id
    typer.echo(f"{title} ({policy.id} {policy.version}), {summary.period.id}")
    typer.echo(f"{words['folder']} {out}")
    if summary.status != "final":
        typer.echo(words[summary.status].format(", ".join(summary.left_out)))
    sums = summary.totals.drop("county_id").sum().row(0, named=True)
    parts = {name: f"{words[name]} {_money(amount)}" for name, amount in sums.items()}
    came = [parts.pop("fund"), parts.pop("opening")][: 2 if sums["opening"] else 1]
    typer.echo(f"{' + '.join(came)} = {' + '.join(parts.values())}\n")
    rows = [
        (row["group"], str(row["heads"]), _money(row["total"]), _money(row["mean"]))
        for row in summary.groups().iter_rows(named=True)
    ]
    code = policy.currency.code
    head = (
        words["group"],
        words["heads"],
        f"{words['total']} ({code})",
        f"{words['mean']} ({code})",
    )
    show_table(head, rows, sys.stdout)


def _money(amount: object) -> str:
    return "-" if amount is None else f"{amount:,}"


_WORDS = {
    "en": {
        "folder": "Written to",
        "provisional": "Provisional: money is held until cases are decided",
        "incomplete": "Incomplete: left out, since they have errors, are {}",
        "fund": "Fund",
        "opening": "opening balances",
        "payable": "payable",
        "held": "held",
        "kept": "kept",
        "unallocated": "unallocated",
        "forfeited_to_county": "forfeited to the county",
        "group": "group",
        "heads": "heads",
        "total": "total",
        "mean": "mean",
    },
    "zh": {
        "folder": "已写入",
        "provisional": "暂定：有金额暂扣，待案件认定",
        "incomplete": "不完整：因有错误未计入的县区：{}",
        "fund": "总额",
        "opening": "期初余额",
        "payable": "应发",
        "held": "暂扣",
        "kept": "留存",
        "unallocated": "未分配",
        "forfeited_to_county": "收归县级",
        "group": "组别",
        "heads": "人数",
        "total": "合计",
        "mean": "人均",
    },
}
