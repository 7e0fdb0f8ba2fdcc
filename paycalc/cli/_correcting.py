"""What `paycalc correct` and `paycalc release` share: opening a closed run, writing the next."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import typer

from paycalc.cli._progress import Tell, progress

if TYPE_CHECKING:
    from paycalc.cli._source import Inputs
    from paycalc.output.runs import Run
    from paycalc.policy import Policy
    from paycalc.problems import Problem
    from paycalc.records import Checked, Records
    from paycalc.result.corrections import Correction

_STEPS = 13


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked for."""

    run: Path
    out: Path
    format: Literal["csv", "parquet"]
    everything: bool
    as_json: bool
    language: str
    releases: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A closed run that nothing keeps from being corrected."""

    run: Run
    policy: Policy
    tell: Tell


@dataclass(frozen=True, slots=True)
class Made:
    """A correction, ``None`` if it could not be made, and all problems either way."""

    correction: Correction | None
    problems: tuple[Problem, ...]
    inputs: Inputs = tuple


def carry_out(asked: Asked, make: Callable[[Opened], Made]) -> None:
    """Open the run, make the next revision, write it, and tell what it came to."""
    from paycalc.errors import InputChangedError, RunError, TargetExistsError
    from paycalc.problems import ProblemsError, order

    try:
        with progress(_STEPS) as tell:
            made = _written(asked, make, tell)
    except TargetExistsError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from None
    except RunError as error:
        raise typer.BadParameter(str(error), param_hint="CLOSED_RUN") from None
    except ProblemsError as error:
        made = Made(None, order(error.problems))
    except (InputChangedError, OSError) as error:
        _fail(error, asked)
    if asked.as_json:
        _print_json(made, asked)
    else:
        _print_for_people(made, asked)
    if made.correction is None:
        raise typer.Exit(1)


def _written(asked: Asked, make: Callable[[Opened], Made], tell: Tell) -> Made:
    from paycalc.output.correcting import blockers, write_correction
    from paycalc.output.folder import refuse_existing
    from paycalc.output.runs import opened
    from paycalc.problems import has_errors

    refuse_existing(asked.out)
    tell("opening the run")
    run, broken = opened(asked.run)
    if run is None:
        return Made(None, broken)
    policy = run.policy()
    found = blockers(run, policy, asked.out, releases=asked.releases)
    if has_errors(found):
        return Made(None, found)
    made = make(Opened(run, policy, tell))
    if made.correction is None or made.correction.blocked:
        return Made(None, made.problems)
    write_correction(
        made.correction,
        run,
        asked.out,
        format=asked.format,
        language=asked.language,
        inputs=made.inputs(),
        tell=lambda name: tell(f"writing {name}"),
    )
    return made


def old_records(opened: Opened) -> Records | None:
    """The records of the run: kept, or where it read them if they still lie there unchanged."""
    from paycalc.cli._reopen import original
    from paycalc.errors import NoKeptRecordsError, RunError
    from paycalc.records.batches import Batches

    try:
        return opened.run.records()
    except NoKeptRecordsError:
        pass
    try:
        found = original(opened.run.folder, opened.policy, opened.run.manifest["inputs"])
    except RunError:
        return None
    return found.at_once() if isinstance(found, Batches) else found


def nobody_knows(opened: Opened) -> Made:
    """Without the old records nobody can tell whose records changed."""
    from paycalc.problems import Place, Problem

    return Made(None, (Problem("X105", Place(file=str(opened.run.folder))),))


def checked_of(policy: Policy, records: Records) -> Checked:
    """Records that a run was computed of, checked as they were then.

    Raises:
        ProblemsError: they have errors by now.
    """
    from paycalc.engine.expects import expectations
    from paycalc.problems import ProblemsError
    from paycalc.records import check

    checked, problems = check(records, expectations(policy))
    if checked is None:
        raise ProblemsError(problems)
    return checked


def _fail(error: Exception, asked: Asked) -> NoReturn:
    from paycalc.cli._show import print_json, say_nothing_written

    if asked.as_json:
        failed = {"format": "paycalc-done/1", "ok": False, "error": str(error), "problems": []}
        print_json(failed)
    else:
        say_nothing_written(error, asked.language)
    raise typer.Exit(1)


def _print_json(made: Made, asked: Asked) -> None:
    from paycalc.cli._show import print_json, problem_json

    correction = made.correction
    done: dict[str, object] = {}
    if correction is not None:
        policy = correction.result.policy
        done = {
            "folder": str(asked.out),
            "policy": {"id": policy.id, "version": policy.version},
            "period": correction.result.period.id,
            "revision": correction.after.revision,
            "status": correction.status,
            "differences": [_plain(row) for row in correction.by_county.to_dicts()],
            "totals": [_plain(row) for row in correction.totals.to_dicts()],
        }
    problems = [problem_json(problem, asked.language) for problem in made.problems]
    told = {"format": "paycalc-done/1", "ok": correction is not None, **done}
    print_json({**told, "problems": problems})


def _plain(row: dict[str, Any]) -> dict[str, object]:
    """A row for JSON: money as text with its digits, since a JSON number may become a float."""
    return {name: value if isinstance(value, int) else str(value) for name, value in row.items()}


def _print_for_people(made: Made, asked: Asked) -> None:
    from paycalc.cli._show import show_problems, show_table

    correction, words = made.correction, _WORDS[asked.language]
    done = correction is not None
    shown = [one for one in made.problems if not (done and one.severity == "note")]
    show_problems(shown, asked.language, sys.stderr, asked.everything)
    if correction is None:
        return
    sys.stderr.flush()
    policy, revision = correction.result.policy, correction.after.revision
    title = policy.title.get(asked.language) or policy.id
    period = correction.result.period.id
    typer.echo(f"{title} ({policy.id} {policy.version}), {period}, {words['revision']} {revision}")
    typer.echo(f"{words['folder']} {asked.out}")
    sums = correction.totals.drop("county_id").sum().row(0, named=True)
    parts = [f"{words[name]} {amount:,}" for name, amount in sums.items() if name in words]
    typer.echo(f"{words['now']}: {', '.join(parts)}\n")
    code = policy.currency.code
    head = (
        words["county"],
        words["raised"],
        f"{words['more']} ({code})",
        words["lowered"],
        f"{words['less']} ({code})",
    )
    rows = [
        (str(county), f"{raised:,}", f"{more:,}", f"{lowered:,}", f"{less:,}")
        for county, raised, more, lowered, less in correction.by_county.iter_rows()
    ]
    show_table(head, rows, sys.stdout)


_WORDS = {
    "en": {
        "revision": "revision",
        "folder": "Written to",
        "now": "Settled",
        "fund": "fund",
        "opening": "opening balances",
        "payable": "payable",
        "held": "held",
        "kept": "kept",
        "unallocated": "unallocated",
        "forfeited_to_county": "forfeited to the county",
        "carried": "carried",
        "county": "county",
        "raised": "raised",
        "more": "more",
        "lowered": "lowered",
        "less": "less",
    },
    "zh": {
        "revision": "版次",
        "folder": "已写入",
        "now": "更正后",
        "fund": "总额",
        "opening": "期初余额",
        "payable": "应发",
        "held": "暂扣",
        "kept": "留存",
        "unallocated": "未分配",
        "forfeited_to_county": "收归县级",
        "carried": "结转",
        "county": "县区",
        "raised": "补发人数",
        "more": "补发",
        "lowered": "扣回人数",
        "less": "扣回",
    },
}
