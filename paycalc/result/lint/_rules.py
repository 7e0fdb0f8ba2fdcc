"""The rules that need a dataset's result, by code, after those that read the policy alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from paycalc.policy.lint import Report, asked, policy_findings, report, view_of
from paycalc.result.lint._benchmarks import civil_servants, public_funds, training_budget
from paycalc.result.lint._fractions import Judgement
from paycalc.result.lint._indicators import exam_rows
from paycalc.result.lint._pay import front_line_share, leaders_mean
from paycalc.result.lint._rotation import backbone, moved

if TYPE_CHECKING:
    from paycalc.problems import Problem
    from paycalc.result.result import Result

Check: TypeAlias = Callable[["Judgement"], "Iterator[Problem]"]

RULES: Final[Mapping[str, Check]] = {
    "L110": exam_rows,
    "L120": leaders_mean,
    "L123": front_line_share,
    "L130": civil_servants,
    "L131": training_budget,
    "L132": public_funds,
    "L133": moved,
    "L134": backbone,
}


def lint_result(result: Result) -> Report:
    """What there is to object to in a policy and in what it pays; notes say what was not judged.

    >>> import paycalc
    >>> policy = paycalc.load_policy("policies/star.yaml")
    >>> told = lint_result(paycalc.compute(policy, paycalc.read_records("fixtures/star")))
    >>> sorted({problem.values["rule"] for problem in told.notes})
    ['L123', 'L130', 'L131', 'L132', 'L133', 'L134']
    """
    policy = result.policy
    rules, view = asked(policy.lint), view_of(policy)
    found = policy_findings(view, rules)
    notes: list[Problem] = []
    for code, check in RULES.items():
        if code not in rules:
            continue
        told = tuple(check(Judgement(code, rules[code].figure, result, view)))
        found[code] = tuple(one for one in told if one.code == code)
        unjudged = [one for one in told if one.code != code]
        notes += unjudged if rules[code].silent is None else []
        if unjudged and not found[code]:
            del found[code]  # whether a switch silences anything is not known
    return report(policy.lint, rules, found, notes)
