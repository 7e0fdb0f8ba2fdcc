"""``paycalc audit``: does a policy keep its promises in every county that it could meet?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paycalc.cli._options import AsJson, Language, Threads

if TYPE_CHECKING:
    from paycalc.audit.model import Audit
    from paycalc.policy import Policy

PolicyFile = Annotated[
    Path,
    typer.Argument(
        metavar="POLICY", exists=True, dir_okay=False, readable=True, help="The policy (YAML)."
    ),
]
Cases = Annotated[
    int | None,
    typer.Option("--cases", min=1, help="Pairs of counties for each promise.", show_default=False),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Other counties for another seed.")]
Budget = Annotated[
    float | None,
    typer.Option("--budget", min=0, metavar="SECONDS", help="End the search after so long."),
]
Page = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", dir_okay=False, help="Write a page to this file, too."),
]
CasesTo = Annotated[
    Path | None,
    typer.Option(
        "--cases-to",
        metavar="FOLDER",
        file_okay=False,
        help="Write each case as a policy test there: `paycalc test` runs it.",
    ),
]
Promises = Annotated[
    list[str] | None,
    typer.Option("--promise", metavar="ID", help="Only this promise; may be given again."),
]


def audit(
    policy: PolicyFile,
    cases: Cases = None,
    seed: Seed = 0,
    budget: Budget = None,
    promise: Promises = None,
    html: Page = None,
    cases_to: CasesTo = None,
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Search for a county in which a policy breaks a promise.

    What the policy declares under `promises` must hold; the other promises of the catalogue are
    told as notes. Each gets a verdict, which says what is known and no more, and a promise that is
    broken the smallest case, with everybody's pay before and after, and the line of the policy.
    The same policy, seed and cases find the same.

    Ends with 3 if a declared promise is broken, with 1 if the policy has errors.

    Example: `paycalc audit policies/sanming.yaml --budget 60`
    """
    from paycalc.cli._show import print_json
    from paycalc.problems import language as language_of

    language = language_of(lang)
    loaded = _load(policy, language, as_json=as_json)
    _known(loaded, promise)
    found = _audit(loaded, cases, seed, budget, promise, threads)
    if as_json:
        from paycalc.audit.export import plain

        print_json(plain(loaded, found))
    else:
        from paycalc.audit.telling import text

        typer.echo(text(loaded, found, language))
    _write(loaded, found, html, cases_to, language)
    if found.broken:
        raise typer.Exit(3)


def _load(path: Path, language: str, *, as_json: bool) -> Policy:
    """The policy; its errors are shown and end the command."""
    import paycalc
    from paycalc.cli._show import print_json, problem_json, show_problems

    try:
        return paycalc.load_policy(path)
    except paycalc.ProblemsError as error:
        if as_json:
            told = [problem_json(problem, language) for problem in error.problems]
            print_json({"format": "paycalc-audit/1", "ok": False, "problems": told})
        else:
            show_problems(error.problems, language, sys.stderr)
        raise typer.Exit(1) from error


def _known(policy: Policy, names: list[str] | None) -> None:
    """Ids that are asked for are known."""
    from paycalc.audit.catalogue import promises_of

    known = [promise.id for promise in promises_of(policy)]
    for name in names or ():
        if name not in known:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}", param_hint="ID")


def _audit(
    policy: Policy,
    cases: int | None,
    seed: int,
    budget: float | None,
    names: list[str] | None,
    threads: int | None,
) -> Audit:
    from paycalc.audit.auditing import audit as run
    from paycalc.audit.auditing import steps
    from paycalc.cli._progress import progress

    with progress(steps(cases)) as tell:
        return run(
            policy,
            cases=cases,
            seed=seed,
            budget=budget,
            promises=names,
            threads=threads,
            tell=tell,
        )


def _write(
    policy: Policy, found: Audit, html: Path | None, folder: Path | None, language: str
) -> None:
    """The page and the cases, where they are asked for."""
    try:
        if html is not None:
            from paycalc.audit.html import page

            html.write_text(page(policy, found, language), encoding="utf-8")
        if folder is not None:
            from paycalc.audit.export import files

            folder.mkdir(parents=True, exist_ok=True)
            for path, text in files(policy, found, folder):
                path.write_text(text, encoding="utf-8")
    except OSError as error:
        typer.echo(f"{error.filename}: {error.strerror}", err=True)
        raise typer.Exit(1) from error
