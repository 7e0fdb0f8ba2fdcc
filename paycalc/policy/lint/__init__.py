"""What a regulation, or a careful colleague, would object to in a policy that loads.

`lint_policy` knows the rules that read the policy alone; ``paycalc.result.lint`` has those that
need what a dataset comes to. A finding is a warning of the catalogue, with a code ``L…``.
"""

from paycalc.policy.lint._report import Report, Silenced, report, together
from paycalc.policy.lint._roles import Role, groups_of
from paycalc.policy.lint._rules import lint_policy, policy_findings
from paycalc.policy.lint._switches import Asked, asked
from paycalc.policy.lint._texts import item_texts
from paycalc.policy.lint._view import View, view_of
from paycalc.policy.lint._words import exam_word

__all__ = [
    "Asked",
    "Report",
    "Role",
    "Silenced",
    "View",
    "asked",
    "exam_word",
    "groups_of",
    "item_texts",
    "lint_policy",
    "policy_findings",
    "report",
    "together",
    "view_of",
]
