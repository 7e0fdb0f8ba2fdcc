"""``paycalc check``: everything that is wrong with a policy and a dataset, and nothing else."""

from __future__ import annotations

import sys

import typer

from paycalc.cli._options import AsJson, Dataset, Language, PolicyFile, Threads


def check(
    policy: PolicyFile,
    dataset: Dataset,
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Print every problem of a policy and a dataset, and nothing else.

    Everything is loaded, read and computed as `run` would do it, and nothing is written.
    Ends with 0 if there is no error (warnings may be), else with 1.

    Example: `paycalc check policies/example-county.yaml fixtures/example-county`
    """
    from paycalc.cli._compute import STEPS, attempt
    from paycalc.cli._progress import progress
    from paycalc.cli._show import print_json, problem_json, show_problems
    from paycalc.problems import language as language_of

    language = language_of(lang)
    with progress(STEPS) as tell:
        outcome = attempt(policy, dataset, threads, tell)
    if as_json:
        found = [problem_json(problem, language) for problem in outcome.problems]
        ok = outcome.result is not None
        print_json({"format": "paycalc-check/1", "ok": ok, "problems": found})
    else:
        show_problems(outcome.problems, language, sys.stdout)
    if outcome.result is None:
        raise typer.Exit(1)
