"""What fits guarantees and the veto (sections 7 and 8)."""

from __future__ import annotations

from paycalc.policy._grammar._policy import Draft
from paycalc.policy._meaning._plans import plans_of
from paycalc.policy._meaning._report import Report
from paycalc.policy.model import Veto, VetoClass

_LEVEL_1 = "level_1."


def check_duties(draft: Draft, report: Report) -> None:
    """Tells what does not fit in the guarantees and in the veto."""
    for guarantee in draft.guarantees:
        repairable = guarantee.over == "level_2" and guarantee.within == "unit"
        if guarantee.enforce and not repairable:
            report.at("P510", ("guarantees", guarantee.id, "enforce"))
        if isinstance(guarantee.of, str) and guarantee.of == guarantee.group:
            report.at("P511", ("guarantees", guarantee.id, "of"), found=guarantee.of)
    if draft.veto is not None:
        _check_veto(draft.veto, draft, report)


def _check_veto(veto: Veto, draft: Draft, report: Report) -> None:
    classes = report.names("veto", "classes")
    for item in veto.items.values():
        if item.veto_class not in classes and not report.refused("veto", "classes"):
            place = ("veto", "list", item.name, "class")
            report.near("P520", place, item.veto_class, classes)
    for one in veto.classes.values():
        _check_months(one, report)
        _check_pools(one, draft, report)


def _check_months(one: VetoClass, report: Report) -> None:
    path = ("veto", "classes", one.name)
    if one.months is None and not report.written((*path, "months")):
        if one.bars:
            report.at_key("P521", path, found="bars")
        elif one.reaches == "overlap":
            report.at_key("P521", path, found="reaches: overlap")


def _check_pools(one: VetoClass, draft: Draft, report: Report) -> None:
    """A class speaks of pools of any plan, and of those of level 1 that pay posts directly."""
    path = ("veto", "classes", one.name, "pools")
    direct = [
        pool.id for pool in (draft.level_1.plan.pools if draft.level_1 else ()) if pool.pays_posts
    ]
    units = [name for name in report.names("level_1", "pools") if name not in direct]
    known = [f"{_LEVEL_1}{name}" for name in direct]
    for _, plan in plans_of(draft):
        known += report.names(*(str(part) for part in plan), "pools")
    for position, text in enumerate(report.texts(path), 1):
        if text.removeprefix(_LEVEL_1) in units and text.startswith(_LEVEL_1):
            report.at("P523", (*path, position), found=text)
        elif text and known and text not in known:
            report.near("P522", (*path, position), text, dict.fromkeys(known))
