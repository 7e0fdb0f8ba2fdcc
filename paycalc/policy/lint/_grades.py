"""Quotas of excellence, and values that do not balance (L024, L033)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from paycalc.policy._collector import Path
from paycalc.policy._grammar._scalars import HUNDRED, MICRO, decimal_text
from paycalc.policy.lint._view import View
from paycalc.policy.model import Grade, Micro, Quota
from paycalc.problems import Problem

_EXCELLENT: Final = re.compile(r"excellent|outstanding|.*优秀.*|优|优等")


def _grades(view: View, names: frozenset[str]) -> Iterator[tuple[Grade, Path]]:
    for name, item in view.policy.items.items():
        for position, step in enumerate(item.steps, 1):
            if isinstance(step, Grade) and name in names:
                yield step, ("items", name, "then", position, "grade")


def excellent_quota(view: View, figure: Micro) -> Iterator[Problem]:
    """Grades called excellent that take more than so large a part of the members."""
    for grade, path in _grades(view, view.reaching):
        for quota in grade.quotas:
            share = _share(quota, grade.quotas)
            excellent = _EXCELLENT.fullmatch(quota.grade.casefold())
            if excellent and share is not None and share > figure:
                yield view.problem(
                    "L024",
                    (*path, "quotas", quota.grade),
                    grade=quota.grade,
                    quota=decimal_text(share, 4),
                    figure=decimal_text(figure, 4),
                )


def _share(quota: Quota, quotas: tuple[Quota, ...]) -> Micro | None:
    """A quota's part of the members; unknown where quotas count members."""
    if any(one.kind == "count" for one in quotas):
        return None
    if quota.kind == "percent":
        return quota.amount
    return HUNDRED - sum(one.amount for one in quotas if one.kind == "percent")


def unbalanced(view: View, figure: Micro) -> Iterator[Problem]:
    """Grades used as money whose mean is neither 1 nor the middle value, so that no sum closes.

    A lowest value of 0 makes a prize of it, which nobody expects to close.
    """
    factors = [name for at in view.pools if at.pool.kind == "pay" for name in at.pool.factors]
    for grade, path in _grades(view, view.money | view.reach(factors)):
        shares = [_share(quota, grade.quotas) for quota in grade.quotas]
        values = [quota.value for quota in grade.quotas]
        if min(values) == 0:
            continue
        known = [share for share in shares if share is not None]
        if len(known) < len(values):
            continue
        total = sum(share * value for share, value in zip(known, values, strict=True))
        twice_middle = values[(len(values) - 1) // 2] + values[len(values) // 2]
        if total != MICRO * MICRO and 2 * total != twice_middle * MICRO:
            yield view.problem(
                "L033",
                path,
                grade.mark,
                item=str(path[1]),
                mean=decimal_text(total, 12),
                middle=decimal_text(twice_middle * 5, 7),
            )
