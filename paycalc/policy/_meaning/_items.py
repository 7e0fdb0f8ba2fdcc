"""What an item may read, add up, compare and leave out (section 4)."""

from __future__ import annotations

from paycalc.policy._grammar._items import BASES
from paycalc.policy._grammar._policy import Draft
from paycalc.policy._meaning._places import OF_SCHOOLS, tell_uses
from paycalc.policy._meaning._report import Report
from paycalc.policy._meaning._uses import item_uses, peer_key
from paycalc.policy.model import Composite, Grade, Item, Percentile, RelativeTo, Rows


def check_items(draft: Draft, report: Report) -> None:
    """Tells what does not fit in every item."""
    for item in draft.items.values():
        other = None
        if isinstance(item.source, Rows):
            other = draft.items.get(item.source.item or "")
            _check_rows(item, item.source, other, report)
        else:
            _check_composite(item, item.source, draft, report)
        if item.base != "post" and report.written(("items", item.name, "for")):
            report.at_key("P306", ("items", item.name, "for"), base=item.base)
        _check_peers(item, report)
        tell_uses(item_uses(item, other), draft.items, report)


def _check_rows(item: Item, rows: Rows, other: Item | None, report: Report) -> None:
    path = ("items", item.name)
    if rows.table in OF_SCHOOLS and item.base == "post":
        report.at("P300", (*path, "rows"), found=rows.table or "")
    if other is not None and BASES.index(other.base) > BASES.index(item.base):
        values = {"found": other.name, "other": other.base, "base": item.base}
        report.at("P301", (*path, "rows", "item"), **values)
    if item.columns and report.written((*path, "missing")):
        report.at_key("P307", (*path, "missing"))


def _check_composite(item: Item, source: Composite, draft: Draft, report: Report) -> None:
    path = ("items", item.name)
    if item.columns:
        report.at("P302", (*path, "of"), found=source.kind)
    for position, name in enumerate(source.items, 1):
        part = draft.items.get(name)
        place = (*path, source.kind, position)
        if part is not None and part.columns:
            report.at("P303", place, found=name)
        if part is not None and BASES.index(part.base) < BASES.index(item.base):
            report.at("P304", place, found=name, base=part.base, place=item.base)


def _check_peers(item: Item, report: Report) -> None:
    """Peers need to know who is there; the county has no unit to agree on."""
    path = ("items", item.name)
    for position, step in enumerate(item.steps, 1):
        if not isinstance(step, RelativeTo | Percentile | Grade):
            continue
        place = (*path, "then", position, peer_key(step))
        if step.peers.unit and item.base == "county":
            report.at("P308", place)
        silent = not item.columns and not report.written((*path, "missing"))
        if isinstance(item.source, Rows) and silent:
            report.at_key("P309", place)
