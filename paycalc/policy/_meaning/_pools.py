"""What fits a pool: its items, weights, limits, what it does when money is short (section 5)."""

from __future__ import annotations

from collections.abc import Sequence

from paycalc.policy._collector import Path
from paycalc.policy._grammar._policy import Draft
from paycalc.policy._grammar._scalars import EVERYONE, decimal_text
from paycalc.policy._meaning._groups import check_unit_group, posts_asked
from paycalc.policy._meaning._places import tell_uses
from paycalc.policy._meaning._report import Report
from paycalc.policy._meaning._uses import POST, who_uses
from paycalc.policy.model import (
    Amount,
    AsNeeded,
    Base,
    Limit,
    Percent,
    Pool,
    Rest,
    ShareOfAll,
    TakesItem,
    TakesSum,
    TimesMean,
)


def check_pool(pool: Pool, path: Path, level: int, draft: Draft, report: Report) -> None:
    """Tells what does not fit in one pool; ``path`` leads to it."""
    base: Base = "post" if pool.pays_posts else "unit"
    for key, names in ((pool.kind, pool.items), ("factors", pool.factors)):
        check_items_of(names, base, (*path, key), draft, report)
    if isinstance(pool.takes, TakesSum):
        check_items_of(pool.takes.items, base, (*path, "takes", "sum"), draft, report)
    elif isinstance(pool.takes, TakesItem):
        payer: Base = "county" if level == 1 else "unit"
        place = (*path, "takes", "item")
        _check_item(pool.takes.item, payer, place, draft, report)
    _check_kind(pool, path, report)
    _check_weights(pool, path, report)
    if pool.limit is not None:
        _check_limit(pool.limit, (*path, "limit"), draft, report)
    if pool.pays_posts:
        for who, place in posts_asked(pool, path):
            tell_uses(who_uses(who, POST, place), draft.items, report)
    else:
        check_unit_group(pool.who, (*path, "for"), draft, report)


def check_items_of(
    names: Sequence[str], base: Base, path: Path, draft: Draft, report: Report
) -> None:
    """Tells which items of a list are not plain numbers of these members."""
    for position, name in enumerate(names, 1):
        _check_item(name, base, (*path, position), draft, report)


def _check_item(name: str, base: Base, path: Path, draft: Draft, report: Report) -> None:
    item = draft.items.get(name)
    if item is not None and item.columns:
        report.at("P401", path, found=name, base=base)
    elif item is not None and item.base != base:
        report.at("P400", path, found=name, other=item.base, base=base)


def _check_kind(pool: Pool, path: Path, report: Report) -> None:
    """Keys that say nothing in a pool of this kind."""
    if isinstance(pool.takes, AsNeeded) and pool.kind != "pay":
        report.at("P409", (*path, "takes"), found=pool.kind)
    if pool.limit is not None and pool.kind not in ("share_by", "share_equally"):
        report.at_key("P406", (*path, "limit"), found=pool.kind)
    unasked = isinstance(pool.takes, Percent | ShareOfAll | Rest) and pool.kind != "pay"
    if unasked and report.written((*path, "if_short")):
        report.at_key("P408", (*path, "if_short"))
    for key in ("factors", "weights"):
        if pool.kind == "keep" and report.written((*path, key)):
            report.at_key("P405", (*path, key), found=key)


def _check_weights(pool: Pool, path: Path, report: Report) -> None:
    names = [name for name, _ in pool.weights]
    if names and not pool.pays_posts:
        report.at_key("P403", (*path, "weights"))
    if EVERYONE in names[:-1]:
        report.at_key("P404", (*path, "weights", EVERYONE))


def _check_limit(limit: Limit, path: Path, draft: Draft, report: Report) -> None:
    least, most = limit.at_least, limit.at_most
    decimals = draft.currency.decimals if draft.currency else 3
    if isinstance(least, Amount) and isinstance(most, Amount):
        pair = (least.fen, most.fen, decimals)
    elif isinstance(least, TimesMean) and isinstance(most, TimesMean):
        pair = (least.k, most.k, 6)
    else:
        return
    low, high, digits = pair
    if low > high:
        texts = {"least": decimal_text(low, digits), "most": decimal_text(high, digits)}
        report.at("P407", (*path, "at_least"), **texts)
