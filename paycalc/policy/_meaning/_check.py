"""All checks of meaning, one topic after the other; each tells everything it finds."""

from __future__ import annotations

from paycalc.policy._grammar._kinds import Context
from paycalc.policy._grammar._policy import Draft
from paycalc.policy._grammar._scalars import EVERYONE
from paycalc.policy._meaning._corrections import check_corrections
from paycalc.policy._meaning._duties import check_duties
from paycalc.policy._meaning._groups import check_groups
from paycalc.policy._meaning._items import check_items
from paycalc.policy._meaning._order import ordered_items
from paycalc.policy._meaning._plans import check_plans
from paycalc.policy._meaning._report import Report


def check_meaning(draft: Draft, context: Context) -> tuple[str, ...]:
    """Tells what does not fit, and returns the items' names in an order to compute them in."""
    report = Report(draft.node, context.problems)
    _check_names(context, report)
    check_items(draft, report)
    check_groups(draft, report)
    check_plans(draft, report)
    check_duties(draft, report)
    check_corrections(draft, report)
    return ordered_items(draft, report)


def _check_names(context: Context, report: Report) -> None:
    """Names of items and groups that the policy uses and does not define."""
    known = {"item": report.names("items"), "group": (*report.names("groups"), EVERYONE)}
    codes = {"item": "P200", "group": "P201"}
    for use in context.uses:
        names = known[use.sort]
        if use.name not in names and not report.refused(f"{use.sort}s"):
            context.problems.add_near(codes[use.sort], use.mark, use.path, use.name, names)
