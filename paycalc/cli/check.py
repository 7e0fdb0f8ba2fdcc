"""``paycalc check``: everything that is wrong with a policy and a dataset, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from paycalc.cli._options import (
    AsJson,
    Everything,
    Language,
    MaybeDataset,
    PolicyOrFolder,
    ProblemList,
    Tables,
    Threads,
)

if TYPE_CHECKING:
    from paycalc.cli._source import Source
    from paycalc.problems import Problem


def check(
    policy: PolicyOrFolder,
    dataset: MaybeDataset = None,
    tables: Tables = None,
    problem_list: ProblemList = None,
    everything: Everything = False,
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Print every problem of a policy and a dataset, and nothing else.

    Everything is loaded, read and computed as `run` would do it, and nothing is written but the
    list that `--problems` asks for. A terminal shows the first problem of each kind. Without
    a dataset the policy alone is checked. Of a folder all versions are, and their dates: days
    on which two are in effect are errors, days between them on which none is are warnings.
    Ends with 0 if there is no error (warnings may be), else with 1.

    Example: `paycalc check policies/example-county.yaml fixtures/example-county`
    """
    from paycalc.cli._problem_list import refuse_problem_list, write_problem_list
    from paycalc.cli._show import print_json, problem_json, say_nothing_written, show_problems
    from paycalc.cli._source import maybe_source
    from paycalc.problems import has_errors
    from paycalc.problems import language as language_of

    language = language_of(lang)
    refuse_problem_list(problem_list)
    source = maybe_source(dataset, tables)
    problems = _problems(policy, source, threads)
    unwritten = None
    try:
        write_problem_list(problems, problem_list, language, policy, source)
    except OSError as error:
        unwritten = error  # what is wrong is told all the same
    failed = has_errors(problems)
    if as_json:
        found = [problem_json(problem, language) for problem in problems]
        print_json({"format": "paycalc-check/1", "ok": not failed, "problems": found})
    else:
        show_problems(problems, language, sys.stdout, everything)
    if unwritten is not None:
        sys.stdout.flush()
        say_nothing_written(unwritten, language)
    if failed or unwritten is not None:
        raise typer.Exit(1)


def _problems(policy: Path, dataset: Source | None, threads: int | None) -> tuple[Problem, ...]:
    """What `run` would say, and of a folder also what is wrong with its other versions."""
    from paycalc.cli._compute import policy_problems, problems_of
    from paycalc.problems import order

    if dataset is None:
        return policy_problems(policy)
    problems = problems_of(policy, dataset, threads)
    if not policy.is_dir():
        return problems
    others = [one for one in policy_problems(policy) if one not in problems]
    return order((*problems, *others))
