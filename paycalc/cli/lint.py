"""``paycalc lint``: what a regulation or a careful colleague would object to in a policy."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from paycalc.cli._options import AsJson, Language, MaybeDataset, PolicyOrFolder, Tables, Threads

if TYPE_CHECKING:
    from paycalc.cli._source import Source
    from paycalc.policy import Policy
    from paycalc.policy.lint import Report, Silenced
    from paycalc.problems import Place, Problem


def lint(
    policy: PolicyOrFolder,
    dataset: MaybeDataset = None,
    tables: Tables = None,
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Tell what a regulation, or a careful colleague, would object to in a policy.

    Each finding comes with its place, why it is told, whose rule that is and how sure, and what
    helps. With a dataset the rules that need one are judged, too. A policy switches a rule off
    with a written reason: `lint: {L022: {off: why}}`. `paycalc rule L022` tells more of a rule.
    Of a folder without a dataset every policy is judged.

    Ends with 0 if nothing is found, 3 if findings remain, 1 if the policy or the records have
    errors.

    Example: `paycalc lint policies/example-county.yaml fixtures/example-county`
    """
    from paycalc.cli._show import print_json
    from paycalc.cli._source import maybe_source
    from paycalc.problems import language as language_of

    language = language_of(lang)
    source = maybe_source(dataset, tables)
    report = _report(policy, source, threads, language, as_json=as_json)
    if as_json:
        print_json(_plain(report, language))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _told(report, language))
    if report.findings:
        raise typer.Exit(3)


def _report(
    policy: Path, dataset: Source | None, threads: int | None, language: str, *, as_json: bool
) -> Report:
    """What the lint says; errors of the policy or the records are shown and end the command."""
    from paycalc.cli._compute import STEPS, attempt
    from paycalc.cli._progress import progress
    from paycalc.policy.lint import lint_policy, together
    from paycalc.problems import ProblemsError

    if dataset is None:
        try:
            return together(lint_policy(one) for one in _policies(policy))
        except ProblemsError as error:
            raise _unusable(error.problems, language, as_json=as_json) from error
    with progress(STEPS) as tell:
        outcome = attempt(policy, dataset, threads, tell)
    if outcome.result is None:
        raise _unusable(outcome.problems, language, as_json=as_json)
    from paycalc.result.lint import lint_result

    return lint_result(outcome.result)


def _policies(path: Path) -> Sequence[Policy]:
    """The policy of a file, or all of a folder; raises `ProblemsError` if one has errors."""
    import paycalc
    from paycalc.problems import ProblemsError, has_errors

    if not path.is_dir():
        return [paycalc.load_policy(path)]
    found = paycalc.load_policies(path)
    if has_errors(found.problems):
        raise ProblemsError(found.problems)
    return [version.policy for version in found.versions if version.policy is not None]


def _unusable(problems: Sequence[Problem], language: str, *, as_json: bool) -> typer.Exit:
    from paycalc.cli._show import print_json, problem_json, show_problems

    if as_json:
        found = [problem_json(problem, language) for problem in problems]
        print_json({"format": "paycalc-lint/1", "ok": False, "problems": found})
    else:
        show_problems(problems, language, sys.stderr)
    return typer.Exit(1)


def _plain(report: Report, language: str) -> dict[str, object]:
    """A report as plain data; each finding has its rule with it."""
    from paycalc.cli._show import problem_json
    from paycalc.cli.rule import plain_source
    from paycalc.problems.rules import rule

    return {
        "format": "paycalc-lint/1",
        "ok": not report.findings,
        "findings": [
            {
                **problem_json(one, language),
                "means": rule(one.code).means[language],
                "mend": rule(one.code).mend[language],
                **plain_source(rule(one.code), language),
            }
            for one in report.findings
        ],
        "silenced": [_plain_silenced(one) for one in report.silenced],
        "notes": [problem_json(one, language) for one in report.notes],
    }


def _plain_silenced(silenced: Silenced) -> dict[str, object]:
    from paycalc.cli._show import place_json

    return {
        "code": silenced.code,
        "reason": silenced.reason,
        "count": silenced.count,
        "place": place_json(silenced.place),
    }


def _told(report: Report, language: str) -> Iterator[str]:
    """A report for people: rule by rule, then what was silenced and what was not judged."""
    from paycalc.problems import render

    words = _WORDS[language]
    findings = sorted(report.findings, key=lambda one: one.code)
    for code, found in groupby(findings, key=lambda one: one.code):
        yield from _rule_told(code, tuple(found), language)
        yield ""
    for silenced in report.silenced:
        yield f"{words['off']} {silenced.code} ({silenced.count}): {silenced.reason}"
        yield f"  {_where(silenced.place)}"
    for note in report.notes:
        yield render(note, language)
    rules = len({one.code for one in findings})
    yield words["sum"].format(findings=len(findings), rules=rules) if findings else words["none"]


def _rule_told(code: str, found: Sequence[Problem], language: str) -> Iterator[str]:
    """A rule's title, its places, why, whose it is, what helps."""
    from paycalc.cli._lint_words import whose
    from paycalc.problems.rules import rule

    one, words = rule(code), _WORDS[language]
    source = one.regulation
    yield code if source is None else f"{code} {source.title[language]}"
    for problem in found:
        yield f"  {_where(problem.place)}: {problem.message(language)}"
    yield f"  {words['why']}{one.means[language]}"
    if source is not None:
        yield f"  {words['source']}{source.source[language]} {whose(source, language)}"
    yield f"  {words['fix']}{one.mend[language]}"


def _where(place: Place) -> str:
    """The place in the file and in the policy, or the county."""
    parts = (place.file, place.address, place.line, place.position)
    spot = ":".join(str(part) for part in parts if part)
    return " ".join(part for part in (spot, place.item, place.county) if part)


_WORDS = {
    "en": {
        "why": "Why: ",
        "source": "Source: ",
        "fix": "Fix: ",
        "off": "Switched off:",
        "sum": "Findings: {findings}, by rules: {rules}. `paycalc rule CODE` tells more of each.",
        "none": "Nothing to object to.",
    },
    "zh": {
        "why": "原因：",
        "source": "来源：",
        "fix": "改法：",
        "off": "已关闭：",
        "sum": "共 {findings} 处，涉及 {rules} 条规则；用 `paycalc rule 编号` 查看详情。",
        "none": "没有可指出之处。",
    },
}
