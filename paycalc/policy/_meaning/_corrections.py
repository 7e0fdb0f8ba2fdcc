"""What fits corrections: the reserve is a kept pool of level 2, in every plan."""

from __future__ import annotations

from paycalc.policy._grammar._policy import Draft
from paycalc.policy._meaning._plans import plans_of
from paycalc.policy._meaning._report import Report

_RESERVE = ("corrections", "reserve")


def check_corrections(draft: Draft, report: Report) -> None:
    """Tells what does not fit in the key `corrections`."""
    reserve = draft.corrections.reserve if draft.corrections else None
    if reserve is None:
        return
    for plan, path in plans_of(draft):
        known = report.names(*(str(part) for part in path), "pools")
        pool = next((pool for pool in plan.pools if pool.id == reserve), None)
        if known and reserve not in known:
            report.near("P532", _RESERVE, reserve, known)
        elif pool is not None and pool.kind != "keep":
            report.at("P533", _RESERVE, found=reserve)
