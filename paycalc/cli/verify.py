"""``paycalc verify``: is a run folder as it was written, and does everything come out again?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paycalc.cli._options import AsJson, Everything, Language, Threads

if TYPE_CHECKING:
    from paycalc.output.verifying import Proof

RunFolder = Annotated[
    Path, typer.Argument(metavar="RUN", exists=True, file_okay=False, help="A run folder.")
]


def verify(
    run: RunFolder,
    everything: Everything = False,
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Prove a run: check every byte of its folder, and compute every line again.

    What is computed again is made of the copies of policy and records in the folder, which
    `paycalc run --keep-records` writes. A changed byte is found and its file named; a row that does
    not come out again is named by its ids. Of a correction the books are checked. A run of other
    semantics, in which numbers could be others, is not computed again, and told.

    Ends with 3 if anything is wrong or nothing could be computed again.

    Example: `paycalc verify out/star`
    """
    from paycalc.cli._progress import progress
    from paycalc.errors import RunError
    from paycalc.output.verifying import verify as proof_of
    from paycalc.problems import has_errors
    from paycalc.problems import language as language_of

    language = language_of(lang)
    try:
        with progress(_steps(run)) as tell:
            proof = proof_of(run, threads=threads, tell=tell)
    except RunError as error:
        raise typer.BadParameter(str(error), param_hint="RUN") from None
    failed = has_errors(proof.problems)
    if as_json:
        _print_json(proof, language, ok=not failed)
    else:
        _print_for_people(proof, run, language, everything, ok=not failed)
    if failed:
        raise typer.Exit(3)


def _steps(folder: Path) -> int:
    """What is told while a run is verified: where it lies by county, each at the most."""
    from paycalc.output.kept import ROW_HASHES
    from paycalc.output.parts import by_county
    from paycalc.output.runs import opened

    run, _ = opened(folder)
    return 4 + (len(by_county(run.outputs, ROW_HASHES)) or 1 if run is not None else 0)


def _print_json(proof: Proof, language: str, *, ok: bool) -> None:
    from paycalc.cli._show import print_json, problem_json

    about: dict[str, object] = {}
    if proof.run is not None:
        about = {
            "policy": proof.run.policy_id,
            "period": proof.run.period,
            "revision": proof.run.revision,
            "closed": proof.run.close is not None,
            "fingerprint": proof.run.manifest["fingerprint"]["run"],
        }
    problems = [problem_json(problem, language) for problem in proof.problems]
    print_json(
        {
            "format": "paycalc-verify/1",
            "ok": ok,
            **about,
            "rows": proof.rows,
            "problems": problems,
        }
    )


def _print_for_people(
    proof: Proof, folder: Path, language: str, everything: bool, *, ok: bool
) -> None:
    from paycalc.cli._show import show_problems

    show_problems(proof.problems, language, sys.stderr, everything)
    sys.stderr.flush()
    if not ok or proof.run is None:
        typer.echo(_WORDS[language]["failed"].format(run=folder))
        return
    said = "proved" if proof.rows else "books"
    values = {
        "run": folder,
        "files": len(proof.run.outputs) + 1,
        "rows": proof.rows,
        "hash": proof.run.manifest["fingerprint"]["run"],
    }
    typer.echo(_WORDS[language][said].format_map(values))


_WORDS = {
    "en": {
        "proved": "{run} is proved: {files} files are as they were written, and {rows:,} rows come "
        "out again.\nFingerprint {hash}",
        "books": "{run} is as it was written ({files} files), and its books balance. It was not "
        "made again.\nFingerprint {hash}",
        "failed": "{run} is not proved.",
    },
    "zh": {
        "proved": "{run} 验证通过：{files} 个文件与写出时相同，重新计算的 {rows:,} 行全部一致。\n"
        "指纹 {hash}",
        "books": "{run} 与写出时相同（{files} 个文件），账目平衡。未重新计算。\n指纹 {hash}",
        "failed": "{run} 未通过验证。",
    },
}
