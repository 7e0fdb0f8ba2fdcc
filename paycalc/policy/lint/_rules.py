"""The rules that read the policy alone, by code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from paycalc.policy.lint._cliffs import cliffs
from paycalc.policy.lint._exams import exam_pay
from paycalc.policy.lint._grades import excellent_quota, unbalanced
from paycalc.policy.lint._heirs import heirs
from paycalc.policy.lint._leaders import leaders_weights
from paycalc.policy.lint._leave import statutory_leave
from paycalc.policy.lint._missing import paid_without_rows
from paycalc.policy.lint._posts import paid_per_post
from paycalc.policy.lint._report import Report, report
from paycalc.policy.lint._switches import Asked, asked
from paycalc.policy.lint._tilt import class_heads, equal_sharing, front_line
from paycalc.policy.lint._twice import paid_twice
from paycalc.policy.lint._unused import unused_classes, unused_groups, unused_items
from paycalc.policy.lint._view import View, view_of
from paycalc.policy.model import Micro, Policy
from paycalc.problems import Place, Problem

Check: TypeAlias = Callable[[View, Micro], Iterator[Problem]]

RULES: Final[Mapping[str, Check]] = {
    "L010": exam_pay,
    "L011": statutory_leave,
    "L020": leaders_weights,
    "L021": equal_sharing,
    "L022": class_heads,
    "L023": front_line,
    "L024": excellent_quota,
    "L025": heirs,
    "L030": paid_without_rows,
    "L031": paid_per_post,
    "L032": paid_twice,
    "L033": unbalanced,
    "L034": cliffs,
    "L040": unused_items,
    "L041": unused_groups,
    "L042": unused_classes,
}


def policy_findings(view: View, rules: Mapping[str, Asked]) -> dict[str, tuple[Problem, ...]]:
    """What each rule that is asked finds in the policy, silenced or not, each thing once."""
    found: dict[str, tuple[Problem, ...]] = {}
    for code, check in RULES.items():
        if code in rules:
            told = {(one.place, str(one.values)): one for one in check(view, rules[code].figure)}
            found[code] = tuple(told.values())
    return found


def lint_policy(policy: Policy) -> Report:
    """What there is to object to in a policy; rules that need a dataset are named in a note.

    >>> from paycalc.policy import load_policy
    >>> sorted({one.code for one in lint_policy(load_policy("policies/timetables.yaml")).notes})
    ['L193']
    """
    rules = asked(policy.lint)
    unjudged = [code for code in rules if code not in RULES and rules[code].silent is None]
    note = Problem(
        "L193", Place(file=policy.level_1.plan.mark.file), {"rules": ", ".join(unjudged)}
    )
    return report(policy.lint, rules, policy_findings(view_of(policy), rules), [note])
